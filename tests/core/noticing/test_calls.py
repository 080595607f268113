"""The rules for calls in the phone's log."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from followupd.core.noticing.notice import NoticeContext, notice
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome, Retracted, key_of
from followupd.core.values.hitlist import Contact, Mode, Noticing
from followupd.core.values.record import NO_FACTS, Facts
from followupd.core.values.sightings import LOOK_BACK, CallSeen, evidence_of
from tests.kit.people import at, hit_list, person

NOW = at("2026-11-24 12:00")
NUMBER = "+1 303 555 0142"
RANG = CallSeen(evidence_of("one"), at("2026-11-23 10:00"), "calls.xml", (NUMBER,), incoming=True, missed=True)
CALLED = CallSeen(evidence_of("two"), at("2026-11-23 10:00"), "calls.xml", (NUMBER,), incoming=False, seconds=240)
NO_ANSWER = replace(CALLED, seconds=0)


def around(mode: Mode, *contacts: Contact, since: datetime | None = None) -> NoticeContext:
    contacts = contacts or (person(),)
    people = {contact.slug: contact for contact in contacts}
    first = dict.fromkeys(people, since) if since is not None else {}
    return NoticeContext(people, first, hit_list(*contacts, noticed=Noticing(calls=mode)), NOW)


def shown(call: CallSeen, mode: Mode, *contacts: Contact) -> list[tuple[str, Outcome | None, EvidenceRule, bool]]:
    return [
        (fact.contact, fact.outcome, fact.rule, fact.sure) for fact in notice([call], NO_FACTS, around(mode, *contacts))
    ]


@pytest.mark.parametrize(("call", "outcome", "rule", "yes", "ask"), [
    (CALLED, Outcome.REACHED, EvidenceRule.SPOKE, True, False),
    (replace(CALLED, seconds=20), Outcome.REACHED, EvidenceRule.SPOKE, True, False),
    (replace(CALLED, seconds=19), Outcome.NO_ANSWER, EvidenceRule.NOT_ANSWERED, True, False),
    (NO_ANSWER, Outcome.NO_ANSWER, EvidenceRule.NOT_ANSWERED, True, False),
    (replace(CALLED, seconds=None), Outcome.REACHED, EvidenceRule.SPOKE, False, False),
    (replace(CALLED, incoming=True), Outcome.REACHED, EvidenceRule.SPOKE, True, False),
    (RANG, None, EvidenceRule.RANG, True, True),
])
def test_what_a_call_shows(call: CallSeen, outcome: Outcome | None, rule: EvidenceRule, yes: bool, ask: bool) -> None:
    """A greeting of a voicemail is no talk; a length that the log does not say is asked about even with `yes`."""
    assert shown(call, Mode.YES) == [("dana", outcome, rule, yes)]
    assert shown(call, Mode.ASK) == [("dana", outcome, rule, ask)]
    assert shown(call, Mode.NO) == []


def test_a_short_incoming_call_shows_nothing() -> None:
    assert shown(replace(CALLED, incoming=True, seconds=19), Mode.YES) == []


def test_a_number_of_two_people_is_asked_about_and_who_rang_is_not_guessed() -> None:
    two = (person(), person("Robin"))
    assert shown(CALLED, Mode.YES, *two) == [
        (who, Outcome.REACHED, EvidenceRule.SPOKE, False) for who in ("dana", "robin")
    ]
    assert shown(RANG, Mode.YES, *two) == []


def test_only_what_happened_lately_and_since_they_are_on_the_list() -> None:
    early = replace(CALLED, at=NOW - LOOK_BACK - timedelta(minutes=1))
    to_come = replace(CALLED, at=NOW + timedelta(minutes=1))
    assert notice([early, to_come], NO_FACTS, around(Mode.YES)) == ()
    assert notice([CALLED], NO_FACTS, around(Mode.YES, since=CALLED.at + timedelta(minutes=1))) == ()
    assert len(notice([CALLED], NO_FACTS, around(Mode.YES, since=CALLED.at))) == 1


def test_one_evidence_is_noticed_once_also_after_it_was_taken_back() -> None:
    """Nor from a second log, of which the clock differs by some seconds; the mode may change meanwhile."""
    (fact,) = notice([CALLED, CALLED], NO_FACTS, around(Mode.ASK))
    other_log = replace(CALLED, evidence=evidence_of("other"), at=CALLED.at + timedelta(seconds=70), source="inbox")
    taken_back = Retracted("dana", NOW, key_of(fact))
    for known in (Facts([fact]), Facts([fact, taken_back])):
        assert notice([CALLED, other_log], known, around(Mode.YES)) == ()
    assert len(notice([CALLED, other_log], NO_FACTS, around(Mode.YES))) == 1
    assert len(notice([replace(CALLED, evidence=evidence_of("x"), at=CALLED.at + timedelta(minutes=10))],
                      Facts([fact]), around(Mode.YES))) == 1


@pytest.mark.parametrize("first", [NO_ANSWER, RANG])
@pytest.mark.parametrize("mode", [Mode.YES, Mode.ASK])
def test_whoever_is_rung_back_at_once_was_reached(first: CallSeen, mode: Mode) -> None:
    """A call within two minutes of another is the same in a second log only if both show the same."""
    at_once = replace(CALLED, evidence=evidence_of("back"), at=first.at + timedelta(seconds=70))
    (one, other) = notice([first, at_once], NO_FACTS, around(mode))
    assert (one.at, other.outcome) == (first.at, Outcome.REACHED)
    assert notice([at_once], Facts([one]), around(mode)) == (other,)


def test_they_come_oldest_first_whatever_the_order_of_the_source() -> None:
    later = replace(NO_ANSWER, evidence=evidence_of("later"), at=CALLED.at + timedelta(hours=2))
    found = notice([later, CALLED], NO_FACTS, around(Mode.YES))
    assert [fact.at for fact in found] == [CALLED.at, later.at]
    assert found == notice([CALLED, later], NO_FACTS, around(Mode.YES))
    assert all(isinstance(fact, Noticed) for fact in found)
