"""Simulated time with the real planner, for `simulate`, `forecast` and the measurements.

`year.Year` is the engine; `chances` are the contacts and `habits` the user, both drawn from a seed; `measures` turns a
course into figures. `foresight` starts from a hit list and its history, `forecast` combines courses. Takes what a pass
would be made from, and assumptions. Never reads a calendar, never writes anything.

`advice` tries what would help.

Others may use: `foresight`, `forecast`, `advice`, `chances`, `habits` and `measures`; measurements begin with `year`.
"""
