"""All reads of a pass, and what the user did on the calendar since the last one.

Takes the sources; returns the World, and the News in it. Refuses what looks like an accident (P10). Writes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, tzinfo

from followupd.calendars.ical.vevent import additions
from followupd.calendars.protocol import CalendarMemory, Snapshot
from followupd.core.answers.absorb import Absorbed, Known, absorb
from followupd.core.answers.copies import Sorted, sort_out
from followupd.core.answers.ownership import writing_number
from followupd.core.answers.reading import read_answers
from followupd.core.answers.recorder import Answers
from followupd.core.answers.recovered import recovered
from followupd.core.answers.taking_back import making_count, taking_back
from followupd.core.answers.whole_days import at_its_hour
from followupd.core.answers.whose import Surroundings
from followupd.core.changes.guard import check_clock, check_emptied, check_restored, check_vanished, missing
from followupd.core.people.closing import about_channels, newly_closed
from followupd.core.people.identity import People, history_of_one, identify
from followupd.core.people.noticed import NOTICED
from followupd.core.people.timeline import day_of
from followupd.core.people.understand import index
from followupd.core.phrases.handed_back import relaid, undone
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.event import Present, Written
from followupd.core.values.facts import Fact, Noticed, Skipped
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.record import Facts
from followupd.core.values.uid import base_uid, parse_uid
from followupd.core.values.user_time import UserTime
from followupd.history.store import History
from followupd.passes.evidence import Evidence, gather_evidence, lost_at
from followupd.passes.last_list import last_list
from followupd.passes.sources import Sources
from followupd.passes.user_time import Gathered, gather_time, notices_meetings, unread_since

MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Allow:
    """The user's answer to an accident (P10): `rebuild` writes the events again, `deletions` accepts the loss."""

    rebuild: bool = False
    deletions: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """Everything that was read. `present` and `written` go by UID; `copies` are events that exist more than once.

    `written_as` is the calendar under which the state has `written`, if the hit list names it differently now.
    `withheld` are those of ours of which the server gives no text, by href. `lost` is when a pass found our events and
    no history: nobody knows since when those people are on the list who were first seen then.
    """

    facts: Facts
    people: People
    snapshot: Snapshot
    present: Mapping[str, Present]
    written: Mapping[str, Written]
    time: Gathered = field(default_factory=Gathered)
    copies: Sorted = field(default_factory=lambda: Sorted(()))
    written_as: str | None = None
    withheld: Mapping[str, Written] = field(default_factory=dict)
    evidence: Evidence = field(default_factory=Evidence)
    lost: datetime | None = None

    @property
    def unreadable(self) -> tuple[str, ...]:
        """Return the unreadable events that are left alone, without those that a cut-off write of ours left empty."""
        cut_off = {href: row.uid for href, row in self.withheld.items() if row.event is None}
        left = {*cut_off, *cut_off.values()}
        return tuple(one for one in self.snapshot.unreadable if one not in left)

    @property
    def user_time(self) -> UserTime:
        """The user's busy time and days off."""
        return self.time.user_time


@dataclass(frozen=True, slots=True)
class News:
    """The user's acts on the calendar since the last pass.

    `written` is what was last written, as of after absorbing, and as it will be in the history. `facts` are what the
    user did, `recorded` everything new.
    """

    absorbed: Absorbed
    answers: Answers
    written: Mapping[str, Written]
    facts: tuple[Fact, ...]
    recorded: tuple[Fact, ...]


def gather(sources: Sources, now: datetime, *, busy: bool = True) -> World:
    """Return everything that a pass reads except the hit list, which was read when the sources were opened.

    Without `busy` the other calendars and the evidence are left out.
    """
    facts = index(sources.history.facts(), sources.memo)
    people = identify(sources.hitlist.contacts, facts.all.listed, now, last_list(sources.history))
    written = sources.history.written(sources.calendar_key)
    sources.calendar.recall(lambda: _calendar_memory(sources))
    snapshot = sources.calendar.read([row.href for row in written.values() if row.href and not row.deleted])
    written_as = remembered_as(sources.history, snapshot.events, now) if not written else None
    if written_as is not None:
        written = sources.history.written(written_as)

    def plain(there: Present) -> Present:
        row = written.get(there.uid)
        return at_its_hour(_undone(there, row), row, sources.hitlist, now)

    snapshot = replace(
        snapshot, events=tuple(map(plain, snapshot.events)), doubles=tuple(map(plain, snapshot.doubles))
    )
    named = _named(snapshot, written, sources.hitlist.timezone, now)
    snapshot = _with_hidden(named, written, sources.hitlist.name)
    sorted_out = sort_out(snapshot.events, snapshot.doubles, written, lambda p: additions(p.raw), now)
    present = {p.uid: p for p in sorted_out.events}
    state = sources.calendar.state() if busy and notices_meetings(sources.hitlist) else ""
    time = gather_time(sources.hitlist, sources.history, sources.busy, now, state) if busy else Gathered()
    withheld = _withheld(snapshot, written, sources.hitlist.name)
    seen = Evidence()
    if busy:
        unread = unread_since(sources.hitlist, sources.history)
        seen = gather_evidence(sources.evidence, sources.history, people, sources.hitlist, now, unread)
    lost = now if present and not facts.recorded else lost_at(sources.history)
    return World(facts, people, snapshot, present, written, time, sorted_out, written_as, withheld, seen, lost)


def _withheld(snapshot: Snapshot, written: Mapping[str, Written], list_name: str) -> dict[str, Written]:
    """Return what we wrote, or were about to write, of which the server gives no text, by href."""
    if not snapshot.withheld:
        return {}
    rows = [row for row in written.values() if not row.deleted and (row.event or row.intent) is not None]
    uids = {row.uid: parse_uid(row.uid, list_name) for row in rows}
    by_name = {f"{uid.file_name}.ics": row for row in rows if (uid := uids[row.uid]) is not None}
    by_name |= {row.href: row for row in rows if row.href}
    found = {href: by_name.get(href) or by_name.get(href.rpartition("/")[2]) for href in snapshot.withheld}
    return {href: row for href, row in found.items() if row is not None}


def _calendar_memory(sources: Sources) -> CalendarMemory | None:
    stored = sources.history.calendar_memory(sources.calendar_key)
    return None if stored is None else CalendarMemory(*stored)


def _named(snapshot: Snapshot, written: Mapping[str, Written], zone: tzinfo, now: datetime) -> Snapshot:
    """Put before each problem with an event which one it is, as we last wrote it: a file or a UID says little."""
    about: dict[str, list[str]] = {}
    for row in written.values() if snapshot.unreadable else ():
        problem = snapshot.unreadable.get(row.uid, snapshot.unreadable.get(row.href))
        if problem is not None and row.event is not None and not row.deleted:
            when = moment_text(row.event.start, zone, day_of(now, zone))
            about.setdefault(problem, []).append(f'"{" ".join(row.event.summary.split())}" of {when}')
    said = (f"{', '.join(about[one])}: {one}" if one in about else one for one in snapshot.problems)
    return replace(snapshot, problems=tuple(said))


def _with_hidden(snapshot: Snapshot, written: Mapping[str, Written], list_name: str) -> Snapshot:
    """Count what is missing as unreadable while something that is not read holds it or may be it (P10)."""
    snapshot = _without_strangers(snapshot, written, list_name)
    if not snapshot.torn and not snapshot.elsewhere:
        return snapshot
    gone = missing({there.uid for there in snapshot.events}, snapshot.unreadable, written)
    snapshot = _with_renamed(snapshot, gone)
    gone = [row for row in gone if row.uid not in snapshot.unreadable]
    if not gone or not snapshot.torn:
        return snapshot
    names = [" ".join(row.event.summary.split()) for row in gone if row.event is not None]
    more = len(names) - MOST_NAMED
    also = f" and {more} more" if more > 0 else ""
    said = (
        f"{', '.join(snapshot.torn[:MOST_NAMED])} cannot be read and may be what is missing: "
        f"{'; '.join(names[:MOST_NAMED])}{also}. Nothing counts as deleted. Restore the file, or delete it."
    )
    uids = {row.uid: said for row in gone}
    return replace(snapshot, problems=(*snapshot.problems, said), unreadable={**snapshot.unreadable, **uids})


def _without_strangers(snapshot: Snapshot, written: Mapping[str, Written], list_name: str) -> Snapshot:
    """Leave out events of ours that are missing ones under a UID that we did not write: some bits of it have changed.

    Its ownership note is that of our last writing, and it has the name of the missing one, or stands in its place. The
    same event in another generation was written by another followupd.
    """
    unknown = [there for there in snapshot.events if there.note and there.uid not in written]
    gone = missing({there.uid for there in snapshot.events}, snapshot.unreadable, written) if unknown else []
    strange = {
        there.uid: row for there in unknown for row in gone
        if row.event is not None and row.note == there.note
        and (row.href == there.href or there.planned == row.event.start)
        and base_uid(row.uid, list_name) != base_uid(there.uid, list_name)
    }  # fmt: skip
    if not strange:
        return snapshot
    said = {
        row.uid: f"{' '.join(row.event.summary.split())} has the UID {uid}, which followupd did not give it. It does"
        " not count as deleted. Restore it, or delete it."
        for uid, row in strange.items() if row.event is not None
    }
    events = tuple(there for there in snapshot.events if there.uid not in strange)
    return replace(
        snapshot, events=events, problems=(*snapshot.problems, *said.values()),
        unreadable={**snapshot.unreadable, **dict.fromkeys(said, "")},
    )


def _with_renamed(snapshot: Snapshot, gone: Iterable[Written]) -> Snapshot:
    """Count what is missing as unreadable if a file under a name that is not read holds it, or is called after it."""
    held = [(row, name) for row in gone if (name := snapshot.elsewhere.get(row.uid, snapshot.elsewhere.get(row.href)))]
    said = [
        f"{name} holds what is missing and is not read under this name: {' '.join(row.event.summary.split())}. It does"
        " not count as deleted. Rename the file back, or delete it."
        for row, name in held if row.event is not None
    ]
    uids = {row.uid: "" for row, _ in held}
    return replace(snapshot, problems=(*snapshot.problems, *said), unreadable={**snapshot.unreadable, **uids})


def _undone(present: Present, row: Written | None) -> Present:
    """Return an event without what a program did to its words: that does not count as the user's change (P3)."""
    ours = row.event if row is not None else None
    summary = relaid(present.event.summary, ours.summary) if ours is not None else present.event.summary
    description = undone(present.event.description, ours.description if ours is not None else "")
    if (summary, description) == (present.event.summary, present.event.description):
        return present
    return replace(present, event=replace(present.event, summary=summary, description=description))


def check_accidents(world: World, sources: Sources, allow: Allow, now: datetime, *, write: bool) -> None:
    """Raise UnsafeChange if the clock, the hit list or the calendar looks like an accident that was not allowed."""
    hitlist, label, unreadable = sources.hitlist, sources.calendar.label, world.snapshot.unreadable
    if write and not allow.rebuild:
        check_clock(now, sources.history.last_good_pass(), hitlist.timezone)
    if not allow.deletions:
        check_emptied(len(hitlist.contacts), world.written, now)
    if not (allow.deletions or allow.rebuild):
        check_vanished(world.present, unreadable, world.written, world.snapshot.exists, label, now)
        skipped = {skip.uid for skip in world.facts.all.skips if isinstance(skip, Skipped)}
        check_restored(world.present, unreadable, world.written, skipped, label, now)


def pick_up(world: World, hitlist: Hitlist, now: datetime, *, rebuild: bool) -> News:
    """Return what the user did on our events, and what they answered there.

    After a lost database this includes what our own signs still show. With `rebuild`, missing events do not count as
    deleted by the user: only their UIDs are not used again.
    """
    before = Known(world.people.by_key, world.facts, hitlist.name, now, rebuild)
    absorbed = absorb(world.present, world.written, world.snapshot.unreadable, before)
    written = _remembered(world.written, absorbed)
    adopted = {
        present.uid: present.uid not in world.written for present, _ in absorbed.adopted
        if _is_older(present, world.written.get(present.uid))
    }
    known = world.facts.plus(absorbed.facts)
    lost = bool(world.present) and not world.facts.recorded
    noticed = _noticed(world, known, hitlist, now) if lost else ()     # our events may have answers about it
    around = Surroundings(world.people, known.plus(noticed), hitlist, now, world.user_time)
    answers = read_answers(world.present, written, around, adopted)
    known = known.plus(answers.facts)
    noticed = noticed if lost else _noticed(world, known, hitlist, now)
    unknown = (event for uid, is_new in adopted.items() if is_new and (event := written[uid].event) is not None)
    there = (*(fact for fact in known.recorded if isinstance(fact, Noticed)), *noticed)
    noticed = (*noticed, *recovered(unknown, world.people, there, hitlist.calendar.label))
    facts = (*absorbed.facts, *answers.facts, *noticed, *_turned(world, known, hitlist, now))
    closed = newly_closed(world.people, about_channels(known.plus(noticed).all), hitlist.timezone, now)
    of_one = history_of_one(world.people, world.facts, now)
    return News(absorbed, answers, written, facts, (*world.people.listed, *of_one, *facts, *closed))


def _noticed(world: World, known: Facts, hitlist: Hitlist, now: datetime) -> tuple[Noticed, ...]:
    """Return what the evidence shows that is not recorded yet, of the time since each person is on the list."""
    sightings = (*world.evidence.sightings, *world.user_time.meetings)
    if not sightings:
        return ()
    from followupd.core.noticing.notice import NoticeContext, notice  # most lists do without

    since = {key: at for key, at in world.people.first_seen.items() if at != world.lost}
    evidence = world.evidence
    around = NoticeContext(world.people.by_key, since, hitlist, now, evidence.look_back, evidence.mail_waits)
    return notice(sightings, known, around)


def _turned(world: World, known: Facts, hitlist: Hitlist, now: datetime) -> list[Fact]:
    """Return what takes back the meetings that were called off after they counted, and what makes them count again."""
    meetings, deleted = world.user_time.meetings, world.time.deleted
    if not (meetings or deleted) or not any(isinstance(fact, Noticed) for fact in known.recorded):
        return []
    from followupd.core.noticing.called_off import turned  # most lists do without
    from followupd.core.noticing.notice import NoticeContext

    found = turned(meetings, deleted, known, NoticeContext(world.people.by_key, {}, hitlist, now))
    again = (making_count(known, fact, now, NOTICED) for fact in found.on)
    return [*taking_back(known, found.off, now, NOTICED), *(one for facts in again for one in facts)]


def _is_older(present: Present, row: Written | None) -> bool:
    """Return whether this is not what we last wrote with the user's changes, but a copy from before that."""
    if row is None or row.event is None or (row.deleted and not row.gone):
        return True
    return bool(present.note) and writing_number(present.note) < writing_number(row.note)


def only(news: News, kept: tuple[type[Fact], ...], people: People) -> News:
    """Return the news with only these types of absorbed facts, and all answers."""
    found = (*(fact for fact in news.absorbed.facts if isinstance(fact, kept)), *news.answers.facts)
    return replace(news, facts=found, recorded=(*people.listed, *found))


def _remembered(written: Mapping[str, Written], absorbed: Absorbed) -> dict[str, Written]:
    after = dict(written)
    for present, event in absorbed.adopted:
        after[present.uid] = Written(present.uid, event, present.href, present.version, note=present.note)
    for uid in absorbed.buried:
        row = after.get(uid)
        after[uid] = Written(uid, row.event if row else None, row.href if row else "", deleted=True)
    return after


def remembered_as(history: History, events: Iterable[Present], now: datetime) -> str | None:
    """Return the calendar in the state on which most of what is to come was written just as it is here, if any.

    The hit list may name a calendar by another address: another host or port, or a moved file. Without its memory its
    events would be adopted as after a lost database, and placed again.
    """
    present = {there.uid: there for there in events}
    shares = {name: _share(history.written(name), present, now) for name in history.calendars()} if present else {}
    best = max(shares, key=lambda name: shares[name], default=None)
    return best if best is not None and shares[best] > 1 / 2 else None


def _share(written: Mapping[str, Written], present: Mapping[str, Present], now: datetime) -> float:
    coming = [row for row in written.values() if row.event is not None and row.event.start > now and not row.deleted]
    same = sum(row.uid in present and _is_as_written(present[row.uid], row) for row in coming)
    return same / len(coming) if coming else 0.0


def _is_as_written(present: Present, row: Written) -> bool:
    """Return whether this is what we wrote: its ownership note is that of our last writing, else its time."""
    if present.note or row.note:
        return present.note == row.note
    return row.event is not None and present.event.start == row.event.start
