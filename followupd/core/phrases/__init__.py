"""What people write, and the words that we write back: text to value, value to text.

Takes a text, gives a value, and the other way round. Never decides what becomes of it, and never reads a clock: time is
an argument. docs/grammar.md lists the forms.

`times`, `days`, `weeks`, `stretch`, `quotas` and `log` each read one sort of phrase. They raise ValueError with one
sentence that quotes the text, says what is wrong and what to write instead, and nothing else on any text whatever.
`marks` and `signs` read what was written on our events: they return None for what is not understood and never guess.
`vocabulary` holds every word that counts, in tables, and the texts of days.
`words` has what they share: weekdays, months, numbers, and how a text is quoted back.

Others may use: `days`, `log`, `marks`, `quotas`, `signs`, `stretch`, `times`, `vocabulary`, `weeks` and `words`.
"""
