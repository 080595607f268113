"""The sources of evidence that a hit list names and allows.

Takes a hit list; reads nothing yet. Loads the reader of a source only if one is named.
"""

from __future__ import annotations

from typing import Any

from followupd.core.values.hitlist import Hitlist, Mode
from followupd.evidence.protocol import EvidenceSource


def open_evidence(hitlist: Hitlist, patience: float | None = None) -> tuple[EvidenceSource, ...]:
    """Return the sources, each with what it needs to be read. One that shall not be noticed is never opened.

    A server has `patience` seconds to answer; without it as many as in a pass.
    """
    mailboxes = (_mailbox(one, patience) for one in hitlist.mail) if hitlist.noticed.mail is not Mode.NO else ()
    return (*_call_log(hitlist), *mailboxes)


def _call_log(hitlist: Hitlist) -> tuple[EvidenceSource, ...]:
    if hitlist.calls is None or hitlist.noticed.calls is Mode.NO:
        return ()
    from followupd.evidence.calls import CallLog

    return (CallLog(hitlist.calls),)


def _mailbox(target: Any, patience: float | None) -> EvidenceSource:
    if target.kind == "imap":
        from followupd.evidence.mail.imap import patient_mailbox

        return patient_mailbox(target, patience)
    if target.kind == "mbox":
        from followupd.evidence.mail.mbox import Mbox

        return Mbox(target)
    from followupd.evidence.mail.maildir import Maildir

    return Maildir(target)
