"""START HERE: one pass, on one page.

    hit list ─┐
    history  ─┼─> gather ─> absorb ─> plan ─> diff ─> guard ─> commit ─> calendar, history
    calendar ─┘

Reads everything, takes up what the user did on the calendar, decides purely, and writes in one place. The daemon,
`sync` and `log` run it; `plan` runs it without the writing. docs/one-pass.md tells one pass step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from followupd.calendars.ical.vevent import additions
from followupd.calendars.protocol import Snapshot
from followupd.core.answers.absorb import Absorbed, Known, absorb
from followupd.core.answers.copies import Sorted, sort_out
from followupd.core.answers.reading import Answers, read_answers
from followupd.core.changes.diff import Difference, diff
from followupd.core.changes.guard import check_changes, check_clock, check_emptied, check_restored, check_vanished
from followupd.core.people.identity import People, identify
from followupd.core.people.timeline import newly_closed
from followupd.core.plan import Plan, make_plan
from followupd.core.values.event import Clash, Create, Delete, Done, Failed, Present, Result, Written
from followupd.core.values.facts import Fact, Facts, Listed, Skipped
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.user_time import UserTime
from followupd.errors import CalendarChanged, FollowupdError
from followupd.history.locks import PassLock
from followupd.hitlist.feasts import with_feasts
from followupd.passes.report import Report
from followupd.passes.sources import Sources
from followupd.passes.user_time import Gathered, gather_time, remember_time

TWICE = "it stands there twice, and not alike; take away the one that is wrong"
PASS_PATIENCE = 120.0    # seconds to wait for another pass: a slow server may need a while
ROUNDS = 2               # an event that was edited meanwhile is decided anew once, then left to the next pass


@dataclass(frozen=True, slots=True)
class Allow:
    """What the user has said about an accident (P10): `rebuild` writes again, `deletions` takes it as meant."""

    rebuild: bool = False
    deletions: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """Everything that was read. `present` and `written` go by UID; `copies` are what stands there more than once."""

    facts: tuple[Fact, ...]
    people: People
    snapshot: Snapshot
    present: Mapping[str, Present]
    written: Mapping[str, Written]
    time: Gathered = field(default_factory=Gathered)
    copies: Sorted = field(default_factory=lambda: Sorted(()))

    @property
    def user_time(self) -> UserTime:
        return self.time.user_time


def run_pass(
    sources: Sources, now: datetime, *, write: bool, reason: str = "sync", allow: Allow | None = None
) -> Report:
    """One pass as of `now` (aware). Raises UnsafeChange, CalendarUnreachable and Failure; then nothing was planned."""
    now = now.astimezone(UTC)
    allow = allow or Allow()
    sources = replace(sources, hitlist=with_feasts(sources.hitlist, now))
    if not write:
        return _round(sources, now, reason, allow, write=False)

    def rounds() -> Report:
        report = _round(sources, now, reason, allow, write=True)
        for _ in range(ROUNDS - 1):
            if any(isinstance(r, Clash) or _changed(r) for r in report.results):
                report = _joined(report, _round(sources, now, reason, Allow(), write=True))
        return report

    return noted(sources, now, reason, rounds)


def noted(sources: Sources, now: datetime, reason: str, work: Callable[[], Report]) -> Report:
    """Do `work` alone on this hit list, and note in the history how it went, well or not (P11)."""
    history = sources.history
    with PassLock(history.path, PASS_PATIENCE):
        number = history.begin_pass(now, reason)
        try:
            report = work()
        except FollowupdError as error:
            history.end_pass(number, now, False, 0, 0, 0, error.message)
            raise
        told = "; ".join(text.rstrip(".") for text in (*report.problems, *report.questions))
        history.end_pass(number, now, report.succeeded, report.created, report.updated, report.deleted, told)
        return report


def _round(sources: Sources, now: datetime, reason: str, allow: Allow, *, write: bool) -> Report:
    hitlist, name = sources.hitlist, sources.hitlist.name
    if write and not allow.rebuild:
        check_clock(now, sources.history.last_good_pass(), hitlist.timezone)
    world = gather(sources, now)
    if not allow.deletions:
        check_emptied(len(hitlist.contacts), world.written, now)
    if not (allow.deletions or allow.rebuild):
        label, unreadable = sources.calendar.label, world.snapshot.unreadable
        check_vanished(world.present, unreadable, world.written, world.snapshot.exists, label, now)
        skipped = {fact.uid for fact in world.facts if isinstance(fact, Skipped)}
        check_restored(world.present, unreadable, world.written, skipped, label, now)
    taken_up = take_up(world, name, now, rebuild=allow.rebuild)
    written = remembered(world.written, taken_up)
    answers = take_answers(world, taken_up, written, hitlist, now)
    found = (*taken_up.facts, *answers.facts)
    news = (*world.people.listed, *found)
    news += tuple(newly_closed(world.people, (*world.facts, *found), hitlist.timezone, now))
    if write:
        sources.history.append(news, now)
        remember_time(hitlist, sources.history, world.time, now)
        sources.history.adopt(sources.calendar_key, taken_up.adopted)
        sources.history.bury(sources.calendar_key, taken_up.buried)
    plan = make_plan(hitlist, world.people, (*world.facts, *news), written, now, world.user_time, sources.memo)
    difference = diff(plan, world.present, written, answers, name, now)
    difference = _but_unreadable(difference, world.snapshot.unreadable)
    check_changes(difference.changes, world.present, name, now)
    if write:
        tidy(sources, world.copies.spare, now)
    results = commit(sources, difference, now) if write else ()
    return reported(sources, now, reason, plan, found, difference, results, world, answers)


def gather(sources: Sources, now: datetime, *, busy: bool = True) -> World:
    """Every read of a pass but the hit list, which was read when the sources were opened; `busy`: other calendars."""
    facts = sources.history.facts()
    people = identify(sources.hitlist.contacts, (f for f in facts if isinstance(f, Listed)), now)
    written = sources.history.written(sources.calendar_key)
    snapshot = sources.calendar.read([row.href for row in written.values() if row.href and not row.deleted])
    sorted_out = sort_out(snapshot.events, snapshot.doubles, written, lambda p: additions(p.raw), now)
    present = {p.uid: p for p in sorted_out.events}
    time = gather_time(sources.hitlist, sources.history, sources.busy, now) if busy else Gathered()
    return World(facts, people, snapshot, present, written, time, sorted_out)


def take_up(world: World, list_name: str, now: datetime, *, rebuild: bool) -> Absorbed:
    """What the user did on our events. With `rebuild`, what is missing is no will of theirs: only its UID is spent."""
    known = Known(world.people.by_key, world.facts, list_name, now, rebuild)
    return absorb(world.present, world.written, world.snapshot.unreadable, known)


def take_answers(
    world: World, taken_up: Absorbed, written: Mapping[str, Written], hitlist: Hitlist, now: datetime
) -> Answers:
    """What the user answered on our events, and after a lost database what the sign of our own answer still shows."""
    new = {present.uid for present, _ in taken_up.adopted if present.uid not in world.written}
    facts = Facts((*world.facts, *taken_up.facts))
    return read_answers(world.present, written, world.people, facts, hitlist, now, new)


def remembered(written: Mapping[str, Written], taken_up: Absorbed) -> dict[str, Written]:
    """What was last written, as it is after absorbing: the same that the history will say."""
    after = dict(written)
    for present, event in taken_up.adopted:
        after[present.uid] = Written(present.uid, event, present.href, present.version, witness=present.witness)
    for uid in taken_up.buried:
        row = after.get(uid)
        after[uid] = Written(uid, row.event if row else None, row.href if row else "", deleted=True)
    return after


def _but_unreadable(difference: Difference, unreadable: tuple[str, ...]) -> Difference:
    """Without new events under a UID that stands there and cannot be read: its person has one open item (P2)."""
    left = tuple(c for c in difference.changes if not (isinstance(c, Create) and c.after.uid in unreadable))
    return replace(difference, changes=left)


def tidy(sources: Sources, spare: Sequence[Present], now: datetime) -> None:
    """Take off further copies of events that stay. One that was edited meanwhile stays, and is looked at anew."""
    if spare:
        sources.calendar.apply([Delete(there) for there in spare], now)


def commit(sources: Sources, difference: Difference, now: datetime) -> tuple[Result, ...]:
    """The only place that writes: what is meant, then the calendar, then what stands there."""
    history, key = sources.history, sources.calendar_key
    history.adopt(key, difference.settled)
    if not difference.changes:
        return ()
    history.intend(key, difference.changes)
    results = tuple(sources.calendar.apply(difference.changes, now))
    history.record(key, results)
    # The name is taken by something that is not ours to adopt: the next round takes the next generation.
    history.bury(key, [r.change.after.uid for r in results if isinstance(r, Clash) and r.present is None])
    return results


def _changed(result: Result) -> bool:
    return isinstance(result, Failed) and isinstance(result.error, CalendarChanged)


def _joined(first: Report, second: Report) -> Report:
    """Both rounds as one: what the first one did, and how the second one ended."""
    done = tuple(result for result in first.results if isinstance(result, Done))
    return replace(second, facts=first.facts + second.facts, results=done + second.results)


def reported(
    sources: Sources, now: datetime, reason: str, plan: Plan, found: tuple[Fact, ...], difference: Difference,
    results: tuple[Result, ...], world: World, answers: Answers,
) -> Report:
    problems = list(world.snapshot.problems)
    problems += world.time.problems
    problems += sorted({str(result.error) for result in results if isinstance(result, Failed)})
    questions = tuple(f"{world.present[uid].event.summary}: {text}." for uid, text in answers.unclear.items())
    questions += tuple(f"{world.present[uid].event.summary}: {TWICE}." for uid in world.copies.unlike)
    return Report(
        now, reason, sources.calendar.label, sources.hitlist, plan, found, difference.changes, results,
        tuple(problems), questions, world.time.problems, len(world.copies.spare),
    )
