"""INPUT 2, what happened: facts appended and read, and what was last written to the calendar.

Others may use `store.History`, one open database, `codec` for its lines of JSON, and `locks`. `codec` says how each
type of fact is written, `written` and `busy_rows` hold the other tables, `database` opens the file and makes
transactions durable, `migrations` bring an old file up to date, `locks` keep passes and daemons apart. Takes facts and
events, gives them back. Never decides what they mean, never reads the clock or a calendar.
"""
