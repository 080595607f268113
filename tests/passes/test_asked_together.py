"""One question with one answer for all that belongs together: mails and calls of a week, the meetings of a day."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

import pytest

from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, Promised, Settled
from followupd.core.values.hitlist import ReviewRule
from followupd.core.values.sightings import evidence_of
from tests.kit.evidence_of_sam import Desk, to_come, unsure
from tests.kit.evidence_of_sam import desk as desk
from tests.kit.evidence_of_sam import plain as plain
from tests.kit.people import local
from tests.kit.phones import NOW, block, tick

SENT, REPLIED, MET = EvidenceRule.SENT, EvidenceRule.REPLIED, EvidenceRule.MET
SPOKE, VAIN = EvidenceRule.SPOKE, EvidenceRule.NOT_ANSWERED
OUTCOMES = {SENT: Outcome.SENT, VAIN: Outcome.NO_ANSWER}
CHANNELS = {SENT: "email", REPLIED: "email", MET: None}


def shown(desk: Desk, rule: EvidenceRule, hours: float, what: str = "") -> Noticed:
    """Something that was noticed so many hours ago."""
    fact = unsure(desk, rule, OUTCOMES.get(rule, Outcome.REACHED), CHANNELS.get(rule, "phone"), what)
    return replace(fact, at=desk.now - timedelta(hours=hours), evidence=evidence_of(rule, str(hours), what))


def lines(desk: Desk) -> list[str]:
    """The questions on the next sheet."""
    coming = min((one for one in desk.ours("block-") if one.event.end > desk.now), key=lambda one: one.event.start)
    return [line[4:] for line in coming.event.description.split("\n") if line.startswith("[ ] Did you")]


def thread(desk: Desk) -> tuple[Noticed, ...]:
    return shown(desk, SENT, 72), shown(desk, REPLIED, 50), shown(desk, SENT, 26)


LINE = "Did you speak with Sam on Sun 22 Nov?"
THREAD = "Did you exchange 3 emails with Sam from Thu 19 Nov to Sat 21 Nov?"
THREE = [Outcome.SENT, Outcome.REACHED, Outcome.SENT]


@pytest.mark.parametrize(("rules", "line"), [
    ([(SENT, 72), (SENT, 26)], "Did you write to Sam twice from Thu 19 Nov to Sat 21 Nov?"),
    ([(REPLIED, 72), (REPLIED, 50), (REPLIED, 26)], "Did you hear from Sam 3 times from Thu 19 Nov to Sat 21 Nov?"),
    ([(VAIN, 3), (VAIN, 2.5), (SPOKE, 2)], "Did you have 3 calls with Sam on Sun 22 Nov?"),
    ([(VAIN, 3), (VAIN, 2)], "Did you ring Sam in vain twice on Sun 22 Nov?"),
    ([(SPOKE, 3), (SPOKE, 2)], "Did you speak with Sam twice on Sun 22 Nov?"),
    ([(MET, 3), (MET, 1)], "Did you meet Sam twice on Sun 22 Nov?"),
])
def test_one_line_for_all(desk: Desk, rules: list[tuple[EvidenceRule, float]], line: str) -> None:
    """A tick counts each at its own time, and clearing it takes all of them back."""
    facts = [shown(desk, rule, hours) for rule, hours in rules]
    desk.log(*facts)
    desk.run()
    assert lines(desk) == [line]
    tick(desk, line, "x")
    desk.now = block(desk).event.start + timedelta(minutes=5)
    desk.run()
    told = sorted(desk.facts(Attempt), key=lambda one: one.at)
    assert [(one.at, one.outcome, one.channel) for one in told] == [(f.at, f.outcome, f.channel) for f in facts]
    there = block(desk)
    desk.calendar.rewrite(there.uid, there.event.description.replace(f"[x] {line}", f"[ ] {line}"))
    desk.now += timedelta(minutes=1)
    desk.run()
    assert desk.tries() == []


@pytest.mark.parametrize("days", [1, 8])
def test_what_is_apart_is_asked_apart(desk: Desk, days: int) -> None:
    """Meetings of two days, and mails that are a week apart."""
    rule = MET if days == 1 else SENT
    desk.log(shown(desk, rule, 1), shown(desk, rule, 1 + days * 24))
    desk.run()
    assert len(lines(desk)) == 2


def test_it_says_what_would_count(desk: Desk) -> None:
    desk.log(*thread(desk))
    desk.run()
    said = block(desk).event.description
    assert "    Noticed in calls.xml: sent by email on Thu 19 Nov; reached by email on Fri 20 Nov; sent" in said
    assert "on Sat 21 Nov. They count once you say so." in said


@pytest.mark.parametrize(("behind", "counts"), [
    (" yes", True), (" yes, she moves to Rome", True), (" no", False), (" sent", None), (" na", False),
])
def test_one_answer_for_all(desk: Desk, behind: str, counts: bool | None) -> None:
    """The note is about the answer; a word for some of them is asked about."""
    desk.log(*thread(desk))
    desk.run()
    tick(desk, THREAD, " ", behind)
    desk.now = block(desk).event.start + timedelta(minutes=5)
    desk.run()
    told = sorted(desk.facts(Attempt), key=lambda one: one.at)
    assert [one.outcome for one in told] == (THREE if counts else [])
    assert [one.note for one in told] == (["", "she moves to Rome" * ("Rome" in behind), ""] if counts else [])
    assert len(desk.facts(Settled)) == (3 if counts is False else 0)
    assert ("Not understood" in block(desk).event.description) is (counts is None)
    desk.now += timedelta(days=1)
    desk.run()
    assert (lines(desk) == []) is (counts is not None)


def test_what_comes_later_is_not_answered_by_it(desk: Desk) -> None:
    """The tick is about what the line said; the fourth mail is another question."""
    desk.log(*thread(desk))
    desk.run()
    tick(desk, THREAD, "x")
    desk.run()
    desk.now += timedelta(hours=3)
    desk.log(shown(desk, REPLIED, 1))
    desk.run()
    assert [one.outcome for one in desk.facts(Attempt)] == [Outcome.SENT, Outcome.SENT, Outcome.REACHED]
    assert lines(desk) == ["Did you hear from Sam on Sun 22 Nov?"]


def test_a_question_that_nobody_touched_grows(desk: Desk) -> None:
    desk.log(*thread(desk)[:1])
    desk.run()
    assert lines(desk) == ["Did you write to Sam on Thu 19 Nov?"]
    desk.log(*thread(desk)[1:])
    desk.now += timedelta(minutes=1)
    desk.run()
    assert lines(desk) == [THREAD]


def test_the_sheet_before_it_grew_answers_what_it_asked(desk: Desk) -> None:
    """The next one cannot say the contrary of that; what came since is asked again."""
    desk.log(*thread(desk)[:2])
    desk.run()
    old, first = block(desk), "Did you exchange 2 emails with Sam from Thu 19 Nov to Fri 20 Nov?"
    desk.now = old.event.end + timedelta(hours=1)
    desk.log(shown(desk, SENT, 30))
    desk.run()
    assert len(lines(desk)) == 1
    desk.calendar.rewrite(old.uid, old.event.description.replace(f"[ ] {first}", f"[x] {first}"))
    desk.now += timedelta(minutes=1)
    new = desk.ours("block-")[1]
    desk.calendar.rewrite(new.uid, new.event.description.replace("[ ] Did", "[-] Did"))
    desk.run()
    assert sorted(one.outcome for one in desk.facts(Attempt)) == [Outcome.REACHED, Outcome.SENT]
    assert desk.facts(Settled) == []
    assert lines(desk) == ["Did you write to Sam on Mon 23 Nov?"]


def test_undo_takes_all_of_it_back(desk: Desk) -> None:
    desk.log(*thread(desk))
    desk.run()
    tick(desk, THREAD, "x")
    desk.run()
    desk.undo()
    desk.run()
    assert desk.tries() == []


def test_what_was_logged_by_hand_does_not_count_twice(desk: Desk) -> None:
    first, reply, last = thread(desk)
    desk.log(first, reply, last)
    desk.run()
    desk.log(Attempt("sam", last.at, Outcome.SENT, "email"))
    tick(desk, THREAD, "x")
    desk.run()
    assert sorted((one.at, one.source) for one in desk.facts(Attempt)) == [
        (first.at, "calendar"), (reply.at, "calendar"), (last.at, "command")]


def test_a_reminder_for_all(plain: Desk) -> None:
    plain.log(*thread(plain))
    plain.run()
    there = plain.one("asked-")
    assert there.event.summary == THREAD
    plain.calendar.retitle(there.uid, f"{THREAD} yes")
    plain.now = there.event.end + timedelta(minutes=5)
    plain.run()
    assert sorted(one.outcome for one in plain.facts(Attempt)) == sorted(THREE)
    assert plain.title(there.uid) == f"✓ {THREAD}: reached"


def test_a_mail_that_came_back_at_the_instant_of_another(desk: Desk) -> None:
    """Two questions at one instant, each with its own answer."""
    sent = shown(desk, SENT, 2)
    back = replace(sent, rule=EvidenceRule.BOUNCED, outcome=Outcome.BOUNCED, what="sam@example.com")
    desk.log(sent, replace(back, evidence=evidence_of("back")))
    desk.run()
    assert sorted(lines(desk)) == [
        "Did you get your email to Sam back on Sun 22 Nov?", "Did you write to Sam on Sun 22 Nov?"]
    tick(desk, "Did you write to Sam", "x")
    tick(desk, "Did you get your email", "-")
    desk.run()
    assert [one.outcome for one in desk.facts(Attempt)] == [Outcome.SENT]
    assert len(desk.facts(Settled)) == 1


def test_two_of_one_kind_on_one_sheet(desk: Desk) -> None:
    """Both are counted, though they say the same of the same person."""
    facts = shown(desk, SENT, 1), shown(desk, SENT, 9 * 24)
    desk.log(*facts)
    desk.run()
    for line in lines(desk):
        tick(desk, line, "x")
    desk.run()
    assert {one.at for one in desk.facts(Attempt)} == {one.at for one in facts}


def test_two_addresses_that_came_back(desk: Desk) -> None:
    """Each has its line, and the failures of one are one question."""
    emails = ("sam@example.com", "sam@example.org")
    desk.hitlist = replace(desk.hitlist, contacts=(replace(desk.hitlist.contacts[0], emails=emails),))
    back = replace(shown(desk, SENT, 2), rule=EvidenceRule.BOUNCED, outcome=Outcome.BOUNCED)
    desk.log(*(replace(back, what=one, at=back.at - ago, evidence=evidence_of(one, str(ago)))
               for one in emails for ago in (timedelta(0), timedelta(hours=1))))
    desk.run()
    assert sorted(lines(desk)) == [f"Did you get your email to Sam at {one} back on Sun 22 Nov?" for one in emails]


@pytest.mark.parametrize("later", [" later 3d", " later Wed", ": later Wed 11:00", " - later 25 Nov, at the boat"])
def test_later_behind_the_line_puts_it_off(desk: Desk, later: str) -> None:
    """It is asked by a reminder then, whichever day the line is read again; a drag of that one is kept."""
    fact = unsure(desk)
    desk.log(fact)
    desk.run()
    tick(desk, LINE, " ", later)
    for _ in range(3):
        desk.run()
        there = desk.one("asked-")
        assert local(there.event.start).startswith("Wed 25 Nov 1")
        assert "Not understood" not in block(desk).event.description
        desk.now += timedelta(hours=20)
    desk.calendar.drag(there.uid, there.event.start + timedelta(days=1))
    desk.run()
    assert local(desk.one("asked-").event.start).startswith("Thu 26 Nov 1")
    desk.now += timedelta(hours=3)
    desk.run()
    desk.calendar.retitle(there.uid, f"{LINE} yes")
    desk.now = desk.one("asked-").event.end + timedelta(minutes=5)
    desk.run()
    assert [one.at for one in desk.facts(Attempt)] == [fact.at]


def test_a_day_that_is_over_is_asked_about(desk: Desk) -> None:
    desk.log(unsure(desk))
    desk.run()
    tick(desk, LINE, " ", " later today 8:00")
    desk.run()
    assert desk.ours("asked-") == []
    assert "is over" in block(desk).event.description


def test_undo_of_a_day_is_kept(desk: Desk) -> None:
    """The words are still behind the line, and say nothing more."""
    desk.log(unsure(desk))
    desk.run()
    tick(desk, LINE, " ", " later 3d")
    desk.run()
    desk.undo()
    desk.run()
    assert desk.ours("asked-") == []
    assert lines(desk) != []


@pytest.mark.parametrize("struck", [True, False])
def test_a_line_that_was_taken_out_of_a_sheet(desk: Desk, struck: bool) -> None:
    """It is as a deleted reminder: not asked again, and it counts as nothing; put back, it is asked again."""
    promised = Promised("sam", desk.now, "the plans", desk.now.date())
    desk.log(unsure(desk), promised)
    desk.run()
    there = block(desk)
    assert LINE in there.event.description
    kept = [line for line in there.event.description.split("\n") if LINE not in line]
    marked = there.event.description.replace(f"[ ] {LINE}", f"~~[ ] {LINE}~~")
    desk.calendar.rewrite(there.uid, marked if struck else "\n".join(kept))
    for _ in range(3):
        desk.now += timedelta(minutes=5)
        desk.run()
        assert "Not understood" not in block(desk).event.description
    assert [(one.at, one.kept) for one in desk.facts(Settled)] == [(NOW - timedelta(hours=2), False)]
    desk.now = there.event.end + timedelta(hours=1)
    desk.run()
    assert lines(desk) == []
    assert desk.tries() == []
    assert to_come(desk) == []


def test_a_line_that_was_taken_out_of_a_review(plain: Desk) -> None:
    plain.hitlist = replace(plain.hitlist, review=ReviewRule(0, time(9)))
    plain.log(unsure(plain), replace(unsure(plain, MET, channel=None), evidence="0" * 32))
    plain.run()
    there = plain.one("review-")
    kept = [line for line in there.event.description.split("\n") if LINE not in line]
    plain.calendar.rewrite(there.uid, "\n".join(kept))
    plain.now += timedelta(minutes=5)
    plain.run()
    plain.now = there.event.end + timedelta(hours=1)
    plain.run()
    assert LINE not in plain.ours("review-")[-1].event.description
    assert "Did you meet Sam" in plain.ours("review-")[-1].event.description
    assert plain.tries() == []


def test_a_line_of_a_question_that_was_answered_may_be_tidied_away(desk: Desk) -> None:
    """Nor does a text that is emptied say anything."""
    desk.log(unsure(desk))
    desk.run()
    tick(desk, LINE, "x")
    desk.now = block(desk).event.start + timedelta(minutes=5)
    desk.run()
    there = block(desk)
    desk.calendar.rewrite(there.uid, there.event.description.replace(f"[x] {LINE}\n", ""))
    desk.now += timedelta(minutes=5)
    desk.run()
    assert desk.tries() == [("sam", Outcome.REACHED, "")]
    assert desk.facts(Settled) == []


def test_an_emptied_sheet_says_nothing(desk: Desk) -> None:
    desk.log(unsure(desk))
    desk.run()
    desk.calendar.rewrite(block(desk).uid, "")
    desk.now += timedelta(minutes=5)
    desk.run()
    assert desk.facts(Settled) == []
