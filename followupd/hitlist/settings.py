"""The meaning of the settings once their keys are read: everything in a hit list except its contacts.

Takes texts and what was found; gives the fields of a Hitlist and the rule that contacts inherit. Never reads a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from followupd.core.phrases.log import parse_channel
from followupd.core.phrases.vocabulary import outcome_of
from followupd.core.phrases.weeks import parse_hours, parse_slot
from followupd.core.phrases.words import quoted
from followupd.core.values.facts import Outcome
from followupd.core.values.hitlist import Mode, Noticing, Quota, RetryRule, ReviewRule, StartSmall
from followupd.core.values.sightings import folded_address
from followupd.core.values.targets import IcsTarget
from followupd.core.values.time import FULL_DAY_NAMES
from followupd.core.values.uid import LIST_NAME
from followupd.hitlist.blocks import DEFAULT
from followupd.hitlist.calendars import DEFAULT_FILE, busy_targets, is_folder
from followupd.hitlist.located import Mapping, Node
from followupd.hitlist.rules import SAYS_NOTHING, Rule
from followupd.hitlist.scope import Scope, file_path, shown
from followupd.hitlist.sections import SectionValues
from followupd.hitlist.shapes import NO, YES, Entry
from followupd.hitlist.zones import UTC, system_zone

DEFAULT_HOURS = "Mon-Fri 9:00-17:00"
MOST_RUNGS = 20
MOST_ADDRESSES = 50
LONGEST_MARK = 30
PEOPLE = r"(?!0+\b)[0-9]{1,6}"
MONTHLY = rf"({PEOPLE})(?: ?(?:per|a|an|each|every|/) ?(?:month|mo))?(?: more)?"
DAILY = r"((?!0+\b)[0-9]{1,3})(?: ?(?:per|a|each|every|/) ?day)?"
_MARK = re.compile(r"[^\s:;,\[\]\d–—-][^:;,\[\]–—]*")
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+")


@dataclass(frozen=True, slots=True)
class Settings:
    """All fields of a Hitlist except its contacts, and the default rule. `calendar` is None after a problem with it."""

    values: dict[str, Any]
    default: Rule

    @property
    def zone(self) -> ZoneInfo:
        """The user's time zone."""
        zone: ZoneInfo = self.values["timezone"]
        return zone


def settings_of(section: SectionValues, default_zone: Callable[[], ZoneInfo] | None) -> Settings:
    """Return every setting, or its default if it is not given."""
    values, scope = section.values, section.scope
    default = values.pop("default", SAYS_NOTHING)
    values["timezone"] = values.get("timezone") or _zone(section, default_zone)
    values.setdefault("hours", parse_hours(DEFAULT_HOURS))
    values.setdefault("calendar", None if "calendar" in section.nodes else IcsTarget(scope.folder / DEFAULT_FILE))
    _review_on_a_day_off(section)
    if noticed := _noticed(section):
        values["noticed"] = noticed
    values["busy"] = busy_targets(scope, values.get("busy") or [], values["calendar"])
    return Settings(values, default)


def _zone(section: SectionValues, default_zone: Callable[[], ZoneInfo] | None) -> ZoneInfo:
    if "timezone" in section.nodes:
        return UTC                  # after a problem with it
    try:
        if zone := system_zone(default_zone):
            return zone
    except ValueError as problem:
        section.scope.problem(section.node, "timezone", str(problem))
    else:
        sentence = "is not given and the system's is not known, so UTC is taken. Write timezone."
        section.scope.note(section.node, "timezone", sentence)
    return UTC


def _noticed(section: SectionValues) -> Noticing | None:
    """Return what may be noticed: a mailbox or a call log without a word about it here is asked about."""
    noticed: Noticing | None = section.values.get("noticed")
    node = section.nodes.get("noticed")
    said = node.values if isinstance(node, Mapping) else {}
    asked: dict[str, Any] = {
        kind: Mode.ASK for kind in ("mail", "calls") if section.values.get(kind) and kind not in said
    }
    return replace(noticed or Noticing(), **asked) if asked else noticed


def _review_on_a_day_off(section: SectionValues) -> None:
    """Note that the review is on a weekday that the user's hours leave out: it stays there, since they asked for it."""
    rule, hours = section.values.get("review"), section.values["hours"]
    if isinstance(rule, ReviewRule) and rule.day not in hours.days:
        day = FULL_DAY_NAMES[rule.day]
        sentence = f"is on a {day}, a day without hours of yours. It stays there; write another day if that is a slip."
        section.scope.note(section.nodes["review"], "review", sentence)


def parse_list_name(text: str) -> str:
    """The name of the hit list in every UID."""
    if LIST_NAME.fullmatch(text):
        return text
    made = re.sub(r"[^a-z0-9]", "", text.lower())[:32]
    raise ValueError(
        f'"{shown(text)}" is part of every event\'s UID, so only small letters and digits are allowed, at most 32.'
        f" Write {made or 'hitlist'}."
    )


def parse_calls(folder: Path, text: str) -> Path:
    """The file or folder of the call log."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text):
        raise ValueError("is an address. Write a file or a folder, such as ~/Sync/calls/.")
    return file_path(folder, text)


def parse_state(folder: Path, text: str) -> Path:
    """The file of the history."""
    path = file_path(folder, text)
    if text.endswith("/") or is_folder(path):
        inside = f"{shown(text.rstrip('/'))}/followupd.db"
        raise ValueError(f'"{shown(text)}" is a folder, and the state is one file. Write {inside}.')
    return path


def parse_review(text: str) -> ReviewRule:
    """Read "Monday 9:00": one day a week."""
    days, clock = parse_slot(text)
    if len(days) != 1:
        raise ValueError(f'"{shown(text)}" is more than one day. A review is once a week: write Monday 9:00.')
    return ReviewRule(days[0], clock)


def parse_address(text: str) -> str:
    """A mail address of the user's own, in small letters."""
    if not _ADDRESS.fullmatch(text):
        raise ValueError(f"{quoted(text)} is not a mail address. Write dana@example.com.")
    return folded_address(text)


def retry_of(section: SectionValues) -> RetryRule:
    """Return the ladder, which must have a rung; note if `min_gap` is longer than a wait."""
    ladder = section.values.get("ladder")
    if ladder is not None and not 1 <= len(ladder) <= MOST_RUNGS:
        if section.is_sound("ladder"):
            section.problem("ladder", f"needs 1 to {MOST_RUNGS} waits. Write [1 week, 1 week, 1 week].")
        del section.values["ladder"]
    rule = RetryRule(**{**section.values, **_lengths(section.values.get("length"))})
    said_by = "ladder" if "ladder" in section.nodes else "min_gap"
    for wait in rule.ladder:
        if wait.about_days < rule.min_gap.about_days:
            sentence = f"{wait} is shorter than min_gap ({rule.min_gap}), so min_gap decides there."
            section.scope.note(section.nodes[said_by], section.at("ladder"), sentence)
    return rule


def _lengths(each: timedelta | dict[str, Entry] | None) -> dict[str, Any]:
    """One length for every reminder, or one for each channel, with `default` for the others."""
    if each is None or isinstance(each, timedelta):
        return {"length": each} if each is not None else {}
    lengths = {channel: entry.value for channel, entry in each.items()}
    usual = lengths.pop(DEFAULT, RetryRule().length)
    return {"length": usual, "per_channel": tuple(sorted(lengths.items()))}


def start_small_of(section: SectionValues) -> StartSmall:
    """The number of people to begin with, and how many more each month."""
    return StartSmall(**section.values)


def noticing_of(section: SectionValues) -> Noticing:
    """The mode of each kind of source."""
    return Noticing(**section.values)


def parse_mode(text: str) -> Mode:
    """Read yes, ask or no, in one of the words for them."""
    word = text.lower()
    if word in YES or word in NO:
        return Mode.YES if word in YES else Mode.NO
    if word != Mode.ASK:
        raise ValueError(f'"{shown(text)}" is not a way to notice something. Write yes, ask or no.')
    return Mode.ASK


def parse_people(text: str) -> int:
    """A number of people, at least one."""
    if not re.fullmatch(PEOPLE, text):
        raise ValueError(f'"{shown(text)}" is not a number of people. Write 7.')
    return int(text)


def parse_monthly(text: str) -> int:
    """Read "3 per month", "3 a month", "3/month" or "3"."""
    match = re.fullmatch(MONTHLY, text.lower())
    if match is None:
        raise ValueError(f'"{shown(text)}" is not a number of people each month. Write 3 per month.')
    return int(match[1])


def parse_daily(text: str) -> int:
    """Read "3 a day", "3 per day" or "3"."""
    match = re.fullmatch(DAILY, text.lower())
    if match is None:
        raise ValueError(f'"{shown(text)}" is not a number of reminders a day. Write 3.')
    return int(match[1])


def quotas(scope: Scope, _node: Node, _path: str, entries: list[Entry]) -> tuple[Quota, ...]:
    """One quota for each channel; a channel that is named twice, by two of its names, is a problem."""
    quotas_by_channel: dict[str, Quota] = {}
    for entry in entries:
        channel = scope.value(entry.at, entry.path, parse_channel, "phone")
        if channel is None or entry.value is None:
            continue
        if channel in quotas_by_channel:
            scope.problem(entry.at, entry.path, f"is {channel}, which is here already. Keep one.")
            continue
        number, per, weekday = entry.value
        quotas_by_channel[channel] = Quota(channel, number, per, weekday)
    return tuple(quotas_by_channel.values())


def marks(scope: Scope, _node: Node, _path: str, entries: list[Entry]) -> tuple[tuple[str, Outcome], ...]:
    """The user's own words for outcomes, in small letters; one that already means something else is a problem."""
    outcomes = []
    for entry in entries:
        word, outcome = " ".join(entry.name.lower().split()), entry.value
        if not _may_be_mark(word):
            scope.problem(entry.at, entry.path, "cannot be a word in a title. Write one or two words in letters.")
        elif outcome and (meant := outcome_of(word)) not in {None, outcome}:
            scope.problem(entry.at, entry.path, f"already means {meant.words}. Choose another word.")
        elif outcome:
            outcomes.append((word, outcome))
    return tuple(outcomes)


def _may_be_mark(word: str) -> bool:
    return len(word) <= LONGEST_MARK and _MARK.fullmatch(word) is not None


def teaching(phrase: str, outcome: Outcome) -> str | None:
    """Return the sentence that offers the line by which words are understood; None if they cannot be a mark."""
    word = " ".join(phrase.lower().split())
    if not _may_be_mark(word) or outcome_of(word) is not None or re.search(r'["\\{}]', word):
        return None
    line = f'marks: {{"{word}": {outcome.words}}}'
    return f"To have {quoted(phrase)} understood from now on, write into the hit list: {line}"
