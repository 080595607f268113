"""The answer of `followupd undo`: the last report is taken back, and what changes is said.

Takes words and a desk, stores the retraction, gives the answer. A `log:` line of the hit list is taken back where it is
written: what you typed there is yours to delete, so the answer names the line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from followupd.core.answers.taking_back import is_report, reports_that_count, taking_back
from followupd.core.items.fact_words import when_it_was
from followupd.core.people.timeline import day_of, same_attempt
from followupd.core.people.timelines import also_reported
from followupd.core.values.facts import Attempt, Listed, Noticed, Retracted, Told, key_of
from followupd.core.values.record import Facts
from followupd.desk.asking import Reply, UndoArguments
from followupd.desk.desk import Desk
from followupd.desk.recording import Ending, record_facts
from followupd.desk.who import Match, find_contact
from followupd.errors import UsageError
from followupd.hitlist.log_lines import place_of_line
from followupd.passes.outlook import Outlook
from followupd.rendering import answer
from followupd.rendering.fact_line import fact_form, what
from followupd.rendering.json_form import error_form, instant, person, printed
from followupd.rendering.text import clean, lines, name

SEE_ALL = "See what could be: followupd undo --list"


def undo_answer(desk: Desk, arguments: UndoArguments, *, as_json: bool) -> Reply:
    """Take back what the words mean, or list what could be. Raises UsageError if there is nothing, and Failure."""
    facts = Facts(desk.history.facts())
    match, number = _meant(arguments.who, desk.before)
    key = match.key if match is not None else None
    if arguments.listed:
        return Reply(_list(desk, list(islice(_reports(desk, facts, key), arguments.listed)), as_json=as_json))
    stored = _taken_back_just_now(facts, desk, key) if desk.asked_before else ()
    report = stored or _chosen(desk, facts, match, number, by_number=bool(arguments.who))
    ending = record_facts(desk, *taking_back(facts, report, desk.now, "command"), reason="undo")
    return ending.answer(taken_back_text(desk, report, ending, as_json=as_json), "Taken back")


def _meant(typed: Sequence[str], view: Outlook) -> tuple[Match | None, int]:
    """Return who is meant, None for anybody, and the number of the thing: 1 is the latest. Raises UsageError."""
    number = 1
    if typed and typed[-1].isdigit():
        number, typed = int(typed[-1]), typed[:-1]
    return (find_contact(" ".join(typed), view.people.by_key) if typed else None), number


def _taken_back_just_now(facts: Facts, desk: Desk, key: str | None) -> tuple[Told, ...]:
    """Return what this very command took back already: a daemon may have stored it and died before answering (P4).

    `key` is whom it is about, None for anybody.
    """
    last = takewhile(lambda fact: not is_report(fact), reversed(facts.recorded))     # nothing was reported since
    keys = {fact.fact for fact in last if isinstance(fact, Retracted) and fact.at == desk.now}
    gone = (fact for fact in facts.recorded if keys and not isinstance(fact, Retracted))
    return tuple(one for one in gone if is_report(one) and key in (None, one.contact) and key_of(one) in keys)


def _reports(desk: Desk, facts: Facts, key: str | None) -> Iterator[tuple[Told, ...]]:
    """Return what may be taken back; without what was noticed of a report of the user, which counts instead."""
    silent = also_reported(desk.before.people.by_key, facts, desk.hitlist.timezone, desk.now)
    return reports_that_count(facts, key, silent)


def _chosen(
    desk: Desk, facts: Facts, match: Match | None, number: int, *, by_number: bool
) -> tuple[Told, ...]:
    """Return the facts to take back. Raises UsageError if there are none, or if the hit list says it."""
    reports = _reports(desk, facts, match.key if match is not None else None)
    report = next(islice(reports, max(number - 1, 0), None), ())
    if report and not by_number and isinstance(report[0], Noticed):
        raise UsageError("there is no report of yours to take back", "What was noticed: followupd noticed")
    if match is not None and number == 1:
        line = _later_line(match, report, desk)
        if line is not None:
            raise line
    if report and number:
        return report
    of_whom = f" about {name(match.contact.name)}" if match is not None else ""
    if number != 1:
        raise UsageError(f"there is no number {number}{of_whom} to take back", SEE_ALL)
    raise UsageError(f"there is nothing{of_whom} to take back", SEE_ALL)


def _later_line(match: Match, report: Sequence[Told], desk: Desk) -> UsageError | None:
    """Return that a `log:` line is the last thing about somebody, with its place; None if it is not the last."""
    typed = max((line for line in match.contact.log if line.at <= desk.now), key=lambda line: line.at, default=None)
    if typed is None or (report and max(fact.at for fact in report) >= typed.at):
        return None
    return UsageError(
        f"The last thing about {name(match.contact.name)} is in {_place(typed, match.key, desk)}",
        "Delete that line of the hit list.",
    )


def _place(line: Attempt, key: str, desk: Desk) -> str:
    contact = desk.before.people.by_key[key]
    found = place_of_line((desk.config, *desk.files), contact, line, desk.hitlist.timezone)
    return found or f"`log:` of {desk.config.name}"


def _also_typed(report: Sequence[Told], desk: Desk) -> str | None:
    """Return the place of a `log:` line that says the same as what was taken back, and still counts."""
    zone = desk.hitlist.timezone
    for fact in report:
        contact = desk.before.people.by_key.get(fact.contact or "")
        if contact is not None and isinstance(fact, Attempt):
            same = next((line for line in contact.log if same_attempt(line, fact, zone)), None)
            if same is not None:
                return _place(same, fact.contact, desk)
    return None


def taken_back_text(desk: Desk, report: Sequence[Told], ending: Ending, *, as_json: bool) -> str:
    """Return what was taken back, and what is next for that person."""
    view, zone = ending.view, desk.hitlist.timezone
    near = day_of(view.now, zone)
    key = report[0].contact
    standing = view.plan.statuses.get(key or "")
    who = _who(key, view, desk)
    next_step = answer.coming(standing, view.hitlist, view.now) if standing is not None else ""
    also = _also_typed(report, desk)
    if as_json:
        return printed({
            "taken_back": [fact_form(fact, who or None, zone, near) for fact in report],
            "person": person(standing, near) if standing is not None else None, "next": next_step,
            "also_in": also, "written": ending.written, "error": error_form(ending.error),
        })
    said = " and ".join(what(fact, zone, near) for fact in report)
    when = when_it_was(report[0], zone, near)
    whose = f", {who}" if who else ""
    still = f" {also} says the same and still counts: delete that line too." if also else ""
    after = f" {next_step}." if next_step else ""
    return clean(f"Taken back: {said}{whose}, {when}.{still}{after} {ending.said}".rstrip())


def _who(key: str | None, view: Outlook, desk: Desk) -> str:
    """Return the name of somebody, the last one of those who left the list; "" for a block."""
    if key is None:
        return ""
    contact = view.people.by_key.get(key)
    if contact is not None:
        return name(contact.name)
    listed = (fact.name for fact in desk.history.facts() if isinstance(fact, Listed) and fact.contact == key)
    return name([key, *listed][-1])


def _list(desk: Desk, things: Sequence[Sequence[Told]], *, as_json: bool) -> str:
    zone, near = desk.hitlist.timezone, day_of(desk.now, desk.hitlist.timezone)
    if as_json:
        forms = [[fact_form(fact, _who(fact.contact, desk.before, desk) or None, zone, near) for fact in report]
                 for report in things]
        return printed({"now": instant(desk.now), "told": forms})
    rows = []
    for number, report in enumerate(things, 1):
        who = _who(report[0].contact, desk.before, desk)
        said = " and ".join(what(fact, zone, near) for fact in report)
        source = getattr(report[0], "source", "")
        rows.append(f"{number:>3}  {when_it_was(report[0], zone, near)}  {f'{who}: ' if who else ''}{said}"
                    + (f" ({source})" if source == "calendar" else ""))
    return lines(*rows) if rows else "There is nothing to take back."
