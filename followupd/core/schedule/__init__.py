"""Where everything goes: the blocks, who is on which call sheet, and the reminders that no sheet holds.

Takes what is wanted, busy time, and what is on the calendar already. Never decides what is wanted, writes no texts,
never moves what the user moved, and never puts anything into the past.

In the order in which a plan asks: `start_small` and `action_plan` say who is in now and by which channel; `weeks`,
`defend` and `free` place the blocks (`block`, `skips`, `minutes`), `review_times` the reviews; `on_calendar` is what
is there now, `scene` all that placing looks at; `keep` decides what stays there; `placing` gives the rest its place,
with `slots` and `occupancy` for reminders, `sheet` and `seating` for call sheets; `status` says how each contact
stands, `wake` when a plan can change without news.

Others may use all of them.
"""
