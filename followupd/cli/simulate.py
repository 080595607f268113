"""`followupd simulate`: a year simulated in advance, with people who answer as assumed.

Uses the real planner; never reads the calendar and writes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import click

from followupd.cli.assumed import assumed_text, assuming, form
from followupd.cli.call import Call, with_call
from followupd.cli.progress import ProgressBar
from followupd.core.phrases.times import parse_span
from followupd.core.phrases.vocabulary import day_text
from followupd.core.values.time import MONTH_NAMES, Span, count
from followupd.errors import UsageError
from followupd.hitlist.settings import MOST_RUNGS
from followupd.rendering.json_form import Json, day, emit
from followupd.rendering.text import name, say, table
from followupd.simulation.foresight import Assumptions, Beginning, beginning, play
from followupd.simulation.measures import CourseFigures, Figures, InTouch, lost, share, tally

MOST_DAYS = 3653
LATECOMERS_SHOWN = 10
MOST_LADDERS = 10
Ladder = tuple[Span, ...]


@click.command()
@click.option("--days", type=click.IntRange(1, MOST_DAYS), default=365, show_default=True, metavar="N",
              help="How many days to live through.")
@click.option("--compare", metavar="LADDERS", help='Other ladders in one table: "1w 1w 1w; 1w 2w 1mo".')
@assuming
@with_call
def command(call: Call, days: int, compare: str | None, assumed: Assumptions) -> None:
    """Simulate the coming year, with your list and people as they may be. Nothing is written.

    \b
      followupd simulate
      followupd simulate --days 90 --seed 7
      followupd simulate --answer phone=0.25 --keep 0.7
      followupd simulate --compare "1w 1w 1w; 1w 2w 1mo"
    """
    ladders = _ladders(compare) if compare is not None else ()
    begin = beginning(call.config(), call.now)
    if ladders:
        with ProgressBar("Simulating"):
            rows = [(ladder, _with_ladder(begin, ladder, days, assumed)) for ladder in ladders]
        if call.as_json:
            emit(_comparison(rows, assumed))
        else:
            _show_comparison(rows, assumed, begin.hitlist.retry.ladder)
        return
    with ProgressBar("Simulating"):
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
    shown = ", ".join(f"{name(p.contact.name)} ({count(p.late_by, 'day')})" for p in latest[:LATECOMERS_SHOWN])
    more = f" and {len(latest) - LATECOMERS_SHOWN} more" if len(latest) > LATECOMERS_SHOWN else ""
    return [*lines, f"Late at the end, so many days after `at_most`: {shown}{more}."]


def _ladders(text: str) -> tuple[Ladder, ...]:
    """Read "1w 1w 1w; 1w 2w 1mo": one ladder or several, with spaces or commas between the waits."""
    advice = 'Write --compare "1w 1w 1w; 1w 2w 1mo".'
    try:
        ladders = [
            tuple(parse_span(wait) for wait in re.split(r"\s*,\s*|(?<=[a-z])\s+(?=\d)", one.strip().lower()))
            for one in text.split(";") if one.strip()
        ]
    except ValueError as error:
        raise UsageError(f"--compare: {error}", advice) from None
    if not 1 <= len(ladders) <= MOST_LADDERS or max(map(len, ladders)) > MOST_RUNGS:
        raise UsageError(f"--compare needs 1 to {MOST_LADDERS} ladders of at most {MOST_RUNGS} waits", advice)
    return tuple(ladders)


def _with_ladder(begin: Beginning, ladder: Ladder, days: int, assumed: Assumptions) -> CourseFigures:
    hitlist = replace(begin.hitlist, retry=replace(begin.hitlist.retry, ladder=ladder))
    return tally(play(replace(begin, hitlist=hitlist), days, assumed), hitlist)


def _show_comparison(rows: Sequence[tuple[Ladder, CourseFigures]], assumed: Assumptions, ours: Ladder) -> None:
    whole = rows[0][1].whole
    last = whole.last - timedelta(days=1)
    say(f"From {day_text(whole.first, whole.first)} to {day_text(last, whole.first)} with seed {assumed.seed}, "
        "once with each ladder.", assumed_text(assumed), "")
    head = ("Ladder", "Within every", "Within at_most", "Tries a contact", "Lost")
    say(*table(head, [
        (_words(ladder) + (" (yours)" if ladder == ours else ""), f"{share(found.people, 'within_every'):.1%}",
         f"{share(found.people, 'within_at_most'):.1%}", _each(found), str(len(lost(found.people))))
        for ladder, found in rows
    ]), "", "\"Lost\" means: nobody tried to reach them for 1.5 times their `at_most`.")


def _words(ladder: Ladder) -> str:
    return ", ".join(map(str, ladder))


def _each(found: CourseFigures) -> str:
    return f"{found.whole.tries / found.whole.contacts:.2f}" if found.whole.contacts else "-"


def _comparison(rows: Sequence[tuple[Ladder, CourseFigures]], assumed: Assumptions) -> Json:
    return {"assumed": form(assumed), "ladders": [
        {
            "ladder": [str(wait) for wait in ladder], "within_every": round(share(found.people, "within_every"), 4),
            "within_at_most": round(share(found.people, "within_at_most"), 4), "tries": found.whole.tries,
            "contacts": found.whole.contacts, "lost": [person.key for person in lost(found.people)],
        } for ladder, found in rows
    ]}


def _form(result: CourseFigures, assumed: Assumptions) -> Json:
    return {
        "assumed": form(assumed), **stretch_form(result.whole),
        "within_every": round(share(result.people, "within_every"), 4),
        "within_at_most": round(share(result.people, "within_at_most"), 4),
        "months": [stretch_form(month) for month in result.months],
        "people": [_person(person) for person in result.people],
    }


def stretch_form(part: Figures) -> Json:
    """Return the figures of one stretch of time for --json."""
    return {
        "first": day(part.first), "last": day(part.last - timedelta(days=1)), "tries": part.tries,
        "contacts": part.contacts, "blocks_kept": part.blocks_kept, "blocks_missed": part.blocks_missed,
        "reminders_kept": part.reminders_kept, "reminders_missed": part.reminders_missed,
        "minutes_used": part.minutes, "minutes_protected": part.protected, "late": [p.key for p in part.late],
    }


def _person(person: InTouch) -> Json:
    return {
        "key": person.key, "name": person.contact.name, "tries": person.tries, "contacts": person.contacts,
        "within_every": round(person.within_every / max(person.days, 1), 4),
        "within_at_most": round(person.within_at_most / max(person.days, 1), 4),
        "late_by": person.late_by, "worst": person.worst,
    }
