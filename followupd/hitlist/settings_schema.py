"""The settings of a hit list (everything but its contacts) as typed values, with all their problems.

Takes the located keys of the main file, gives Settings and the rules that contacts inherit. Never reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from followupd.core.phrases.times import parse_length, parse_span
from followupd.core.phrases.weeks import parse_hours, parse_slot
from followupd.core.values.action_quota import Quota
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import (
    BlockRule,
    BusyTarget,
    CalendarTarget,
    IcsTarget,
    RetryRule,
    ReviewRule,
    StartSmall,
)
from followupd.core.values.time import WeekHours
from followupd.core.values.uid import LIST_NAME
from followupd.core.values.user_time import Away
from followupd.hitlist.action_plan_keys import read_action_plan
from followupd.hitlist.block_schema import read_blocks
from followupd.hitlist.busy_schema import read_busy, read_me
from followupd.hitlist.cadence import Rule, cadence_of, read_rule
from followupd.hitlist.calendar_schema import DEFAULT_FILE, is_folder, read_calendar
from followupd.hitlist.days_off import read_away, read_holidays
from followupd.hitlist.fields import NO, YES, Scope, file_path, shown
from followupd.hitlist.located import Mapping, Node, Scalar
from followupd.hitlist.mark_words import read_marks
from followupd.hitlist.zones import UTC, parse_zone, system_zone

SETTING_KEYS = (
    "list", "include", "calendar", "busy", "me", "timezone", "hours", "holidays", "away", "state", "block", "retry",
    "start_small", "default", "categories", "contacts", "marks", "review", "action_plan",
)  # fmt: skip
RETRY_KEYS = ("ladder", "min_gap", "length", "per_day")
DEFAULT_HOURS = "Mon-Fri 9:00-17:00"
MOST_RUNGS = 20


@dataclass(slots=True)
class Settings:
    """What the main file says about everything but contacts. `calendar` is None after a problem with it."""

    calendar: CalendarTarget | None
    timezone: ZoneInfo
    hours: WeekHours
    name: str = "hitlist"
    blocks: tuple[BlockRule, ...] = ()
    retry: RetryRule = field(default_factory=RetryRule)
    start_small: StartSmall | None = field(default_factory=StartSmall)
    busy: tuple[BusyTarget, ...] = ()
    me: tuple[str, ...] = ()
    holidays: tuple[str, ...] = ()
    away: tuple[Away, ...] = ()
    state: Path | None = None
    marks: tuple[tuple[str, Outcome], ...] = ()
    action_plan: tuple[Quota, ...] = ()
    review: ReviewRule | None = None
    default: Rule = field(default_factory=Rule)


def read_settings(
    scope: Scope, root: Mapping, found: dict[str, Node], default_zone: Callable[[], ZoneInfo] | None
) -> Settings:
    """Every setting, each with its default where it is not given."""
    zone = scope.value(found["timezone"], "timezone", parse_zone) if "timezone" in found else None
    if "timezone" not in found:
        zone = system_zone(default_zone)
        if zone is None:
            scope.note(root, "timezone", "is not given and the system's is not known, so UTC is taken. Write timezone.")
    settings = Settings(
        IcsTarget(scope.folder / DEFAULT_FILE), zone or UTC, _hours(scope, found) or parse_hours(DEFAULT_HOURS)
    )
    if "calendar" in found:
        settings.calendar = read_calendar(scope, found["calendar"], "calendar")
    if "list" in found:
        settings.name = scope.value(found["list"], "list", parse_list_name) or settings.name
    if "block" in found:
        settings.blocks = read_blocks(scope, found["block"])
    if "retry" in found:
        settings.retry = _retry(scope, found["retry"])
    if "start_small" in found:
        settings.start_small = _start_small(scope, found["start_small"])
    if "state" in found:
        settings.state = scope.value(found["state"], "state", lambda text: parse_state(scope.folder, text))
    if "marks" in found:
        settings.marks = read_marks(scope, found["marks"])
    if "default" in found:
        settings.default = read_rule(scope, found["default"], "default")
    if "holidays" in found:
        settings.holidays = read_holidays(scope, found["holidays"])
    if "away" in found:
        settings.away = read_away(scope, found["away"])
    if "action_plan" in found:
        settings.action_plan = read_action_plan(scope, found["action_plan"])
    if "review" in found and not _is_off(found["review"]):
        settings.review = scope.value(found["review"], "review", parse_review)
    if "busy" in found:
        settings.busy = read_busy(scope, found["busy"], settings.calendar)
    if "me" in found:
        settings.me = read_me(scope, found["me"])
    return settings


def parse_review(text: str) -> ReviewRule:
    """ "Monday 9:00"; one day a week."""
    days, clock = parse_slot(text)
    if len(days) != 1:
        raise ValueError(f'"{shown(text)}" is more than one day. A review is once a week: write Monday 9:00.')
    return ReviewRule(days[0], clock)


def _is_off(node: Node) -> bool:
    return isinstance(node, Scalar) and node.text.strip().lower() in NO - {"0"}


def read_categories(scope: Scope, node: Node, default: Rule, known: dict[str, Rule]) -> None:
    """Adds the categories of one file to those already known; a name may stand once in all files."""
    if isinstance(node, Scalar) and node.is_empty:
        return
    if not isinstance(node, Mapping):
        scope.mapping(node, "categories", (), "categories: {clients: {every: 3 months}}")
        return
    for name, (key, value) in node.entries.items():
        path = f"categories.{shown(name)}"
        if name.strip() in known:
            scope.problem(key, path, "stands in another file too. Keep one.")
            continue
        rule = read_rule(scope, value, path)
        try:
            cadence_of((rule, default))
        except ValueError as problem:
            scope.problem(value, f"{path}.at_most", str(problem))
            rule = Rule(via=rule.via)
        known[name.strip()] = rule


def parse_list_name(text: str) -> str:
    if LIST_NAME.fullmatch(text):
        return text
    made = re.sub(r"[^a-z0-9]", "", text.lower())[:32]
    raise ValueError(
        f'"{shown(text)}" stands in every event\'s UID, so it may hold small letters and digits only, at most 32.'
        f" Write {made or 'hitlist'}."
    )


def parse_state(folder: Path, text: str) -> Path:
    path = file_path(folder, text)
    if text.endswith("/") or is_folder(path):
        inside = f"{shown(text.rstrip('/'))}/followupd.db"
        raise ValueError(f'"{shown(text)}" is a folder, and the state is one file. Write {inside}.')
    return path


def _hours(scope: Scope, found: dict[str, Node]) -> WeekHours | None:
    node = found.get("hours")
    text = scope.joined(node, "hours") if node is not None else None
    if node is None or text is None:
        return None
    return scope.value(Scalar(text, False, node.line, node.column), "hours", parse_hours)


def _retry(scope: Scope, node: Node) -> RetryRule:
    usual = RetryRule()
    found = scope.mapping(node, "retry", RETRY_KEYS, "retry: {ladder: [1 week, 2 weeks, 1 month]}")
    if found is None:
        return usual
    ladder = usual.ladder
    if "ladder" in found:
        before = len(scope.findings.problems)
        ladder = scope.words(found["ladder"], "retry.ladder", parse_span)
        if not 1 <= len(ladder) <= MOST_RUNGS and len(scope.findings.problems) == before:
            sentence = f"needs 1 to {MOST_RUNGS} waits. Write [1 week, 2 weeks, 1 month]."
            scope.problem(found["ladder"], "retry.ladder", sentence)
    min_gap = scope.value_or(found, "retry", "min_gap", parse_span, usual.min_gap)
    for wait in ladder:
        if wait.about_days < min_gap.about_days:
            at = found.get("ladder") or found["min_gap"]
            scope.note(at, "retry.ladder", f"{wait} is shorter than min_gap ({min_gap}), so min_gap decides there.")
    length = scope.value_or(found, "retry", "length", parse_length, usual.length)
    return RetryRule(ladder, min_gap, length, scope.value_or(found, "retry", "per_day", parse_daily, usual.per_day))


def _start_small(scope: Scope, node: Node) -> StartSmall | None:
    if isinstance(node, Scalar) and node.text.strip().lower() in NO - {"0"}:
        return None
    if isinstance(node, Scalar) and node.text.strip().lower() in YES - {"1"}:
        return StartSmall()
    found = scope.mapping(node, "start_small", ("first", "then"), "{first: 7, then: 3 per month}, or off") or {}
    usual = StartSmall()
    return StartSmall(
        scope.value_or(found, "start_small", "first", parse_people, usual.first),
        scope.value_or(found, "start_small", "then", parse_monthly, usual.then),
    )


def parse_people(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) == 0:
        raise ValueError(f'"{shown(text)}" is no number of people. Write 7.')
    return int(text)


def parse_monthly(text: str) -> int:
    """ "3 per month", "3 a month", "3/month" or "3"."""
    match = re.fullmatch(r"([0-9]{1,6})(?: ?(?:per|a|an|each|every|/) ?(?:month|mo))?(?: more)?", text.lower())
    if match is None or int(match[1]) == 0:
        raise ValueError(f'"{shown(text)}" is no number of people each month. Write 3 per month.')
    return int(match[1])


def parse_daily(text: str) -> int:
    """ "3 a day", "3 per day" or "3"."""
    match = re.fullmatch(r"([0-9]{1,3})(?: ?(?:per|a|each|every|/) ?day)?", text.lower())
    if match is None or int(match[1]) == 0:
        raise ValueError(f'"{shown(text)}" is no number of reminders a day. Write 3.')
    return int(match[1])
