"""Noticed attempts in a timeline: each counts once, whatever else says the same, and what was reported wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.people.noticed import not_reported
from followupd.core.people.timeline import attempts_of
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome
from followupd.core.values.sightings import evidence_of
from tests.kit.people import DENVER, at, person, tried

NOW = at("2026-11-24 12:00")
MET, NA = EvidenceRule.MET, Outcome.NO_ANSWER


def noticed(
    when: str, outcome: Outcome | None = Outcome.REACHED, channel: str | None = "phone",
    rule: EvidenceRule = EvidenceRule.SPOKE, *, sure: bool = True, evidence: str = "",
) -> Noticed:
    return Noticed("dana", at(when), outcome, channel, rule, evidence_of(evidence or when), sure, "calls.xml")


def attempts(told: Sequence[Attempt], *seen: Noticed) -> list[tuple[str, Outcome]]:
    found = attempts_of("dana", person(), told, DENVER, NOW, seen)
    return [(one.source, one.outcome) for one in found]


CALL = noticed("2026-11-20 10:00")


@pytest.mark.parametrize(("told", "both"), [
    (tried("2026-11-20 10:05", Outcome.REACHED), False),
    (tried("2026-11-20 18:00", Outcome.REACHED), False),
    (tried("2026-11-20", Outcome.REACHED), False),
    (tried("2026-11-20", Outcome.REACHED, None), False),
    (tried("2026-11-20 10:05", Outcome.LEFT_MESSAGE), False),      # the user knows better than the log
    (tried("2026-11-20 10:05", Outcome.SENT, "email"), True),
    (tried("2026-11-19 10:00", Outcome.REACHED), True),
])
def test_reported_and_noticed_counts_once(told: Attempt, both: bool) -> None:
    """Of one day and one channel, which may be unknown; the reported one stays as it was reported."""
    found = attempts([told], CALL)
    assert len(found) == 1 + both
    assert (told.source, told.outcome) in found
    marked = replace(told, source="calendar")
    assert len(attempts([marked], CALL)) == 1 + both


def test_a_line_of_the_hit_list_takes_its_place_too() -> None:
    line = tried("2026-11-20", Outcome.REACHED, source="hitlist")
    found = attempts_of("dana", person(log=(line,)), [], DENVER, NOW, [CALL])
    assert [one.source for one in found] == ["hitlist"]


def test_one_report_takes_the_place_of_one_only() -> None:
    """First nobody answered, then they did: a report that they were reached is about the second call."""
    missed, spoke = noticed("2026-11-20 10:00", NA, rule=EvidenceRule.NOT_ANSWERED), noticed("2026-11-20 15:00")
    told = tried("2026-11-20", Outcome.REACHED)
    assert attempts([told], missed, spoke) == [("noticed", NA), ("command", Outcome.REACHED)]
    told = tried("2026-11-20 10:20", Outcome.LEFT_MESSAGE)
    assert attempts([told], missed, spoke) == [("command", Outcome.LEFT_MESSAGE), ("noticed", Outcome.REACHED)]


def test_a_meeting_suits_each_channel() -> None:
    meeting = noticed("2026-11-20 12:30", channel=None, rule=MET)
    assert attempts([tried("2026-11-20 13:00", Outcome.REACHED, "coffee")], meeting) == [("command", Outcome.REACHED)]
    (alone,) = attempts_of("dana", person(), [], DENVER, NOW, [meeting])
    assert alone.met


def test_a_call_in_vain_before_a_meeting_is_not_the_meeting() -> None:
    """They were called in the morning and met at noon; a word after the meeting says that nobody came."""
    meeting = noticed("2026-11-20 12:30", channel=None, rule=MET)
    before, after = (tried(f"2026-11-20 {clock}", NA) for clock in ("09:00", "14:00"))
    assert attempts([before], meeting) == [("command", NA), ("noticed", Outcome.REACHED)]
    assert attempts([after], meeting) == [("command", NA)]


def test_what_is_asked_about_counts_as_nothing_and_so_does_who_came() -> None:
    assert attempts([], noticed("2026-11-20 10:00", sure=False)) == []
    assert attempts([], noticed("2026-11-20 10:00", None, rule=EvidenceRule.RANG)) == []
    assert attempts([], noticed("2026-11-24 13:00")) == []          # still to come


def test_one_evidence_under_two_rules_counts_once() -> None:
    assert len(attempts([], CALL, replace(CALL, rule=MET, channel=None))) == 1


EVENTS = st.builds(
    noticed, st.sampled_from(["2026-11-18 10:00", "2026-11-20 10:00", "2026-11-20 15:00"]),
    st.sampled_from([Outcome.REACHED, NA]), st.sampled_from(["phone", "email", None]),
    evidence=st.sampled_from("abcd"),
)
TOLD = st.builds(
    tried, st.sampled_from(["2026-11-18 10:10", "2026-11-20", "2026-11-20 15:30"]),
    st.sampled_from([Outcome.REACHED, NA]), st.sampled_from(["phone", "email"]),
)


@given(st.lists(TOLD, max_size=3), st.lists(EVENTS, max_size=4))
def test_order_and_repetition_do_not_matter(told: list[Attempt], seen: list[Noticed]) -> None:
    """Each evidence is there once at most, each report takes one away at most, and no report is lost."""
    seen = list({fact.evidence: fact for fact in seen}.values())
    left = not_reported(told, seen, DENVER)
    assert not_reported(told[::-1], seen[::-1] + seen, DENVER) == left
    assert len(seen) - len(told) <= len(left) <= len(seen)
