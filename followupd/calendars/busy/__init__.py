"""The user's other calendars, from which only one thing is wanted: when the user is busy.

Takes the targets under `busy:` and what is remembered of them, returns stretches of time with titles. Never writes to
a calendar, never takes one that cannot be read for free, and works out again only what has changed.

The readers are `files`, `feed` and `account`; `units` turns a text into times, with `times` for a single event and
`series` for one that recurs.

Others may use: `open` (readers and their keys), `refresh` (all readers at once), `memory` (the values; loads no
library).
"""
