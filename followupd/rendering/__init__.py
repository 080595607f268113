"""Output for people and programs: values of the core as harmless text and as JSON, the same from everywhere.

`text` makes any text safe for a terminal and lays out tables; `answer` says what comes next for somebody;
`fact_line` has the words for a report; `json_form` has the forms of --json (docs/json.md). `vcards` and `people_table`
are the list for other programs, of what `listed_person` says of somebody. Takes
values, gives text and plain values. Never decides anything.

Others may use: `text`, `answer`, `json_form`, `fact_line`, `vcards`, `people_table`, and `plan_lines` (a plan and its
changes, line by line).
"""
