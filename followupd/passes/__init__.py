"""What a pass reads and writes, for run.py: the sources, everything in them, and the report of what was done.

`sources` opens the hit list, the history and the calendar; `gather` does every read and refuses what looks like an
accident; `commit` is the only place that writes; `report` says what a pass did. `outlook` is the plan from what is
known already, without looking at the calendar. Nothing here decides about an event: that is the core.
"""
