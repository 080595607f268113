"""`followupd status`: does it run, did the last pass succeed, and what stands next.

Reads the hit list, the state and the locks, never the calendar. Answers also where the hit list is broken.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import click

from followupd.calendars.open import calendar_key
from followupd.cli.call import Call, with_call
from followupd.cli.json_form import Json, emit, instant
from followupd.cli.quiet import quiet_lines
from followupd.cli.text import count, line, listed, padded, say
from followupd.config import open_history
from followupd.core.blocks import Block
from followupd.core.model import Contact
from followupd.core.reasons import moment_text
from followupd.core.timeline import day_of
from followupd.core.wish import State
from followupd.history.locks import Holder, holder
from followupd.history.store import PassRecord
from followupd.outlook import Outlook, outlook
from followupd.sources import read_hitlist

LABELS = 10         # columns
REMEMBERED = 1000   # how many passes back the last success is looked for


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that status tells."""

    config: Path
    state: Path
    serving: Holder | None
    last: PassRecord | None
    success: PassRecord | None
    view: Outlook
    notes: int

    @property
    def block(self) -> Block | None:
        """The next block, or the one that is going on."""
        return next((b for b in self.view.plan.blocks if b.interval.end > self.view.now), None)


@click.command()
@with_call
def command(call: Call) -> None:
    """Say whether followupd runs, when the last pass succeeded, and what it could not do.

    \b
      followupd status
    """
    found = _look(call)
    if call.as_json:
        emit(_form(found))
    else:
        for label, text in _lines(found):
            say(f"{padded(label, LABELS)}{text}".rstrip())


def _look(call: Call) -> Found:
    config = call.config()
    hitlist, _, notes = read_hitlist(config)
    key = calendar_key(hitlist.calendar)
    with open_history(config, hitlist.name, hitlist.state) as history:
        passes = history.passes(REMEMBERED)
        view = outlook(hitlist, history.facts(), history.written(key), call.now(hitlist.timezone))
        path = history.path
    return Found(
        config, path, holder(path),
        passes[0] if passes else None, next((p for p in passes if p.ok), None), view, len(notes),
    )  # fmt: skip


def _lines(found: Found) -> Iterator[tuple[str, str]]:
    view = found.view
    yield "Daemon", _daemon(found)
    yield "Last pass", _pass(found.last, view) if found.last else "none yet; run `followupd sync` or `followupd run`"
    if found.last is not None and found.last.message:
        yield "Problem", line(found.last.message, 400)
    if found.last is not None and not found.last.ok:
        yield "Success", _moment(found.success.ended, view) if found.success else "none yet"
    yield "Block", _block(found)
    yield "People", ", ".join(f"{number} {state}" for state, number in _counts(view).items() if number) or "none"
    for text in quiet_lines(view.plan, view.hitlist, view.now):
        yield "", text
    if found.notes:
        yield "Notes", f"{count(found.notes, 'note')} on the hit list: followupd check"
    yield "Hit list", line(str(found.config.absolute()), 400)
    yield "State", line(str(found.state), 400)
    yield "Calendar", line(calendar_key(view.hitlist.calendar), 400)


def _daemon(found: Found) -> str:
    if found.serving is None:
        return "not running; start it with `followupd run`"
    since = f", since {_moment(found.serving.since, found.view)}" if found.serving.since else ""
    return f"running (pid {found.serving.pid}{since})"


def _pass(record: PassRecord, view: Outlook) -> str:
    when = f"{_moment(record.started, view)} ({line(record.reason)})"
    if record.ok is None:
        return f"{when}, under way or cut off; the next one heals it"
    if not record.ok and not (record.created or record.updated or record.deleted):
        return f"{when}, failed"
    parts = ((record.created, "new"), (record.updated, "changed"), (record.deleted, "taken off"))
    wrote = ", ".join(f"{number} {word}" for number, word in parts if number) or "nothing to write"
    return f"{when}: {wrote}{'' if record.ok else ', with problems'}"


def _block(found: Found) -> str:
    block, view = found.block, found.view
    if block is None:
        return "none"
    names = [contact.name for contact in _on_sheet(block, view)]
    return f"{_moment(block.interval.start, view)}: {listed(names) if names else 'nobody is due'}"


def _on_sheet(block: Block, view: Outlook) -> list[Contact]:
    """In the order of the sheet; a block that is going on keeps those who were not tried yet."""
    sheet = view.plan.sheets.get(block.uid)
    if sheet is not None:
        return [wish.contact for wish in sheet]
    return [s.contact for s in view.plan.standings.values() if s.item is not None and s.item.uid == block.uid]


def _counts(view: Outlook) -> dict[State, int]:
    counted = Counter(standing.state for standing in view.plan.standings.values())
    return {state: counted.get(state, 0) for state in State}


def _moment(at: datetime | None, view: Outlook) -> str:
    zone = view.hitlist.timezone
    return moment_text(at, zone, day_of(view.now, zone)) if at else "an unknown time"


def _form(found: Found) -> Json:
    view, block = found.view, found.block
    return {
        "now": instant(view.now), "hitlist": str(found.config.absolute()), "state": str(found.state),
        "calendar": calendar_key(view.hitlist.calendar),
        "daemon": {"pid": found.serving.pid, "since": instant(found.serving.since)} if found.serving else None,
        "last_pass": _record(found.last), "last_success": _record(found.success),
        "next_block": None if block is None else {
            "start": instant(block.interval.start), "end": instant(block.interval.end),
            "people": [
                {"key": view.people.key_of_slug[contact.slug], "name": contact.name}
                for contact in _on_sheet(block, view)
            ],
        },
        "counts": {state.value: number for state, number in _counts(view).items()}, "notes": found.notes,
    }  # fmt: skip


def _record(record: PassRecord | None) -> Json | None:
    if record is None:
        return None
    return {
        "started": instant(record.started), "ended": instant(record.ended), "reason": record.reason, "ok": record.ok,
        "created": record.created, "updated": record.updated, "deleted": record.deleted, "message": record.message,
    }  # fmt: skip
