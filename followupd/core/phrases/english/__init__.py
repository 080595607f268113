"""English as people type it after a title: tables of words and patterns. The only language so far.

Takes nothing and gives tables, which core/phrases/patterns.py explains. Never reads a text itself.

More of the English grammar is outside this folder: in sentence.py what joins and splits clauses, amounts, and the
words that lead to a day; in another_time.py what tells of a habit or of long ago; in plain_days.py how a day is said.
For a second language, the modules that import this folder by name (sentence, one_clause, outcome_clause, clauses,
framed, noted, hints) would have to choose between two.

Where a new phrase goes, by what it means. Nobody was reached: `not_reached`, or `busy` if they had no time, and
`messages` if something was left or sent. They were reached: `reached`. They named a day: `another_day`. Done for a
promise, a card or a meeting only: `tasks`. Not of this contact: `others`. A new reason for not reached ("her line is
cut") is one row of `not_reached`.

`spellings` has those of words, `words` what may be beside a clause; `classes` has the words that patterns share.
`clauses` puts the patterns in order; `frames` has looser ones, which count only where nothing turns them round, and
`frame_classes` their words. `telling` has the words by which a text tells of something, though no pattern reads it,
`beside` what may be beside what happened, among it the words that name a channel, `vague_days` times that name no day,
`next_way` the words that name a channel for the next try, and `taught` what makes words no lesson.

Others may use: `beside`, `frame_classes`, `frames`, `next_way`, `others`, `tasks`, `taught`, `telling`, `vague_days`
and `words`.
"""
