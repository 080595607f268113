"""The place of everything: the blocks, who is on which call sheet, and the reminders for everybody else.

Takes what is wanted, busy time, and what is on the calendar already. Never decides what is wanted, writes no texts,
never moves what the user moved, and never puts anything into the past.

In the order of a plan: `start_small` and `action_plan` decide who starts and by which channel; `weeks`, `defend` and
`free` place the blocks (`block`, `skips`, `minutes`), `review_times` the reviews; `on_calendar` is what is there now,
`going_back` what goes back to where it was after an undo, `scene` everything that placing needs; `keep` decides what
stays, `repeats` which reminder is next; `placing` gives the rest a place, with `need`, `slots` and `occupancy` for
reminders, `fitting`, `sheet_heads`, `lines`, `sheet` and `seating` for call sheets; `absent` says who is due and on
no sheet, and why; `idle` which hours suit nobody, `quiet_hour` which hour of the week other calendars leave free;
`status` says how each contact is doing, `wake` when a plan can change without news.

What passes from one to the next is frozen. Everybody's hours and `RememberedFitting` are handed to the stages and
remember what they were asked, openly and only to save time. Reminders and the lines of retries are kept; the rest of a
sheet is filled again in each pass, from who is due and never from who was on it, so that without news it is the same
(P3).

Others may use: `block`, `skips`, `minutes`, `weeks` (values and words of blocks), `status`, `absent`, `on_calendar` and
`idle` (what came of it), and for the plan and the kinds of item `start_small`, `action_plan`, `defend`, `review_times`,
`occupancy`, `scene`, `keep`, `placing`, `seating` and `wake`; to find an hour on a day that the user
named, `need` and `slots`; for a first list, `quiet_hour`; and for a pass, `going_back`.
"""
