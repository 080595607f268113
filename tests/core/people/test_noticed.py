"""Noticed attempts in a timeline: each counts once, whatever else says the same, and what was reported wins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.core.people.noticed import not_reported
from followupd.core.people.timeline import Happened, Timeline, attempts_of, fold
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome
from followupd.core.values.hitlist import RetryRule
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


def test_a_report_takes_the_place_of_what_shows_the_same_kind_of_thing() -> None:
    """Contact of one contact, and of the tries that led to it; a try of one try."""
    missed, spoke = noticed("2026-11-20 10:00", NA, rule=EvidenceRule.NOT_ANSWERED), noticed("2026-11-20 15:00")
    told = tried("2026-11-20", Outcome.REACHED)
    assert attempts([told], missed, spoke) == [("command", Outcome.REACHED)]
    assert attempts([tried("2026-11-20 09:00", Outcome.REACHED)], missed) == [
        ("command", Outcome.REACHED), ("noticed", NA)]         # it came later
    assert attempts([told], missed, spoke, noticed("2026-11-20 17:00")) == [
        ("noticed", Outcome.REACHED), ("command", Outcome.REACHED)]
    told = tried("2026-11-20 10:20", Outcome.LEFT_MESSAGE)
    assert attempts([told], missed, spoke) == [("command", Outcome.LEFT_MESSAGE), ("noticed", Outcome.REACHED)]
    by_mail = noticed("2026-11-20 10:00", Outcome.SENT, "email", EvidenceRule.SENT)
    assert attempts([tried("2026-11-20 12:00", Outcome.REACHED)], by_mail) == [
        ("noticed", Outcome.SENT), ("command", Outcome.REACHED)]
    assert attempts([tried("2026-11-20 12:00", Outcome.REACHED, None)], by_mail) == [("command", Outcome.REACHED)]


LUNCH = noticed("2026-11-20 12:30", channel=None, rule=MET)
TALK = replace(CALL, seconds=1200)
REPLY = noticed("2026-11-20 10:00", channel="email", rule=EvidenceRule.REPLIED)
SENT, REACHED = Outcome.SENT, Outcome.REACHED


@pytest.mark.parametrize(("seen", "told"), [
    (LUNCH, tried("2026-11-20 15:00", SENT, "email")), (LUNCH, tried("2026-11-20 09:00")),
    (LUNCH, tried("2026-11-20 14:00")), (LUNCH, tried("2026-11-20", NA, None)),
    (LUNCH, tried("2026-11-20 15:00", Outcome.DONE, "email")), (LUNCH, tried("2026-11-20 09:00", Outcome.DECLINED)),
    (TALK, tried("2026-11-20 09:00")), (TALK, tried("2026-11-20 15:00")), (TALK, tried("2026-11-20 10:30")),
    (CALL, tried("2026-11-20 11:01")), (CALL, tried("2026-11-20 09:59")), (CALL, tried("2026-11-20")),
    (REPLY, tried("2026-11-20 12:00", SENT, "email")), (REPLY, tried("2026-11-20 10:01", SENT, "email")),
    (noticed("2026-11-20 10:00", Outcome.BOUNCED, "email", EvidenceRule.BOUNCED), tried("2026-11-20", SENT, "email")),
])
def test_a_reported_try_takes_no_contact_away(seen: Noticed, told: Attempt) -> None:
    """Both are in the timeline, in their order; nor does a mail that was sent take away that it came back."""
    found = attempts([told], seen)
    assert len(found) == 2
    timed = told.timed and told.at < seen.at
    assert [source for source, _ in found] == (["command", "noticed"] if timed else ["noticed", "command"])


@pytest.mark.parametrize(("seen", "told"), [
    (CALL, tried("2026-11-20 10:59", Outcome.LEFT_MESSAGE)),
    (CALL, replace(tried("2026-11-20 09:10", Outcome.LEFT_MESSAGE), event="retry-dana-20261120")),
    (TALK, tried("2026-11-20 15:00", Outcome.CALL_BACK)), (REPLY, tried("2026-11-20", Outcome.DECLINED, "email")),
    (LUNCH, tried("2026-11-20 15:00", Outcome.DONE, None)), (LUNCH, tried("2026-11-20 09:00", REACHED)),
])
def test_a_report_about_the_very_same_wins(seen: Noticed, told: Attempt) -> None:
    """A voicemail is as long as a short talk, and somebody who answered may only have asked for another day."""
    assert [source for source, _ in attempts([told], seen)] == ["command"]


def test_a_meeting_suits_each_channel() -> None:
    meeting = noticed("2026-11-20 12:30", channel=None, rule=MET)
    assert attempts([tried("2026-11-20 13:00", Outcome.REACHED, "coffee")], meeting) == [("command", Outcome.REACHED)]
    (alone,) = attempts_of("dana", person(), [], DENVER, NOW, [meeting])
    assert alone.met


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
    """Each evidence is there once at most, each report takes one contact away at most, and no report is lost."""
    seen = list({fact.evidence: fact for fact in seen}.values())
    left = not_reported(told, seen, DENVER)
    assert not_reported(told[::-1], seen[::-1] + seen, DENVER) == left
    contacts, stayed = (sum(fact.outcome is Outcome.REACHED for fact in one) for one in (seen, left))
    assert contacts - len(told) <= stayed <= contacts
    assert len(left) <= len(seen)


MAIL_AFTER = noticed("2026-11-20 16:00", Outcome.SENT, "email", EvidenceRule.SENT)


@pytest.mark.parametrize(("seen", "tries"), [
    ([MAIL_AFTER], 0), ([noticed("2026-11-22 23:59", NA, rule=EvidenceRule.NOT_ANSWERED)], 0),
    ([MAIL_AFTER, noticed("2026-11-22 09:00", NA, rule=EvidenceRule.NOT_ANSWERED)], 0),
    ([noticed("2026-11-23 00:00", Outcome.SENT, "email", EvidenceRule.SENT)], 1),
    ([MAIL_AFTER, noticed("2026-11-23 09:00", NA, rule=EvidenceRule.NOT_ANSWERED)], 1),
])
def test_a_noticed_try_soon_after_contact_belongs_to_it(seen: list[Noticed], tries: int) -> None:
    """The thanks after a call start no chase, within `min_gap`; a reported try does, and so does what follows it."""
    def folded(*told: Attempt, came: str = "2026-11-20 14:00") -> Timeline:
        found = attempts_of("dana", person(), told, DENVER, NOW, seen)
        return fold(person(), at("2026-08-01"), Happened(found, came=[at(came)]), RetryRule(), DENVER)

    talk = tried("2026-11-20 15:00", Outcome.REACHED)
    made = folded(talk)
    assert (len(made.series), made.last_contact) == (tries, talk)
    assert len(made.attempts) == 1 + len(seen)
    assert made.pending == (made.attempts[-1] if tries else talk)
    assert len(folded(talk, tried("2026-11-20 15:30")).series) == 1 + len(seen)
    assert len(folded(talk, came="2026-11-20 15:10").series) == len(seen)      # they rang: it is the answer
