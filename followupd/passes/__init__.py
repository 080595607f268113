"""What a pass reads and what it leaves, around the pure plan.

Takes the path of a hit list; gives the opened inputs of a pass (`sources`), the place of its state (`state_file`), the
user's days off and busy time (`user_time`), the plan without a look at the calendar (`outlook`), and what a pass did
(`report`). Decides nothing about dates, and never writes to a calendar: run.py does. Others may use all five.
"""
