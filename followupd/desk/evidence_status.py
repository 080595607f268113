"""The lines of `followupd status` about what is noticed: when each source was last read, and what it gave this month.

Takes what is stored; reads no source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from followupd.calendars.busy.remembered_times import busy_key
from followupd.core.noticing.calls import RULES
from followupd.core.values.facts import EvidenceRule, Noticed
from followupd.core.values.hitlist import Hitlist, Mode
from followupd.core.values.record import Facts
from followupd.history.store import History
from followupd.passes.user_time import calendars_read

MAIL_RULES = frozenset(EvidenceRule) - RULES - {EvidenceRule.MET}


@dataclass(frozen=True, slots=True)
class EvidenceStatus:
    """One kind of source: when it was last read in full, None if never or with `problems`, and what it gave.

    `noticed` is how many facts of this month.
    """

    kind: str
    mode: Mode
    read: datetime | None
    noticed: int
    problems: tuple[str, ...] = ()


def evidence_statuses(
    hitlist: Hitlist, history: History, success: datetime | None, now: datetime
) -> tuple[EvidenceStatus, ...]:
    """Return the status of each kind that may be noticed. Each good pass reads all sources; `success` is the last."""
    return tuple(_statuses(hitlist, history, success, now))


def _statuses(hitlist: Hitlist, history: History, success: datetime | None, now: datetime) -> Iterator[EvidenceStatus]:
    month = now.astimezone(hitlist.timezone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [fact for fact in Facts(history.facts()).all.noticed if month <= fact.at <= now]
    noticed = hitlist.noticed
    if noticed.meetings is not Mode.NO:
        known = all(history.busy(busy_key(target)) is not None for target in calendars_read(hitlist))
        yield EvidenceStatus("meetings", noticed.meetings, success if known else None, _many(found, {EvidenceRule.MET}))
    mailboxes = [target.key for target in hitlist.mail]
    logs = [f"calls {hitlist.calls}"] if hitlist.calls is not None else []
    for kind, mode, keys, rules in (
        ("mail", noticed.mail, mailboxes, MAIL_RULES), ("calls", noticed.calls, logs, RULES),
    ):
        if keys and mode is not Mode.NO:
            rows = [history.evidence(key) for key in keys]
            problems = tuple(text for row in rows if row is not None for text in row.problems.splitlines())
            read = success if all(row is not None for row in rows) and not problems else None
            yield EvidenceStatus(kind, mode, read, _many(found, rules), problems)


def _many(found: list[Noticed], rules: frozenset[EvidenceRule] | set[EvidenceRule]) -> int:
    return sum(fact.rule in rules for fact in found)
