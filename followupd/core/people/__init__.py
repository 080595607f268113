"""The contacts and what happened with them: one timeline for each, and when both people can be reached.

Takes contacts, facts and now. Never places anything on a calendar.

`identity` keeps a contact's key when it is renamed; `matching` finds who was renamed by the place on the list and the
`likeness` of the entries, when no number says it. `timelines` folds all facts about one contact: tries (`timeline`),
`promises`, booked meetings (`appointed`), what was `noticed`, the open `channels`, and those that are `closing`.
`understand` does so for everybody, and again only for those who changed. `wanted` has the values that the rooms below
work with: `NextTry` and `Task`. `lateness` says how long somebody has been due or late, `reach` when both may be
reached, `learning` when somebody mostly answers, `personal` and `remembering` what is known about a person, in words.

Others may use: `appointed`, `channels`, `closing`, `identity`, `lateness`, `learning`, `likeness`, `noticed`,
`personal`, `promises`, `reach`, `remembering`, `timeline`, `timelines`, `understand` and `wanted`.
"""
