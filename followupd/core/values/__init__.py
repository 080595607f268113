"""The values that everything else is made of: frozen, compared by content, and without decisions.

`time` (intervals, spans, hours of a week, days in a row, times of day; the one place where a wall clock becomes an
instant), `user_time` (busy time and days off), `facts` (what happened) and `record` (the index `Facts` of a history),
`sightings` (what evidence shows, and addresses for comparing), `uid` (the mark of our events), `event` (our events,
wanted, present and written, and the changes to them), `hitlist` (what the user wants), `memo` (what one plan computes
and the next one can use).
`targets` says which calendar or address book is meant, `mailboxes` which mail; `cards` is what an address book says,
`decisions` what the user said of people of an import. `going_through` lets long work show how far it is.
Takes nothing from other rooms. Never reads a text that people wrote, a file or a clock.

Others may use: `time`, `user_time`, `facts`, `record`, `sightings`, `uid`, `event`, `hitlist`, `memo`, `targets`,
`mailboxes`, `cards`, `decisions` and `going_through`.
"""
