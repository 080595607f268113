"""The desk of `followupd log --fix`: a past attempt of somebody is corrected.

Takes words and a desk; takes the attempt back, stores it as it was meant, and gives the answer. `show` numbers the
attempts. A `log:` line is corrected where it is written.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import replace

from followupd.core.answers.taking_back import taking_back
from followupd.core.items.fact_words import when_it_was
from followupd.core.people.remembering import card_named, with_card
from followupd.core.people.timeline import HITLIST, day_of, meaning_on, outcome_by, same_attempt
from followupd.core.phrases.days import parse_day_or_month
from followupd.core.phrases.whose_wish import with_whose
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.facts import Attempt
from followupd.core.values.record import Facts
from followupd.core.values.time import count
from followupd.desk.asking import LogArguments, Reply
from followupd.desk.desk import Desk
from followupd.desk.recording import logged_reply, record_facts
from followupd.desk.typed import moment_of, named_channel, read_option, who_and_mark
from followupd.desk.who import Match, find_contact
from followupd.errors import UsageError
from followupd.hitlist.log_lines import place_of_line
from followupd.rendering.fact_line import logged_text, what
from followupd.rendering.json_form import attempt as attempt_form
from followupd.rendering.text import name


def fix_answer(desk: Desk, arguments: LogArguments, *, as_json: bool) -> Reply:
    """Correct the attempt that is named, and answer what it says now and what comes next. Raises UsageError."""
    facts = Facts(desk.history.facts())
    match, arguments = _whose(arguments, desk)
    before = _stored(desk, match, _named(arguments, desk.before.status(match.key)), facts.of(match.key).attempts)
    whose = match if arguments.whose is None else find_contact(arguments.whose, desk.before.people.by_key)
    after = replace(_corrected(before, arguments, desk), contact=whose.key)
    if replace(after, source=before.source, event=before.event) == before:
        raise UsageError("nothing would change", "Say what was wrong: an outcome, --via, --at, -m, --next or --whose.")
    back = taking_back(facts, [before], desk.now, "command", whole=False)
    ending = record_facts(desk, *back, after, reason="log")
    zone = desk.hitlist.timezone
    near = day_of(desk.now, zone)
    said = logged_text(ending.view.status(whose.key), after, zone, near)
    was = f"{what(before, zone, near)}, {when_it_was(before, zone, near)}"
    if whose.key != match.key:
        was = f"{name(match.contact.name)}: {was}"
    form = {"logged": attempt_form(after), "instead_of": attempt_form(before)}
    return ending.answer(logged_reply(whose, ending, f"{said} (not {was})", form, as_json=as_json), "Corrected")


def _whose(arguments: LogArguments, desk: Desk) -> tuple[Match, LogArguments]:
    """Return who is meant by the first word or words, and the arguments with what is after. Raises UsageError."""
    typed = (arguments.who, *arguments.outcome)
    for split in range(len(typed), 1, -1):
        with contextlib.suppress(UsageError):
            who = " ".join(typed[:split])
            return find_contact(who, desk.before.people.by_key), arguments._replace(who=who, outcome=typed[split:])
    return find_contact(arguments.who, desk.before.people.by_key), arguments


def _named(arguments: LogArguments, status: ContactStatus) -> Attempt:
    """Return the attempt with this number, counted from the first one; 0 is the last. Raises UsageError."""
    attempts = status.timeline.attempts
    if not attempts or (arguments.fix or 0) > len(attempts):
        known = f"there {'is' if len(attempts) == 1 else 'are'} {count(len(attempts), 'attempt')}"
        whom = name(status.contact.name)
        raise UsageError(f"{whom} has no attempt {arguments.fix or ''}: {known}", f"See: followupd show {whom}")
    return attempts[(arguments.fix or 0) - 1]


def _stored(desk: Desk, match: Match, named: Attempt, stored: Sequence[Attempt]) -> Attempt:
    """Return the fact of an attempt. Raises UsageError if only the hit list says it, with the place of the line."""
    zone = desk.hitlist.timezone
    ways = [one for one in stored if one.at == named.at and one.event == named.event]
    ways.sort(key=lambda one: card_named(one) != card_named(named))       # of two cards on one sheet this one
    ways += [one for one in stored if same_attempt(one, named, zone)]
    if ways and named.source != HITLIST:
        return ways[0]
    line = next((line for line in match.contact.log if same_attempt(line, named, zone)), None)
    place = place_of_line((desk.config, *desk.files), match.contact, line, zone) if line is not None else None
    raise UsageError(
        f"This attempt is in {place or f'`log:` of {desk.config.name}'}",
        "Correct that line in the hit list.",
    )


def _corrected(before: Attempt, arguments: LogArguments, desk: Desk) -> Attempt:
    """Return the attempt with what was typed in place of what it said; from this command, not from an event."""
    after, zone = replace(before, source="command", event=None), desk.hitlist.timezone
    status = desk.before.status(before.contact)
    if arguments.via is not None:
        after = replace(after, channel=read_option("--via", named_channel, arguments.via, status))
    mark = who_and_mark(arguments, desk.before)[1] if arguments.outcome else None
    if mark is not None:
        if mark.later is not None:
            raise UsageError(
                "a past try is corrected, and a day to come is not part of it",
                f"Log it separately: followupd log {arguments.who} {' '.join(arguments.outcome)}",
            )
        outcome = mark.outcome or before.outcome
        meant = meaning_on(outcome, after.channel) if arguments.via is None else outcome_by(outcome, after.channel)
        after = replace(
            after, outcome=meant, met=mark.met, note=mark.note or after.note, asked=mark.asked or after.asked
        )
    if (when := moment_of(arguments, mark, desk.now, zone)) is not None:
        after = replace(after, at=when[0], timed=when[1])
    if arguments.note:
        after = replace(after, note=arguments.note)
    if after.note != before.note:       # other words about the same card, unless they name another one
        named, dates = replace(after, card=None), status.contact.dates
        after = replace(after, card=with_card(named, dates).card or with_card(before, dates).card)
    if arguments.next is not None:
        after = replace(after, asked=read_option("--next", parse_day_or_month, arguments.next, day_of(desk.now, zone)))
    return replace(after, asked=with_whose(after.asked, after.outcome, after.note, day_of(after.at, zone)))
