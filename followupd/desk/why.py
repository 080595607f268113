"""The answer of `followupd why`: the whole chain that led to a date, each reason on its own line.

Takes the same reasons as the text of the event, read from the same day, so that the two agree. The cadence and each try
come before them, the place on the sheet after them (core/texts/chain.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import a_span, day_text, length_text, moment_text, ordinal
from followupd.core.reasons import Reason, because
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.texts.cards import act
from followupd.core.texts.chain import chain
from followupd.core.values.hitlist import ONE_WAY_CHANNELS
from followupd.desk.asking import Reply, WhyArguments
from followupd.desk.who import find_contact
from followupd.passes.outlook import Outlook
from followupd.rendering.answer import card_form, coming, from_card, meeting_ahead, unshown
from followupd.rendering.json_form import instant, person, printed, reasons, task_forms
from followupd.rendering.text import begun, line, lines, name


def why_answer(view: Outlook, arguments: WhyArguments, *, as_json: bool) -> Reply:
    """Answer why somebody has their date. Raises UsageError unless exactly one contact is meant."""
    status = view.status(find_contact(arguments.who, view.people.by_key).key)
    if not as_json:
        return Reply(lines(*_lines(status, view)))
    near = read_from(status, view)
    return Reply(printed({
        **person(status, near), "now": instant(view.now), "next": coming(status, view.hitlist, view.now),
        "after": list(what_follows(status, view)),
        "chain": reasons(chain(status, view.plan, view.hitlist, view.now), near),
        "block_reasons": reasons(block_reasons(status, view), near), "matters": task_forms(status.key, view),
        "card": card_form(status.contact),
    }))


def read_from(status: ContactStatus, view: Outlook) -> date:
    """Return the day from which the reasons are read: the event's own, as its text does, else today."""
    at = status.item.interval.start if status.item is not None else view.now
    return day_of(at, view.hitlist.timezone)


def block_reasons(status: ContactStatus, view: Outlook) -> tuple[Reason, ...]:
    """Return why the block of their sheet is where it is, if that is not its usual place."""
    uid = status.item.uid if status.item is not None and status.item.on_sheet else None
    return next((block.reasons for block in view.plan.blocks if block.uid == uid), ())


def _lines(status: ContactStatus, view: Outlook) -> Iterator[str]:
    near, today, zone = read_from(status, view), day_of(view.now, view.hitlist.timezone), view.hitlist.timezone
    yield f"{name(status.contact.name)}: {status.state.value}{_lateness(status)}"
    for reason in chain(status, view.plan, view.hitlist, view.now):
        text = line(reason.text(near), 300)
        yield f"  {begun(text)}"
    if status.item is not None and status.next_try is not None:
        what = f"on the sheet: {act(status.next_try)}" if status.item.on_sheet else act(status.next_try)
        yield f"{moment_text(status.item.interval.start, zone, today)}{unshown(status.item)}  {line(what)}"
        for reason in block_reasons(status, view):
            yield f"  The block: {line(reason.text(near), 300)}"
    elif status.state in (State.SCHEDULED, State.RESTING, State.IN_QUEUE):
        yield f"{coming(status, view.hitlist, view.now)}."
    for text in what_follows(status, view):
        yield f"  {text}"
    yield from _tasks(status, view)
    if said := from_card(status.contact):
        yield f"From the card of {line(said, 300)}."


def _lateness(status: ContactStatus) -> str:
    if status.late:
        return f", late by {length_text(status.late)} (at most {status.contact.cadence.at_most} apart)"
    return f", due for {length_text(status.overdue)}" if status.overdue else ""


def _tasks(status: ContactStatus, view: Outlook) -> Iterator[str]:
    """Return the tasks for them, each with its place and its reasons."""
    zone, today = view.hitlist.timezone, day_of(view.now, view.hitlist.timezone)
    for open_ in view.plan.tasks.of(status.key):
        task, item = view.plan.tasks.items.get(open_.ref, (open_, None))
        if item is None:
            yield f"{line(task.act)}: {because(task.reasons, today)}"
            continue
        where = "on the sheet: " if item.on_sheet else ""
        yield f"{moment_text(item.interval.start, zone, today)}{unshown(item)}  {where}{line(task.act)}"
        yield f"  {line(because(task.reasons, day_of(item.interval.start, zone)), 300)}"


def what_follows(status: ContactStatus, view: Outlook) -> Iterator[str]:
    """Return what follows from each outcome of the next try."""
    next_try, retry = status.next_try, view.hitlist.retry
    if next_try is None or status.state in (State.STOPPED, State.PAUSED):
        return
    timeline, cadence = status.timeline, status.contact.cadence
    zone = view.hitlist.timezone
    meeting = meeting_ahead(status, view.hitlist, view.now)
    if meeting is not None:
        again = day_text(cadence.every.after(meeting.day), meeting.day)
        yield f"If you meet: due again in {a_span(cadence.every)}, about {again}."
        yield "If it is called off: delete it on the calendar, and they are due by their cadence."
        return
    if status.meeting is not None:
        met = day_of(status.meeting.start, zone)
        yield f"If you meet: due again in {a_span(cadence.every)}, about {day_text(cadence.every.after(met), met)}."
        yield "If it is called off: the next try comes back."
        return
    # The day of the try: that of its place if it has one, since days off and other reminders move it.
    on = day_of(status.item.interval.start, zone) if status.item is not None else max(
        day_of(view.now, zone), next_try.anchor
    )
    again = f"due again in {a_span(cadence.every)}, about {day_text(cadence.every.after(on), on)}."
    if next_try.channel in ONE_WAY_CHANNELS:      # sent is contact: nobody answers a card the same way
        yield f"Once it is sent: {again}"
        return
    tries = len(timeline.series) + 1 if timeline.rest is None else 1
    if tries <= len(retry.ladder):
        yield f"If nobody answers: again in {a_span(retry.ladder[tries - 1])} ({ordinal(tries + 1)} try)."
    else:
        yield f"If nobody answers: that was the last try; quiet, and back in {a_span(retry.rest_for(cadence))}."
    yield f"If you reach them: {again}"
