"""Years lived in advance with the same planner, for `simulate`, `forecast` and the measurements.
"""
