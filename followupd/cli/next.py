"""`followupd next`: whom to reach now, in the time there is.

Reads the hit list and the history, never the calendar. What it worked out is remembered, so that it answers at once
as long as nothing has happened; then only this module, desk/next_memory.py and desk/reachable.py are loaded.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import click

from followupd.cli.call import Call, with_call
from followupd.desk.next_memory import recall
from followupd.desk.reachable import Candidate, Reachable, Way, within
from followupd.errors import UsageError
from followupd.rendering.json_form import Json, emit, instant
from followupd.rendering.text import line, say

USUAL_LINES = 3    # how many people are named when no time is said
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KNOWN = ("phone", "text", "email", "video", "coffee", "note", "social")   # said like this, they need no looking up


@click.command()
@click.option("--minutes", type=click.IntRange(1, 24 * 60), metavar="N", help="How many minutes you have.")
@click.option("--via", metavar="CHANNEL", help="Only by this channel, as in --via email.")
@with_call
def command(call: Call, minutes: int | None, via: str | None) -> None:
    """Name the people who can be reached at this moment, the one most worth it first.

    \b
      followupd next
      followupd next --minutes 20 --via phone
    """
    now = datetime.now(UTC)
    answer = recall(call.config_name(), _micros(now)) if call.pretended is None else None
    if answer is None:
        from followupd.desk.next_look import look_now

        answer = look_now(call.config(), call.now, keep=call.pretended is None)
        now = EPOCH + timedelta(microseconds=answer.since)
    found = answer.at(_micros(now), _channel(via, answer))
    shown = found[:USUAL_LINES] if minutes is None else within(found, minutes)
    if call.as_json:
        emit(_form(answer, now, shown, len(found)))
        return
    if not found:
        say("Nobody can be reached just now." if via is None else f"Nobody can be reached by {line(via)} just now.")
        say(answer.later)
        return
    for number, (person, way) in enumerate(shown, 1):
        number_or_mail = f"   {line(way.address)}" if way.address else ""
        link = f"   {way.link}" if way.link.startswith(("tel:", "sms:")) else ""     # as on a call sheet
        say(f"{number}. {line(way.act)}{number_or_mail}{link}")
        say(f"   {line(person.why, 300)}")
    if len(found) > len(shown):
        say("", f"{len(found) - len(shown)} more could be reached now.")


def _micros(at: datetime) -> int:
    return (at - EPOCH) // timedelta(microseconds=1)


def _channel(via: str | None, answer: Reachable) -> str | None:
    if via is None:
        return None
    word = via.strip().casefold()
    if word in answer.channels or word in KNOWN:
        return answer.channels.get(word, word)
    from followupd.core.phrases.log import parse_channel

    try:
        return parse_channel(via)
    except ValueError as error:
        raise UsageError(f"--via {error}") from None


def _form(answer: Reachable, now: datetime, shown: list[tuple[Candidate, Way]], reachable: int) -> Json:
    return {
        "now": instant(now), "reachable": reachable,
        "people": [{**person.form, "by": way.channel, "link": way.link or None} for person, way in shown],
        "next": answer.item,
    }
