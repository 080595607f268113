"""One thing is recorded once, whichever source shows it, under whatever name, and also after it was taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from followupd.core.noticing.notice import NoticeContext, notice
from followupd.core.values.facts import EvidenceRule, Fact, Noticed, Outcome, Retracted, key_of
from followupd.core.values.hitlist import Mode, Noticing
from followupd.core.values.record import Facts
from followupd.core.values.sightings import CallSeen, MailSeen, MeetingSeen, Sighting, evidence_of
from tests.kit.people import at, hit_list, person

NOW = at("2026-11-27 20:00")
DANA = person("Dana Whitfield", slug="dana", emails=("dana@example.com",))
NUMBER = DANA.phones[0]
YES = Noticing(meetings=Mode.YES, mail=Mode.YES, calls=Mode.YES)
MET, SPOKE, SENT, WROTE = EvidenceRule.MET, EvidenceRule.SPOKE, EvidenceRule.SENT, EvidenceRule.WROTE
NOT_ANSWERED, REPLIED, RANG = EvidenceRule.NOT_ANSWERED, EvidenceRule.REPLIED, EvidenceRule.RANG


def meeting(when: str, uid: str = "lunch", count: int = 2, title: str = "Lunch") -> MeetingSeen:
    start = at(when)
    end = start + timedelta(hours=1)
    return MeetingSeen(evidence_of(uid), start, end, title, "work.ics", ("dana@example.com",), count=count)


def call(when: str, seconds: int = 0, *, incoming: bool = False, missed: bool = False) -> CallSeen:
    evidence = evidence_of("call", when, str(incoming))
    return CallSeen(evidence, at(when), "calls.xml", (NUMBER,), incoming, missed, seconds)


def mail(when: str, *, mine: bool, in_reply: bool = False) -> MailSeen:
    return MailSeen(evidence_of(when), at(when), "Sent", "dana@example.com", mine, 1, in_reply)


def noticed(seen: Sequence[Sighting], known: Sequence[Fact] = (), noticing: Noticing = YES) -> tuple[Noticed, ...]:
    around = NoticeContext({"dana": DANA}, {}, hit_list(DANA, noticed=noticing), NOW)
    return notice(seen, Facts(known), around)


def rules(*seen: Sighting, known: Sequence[Fact] = ()) -> list[EvidenceRule]:
    return [fact.rule for fact in noticed(seen, known)]


def taken_back(*facts: Noticed) -> list[Fact]:
    return [*facts, *(Retracted("dana", NOW, key_of(fact)) for fact in facts)]


LUNCH = meeting("2026-11-24 12:30")


@pytest.mark.parametrize(("other", "both"), [
    (meeting("2026-11-24 12:30", "copy in another calendar"), False),
    (meeting("2026-11-24 13:00", "occurrence of a series that was moved"), False),
    (meeting("2026-11-24 20:30", "floating, in another zone"), False),
    (meeting("2026-11-25 00:30", "twelve hours later"), False),
    (meeting("2026-11-25 00:31", "later"), True),
    (meeting("2026-11-24 12:00", title="Lunch with Dana Whitfield", uid="by hand"), False),
    (meeting("2026-11-24 11:59", "another", title="Planning"), True),
    (meeting("2026-11-23 12:30", "the day before"), True),
])
def test_a_meeting_under_another_uid_is_the_same_at_one_hour_or_with_one_title(other: MeetingSeen, both: bool) -> None:
    """In one pass or in two, in either order, and after it was taken back."""
    assert len(noticed([LUNCH, other])) == len(noticed([other, LUNCH])) == 1 + both
    first = noticed([LUNCH])
    assert len(noticed([LUNCH, other], first)) == both
    assert len(noticed([LUNCH, other], taken_back(*first))) == both


def test_answers_or_talks_of_one_day_are_one_contact() -> None:
    """Until they ring or write out of the blue; a talk beside one that was taken back is another."""
    replies = [mail(f"2026-11-24 {hour}:00", mine=False, in_reply=True) for hour in ("09", "11", "15")]
    assert rules(mail("2026-11-24 08:00", mine=True), *replies) == [SENT, REPLIED]
    next_day = mail("2026-11-25 09:00", mine=False, in_reply=True)
    assert rules(next_day, known=noticed(replies)) == [REPLIED]
    assert rules(*replies, known=taken_back(*noticed(replies))) == []
    talks = [call("2026-11-24 10:00", 240), call("2026-11-24 16:00", 90)]
    assert rules(*talks) == [SPOKE]
    assert rules(*talks, call("2026-11-24 13:00", incoming=True, missed=True)) == [SPOKE, RANG, SPOKE]
    assert rules(*talks, known=taken_back(*noticed(talks))) == [SPOKE]
    assert len(noticed(talks, noticing=replace(YES, calls=Mode.ASK))) == 2


def test_an_event_that_was_taken_back_may_be_used_again_on_another_day() -> None:
    """One that counts is not moved by moving the event: what happened on its day stays."""
    first, moved = noticed([LUNCH]), meeting("2026-11-26 12:30")
    assert noticed([moved], first) == ()
    (again,) = noticed([moved], taken_back(*first))
    assert again.at == moved.start
    assert noticed([LUNCH], [*taken_back(*first), again]) == ()


def test_a_question_does_not_hide_another_meeting_of_the_same_day() -> None:
    """Nor is a meeting asked about that is sure in another calendar, unless it was asked about before."""
    many = meeting("2026-11-24 09:00", "workshop", count=5, title="Workshop")
    assert [fact.sure for fact in noticed([many, LUNCH])] == [False, True]
    assert [fact.sure for fact in noticed([LUNCH], noticed([many]))] == [True]
    copy = meeting("2026-11-24 09:00", "another calendar", title="Workshop with Dana")
    assert [fact.sure for fact in noticed([many, copy])] == [True]
    assert noticed([many, copy], noticed([many])) == ()


@pytest.mark.parametrize(("when", "seconds", "both"), [
    ("2026-11-24 12:32", 600, False), ("2026-11-24 13:30", 600, False), ("2026-11-24 13:31", 600, True),
    ("2026-11-24 12:25", 600, True), ("2026-11-24 12:32", 0, True),
])
def test_a_call_that_the_calendar_names_too_counts_once(when: str, seconds: int, both: bool) -> None:
    """In the hour from its start; the call log, which knows the channel, goes first if both are new."""
    planned, called = meeting("2026-11-24 12:30", title="Call with Dana Whitfield"), call(when, seconds)
    found = rules(planned, called)
    assert len(found) == 1 + both
    assert (SPOKE if seconds else NOT_ANSWERED) in found
    for first, second in ((planned, called), (called, planned)):
        assert len(noticed([second], noticed([first]))) == both
    assert len(noticed([planned], taken_back(*noticed([called])))) == both
    assert len(noticed([called], taken_back(*noticed([planned])))) == 1      # it was no meeting, and it is a call


def test_a_question_about_either_does_not_hide_the_other() -> None:
    asked = replace(YES, calls=Mode.ASK)
    called = noticed([call("2026-11-24 12:32", 600)], noticing=asked)
    assert [fact.sure for fact in (*called, *noticed([LUNCH], called))] == [False, True]
    many = noticed([replace(LUNCH, count=5)])
    assert [fact.sure for fact in (*many, *noticed([call("2026-11-24 12:32", 600)], many))] == [False, True]


def test_a_call_that_two_logs_time_by_its_start_and_by_its_end_counts_once() -> None:
    start, end = call("2026-11-24 10:00", 1500), call("2026-11-24 10:25", 1502)
    assert rules(start, end) == [SPOKE]
    for first, second in ((start, end), (end, start)):
        assert noticed([second], noticed([first])) == ()
    for other in (call("2026-11-24 11:30", 1500), call("2026-11-24 10:25", 300)):      # they rang again
        assert len(noticed([start, other], noticing=replace(YES, calls=Mode.ASK))) == 2
        assert rules(start, other) == [SPOKE]       # one contact of that day


def test_a_talk_right_after_a_try_counts_also_if_the_try_was_taken_back() -> None:
    tried, talk = call("2026-11-24 10:00", 5), call("2026-11-24 10:01", 900)
    assert rules(tried, talk) == [NOT_ANSWERED, SPOKE]
    assert rules(tried, talk, known=taken_back(*noticed([tried]))) == [SPOKE]
    missed = call("2026-11-24 10:00", incoming=True, missed=True)
    assert rules(missed, talk) == [RANG, SPOKE]


def test_tries_of_one_day_by_one_channel_are_one() -> None:
    """Four mails in an afternoon, or four calls in a quarter of an hour; of two days, or by two channels, two."""
    mails = [mail(f"2026-11-24 1{hour}:00", mine=True) for hour in range(4)]
    calls = [call(f"2026-11-24 10:{minute}", 0) for minute in ("00", "05", "10", "15")]
    assert rules(*mails) == [SENT]
    assert rules(*calls) == [NOT_ANSWERED]
    assert sorted(rules(*mails, *calls)) == [NOT_ANSWERED, SENT]
    assert rules(*mails, known=noticed(mails[:1])) == []
    assert rules(*mails, known=taken_back(*noticed(mails[:1]))) == []
    assert rules(*mails, mail("2026-11-25 09:00", mine=True)) == [SENT, SENT]


def test_a_try_after_they_rang_is_another_one() -> None:
    """Else the user would still owe them a call."""
    seen = [call("2026-11-24 10:00"), call("2026-11-24 11:00", incoming=True, missed=True), call("2026-11-24 12:00")]
    assert rules(*seen) == [NOT_ANSWERED, RANG, NOT_ANSWERED]


def test_what_they_wrote_is_an_answer_once_the_mail_that_it_answers_is_seen() -> None:
    """The user's own copy may be read one pass later; if what they wrote was taken back, so is the answer."""
    mine, theirs = mail("2026-11-24 10:00", mine=True), mail("2026-11-24 11:00", mine=False)
    wrote = noticed([theirs])
    assert [fact.rule for fact in wrote] == [WROTE]
    found = noticed([mine, theirs], wrote)
    assert [(fact.rule, fact.outcome) for fact in found] == [(SENT, Outcome.SENT), (REPLIED, Outcome.REACHED)]
    assert noticed([mine, theirs], [*wrote, *found]) == ()
    assert rules(mine, theirs, known=taken_back(*wrote)) == [SENT]
    assert rules(mine, theirs, known=[*wrote, *taken_back(*found)]) == []
