"""The rules for mail, one row for each: who wrote, to how many, and what it answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from followupd.core.noticing.mail import shown_by, with_answers
from followupd.core.noticing.notice import NoticeContext, notice
from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.values.facts import Attempt, EvidenceRule, Outcome
from followupd.core.values.hitlist import Mode, Noticing
from followupd.core.values.record import Facts
from followupd.core.values.sightings import MailSeen
from tests.kit.people import hit_list, person, tried

MAIL = MailSeen("0" * 32, datetime(2026, 11, 24, 9, tzinfo=UTC), "INBOX", "dana@example.com", False, 1)
DANA = person("Dana", emails=("Dana@Example.com",))
SENT, REPLIED, WROTE, BOUNCED = EvidenceRule.SENT, EvidenceRule.REPLIED, EvidenceRule.WROTE, EvidenceRule.BOUNCED


@pytest.mark.parametrize(("values", "rule", "outcome"), [
    ({"from_user": True}, SENT, Outcome.SENT),
    ({"from_user": True, "count": 3}, SENT, Outcome.SENT),
    ({"from_user": True, "count": 4}, None, None),
    ({"from_user": True, "machine": True}, None, None),
    ({"in_reply": True}, REPLIED, Outcome.REACHED),
    ({"in_reply": True, "count": 3}, REPLIED, Outcome.REACHED),
    ({"in_reply": True, "count": 4}, None, None),
    ({"in_reply": True, "count": 0}, None, None),       # to undisclosed recipients
    ({"in_reply": True, "machine": True}, None, None),
    ({}, WROTE, None),
    ({"count": 4}, None, None),
    ({"to_others": True}, None, None),                                      # to a group of colleagues
    ({"to_others": True, "in_reply": True}, REPLIED, Outcome.REACHED),      # to another address of the user
    ({"machine": True}, None, None),
    ({"failed": True, "machine": True, "count": 0}, BOUNCED, Outcome.BOUNCED),
])
def test_each_rule(values: dict[str, Any], rule: EvidenceRule | None, outcome: Outcome | None) -> None:
    found = list(shown_by(replace(MAIL, **values), PeopleIndex({"dana": DANA}), Mode.YES))
    assert [(one.contact, one.rule, one.outcome, one.channel, one.sure) for one in found] == (
        [("dana", rule, outcome, "email", True)] if rule is not None else []
    )


@pytest.mark.parametrize(("mine", "answers"), [
    ({"ago": 1}, True), ({"ago": 30}, True), ({"ago": 31}, False), ({"ago": -1}, False), ({"ago": 0}, True),
    ({"ago": 1, "count": 4}, False), ({"ago": 1, "machine": True}, False),
    ({"ago": 1, "address": "lee@example.com"}, False), ({"ago": 1, "from_user": False}, False),
])
def test_a_mail_within_a_month_of_one_to_them_answers_it(mine: dict[str, Any], answers: bool) -> None:
    """In whatever mailbox each was seen, and in whatever order."""
    values = {"from_user": True, "source": "Sent of another", **mine}
    sent = replace(MAIL, evidence="1" * 32, at=MAIL.at - timedelta(days=values.pop("ago")), **values)
    for mails in ([sent, MAIL], [MAIL, sent]):
        found = {one.evidence: one.in_reply for one in with_answers(mails)}
        assert found == {MAIL.evidence: answers, sent.evidence: False}


@pytest.mark.parametrize(("said", "answers"), [
    (tried("2026-11-20 10:00", Outcome.SENT, "email"), True), (tried("2026-11-20", Outcome.SENT, "email"), True),
    (tried("2026-11-20 10:00", Outcome.DONE, "email"), True),
    (tried("2026-10-20", Outcome.SENT, "email"), False),            # more than a month ago
    (tried("2026-11-24", Outcome.SENT, "email"), False),            # on that day: perhaps afterwards
    (tried("2026-11-24 10:00", Outcome.SENT, "email"), False), (tried("2026-11-20", Outcome.SENT, "text"), False),
    (tried("2026-11-20", Outcome.BOUNCED, "email"), False), (tried("2026-11-20", Outcome.SENT, None), True),
    (tried("2026-11-20", Outcome.DONE, None), False),
])
@pytest.mark.parametrize("by_line", [True, False])
def test_a_mail_within_a_month_of_one_that_was_logged_answers_it(said: Attempt, answers: bool, by_line: bool) -> None:
    """By a command, or by a line of the hit list."""
    dana = person("Dana", emails=("Dana@Example.com",), via=("phone", "email"),
                  log=(said,) if by_line else ())
    around = NoticeContext({"dana": dana}, {}, hit_list(dana, noticed=Noticing(mail=Mode.YES)), MAIL.at)
    (found,) = notice([MAIL], Facts(() if by_line else (said,)), around)
    assert found.rule is (REPLIED if answers else WROTE)


def test_a_mail_to_others_answers_only_what_it_names() -> None:
    sent = replace(MAIL, evidence="1" * 32, at=MAIL.at - timedelta(days=1), from_user=True)
    assert not any(one.in_reply for one in with_answers([sent, replace(MAIL, to_others=True)]))


@pytest.mark.parametrize("mode", Mode)
def test_the_mode_says_what_counts_by_itself(mode: Mode) -> None:
    """A mail that is only to be answered counts as nothing, so there is nothing to ask about."""
    for mail, sure in ((replace(MAIL, from_user=True), mode is Mode.YES), (MAIL, True)):
        found = list(shown_by(mail, PeopleIndex({"dana": DANA}), mode))
        assert [one.sure for one in found] == ([] if mode is Mode.NO else [sure])


def test_an_address_of_two_people_is_asked_about() -> None:
    """And of a mail out of the blue nobody knows who of them wrote."""
    both = {"dana": DANA, "sam": person("Sam", emails=("dana@example.com",))}
    assert [(one.contact, one.sure) for one in shown_by(replace(MAIL, in_reply=True), PeopleIndex(both), Mode.YES)] == [
        ("dana", False), ("sam", False)]
    assert list(shown_by(MAIL, PeopleIndex(both), Mode.YES)) == []


def test_strangers_show_nothing() -> None:
    assert list(shown_by(replace(MAIL, address="lee@example.com"), PeopleIndex({"dana": DANA}), Mode.YES)) == []
