"""The decision: from what the user wants, what happened and what is on the calendar to the events that should exist.

Takes values, and gives values. Never reads, writes, asks the clock or draws: all of that comes as arguments. `plan.py`
calls the rooms in order.

Others may use `plan` and all rooms in it, `values`, `phrases`, `reasons`, `people`, `schedule`, `texts`, `items`,
`answers` and `changes`, each as far as its own text says.
"""
