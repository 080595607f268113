"""Somebody who rang or wrote waits for an answer: on the next sheet, or by a reminder, in place of every other try."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from followupd.core.phrases.log import parse_log_line
from followupd.core.schedule.status import State
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Skipped
from followupd.core.values.hitlist import StartSmall
from followupd.core.values.sightings import evidence_of
from followupd.passes.outlook import outlook_from
from tests.kit.evidence_of_sam import RANG, WROTE, Desk, ahead, came, to_come, unsure
from tests.kit.evidence_of_sam import desk as desk
from tests.kit.evidence_of_sam import plain as plain
from tests.kit.people import DENVER
from tests.kit.phones import NOW, block, contact, tick

LINES = {RANG: "Call back Sam", WROTE: "Answer Sam"}
TRIED = Attempt("sam", NOW - timedelta(days=3), Outcome.NO_ANSWER, "phone")      # the next try is on Thursday


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
    plain.log(TRIED)
    plain.run()
    before = plain.coming()
    plain.log(came(plain, rule))
    plain.run()
    (there,) = (one for one in plain.ours("") if one.event.start > plain.now)
    assert there.event.summary == LINES[rule]
    assert f"They {rule} on 22 November: you owe an answer." in there.event.description
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


def test_a_call_in_vain_that_is_noticed_leads_to_a_retry_also_soon_after_they_spoke(plain: Desk) -> None:
    """He rang after the talk, so the user's call is the answer to that; without it, it would belong to the talk."""
    vain = Noticed("sam", plain.now, Outcome.NO_ANSWER, "phone", EvidenceRule.NOT_ANSWERED, evidence_of("vain"))
    plain.log(Attempt("sam", plain.now - timedelta(hours=5), Outcome.REACHED, "phone"), vain)
    plain.run()
    assert to_come(plain) == []
    plain.log(replace(came(plain), at=vain.at - timedelta(hours=2)))
    plain.run()
    assert to_come(plain) == ["retry"]


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


@pytest.mark.parametrize(("line", "owes"), [("2026-11-22 reached", False), ("2026-11-22 no answer", True)])
def test_a_talk_without_a_time_answers_the_day(plain: Desk, line: str, owes: bool) -> None:
    """Nobody knows whether a try in vain came before or after it."""
    plain.log(came(plain))
    sam = plain.hitlist.contacts[0]
    plain.hitlist = replace(plain.hitlist, contacts=(replace(sam, log=(*sam.log, parse_log_line(line, DENVER))),))
    plain.run()
    assert ("you owe an answer" in ahead(plain)) is owes


def test_while_it_is_asked_whether_they_spoke_since_nothing_is_owed(plain: Desk) -> None:
    """One event, not two; a no brings the answer back."""
    plain.log(came(plain, ago=timedelta(hours=3)), unsure(plain))
    plain.run()
    assert to_come(plain) == ["asked"]
    there = plain.one("asked-")
    plain.calendar.retitle(there.uid, f"{there.event.summary} no")
    plain.now += timedelta(minutes=5)
    plain.run()
    assert "reply" in to_come(plain)


def test_a_call_in_vain_that_is_asked_about_answers_nothing(plain: Desk) -> None:
    plain.log(
        came(plain, ago=timedelta(hours=3)), unsure(plain, EvidenceRule.NOT_ANSWERED, Outcome.NO_ANSWER),
    )
    plain.run()
    assert sorted(to_come(plain)) == ["asked", "reply"]


@pytest.mark.parametrize(("blocks", "day"), [(True, 24), (False, 23)])
def test_who_waits_while_the_user_starts_small_is_answered(desk: Desk, blocks: bool, day: int) -> None:
    """And sends nobody back to the queue: those who have started keep their places."""
    others = tuple(contact(f"Person {number}", "2026-01-01 reached") for number in range(4))
    sam = contact("Sam", "2026-07-01 reached")
    desk.hitlist = replace(
        desk.hitlist, contacts=(*others, sam), start_small=StartSmall(2, 0), blocks=desk.hitlist.blocks * blocks,
    )
    desk.run()
    before = who_is_open(desk)
    assert len(before) == 2
    desk.log(came(desk))
    desk.run()
    assert who_is_open(desk) == before | {"sam"}
    (at,) = {one.event.start.day for one in desk.ours("") if "They rang on" in one.event.description}
    assert at == day


def who_is_open(desk: Desk) -> set[str]:
    """Return the keys of the people who have an item."""
    statuses = outlook_from(desk.hitlist, desk.history, desk.now).plan.statuses
    return {key for key, one in statuses.items() if one.state is State.OPEN}
