"""The answer of `followupd noticed`: what was noticed, from which evidence, and how to take it back.

Takes an open desk; gives rows, the newest first. Decides nothing.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import datetime, tzinfo

from followupd.core.answers.taking_back import reports_that_count
from followupd.core.people.noticed import ASKED_FOR, asked_together, is_answer, open_questions, question_named
from followupd.core.people.timeline import day_of
from followupd.core.people.timelines import also_reported
from followupd.core.people.wanted import person_of, ref_of
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.facts import Listed, Noticed, Settled, Skipped, Told, key_of
from followupd.core.values.hitlist import Contact, Hitlist, Mode
from followupd.core.values.record import Facts
from followupd.desk.asking import Reply
from followupd.desk.desk import Desk
from followupd.rendering.fact_line import what
from followupd.rendering.json_form import Json, instant, printed
from followupd.rendering.text import line, lines, name

NOTHING_YET = "Nothing was noticed yet."
ALL_GONE = "Nothing that was noticed counts any more; taken back, or called off: {}."
NOT_ALLOWED = "Nothing is noticed: the hit list allows nothing under `noticed:`."
TRY_IT = "To see what would be noticed: followupd noticed --try"
ASKED = "asked about, not counted"
TAKEN_BACK = "taken back"
REPORTED = "not counted: you logged it yourself"
NOT_COUNTED = "not counted, and asked no more"
ANSWERED_YES = "it counts: you said yes"
ANSWERED_NO = "not counted: you said no"


def noticed_answer(desk: Desk, *, as_json: bool) -> Reply:
    """List what was noticed and not taken back, the newest first: also what does not count, and why."""
    facts, by_key, zone = Facts(desk.history.facts()), desk.before.people.by_key, desk.hitlist.timezone
    asked = _asked(facts, by_key, zone, desk.now).difference(_taken_off(facts, desk.hitlist.name))
    reported = also_reported(by_key, facts, zone, desk.now)
    found = _newest_first(_once(facts.all.noticed))
    answers = _answers(facts)
    undo = _commands(facts, by_key, reported, answers)
    names = {fact.contact: fact.name for fact in facts.all.listed if isinstance(fact, Listed)}
    names |= {key: contact.name for key, contact in by_key.items()}
    if as_json:
        forms = [
            noticed_form(one, names.get(one.contact, one.contact))
            | {"asked": one in asked, "reported": one in reported, "undo": undo.get(one)}
            for one in found
        ]
        return Reply(printed({"now": instant(desk.now), "noticed": forms}))
    near, rows = day_of(desk.now, zone), []
    gone = [] if found else _newest_first(_once(_taken_back(facts)))
    if not found and not gone:
        return Reply(lines(NOTHING_YET if allows(desk.hitlist) else NOT_ALLOWED, TRY_IT))
    if gone:
        rows.append(ALL_GONE.format(len(gone)))
    for one in found or gone:
        said = f"{name(names.get(one.contact, one.contact))}: {what(one, zone, near)}"
        aside = TAKEN_BACK if gone else _aside(one, asked, reported, answers)
        rows.append(f"{moment_text(one.at, zone, near)}  {said}{f' ({aside})' if aside else ''}")
        if one in undo:
            rows.append(f"    Take {'your answer' if one in answers else 'it'} back: {line(undo[one])}")
    return Reply(lines(*rows))


def _aside(
    fact: Noticed, asked: Collection[Noticed], reported: Collection[Noticed], answers: Mapping[Noticed, Told]
) -> str:
    """Return why something does not count, or that it does because the user said so; "" if it is sure."""
    if fact in answers:
        return ANSWERED_NO if isinstance(answers[fact], Settled) else ANSWERED_YES
    return ASKED if fact in asked else REPORTED if fact in reported else "" if fact.sure else NOT_COUNTED


def _answers(facts: Facts) -> dict[Noticed, Told]:
    """Return the answer to each question that has one, as it was marked on an event."""
    found: dict[Noticed, Told] = {}
    for fact in facts.all.noticed:
        theirs = facts.of(fact.contact)
        if not fact.sure:
            said = (*theirs.attempts, *theirs.promises)
            found.update((fact, one) for one in said if is_answer(one, fact, theirs.noticed))
    return found


def _newest_first(noticed: Iterable[Noticed]) -> list[Noticed]:
    return sorted(noticed, key=lambda fact: (fact.at, fact.contact), reverse=True)


def _taken_back(facts: Facts) -> Iterator[Noticed]:
    return (fact for fact in facts.recorded if isinstance(fact, Noticed) and key_of(fact) in facts.taken_back)


def _once(noticed: Iterable[Noticed]) -> Iterator[Noticed]:
    """Yield each evidence once: a mail out of the blue that was an answer, as was seen later, is that answer."""
    facts = tuple(noticed)
    shown = {(fact.contact, fact.evidence) for fact in facts if fact.outcome is not None}
    yield from (fact for fact in facts if fact.outcome is not None or (fact.contact, fact.evidence) not in shown)


def allows(hitlist: Hitlist) -> bool:
    """Return whether anything may be noticed."""
    noticed = hitlist.noticed
    return any(mode is not Mode.NO for mode in (noticed.meetings, noticed.mail, noticed.calls))


def _asked(facts: Facts, by_key: Mapping[str, Contact], zone: tzinfo, now: datetime) -> set[Noticed]:
    """Return what counts only once the user says so, and what they have not said."""
    logs = {key: tuple(one for one in contact.log if one.at <= now) for key, contact in by_key.items()}
    contacts = {fact.contact for fact in facts.all.noticed}
    return {
        fact for key in contacts
        for asked in asked_together(
            open_questions((*facts.of(key).attempts, *logs.get(key, ())), facts.of(key), zone), zone
        )
        if day_of(asked[-1].at + ASKED_FOR, zone) >= day_of(now, zone) for fact in asked
    }


def _taken_off(facts: Facts, list_name: str) -> Iterator[Noticed]:
    """Yield what those questions were about whose reminders the user deleted: they are asked no more.

    The number of another task names no question.
    """
    refs = (ref_of(skip.uid, list_name) for skip in facts.all.skips if isinstance(skip, Skipped))
    for ref in refs:
        if ref is not None:
            yield from question_named(ref.rpartition("-")[2], facts.of(person_of(ref)).noticed)


def _commands(
    facts: Facts, by_key: Mapping[str, Contact], reported: frozenset[Noticed], answers: Mapping[Noticed, Told]
) -> dict[Noticed, str]:
    """Return the command that takes each back: by its person, else by its number among all reports.

    Of a question that was answered it is the answer that is taken back: what was noticed only asks.
    """
    found: dict[Noticed, str] = {}
    behind = {answer: fact for fact, answer in answers.items()}
    for key in (None, *dict.fromkeys(fact.contact for fact in facts.all.noticed)):
        who = by_key[key].name if key is not None and key in by_key else ""
        if key is not None and not who:
            continue
        for number, report in enumerate(reports_that_count(facts, key, reported), 1):
            words = (*filter(None, [_typed(who)]), *([str(number)] if number > 1 or not who else []))
            shown = (behind.get(fact, fact) for fact in report if fact not in answers)
            found.update((fact, " ".join(("followupd undo", *words))) for fact in shown if isinstance(fact, Noticed))
    return found


def _typed(who: str) -> str:
    """Return a name as it is typed in a shell."""
    return who if re.fullmatch(r"[\w.-]+(?: [\w.-]+)*", who) else shlex.quote(who) if who else ""


def noticed_form(fact: Noticed, who: str) -> Json:
    """Return a noticed fact: what was noticed of whom, by which rule and from which evidence."""
    return {
        "key": fact.contact, "name": who, "at": instant(fact.at), "rule": fact.rule.value,
        "outcome": fact.outcome.value if fact.outcome is not None else None, "channel": fact.channel,
        "source": fact.source, "title": fact.what, "seconds": fact.seconds, "evidence": fact.evidence,
    }
