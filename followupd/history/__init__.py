"""INPUT 2, what happened: facts appended and read, and what was last written to the calendar (DESIGN.md 10)."""
