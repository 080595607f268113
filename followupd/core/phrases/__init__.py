"""What people write, and the words that we write back: text to value, value to text.

Takes a text and gives a value, or the other way round. Never decides what happens with it, and never reads a clock:
time is an argument. docs/grammar.md lists the forms.

`times`, `days`, `weeks`, `stretch`, `quotas` and `log` each read one kind of phrase. Whatever the text, they raise
nothing but ValueError, with one sentence that quotes the text and says what is wrong and what to write instead. `marks`
and `signs` read what was written on our events: they return None for what is not understood and never guess.
`vocabulary` holds every word that counts, in tables, and the texts of days. `words` has what they share: weekdays,
months, numbers, and how a text is quoted back.

Others may use: `days`, `log`, `marks`, `quotas`, `signs`, `stretch`, `times`, `vocabulary`, `weeks` and `words`.
"""
