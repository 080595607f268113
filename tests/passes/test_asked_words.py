"""Words on a question about evidence, behind its line or in its reminder: understood, or asked about (P11, P13)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from followupd.core.values.facts import Attempt, EvidenceRule, Outcome, Settled
from tests.kit.evidence_of_sam import Desk, unsure
from tests.kit.evidence_of_sam import desk as desk
from tests.kit.evidence_of_sam import plain as plain
from tests.kit.phones import block, tick

SPOKE, MET, SENT, VAIN = (EvidenceRule.SPOKE, EvidenceRule.MET, EvidenceRule.SENT, EvidenceRule.NOT_ANSWERED)
QUESTIONS = {
    SPOKE: ("Did you speak with Sam on Sun 22 Nov?", Outcome.REACHED, "phone"),
    MET: ("Did you meet Sam on Sun 22 Nov?", Outcome.REACHED, None),
    SENT: ("Did you write to Sam on Sun 22 Nov?", Outcome.SENT, "email"),
    VAIN: ("Did you ring Sam in vain on Sun 22 Nov?", Outcome.NO_ANSWER, "phone"),
}
NO, ASKS = "no", "asks"
# By rule and words: the note of an attempt that counts, NO if it does not count, ASKS if nobody knows.
SAID = [
    (SPOKE, "yes", ""), (SPOKE, "Yes!", ""), (SPOKE, "y", ""), (SPOKE, "we did", ""), (SPOKE, "ok", ""),
    (SPOKE, "yes, moving to Berlin", "moving to Berlin"), (SPOKE, "we did, about boats", "about boats"),
    (SPOKE, "yes but briefly", "yes but briefly"),
    (SPOKE, "spoke - moving to Berlin", "moving to Berlin"), (SPOKE, "he called me", ""), (SPOKE, "that's right", ""),
    (SPOKE, "no", NO), (SPOKE, "nope", NO), (SPOKE, "na", NO), (SPOKE, "no, we didn't", NO), (SPOKE, "dropped", NO),
    (SPOKE, "no, it was my wife", NO), (SPOKE, "it doesn't count", NO),
    *((SPOKE, words, ASKS) for words in (
        "sent", "texted him", "left a message", "busy", "maybe", "not sure", "no idea", "only for a minute",
        "yes, no answer", "no, spoke on Monday", "no, we did", "wrong", "call back Friday",
    )),
    (MET, "yes, at the harbour", "at the harbour"), (MET, "no answer", NO), (MET, "sent", ASKS),
    (SENT, "sent", ""), (SENT, "no", NO), (SENT, "spoke", ASKS),
    (VAIN, "na", ""), (VAIN, "yes", ""), (VAIN, "nope", NO), (VAIN, "no", NO), (VAIN, "spoke", ASKS),
    (VAIN, "he called me back", ASKS), (VAIN, "sent", ASKS),
]


def answered(desk: Desk, rule: EvidenceRule, uid: str) -> str:
    """Return what was understood."""
    attempts, settled = desk.facts(Attempt), desk.facts(Settled)
    if not attempts and not settled:
        event = desk.present()[uid].event
        return ASKS if event.summary.startswith("?") and "Not understood: " in event.description else "passed over"
    if settled:
        assert not attempts
        return NO
    (told,), (_, outcome, channel) = attempts, QUESTIONS[rule]
    assert (told.outcome, told.channel, told.met) == (outcome, channel, rule is MET)
    return told.note


def ask(desk: Desk, rule: EvidenceRule) -> str:
    line, outcome, channel = QUESTIONS[rule]
    desk.log(unsure(desk, rule, outcome, channel))
    desk.run()
    return line


@pytest.mark.parametrize(("rule", "words", "means"), SAID)
def test_behind_a_line(desk: Desk, rule: EvidenceRule, words: str, means: str) -> None:
    tick(desk, ask(desk, rule), " ", f" {words}")
    uid = block(desk).uid
    desk.now = block(desk).event.start + timedelta(minutes=5)
    desk.run()
    assert answered(desk, rule, uid) == means


@pytest.mark.parametrize(("rule", "words", "means"), SAID)
def test_in_a_title(plain: Desk, rule: EvidenceRule, words: str, means: str) -> None:
    there = (ask(plain, rule), plain.one("asked-"))[1]
    plain.calendar.retitle(there.uid, f"{there.event.summary} {words}")
    plain.now = there.event.end + timedelta(minutes=5)
    plain.run()
    assert answered(plain, rule, there.uid) == means


@pytest.mark.parametrize(("box", "behind", "means"), [
    ("x", " about boats", "about boats"), ("x", " no answer", ASKS), ("x", " we didn't", ASKS), ("v", "", ASKS),
    ("-", "", NO), ("-", " it was my wife", NO), ("-", " we did", ASKS),
    ("yes", "", ASKS), ("?", "", ASKS), ("na", "", NO),
])
def test_in_the_box(desk: Desk, box: str, behind: str, means: str) -> None:
    tick(desk, ask(desk, SPOKE), box, behind)
    uid = block(desk).uid
    desk.now = block(desk).event.start + timedelta(minutes=5)
    desk.run()
    assert answered(desk, SPOKE, uid) == means


@pytest.mark.parametrize(("text", "means"), [
    ("yes", ""), ("no", NO), ("Bring the plans.", "passed over"), ("left a message", ASKS),
])
def test_in_the_text_of_a_reminder(plain: Desk, text: str, means: str) -> None:
    """A line there may be a note of the user's."""
    ask(plain, SPOKE)
    there = plain.one("asked-")
    plain.calendar.rewrite(there.uid, f"{there.event.description}\n{text}")
    plain.now = there.event.end + timedelta(minutes=5)
    plain.run()
    assert answered(plain, SPOKE, there.uid) == means


@pytest.mark.parametrize("words", ["maybe own", "bring the plans own"])
def test_own_words_are_left_alone(desk: Desk, words: str) -> None:
    tick(desk, ask(desk, SPOKE), " ", f" {words}")
    desk.now += timedelta(minutes=5)
    desk.run()
    there = block(desk).event
    assert "Not understood" not in there.description
    assert words in there.description


def test_what_was_asked_about_may_be_answered(plain: Desk) -> None:
    """The words are changed, and the question goes."""
    ask(plain, SPOKE)
    there = plain.one("asked-")
    plain.calendar.retitle(there.uid, f"{there.event.summary} maybe")
    plain.now = there.event.end + timedelta(minutes=5)
    plain.run()
    plain.calendar.retitle(there.uid, f"{there.event.summary} yes")
    plain.now += timedelta(minutes=5)
    plain.run()
    assert answered(plain, SPOKE, there.uid) == ""
    event = plain.present()[there.uid].event
    assert event.summary == "✓ Did you speak with Sam on Sun 22 Nov?: reached"
    assert "Not understood" not in event.description
