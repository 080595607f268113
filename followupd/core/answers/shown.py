"""The evidence behind our answer on an event, and how the user says there that it was not so.

Takes an event as it is and as we last wrote it, and the facts; gives the fact that the answer is about.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, tzinfo
from itertools import chain, islice

from followupd.core.answers.corrections import answers_among
from followupd.core.people.timeline import CALENDAR
from followupd.core.phrases.said import Mark
from followupd.core.phrases.sheet_lines import sign_of
from followupd.core.phrases.signs import OPEN, noticed_sign, sign, without_answer
from followupd.core.phrases.vocabulary import unasked
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Retracted, key_of
from followupd.core.values.record import Facts
from followupd.core.values.time import A_DAY

_A_WEEK = 7 * A_DAY
_NOT_SO = "-"       # in a box
NA_ALONE = "na takes back what was noticed. Write it without other words, or own if this is just a note"


def answered_elsewhere(ours: Event, facts: Facts, contact: str) -> Sequence[Attempt | Noticed]:
    """Return the latest attempt that our answer on an event shows, if it was reported elsewhere or noticed."""
    if ours.answer in OPEN:
        return []
    record, near = facts.of(contact), _near(ours, facts)
    told = (one for one in reversed(record.attempts) if sign(one.outcome) == ours.answer and one.event is None)
    noticed = (one for one in reversed(record.noticed) if one.sure and shown_as(one) == ours.answer)
    shown: Iterator[Attempt | Noticed] = chain(told, noticed)
    return [*islice((one for one in shown if near(one.at)), 1)]


def _near(ours: Event, facts: Facts) -> Callable[[datetime], bool]:
    """Return whether an attempt of an instant may have answered an event: before or after the user dragged it."""
    move, places = facts.moves.get(ours.uid), [(ours.start - A_DAY, ours.start + 2 * A_DAY)]
    if move is not None:
        places.append((move.at - _A_WEEK, move.at))
    return lambda at: any(start < at < end for start, end in places)


def still_shown(ours: Event, facts: Facts, contact: str) -> Attempt | Noticed | None:
    """Return what our answer on an event shows, if nothing was said on it and the last such elsewhere counts."""
    if answers_among(facts.on(ours.uid)):
        return None
    counts, last = answered_elsewhere(ours, facts, contact), noticed_before(ours, facts, contact)
    return counts[0] if counts and (last is None or last.at <= counts[0].at) else None


def shown_as(fact: Noticed) -> str:
    """Return the sign of an event that something noticed answered; "" if they only came to the user."""
    return noticed_sign(fact.outcome, fact.channel, met=fact.channel is None) if fact.outcome is not None else ""


def noticed_on(ours: Event, facts: Facts, contact: str) -> Noticed | None:
    """Return what our answer on an event shows, if it was noticed: also what a pass that was cut off took back."""
    if ours.answer in OPEN or answers_among(facts.on(ours.uid)):
        return None
    counts = answered_elsewhere(ours, facts, contact)
    if counts:
        return counts[0] if isinstance(counts[0], Noticed) else None
    return noticed_before(ours, facts, contact)


def noticed_before(ours: Event, facts: Facts, contact: str) -> Noticed | None:
    """Return what was noticed, does not count any more, and is still shown by our answer on an event."""
    near = _near(ours, facts)
    shown = (
        fact for fact in reversed(facts.recorded)
        if isinstance(fact, Noticed) and fact.contact == contact and shown_as(fact) == ours.answer and near(fact.at)
    )
    return next(shown, None) if contact in facts.taken_back.values() else None


def has_dash(title: str, ours: Event) -> bool:
    """Return whether `[-]` stands in place of our ✓ or of our title, before it or behind it, and nothing else does."""
    if sign_of(title, ()) == (_NOT_SO, ""):
        return True
    whole = unasked(ours.summary)
    act = without_answer(whole, ours.answer)
    head, _, answer = whole.partition(act)
    before, found, behind = unasked(title).partition(act)
    if not act or not found:
        return False
    added = before.replace(head.strip(), " ", 1), behind.removeprefix(answer)
    signs = [sign_of(part, ()) for part in added if part.strip()]
    return len(signs) == 1 and signs[0] == (_NOT_SO, "")


def is_in_vain(mark: Mark, fact: Noticed) -> bool:
    """Return whether a mark says that the contact that was noticed was none."""
    return mark.outcome is Outcome.NO_ANSWER and fact.outcome is Outcome.REACHED


def time_of_try(mark: Mark, fact: Noticed) -> datetime | None:
    """Return when somebody who did not answer was rung: at the time of a noticed call. None if nobody was."""
    return fact.at if fact.rule is EvidenceRule.SPOKE or mark.when else None


def noticed_on_line(ours: Event, facts: Facts, contact: str, zone: tzinfo) -> Noticed | None:
    """Return what was noticed last on the day of a sheet with somebody on it: it used up their line.

    Also if it was taken back on a calendar, as their line may have done before. Nothing if that sheet has a report.
    """
    if contact not in ours.people or any(fact.contact == contact for fact in answers_among(facts.on(ours.uid))):
        return None
    day = ours.start.astimezone(zone).date()
    there = (
        fact for fact in facts.recorded
        if isinstance(fact, Noticed) and fact.contact == contact and fact.sure and fact.outcome is not None
        and fact.at.astimezone(zone).date() == day
        and (key_of(fact) not in facts.taken_back or _taken_back_here(fact, facts))
    )
    return max(there, key=lambda fact: (key_of(fact) not in facts.taken_back, fact.at), default=None)


def _taken_back_here(fact: Noticed, facts: Facts) -> bool:
    """Return whether a fact was taken back on an event."""
    key = key_of(fact)
    return any(isinstance(one, Retracted) and one.fact == key and one.source == CALENDAR for one in facts.recorded)
