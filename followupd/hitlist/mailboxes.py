"""`mail:` as targets: mailboxes on servers, Maildirs and mbox files.

Takes what was found; never opens one. No problem quotes a secret.
"""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from followupd.core.values.mailboxes import PORTS, ImapTarget, MailFilesTarget, MailTarget
from followupd.hitlist.calendars import SECRET_KEYS, check_secrets
from followupd.hitlist.sections import SectionValues

MOST_MAILBOXES = 20
MOST_PATHS = 50
MOST_FOLDERS = 100
_PLACES = ("imap", "maildir", "mbox")
_WRITE = "Write imaps://imap.example.com."


def parse_imap(text: str) -> tuple[str, str, int]:
    """The scheme, the host and the port of a server, without a login in the address."""
    try:
        url = urlsplit(text)
        host, port = url.hostname, url.port
    except ValueError:
        raise ValueError(f"is not the address of a mail server. {_WRITE}") from None
    if "@" in url.netloc:
        raise ValueError("holds a user name. Put it beside the address: username, and password_command.")
    scheme = url.scheme.lower()
    if scheme not in PORTS or not host or port == 0 or re.search(r"\s", text):
        raise ValueError(f"is not the address of a mail server. {_WRITE}")
    if url.path.strip("/") or url.query or url.fragment:
        raise ValueError("names more than a server. Write folders: [INBOX, Sent] beside it.")
    return scheme, host, port or PORTS[scheme]


def mailbox_of(section: SectionValues) -> MailTarget | None:
    """Return one mailbox; None after a problem."""
    places = [name for name in _PLACES if name in section.nodes]
    if not places:
        write = "Write imap: imaps://imap.example.com, maildir: ~/Maildir or mbox: ~/mail/inbox."
        section.scope.problem(section.node, section.path, f"does not say where the mail is. {write}")
        return None
    if len(places) > 1:
        section.problem(places[1], f"is a second place beside {places[0]}. Make a list with an entry for each.")
        return None
    secrets = [key for key in SECRET_KEYS if key in section.nodes]
    if places == ["imap"]:
        check_secrets(section, secrets)
        if "username" not in section.nodes and not secrets:
            section.problem("imap", "has no login. Add username, and password_command: pass show mail.")
        elif "username" not in section.nodes and section.is_sound():    # XOAUTH2 names the user too
            section.problem(secrets[0], "has no username beside it. Add username.")
    else:
        for key in ("folders", "username", *secrets, "ca_file", "timeout"):
            if key in section.nodes:
                section.problem(key, f"is for imap, not for {places[0]}. Delete it.")
    return _target(section, places[0]) if section.is_sound() else None


def _target(section: SectionValues, place: str) -> MailTarget | None:
    values = dict(section.values)
    where = values.pop(place, None)
    if not where:
        section.problem(place, "names no path. Write ~/Maildir.")
        return None
    if place == "imap":
        scheme, host, port = where
        return ImapTarget(host=host, port=port, scheme=scheme, **values)
    return MailFilesTarget(tuple(where), is_mbox=place == "mbox", subjects=bool(values.get("subjects")))
