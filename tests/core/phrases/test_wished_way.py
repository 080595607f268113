"""The day and the channel for the next try: "call again next week", "text me on Friday"."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.log import asked_in, parse_log_line
from followupd.core.phrases.said import Mark, ReadingRules
from followupd.core.values.facts import WRITING, DayTime, Outcome

FRIDAY = date(2026, 12, 4)
RULES = ReadingRules({}, date(2026, 11, 30), ("Dana Whitfield",))


@pytest.mark.parametrize(("note", "channel", "planned"), [
    ("text me on Friday", "text", False), ("she said text me on Friday", "text", False),
    ("asked me to email on Friday", "email", False), ("wants a text on Friday", "text", False),
    ("write to me on Friday", WRITING, False), ("message her on Friday", WRITING, True),
    ("email her on Friday", "email", True), ("I'll text him on Friday", "text", True),
    ("write again on Friday", WRITING, True), ("try again by text on Friday", "text", True),
    ("call again on Friday", "phone", True), ("call me on Friday", "phone", False),
    ("her email says call Friday", "phone", False),
    ("try again on Friday", "", True), ("asked for Friday", "", False), ("call or text on Friday", "", True),
    ("don't call, try her on Friday", "", True), ("asked for Friday; read my text", "", False),
])
def test_the_channel_of_the_day_is_the_one_that_its_clause_names(note: str, channel: str, planned: bool) -> None:
    asked = parse_log_line(f"2026-11-30 phone no answer, {note}", ZoneInfo("America/Denver")).asked
    assert asked == DayTime(FRIDAY, planned=planned, channel=channel)


@pytest.mark.parametrize("note", [
    "email her the list on Friday", "text her the address on Friday", "she will text on Friday", "texted her on Friday",
    "left the text for Friday", "email for Friday's meeting",
])
def test_what_is_sent_besides_is_no_day_for_the_next_try(note: str) -> None:
    assert asked_in(note, RULES.today) is None


@pytest.mark.parametrize("text", ["sent, text Friday", "sent, email her Friday"])
def test_what_was_sent_is_not_sent_again(text: str) -> None:
    read = read_addition(text, RULES)
    assert isinstance(read, Mark)
    assert (read.outcome, read.asked) == (Outcome.SENT, None)


@pytest.mark.parametrize(("text", "channel", "planned"), [
    ("text me on Friday", "text", False), ("write to me on Friday", WRITING, False),
    ("email Dana again on Friday", "email", True), ("asked for an email on Friday", "email", False),
    ("call again on Friday", "phone", True), ("try again on Friday", "", True),
    ("call me on Friday", "", False),             # the outcome itself says so
])
def test_a_wish_alone_is_read_too(text: str, channel: str, planned: bool) -> None:
    read = read_addition(text, RULES)
    assert isinstance(read, Mark)
    assert (read.outcome, read.asked) == (Outcome.CALL_BACK, DayTime(FRIDAY, planned=planned, channel=channel))
