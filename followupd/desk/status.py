"""The answer of `followupd status`: whether a daemon runs, whether the last pass succeeded, and what comes next.

Takes a desk, or the path of a hit list that is broken; gives text. Never reads the calendar.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from followupd.core.people.timeline import day_of
from followupd.core.phrases.vocabulary import length_text, moment_text
from followupd.core.reasons import because
from followupd.core.schedule.block import Block
from followupd.core.schedule.minutes import Week, account, begun_before
from followupd.core.schedule.status import ContactStatus, State
from followupd.core.values.event import Written
from followupd.core.values.hitlist import Contact, Hitlist
from followupd.core.values.time import count
from followupd.core.values.uid import LIST_NAME
from followupd.desk.asking import Reply, StatusArguments
from followupd.desk.desk import Desk, Serving, beside
from followupd.desk.evidence_status import EvidenceStatus, evidence_statuses
from followupd.history.store import History, PassRecord
from followupd.hitlist.problems import Problem
from followupd.passes.outlook import Outlook
from followupd.passes.state_file import state_path
from followupd.passes.user_time import BusyStatus, busy_statuses
from followupd.rendering.answer import REFUSED, UNREADABLE
from followupd.rendering.json_form import Json, instant, printed, reasons
from followupd.rendering.plan_lines import month_form, month_lines, pace_form, quiet_lines, week_form, week_lines
from followupd.rendering.text import labelled, line, lines, listed, name, padded

if TYPE_CHECKING:
    from followupd.desk.cards_status import CardsStatus

LABELS = 10         # columns
USUAL_LIST = "hitlist"
MOST_COMPLAINTS = 8     # of a pass
MOST_LATE = 5       # people; `list` has them all
PASSES_SEARCHED = 1000  # passes among which the last success is looked for


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything that `status` shows. `view` is None if the hit list is broken."""

    config: Path
    now: datetime
    zone: tzinfo
    state: Path | None
    serving: Serving | None
    last: PassRecord | None
    success: PassRecord | None
    wrote: PassRecord | None
    view: Outlook | None
    busy: tuple[BusyStatus, ...] = ()
    evidence: tuple[EvidenceStatus, ...] = ()
    cards: CardsStatus | None = None        # None: no address book
    weeks: tuple[Week, ...] = ()
    notes: int = 0
    problems: tuple[Problem, ...] = ()

    def moment(self, at: datetime | None) -> str:
        """Return the instant in words, as the user would say it now."""
        return moment_text(at, self.zone, day_of(self.now, self.zone)) if at else "an unknown time"


def status_answer(desk: Desk, arguments: StatusArguments, *, as_json: bool) -> Reply:   # noqa: ARG001 - it has none
    """Show the status of a hit list that can be used."""
    hitlist, view, history = desk.hitlist, desk.before, desk.history
    busy, weeks = busy_statuses(hitlist, history, view.now), _weeks(view, desk.written())
    passes = _passes(history)
    evidence = evidence_statuses(hitlist, history, passes[1].started if passes[1] is not None else None, view.now)
    return _shown(
        Overview(
            desk.config, view.now, hitlist.timezone, history.path, desk.serving(), *passes, view, busy, evidence,
            _cards(hitlist, history, passes[1]), weeks,
            len(desk.notes),
        ),
        as_json=as_json,
    )


def _cards(hitlist: Hitlist, history: History, success: PassRecord | None) -> CardsStatus | None:
    if not hitlist.address_books:
        return None
    from followupd.desk.cards_status import CardsStatus  # a list without an address book does without

    return CardsStatus.of(hitlist, history, success.started if success is not None else None)


def status_without_hitlist(config: Path, now: datetime, problems: tuple[Problem, ...], *, as_json: bool) -> Reply:
    """Show what is known while the hit list is broken: a daemon continues with the last good one (P9)."""
    return _shown(_without_hitlist(config, now, problems), as_json=as_json)


def _shown(overview: Overview, *, as_json: bool) -> Reply:
    if as_json:
        return Reply(printed(_form(overview)))
    return Reply(lines(*(f"{padded(label, LABELS)}{text}".rstrip() for label, text in _lines(overview))))


def _weeks(view: Outlook, written: Mapping[str, Written]) -> tuple[Week, ...]:
    zone, plan = view.hitlist.timezone, view.plan
    since = day_of(min(view.people.first_seen.values(), default=view.now), zone)
    stood = begun_before(written, view.hitlist.name, view.now)
    return account(plan.blocks, plan.dropped, stood, since, view.now, zone)


def _plain_value(text: str, key: str) -> str:
    """Return the text after a key at the top of a hit list that cannot be read as a whole; "" if there is none."""
    found = re.search(rf"^{key}:[ \t]+(?:\"([^\"\n]*)\"|'([^'\n]*)'|([^\s#'\"][^#\n]*))", text, re.MULTILINE)
    return next((part.strip() for part in found.groups() if part), "") if found else ""


def _without_hitlist(config: Path, now: datetime, problems: tuple[Problem, ...]) -> Overview:
    zone = now.astimezone().tzinfo or UTC
    overview = Overview(config, now, zone, None, None, None, None, None, None, problems=problems)
    text = config.read_text(encoding="utf-8", errors="replace")
    name, stated = _plain_value(text, "list"), _plain_value(text, "state")
    name = name if LIST_NAME.fullmatch(name) else USUAL_LIST
    try:
        override = config.absolute().parent / Path(stated).expanduser() if stated else None
    except RuntimeError:      # an unknown user after the ~
        return overview
    path = state_path(config, name, override)
    if not path.exists():
        return overview
    with History.open(path, name) as history:
        last, success, wrote = _passes(history)
    return replace(overview, state=path, serving=beside(path), last=last, success=success, wrote=wrote)


def _passes(history: History) -> tuple[PassRecord | None, PassRecord | None, PassRecord | None]:
    """Return the last pass, the last one that succeeded, and the last one that wrote something."""
    passes = history.passes(PASSES_SEARCHED)
    return (
        passes[0] if passes else None, next((p for p in passes if p.ok), None),
        next((p for p in passes if p.created or p.updated or p.deleted), None),
    )


def _lines(overview: Overview) -> Iterator[tuple[str, str]]:
    yield "Daemon", _daemon(overview)
    none_yet = "none yet; run `followupd sync` or `followupd run`"
    yield "Last pass", _pass(overview.last, overview) if overview.last else none_yet
    if overview.last is not None:
        yield from _trouble_lines(overview.last, overview)
    if overview.wrote is not None and overview.wrote != overview.last:
        yield "Wrote", _pass(overview.wrote, overview)
    if overview.view is not None:
        yield from _outlook_lines(overview.view, overview)
    if overview.problems:
        yield "Problem", f"{count(len(overview.problems), 'problem')} in the hit list: followupd check"
    if overview.notes:
        yield "Notes", f"{count(overview.notes, 'note')} on the hit list: followupd check"
    yield "Hit list", line(str(overview.config.absolute()), 400)
    if overview.state is not None:
        yield "State", line(str(overview.state), 400)
    if overview.view is not None:
        yield "Calendar", line(overview.view.hitlist.calendar.key, 400)
    yield from labelled("Busy", (line(_busy(calendar, overview), 400) for calendar in overview.busy))
    if overview.cards is not None:
        said = overview.last.complaints[:MOST_COMPLAINTS] if overview.last is not None else ()
        yield from labelled("Cards", (line(text, 400) for text in overview.cards.lines(overview.moment, said)))
    yield from labelled("Noticed", (line(_evidence(source, overview), 400) for source in overview.evidence))


def _trouble_lines(last: PassRecord, overview: Overview) -> Iterator[tuple[str, str]]:
    yield from labelled("Problem", (line(text, 400) for text in last.complaints[:MOST_COMPLAINTS]))
    if len(last.complaints) > MOST_COMPLAINTS:
        yield "", f"and {len(last.complaints) - MOST_COMPLAINTS} more: followupd sync"
    if not last.ok:
        yield "Success", overview.moment(overview.success.ended) if overview.success else "none yet"


def _outlook_lines(view: Outlook, overview: Overview) -> Iterator[tuple[str, str]]:
    yield "Block", _block(view, overview)
    yield from labelled("Weeks", week_lines(overview.weeks, day_of(view.now, overview.zone)))
    yield from labelled("Plan", month_lines(view.plan))
    yield "People", ", ".join(f"{number} {state}" for state, number in _counts(view).items() if number) or "none"
    for text in quiet_lines(view.plan, view.hitlist, view.now):
        yield "", text
    yield "Late", _late_text(view)
    yield from labelled("Meetings", _meetings(view))


def _daemon(overview: Overview) -> str:
    if overview.serving is None:
        return "not running; start it with `followupd run`"
    since = f", since {overview.moment(overview.serving.since)}" if overview.serving.since else ""
    return f"running (pid {overview.serving.pid}{since})"


def _busy(calendar: BusyStatus, overview: Overview) -> str:
    """Return the stored status of one of the other calendars."""
    if not calendar.known:
        return f"{calendar.label}: never read yet, so its events do not count as busy"
    said = f"{calendar.label}: {count(calendar.times, 'time')} to come"
    if calendar.failing:
        said = f"{said}, as of before {overview.moment(calendar.since)}, since when it cannot be read"
    if calendar.problems:
        said = f"{said}; {count(len(calendar.problems), 'event')} cannot be worked out"
    return said


def _evidence(source: EvidenceStatus, overview: Overview) -> str:
    """Return when a source was last read, what it gave, and what is wrong with it."""
    read = f"last read {overview.moment(source.read)}" if source.read else "never read yet"
    if source.since is not None:
        read = f"cannot be read since {overview.moment(source.since)}"
    elif source.problems:
        read = f"{read}, not in full"
    said = f"{source.kind}, {source.source}: {read}, {source.this_month} noticed this month"
    return ". ".join((said, *source.problems[:1]))


def _pass(record: PassRecord, overview: Overview) -> str:
    when = f"{overview.moment(record.started)} ({line(record.reason)})"
    if record.ok is None:
        return f"{when}, in progress or cut off; the next one completes it"
    if not record.ok and not (record.created or record.updated or record.deleted):
        return f"{when}, failed"
    parts = ((record.created, "new"), (record.updated, "changed"), (record.deleted, "taken off"))
    nothing = "nothing written" if record.complaints else "nothing to write"
    wrote = ", ".join(f"{number} {word}" for number, word in parts if number) or nothing
    return f"{when}: {wrote}{'' if record.ok else ', with problems'}"


def _next_block(view: Outlook) -> Block | None:
    """Return the next block, or the one that is going on."""
    return next((b for b in view.plan.blocks if b.interval.end > view.now), None)


def _block(view: Outlook, overview: Overview) -> str:
    block = _next_block(view)
    if block is None:
        return "none"
    names = [contact.name for contact in _on_sheet(block, view)]
    reasons = view.plan.reasons_of(block)
    why = f" ({line(because(reasons, day_of(view.now, overview.zone)), 300)})" if reasons else ""
    tasks = view.plan.tasks.counted_on(block.uid, view.hitlist.timezone)
    said = ", ".join(filter(None, (listed(names), tasks))) or "nobody on its sheet"
    unread = UNREADABLE if block.uid in view.unreadable else ""
    missing = REFUSED if block.uid in view.refused else unread
    return f"{overview.moment(block.interval.start)}{missing}{why}: {said}"


def _on_sheet(block: Block, view: Outlook) -> list[Contact]:
    """Return the people of a sheet in order; of a block that has begun, those who were not tried yet."""
    sheet = view.plan.sheets.get(block.uid)
    if sheet is not None:
        return [next_try.contact for next_try in sheet]
    return [s.contact for s in view.plan.statuses.values() if s.item is not None and s.item.uid == block.uid]


def _late(view: Outlook) -> list[ContactStatus]:
    """Return who is late by their last real contact, the latest first."""
    late = [status for status in view.plan.statuses.values() if status.late]
    return sorted(late, key=lambda status: -status.late)


def _late_text(view: Outlook) -> str:
    late = _late(view)
    shown = [f"{name(one.contact.name)} by {length_text(one.late)}" for one in late[:MOST_LATE]]
    more = [f"{len(late) - MOST_LATE} more"] if len(late) > MOST_LATE else []
    return " and ".join(filter(None, (", ".join(shown), *more))) or "nobody"


def _meetings(view: Outlook) -> Iterator[str]:
    """Yield each meeting on another calendar for which a try waits: `Dana Whitfield on Thu 10 Dec 12:30 (work.ics)`."""
    zone, people = view.hitlist.timezone, view.plan.statuses.values()
    met = sorted((one.meeting.start, one.key, one.meeting) for one in people if one.meeting is not None)
    for _, key, meeting in met[:MOST_LATE]:
        when = meeting.when(zone, day_of(view.now, zone))
        yield f"{name(view.people.by_key[key].name)} on {when} ({line(meeting.source)})"
    if len(met) > MOST_LATE:
        yield f"and {len(met) - MOST_LATE} more: followupd list"


def _counts(view: Outlook) -> dict[State, int]:
    counted = Counter(status.state for status in view.plan.statuses.values())
    return {state: counted.get(state, 0) for state in State}


def _form(overview: Overview) -> Json:
    view = overview.view
    block = _next_block(view) if view else None
    return {
        "now": instant(overview.now), "hitlist": str(overview.config.absolute()),
        "state": str(overview.state) if overview.state else None,
        "calendar": view.hitlist.calendar.key if view else None,
        "daemon": _daemon_form(overview.serving),
        "last_pass": _record(overview.last), "last_success": _record(overview.success),
        "last_write": _record(overview.wrote),
        "next_block": None if view is None or block is None else {
            "start": instant(block.interval.start), "end": instant(block.interval.end),
            "reasons": reasons(view.plan.reasons_of(block), day_of(view.now, overview.zone)),
            "people": [
                {"key": view.people.key_of_slug[contact.slug], "name": contact.name}
                for contact in _on_sheet(block, view)
            ],
        },
        "weeks": week_form(overview.weeks),
        "counts": {state.value: number for state, number in _counts(view).items()} if view else None,
        "late": [
            {"key": one.key, "name": one.contact.name, "days": one.late} for one in _late(view)
        ] if view else None,
        "start_small": pace_form(view.plan) if view else None,
        "action_plan": month_form(view.plan) if view else None,
        "busy": [
            {
                "calendar": calendar.label, "read": calendar.known, "times": calendar.times,
                "failing": calendar.failing or None, "since": instant(calendar.since),
                "problems": list(calendar.problems),
            }
            for calendar in overview.busy
        ],
        "address_books": overview.cards.form() if overview.cards is not None else [],
        "noticed": [
            {
                "kind": one.kind, "source": one.source, "mode": one.mode.value, "read": instant(one.read),
                "since": instant(one.since), "this_month": one.this_month, "problems": list(one.problems),
            }
            for one in overview.evidence
        ],
        "notes": overview.notes, "problems": [problem.as_dict() for problem in overview.problems],
    }


def _daemon_form(serving: Serving | None) -> Json | None:
    """Return the daemon for --json. `jobs` is None if the answer does not come from the daemon itself."""
    if serving is None:
        return None
    jobs = None if serving.jobs is None else [{"name": name, "next": instant(at)} for name, at in serving.jobs]
    return {"pid": serving.pid, "since": instant(serving.since), "jobs": jobs}


def _record(record: PassRecord | None) -> Json | None:
    if record is None:
        return None
    return {
        "started": instant(record.started), "ended": instant(record.ended), "reason": record.reason, "ok": record.ok,
        "created": record.created, "updated": record.updated, "deleted": record.deleted,
        "message": "; ".join(text.rstrip(".") for text in record.complaints),
    }
