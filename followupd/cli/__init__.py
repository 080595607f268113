"""The command line: each command parses its words, calls the room that does the work, and prints what comes back.

Decides which words are a command and how its answer looks. Takes the words of a command line; gives text and an exit
status. Never decides anything about contacts or calendars, and never loads a heavy library: whatever a command needs
beyond its answer is imported by the room that does the work.

Others may use, which is `__main__` alone: `group` (the commands) and `crash` (what is said of a bug).
"""
