"""The decision: from what the user wants, what happened and what is on the calendar to the events that should exist.

Pure: no I/O, no clock, no randomness; all of it comes as arguments. `plan.py` calls the rooms in order. Above it, `run`
and `passes` use `answers` and `changes`; everybody may use `values`, `phrases` and `reasons`.
"""
