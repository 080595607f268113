"""The only place that writes to the calendar; it also writes news, intents and the record of a pass to the history.

Takes news, changes and the sources; returns results, and the Report of the pass. Decides nothing about any event.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from followupd.core.answers.recorder import Answers
from followupd.core.answers.taking_back import is_report
from followupd.core.changes.diff import Difference
from followupd.core.people.identity import Renamed
from followupd.core.people.wanted import person_of
from followupd.core.plan import Plan
from followupd.core.values.event import Change, Clash, Delete, Done, Failed, Present, Result, Update
from followupd.core.values.facts import Fact, Retracted, Told, key_of
from followupd.core.values.time import count
from followupd.core.values.uid import Kind
from followupd.errors import CalendarChanged, CalendarUnreachable, EventRefused, FollowupdError
from followupd.history.locks import PassLock
from followupd.hitlist.settings import teaching
from followupd.passes import refusals, withheld
from followupd.passes.evidence import keep_lost, remember_cards, remember_evidence
from followupd.passes.gather import News, World
from followupd.passes.left_alone import keep_unreadable
from followupd.passes.making import Batch, make
from followupd.passes.questions import questions
from followupd.passes.report import Report, in_time_order
from followupd.passes.sources import Sources
from followupd.passes.user_time import remember_time

MOST_REFUSALS_NAMED = 3
PASS_PATIENCE = 120.0    # seconds to wait for another pass: a slow server may need a while


def alone(sources: Sources, now: datetime, reason: str, work: Callable[[], Report]) -> Report:
    """Do `work` alone on this hit list, and record in the history how it went (P11)."""
    history = sources.history
    with PassLock(history.path, PASS_PATIENCE):
        number = history.begin_pass(now, reason)
        try:
            report = work()
            if (memory := sources.calendar.memory()) is not None:
                history.keep_calendar_memory(sources.calendar_key, *memory)
        except FollowupdError as error:
            history.end_pass(number, now, False, 0, 0, 0, error.message)
            raise
        said = (*report.problems, *report.questions, *report.written_again)
        complaints = "\n".join(" ".join(text.split()) for text in said)
        history.end_pass(number, now, report.succeeded, report.created, report.updated, report.deleted, complaints)
        return report


def keep_name(sources: Sources, world: World) -> None:
    """Store under which name the hit list has this calendar now."""
    if world.written_as is not None:
        sources.history.rename_calendar(world.written_as, sources.calendar_key)


def store_news(sources: Sources, world: World, news: News, now: datetime) -> None:
    """Store what is new before anything is planned from it (P4)."""
    history, key = sources.history, sources.calendar_key
    keep_name(sources, world)
    keep_lost(history, world.lost)
    history.append(news.recorded, now)
    remember_time(sources.hitlist, history, world.time, now)
    remember_evidence(history, world.evidence)
    remember_cards(history, sources.cards)
    history.adopt(key, news.absorbed.adopted)
    history.bury(key, news.absorbed.buried)
    keep_unreadable(history, world.unreadable, news.written, sources.hitlist.name)


def commit(
    sources: Sources, writes: Writes, now: datetime, new: Iterable[Fact] = (), *, withdrawing: bool = False
) -> Made:
    """Write the intent to the history, then the calendar, then the result to the history.

    `new` are the facts since the last pass, because of which events may change. What was refused lately waits, except
    while `withdrawing`, which is done once and at once. Raises CalendarUnreachable if nothing could be written.
    """
    history, key = sources.history, sources.calendar_key
    because = [key_of(fact) for fact in new if isinstance(fact, Retracted) or is_report(fact)]
    history.adopt(key, writes.difference.settled)

    def tidy(due: Sequence[Change]) -> Sequence[Result]:
        # A copy that was edited meanwhile stays for the next pass.
        return [_about_a_copy(result) for result in sources.calendar.apply(due, now)]

    def write_again(due: Sequence[Change]) -> Sequence[Result]:
        history.intend(key, due)
        results = sources.calendar.apply(due, now)
        history.record(key, results)
        withheld.keep([r.change for r in results if not _is_put_off(r)], sources)
        return results

    def write(due: Sequence[Change]) -> Sequence[Result]:
        history.intend(key, due)
        results = sources.calendar.apply(due, now)
        history.record(key, results, because)
        # Something that we cannot adopt has this name: the next round uses the next generation.
        history.bury(key, [r.change.after.uid for r in results if isinstance(r, Clash) and r.present is None])
        return results

    batches = (
        Batch([Delete(there) for there in writes.spare], tidy), Batch(writes.again, write_again),
        Batch(writes.difference.changes, write),
    )
    copies, again, results = make(sources, batches, now, waits=not withdrawing)
    if withdrawing:
        copies, results = refusals.for_good(copies, "withdraw"), refusals.for_good(results, "withdraw")
    return Made(results, copies, tuple(result for result in again if isinstance(result, Done)))


def _is_put_off(result: Result) -> bool:
    return isinstance(result, Failed) and isinstance(result.error, CalendarUnreachable)


def _about_a_copy(result: Result) -> Result:
    if not isinstance(result, Failed) or not isinstance(result.error, EventRefused):
        return result
    return Failed(result.change, EventRefused(f"{result.error}; it is a second copy of this event"))


@dataclass(frozen=True, slots=True)
class Writes:
    """The changes of a round: what differs, copies to delete (`spare`), and what is written `again` (withheld.py)."""

    difference: Difference
    spare: Sequence[Present] = ()
    again: Sequence[Update] = ()


@dataclass(frozen=True, slots=True)
class Made:
    """The outcome of the changes: of the difference, of the `copies`, and which ones were written `again`."""

    results: tuple[Result, ...] = ()
    copies: tuple[Result, ...] = ()
    again: tuple[Done, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """The decisions of a round, and what came of them."""

    plan: Plan
    difference: Difference
    made: Made


def reported(sources: Sources, now: datetime, reason: str, world: World, news: News, outcome: Decided) -> Report:
    """Return the report of one round."""
    made = outcome.made
    results = (*made.again, *made.results, *(result for result in made.copies if not isinstance(result, Done)))
    copies = sum(isinstance(result, Done) for result in made.copies)
    unread = (*world.time.problems, *world.evidence.problems, *sources.cards.problems)
    problems = [*withheld.left(world.snapshot, made.again, made.results), *unread]
    refused = _refused(results, outcome.plan)
    problems += [*_failures(results), *refused]
    asked = questions(world, news, outcome.plan, outcome.difference.changes, now)
    return Report(
        now, reason, sources.calendar.label, sources.hitlist, outcome.plan, news.facts, outcome.difference.changes,
        results, tuple(problems), tuple(asked), unread, copies,
        _taken_back(world, news, again=False), tuple(_renamed(one, world) for one in world.people.renamed),
        tuple(_offers(news.answers)), _taken_back(world, news, again=True), tuple(refused),
        tuple(withheld.sentences(made.again, sources, now)),
    )


def _offers(answers: Answers) -> Iterator[str]:
    """Yield how words that were asked about are understood from now on, as the user answered."""
    yield from filter(None, (teaching(phrase, outcome) for phrase, outcome in dict(answers.taught).items()))


def _renamed(renaming: Renamed, world: World) -> str:
    """Return who was renamed, and what to write if it is somebody else, in case only likeness shows it."""
    other = world.people.by_key[renaming.key].slug
    doubt = f" Somebody else? Give {renaming.now} an id, such as `id: {other}-2`." if renaming.alike else ""
    return f"{renaming.before} is now {renaming.now}: the history goes along.{doubt}"


def _failures(results: Sequence[Result]) -> list[str]:
    """Return a sentence for each different failure, without events that a server refuses."""
    errors = [result.error for result in results if isinstance(result, Failed)]
    return sorted({str(error) for error in errors if not isinstance(error, EventRefused)})


def _refused(results: Sequence[Result], plan: Plan) -> list[str]:
    """Return a sentence for each of the first events that a server refuses, and how many more there are."""
    failed = in_time_order(results)
    more = len(failed) - MOST_REFUSALS_NAMED
    return [
        *(f"{one.error}{_whose_lines(one.change, plan)}" for one in failed[:MOST_REFUSALS_NAMED]),
        *([f"{count(more, 'more event')} refused by the server"] if more > 0 else []),
    ]


def _whose_lines(change: Change, plan: Plan) -> str:
    """Return `. On it: Dana Whitfield, Sam Okafor` for a sheet that is not written; its title names only a few."""
    if isinstance(change, Delete) or not change.after.uid.startswith(f"{Kind.BLOCK}-"):
        return ""
    keys = dict.fromkeys(map(person_of, change.after.people))
    names = [status.contact.name for key in keys if (status := plan.statuses.get(key)) is not None]
    return f". On it: {', '.join(names)}" if names else ""


def _taken_back(world: World, news: News, *, again: bool) -> dict[str, Told]:
    """Return what this pass took back, or what counts `again` because of it, by the key that the retraction names.

    A retraction of a retraction is how a report counts again.
    """
    turned = [fact for fact in news.facts if isinstance(fact, Retracted)]
    known = {key_of(fact): fact for fact in (*world.facts.recorded, *news.facts)} if turned else {}
    gone: dict[str, Told] = {}
    for retracted in turned:
        fact, counts = known.get(retracted.fact), False
        while isinstance(fact, Retracted):
            fact, counts = known.get(fact.fact), not counts
        if fact is not None and counts is again:
            gone[retracted.fact] = fact
    return gone


def was_overtaken(report: Report) -> bool:
    """Return whether an event was edited, or its name taken, between our read and our write."""
    return any(isinstance(result, Clash) or _was_edited(result) for result in report.results)


def _was_edited(result: Result) -> bool:
    return isinstance(result, Failed) and isinstance(result.error, CalendarChanged)


def settled(sources: Sources, report: Report, first: Report) -> Report:
    """Return the last report of a pass, with a refusal of the one event in place of what trying again cannot mend.

    That is a name that is taken again, and "was edited" about an event that reads as it did in the `first` round.
    """
    tried = {refusals.meaning(one.change, sources) for one in first.results if first is not report and _was_edited(one)}

    def as_refusal(result: Result) -> Failed | None:
        if isinstance(result, Clash):
            why = refusals.TAKEN
        elif _was_edited(result) and refusals.meaning(result.change, sources) in tried:
            why = "the server says that it was edited meanwhile, but it reads as before (412)"
        else:
            return None
        return Failed(result.change, EventRefused(refusals.unable(sources, result.change, why, report.now)))

    refusals_now = ((number, as_refusal(result)) for number, result in enumerate(report.results))
    fresh = {number: failed for number, failed in refusals_now if failed is not None}
    noted = dict(zip(fresh, refusals.noted(sources, tuple(fresh.values()), report.now), strict=True))
    results = tuple(noted.get(number, result) for number, result in enumerate(report.results))
    before = {*report.refused, *_failures(report.results)}
    refused = _refused(results, report.plan)
    problems = (*(one for one in report.problems if one not in before), *_failures(results), *refused)
    return replace(report, results=results, problems=problems, refused=tuple(refused))


def both_reports(first: Report, second: Report) -> Report:
    """Join two reports: what the first round did, and how the second one ended."""
    done = tuple(result for result in first.results if isinstance(result, Done))
    return replace(
        second, facts=first.facts + second.facts, results=done + second.results, renamed=first.renamed + second.renamed,
        offers=first.offers + second.offers, written_again=first.written_again + second.written_again,
    )
