"""The user's address books, read live: what each card says of a person (vCard 2.1, 3.0 and 4.0).

Takes the address books that the hit list names and what was remembered of each; gives cards, and sentences about what
could not be read. Never writes a card, and never decides whose one is: that is passes/linking.py.

`card_lines` cuts vCard text, `cards` reads a card, `files` reads files and folders, `carddav` a server's address book.

Others may use: `open` (from a target to an address book), `files` (the endings of their names), `protocol` (what each
can do, and the memory of it) and `cards` (to read a file that is no address book of the list).
"""
