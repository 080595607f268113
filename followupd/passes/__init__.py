"""The reads and writes of a pass, around the pure plan.

Takes the path of a hit list; gives the hit list as it is now (`current_list`), the opened inputs of a pass
(`sources`), the place of its state (`state_file`), the user's days off and busy time (`user_time`), what call logs and
mailboxes show (`evidence`; `past_evidence` without the history, with meetings), what the address books hold
(`address_books`) and whose cards these are (`linking`), everything that a pass reads
(`gather`, which also refuses what looks like an accident), which facts are new (`new_facts`), who was on the list in
the last pass (`last_list`), the plan without reading the calendar (`outlook`), which events a server refuses and when
they are tried again (`refusals`), which ones it cannot read (`withheld`), which ones nobody can read (`left_alone`),
in which order changes are made and what stops them (`making`), what it asks (`questions`), and what it did (`report`).
`commit` is the only place that writes to the calendar. Never decides a date.

Others may use: `address_books`, `linking` (people_on, naming_uids, same_uid), `current_list`, `sources`, `state_file`,
`user_time`, `past_evidence`, `gather`, `last_list`, `left_alone`, `new_facts`, `outlook`, `withheld`, `report` and
`commit`.
"""
