"""Mailboxes, as far as they are about people of the list: IMAP, Maildir and mbox.

Takes whom to ask about and what is remembered of the mailbox; gives one sighting of each mail with them. Never asks a
server about anybody else, never marks, moves or writes anything, and keeps no address and no header.

`imap` reads a mailbox on a server over `connection` (limits, TLS and the login), each folder by `imap_folder`, with
the commands of `commands` and the folder names of `folder_names`; `patience` keeps a slow one from holding a pass.
`maildir` and `mbox` are the kinds of `file_mailbox`. `headers` reads one header, `heads` the first bytes of a file,
`failures` a delivery failure, and `memory` keeps what was seen.

Others may use: `imap`, `maildir` and `mbox`, which `evidence.open` opens.
"""
