"""Refuse what looks like an accident (P10), and what a plan must never do: touch the past, or events of others (P5).

Pure: takes what was read and the changes to be made; raises UnsafeChange or returns.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

from followupd.core.answers.ownership import went_back, writing_number
from followupd.core.people.wanted import person_of
from followupd.core.phrases.vocabulary import is_question, unasked
from followupd.core.values.event import Change, Create, Delete, Event, Present, Update, Written, uid_of
from followupd.core.values.uid import parse_uid
from followupd.errors import UnsafeChange

EARLIEST = 2020                          # before this year the clock is wrong: a small machine starts in 1970
CLOCK_SLACK = timedelta(days=60)         # a smaller error heals: coming events move a little, and move back
FEW_EVENTS = 3  # deleting one or two events is a person tidying up; more than half of many at once is an accident


def check_clock(now: datetime, last_good: datetime | None, zone: tzinfo) -> None:
    """Stop when the clock is far behind the last good pass, as on a machine that starts without a clock battery.

    Otherwise all coming events would be taken off, and the user's answers logged in the wrong year.
    """
    behind = last_good is not None and now < last_good - CLOCK_SLACK
    if not behind and now.year >= EARLIEST:
        return
    was = f", but the last good pass was on {last_good.astimezone(zone):%d %b %Y}" if last_good and behind else ""
    raise UnsafeChange(
        f"the clock says {now.astimezone(zone):%d %b %Y}{was}; nothing was written",
        "Set this machine's clock; followupd then goes on automatically. If it is right: followupd sync --rebuild",
    )


def check_vanished(
    present: Collection[str], unreadable: Collection[str], written: Mapping[str, Written], exists: bool, label: str,
    now: datetime,
) -> None:
    """Stop when the calendar or most of our coming events are gone all at once."""
    coming = _to_come(written, now)
    missing = [row for row in coming if _is_missing(row, present, unreadable)]
    if coming and not exists:
        what = f"{label} is gone, and with it {_count(len(coming))} of ours"
    elif len(missing) >= FEW_EVENTS and len(missing) * 2 > len(coming):
        what = f"{len(missing)} of our {_count(len(coming))} to come have vanished from {label} at once"
    else:
        return
    raise UnsafeChange(
        f"{what}; nothing was written",
        "Put it back if it was an accident. To write them again: followupd sync --rebuild. "
        "If you deleted them on purpose: followupd sync --accept-deletions",
    )


@dataclass(frozen=True, slots=True)
class _Compared:
    """The calendar compared with what we last wrote, as numbers of events.

    `back` have an older state than we last wrote, `again` are there although we took them off, `missing` are to come
    and not there. `unseen`: the calendar shows nothing of what we did since the first of the missing ones was written.
    """

    back: int
    again: int
    missing: int
    unseen: bool

    @property
    def as_before(self) -> str:
        return f"{_count(self.back + self.again)} of ours as before, {self.missing} missing"

    @property
    def the_newest(self) -> str:
        return f"the {_count(self.missing)} of ours that were written last are missing, and nothing else"


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign that a calendar has gone back to an older state, and the sentence for it."""

    name: str
    holds: Callable[[_Compared], bool]
    says: Callable[[_Compared], str]


# One event proves nothing: a program that was offline sends an old copy, a server keeps what it should delete,
# and one that is missing is what people delete. These are fixed without a question.
OLDER = (
    Sign("several events went back", lambda c: c.back > 1, lambda c: c.as_before),
    Sign("one went back, and something is missing", lambda c: c.back > 0 < c.missing, lambda c: c.as_before),
    Sign("one that we took off is there, and something is missing", lambda c: c.again > 0 < c.missing,
         lambda c: c.as_before),
    Sign("a backup from before our last commits lacks just what they wrote", lambda c: c.missing > 1 and c.unseen,
         lambda c: c.the_newest),
)


def check_restored(
    present: Mapping[str, Present], unreadable: Collection[str], written: Mapping[str, Written],
    skipped: Collection[str], label: str, now: datetime,
) -> None:
    """Stop when the calendar has gone back to an older state: then the user did not delete what is missing.

    `skipped` are the user's deletions.
    """
    compared = _compare(present, unreadable, written, skipped, now)
    sign = next((sign for sign in OLDER if sign.holds(compared)), None)
    if sign is not None:
        raise UnsafeChange(
            f"{label} has gone back to an older state: {sign.says(compared)}; nothing was written",
            "If it came back from a backup, bring it up to date: followupd sync --rebuild. "
            "If you deleted the missing ones on purpose: followupd sync --accept-deletions",
        )


def _compare(
    present: Mapping[str, Present], unreadable: Collection[str], written: Mapping[str, Written],
    skipped: Collection[str], now: datetime,
) -> _Compared:
    rows = [(shown, written[uid]) for uid, shown in present.items() if uid in written and uid not in skipped]
    back = sum(went_back(shown, row) for shown, row in rows)
    again = sum(row.gone and bool(shown.note) and shown.note == row.note for shown, row in rows)
    missing = [row for row in _to_come(written, now) if _is_missing(row, present, unreadable)]
    unseen = bool(missing) and not _shows(present, written, min(row.batch for row in missing))
    return _Compared(back, again, len(missing), unseen)


def missing(
    present: Collection[str], unreadable: Collection[str], written: Mapping[str, Written]
) -> list[Written]:
    """Return what we wrote and is no longer on the calendar."""
    there = (row for row in written.values() if row.event is not None and not row.deleted)
    return [row for row in there if _is_missing(row, present, unreadable)]


def but_unreadable(
    changes: Iterable[Change], unreadable: Collection[str], written: Mapping[str, Written], list_name: str
) -> tuple[Change, ...]:
    """Leave out new events whose meaning exists and cannot be read, under whatever name or generation (P2).

    Without memory the name of the resource says what it is.
    """
    if not unreadable:
        return tuple(changes)
    hidden = {row.uid for row in written.values() if not row.deleted and row.href in unreadable}.union(unreadable)
    hidden |= {name.rpartition("/")[2].removesuffix(".ics") for name in unreadable}

    def is_hidden(event: Event) -> bool:
        uid = parse_uid(event.uid, list_name)
        if uid is None:
            return False
        each = [replace(uid, generation=number) for number in range(1, uid.generation + 1)]
        return any(str(one) in hidden or one.file_name in hidden for one in each)

    return tuple(change for change in changes if not (isinstance(change, Create) and is_hidden(change.after)))


def _to_come(written: Mapping[str, Written], now: datetime) -> list[Written]:
    return [row for row in written.values() if row.event and not row.deleted and row.event.end > now]


def _is_missing(row: Written, present: Collection[str], unreadable: Collection[str]) -> bool:
    return row.uid not in present and row.uid not in unreadable and row.href not in unreadable


def _shows(present: Mapping[str, Present], written: Mapping[str, Written], since: int) -> bool:
    """Return whether the calendar shows anything of this commit or a later one, or of another followupd.

    Then it is not older than what we know.
    """
    if since == 0 or any(row.deleted != (row.uid in present) for row in written.values() if row.batch >= since):
        return True
    return any(
        uid not in written or writing_number(shown.note) > writing_number(written[uid].note)
        for uid, shown in present.items()
    )


def check_emptied(contacts: int, written: Mapping[str, Written], now: datetime) -> None:
    """Stop when the hit list is suddenly empty although its people are on coming events."""
    people = {
        person_of(ref)
        for row in written.values()
        if row.event and not row.deleted and row.event.start > now
        for ref in row.event.people
    }
    if contacts == 0 and people:
        count = "1 person" if len(people) == 1 else f"{len(people)} people"
        raise UnsafeChange(
            f"the hit list has no contacts any more, but coming events are for {count}; nothing was written",
            "Put them back if it was an accident. If you mean it: followupd sync --accept-deletions",
        )


def check_changes(
    changes: Sequence[Change], present: Mapping[str, Present], written: Mapping[str, Written], list_name: str,
    now: datetime,
) -> None:
    """Stop changes that the diff must never make. If one fails here, that is our bug, and nothing is written."""
    seen: set[str] = set()
    for change in changes:
        uid = uid_of(change)
        if parse_uid(uid, list_name) is None:
            raise AssertionError(f"a change to an event that is not ours: {uid}")
        if uid in seen:
            raise AssertionError(f"two changes to one event: {uid}")
        seen.add(uid)
        match change:
            case Create(after=event):
                ok = uid not in present and event.start > now
            case Update(before=old, after=event):
                ok = uid == event.uid and (old.event.start > now or _is_only_answered(change, written.get(uid)))
            case Delete(before=old):
                ok = old.event.start > now
        if not ok:
            raise AssertionError(f"a change that no plan may make: {change}")


def _is_only_answered(change: Update, row: Written | None) -> bool:
    """Return whether a past event only gets or loses an answer, or a question about what the user wrote there.

    Its text may change with that, but no line of the user's is lost.
    """
    old, new = change.before.event, change.after
    answers = new.answer != "" or old.answer != "" or change.ours.undone != ()
    if not answers and unasked(new.summary) not in old.summary:     # without an answer words only go
        return False
    like_new = replace(old, summary="", description="", answer=new.answer, alarm=new.alarm, people=new.people)
    texts = (row.event.description if row is not None and row.event is not None else "", change.ours.description)
    lines = {line.strip() for text in texts for line in text.splitlines() if line.strip()} if answers else set()
    ours = sorted(lines, key=len, reverse=True)
    return replace(new, summary="", description="") == like_new and _their_lines(old, ours) == _their_lines(new, ours)


def _their_lines(event: Event, ours: Sequence[str]) -> Counter[str]:
    """Return the lines of the text that are not ours, also what the user wrote behind one of ours."""
    def theirs(line: str) -> str:
        begun = next((one for one in ours if line.startswith(one)), None)
        return theirs(line.removeprefix(begun).strip()) if begun is not None else line

    lines = (line.strip() for line in event.description.splitlines())
    return Counter(filter(None, (theirs(line) for line in lines if not is_question(line))))


def _count(number: int) -> str:
    return f"{number} event" if number == 1 else f"{number} events"
