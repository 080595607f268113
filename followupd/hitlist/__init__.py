"""The user's list: the YAML files as a `Hitlist`, or every problem with its line and column (P9).

One table of keys (`table`) says what may be written; reading, suggestions, the tables of docs/hit-list.md and a JSON
Schema all come from it. Takes a path and the folders and files that the hit list names; gives values of the core. Never
writes a file, never asks the clock, and never stops at the first problem.

Others may use `edits` (changes of the files at the byte), `load` (load, Loaded), `table`, `sections` and `shapes`
(the keys of a contact), `problems` (Problem, render, render_notes), `place` (which file is the hit list), `reference`
(schema_text), `first` (the first list), `typed_people` (somebody on one line), `settings` (MOST_RUNGS), `slug`,
`zones` (parse_zone), `days_off` (days_off), `feasts` (with_feasts), `log_lines` (place_of_line), `calendars`
(is_folder), `category_names` and `contacts` (parse_name, parse_email, and what holds without a word of the user's).

Read `table` first, then `load`: a file becomes nodes that know their place (`located`, with `yaml_faults` for what is
not YAML), a section of the table reads them (`sections`) by their shapes (`shapes`) and reports a problem for each
mistake (`scope`), and whatever needs more than one key is in `settings`, `blocks`, `calendars`, `mailboxes`,
`days_off`, `rules` and `contacts`. `first` writes the list of a new user. `json_schema` has the forms that an editor
knows.
"""
