"""The busy times of the user's other calendars.

Takes the targets under `busy:` and what is remembered of them, returns stretches of time with titles. Never writes to a
calendar, never counts an unreadable one as free time, and computes only what has changed.

The readers are `files`, `feed` and `account`; `units` turns a text into times. `prefilter` leaves out what cannot
matter; `mending` brings damaged lines to their plain forms, with `rrules` and `plain_times`; `times` reads single
events, `series` those that recur, in the `steps` that they may take (`recurring` expands them, `following` moves
what an override takes along, `often` takes what comes first of one that recurs too often), and
`free_busy` a free-busy answer. `meetings` says who of the list takes part, if meetings are noticed, and `deleted`
which ones were deleted.

Where a change goes. Where a calendar is read from: `files`, `feed`, `account`. A program writes something damaged:
`mending`, for a rule `rrules`. A series is read wrongly or too slowly: `series`. An event is left out although it takes
time: `prefilter`. What is kept from one reading to the next: `units` and `remembered_times`.

Others may use: `open` (readers and their keys), `refresh` (all readers at once), `remembered_times` (the values;
loads no library), `deleted`.
"""
