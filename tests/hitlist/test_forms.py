"""The form of a text that an editor checks: it refuses nothing that the parser beside it reads."""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from itertools import starmap
from random import Random
from typing import Any
from zoneinfo import available_timezones

import pytest

from followupd.core.phrases.days import FULL_DATE, YEARLY_DATE, parse_anniversary, parse_date
from followupd.core.phrases.quotas import QUOTA, parse_quota
from followupd.core.phrases.times import LENGTH, SPAN, parse_length, parse_span
from followupd.core.phrases.weeks import BLOCK_SLOT, HOURS, SLOT, parse_block_slot, parse_hours, parse_slot
from followupd.core.phrases.words import NUMBERS
from followupd.core.values.time import DAY_NAMES, FULL_DAY_NAMES, FULL_MONTH_NAMES, MONTH_NAMES
from followupd.hitlist.calendars import SECONDS, parse_timeout
from followupd.hitlist.json_schema import spelt
from followupd.hitlist.load import Loaded
from followupd.hitlist.rules import FAILURES, parse_failures
from followupd.hitlist.settings import DAILY, MONTHLY, PEOPLE, parse_daily, parse_monthly, parse_people
from followupd.hitlist.zones import ZONE, parse_zone

LoadText = Callable[[str], Loaded]
Editor = Callable[[str], list[str]]
Parser = Callable[[str], Any]

NUMERALS = ["0", "1", "2", "3", "07", "14", "26", "45", "100", *NUMBERS, "½", "３"]
SPANS = [
    "day", "days", "d", "week", "weeks", "w", "wk", "month", "months", "mo", "quarter", "q", "y", "year", "years", "m",
    "every", "each", "once", "twice", "per", "times", "a", "and", ",", "&", "other", "second", "weekly", "monthly",
    "quarterly", "fortnight", "half a year", "half-yearly", "weeK",
]
CLOCKS = [
    "9", "9:00", "9.30", "17", "17:45", "24:00", "25:00", "0900", "14h10", "14h", "14 uhr", "2 o'clock", "2pm",
    "2 p.m.", "9a", "noon", "midday", "12 noon", "kl. 9", "midnight", "any time", "24/7", "weekends", "weekdays",
    "every day", "daily", *DAY_NAMES, *FULL_DAY_NAMES, "Tues.", "-", "–", "to", "until", "till", "bis", "~", ",", ";",
    "and", "on", "at", "from",
]
SLOTS = [
    *CLOCKS, "every", "other", "second", "first", "last", "3rd", "of the month", "in each month", "monthly", "week",
    "2 weeks", "three weeks", "fortnight", "fortnightly", "the", "&",
]
LENGTHS = [
    "h", "hour", "hours", "hrs", "m", "min", "minutes", ":30", "30", ".5", "and", ",", "half an hour", "s", "seconds",
]
DATES = [
    *MONTH_NAMES, *FULL_MONTH_NAMES, "sept.", "2026", "1980", "2026-11-28", "05-14", "--05-14", "14", "14th", "3rd",
    "31", "of", ",", "-", "/",
]
COUNTS = [
    "per", "a", "an", "each", "every", "/", "day", "month", "mo", "workday", "more", "x", "times", "once", "weekly",
    *FULL_DAY_NAMES, "weeks", "week", "days",
]
PARSED: list[tuple[str, str, Parser, list[str]]] = [
    ("span", SPAN, parse_span, [*NUMERALS, *SPANS]), ("length", LENGTH, parse_length, [*NUMERALS, *LENGTHS]),
    ("hours", HOURS, parse_hours, CLOCKS), ("slot", SLOT, parse_slot, CLOCKS),
    ("block slot", BLOCK_SLOT, parse_block_slot, SLOTS), ("date", FULL_DATE, parse_date, DATES),
    ("yearly date", YEARLY_DATE, lambda text: parse_anniversary("", text), DATES),
    ("quota", QUOTA, parse_quota, [*NUMERALS, *COUNTS]), ("daily", DAILY, parse_daily, [*NUMERALS, *COUNTS]),
    ("monthly", MONTHLY, parse_monthly, [*NUMERALS, *COUNTS]), ("people", PEOPLE, parse_people, NUMERALS),
    ("failures", FAILURES, parse_failures, NUMERALS),
    ("timeout", f"{SECONDS}|{LENGTH}", parse_timeout, [*NUMERALS, *LENGTHS]),
]


def is_read(parse: Parser, text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


def matches(form: str, text: str) -> bool:
    """Return whether an editor accepts a text."""
    return re.search(spelt(form)["pattern"], text) is not None


@pytest.mark.parametrize(("form", "parse", "words"), [one[1:] for one in PARSED], ids=[one[0] for one in PARSED])
def test_what_a_parser_reads_has_its_form(form: str, parse: Parser, words: list[str]) -> None:
    """Words of its vocabulary in any order, in any case, with any blanks."""
    random = Random(os.environ.get("FOLLOWUPD_SEED", "1"))
    read = 0
    for _ in range(4000):
        chosen = random.choices(words, k=random.choice((1, 2, 2, 3, 3, 4, 5, 6)))
        text = "".join(word + random.choice(("", " ", " ", "  ")) for word in chosen).strip()
        text = random.choice((text, text, text.upper(), text.title()))
        if is_read(parse, text):
            read += 1
            assert matches(form, text), text
    assert read > 20


def test_every_zone_has_the_form_of_one() -> None:
    """As far as it is accepted here; and a place that does not exist has none."""
    names = [name for name in available_timezones() if is_read(parse_zone, name)]
    assert len(names) > 400
    assert [name for name in names if not matches(ZONE, name)] == []


def test_a_form_means_the_same_to_an_editor() -> None:
    """Nothing that only Python knows, such as a name for a group."""
    for form in (ZONE, *(one[1] for one in PARSED)):
        assert re.search(r"\(\?[P<#(]|\\[AZ]|[*+?}]\+", spelt(form)["pattern"]) is None


def test_a_long_text_is_judged_at_once() -> None:
    """No form tries the same blanks, dashes or commas in two ways; a test would not end."""
    for form in starmap(lambda _name, form, *_: form, PARSED):
        for text in ("Mon - Fri 9 - 17, " * 40, "1 week, 2 days and " * 40, "9 : " * 100, "every " * 200, " " * 2000):
            assert not matches(form, f"{text}?")


WRONG = [
    "default: {every: banana}", "default: {every: 3 mnths}", "default: 14 bananas", "default: {at_most: every banana}",
    "timezone: Mars/Olympus", "timezone: Banana", "timezone: UTC+2", "hours: 25:00-26:00", "hours: Mon-Fry 9-17",
    "hours: [Mon 9-12, whenever]", "retry: {ladder: []}", "retry: {ladder: '1 week, soon'}",
    "retry: {rest: a while}", "retry: {min_gap: three}", "retry: {length: long}", "retry: {per_day: 1000}",
    "retry: {switch_after: 100}", "block: Tuesday", "block: Tuesday at dawn", "block: {every: Tuesday 25:00}",
    "block: {every: Tuesday 10:00, length: 1 week}", "block: {every: Tuesday 10:00, ahead: long}",
    "block: {every: Tuesday 10:00, starting: 2026-13-01}", "review: Monday", "review: Monday early",
    "action_plan: {phone: 3 per year}", "action_plan: {phone: often}", "start_small: {then: 3 per week}",
    "holidays: banana", "away: {from: 2026-12-40, to: 2027-01-02}", "me: dana@",
    "calendar: {url: 'https://x.example/', timeout: soon}",
    "contacts: [{name: Sam, dates: {birthday: 14 Mai 2026 or so}}]",
    "contacts: [{name: Sam, dates: {birthday: {on: 14 May, lead: early}}}]",
    "contacts: [{name: Sam, book_ahead: soon}]",
    "contacts: [{name: Sam, timezone: Denver/America}]", "contacts: [{name: Sam, hours: 8 until late}]",
    "contacts: [{name: Sam, email: sam@}]", "contacts: [{name: Sam, promises: [{what: x, by: 28 November}]}]",
]


@pytest.mark.parametrize("text", WRONG)
def test_an_editor_refuses_a_wrong_value_too(load_text: LoadText, editor: Editor, text: str) -> None:
    """Both object."""
    assert load_text(text).problems
    assert editor(text)
