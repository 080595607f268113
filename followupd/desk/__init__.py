"""Where somebody asks or reports something: the same answer from the command line and from the running daemon.

Takes parsed arguments and an open hit list, gives a Reply. Decides what the words of a command mean and what is said
to them. Never decides a date (the plan does), never prints, and reads a calendar only to write what was reported.

Others may use `answering` (every command that a daemon answers), `asking` (the socket protocol, which loads next to
nothing), `desk.at_the_desk`, `recording.record`, `who.find`, `withdraw.withdraw`, and the texts of `why` for `show`.
"""
