"""`followupd check`: only the hit list, with every mistake at its line.

Reads the YAML and the JSON Schema beside it, which may be out of date. The exit code is 2 if something has to be fixed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import click

from followupd.cli import schema
from followupd.cli.call import Call, with_call
from followupd.cli.progress import ProgressBar
from followupd.core.schedule.idle import idle_blocks, only_at_night
from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import count
from followupd.hitlist.load import Loaded, Place, load
from followupd.hitlist.problems import Problem, render, render_notes
from followupd.rendering.json_form import emit
from followupd.rendering.text import complain, say

BAD_HITLIST = 2


@click.command()
@with_call
def command(call: Call) -> None:
    """Check the hit list. Every mistake is named with its line, and what to write instead.

    \b
      followupd check
      followupd check -c ~/people/hitlist.yaml
    """
    config = call.config()
    loaded = load(config)
    if loaded.hitlist is not None:
        now = call.now(loaded.hitlist.timezone)
        with ProgressBar("Reading the address books"):
            about_cards, hitlist = with_cards(loaded.hitlist, config, loaded.contacts_at, now)
        found = (
            *not_yet(hitlist, config, now), *idle(hitlist, loaded.blocks_at, now),
            *far_away(hitlist, loaded.contacts_at, now), *about_cards,
        )
        loaded = replace(loaded, hitlist=hitlist, notes=(*loaded.notes, *found))
    if schema.is_outdated(config.parent):
        said = f"is from another version of followupd. Write it again: followupd schema > {schema.FILE}"
        loaded = replace(loaded, notes=(*loaded.notes, Problem(config.parent / schema.FILE, 1, 1, "", said)))
    if call.as_json:
        emit(_form(config, loaded))
    else:
        _show(call, config, loaded)
    if loaded.hitlist is None:
        click.get_current_context().exit(BAD_HITLIST)


def _show(call: Call, config: Path, loaded: Loaded) -> None:
    if loaded.hitlist is None:
        complain(render(loaded.problems), call.typed("Fix it and check again: followupd check"))
    else:
        fine = "is fine, but see below" if loaded.notes else "is fine"
        say(f"{config.name} {fine}: {_summary(loaded.hitlist)}.")
    if loaded.notes:
        say("", render_notes(loaded.notes))


def not_yet(hitlist: Hitlist, config: Path, now: datetime) -> list[Problem]:
    """Return a note for each `log:` line dated in the future: most likely a slip, and it does not count until then."""
    notes = []
    for number, contact in enumerate(hitlist.contacts):
        for at in (*(line.at for line in contact.log), *(line.at for line in contact.booked)):
            if at > now:
                day = at.astimezone(hitlist.timezone).date()
                said = f"{contact.name}: the line of {day} is in the future and does not count yet."
                notes.append(Problem(config, 1, 1, f"contacts[{number}].log", said))
    return notes


def idle(hitlist: Hitlist, places: Sequence[Place], now: datetime) -> list[Problem]:
    """Return a note for each block that can hold nobody, at its line: it would take time but stay empty."""
    near = now.astimezone(hitlist.timezone).date()
    notes = []
    for block in idle_blocks(hitlist, now):
        at = places[block.number]
        advice = "Choose another time" if not block.reason.short else "Make it longer"
        said = f"{block.reason.text(near)}. {advice}, or leave it out."
        notes.append(Problem(at.file, at.line, at.column, at.path, said))
    return notes


def far_away(hitlist: Hitlist, places: Sequence[Place], now: datetime) -> list[Problem]:
    """Return a note for each contact all of whose hours are in the user's night, at their line."""
    notes = []
    for number, all_year in only_at_night(hitlist, now):
        at, when = places[number], "" if all_year else " for a part of the year"
        said = (
            f"{hitlist.contacts[number].name}: all of their hours are in your night{when}. Give them hours: that suit "
            "you both, put email first in via:, or add a block in your evening."
        )
        notes.append(Problem(at.file, at.line, at.column, at.path, said))
    return notes


def with_cards(
    hitlist: Hitlist, config: Path, places: Sequence[Place], now: datetime
) -> tuple[list[Problem], Hitlist]:
    """Return a note for each card that is in doubt, at the line of its person, and the hit list with all others.

    Files are read as they are now; what is on a server counts as it was last read.
    """
    if not hitlist.address_books:
        return [], hitlist
    from followupd.passes.address_books import cards_now  # a list without an address book does without
    from followupd.passes.state_file import existing_history

    history = existing_history(config, hitlist)
    with closing(history) if history is not None else nullcontext():
        cards = cards_now(hitlist, history, now, near=True)
    at = dict(zip((contact.slug for contact in hitlist.contacts), places, strict=True))
    notes = [Problem(config, 1, 1, "addressbook", problem) for book in cards.books for problem in book.problems]
    for doubt in cards.doubts:
        place = at[doubt.slug]
        notes.append(Problem(place.file, place.line, place.column, place.path, doubt.sentence))
    return notes, cards.hitlist


def _summary(hitlist: Hitlist) -> str:
    return ", ".join([
        count(len(hitlist.contacts), "person", "people"),
        *([f"{_on_cards(hitlist)} of them with a card"] if hitlist.address_books else []),
        " and ".join(_blocks(hitlist)) or "no block",
        f"calendar {hitlist.calendar.label}",
    ])


def _on_cards(hitlist: Hitlist) -> int:
    return sum(contact.taken is not None for contact in hitlist.contacts)


def _blocks(hitlist: Hitlist) -> Iterator[str]:
    """Yield `2 blocks a week`, `1 block every 2 weeks`, `1 block a month`."""
    numbers: dict[str, int] = defaultdict(int)
    for rule in hitlist.blocks:
        often = "a month" if rule.of_month else "a week" if rule.weeks == 1 else f"every {rule.weeks} weeks"
        numbers[often] += len(rule.days) * max(1, len(rule.of_month))
    yield from (f"{count(number, 'block')} {often}" for often, number in numbers.items())


def _form(config: Path, loaded: Loaded) -> dict[str, object]:
    hitlist = loaded.hitlist
    return {
        "ok": hitlist is not None, "file": str(config), "files": [str(file) for file in loaded.files],
        "list": hitlist.name if hitlist else None,
        "contacts": len(hitlist.contacts) if hitlist else None,
        "with_card": _on_cards(hitlist) if hitlist and hitlist.address_books else None,
        "problems": [problem.as_dict() for problem in loaded.problems],
        "notes": [note.as_dict() for note in loaded.notes],
    }
