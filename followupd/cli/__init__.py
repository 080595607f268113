"""The command line: each command parses its words, calls the room that does the work, and prints what comes back.

Decides nothing about contacts or calendars, and loads no heavy library: whatever a command needs beyond its answer is
imported by the room that does the work. Nothing imports from here.
"""
