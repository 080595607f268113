"""The answer of a command that changed the hit list: what was written where, and what it means for the calendar.

Takes an edit; writes it, runs the pass as `log` does, and gives the Reply. With `dry_run` it only shows the diff.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import moment_text
from followupd.core.schedule.status import ContactStatus
from followupd.desk.asking import Reply
from followupd.desk.desk import Desk, at_the_desk
from followupd.desk.editing import Edit
from followupd.desk.recording import Ending, record_facts
from followupd.hitlist.edits.proposal import Removed
from followupd.rendering import answer
from followupd.rendering.json_form import Json, error_form, person, printed
from followupd.rendering.text import clean, line, name, pasteable

ReadClock = Callable[[tzinfo], datetime]


@dataclass(frozen=True, slots=True)
class Telling:
    """The words for a change: the command's name, the name of the contact, and what happened to them.

    With `shows_old` the answer has the lines that were replaced, since nobody else keeps them. Without `names_next` it
    does not say what comes next, which what happened says already.
    """

    command: str
    who: str
    did: str
    shows_old: bool = False
    names_next: bool = True

    def sentence(self, edit: Edit) -> str:
        """Return `Mia Chen: added to hitlist.yaml`."""
        return f"{name(self.who)}: {self.did} {line(str(edit.proposal.draft.file))}"


def told(desk: Desk, edit: Edit, clock: ReadClock, telling: Telling, *, dry_run: bool, as_json: bool) -> Reply:
    """Write the change, and answer. Raises what writing raises."""
    if dry_run or not edit.proposal.changes_anything:
        if as_json:
            return Reply(printed(_form(edit, None, None)))
        file = line(str(edit.proposal.draft.file))
        same = f"{name(telling.who)}: {file} says so already; nothing was written."
        return Reply("\n".join(map(pasteable, edit.proposal.diff.splitlines())) or same)
    edit.write()
    with at_the_desk(desk.config, clock, edited=True) as after:
        ending = record_facts(after, reason=telling.command)
    contact = edit.proposal.contact
    key = ending.view.people.key_of_slug.get(contact.slug) if contact is not None else None
    status = ending.view.status(key) if key is not None else None
    if as_json:
        return ending.answer(printed(_form(edit, status, ending)), "Written")
    return ending.answer(_text(edit, telling, status, ending), "The hit list is written")


def _text(edit: Edit, telling: Telling, status: ContactStatus | None, ending: Ending) -> str:
    parts = [f"{telling.sentence(edit)}."]
    if status is not None and telling.names_next:
        parts.append(f"{answer.coming(status, ending.view.hitlist, ending.view.now)}.")
    parts += [ending.said, *(f"Note: {note}" for note in edit.proposal.notes)]
    text = clean(" ".join(filter(None, parts)))
    if edit.proposal.contact is None:
        gone = edit.proposal.removed
        return "\n".join((f"{text} {_where(gone)}", *map(pasteable, gone.lines)))
    if telling.shows_old and edit.proposal.replaced:
        return "\n".join((f"{text} It was:", *map(pasteable, edit.proposal.replaced)))
    return text


def _where(gone: Removed) -> str:
    """Return what the lines are that follow."""
    if gone.pastes_back:
        return f"This was on line {gone.line}; paste it there to have it back:"
    last = gone.line + len(gone.lines) - 1
    return f"Line {gone.line} was:" if last == gone.line else f"Lines {gone.line} to {last} were:"


def _form(edit: Edit, status: ContactStatus | None, ending: Ending | None) -> Json:
    """Return the answer for --json."""
    proposal, near, coming = edit.proposal, None, None
    if status is not None and ending is not None:
        near = day_of(ending.view.now, ending.view.hitlist.timezone)
        coming = answer.coming(status, ending.view.hitlist, ending.view.now)
    return {
        "file": str(proposal.draft.file), "diff": proposal.diff, "saved": ending is not None,
        "notes": list(proposal.notes), "person": person(status, near) if status is not None and near else None,
        "next": coming, "written": ending is not None and ending.written,
        "error": error_form(ending.error) if ending is not None else None,
    }


def to_come(desk: Desk, status: ContactStatus) -> str:
    """Return what is on the calendar for somebody and is taken off with them; "" if it is nothing."""
    item = status.item
    if item is None or item.interval.end <= desk.now:
        return ""
    zone = desk.hitlist.timezone
    moment = moment_text(item.interval.start, zone, day_of(desk.now, zone))
    return f"the line on the sheet of {moment}" if item.on_sheet else f"the reminder of {moment}"
