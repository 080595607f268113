"""Exports of other programs as rows of a stack: address books, LinkedIn, customer managers.

Takes files; gives rows (core/stack/rows.py) and what could not be read, with its file and line. A table is recognised
by the set of its headers, never by their order. Never writes, and never decides who is the same person.

`read` reads any file: its encoding by `encodings`, a table by `tables` with the headers of each program (`google`,
`outlook` with `outlook_languages`, `thunderbird`, `linkedin`, `hubspot`, and `plain` for any other), Monica's exports
by `monica` and `monica_sql`, and cards by `vcards`. `cells` makes rows of what the columns hold, and `dates` reads
birthdays and other days.

Others may use: `read` (files_of, read_file, FileRead) and `vcards` (rows_of_cards).
"""
