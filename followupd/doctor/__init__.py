"""The examination of a real set-up (`followupd doctor`): from the hit list to what the calendar stores.

Takes a visit (the hit list, now, a random token), returns checks: what was examined, the verdict, what to do next.
Never touches an existing event, and removes its own trial event again. Never shows a secret.

Others may use: `examine` (START HERE: all checks in order) and `checks` (what a check is).

The other modules examine one part each: `own_side` (permissions, history, daemon), `files` and `server` (the calendar),
`network` (the way to a server), `probe` (a trial event on one), `readers` (what other programs would say), `busy`
(the other calendars), `address_books` and `evidence` (meetings, mailboxes, call logs).
"""
