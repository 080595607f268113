"""The words that people write, and those that we write back: text to value, value to text.

Takes a text and gives a value, or the other way round. Never decides what happens with it, and never reads a clock:
time is an argument. docs/grammar.md lists the forms.

`times`, `days`, `weeks`, `stretch`, `quotas`, `phones` and `log` each read one kind of phrase. Whatever the text, they
raise nothing but ValueError, with one sentence that quotes the text and says what is wrong and what to write instead.
`marks`, `sheet_lines` and `signs` read what was written on our events: they return None for what is not understood and
never guess. Before that `handed_back` undoes what programs did to a text, with `html_text` for those that made it HTML.

`additions` reads what was typed beside a title, after a line or after a name, as a Mark or Unclear (`said`): a known
mark, marks `side_by_side`, or plain words, with the channel that they name (`channel_said`); `behind_ticks` what is
behind the tick of a failed try, `when_said` the moment at which it was, and `day_in_doubt` doubts a day that has been.
Those go through `sentence`, which cuts them into clauses of words and finds days (`plain_days`, `parts_of_periods`),
`one_clause`, which matches a clause with `patterns`, `outcome_clause`, which finds the one that says what happened, and
`clauses`, which says what they mean together, with `what_follows` for what a later one makes of it, `meeting_said` for
a day on which they meet and `another_time` for what may be an old story. `framed` reads what no pattern does: by a few
words of a clause, if nothing else may turn it round. `noted` keeps the note and the day of the next try, and
`whose_wish` says if anybody asked for it, and `wished_way` by which channel; `turned` says when a note turns an outcome
round, `hints` what may be meant by a text that is not understood, and `not_of_them` whether it is about others, things
or another time. The patterns and most words are those of English, the only language so far, in the folder `english`;
`sentence`, `clauses` and `plain_days` hold more of its grammar.

`vocabulary` holds every word that counts, in tables, and the texts of days. `words` has what they share: weekdays,
months, numbers, and how a text is quoted back. `names` says which characters a name may have, and when two spellings of
it are one. `our_lines` knows the lines of our texts by their form, for an event of which nothing else is known.
`later_today` reads a time of today to which a try is put off. `birthdays` knows the word for a birthday.

Others may use: `additions`, `behind_ticks`, `birthdays`, `channel_said`, `days`, `english` (its `tasks`, `taught`),
`handed_back`, `html_text`, `log`, `marks`, `meeting_said`, `names`, `our_lines`, `phones`, `quotas`, `said`,
`sheet_lines`, `signs`, `stretch`, `times`, `turned`, `vocabulary`, `weeks`, `when_said`, `whose_wish` and `words`.
"""
