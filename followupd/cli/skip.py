"""`followupd skip`: leave out the block of this or another week; its people go to the next sheet.

Takes words, gives the answer. Stores the same fact as a deletion on the calendar, and asks no questions.
"""

from __future__ import annotations

import click

from followupd.cli.call import Call, with_call
from followupd.cli.responding import show
from followupd.core.people.timeline import day_of
from followupd.core.phrases.stretch import parse_stretch
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.phrases.words import quoted
from followupd.core.schedule.block import Block, Dropped
from followupd.core.schedule.skips import blocks_on, restoring, skipping, skips_on
from followupd.core.values.facts import Restored, Skipped
from followupd.core.values.time import Interval, count
from followupd.desk.desk import Desk, at_the_desk
from followupd.desk.recording import Ending, record_facts
from followupd.errors import UsageError
from followupd.passes.outlook import Outlook
from followupd.rendering.json_form import Json, error_form, instant, printed
from followupd.rendering.text import clean

BLOCKS_SHOWN = 3


@click.command()
@click.argument("when", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Take a skip back: the block is written again.")
@with_call
def command(call: Call, when: tuple[str, ...], undo: bool) -> None:
    """Leave out the blocks of WHEN: a week or a day. Nobody is asked, and their people go to the next sheet.

    \b
      followupd skip this week
      followupd skip next week
      followupd skip Thursday
      followupd skip --undo this week
    """
    text = " ".join(when)
    with at_the_desk(call.config(), call.now) as desk:
        zone = desk.hitlist.timezone
        try:
            first, last = parse_stretch(text, day_of(desk.now, zone))
        except ValueError as error:
            raise UsageError(str(error)) from None
        plan = desk.before.plan
        off = skips_on(plan.dropped, first, last, desk.now, zone)
        on = blocks_on(plan.blocks, first, last, desk.now, zone)
        meant: list[Block] | list[Dropped] = off if undo else on
        if not meant:
            raise _none(text, desk, undo=undo, already=bool(off))
        ending = record_facts(desk, *_facts(desk, on, off, undo=undo), reason="skip")
    show(ending.answer(_text([_place(one) for one in meant], ending, undo=undo, as_json=call.as_json)))


def _facts(desk: Desk, on: list[Block], off: list[Dropped], *, undo: bool) -> list[Skipped] | list[Restored]:
    name = desk.hitlist.name
    if undo:
        return restoring(off, desk.history.facts(), name, desk.now)
    return skipping(on, desk.written(), name, desk.now)


def _place(one: Block | Dropped) -> Interval:
    return one.interval if isinstance(one, Block) else one.home


def _none(text: str, desk: Desk, *, undo: bool, already: bool) -> UsageError:
    """Return the error for a time without a block, with the blocks that could be meant."""
    plan, zone = desk.before.plan, desk.hitlist.timezone
    if already:
        return UsageError(f"{quoted(text)}: already skipped", f"To take it back: followupd skip --undo {text}")
    off = [gone.home for gone in plan.dropped if gone.skipped]
    coming = [place.start for place in (off if undo else [b.interval for b in plan.blocks]) if place.start > desk.now]
    shown = [moment_text(at, zone, day_of(desk.now, zone)) for at in coming[:BLOCKS_SHOWN]]
    what = "no block is skipped" if undo else "no block is to come"
    hint = f"{'Skipped' if undo else 'To come'}: {', '.join(shown)}." if shown else "See followupd status"
    return UsageError(f"{quoted(text)}: {what} then", hint)


def _text(places: list[Interval], ending: Ending, *, undo: bool, as_json: bool) -> str:
    view = ending.view
    if as_json:
        return printed({
            "now": instant(view.now), "restored" if undo else "skipped": [_form(place) for place in places],
            "next_block": _next(view), "written": ending.written, "error": error_form(ending.error),
        })
    zone = view.hitlist.timezone
    near = day_of(view.now, zone)
    shown = ", ".join(moment_text(place.start, zone, near) for place in places)
    said = f"{'Back again' if undo else 'Skipped'}: {count(len(places), 'block')} ({shown})"
    after = next((b for b in view.plan.blocks if b.interval.start > view.now), None)
    then = f" Next block: {moment_text(after.interval.start, zone, near)}." if after is not None else ""
    return clean(f"{said}.{then} {ending.said}".rstrip())


def _form(place: Interval) -> Json:
    return {"start": instant(place.start), "end": instant(place.end)}


def _next(view: Outlook) -> Json | None:
    return next((_form(b.interval) for b in view.plan.blocks if b.interval.start > view.now), None)
