"""`followupd simulate`: a year simulated in advance, with people who answer as assumed.

Uses the real planner; never reads the calendar and writes nothing.
"""

from __future__ import annotations

from datetime import timedelta

import click

from followupd.cli.assumed import assumed_text, assuming, form
from followupd.cli.call import Call, with_call
from followupd.core.phrases.vocabulary import day_text
from followupd.core.values.time import MONTH_NAMES
from followupd.rendering.json_form import Json, day, emit
from followupd.rendering.text import count, name, say, table
from followupd.simulation.foresight import Assumptions, beginning, play
from followupd.simulation.measures import CourseFigures, Figures, InTouch, share, tally

MOST_DAYS = 3653
SHOWN = 10


@click.command()
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=365, show_default=True, metavar="N",
              help="How many days to live through.")
@assuming
@with_call
def command(call: Call, days: int, assumed: Assumptions) -> None:
    """Simulate the coming year, with your list and people as they may be. Nothing is written.

    \b
      followupd simulate
      followupd simulate --days 90 --seed 7
      followupd simulate --answer phone=0.25 --keep 0.7
    """
    begin = beginning(call.config(), call.now)
    course = play(begin, days, assumed)
    result = tally(course, begin.hitlist)
    if call.as_json:
        emit(_form(result, assumed))
    else:
        _show(result, assumed)


def _show(result: CourseFigures, assumed: Assumptions) -> None:
    whole, near = result.whole, result.whole.first
    last = whole.last - timedelta(days=1)
    say(f"From {day_text(whole.first, near)} to {day_text(last, near)} with seed {assumed.seed}: what might happen.",
        assumed_text(assumed), "")
    head = ("Month", "Tries", "Contacts", "Blocks", "Reminders", "Minutes", "Late")
    rows = [_row(f"{MONTH_NAMES[m.first.month - 1]} {m.first.year}", m) for m in result.months]
    say(*table(head, [*rows, _row("Together", whole)] if len(rows) > 1 else rows), "", *_summary(result))


def _row(label: str, part: Figures) -> tuple[str, ...]:
    blocks, reminders = part.blocks_kept + part.blocks_missed, part.reminders_kept + part.reminders_missed
    return (
        label, str(part.tries), str(part.contacts), f"{part.blocks_kept} of {blocks}",
        f"{part.reminders_kept} of {reminders}", str(part.minutes), str(len(part.late)),
    )


def _summary(result: CourseFigures) -> list[str]:
    whole, people = result.whole, result.people
    each = f", {whole.tries / whole.contacts:.1f} for each contact" if whole.contacts else ""
    lines = [
        f"{count(whole.contacts, 'contact')} made with {count(whole.tries, 'try', 'tries')}{each}.",
        f"Of all days, your {count(len(people), 'person', 'people')} were {share(people, 'within_every'):.0%} within "
        f"`every` and {share(people, 'within_at_most'):.0%} within `at_most`.",
    ]
    if not whole.late:
        return [*lines, "Nobody is late at the end."]
    latest = sorted(whole.late, key=lambda person: -person.late_by)
    shown = ", ".join(f"{name(p.contact.name)} ({count(p.late_by, 'day')})" for p in latest[:SHOWN])
    more = f" and {len(latest) - SHOWN} more" if len(latest) > SHOWN else ""
    return [*lines, f"Late at the end, so many days after `at_most`: {shown}{more}."]


def _form(result: CourseFigures, assumed: Assumptions) -> Json:
    return {
        "assumed": form(assumed), **stretch_form(result.whole),
        "within_every": round(share(result.people, "within_every"), 4),
        "within_at_most": round(share(result.people, "within_at_most"), 4),
        "months": [stretch_form(month) for month in result.months],
        "people": [_person(person) for person in result.people],
    }  # fmt: skip


def stretch_form(part: Figures) -> Json:
    """Return one stretch of time for --json."""
    return {
        "first": day(part.first), "last": day(part.last - timedelta(days=1)), "tries": part.tries,
        "contacts": part.contacts, "blocks_kept": part.blocks_kept, "blocks_missed": part.blocks_missed,
        "reminders_kept": part.reminders_kept, "reminders_missed": part.reminders_missed,
        "minutes_used": part.minutes, "minutes_protected": part.protected, "late": [p.key for p in part.late],
    }  # fmt: skip


def _person(person: InTouch) -> Json:
    return {
        "key": person.key, "name": person.contact.name, "tries": person.tries, "contacts": person.contacts,
        "within_every": round(person.within_every / max(person.days, 1), 4),
        "within_at_most": round(person.within_at_most / max(person.days, 1), 4),
        "late_by": person.late_by, "worst": person.worst,
    }  # fmt: skip
