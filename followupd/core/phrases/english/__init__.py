"""English as people type it after a title: tables of words and patterns. The only language so far.

Takes nothing and gives tables, which core/phrases/patterns.py explains. Never reads a text itself.

More of the English grammar is outside this folder: in sentence.py what joins and splits clauses, amounts, and the
words that lead to a day; in another_time.py what tells of a habit or of long ago; in plain_days.py how a day is said.
For a second language, the modules that import this folder by name (sentence, one_clause, outcome_clause, clauses,
framed, noted, hints) would have to choose between two.

`spellings` has those of words, `words` what may be beside a clause; `classes` has the words that patterns share.
`not_reached`, `busy`, `messages`, `reached` and `another_day` have the patterns for what happened, `clauses` puts them
in order. `frames` has looser ones, which count only where nothing turns them round, and `frame_classes` their words.
`channels` has the words that name a channel, and `telling` those by which a text tells of something, though no pattern
reads it. `tasks` has what is said about a promise, a card or a meeting only, `beside` what may be beside
what happened, and `others` the words for what is not of the contact.

Others may use: `beside`, `channels`, `frame_classes`, `frames`, `others`, `tasks`, `telling` and `words`.
"""
