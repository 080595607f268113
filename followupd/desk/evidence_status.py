"""The lines of `followupd status` about what is noticed: when each source was last read, and what it gave this month.

Takes what is stored; reads no source.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from followupd.calendars.busy.remembered_times import busy_key
from followupd.core.noticing.calls import RULES
from followupd.core.values.facts import EvidenceRule
from followupd.core.values.hitlist import Hitlist, Mode
from followupd.core.values.mailboxes import CallLogTarget
from followupd.core.values.record import Facts
from followupd.history.store import History
from followupd.passes.user_time import calendars_read, coverage_of, is_to_be_made

MAIL_RULES = frozenset(EvidenceRule) - RULES - {EvidenceRule.MET}
ASK_DOCTOR = "To see what to do: followupd doctor."


@dataclass(frozen=True, slots=True)
class EvidenceStatus:
    """One source: when it was last read (None: never, or not as of now), and how many facts of this month it gave.

    `since` is the instant since which it cannot be read, None if it can; `problems` say why, or what of it cannot.
    """

    kind: str
    source: str
    mode: Mode
    read: datetime | None
    since: datetime | None
    this_month: int
    problems: tuple[str, ...] = ()


def evidence_statuses(
    hitlist: Hitlist, history: History, success: datetime | None, now: datetime
) -> tuple[EvidenceStatus, ...]:
    """Return the status of each source that may be noticed. Each good pass reads all of them; `success` is the last."""
    month = now.astimezone(hitlist.timezone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    found = [fact for fact in Facts(history.facts()).all.noticed if month <= fact.at <= now]

    def gave(rules: frozenset[EvidenceRule], is_source: Callable[[str], bool]) -> int:
        return sum(fact.rule in rules and is_source(fact.source) for fact in found)

    return (*_calendars(hitlist, history, success, gave), *_mailboxes_and_calls(hitlist, history, success, gave))


_Gave = Callable[[frozenset[EvidenceRule], Callable[[str], bool]], int]


def _calendars(
    hitlist: Hitlist, history: History, success: datetime | None, gave: _Gave
) -> Iterator[EvidenceStatus]:
    mode = hitlist.noticed.meetings
    for target in calendars_read(hitlist) if mode is not Mode.NO else ():
        row = history.busy(busy_key(target))
        known, since = coverage_of(row), row.since if row is not None else None
        problems = known.problems if known is not None else ()
        if row is not None and row.failing:
            problems = (f"{row.failing.rstrip('.')}. {ASK_DOCTOR}",)
        many = gave(frozenset({EvidenceRule.MET}), target.label.__eq__)
        is_known = known is not None or is_to_be_made(target, hitlist)
        read = success if is_known and since is None else None
        yield EvidenceStatus("meetings", target.label, mode, read, since, many, problems)


def _mailboxes_and_calls(
    hitlist: Hitlist, history: History, success: datetime | None, gave: _Gave
) -> Iterator[EvidenceStatus]:
    noticed = hitlist.noticed
    logs = () if hitlist.calls is None else (CallLogTarget(hitlist.calls),)
    for kind, mode, targets, rules in (
        ("mail", noticed.mail, hitlist.mail, MAIL_RULES), ("calls", noticed.calls, logs, RULES),
    ):
        for target in targets if mode is not Mode.NO else ():
            row = history.evidence(target.key)
            since, said = (row.since, row.problems) if row is not None else (None, "")
            problems = tuple(text.removeprefix(f"{target.label}: ") for text in said.splitlines())
            read = success if row is not None and since is None else None
            yield EvidenceStatus(kind, target.label, mode, read, since, gave(rules, target.gave), problems)
