"""The proposals of `init` before there is a hit list: calendars, an hour, the first plan.

Takes what the user answered and what is on this machine or a server; gives values. Reads other programs' files and
calendars, and never writes a file or an event; a password that was typed goes to the keeper that the user chose.

`other_configs` reads the configurations of khal, khard and vdirsyncer.

Others may use: `on_disk` (calendars and address books on this machine), `account` (those of an account on a server),
`cards` (to look somebody up), `keepers` (where a password that was typed is kept) and `first_plan` (the hour to
propose, and the plan of a list that is not written yet).
"""
