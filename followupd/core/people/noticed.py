"""Noticed facts in a timeline: which are attempts, and which are still asked about.

Takes one contact's facts; gives attempts and open questions. What the user said wins: a reported attempt of the same
day and channel takes the place of a noticed one that shows the same kind of thing, so that nothing counts twice.

What belongs together is one question with one answer: the mails with somebody, or the calls, of a week, the meetings of
a day. The name of a question says with what it begins and ends, so an answer is about what was shown when it was asked,
and never about what came later.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo

from followupd.core.values.facts import Attempt, EvidenceRule, Fact, Noticed, Outcome, Settled, Skipped, key_of
from followupd.core.values.hitlist import is_live
from followupd.core.values.record import Record
from followupd.core.values.time import A_DAY
from followupd.core.values.uid import digits_of

NOTICED = "noticed"     # the source of such an attempt
JUST_CALLED = timedelta(hours=1)
LONGEST_MESSAGE = 300   # seconds: a longer call is no voicemail
_SPOKE = frozenset({Outcome.CALL_BACK, Outcome.DECLINED})       # no contact, but somebody answered
ASKED_FOR = 21 * A_DAY  # an older question is not asked any more, and counts as nothing
CONVERSATION = 7 * A_DAY        # from its first mail or call
_DIGITS = 10                    # of the name of one thing (`digits_of`)
AskedTogether = tuple[Noticed, ...]  # what is asked about together, oldest first


def as_attempt(fact: Noticed, outcome: Outcome) -> Attempt:
    """Return a noticed fact as the attempt that it shows."""
    return Attempt(
        fact.contact, fact.at, outcome, fact.channel, fact.what, source=NOTICED, met=fact.rule is EvidenceRule.MET
    )


def not_reported(told: Iterable[Attempt], noticed: Iterable[Noticed], zone: tzinfo) -> list[Noticed]:
    """Return the noticed attempts that no reported one is about, oldest first; two of one evidence are one.

    Each reported attempt takes the place of one of them at most: of the same day and channel, the same outcome before
    another, and then the nearest. Contact also takes the place of the tries that led to it.
    """
    shown = sorted((fact for fact in noticed if fact.outcome is not None), key=lambda one: (one.at, key_of(one)))
    left = list({fact.evidence: fact for fact in reversed(shown)}.values())[::-1]
    for said in sorted(told, key=lambda one: (one.at, key_of(one))) if left else ():
        same = [fact for fact in left if _is_same(said, fact, zone)]
        if same:
            nearest = min(same, key=lambda fact: (
                fact.outcome is not said.outcome, abs(fact.at - said.at) if said.timed else A_DAY * 0, fact.at,
                (fact.rule is EvidenceRule.MET) is not said.met,
            ))
            led_to_it = [fact for fact in same if _is_contact(said) and fact.outcome is not Outcome.REACHED]
            left = [fact for fact in left if fact != nearest and fact not in led_to_it]
    return left


def _is_same(said: Attempt, fact: Noticed, zone: tzinfo) -> bool:
    """Return whether both may be about one attempt; a channel that is not known suits each.

    A report of a try takes no contact away, unless it is about the very call: a voicemail is as long as a talk.
    """
    if None not in (said.channel, fact.channel) and said.channel != fact.channel:
        return False
    if _day(said.at, zone) != _day(fact.at, zone):
        return False
    if fact.outcome is Outcome.BOUNCED:
        return said.outcome is Outcome.BOUNCED
    if fact.outcome is not Outcome.REACHED:
        return not (_is_contact(said) and said.timed and fact.at > said.at)     # what came later led to nothing
    if _is_contact(said):
        return True
    if fact.rule is EvidenceRule.MET:
        return said.met         # "she did not show up"
    return (said.outcome in _SPOKE or _is_about_this_call(said, fact))


def _is_contact(said: Attempt) -> bool:
    ticked = said.outcome is Outcome.DONE and (said.channel is None or is_live(said.channel))
    return said.outcome is Outcome.REACHED or ticked


def _is_about_this_call(said: Attempt, fact: Noticed) -> bool:
    """Return whether a report within the hour is about this call; a mark has the time of its event, not of the call."""
    if fact.rule is not EvidenceRule.SPOKE or (fact.seconds or 0) > LONGEST_MESSAGE or not said.timed:
        return False
    since = said.at - fact.at
    return (-JUST_CALLED if said.event is not None else A_DAY * 0) <= since <= JUST_CALLED


def with_noticed(told: Sequence[Attempt], noticed: Iterable[Noticed], zone: tzinfo, now: datetime) -> list[Attempt]:
    """Return the attempts with those that evidence alone shows, which come first: they have a time."""
    return [*(
        as_attempt(fact, fact.outcome)
        for fact in not_reported(told, (one for one in noticed if one.at <= now), zone)
        if fact.sure and fact.outcome is not None
    ), *told]


def alone_shown(attempts: Collection[Attempt], noticed: Collection[Noticed]) -> tuple[Noticed, ...]:
    """Return the noticed facts that are among the attempts of a timeline, with those to which the user said yes."""
    instants = {one.at for one in attempts if one.source == NOTICED} if noticed else ()
    return tuple(
        fact for fact in noticed if fact.outcome is not None
        and (fact.at in instants if fact.sure else any(is_answer(one, fact, noticed) for one in attempts))
    )


def open_questions(attempts: Iterable[Attempt], record: Record, zone: tzinfo) -> tuple[Noticed, ...]:
    """Return what the user is asked about and has not said, oldest first, however long ago it was.

    A task that was settled at its instant says that it does not count.
    """
    told = [one for one in attempts if one.source != NOTICED]
    no = [fact for fact in record.promises if isinstance(fact, Settled)]
    asked = (fact for fact in not_reported(told, record.noticed, zone) if not fact.sure)
    return tuple(fact for fact in asked if not any(is_answer(one, fact, record.noticed) for one in no))


def same_attempt_told(attempts: Iterable[Attempt], fact: Noticed, zone: tzinfo) -> Attempt | None:
    """Return the reported attempt that is nearest to a noticed one, and may be the same; None without any."""
    same = (one for one in attempts if one.source != NOTICED and _is_same(one, fact, zone))
    return min(same, key=lambda one: abs(one.at - fact.at), default=None)


def owed(
    attempts: Sequence[Attempt], record: Record, skips: Iterable[Skipped], zone: tzinfo
) -> tuple[Noticed, ...]:
    """Return each time that they came to the user and no attempt has followed, nor a skipped reminder; oldest first.

    While the user is asked whether they spoke afterwards, they owe nothing. A talk without a time answers those of its
    day. What they wrote may have been an answer, as was seen later.
    """
    shown = {fact.evidence for fact in record.noticed if fact.outcome is not None}
    unanswered = (one for one in record.noticed if one.outcome is None and one.sure and one.evidence not in shown)
    came = sorted(unanswered, key=lambda fact: fact.at)
    if not came:
        return ()
    asked = [fact.at for fact in open_questions(attempts, record, zone) if fact.outcome is Outcome.REACHED]
    last = max((*(one.at for one in attempts), *(skip.at for skip in skips), *asked), default=None)
    days = {_day(one.at, zone) for one in attempts if not one.timed and one.outcome is Outcome.REACHED}
    return tuple(fact for fact in came if (last is None or fact.at > last) and _day(fact.at, zone) not in days)


def _day(at: datetime, zone: tzinfo) -> date:
    return at.astimezone(zone).date()


def is_asked_about(fact: Noticed) -> bool:
    """Return whether it counts only once the user says so."""
    return not fact.sure and fact.outcome is not None


def question_number(question: Sequence[Noticed]) -> str:
    """Return the digits that name a question: those of its first fact, and of its last one if that is another."""
    first, last = _number(question[0]), _number(question[-1])
    return first if first == last else first + last


def question_named(number: str, noticed: Iterable[Noticed]) -> AskedTogether:
    """Return what a question is about, of what was noticed of its contact; () if the first or the last was taken back.

    A mail of that time that is found later belongs to it.
    """
    asked = [fact for fact in noticed if is_asked_about(fact)]
    ends = {digits: fact for fact in asked if (digits := _number(fact)) in (number[:_DIGITS], number[-_DIGITS:])}
    if not {number[:_DIGITS], number[-_DIGITS:]} <= ends.keys():
        return ()
    first, last = ends[number[:_DIGITS]], ends[number[-_DIGITS:]]
    return _sorted(one for one in asked if first.at <= one.at <= last.at and _subject(one) == _subject(first))


def asked_together(noticed: Iterable[Noticed], zone: tzinfo) -> list[AskedTogether]:
    """Return what belongs together among facts that are asked about, oldest first."""
    found: dict[str, list[list[Noticed]]] = {}
    for fact in _sorted(noticed):
        same = found.setdefault(_subject(fact), [])
        if same and _goes_with(same[-1][0], fact, zone):
            same[-1].append(fact)
        else:
            same.append([fact])
    return sorted((tuple(one) for several in found.values() for one in several), key=lambda one: one[0].at)


def gist_of(asked: Sequence[Noticed]) -> Noticed:
    """Return what matters most of a question: the last contact, else the last try."""
    return max(asked, key=lambda fact: (fact.outcome is Outcome.REACHED, fact.at))


def is_answer(said: Fact, fact: Noticed, noticed: Collection[Noticed]) -> bool:
    """Return whether something the user said is the answer about this fact; `noticed` are all of its contact."""
    if not isinstance(said, Attempt | Settled) or said.question is None or said.at != fact.at:
        return False
    return fact in question_named(said.question, noticed)


def _goes_with(first: Noticed, fact: Noticed, zone: tzinfo) -> bool:
    if fact.rule is EvidenceRule.MET:
        return _day(fact.at, zone) == _day(first.at, zone)
    return fact.at - first.at <= CONVERSATION


def _subject(fact: Noticed) -> str:
    """Return what only facts of one question share: a meeting and a call at one instant are two questions."""
    if fact.rule is EvidenceRule.MET:
        return "met"
    return f"back {fact.what}" if fact.rule is EvidenceRule.BOUNCED else fact.channel or ""


def _number(fact: Noticed) -> str:
    return digits_of(f"{fact.at.astimezone(UTC).isoformat()} {_subject(fact)}")


def _sorted(facts: Iterable[Noticed]) -> AskedTogether:
    return tuple(sorted(facts, key=lambda fact: (fact.at, fact.rule, fact.evidence)))
