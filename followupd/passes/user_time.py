"""The user's own time for one plan: days off, the busy time of their other calendars, and their meetings.

Takes the hit list, the history and now; gives a UserTime. A pass reads the calendars (`gather_time`) and stores the
result (`remember_time`); commands that only answer use what is stored (`known_time`), and read none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from followupd.calendars.busy.remembered_times import (
    BusyQuery,
    Coverage,
    Memory,
    Part,
    Taken,
    busy_key,
    parts_from_text,
    parts_to_text,
    times_from_text,
    times_to_text,
)
from followupd.core.answers.answered import LOOK_BACK
from followupd.core.noticing.people_index import WatchedPeople
from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.hitlist import Hitlist, Mode
from followupd.core.values.sightings import MeetingSeen
from followupd.core.values.targets import CalendarTarget
from followupd.core.values.time import Interval, Span
from followupd.core.values.user_time import ALL_FREE, Busy, UserTime
from followupd.errors import FollowupdError
from followupd.history.busy_rows import BusyRow
from followupd.history.store import History
from followupd.hitlist.days_off import days_off

if TYPE_CHECKING:
    from followupd.calendars.busy.refresh import BusyCalendars, Look, Remembered

JUDGED = timedelta(days=2 * 365)    # back: for judging past months (start_small)
BEYOND = timedelta(days=400)        # past the last block: a retry or a promise may be a year ahead
BUSY_BEYOND = timedelta(days=35)    # busy time is seldom known further ahead, and each week of it takes time to compute


@dataclass(frozen=True, slots=True)
class Gathered:
    """The result of reading: the user's time, what could not be read, and what to remember of each calendar.

    `read` goes by key; `failing` says for each calendar why it cannot be read, "" if it can. `deleted` are the
    meetings that had begun and were deleted from a calendar since it was last read.
    """

    user_time: UserTime = ALL_FREE
    problems: tuple[str, ...] = ()
    read: Mapping[str, Memory] | None = None
    failing: Mapping[str, str] | None = None
    deleted: tuple[MeetingSeen, ...] = ()


def notices_meetings(hitlist: Hitlist) -> bool:
    """Return whether meetings with people of the list are looked for."""
    return hitlist.noticed.meetings is not Mode.NO


def calendars_read(hitlist: Hitlist) -> tuple[CalendarTarget, ...]:
    """Return the calendars under `busy:`, and the one that we write to if meetings on it are looked for."""
    if not notices_meetings(hitlist) or busy_key(hitlist.calendar) in map(busy_key, hitlist.busy):
        return hitlist.busy
    return (*hitlist.busy, hitlist.calendar)


def is_to_be_made(target: CalendarTarget, hitlist: Hitlist) -> bool:
    """Return whether a calendar is the file that we write to, which does not exist before the first write."""
    return target not in hitlist.busy and target.file is not None and not target.file.exists()


def known_time(hitlist: Hitlist, now: datetime, history: History | None = None) -> UserTime:
    """Return the days off and the remembered busy time around `now`, without reading any calendar."""
    off, targets = _days_off(hitlist, now), calendars_read(hitlist)
    if not targets or history is None:
        return off
    rows = {target: history.busy(busy_key(target)) for target in targets}
    busy = _busy(((t, _times(row)) for t, row in rows.items()), hitlist, now)
    return replace(off, busy=busy, meetings=_meetings((t, coverage_of(row)) for t, row in rows.items()))


def gather_time(
    hitlist: Hitlist, history: History | None, busy: BusyCalendars | None, now: datetime, written: str = ""
) -> Gathered:
    """Return the user's time after reading the busy calendars. One that cannot be read counts as it was last read.

    `written` is the state of the calendar that we write to, if that was read before. Without a history, nothing was.
    """
    off, targets = _days_off(hitlist, now), calendars_read(hitlist)
    if not targets:
        return Gathered(off)
    rows = _rows(hitlist, history)
    need = replace(_need(hitlist, now), written=written)
    looks = busy.look(_remembered(history, rows), need) if busy is not None else {}
    times_by_target: list[tuple[CalendarTarget, tuple[Taken, ...]]] = []
    abouts: list[tuple[CalendarTarget, Coverage | None]] = []
    problems: list[str] = []
    for target in targets:
        key = busy_key(target)
        look, row = looks.get(key), rows[key]
        memory = look.memory if look is not None else None
        times_by_target.append((target, memory.times if memory is not None else _times(row)))
        about = memory.about if memory is not None else coverage_of(row)
        abouts.append((target, about))
        if look is not None and look.error is not None:
            problems += _failure(look.error, target, row, hitlist, now)
        else:
            problems += [f"{target.label}: {problem}." for problem in (about.problems if about else ())]
    to_come = {busy_key(target) for target in targets if is_to_be_made(target, hitlist)}
    return Gathered(
        replace(off, busy=_busy(times_by_target, hitlist, now), meetings=_meetings(abouts)),
        tuple(dict.fromkeys(problems)),
        {key: look.memory for key, look in looks.items() if look.memory is not None},
        {key: "" if look.error is None or key in to_come else look.error.message for key, look in looks.items()},
        tuple(_deleted(hitlist, history, looks, now)),
    )


def _deleted(
    hitlist: Hitlist, history: History | None, looks: Mapping[str, Look], now: datetime
) -> Iterator[MeetingSeen]:
    """Yield the meetings that were deleted from calendars which have changed since they were last read."""
    for target in calendars_read(hitlist):
        key = busy_key(target)
        after = looks[key].memory if key in looks else None
        before = _memory(history, key, history.busy(key)) if after is not None and history is not None else None
        if after is not None and before is not None and before.about.meetings:
            from followupd.calendars.busy.deleted import deleted_since  # most calendars show no meeting with the list

            yield from deleted_since(before, after, now, keeps_all=target not in hitlist.busy)


def unread_since(hitlist: Hitlist, history: History) -> list[datetime]:
    """Return since when calendars cannot be read, as of the last pass."""
    rows = (history.busy(busy_key(target)) for target in calendars_read(hitlist))
    return [row.since for row in rows if row is not None and row.failing and row.since is not None]


def wait_for_busy(
    hitlist: Hitlist, history: History, busy: BusyCalendars, now: datetime, slow: Callable[[str, float], None]
) -> None:
    """Wait for the busy calendars before a pass that has none after it; see `BusyCalendars.wait`.

    The pass then holds its lock no longer than any other.
    """
    busy.wait(_remembered(history, _rows(hitlist, history)), _need(hitlist, now), slow)


def remember_time(hitlist: Hitlist, history: History, gathered: Gathered, now: datetime) -> None:
    """Store what a pass has read; writes nothing if nothing is new."""
    for key, memory in (gathered.read or {}).items():
        history.keep_busy(key, memory.about.to_text(), times_to_text(memory.times), parts_to_text(memory.parts()))
    for key, why in (gathered.failing or {}).items():
        row = history.busy(key)
        if (row.failing if row is not None else "") != why:
            history.busy_failing(key, why, now)
    targets = calendars_read(hitlist)
    if gathered.failing is not None or not targets:
        history.forget_busy_but([busy_key(target) for target in targets])


@dataclass(frozen=True, slots=True)
class BusyStatus:
    """The status of one busy calendar: `times` to come, and since when it cannot be read, if it cannot.

    `known` is False if it was never read successfully.
    """

    label: str
    known: bool
    times: int
    failing: str
    since: datetime | None
    problems: tuple[str, ...]


def busy_statuses(hitlist: Hitlist, history: History, now: datetime) -> tuple[BusyStatus, ...]:
    """Return the stored status of each busy calendar, without reading any of them."""
    statuses = []
    for target in hitlist.busy:
        row = history.busy(busy_key(target))
        about = coverage_of(row)
        coming = sum(end > now.timestamp() for _, end, _ in _times(row))
        failing, since = (row.failing, row.since) if row is not None else ("", None)
        problems = about.problems if about is not None else ()
        statuses.append(BusyStatus(target.label, about is not None, coming, failing, since, problems))
    return tuple(statuses)


def look_at_all(
    hitlist: Hitlist, history: History | None, busy: BusyCalendars, now: datetime, patience: float
) -> dict[str, tuple[Look, Coverage | None]]:
    """Read each busy calendar and return the results by key, with what is known afterwards; store nothing."""
    rows = _rows(hitlist, history)
    looks = busy.look(_remembered(history, rows), _need(hitlist, now), patience)
    return {
        key: (look, look.memory.about if look.memory is not None else coverage_of(rows[key]))
        for key, look in looks.items()
    }


def window(hitlist: Hitlist, now: datetime) -> tuple[date, date]:
    """Return the first and the last day that a plan as of `now` needs: past blocks stay where they were."""
    today, last = day_of(now, hitlist.timezone), _last_block(hitlist, now)
    return today - LOOK_BACK, last + BEYOND if last < date.max - BEYOND else date.max


def _busy_window(hitlist: Hitlist, now: datetime) -> tuple[date, date]:
    first, last = window(hitlist, now)[0], _last_block(hitlist, now)
    return first, min(last, date.max - 4 * BUSY_BEYOND) + BUSY_BEYOND


def _need(hitlist: Hitlist, now: datetime) -> BusyQuery:
    first, last = _busy_window(hitlist, now)
    contacts = {contact.slug: contact for contact in hitlist.contacts} if notices_meetings(hitlist) else {}
    watched = WatchedPeople.of(contacts, private=hitlist.noticed.private) if notices_meetings(hitlist) else None
    me = frozenset(hitlist.own_addresses)
    return BusyQuery(first.toordinal(), last.toordinal(), hitlist.timezone, me, hitlist.name, watched)


def _last_block(hitlist: Hitlist, now: datetime) -> date:
    ahead = max((block.ahead for block in hitlist.blocks), key=lambda span: span.about_days, default=Span())
    return ahead.after(day_of(now, hitlist.timezone))


def _days_off(hitlist: Hitlist, now: datetime) -> UserTime:
    if not (hitlist.holidays or hitlist.away):
        return ALL_FREE
    first, last = window(hitlist, now)
    if hitlist.start_small is not None:
        first = min(first, day_of(now, hitlist.timezone) - JUDGED)
    return UserTime(off=days_off(hitlist.holidays, hitlist.away, first, last))


def _busy(
    times_by_target: Iterable[tuple[CalendarTarget, Iterable[Taken]]], hitlist: Hitlist, now: datetime
) -> tuple[Busy, ...]:
    """Return the times of all calendars in order, cut to the days that a plan needs."""
    days = _busy_window(hitlist, now)
    first, last = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in days)
    begin, end = int(first.timestamp()), int(last.timestamp())
    busy = [
        Busy(Interval(datetime.fromtimestamp(max(a, begin), UTC), datetime.fromtimestamp(min(b, end), UTC)), title,
             target.label)
        for target, times in times_by_target for a, b, title in times if a < end and b > begin
    ]
    return tuple(sorted(busy, key=lambda one: (one.interval, one.summary, one.source)))


def _meetings(abouts: Iterable[tuple[CalendarTarget, Coverage | None]]) -> tuple[MeetingSeen, ...]:
    """Return the meetings on all calendars, each with the name of its calendar."""
    return tuple(one for target, about in abouts if about is not None for one in named_after(target, about.meetings))


def named_after(target: CalendarTarget, meetings: Iterable[MeetingSeen]) -> Iterator[MeetingSeen]:
    """Yield the meetings with the name of their calendar."""
    return (replace(one, source=target.label) for one in meetings)


def _rows(hitlist: Hitlist, history: History | None) -> dict[str, BusyRow | None]:
    """Return what is stored about each calendar that is read, by key."""
    return {key: history.busy(key) if history is not None else None for key in map(busy_key, calendars_read(hitlist))}


def _remembered(history: History | None, rows: Mapping[str, BusyRow | None]) -> Remembered:
    return lambda key: _memory(history, key, rows.get(key))


def _memory(history: History | None, key: str, row: BusyRow | None) -> Memory | None:
    """Return what is stored about a calendar; None if there is nothing readable."""
    about = coverage_of(row)
    if about is None or history is None:
        return None

    def parts() -> Mapping[str, Part]:
        text = history.busy_parts(key)
        try:
            return parts_from_text(text) if text else {}
        except (ValueError, TypeError, KeyError):
            return {}

    return Memory(about, _times(row), parts)


def coverage_of(row: BusyRow | None) -> Coverage | None:
    """Return what is known of a calendar as it was last read; None if nothing is."""
    try:
        return Coverage.from_text(row.about) if row is not None and row.about else None
    except (ValueError, TypeError, KeyError):
        return None


def _times(row: BusyRow | None) -> tuple[Taken, ...]:
    try:
        return times_from_text(row.times) if row is not None and row.times else ()
    except (ValueError, TypeError, KeyError):
        return ()


def _failure(
    error: FollowupdError, target: CalendarTarget, row: BusyRow | None, hitlist: Hitlist, now: datetime
) -> Iterator[str]:
    """Yield the error, what to do about it, and what a plan does meanwhile."""
    if is_to_be_made(target, hitlist):
        return
    effect = meanwhile(row, hitlist, now) if target in hitlist.busy else "Meetings on it are not noticed."
    yield " ".join(filter(None, (f"{error.message.rstrip('.')}.", error.hint, effect)))


def meanwhile(row: BusyRow | None, hitlist: Hitlist, now: datetime) -> str:
    """Return what a plan does about a calendar that cannot be read."""
    if row is None or row.times is None:
        return "It was never read, so its events do not count as busy."
    since = (row.since if row.failing else None) or now
    return f"It counts as it was before {moment_text(since, hitlist.timezone, day_of(since, hitlist.timezone))}."
