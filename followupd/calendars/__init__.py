"""The calendar that followupd writes to, and the others that it keeps clear of.

Takes a target of the hit list and, for writing, changes with both sides; returns events, results and busy time. Never
touches an event that is not ours (P5), never writes without a condition on what it read, and never counts as deleted
what cannot be read.

`memory` is a calendar for tests and previews, `folders` says which files in a folder are calendars.

Others may use: `open` (from a target to a calendar), `protocol` (what every calendar can do), `busy` (the others),
`files` (`files.atomic` writes any file safely), `folders`, `ical` (the text of an event), and for the doctor `caldav`.
"""
