"""The desk of `followupd log`: from the words that were typed to a stored fact, and to the answer.

Takes words and a desk, stores the fact, gives the answer. Decides nothing about dates: the plan does.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from textwrap import shorten

from followupd.core.people.timeline import day_of, meaning_on, outcome_by
from followupd.core.phrases.days import parse_day_or_month, parse_meeting_day
from followupd.core.phrases.log import asked_in
from followupd.core.phrases.said import Mark
from followupd.core.phrases.vocabulary import clock_text, day_text
from followupd.core.phrases.whose_wish import with_whose
from followupd.core.reasons import FOR_GOOD
from followupd.core.schedule.status import ContactStatus
from followupd.core.values.facts import Attempt, Booked, DayTime, Outcome
from followupd.core.values.hitlist import INVITING_CHANNELS, LIVE_CHANNELS, Hitlist
from followupd.desk.asking import LogArguments, Reply
from followupd.desk.desk import Desk
from followupd.desk.fix import fix_answer
from followupd.desk.later import later_answer
from followupd.desk.not_met import not_met_answer, says_not_met
from followupd.desk.recording import logged_reply, record_facts
from followupd.desk.typed import moment_of, named_channel, plain_words, read_option, usual_channel, who_and_mark
from followupd.desk.who import Match, find_contact
from followupd.errors import UsageError
from followupd.passes.outlook import Outlook
from followupd.rendering.fact_line import logged_text
from followupd.rendering.json_form import attempt as attempt_form
from followupd.rendering.text import name

MOST_OF_A_NOTE = 60      # characters, in a confirmation
BOOKED = ("booked", "agreed")


def log_answer(desk: Desk, arguments: LogArguments, *, as_json: bool) -> Reply:
    """Store what the words report, and answer. Raises UsageError for words that cannot be understood, and Failure."""
    if arguments.fix is not None:
        return fix_answer(desk, arguments, as_json=as_json)
    if arguments.whose is not None:
        raise UsageError("--whose goes with --fix", "For instance: followupd log Dana --fix 0 --whose Sam")
    match, mark = _booked_meeting(arguments, desk.before) or who_and_mark(arguments, desk.before)
    if mark.outcome is None and mark.later is not None:
        only_a_day(arguments, mark)
        return later_answer(desk, match, mark, mark.later, as_json=as_json)
    if mark.later is not None:
        booked = _meeting(match, mark.later, arguments, desk.before)
        note = "; ".join(filter(None, (mark.note, arguments.note)))
        ending = record_facts(desk, *_answered(match, booked, note), booked, reason="log")
        day = day_text(booked.day, day_of(ending.view.now, ending.view.hitlist.timezone))
        day += f" {clock_text(booked.time)}" if booked.time is not None else ""
        return ending.answer(
            logged_reply(
                match, ending, f"{name(match.contact.name)}: booked for {day}", {"booked": booked.day.isoformat()},
                as_json=as_json,
            )
        )
    if says_not_met(mark, arguments):
        taken_back = not_met_answer(desk, match, mark, arguments, as_json=as_json)
        if taken_back is not None:
            return taken_back
    attempt = _attempt(match, mark, arguments, desk.before)
    assert mark.outcome is not None
    same = _same_attempt(attempt, mark.outcome, arguments, desk.before.status(match.key))
    ending = record_facts(desk, attempt, reason="log", instead=same)
    if isinstance(ending.known, Attempt):
        attempt = ending.known
    zone = ending.view.hitlist.timezone
    if attempt.outcome is Outcome.DECLINED:
        ending = replace(ending, said=" ".join(filter(None, (FOR_GOOD, ending.said))))
    said = logged_text(ending.view.status(match.key), attempt, zone, day_of(ending.view.now, zone))
    if attempt.note:
        said += f". Note: {shorten(attempt.note, MOST_OF_A_NOTE, placeholder='…').rstrip('.')}"
    form = {"logged": attempt_form(attempt)}
    return ending.answer(logged_reply(match, ending, said, form, as_json=as_json), "Logged")


def only_a_day(arguments: LogArguments, mark: Mark) -> None:
    """Raise UsageError for what does not go with another day: nothing that was typed is ignored."""
    options = {"--via": arguments.via, "--at": arguments.at, "--note": arguments.note, "--next": arguments.next}
    more = next((option for option, value in options.items() if value), f'"{mark.note}"' if mark.note else None)
    if more is not None:
        raise UsageError(
            f"{more} needs an outcome, and a day alone only moves the next try",
            'For instance: followupd log Dana no answer --next Friday -m "in Lisbon"',
        )


def _same_attempt(
    attempt: Attempt, said: Outcome, arguments: LogArguments, status: ContactStatus
) -> tuple[Attempt, ...]:
    """Return the forms in which this attempt may be stored already: by each channel, if none was named.

    A daemon may have stored it and died before answering (P4), and the attempt itself changes the usual channel.
    """
    if arguments.via is not None:
        return ()
    usual = (attempt.channel, *status.contact.via)
    return tuple(
        replace(attempt, channel=channel, outcome=meaning_on(said, channel)) for channel in dict.fromkeys(usual)
    )


def _attempt(match: Match, mark: Mark, arguments: LogArguments, view: Outlook) -> Attempt:
    """Return the attempt as a fact. Raises UsageError for an option that cannot be understood."""
    assert mark.outcome is not None
    outcome, status = mark.outcome, view.status(match.key)
    at, timed = moment_of(arguments, mark, view.now, view.hitlist.timezone) or (view.now, True)
    asked = _asked_for(arguments, at, view.now, view.hitlist) or mark.asked
    asked = asked or read_option("the note:", asked_in, mark.note, day_of(at, view.hitlist.timezone))
    via = arguments.via or mark.channel
    channel = _channel(mark, status) if via is None else read_option("--via", named_channel, via, status)
    if outcome is Outcome.SENT and channel in LIVE_CHANNELS - INVITING_CHANNELS:
        raise UsageError(f"--via {channel}: nothing is sent by {channel}", "For a message that you left: left message.")
    meant = meaning_on(outcome, channel) if via is None else outcome_by(outcome, channel)
    note = "; ".join(filter(None, (mark.note, arguments.note)))
    asked = with_whose(asked, meant, note, day_of(at, view.hitlist.timezone))
    return Attempt(match.key, at, meant, channel, note, asked, timed, met=mark.met)


def _channel(mark: Mark, status: ContactStatus) -> str | None:
    """Return the channel if none was named; None for a meeting to which they did not come."""
    assert mark.outcome is not None
    return None if mark.met and mark.outcome is Outcome.NO_ANSWER else usual_channel(mark.outcome, status)


def _asked_for(arguments: LogArguments, at: datetime, now: datetime, hitlist: Hitlist) -> DayTime | None:
    """Return the day that they asked for: `--next`, else "asked for Thursday" in the note, as in a `log:` line."""
    if arguments.next is not None:
        return read_option("--next", parse_day_or_month, arguments.next, day_of(now, hitlist.timezone))
    if arguments.note:
        return read_option("--note", asked_in, arguments.note, day_of(at, hitlist.timezone))
    return None


def _booked_meeting(arguments: LogArguments, view: Outlook) -> tuple[Match, Mark] | None:
    """Return who and when, if "booked" and a day follow the name; None if the words say something else."""
    typed = " ".join((arguments.who, *arguments.outcome)).split()
    at = next((n for n, word in enumerate(typed) if n and word.casefold() in BOOKED), None)
    if at is None:
        return None
    try:
        match = find_contact(" ".join(typed[:at]), view.people.by_key)
    except UsageError:
        if plain_words((arguments.who, *arguments.outcome), view, arguments.via) is not None:
            return None
        raise
    said = " ".join(typed[at + 1:]).strip()
    if not said:
        raise UsageError("for which day is it booked?", 'For instance: followupd log "walking six" booked 2027-05-21')
    when = read_option("booked", parse_meeting_day, said, day_of(view.now, view.hitlist.timezone))
    return match, Mark(Outcome.REACHED, when)


def _meeting(match: Match, when: DayTime, arguments: LogArguments, view: Outlook) -> Booked:
    """Return the meeting that was agreed. Raises UsageError for an option that says another day."""
    more = "--at" if arguments.at else "--next" if arguments.next else None
    if more is not None:
        raise UsageError(f"{more} does not go with a meeting: its day is behind booked", "Log an earlier talk first.")
    status = view.status(match.key)
    channel = usual_channel(Outcome.REACHED, status)
    if arguments.via is not None:
        channel = read_option("--via", named_channel, arguments.via, status)
    return Booked(match.key, view.now, when.day, time=when.time, channel=channel)


def _answered(match: Match, booked: Booked, note: str) -> tuple[Attempt, ...]:
    """Return that they answered, as agreeing to meet implies (P1).

    With `book_ahead` a booking says only the day.
    """
    if match.contact.book_ahead is not None:
        return ()
    return (Attempt(match.key, booked.at, Outcome.REACHED, booked.channel, note),)
