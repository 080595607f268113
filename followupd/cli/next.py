"""`followupd next`: whom to reach now, in the time there is.

Reads the hit list and the history, never the calendar, so that it answers at once.
"""

from __future__ import annotations

from dataclasses import replace

import click

from followupd.cli.answer import coming
from followupd.cli.call import Call, with_call
from followupd.cli.json_form import Json, emit, instant, person
from followupd.cli.text import line, name, say
from followupd.core.phrases.log import parse_channel
from followupd.core.plan import Standing
from followupd.core.reasons import because, moment_text
from followupd.core.timeline import day_of
from followupd.core.wording import act
from followupd.errors import UsageError
from followupd.outlook import Outlook, lines_for, look, next_item, reachable_now


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
    view = look(call.config(), call.now)
    found = reachable_now(view, _channel(via, view))
    shown = found[: lines_for(view.hitlist, minutes)]
    if call.as_json:
        emit(_form(view, shown, len(found)))
        return
    if not found:
        say("Nobody can be reached just now." if via is None else f"Nobody can be reached by {line(via)} just now.")
        say(*_later(view))
        return
    near = day_of(view.now, view.hitlist.timezone)
    for number, (standing, channel) in enumerate(shown, 1):
        assert standing.wish is not None
        say(f"{number}. {line(act(replace(standing.wish, channel=channel)))}{_address(standing, channel)}")
        say(f"   {line(because(standing.reasons, near), 300)}")
    if len(found) > len(shown):
        say("", f"{len(found) - len(shown)} more could be reached now.")


def _channel(via: str | None, view: Outlook) -> str | None:
    if via is None:
        return None
    own = {c.casefold(): c for contact in view.people.by_key.values() for c in contact.via}
    try:
        return own.get(via.strip().casefold()) or parse_channel(via)
    except ValueError as error:
        raise UsageError(f"--via {error}") from None


def _address(standing: Standing, channel: str) -> str:
    contact = standing.contact
    known = contact.phones if channel in ("phone", "text") else contact.emails if channel == "email" else ()
    return f"   {line(known[0])}" if known else ""


def _later(view: Outlook) -> list[str]:
    standing = next_item(view)
    if standing is None or standing.item is None:
        return ["Nothing is planned."]
    near = day_of(view.now, view.hitlist.timezone)
    when = moment_text(standing.item.interval.start, view.hitlist.timezone, near)
    same = [s for s in view.plan.standings.values() if s.item is not None and s.item.uid == standing.item.uid]
    others = f" and {len(same) - 1} more" if len(same) > 1 else ""
    return [f"Next: {when}, {name(standing.contact.name)}{others}."]


def _form(view: Outlook, shown: list[tuple[Standing, str]], reachable: int) -> Json:
    near = day_of(view.now, view.hitlist.timezone)
    later = next_item(view)
    return {
        "now": instant(view.now), "reachable": reachable,
        "people": [
            {
                **person(standing, near), "by": channel, "phones": list(standing.contact.phones),
                "emails": list(standing.contact.emails),
            }
            for standing, channel in shown
        ],
        "next": None if later is None or later.item is None else {
            "key": later.key, "name": later.contact.name, "start": instant(later.item.interval.start),
            "text": coming(later, view.hitlist, view.now),
        },
    }  # fmt: skip
