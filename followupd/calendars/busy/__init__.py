"""The busy times of the user's other calendars.

Takes the targets under `busy:` and what is remembered of them, returns stretches of time with titles. Never writes to a
calendar, never counts an unreadable one as free time, and computes only what has changed.

The readers are `files`, `feed` and `account`; `units` turns a text into times, with `mending` for what is damaged,
`times` for a single event, `series` for one that recurs and `free_busy` for a free-busy answer.

Others may use: `open` (readers and their keys), `refresh` (all readers at once), `memory` (the values; loads no
library).
"""
