"""Simulated time with the same planner, for `simulate`, `forecast` and the measurements.

`year.Year` is the engine; `chances` are the people outside and `habits` the user, both drawn from a seed; `measures`
turn a course into figures. `foresight` begins from a hit list and its history, `forecast` puts courses together. Takes
what a pass would be made from, and assumptions. Never reads a calendar, never writes anything.

`advice` tries what would help.

Others may use: `foresight`, `forecast`, `advice`, `chances`, `habits` and `measures`; measurements begin with `year`.
"""
