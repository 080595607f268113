"""The changes of a pass for people and programs: what is added, changed and taken off, each with its reasons.

Takes a Report, gives lines and a dict. `plan` shows them before, `sync` and `withdraw` after the fact.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from followupd.core.answers.absorb import key_in
from followupd.core.people.timeline import day_of
from followupd.core.people.wanted import NextTry, Task, ref_of
from followupd.core.phrases.vocabulary import clock_text, day_text, moment_text
from followupd.core.reasons import Reason, because
from followupd.core.schedule.block import Block
from followupd.core.schedule.on_calendar import Item
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.texts.cards import act
from followupd.core.values.event import Change, Create, Delete, Event, Update, uid_of
from followupd.core.values.hitlist import Contact
from followupd.core.values.time import count
from followupd.core.values.uid import Kind, parse_uid
from followupd.passes.report import Report
from followupd.rendering import json_form
from followupd.rendering.json_form import Json
from followupd.rendering.text import line

SIGNS = {Create: "+", Update: "~", Delete: "-"}
REASON_WIDTH = 300


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one report, with what is needed to show them."""

    report: Report

    def lines(self, *, everything: bool = False) -> Iterator[str]:
        """Yield the changes in order of time; blocks far ahead, without names, as one line unless `everything`."""
        ordered = sorted(self.report.changes, key=lambda c: (_start(c), uid_of(c)))
        for kind in (Create, Update, Delete):
            shown = [c for c in ordered if isinstance(c, kind)]
            far = [c for c in shown if self._is_far(c)]
            folded = far if len(far) > 1 and not everything else []
            for change in shown:
                if change not in folded:
                    yield from self._change(change)
            if folded:
                yield self._folded(folded, len(shown) - len(far))

    def _folded(self, far: list[Change], near: int) -> str:
        more = "more " if near else ""
        until = day_text(self._day(max(_start(change) for change in far)), self._day(self.report.now))
        return f"{SIGNS[type(far[0])]} {len(far)} {more}blocks until {until}"

    def _change(self, change: Change) -> Iterator[str]:
        match change:
            case Create(after=event):
                yield f"+ {self._moment(event.start)}  {line(event.summary)}"
                yield from self._why(event.uid)
            case Update(before=old, after=event):
                what = "; ".join(self._differences(old.event, event))
                yield f"~ {self._moment(old.event.start)}  {line(old.event.summary)} -> {what}"
                if not event.answer:
                    yield from self._why(event.uid)
            case Delete(before=old):
                yield f"- {self._moment(old.event.start)}  {line(old.event.summary)}"
                yield f"      {self._why_gone(old.uid)}"

    def _differences(self, old: Event, new: Event) -> Iterator[str]:
        if old.start != new.start:
            yield self._moment(new.start)
        if old.interval.length != new.interval.length:
            local = new.end.astimezone(self.report.hitlist.timezone)
            yield f"ends {clock_text(local)}"
        if old.summary != new.summary:
            yield line(new.summary)
        if old.busy != new.busy:
            yield "busy" if new.busy else "not busy"
        if old.description != new.description:
            yield "new text"

    def _why(self, uid: str) -> Iterator[str]:
        """Yield the reasons as the event has them: for each line of a sheet, or for a reminder."""
        found = self._sheet(uid)
        if found is not None:
            block, start, sheet = found
            if block is not None and (reasons := self.report.plan.reasons_of(block)):
                yield f"      {line(because(reasons, self._day(start)), REASON_WIDTH)}"
            first = [(m.act, m.reasons) for m in self._tasks_of(uid)]
            for number, (what, why) in enumerate([*first, *((act(each), each.reasons) for each in sheet)], 1):
                yield f"   {number:>2}. {line(what)}: {self._because(why, start)}"
            return
        placed = self._task(uid)
        if placed is not None:
            task, place = placed
            yield f"      {self._because(task.reasons, place.interval.start)}"
            return
        status = self._status(uid)
        if status is not None and status.next_try is not None and status.item is not None:
            yield f"      {self._because(status.next_try.reasons, status.item.interval.start)}"

    def _because(self, reasons: tuple[Reason, ...], start: datetime) -> str:
        return line(because(reasons, self._day(start)), REASON_WIDTH)

    def _tasks_of(self, uid: str) -> Sequence[Task]:
        parsed = parse_uid(uid, self.report.hitlist.name)
        return self.report.plan.tasks.sheets.get(parsed.base, ()) if parsed else ()

    def _task(self, uid: str) -> tuple[Task, Item] | None:
        return self.report.plan.tasks.items.get(ref_of(uid, self.report.hitlist.name) or "")

    def _why_gone(self, uid: str) -> str:
        """Return why an event is taken off, by its kind."""
        parsed = parse_uid(uid, self.report.hitlist.name)
        if ref_of(uid, self.report.hitlist.name) is not None:
            placed = self._task(uid)
            return self._now(placed[1]) if placed is not None else "Nothing is left to do"
        if parsed is not None and parsed.kind is Kind.BLOCK:
            gone = next((dropped for dropped in self.report.plan.dropped if dropped.uid == parsed.base), None)
            return f"Not held: {line(gone.because)}" if gone is not None else "There is no block any more"
        if parsed is not None and parsed.kind is Kind.REVIEW:
            return "There is no review any more"
        return self._person_gone(self._status(uid))

    def _person_gone(self, status: ContactStatus | None) -> str:
        if status is None:
            return "No longer on the hit list"
        if status.state is State.OPEN and status.item is not None:
            return self._now(status.item)
        return line(because(status.reasons, self._day(self.report.now)), REASON_WIDTH)

    def _now(self, item: Item) -> str:
        return f"Now {'on the sheet of ' if item.on_sheet else ''}{self._moment(item.interval.start)}"

    def _is_far(self, change: Change) -> bool:
        parsed = parse_uid(uid_of(change), self.report.hitlist.name)
        if parsed is None or parsed.kind is not Kind.BLOCK:
            return False
        return parsed.base not in self.report.plan.sheets

    def _sheet(self, uid: str) -> tuple[Block | None, datetime, tuple[NextTry, ...]] | None:
        """Return the block of a UID with its start and its sheet; None if it is not a block's."""
        parsed, plan = parse_uid(uid, self.report.hitlist.name), self.report.plan
        if parsed is None or parsed.kind is not Kind.BLOCK:
            return None
        block = next((b for b in plan.blocks if b.uid == parsed.base), None)
        return block, block.interval.start if block else self.report.now, plan.sheets.get(parsed.base, ())

    def _status(self, uid: str) -> ContactStatus | None:
        statuses = self.report.plan.statuses
        key = key_in(uid, self.report.hitlist.name, statuses.keys())
        return statuses[key] if key is not None else None

    def _moment(self, at: datetime) -> str:
        return moment_text(at, self.report.hitlist.timezone, self._day(self.report.now))

    def _day(self, at: datetime) -> date:
        return day_of(at, self.report.hitlist.timezone)

    def form(self, change: Change) -> Json:
        """Return one change for --json. `before` is the event on the calendar, `after` the new one."""
        uid = uid_of(change)
        parsed = parse_uid(uid, self.report.hitlist.name)
        after = None if isinstance(change, Delete) else change.after
        return {
            "change": {Create: "create", Update: "update", Delete: "delete"}[type(change)], "uid": uid,
            "kind": parsed.kind.value if parsed else None,
            "before": None if isinstance(change, Create) else _event(change.before.event),
            "after": None if after is None else _event(after), "people": self._people_form(uid, after),
            "matters": self._tasks_form(uid, after), "reasons": self._block_form(uid, after),
        }

    def _block_form(self, uid: str, after: Event | None) -> list[Json]:
        """Return why a block is where it is; nothing for other events, and for one that is taken off."""
        sheet = self._sheet(uid)
        if after is None or sheet is None or sheet[0] is None:
            return []
        return json_form.reasons(self.report.plan.reasons_of(sheet[0]), self._day(sheet[1]))

    def _people_form(self, uid: str, after: Event | None) -> list[Json]:
        """Return the people of a sheet or of a reminder, each with the reasons."""
        sheet, status = self._sheet(uid), self._status(uid)
        if self._task(uid) is not None:
            return []
        if after is not None and sheet is not None:
            near = self._day(sheet[1])
            return [_person(next_try.key, next_try.contact, next_try.reasons, near) for next_try in sheet[2]]
        if status is not None:
            near = self._day(after.start if after is not None else self.report.now)
            return [_person(status.key, status.contact, status.reasons, near)]
        return []

    def _tasks_form(self, uid: str, after: Event | None) -> list[Json]:
        """Return the tasks of a sheet, or the one of a reminder."""
        placed = self._task(uid)
        tasks = [placed] if placed is not None else [(task, None) for task in self._tasks_of(uid)]
        now = after.start if after is not None else self.report.now
        return [json_form.task_form(task, place, self.report.hitlist.timezone, now) for task, place in tasks]


def _person(key: str, contact: Contact, reasons: tuple[Reason, ...], near: date) -> Json:
    return {"key": key, "name": contact.name, "reasons": json_form.reasons(reasons, near)}


def report_form(report: Report) -> Json:
    """Return a whole report for --json, the same for `sync`, `plan` and `withdraw`."""
    listing = Changes(report)
    ordered = sorted(report.changes if not report.results else report.done, key=lambda c: (_start(c), uid_of(c)))
    noticed = replace(report, results=(), problems=()).lines()
    return {
        "now": json_form.instant(report.now), "calendar": report.label, "noticed": noticed,
        "changes": [listing.form(change) for change in ordered], "problems": list(report.problems),
    }


def _event(event: Event) -> Json:
    return {
        "start": json_form.instant(event.start), "end": json_form.instant(event.end), "summary": event.summary,
        "description": event.description, "busy": event.busy,
    }


def _start(change: Change) -> datetime:
    return change.after.start if isinstance(change, Create) else change.before.event.start


def totals(report: Report) -> str:
    """Return `3 events: 2 new, 1 changed`."""
    parts = [(sum(isinstance(c, kind) for c in report.changes), word) for kind, word in (
        (Create, "new"), (Update, "changed"), (Delete, "taken off"),
    )]
    return f"{count(len(report.changes), 'event')}: " + ", ".join(f"{n} {word}" for n, word in parts if n)

