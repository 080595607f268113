"""`followupd log`: a try is stored first and durably (P4); then the next one goes on the calendar.

Takes words, gives the answer. What the calendar does afterwards cannot lose the attempt. Decides nothing about dates.
"""

from __future__ import annotations

import click

from followupd.cli import answer, json_form
from followupd.cli.booked import booked_meeting, tell_booked
from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_outcome, complete_who
from followupd.cli.log_words import Words
from followupd.cli.recording import Ending, at_the_desk, complain_of, leave
from followupd.cli.text import name, say
from followupd.cli.who import Match, find
from followupd.core.facts import Attempt, DayTime, Outcome
from followupd.core.model import is_live
from followupd.core.phrases.days import parse_day, parse_moment
from followupd.core.phrases.log import asked_in, parse_channel, parse_outcome
from followupd.core.standing import Standing
from followupd.core.timeline import day_of
from followupd.errors import UsageError
from followupd.outlook import Outlook

OUTCOMES = ", ".join(outcome.words for outcome in Outcome)


@click.command(
    help=f"""Log a try to reach WHO, and what came of it.

    OUTCOME is one of: {OUTCOMES}; or a short mark: ok, na, lm, cb. WHO is a name, a part of one, or an id.

    \b
      followupd log Dana no answer
      followupd log "Dana Whitfield" reached --via email -m "back from Lisbon"
      followupd log dana call back --next "Thursday 14:00"
      followupd log dana left message --at "yesterday 16:00"
      followupd log "walking six" booked 2027-05-21
    """
)
@click.argument("who", shell_complete=complete_who)
@click.argument("outcome", nargs=-1, required=True, shell_complete=complete_outcome)
@click.option("--via", metavar="CHANNEL", help="phone, email, text, video, coffee, note, social or one of your own.")
@click.option("--at", "at_text", metavar="WHEN", help="When it was, if not just now: 14:10, yesterday, 2 hours ago.")
@click.option("-m", "--note", default="", help="What was said.")
@click.option("--next", "next_day", metavar="DATE", help="The day that they asked for, or that you choose.")
@with_call
def command(
    call: Call, who: str, outcome: tuple[str, ...], via: str | None, at_text: str | None, note: str,
    next_day: str | None,
) -> None:
    words = Words(who, outcome, via, at_text, note.strip(), next_day)
    with at_the_desk(call) as desk:
        meeting = booked_meeting(words, desk.before)
        if meeting is not None:
            tell_booked(call, *meeting, desk.record(meeting[1], reason="log"))
            return
        match, attempt = understood(words, desk.before)
        ending = desk.record(attempt, reason="log")
    _tell(call, match, attempt, ending)
    leave(ending)


def understood(words: Words, view: Outlook) -> tuple[Match, Attempt]:
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


def _tell(call: Call, match: Match, attempt: Attempt, ending: Ending) -> None:
    view, error = ending.view, ending.error
    standing = view.standing(match.key)
    if call.as_json:
        near = day_of(view.now, view.hitlist.timezone)
        json_form.emit({
            "logged": json_form.attempt(attempt), "person": json_form.person(standing, near),
            "next": answer.coming(standing, view.hitlist, view.now), "written": ending.written,
            "error": None if error is None else {"message": error.message, "exit_code": error.exit_code},
        })
    else:
        whose = "" if match.sure else f"{name(match.contact.name)}: "
        next_step = answer.coming(standing, view.hitlist, view.now)
        say(f"{whose}{answer.told(standing, attempt)}. {next_step}. {ending.said}".rstrip())
    complain_of(error, "Logged")
