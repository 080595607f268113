"""Questions and reports: the same answer from the command line and from the running daemon.

Takes parsed arguments and an open hit list, gives a Reply. Decides what the words of a command mean and how they are
answered. Never decides a date (the plan does), never prints, and reads a calendar only to write what was reported.

`list`, `log` (with `fix` for a past try, `later` for another day, and `not_met` for a meeting that was none), `next`,
`noticed` (with `trial`), `status` (with `evidence_status` and `cards_status`), `undo` and `why` have one
answer each. `typed` reads the words after `log`, `recording` stores what they report, and
`writing_pass` runs the pass that puts it on the calendar. `editing` changes the hit list, `status_edits` has
the shortest ways to write a pause, a stop and another name, and `edited_list` answers.
`stack` lays out the people of an import, `stack_keys` makes keys of what is known of one, `stack_sheet` and
`stack_session` let the user choose, and `stack_answer` says what became of it.

Others may use: `answering` (every command that a daemon answers), `asking` (the socket protocol, which loads next to
nothing), `desk` (one hit list, opened), `editing`, `status_edits`, `edited_list`, `stack`, `stack_sheet`,
`stack_session`, `stack_answer`, `noticed` and `trial` (which no daemon answers), `recording.record_facts`,
`who.find_contact` and `withdraw.withdraw`.
"""
