"""The next need of each contact: which kind, from which day, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import pytest

from followupd.core.people.wanted import NextTry
from followupd.core.reasons import ChannelClosed, NextChannel, Paused
from followupd.core.schedule.status import State
from followupd.core.values.facts import Attempt, Booked, Fact, Outcome, Skipped
from followupd.core.values.hitlist import RetryRule, Status
from followupd.core.values.time import Span
from followupd.core.values.uid import Kind
from tests.kit.people import at, hit_list, person, planned, tried

NA, OK, SENT = Outcome.NO_ANSWER, Outcome.REACHED, Outcome.SENT
NOW = at("2027-01-01 12:00")
LONGER = RetryRule((Span(days=7), Span(days=14), Span(months=1)), rest=Span(months=3))


def next_try(facts: Sequence[Fact], retry: RetryRule | None = None, **values: Any) -> NextTry:
    now = max(NOW, *(fact.at for fact in facts))
    plan = planned(hit_list(person(**values), retry=retry or RetryRule()), facts, now)
    found = plan.statuses["dana"].next_try
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("tries", "retry", "kind", "day"),
    [
        # The default: a week, three times, and after the last try six weeks.
        (["2026-11-20"], RetryRule(), Kind.RETRY, "2026-11-27"),
        (["2026-11-20", "2026-11-27", "2026-12-31"], RetryRule(), Kind.RETRY, "2027-01-07"),
        (["2026-11-20", "2026-11-27", "2026-12-04", "2027-01-11"], RetryRule(), Kind.DUE, "2027-02-22"),
        (["2026-11-20"], RetryRule(()), Kind.DUE, "2027-01-01"),
        # The user's own ladder.
        (["2026-11-20"], LONGER, Kind.RETRY, "2026-11-27"),
        (["2026-11-20", "2026-11-27"], LONGER, Kind.RETRY, "2026-12-11"),
        (["2026-11-20", "2026-11-27", "2026-12-31"], LONGER, Kind.RETRY, "2027-01-31"),
        (["2026-11-20", "2026-11-27", "2027-01-31"], LONGER, Kind.RETRY, "2027-02-28"),
        (["2026-11-20", "2026-11-27", "2026-12-11", "2027-01-11"], LONGER, Kind.DUE, "2027-04-11"),
        # The gap is longer than the wait.
        (["2026-11-20"], RetryRule((Span(days=1),), Span(days=3)), Kind.RETRY, "2026-11-23"),
        (["2026-11-20"], RetryRule((Span(days=1),), Span(days=0)), Kind.RETRY, "2026-11-21"),
    ],
)
def test_the_ladder(tries: Sequence[str], retry: RetryRule, kind: Kind, day: str) -> None:
    found = next_try([tried(f"{when} 14:10") for when in tries], retry)
    assert (found.kind, found.anchor) == (kind, date.fromisoformat(day))
    assert found.number == (len(tries) + 1 if kind is Kind.RETRY else 1)


@pytest.mark.parametrize(
    ("attempt", "kind", "day", "clock"),
    [
        (tried("2026-11-20 14:10", Outcome.CALL_BACK, asked=("2026-11-26", "15:00")), Kind.CALLBACK, "2026-11-26",
         time(15)),
        (tried("2026-11-20 14:10", Outcome.CALL_BACK, asked=("2026-11-21", None)), Kind.CALLBACK, "2026-11-21", None),
        (tried("2026-11-20 14:10", Outcome.CALL_BACK), Kind.CALLBACK, "2026-11-27", None),
        (tried("2026-11-20 14:10", NA, asked=("2026-11-26", None)), Kind.CALLBACK, "2026-11-26", None),
        (tried("2026-11-20 14:10", OK, asked=("2026-12-01", None)), Kind.CALLBACK, "2026-12-01", None),
        (tried("2026-11-20 14:10", OK), Kind.DUE, "2027-02-20", None),
        (tried("2026-11-20 14:10", SENT, "note"), Kind.DUE, "2027-02-20", None),
        (tried("2026-11-20 14:10", SENT, "email"), Kind.RETRY, "2026-11-27", None),
        (tried("2026-11-20 14:10", Outcome.DECLINED), Kind.DUE, "2027-02-20", None),
    ],
)
def test_one_outcome_leads_to_one_day(attempt: Attempt, kind: Kind, day: str, clock: time | None) -> None:
    """What the contact asked for overrides every rule, min_gap included."""
    found = next_try([attempt], via=("phone", "email", "note"), emails=("dana@example.com",))
    assert (found.kind, found.anchor, found.at) == (kind, date.fromisoformat(day), clock)


@pytest.mark.parametrize(("channel", "via", "by"), [
    ("phone", ("email", "phone"), "phone"), ("email", ("email", "phone"), "phone"),
    ("video", ("phone", "video"), "video"),
    ("coffee", ("coffee", "phone"), "phone"), ("signal", ("email", "signal"), "signal"), ("phone", ("email",), "phone"),
    ("phone", ("note", "email"), "phone"), ("email", ("note", "video"), "phone"), (None, ("email", "phone"), "phone"),
])
def test_who_asked_to_be_called_is_called(channel: str | None, via: tuple[str, ...], by: str) -> None:
    """By the channel on which they asked if it is a live one, else by phone, whatever their own channels are."""
    facts = [tried("2026-11-20 14:10", Outcome.CALL_BACK, channel, asked=("2026-11-26", "15:00"))]
    found = next_try(facts, via=via, emails=("dana@example.com",))
    assert (found.kind, found.channel) == (Kind.CALLBACK, by)


def test_nobody_is_called_back_on_a_number_that_is_wrong() -> None:
    facts = [tried("2026-11-10 14:10", Outcome.WRONG_NUMBER), tried("2026-11-20 14:10", Outcome.CALL_BACK, "email")]
    found = next_try(facts, via=("email", "phone"), emails=("dana@example.com",))
    assert (found.kind, found.channel) == (Kind.CALLBACK, "email")
    assert next_try(facts[1:], via=("email",), emails=("dana@example.com",), phones=()).channel == "email"


@pytest.mark.parametrize(
    ("outcome", "days", "kind", "day"),
    [
        # A wrong number while a row is under way, or when the person was due: soon again by another channel.
        (Outcome.WRONG_NUMBER, ["2026-11-20"], Kind.RETRY, "2026-11-23"),
        # Not due yet: the cadence.
        (Outcome.WRONG_NUMBER, [], Kind.DUE, "2027-01-10"),
        # After the last try they rest, whatever was found out then; and nobody comes back before they are due.
        (Outcome.WRONG_NUMBER, ["2026-10-20", "2026-10-27", "2026-11-10", "2026-11-14"], Kind.DUE, "2027-01-10"),
    ],
)
def test_a_wrong_number_bothers_nobody(outcome: Outcome, days: Sequence[str], kind: Kind, day: str) -> None:
    facts = [tried("2026-10-10 09:00", OK), *[tried(f"{d} 10:00") for d in days],
             tried("2026-11-20 14:10", outcome)]
    found = next_try(facts, via=("phone", "email"), emails=("dana@example.com",))
    assert (found.kind, found.anchor, found.channel) == (kind, date.fromisoformat(day), "email")


@pytest.mark.parametrize(("reached", "back"), [
    ("2026-08-10 14:10", "2027-02-28"),      # due when it was skipped: a whole cadence later
    ("2026-09-10 14:10", "2027-01-09"),      # due twelve days later: six weeks of quiet first
    ("2026-10-20 14:10", "2027-01-20"),      # due long after: then, and not months later
])
def test_who_was_skipped_comes_back_with_the_cadence(reached: str, back: str) -> None:
    """P8: deleting a call-back makes nobody who was not due yet wait beyond `at_most`."""
    off = Skipped("dana", at("2026-11-22 12:00"), "callback-dana-20261128-hitlist@followupd", at("2026-11-28 12:30"))
    found = next_try([tried(reached, OK), tried("2026-11-21 14:10", Outcome.CALL_BACK), off])
    assert (found.kind, found.anchor) == (Kind.DUE, date.fromisoformat(back))


@pytest.mark.parametrize(("last", "kind", "day"), [
    ("2026-08-19 09:00", Kind.RETRY, "2026-11-23"), ("2026-08-20 09:00", Kind.RETRY, "2026-11-23"),
    ("2026-08-21 09:00", Kind.DUE, "2026-11-23"),        # due the day after: only the gap is kept
])
def test_a_mail_that_bounced_when_its_person_was_due_is_tried_by_another_channel(
    last: str, kind: Kind, day: str
) -> None:
    facts = [tried(last, OK), tried("2026-11-20 14:10", Outcome.BOUNCED, "email")]
    found = next_try(facts, via=("email", "phone"), emails=("dana@example.com",))
    assert (found.kind, found.anchor, found.channel) == (kind, date.fromisoformat(day), "phone")


@pytest.mark.parametrize(("facts", "meaning"), [
    ([tried("2026-11-20 14:10")], "dana-20261120-2"), ([tried("2026-11-20 14:10", OK)], "dana-20270220"),
    ([tried("2026-11-20 14:10", Outcome.CALL_BACK, asked=("2026-11-26", None))], "dana-20261120"),
    ([tried("2026-08-20 14:10", OK), tried("2026-12-30 14:10", Outcome.WRONG_NUMBER)], "dana-20261230"),
    ([tried("2026-12-20 14:10", OK), tried("2026-12-30 14:10", Outcome.WRONG_NUMBER)], "dana-20261230"),
])
def test_the_uid_says_what_an_item_means(facts: list[Attempt], meaning: str) -> None:
    """The try that led to it, else its own day: the same in every pass, and another one after another try."""
    assert next_try(facts).meaning == meaning


def test_without_a_channel_there_are_details_to_find() -> None:
    """That is done at a desk, so their hours do not matter; three days later, as after every try."""
    found = next_try([tried("2026-08-20 14:10", OK), tried("2026-12-30 14:10", Outcome.WRONG_NUMBER)])
    assert (found.kind, found.channel, found.anchor) == (Kind.DETAILS, None, date(2027, 1, 2))


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"status": Status.STOP}, State.STOPPED),
        ({"status": Status.PAUSED}, State.PAUSED),
        ({"pause_until": date(2027, 3, 1)}, State.PAUSED),
        ({"status": Status.PAUSED, "pause_until": date(2027, 3, 1)}, State.PAUSED),
        ({"pause_until": date(2026, 12, 1)}, State.OPEN),
        ({"status": Status.STOP, "pause_until": date(2026, 12, 1)}, State.STOPPED),
    ],
)
def test_quiet_people(values: dict[str, Any], state: State) -> None:
    """Stopped and paused people have no event; a pause that is over has no effect."""
    plan = planned(hit_list(person(**values)), [tried("2026-08-20 14:10", OK)], NOW)
    assert plan.statuses["dana"].state is state
    assert any(event.people for event in plan.events) is (state is State.OPEN)


def test_a_pause_holds_back_a_retry_too() -> None:
    found = next_try([tried("2026-11-20 14:10")], pause_until=date(2027, 1, 4))
    assert (found.kind, found.anchor) == (Kind.RETRY, date(2027, 1, 4))


@pytest.mark.parametrize(("until", "day", "told"), [
    (date(2026, 12, 1), "2027-02-20", False), (date(2027, 2, 20), "2027-02-20", False),
    (date(2027, 2, 21), "2027-02-21", True),
])
def test_a_pause_makes_no_day_earlier(until: date, day: str, told: bool) -> None:
    """It ends before they are due, so neither the day nor the reasons show it."""
    found = next_try([tried("2026-11-20 14:10", OK)], pause_until=until)
    assert found.anchor == date.fromisoformat(day)
    assert any(isinstance(reason, Paused) for reason in found.reasons) is told


@pytest.mark.parametrize(
    ("via", "zone", "channel"),
    [
        (("phone", "text", "email"), "Asia/Kolkata", "email"),      # a text would come in the middle of their night
        (("text", "email"), "Asia/Kolkata", "email"),
        (("phone", "text"), "Asia/Kolkata", "phone"),
        (("text", "email"), "Europe/Berlin", "text"),
    ],
)
def test_if_no_hour_suits_both_they_are_written_to(via: tuple[str, ...], zone: str, channel: str) -> None:
    """By a channel that needs no hours, if they have one."""
    found = next_try([tried("2026-08-20 11:00", OK)], via=via, zone=zone, emails=("dana@example.com",))
    assert found.channel == channel


def test_a_call_back_without_a_day_and_without_a_ladder_waits_a_week() -> None:
    found = next_try([tried("2026-11-20 14:10", Outcome.CALL_BACK)], RetryRule(()))
    assert (found.kind, found.anchor) == (Kind.CALLBACK, date(2026, 11, 27))


@pytest.mark.parametrize(("tries", "failed"), [
    ([tried("2026-11-20 14:10")], ["2026-11-20 14:10"]),
    ([tried("2026-11-20 14:10"), tried("2026-11-27 09:00", NA, "video")], ["2026-11-20 14:10", "2026-11-27 09:00"]),
    ([tried("2026-11-20")], []),                                             # only the day is known
    ([tried("2026-11-20 14:10", NA, "email")], []), ([tried("2026-11-20 14:10", SENT, "email")], []),
    ([tried("2026-11-20 14:10", SENT, "phone")], []),                        # a text from the phone, say: nothing rang
    ([tried("2026-11-20 14:10"), tried("2026-11-21 14:10", OK)], []),
])
def test_which_times_of_day_have_failed(tries: list[Attempt], failed: list[str]) -> None:
    """P7, not twice in a row at the same time of day: live tries at a known time that nobody answered."""
    found = next_try(tries, via=("phone", "email", "video"), emails=("dana@example.com",))
    assert found.failed == tuple(map(at, failed))


MAILS: dict[str, Any] = {"via": ("phone", "email"), "emails": ("dana@example.com",)}


@pytest.mark.parametrize(("tries", "values", "told"), [
    # The channel that the last try closed is reported; one that was closed long ago is not news.
    ([tried("2026-08-20 14:10", OK), tried("2026-12-30 14:10", Outcome.WRONG_NUMBER)], MAILS, ["phone"]),
    ([tried("2026-08-20 14:10", Outcome.WRONG_NUMBER), tried("2026-12-30 14:10", OK, "email")], MAILS, []),
    # If no channel is left, all closed ones are reported: these details have to be found.
    ([tried("2026-08-20 14:10", Outcome.WRONG_NUMBER), tried("2026-12-30 14:10", Outcome.BOUNCED, "email")], MAILS,
     ["phone", "email"]),
    ([tried("2026-08-20 14:10", Outcome.WRONG_NUMBER), tried("2026-12-30 14:10", Outcome.NO_ANSWER)],
     {"via": ("phone",)}, ["phone"]),
])
def test_which_closed_channels_are_reported(tries: list[Attempt], values: dict[str, Any], told: list[str]) -> None:
    found = next_try(tries, **values)
    assert [reason.channel for reason in found.reasons if isinstance(reason, ChannelClosed)] == told


@pytest.mark.parametrize(("tries", "told"), [
    (["2026-11-20 14:10", "2026-11-27 10:00"], [(2, "phone", "email")]), (["2026-11-20 14:10"], []),
    # After the last try they rest: what comes then begins again, and no channel was changed for it.
    (["2026-11-20 14:10", "2026-11-27 10:00", "2026-12-11 10:00", "2026-12-31 10:00"], []),
])
def test_a_changed_channel_is_reported_with_the_retry_that_it_is_for(
    tries: list[str], told: list[tuple[int, str, str]]
) -> None:
    found = next_try([tried(when) for when in tries], **MAILS)
    assert [(r.failures, r.before, r.channel) for r in found.reasons if isinstance(r, NextChannel)] == told


def test_an_appointed_day_is_late_a_week_after_it_at_the_earliest() -> None:
    """The worst case counts from the last contact; a meeting booked later than that is late a week after its day."""
    met, booked = tried("2026-11-20 14:10", OK), date(2027, 11, 12)
    for day, late in ((booked, date(2027, 11, 19)), (date(2026, 12, 20), date(2027, 3, 20))):
        facts: list[Fact] = [met, Booked("dana", at("2026-11-20 15:00"), day)]
        status = planned(hit_list(person()), facts, NOW).statuses["dana"]
        assert status.next_try is not None
        assert (status.next_try.due, status.next_try.late) == (day, late)


@pytest.mark.parametrize(
    ("last", "due", "urgency"),
    [("2026-09-01", "2026-12-01", 30.0), ("2026-10-01", "2027-01-01", -1.0), ("2026-11-30", "2027-02-28", -59.0)],
)
def test_urgency_is_days_overdue_over_the_cadence(last: str, due: str, urgency: float) -> None:
    """On 31 December, with a cadence of three months: 91.3 days."""
    found = next_try([tried(f"{last} 14:10", OK)])
    assert found.due == date.fromisoformat(due)
    assert found.urgency(date(2026, 12, 31)) == pytest.approx(urgency / 91.3125)


LADDER_USED_UP = ("2026-12-01 14:10", "2026-12-08 10:00", "2026-12-22 14:10", "2027-01-22 10:00")


@pytest.mark.parametrize("tries", [LADDER_USED_UP[:number] for number in range(5)])
def test_tries_and_rests_make_nobody_less_overdue(tries: Sequence[str]) -> None:
    """Due on 1 December by the last talk: on 31 May it is 181 days, whatever was tried since, and after the rest."""
    found = next_try([tried("2026-09-01 14:10", OK), *(tried(when) for when in tries)])
    assert found.lateness.overdue(date(2027, 5, 31)) == 181
    assert found.urgency(date(2027, 5, 31)) == pytest.approx(181 / 91.3125)


def test_who_was_never_reached_is_overdue_from_the_day_they_were_listed() -> None:
    found = next_try([tried(when) for when in LADDER_USED_UP])
    assert found.lateness.overdue(date(2026, 8, 1)) == 1       # on the list since 31 July by the user's clock
    assert found.lateness.overdue(date(2027, 5, 31)) == 304
