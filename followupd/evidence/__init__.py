"""INPUT 3, the evidence: mailboxes and call logs, as far as they are about people of the list.

Takes whom to ask about and what is remembered of a source; gives sightings and what to remember. Never gives anything
about strangers, never writes to a source, and decides nothing: what a sighting means is decided in core/noticing.

`open` gives the sources of a hit list, `protocol` is what every source is. `calls` is the phone's call log, of which
`call_files` are the files and `numbers` says whose a number is; `mail` reads mailboxes.

Others may use: `open`, `numbers` and `protocol`.
"""
