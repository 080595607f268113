"""What `followupd log` does: from the words that were typed to a stored fact, and to the answer.

Takes words and a desk, gives the text to print and how it ended. The same whether the command runs it itself or a
running daemon does in its stead. Decides nothing about dates, prints nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from followupd.core.people.timeline import day_of
from followupd.core.phrases.days import parse_day, parse_moment
from followupd.core.phrases.log import asked_in, parse_channel, parse_outcome
from followupd.core.schedule.status import Standing
from followupd.core.values.facts import Attempt, DayTime, Outcome
from followupd.core.values.hitlist import is_live
from followupd.desk.booked import booked_meeting, tell_booked
from followupd.desk.recording import Desk, Ending
from followupd.desk.who import Match, find
from followupd.desk.words import Words
from followupd.errors import UsageError
from followupd.passes.outlook import Outlook
from followupd.rendering import answer, json_form
from followupd.rendering.text import clean, name


@dataclass(frozen=True, slots=True)
class Told:
    """`text` is what to print; `stored` is the word for it where the calendar did not take what follows."""

    text: str
    stored: str
    ending: Ending


def take(desk: Desk, words: Words, *, as_json: bool) -> Told:
    """Store what the words say, and answer. Raises UsageError for words that mean nothing, and Failure."""
    meeting = booked_meeting(words, desk.before)
    if meeting is not None:
        ending = desk.record(meeting[1], reason="log")
        return Told(tell_booked(*meeting, ending, as_json=as_json), "Stored", ending)
    match, attempt = _understood(words, desk.before)
    ending = desk.record(attempt, reason="log", instead=_the_same(attempt, words, desk.before.standing(match.key)))
    known = ending.known if isinstance(ending.known, Attempt) else attempt
    return Told(_told(match, known, ending, as_json=as_json), "Logged", ending)


def _the_same(attempt: Attempt, words: Words, standing: Standing) -> tuple[Attempt, ...]:
    """This try by whichever channel it may have been understood, where none was said: the usual channel changes with
    the try itself. A daemon may have stored it and died before it could answer (P4).
    """
    if words.via is not None:
        return ()
    usual = (attempt.channel, *standing.contact.via)
    return tuple(replace(attempt, channel=channel) for channel in dict.fromkeys(usual))


def _understood(words: Words, view: Outlook) -> tuple[Match, Attempt]:
    """Whom it was, and the attempt as a fact. Raises UsageError for words that mean nothing."""
    hitlist, now = view.hitlist, view.now
    who, outcome = _who_and_outcome((words.who, *words.outcome))
    match = find(who, view.people.by_key)
    standing = view.standing(match.key)
    try:
        at, timed = parse_moment(words.at, now, hitlist.timezone) if words.at is not None else (now, True)
    except ValueError as error:
        raise UsageError(f"--at {error}") from None
    asked: DayTime | None = None
    if words.next is not None:
        try:
            asked = parse_day(words.next, day_of(now, hitlist.timezone))
        except ValueError as error:
            raise UsageError(f"--next {error}") from None
    elif words.note:
        # "asked for Thursday" in a note means what it means in a `log:` line.
        try:
            asked = asked_in(words.note, day_of(at, hitlist.timezone))
        except ValueError as error:
            raise UsageError(f"--note {error}") from None
    channel = _named(words.via, standing) if words.via is not None else usual_channel(outcome, standing)
    return match, Attempt(match.key, at, outcome, channel, words.note, asked, timed)


def _who_and_outcome(typed: tuple[str, ...]) -> tuple[str, Outcome]:
    """`Dana no answer` and `Dana Whitfield no answer`: the words behind the name that make an outcome."""
    for split in range(1, len(typed)):
        try:
            return " ".join(typed[:split]), parse_outcome(" ".join(typed[split:]))
        except ValueError:
            continue
    try:
        return typed[0], parse_outcome(" ".join(typed[1:]))
    except ValueError as error:
        raise UsageError(str(error), 'For instance: followupd log Dana no answer -m "asked for Thursday"') from None


def _named(via: str, standing: Standing) -> str:
    """The channel that was said: one of the contact's own words for one, else a known one."""
    own = {channel.casefold(): channel for channel in standing.contact.via}
    if via.strip().casefold() in own:
        return own[via.strip().casefold()]
    try:
        channel = parse_channel(via)
    except ValueError as error:
        raise UsageError(f"--via {error}") from None
    return own.get(channel, channel)


def usual_channel(outcome: Outcome, standing: Standing) -> str:
    """By what it was where nobody said: the open try's channel, but mail bounces, and what is sent is written."""
    contact = standing.contact
    usual = (standing.wish.channel if standing.wish else None) or contact.via[0]
    if outcome is Outcome.BOUNCED and "email" in contact.via:
        return "email"
    if outcome is Outcome.WRONG_NUMBER and "phone" in contact.via:
        return "phone"
    if outcome is Outcome.SENT and is_live(usual):
        return next((channel for channel in contact.via if not is_live(channel)), usual)
    return usual


def _told(match: Match, attempt: Attempt, ending: Ending, *, as_json: bool) -> str:
    view = ending.view
    standing = view.standing(match.key)
    next_step = answer.coming(standing, view.hitlist, view.now)
    if as_json:
        near = day_of(view.now, view.hitlist.timezone)
        return json_form.printed({
            "logged": json_form.attempt(attempt), "person": json_form.person(standing, near),
            "next": next_step, "written": ending.written, "error": json_form.error_form(ending.error),
        })
    whose = "" if match.sure else f"{name(match.contact.name)}: "
    return clean(f"{whose}{answer.told(standing, attempt)}. {next_step}. {ending.said}".rstrip())
