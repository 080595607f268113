"""The doorbell around the pass: what rings, the clock that runs passes, and how the daemon starts, stops and answers.

Takes a hit list, signals, changed files and the questions of commands. Decides when a pass runs, and nothing about what
it writes. Never touches a calendar itself, and keeps no time beside its one clock.

`serve` starts and stops it, `clock` is the scheduler, `doorbell` says what rang, with `watch` for files and `signals`;
`work` runs the pass, `counter` answers commands on the socket, `troubles` reports each error once, `systemd` reports
the state. `unit` writes the systemd unit of an installation, and `service` puts it into the user manager.

Others may use: `serve` (one function), `unit` and `service`.
"""
