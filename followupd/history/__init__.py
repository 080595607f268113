"""INPUT 2, what happened: facts to append and read, and what was last written to the calendar.

Takes facts and events, gives them back. Never decides what they mean, never reads the clock or a calendar.

`store` is one open database. `codec` defines how each type of fact is written, `forms` how each value is; `written`,
`busy_rows`, `evidence_rows` and `decision_rows` hold the other tables, `database` opens the file and makes
transactions durable, `migrations` bring an old file up to date, `locks` keep passes and daemons apart.

Others may use: `store` (History), `codec` (lines of JSON), `locks`, `busy_rows`, `evidence_rows` and `decision_rows`
(their rows), and for the place of the state `database` and `migrations`.
"""
