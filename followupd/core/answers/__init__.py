"""What the user did on our events, as facts.

`absorb` sees drags and deletions, `reading` finds marks, ticks and statuses and asks the kind of item what they mean,
`copies` chooses between two copies of one event, `ownership` tells our words from the user's, and `answered` says which
events get their ✓. Takes events as they are and as we last wrote them; never writes to a calendar, never guesses (P13),
and never decides by the words of a title of ours while history or event know better.

Others may use `absorb`, `reading`, `copies` and `answered`, and `ownership` for the note on an event.
"""
