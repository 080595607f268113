"""The proposals of `init` before there is a hit list: calendars, an hour, the first plan.

Takes what the user answered and what is on this machine or a server; gives values. Reads other programs' files and
calendars, and never writes anything: neither a file nor an event.

Others may use: `first_plan` (the plan of a list that is not written yet).
"""
