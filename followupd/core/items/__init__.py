"""The kinds of item: what each wants on the calendar, how an answer on it is read, how it is written.

One file for each kind, all behind the protocol of kind.py: retry, call_back, due and details are tries (tries.py has
what they share), promise, card, booking and meeting are tasks (task.py), review is neither. kinds.py lists
them; a new kind is one file and one line there. Takes timelines and places, gives what is wanted, facts and events.
Never looks for a place, never reads a calendar. Others use `kinds`, the protocol, and what `round` and `writing` make.
"""
