"""`followupd promise`: make, keep or drop a promise, and show the open ones.

Takes words, gives the answer. The fact is stored durably first (P4). The plan decides about days.
"""

from __future__ import annotations

from datetime import date

import click

from followupd.cli.call import Call, with_call
from followupd.cli.completing import complete_who
from followupd.cli.responding import show
from followupd.core.people.promises import Given, alike
from followupd.core.people.timeline import day_of
from followupd.core.phrases.days import parse_deadline
from followupd.core.phrases.names import is_spelling
from followupd.core.phrases.signs import in_words
from followupd.core.phrases.vocabulary import Said, day_text, moment_text
from followupd.core.phrases.words import quoted
from followupd.core.values.facts import Promised, Settled
from followupd.desk.desk import Desk, at_the_desk
from followupd.desk.recording import Ending, record_facts
from followupd.desk.who import Match, find_contact
from followupd.errors import UsageError
from followupd.passes.outlook import Outlook, look
from followupd.rendering.answer import unshown
from followupd.rendering.json_form import emit, error_form, instant, place_of, printed, promise_form
from followupd.rendering.text import clean, line, name, say

LONGEST_PROMISE = 2000


@click.command()
@click.argument("who", required=False, shell_complete=complete_who)
@click.argument("what", nargs=-1)
@click.option("--by", "by_text", metavar="DAY", help="The last day for it: Friday, 28 Nov, next week, March.")
@click.option("--done", "ended", flag_value=Said.KEPT.value, help="It is kept. WHAT may be a part of it, or left out.")
@click.option("--drop", "ended", flag_value=Said.DROPPED.value, help="The promise no longer counts.")
@with_call
def command(call: Call, who: str | None, what: tuple[str, ...], by_text: str | None, ended: str | None) -> None:
    """Note a promise to WHO, so that it is kept: WHAT you said you would do.

    It comes first on the next call sheet, or gets its own reminder if no block comes in time, until you say
    that it is done. Without WHAT: the promises to WHO; without WHO: all that are open.

    \b
      followupd promise Dana "send the Lisbon list" --by Friday
      followupd promise Dana --done lisbon
    """
    text = " ".join(" ".join(what).split())
    if who is None or (not text and ended is None):
        if by_text is not None or ended is not None:
            raise UsageError("whose promise?", 'For instance: followupd promise Dana "send the list" --by Friday')
        _list(call, who)
        return
    if ended is not None and by_text is not None:
        raise UsageError("--by goes with a new promise", "Leave it out, or leave out --done and --drop.")
    with at_the_desk(call.config(), call.now) as desk:
        match = find_contact(who, desk.before.people.by_key)
        fact = _settled(desk, match, text, ended) if ended is not None else _promised(desk, match, text, by_text)
        ending = record_facts(desk, fact, reason="promise")
    show(ending.answer(_text(match, fact, ending, as_json=call.as_json)))


def _promised(desk: Desk, match: Match, what: str, by_text: str | None) -> Promised:
    if len(what) > LONGEST_PROMISE or not all(map(is_spelling, what)):
        raise UsageError(f"a promise is one line of at most {LONGEST_PROMISE} characters", "Say it in fewer words.")
    by: date | None = None
    if by_text is not None:
        try:
            by = parse_deadline(by_text, day_of(desk.now, desk.hitlist.timezone))
        except ValueError as error:
            raise UsageError(f"--by {error}") from None
    return Promised(match.key, desk.now, what, by)


def _settled(desk: Desk, match: Match, typed: str, ended: str) -> Settled:
    """Return the open promise that is meant: the only one, or the only one with the typed words."""
    open_ = [p for p in desk.before.status(match.key).timeline.promises if p.ended is None]
    meant = [p for p in open_ if alike(p.what) == alike(typed)] or [p for p in open_ if alike(typed) in alike(p.what)]
    if len(meant) == 1:
        return Settled(match.key, desk.now, meant[0].what, meant[0].by, ended == Said.KEPT)
    whom = name(match.contact.name)
    if not open_:
        raise UsageError(f"no promise to {whom} is open", "See all of them: followupd promise")
    open_ones = "; ".join(line(p.what, 60) for p in (meant or open_))
    if not meant:
        raise UsageError(f"no open promise to {whom} holds {quoted(typed)}", f"Open: {open_ones}.")
    raise UsageError(f"several promises to {whom} are open", f"Say a part of the one you mean: {open_ones}.")


def _text(match: Match, fact: Promised | Settled, ending: Ending, *, as_json: bool) -> str:
    view = ending.view
    known = next(p for p in view.status(match.key).timeline.promises if alike(p.what) == alike(fact.what))
    if as_json:
        return printed({
            "key": match.key, "name": match.contact.name, "promise": promise_form(known, match.key, view),
            "written": ending.written, "error": error_form(ending.error),
        })
    what = line(known.what, 200)
    if known.ended is not None:
        said = f"{in_words(known.ended.sign)}: {what}"
    else:
        said = f"promised: {what}{_by(known, view)}. Next: {_place(known, match.key, view)}"
    return clean(f"{name(match.contact.name)}: {said}. {ending.said}".rstrip())


def _by(given: Given, view: Outlook) -> str:
    return f", by {day_text(given.by, day_of(view.now, view.hitlist.timezone))}" if given.by else ""


def _place(given: Given, key: str, view: Outlook) -> str:
    """Return `on the sheet of Tue 24 Nov 10:00`, read from the plan."""
    near = day_of(view.now, view.hitlist.timezone)
    place = place_of(given, key, view)
    if place is None:
        return "on a sheet closer to the day"
    where = "on the sheet of " if place.on_sheet else ""
    return f"{where}{moment_text(place.interval.start, view.hitlist.timezone, near)}{unshown(place)}"


def _list(call: Call, who: str | None) -> None:
    view = look(call.config(), call.now)
    keys = [find_contact(who, view.people.by_key).key] if who is not None else list(view.people.by_key)
    promises = [(key, p) for key in keys for p in view.status(key).timeline.promises if who or p.ended is None]
    promises.sort(key=lambda entry: (entry[1].ended is not None, entry[1].by or date.max))
    if call.as_json:
        people = view.people.by_key
        emit({"now": instant(view.now), "promises": [
            {"key": key, "name": people[key].name, **promise_form(given, key, view)} for key, given in promises
        ]})
        return
    say(*_lines(promises, view) or ["No promise is open."])


def _lines(found: list[tuple[str, Given]], view: Outlook) -> list[str]:
    open_ones = []
    for key, given in found:
        state = in_words(given.ended.sign) if given.ended else _place(given, key, view)
        open_ones.append(f"{name(view.people.by_key[key].name)}: {line(given.what, 100)}{_by(given, view)} ({state})")
    return open_ones
