"""The decision: from what the user wants, what happened and what is on the calendar to the events that should exist.

Takes values, and gives values. Never reads, writes, asks the clock or draws: all of that comes as arguments. `plan.py`
calls the rooms in order.

Others may use `plan`, and all rooms in it: `run` and `passes` use `answers` and `changes` around a plan, everybody uses
`values`, `phrases` and `reasons`.
"""
