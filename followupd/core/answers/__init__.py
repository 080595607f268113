"""The user's acts on our events, as facts.

`absorb` recognises drags and deletions, `reading` finds marks and statuses, `sheets` does so line by line for call
sheets and reviews, `own_lines` for lines that the user added to one, `one_sheet` is what both know of it and
`sheet_questions` what they ask, `recorder` asks the kind of item what they mean and keeps
the facts and the questions, `together` finds lines that are contrary, `several_named` reads a line that is about
several people, `whose` knows whom a line names, `copies` chooses between copies of one event, `whole_days` gives one
that was made a whole day its hour back, `put_off` says where a reminder goes on a day that was typed, `ownership`
separates our words from the user's, `lessons` knows which words may be taught, and `answered` decides which events
get their ✓.
`corrections` sees what an event no longer says, `taking_back` takes back what was reported, `shown` knows what our
answer on an event shows that was noticed, `noticed_titles` reads what is added to that or denied, and `recovered` knows
from our own signs what was noticed.
Takes events as they are and as we last wrote them; never writes to a calendar, never guesses (P13), and never reads our
own titles back unless history and event have lost the answer.

Others may use `absorb`, `reading` and what it gives (`recorder`), `copies`, `whole_days`, `put_off`, `answered`,
`taking_back` and `recovered`, `whose` for what events are read with (`Surroundings`), `ownership` for the note on an
event, and `corrections` for a title without its answer.
"""
