"""The examination of a real set-up (`followupd doctor`): from the hit list to what the calendar keeps.

Takes a visit (the hit list, now, a random token), returns checks: what was examined, how it is, what to do next. Never
touches an event of anybody's; what it writes for a trial it removes again. Never shows a secret.

Others may use: `examine` (START HERE: all checks in order) and `checks` (what a check is).

The rest examines one part each: `own_side` (permissions, history, daemon), `files` and `server` (the calendar),
`network` (the way to a server), `probe` (a trial event on one), `readers` (what other programs would say) and `busy`
(the other calendars).
"""
