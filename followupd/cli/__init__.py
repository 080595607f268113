"""The command line: each command parses its words, calls the room that does the work, and prints what comes back.

Takes the words of a command line; gives text and an exit status. Never decides anything about contacts or calendars,
and never loads a heavy library: the room that does the work imports whatever it needs.

Others may use, which is only `__main__`: `group` (the commands) and `crash` (the report of a bug).
"""
