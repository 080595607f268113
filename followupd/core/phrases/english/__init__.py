"""English as people type it behind a title: tables of words and patterns. Another language is a folder like this one.

Takes nothing and gives tables, which core/phrases/patterns.py explains. Never reads a text itself.

`words` has spellings, and the words that may be beside a clause; `classes` has the words that patterns share.
`not_reached`, `reached` and `another_day` have the patterns for what happened, and `clauses` puts them in order.

Others may use: `words`.
"""
