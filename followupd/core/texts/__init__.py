"""The words on our events: titles, cards, call sheets, and the whole chain of reasons for `why`.

Takes what is wanted and where it was placed; returns Events and sentences. Text is output only: nothing
here decides by reading it. Texts depend on facts and on the event's own day, never on now (P3).

`topic` is what a title adds to the act.

Others may use: `cards` (blocks and reminders), `legends` (how to answer) and `chain` (the steps of `why`).
"""
