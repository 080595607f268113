"""The decision: from what the user wants, what happened and what is on the calendar to the events that should exist.

Takes values and gives values. Never does I/O and never asks a clock or a random generator: all of that comes as
arguments. `plan.py` calls the rooms in order.

Others may use `plan` and all rooms: `values`, `phrases`, `reasons`, `people`, `noticing`, `stack`, `schedule`, `texts`,
`items`, `answers` and `changes`, each as its own docstring says.
"""
