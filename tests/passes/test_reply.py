"""Somebody who rang or wrote waits for an answer: on the next sheet, or by a reminder, in place of every other try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.calendars.memory import MemoryCalendar
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Skipped
from followupd.core.values.sightings import evidence_of
from tests.kit.desks import UserDesk
from tests.kit.phones import block, contact, desk_of, tick

SAM = replace(
    contact("Sam", "2026-11-10 reached, his new boat"), phones=("+1 303 555 0142",), emails=("sam@example.com",),
)
Desk = UserDesk[MemoryCalendar]
RANG, WROTE = EvidenceRule.RANG, EvidenceRule.WROTE
LINES = {RANG: "Call back Sam", WROTE: "Answer Sam"}


def came(desk: Desk, rule: EvidenceRule = RANG, hours: int = 2) -> Noticed:
    at, channel = desk.now - timedelta(hours=hours), "phone" if rule is RANG else "email"
    return Noticed("sam", at, None, channel, rule, evidence_of(str(at)), True, "calls.xml")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Sam, who is not due for months, and a block on Tuesday."""
    made = desk_of(tmp_path, (SAM,))
    made.run()
    yield made
    made.history.close()


@pytest.fixture
def plain(desk: Desk) -> Desk:
    """The same without blocks."""
    desk.hitlist = replace(desk.hitlist, blocks=())
    desk.run()
    return desk


def ahead(desk: Desk) -> str:
    return "".join(one.event.summary + one.event.description for one in desk.ours("") if one.event.start > desk.now)


@pytest.mark.parametrize("rule", [RANG, WROTE])
def test_they_are_on_the_next_sheet(desk: Desk, rule: EvidenceRule) -> None:
    """Although nobody was due; a tick is an attempt by the channel by which they came, and the line goes."""
    desk.log(came(desk, rule))
    desk.run()
    text = block(desk).event.description
    assert f"[ ] {LINES[rule]}" in text
    assert f"They {rule} on 22 November: you owe an answer." in text
    tick(desk, LINES[rule], "x")
    desk.now = block(desk).event.start + timedelta(minutes=5)
    desk.run()
    (told,) = desk.facts(Attempt)
    assert (told.channel, told.outcome) == (("phone", Outcome.REACHED) if rule is RANG else ("email", Outcome.SENT))
    desk.now += timedelta(days=1)
    desk.run()
    assert "you owe an answer" not in ahead(desk)


@pytest.mark.parametrize("rule", [RANG, WROTE])
def test_without_blocks_it_is_one_reminder(plain: Desk, rule: EvidenceRule) -> None:
    """In place of the retry that was to come, which returns once the evidence is taken back."""
    plain.log(Attempt("sam", plain.now - timedelta(hours=3), Outcome.NO_ANSWER, "phone"))
    plain.run()
    before = plain.coming()
    plain.log(came(plain, rule))
    plain.run()
    (there,) = (one for one in plain.ours("") if one.event.start > plain.now)
    assert there.uid.startswith("reply-")
    assert there.event.summary == LINES[rule]
    assert there.event.start - plain.now < timedelta(days=2)
    plain.undo()
    plain.run()
    assert plain.coming() == before


def test_a_failed_answer_leads_to_a_retry(plain: Desk) -> None:
    plain.log(came(plain))
    plain.run()
    there = plain.one("reply-")
    plain.calendar.retitle(there.uid, f"{there.event.summary} na")
    plain.now = there.event.end + timedelta(minutes=5)
    plain.run()
    assert [one.uid.split("-")[0] for one in plain.ours("") if one.event.start > plain.now] == ["retry"]


def test_an_attempt_that_is_logged_answers_it(desk: Desk) -> None:
    desk.log(came(desk))
    desk.run()
    desk.log(Attempt("sam", desk.now, Outcome.REACHED, "phone"))
    desk.run()
    assert "you owe an answer" not in ahead(desk)


def test_a_deleted_reminder_ends_it(plain: Desk) -> None:
    plain.log(came(plain))
    plain.run()
    plain.calendar.delete(plain.one("reply-").uid)
    plain.now += timedelta(hours=1)
    plain.run()
    plain.now += timedelta(days=2)
    plain.run()
    assert "you owe an answer" not in ahead(plain)


def test_it_stands_until_it_is_answered(plain: Desk) -> None:
    """A reminder that passes is there again, once."""
    plain.log(came(plain))
    for _ in range(3):
        plain.run()
        there = [one.event for one in plain.ours("reply-") if one.event.start > plain.now]
        assert [event.summary for event in there] == ["Call back Sam"]
        plain.now = there[0].end + timedelta(minutes=5)


def test_a_reminder_that_was_answered_on_its_day_may_be_tidied_away(plain: Desk) -> None:
    """Nobody rests because of it: the retry that follows stays."""
    plain.log(came(plain))
    plain.run()
    uid = plain.one("reply-").uid
    plain.log(Attempt("sam", plain.now - timedelta(hours=1), Outcome.NO_ANSWER, "phone"))
    plain.log(Skipped("sam", plain.now, uid, plain.now + timedelta(hours=1)))
    plain.run()
    assert [one.uid.split("-")[0] for one in plain.ours("") if one.event.start > plain.now] == ["retry"]
