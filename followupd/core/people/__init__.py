"""Who everybody is, and what happened with them: one timeline a contact, and when both people can be reached.

Takes contacts, facts and now. Never places anything on a calendar, and never compares two people with each other.

`identity` keeps a contact's key when it is renamed; `timeline` folds one contact's facts (`timelines`, everybody's),
with what `promises` and booked meetings (`appointed`) mean in it, and `channels` says which ways lead to them;
`understand` does so for everybody, again only for those who changed. `wanted` has the values that the rooms below work
with: `NextTry` and `Task`. `lateness` says how long somebody has been due or late, `reach` when both may be reached,
`learning` when somebody mostly answers, `personal` and `remembering` what is known of a person, in words.

Others may use: `appointed`, `channels`, `identity`, `lateness`, `learning`, `personal`, `promises`, `reach`,
`remembering`, `timeline`, `understand` and `wanted`.
"""
