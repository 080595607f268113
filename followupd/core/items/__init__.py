"""The kinds of item: what each wants on the calendar, how it is written, and how an answer on it is read.

One file for each kind, all behind the protocol of `kind`: `retry`, `call_back`, `due` and `details` are tries (`tries`
has what they share, and `try_answers` what an answer on one means), `promise`, `card`, `booking` and `meeting` are
tasks (`task`), `review` is neither. `kinds` lists them.
Takes timelines and places, gives what is wanted, facts and events.
Never looks for a place, never reads a calendar.

Others may use: `kinds`, `kind` (the protocol), `task` and `tasks` (all tasks together), `looking_back` and `review`
(what a week was), `fact_words` (the words for a report) and `writing` (the events of a plan).
"""
