"""`followupd log WHO booked DAY`: the next meeting stands in the diary, and its day is when they are expected next.

Takes words, gives the fact and the answer. Decides nothing about days: the plan does.
"""

from __future__ import annotations

from followupd.core.people.timeline import day_of
from followupd.core.phrases.days import parse_day
from followupd.core.phrases.vocabulary import day_text
from followupd.core.values.facts import Booked
from followupd.desk.recording import Ending
from followupd.desk.who import Match, find
from followupd.desk.words import Words
from followupd.errors import UsageError
from followupd.passes.outlook import Outlook
from followupd.rendering import json_form
from followupd.rendering.answer import coming
from followupd.rendering.text import clean, name

BOOKED = "booked"


def booked_meeting(words: Words, view: Outlook) -> tuple[Match, Booked] | None:
    """Whom and when, where the words say that a meeting was booked; None where they tell of a try."""
    typed = (words.who, *words.outcome)
    at = next((n for n, word in enumerate(typed) if n and word.casefold() == BOOKED), None)
    if at is None:
        return None
    match = find(" ".join(typed[:at]), view.people.by_key)
    said = " ".join(typed[at + 1:]).strip()
    if not said:
        raise UsageError("for which day is it booked?", 'For instance: followupd log "walking six" booked 2027-05-21')
    try:
        day = parse_day(said, day_of(view.now, view.hitlist.timezone)).day
    except ValueError as error:
        raise UsageError(f"booked {error}") from None
    return match, Booked(match.key, view.now, day)


def tell_booked(match: Match, fact: Booked, ending: Ending, *, as_json: bool) -> str:
    view = ending.view
    standing = view.standing(match.key)
    next_step = coming(standing, view.hitlist, view.now)
    near = day_of(view.now, view.hitlist.timezone)
    if as_json:
        return json_form.printed({
            "booked": fact.day.isoformat(), "person": json_form.person(standing, near),
            "next": next_step, "written": ending.written, "error": json_form.error_form(ending.error),
        })
    whose = "" if match.sure else f"{name(match.contact.name)}: "
    return clean(f"{whose}Booked for {day_text(fact.day, near)}. {next_step}. {ending.said}".rstrip())
