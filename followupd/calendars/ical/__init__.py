"""iCalendar text (RFC 5545): cut, read and written so that every byte that is not ours survives (P5, P6).

Takes bytes and text, returns events, places and text. Never opens a file, never asks a server, and never parses an
event that is not ours.

What the icalendar library reads for us is in `library`.

Others may use: `cutter` (the parts of a file, and editing them), `content_lines` (fold, unfold, escape),
`vevent` (one of our events as text), `moments` (when it takes place) and `zones` (which time zone a TZID means).
"""
