"""The answer of `followupd noticed`: what was noticed, from which evidence, and how to take it back.

Takes an open desk; gives rows, the newest first. Decides nothing.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, tzinfo

from followupd.core.answers.taking_back import reports_that_count
from followupd.core.people.noticed import open_questions
from followupd.core.people.timeline import day_of
from followupd.core.people.timelines import also_reported
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.values.facts import Listed, Noticed
from followupd.core.values.hitlist import Contact, Hitlist, Mode
from followupd.core.values.record import Facts
from followupd.desk.asking import Reply
from followupd.desk.desk import Desk
from followupd.rendering.fact_line import what
from followupd.rendering.json_form import Json, instant, printed
from followupd.rendering.text import line, lines, name

NOTHING_YET = "Nothing was noticed yet."
NOT_ALLOWED = "Nothing is noticed: the hit list allows nothing under `noticed:`."
TRY_IT = "To see what would be noticed: followupd noticed --try"
ASKED = "asked about, not counted"
REPORTED = "not counted: you logged it yourself"
NOT_COUNTED = "not counted"


def noticed_answer(desk: Desk, *, as_json: bool) -> Reply:
    """List what was noticed and counts, or is still asked about, the newest first."""
    facts, by_key, zone = Facts(desk.history.facts()), desk.before.people.by_key, desk.hitlist.timezone
    asked, reported = _asked(facts, by_key, zone, desk.now), also_reported(by_key, facts, zone, desk.now)
    found = sorted(_once(facts.all.noticed), key=lambda fact: (fact.at, fact.contact), reverse=True)
    undo = _commands(facts, by_key, reported)
    names = {fact.contact: fact.name for fact in facts.all.listed if isinstance(fact, Listed)}
    names |= {key: contact.name for key, contact in by_key.items()}
    if as_json:
        forms = [
            noticed_form(one, names.get(one.contact, one.contact))
            | {"asked": one in asked, "reported": one in reported, "undo": undo.get(one)}
            for one in found
        ]
        return Reply(printed({"now": instant(desk.now), "noticed": forms}))
    if not found:
        return Reply(lines(NOTHING_YET if allows(desk.hitlist) else NOT_ALLOWED, TRY_IT))
    near, rows = day_of(desk.now, zone), []
    for one in found:
        said = f"{name(names.get(one.contact, one.contact))}: {what(one, zone, near)}"
        aside = ASKED if one in asked else REPORTED if one in reported else NOT_COUNTED if not one.sure else ""
        rows.append(f"{moment_text(one.at, zone, near)}  {said}{f' ({aside})' if aside else ''}")
        if one in undo:
            rows.append(f"    Take it back: {line(undo[one])}")
    return Reply(lines(*rows))


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
        for fact in open_questions((*facts.of(key).attempts, *logs.get(key, ())), facts.of(key), zone)
    }


def _commands(facts: Facts, by_key: Mapping[str, Contact], reported: frozenset[Noticed]) -> dict[Noticed, str]:
    """Return the command that takes each back: by its person, else by its number among all reports."""
    found: dict[Noticed, str] = {}
    for key in (None, *dict.fromkeys(fact.contact for fact in facts.all.noticed)):
        who = by_key[key].name if key is not None and key in by_key else ""
        if key is not None and not who:
            continue
        for number, report in enumerate(reports_that_count(facts, key, reported), 1):
            words = (_typed(who), *([str(number)] if number > 1 or not who else []))
            found.update((fact, " ".join(filter(None, ("followupd undo", *words))))
                         for fact in report if isinstance(fact, Noticed))
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
