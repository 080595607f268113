"""Calendars that are files: one .ics file, or a folder with a file for each event.

Takes a path, reads and writes our events there. Never leaves half a file, and never overwrites what another program
wrote meanwhile, what it cannot read, or any byte that is not ours.

`at_path` is what both share.

Others may use: `ics_file` and `folder` (the calendars), `atomic` (safe writing), `resources` (our event in one
resource, also of a CalDAV server).
"""
