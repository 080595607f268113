"""The answer of `followupd list`: everybody in a table, the most urgent first.

Takes an outlook and filters; gives text. Decides nothing.
"""

from __future__ import annotations

from datetime import date

from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import day_text, following_text, length_text
from followupd.core.phrases.words import plain, quoted, suggest
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.values.time import count
from followupd.desk.asking import ListArguments, Reply
from followupd.errors import UsageError
from followupd.passes.outlook import Outlook
from followupd.rendering.answer import brief
from followupd.rendering.json_form import instant, person, printed
from followupd.rendering.text import lines, name, table

HEAD = ("Name", "Category", "Last contact", "Due", "Late", "State", "Next")
NO_CATEGORY = "-"


def list_answer(view: Outlook, arguments: ListArguments, *, as_json: bool) -> Reply:
    """List those in this state and category. Raises UsageError for a state or category that does not exist."""
    near = day_of(view.now, view.hitlist.timezone)
    state, category = _state(arguments.state), _category(arguments.category, view)
    people = [s for s in view.plan.statuses.values() if _asked_for(s, state, category)]
    people.sort(key=lambda s: _urgency(s, near))   # stable: otherwise in list order
    if as_json:
        return Reply(printed({"now": instant(view.now), "people": [person(s, near) for s in people]}))
    rows = table(HEAD, [_row(s, view, near) for s in people]) if people else []
    said = count(len(people), "person", "people") if people else "Nobody"
    total = f" of {len(view.plan.statuses)}" if state or category else ""
    return Reply(lines(*rows, "", f"{said}{total}."))


def _state(text: str | None) -> State | None:
    if text is None:
        return None
    wanted = plain(text).replace("-", " ").replace("_", " ")
    if wanted not in list(State):
        raise UsageError(f"--state {quoted(text)} is not a state", f"Write one of: {', '.join(State)}.")
    return State(wanted)


def _category(text: str | None, view: Outlook) -> str | None:
    if text is None:
        return None
    known = {contact.category for contact in view.hitlist.contacts if contact.category}
    named = {one.casefold(): one for one in known}
    if text.casefold() not in named:
        near = suggest(text, known)
        hint = f"Did you mean {near}?" if near else f"There is: {', '.join(sorted(known)) or 'no category'}."
        raise UsageError(f"--category {quoted(text)} has nobody", hint)
    return named[text.casefold()]


def _asked_for(status: ContactStatus, state: State | None, category: str | None) -> bool:
    return (state is None or status.state is state) and (category is None or status.contact.category == category)


def _urgency(status: ContactStatus, today: date) -> tuple[bool, float, float]:
    """Return the key for sorting: people without a next try last, the others by urgency, then by the next day."""
    if status.next_try is None:
        return True, 0.0, 0.0
    at = status.item.interval.start.timestamp() if status.item else float("inf")
    return False, -status.next_try.urgency(today), at


def _row(status: ContactStatus, view: Outlook, near: date) -> tuple[str, ...]:
    contact, attempt = status.contact, status.timeline.last_contact
    last = day_of(attempt.at, view.hitlist.timezone) if attempt is not None else None
    return (
        name(contact.name), name(contact.category or NO_CATEGORY),
        day_text(last, near) if last is not None else "never",
        following_text(status.next_try.lateness.due, last or near, near) if status.next_try else "-",
        f"by {length_text(status.late)}" if status.late else "",
        status.state.value, brief(status, view.hitlist, view.now),
    )
