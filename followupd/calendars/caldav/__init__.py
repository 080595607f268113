"""Calendars on a CalDAV server (RFC 4791), by the rules of docs/servers.md.

Takes the target in the hit list, reads and writes our events there. Never trusts a listing alone, never writes without
a condition, never follows a redirect, and never sends the login to a host that the user did not name.

`listing` remembers what was read, `remembered` keeps it for the next process, `write` makes one change, `lanes` makes
several in parallel.

Others may use: `calendar` (the calendar). Its requests are those of the room `dav`.
"""
