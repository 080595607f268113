"""The folded history of a contact: an attempt reported twice counts once, what is contact, which channel is next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any

import pytest

from followupd.core.people.closing import newly_closed
from followupd.core.people.identity import identify
from followupd.core.people.timeline import Happened, Timeline, fold
from followupd.core.phrases.times import parse_span
from followupd.core.values.facts import Attempt, Booked, Closed, Fact, Outcome, Skipped
from followupd.core.values.hitlist import Contact, RetryRule
from followupd.core.values.time import Span
from tests.kit.people import DENVER, at, hit_list, person, tried, understood

NA, LM, OK, SENT = Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.REACHED, Outcome.SENT
DONE = Outcome.DONE


def timeline(*facts: Fact, retry: RetryRule | None = None, **values: Any) -> Timeline:
    """Dana's timeline; facts come from commands unless their source is the hit list."""
    typed = tuple(f for f in facts if isinstance(f, Attempt) and f.source == "hitlist")
    dana = person(log=typed, **values)
    hitlist = hit_list(dana, retry=retry or RetryRule())
    people = identify(hitlist.contacts, (), at("2026-08-01"))
    told = [fact for fact in facts if fact not in typed]
    told += newly_closed(people, told, DENVER, at("2027-12-31"))
    return understood(hitlist, people, told, at("2027-12-31")).timelines["dana"]


def typed(when: str, outcome: Outcome = NA, channel: str | None = None, note: str = "") -> Attempt:
    return tried(when, outcome, channel, note=note, source="hitlist")


@pytest.mark.parametrize(
    ("facts", "count"),
    [
        ([tried("2026-11-20 14:10"), typed("2026-11-20 14:40")], 1),         # an hour apart at most: the same call
        ([tried("2026-11-20 14:10"), typed("2026-11-20 15:10")], 1),
        ([tried("2026-11-20 14:10"), typed("2026-11-20 15:11")], 2),
        ([tried("2026-11-20 14:10"), typed("2026-11-20")], 1),               # the same day, without a time
        ([tried("2026-11-20 23:50"), typed("2026-11-20")], 1),               # the day is the user's, not UTC's
        ([tried("2026-11-20 23:50"), typed("2026-11-21")], 2),
        ([tried("2026-11-20 14:10"), typed("2026-11-20 14:10", LM)], 2),     # another outcome is another try
        ([tried("2026-11-20 14:10", SENT, "email"), typed("2026-11-20", DONE)], 1),       # "ok" says either
        ([tried("2026-11-20 14:10"), typed("2026-11-20 14:10", NA, "email")], 2),
        ([tried("2026-11-20 14:10"), typed("2026-11-20"), typed("2026-11-20")], 2),       # one to one
        ([tried("2026-11-20 09:10"), tried("2026-11-20 14:10"), typed("2026-11-20")], 2),
        ([typed("2026-11-20 14:10"), typed("2026-11-20 14:12")], 2),         # two lines of one input are two tries
    ],
)
def test_the_same_attempt_from_two_inputs_counts_once(facts: Sequence[Attempt], count: int) -> None:
    assert len(timeline(*facts).series) == count


@pytest.mark.parametrize(("fact", "outcome"), [
    (typed("2026-11-20", DONE), SENT),                                  # on the list she is asked for a coffee first
    (typed("2026-11-20", DONE, "coffee"), OK),                          # a coffee that was written down was had
    (tried("2026-11-20 14:10", DONE, None, source="calendar"), SENT),
])
def test_done_with_a_coffee_is_the_invitation_unless_the_channel_was_said(fact: Attempt, outcome: Outcome) -> None:
    (attempt,) = timeline(fact, via=("coffee",)).attempts
    assert (attempt.outcome, attempt.channel) == (outcome, "coffee")


@pytest.mark.parametrize("tries", [1, 3, 4])
def test_a_booked_meeting_ends_the_row_of_tries_and_a_rest(tries: int) -> None:
    """They answered; a try after it begins a new row."""
    row = [tried(f"2026-{month}-20 14:10") for month in ("08", "09", "10", "11")[:tries]]
    booked = Booked("dana", at("2026-12-01 10:00"), date(2027, 12, 30))
    folded = timeline(*row, booked)
    assert (folded.series, folded.rest, len(folded.attempts)) == ((), None, tries)
    assert len(timeline(*row, booked, tried("2026-12-02 10:00")).series) == 1


def test_two_inputs_together_know_more() -> None:
    """The time of one, the channel and the note of the other."""
    (only,) = timeline(tried("2026-11-20 14:10", channel=None), typed("2026-11-20", NA, "phone", "engaged")).attempts
    assert (only.at, only.timed, only.channel, only.note) == (at("2026-11-20 14:10"), True, "phone", "engaged")


@pytest.mark.parametrize(
    ("outcome", "channel", "is_contact", "row"),
    [
        (OK, "phone", True, 0), (OK, None, True, 0), (DONE, "phone", True, 0), (DONE, None, True, 0),
        (DONE, "coffee", True, 0), (DONE, "email", False, 1), (DONE, "text", False, 1), (DONE, "social", False, 1),
        (DONE, "note", True, 0), (SENT, "note", True, 0), (SENT, "email", False, 1),
        (SENT, "social", False, 1), (SENT, "text", False, 1), (NA, "phone", False, 1), (LM, "phone", False, 1),
        (Outcome.BUSY, "phone", False, 1), (Outcome.CALL_BACK, "phone", False, 0),
        (Outcome.DECLINED, "phone", False, 0), (Outcome.BOUNCED, "email", False, 0),
        (Outcome.WRONG_NUMBER, "phone", False, 0),
    ],
)
def test_what_is_contact_and_what_is_a_try(outcome: Outcome, channel: str | None, is_contact: bool, row: int) -> None:
    """P1: a handwritten note that was sent is contact, an email that was sent is not."""
    found = timeline(tried("2026-11-20 14:10", outcome, channel), via=("phone", "email", "note"))
    assert (found.last_contact is not None, len(found.series)) == (is_contact, row)


@pytest.mark.parametrize(
    ("outcomes", "row", "rests"),
    [
        ([NA, NA, NA], 3, False), ([NA, NA, NA, NA], 4, True), ([NA] * 5, 1, False), ([NA, NA, OK, NA], 1, False),
        ([NA, NA, Outcome.CALL_BACK, NA], 1, False), ([NA, Outcome.DECLINED], 0, True),
        ([NA, NA, NA, NA, OK], 0, False), ([NA, Outcome.WRONG_NUMBER, NA], 2, False),
        ([Outcome.DECLINED, OK], 0, False),
    ],
)
def test_a_row_of_tries(outcomes: Sequence[Outcome], row: int, rests: bool) -> None:
    """Three rungs: four tries in a row and then rest; an answer of any kind ends the row."""
    facts = [tried(f"2026-11-{n:02} 14:10", outcome) for n, outcome in enumerate(outcomes, 1)]
    found = timeline(*facts)
    assert (len(found.series), found.rest is not None) == (row, rests)


def test_without_a_ladder_each_try_is_the_last() -> None:
    assert timeline(tried("2026-11-20 14:10"), retry=RetryRule(())).rest is not None


def skip(uid: str, start: str, when: str) -> Skipped:
    return Skipped("dana", at(when), uid, at(start))


RETRY = skip("retry-dana-20261120-2-hitlist@followupd", "2026-11-27 12:30", "2026-11-22 12:00")
DUE = skip("due-dana-20261120-r1-hitlist@followupd", "2026-11-27 12:30", "2026-11-22 12:00")
CALLBACK = skip("callback-dana-20261121-hitlist@followupd", "2026-11-28 12:30", "2026-11-22 12:00")


@pytest.mark.parametrize(
    ("facts", "rests_since"),
    [
        ([tried("2026-11-20 14:10"), RETRY], "2026-11-27"),
        # Tidied away after the next try: nothing is skipped (P1).
        ([tried("2026-11-20 14:10"), tried("2026-11-22 11:00", OK), RETRY], None),
        ([tried("2026-11-20 14:10"), tried("2026-11-22 11:00"), RETRY], None),
        # Tried after it was skipped: a new row.
        ([tried("2026-11-20 14:10"), RETRY, tried("2026-11-23 11:00")], None),
        ([tried("2026-11-20 14:10"), RETRY, tried("2026-11-23 11:00", OK)], None),
        # A due reminder: skipped, or tidied away after a call that began a row, or after contact.
        ([DUE], "2026-11-27"), ([tried("2026-11-21 14:10"), DUE], None), ([tried("2026-11-21 14:10", OK), DUE], None),
        ([tried("2026-11-21 14:10", Outcome.CALL_BACK), DUE], None),
        # A day that came round after an earlier contact is skipped.
        ([tried("2026-08-20 14:10", OK), DUE], "2026-11-27"),
        ([tried("2026-11-21 14:10", Outcome.CALL_BACK), CALLBACK], "2026-11-28"),
    ],
)
def test_a_deleted_reminder_is_a_skip_while_it_was_open(facts: Sequence[Fact], rests_since: str | None) -> None:
    """P6 and P1: rest is counted from the day of the skipped try; what had been answered was only tidied away."""
    found = timeline(*facts)
    assert (found.rest.since if found.rest else None) == (at(rests_since).date() if rests_since else None)


BOTH: dict[str, Any] = {"via": ("phone", "email", "text"), "emails": ("dana@example.com",)}


@pytest.mark.parametrize(
    ("channels", "following"),
    [
        ([], "phone"), (["phone"], "phone"), (["phone", "phone"], "email"), (["phone", "phone", "email"], "email"),
        (["phone", "phone", "email", "email"], "text"), (["email"], "email"), (["text", "text"], "phone"),
        (["phone", "email", "phone"], "phone"), (["fax", "fax"], "phone"), ([None, None], "email"),
    ],
)
def test_after_two_failures_the_next_channel(channels: Sequence[str | None], following: str) -> None:
    """An attempt without a channel was by the one that was due; after the last channel comes the first."""
    facts = [tried(f"2026-11-{n:02} 14:10", channel=channel) for n, channel in enumerate(channels, 1)]
    found = timeline(*facts, retry=RetryRule((*RetryRule().ladder, *RetryRule().ladder)), **BOTH)
    assert found.channel == following


@pytest.mark.parametrize(
    ("rule", "own", "channels", "following"),
    [
        (1, None, ["phone"], "email"), (1, None, ["phone", "email"], "text"), (3, None, ["phone", "phone"], "phone"),
        (3, None, ["phone", "phone", "phone"], "email"),
        (2, 1, ["phone"], "email"), (1, 2, ["phone"], "phone"), (1, 2, ["phone", "phone"], "email"),  # the nearer one
    ],
)
def test_switch_after_says_after_how_many(
    rule: int, own: int | None, channels: Sequence[str], following: str
) -> None:
    """The contact's number, from its category, wins over that of `retry`."""
    facts = [tried(f"2026-11-{n:02} 14:10", channel=channel) for n, channel in enumerate(channels, 1)]
    assert timeline(*facts, retry=RetryRule(switch_after=rule), switch_after=own, **BOTH).channel == following


@pytest.mark.parametrize(
    ("every", "rest", "back"),
    [
        ("3 months", "6 weeks", "2027-01-04"), ("1 month", "6 weeks", "2026-12-23"),     # the shorter one of the two
        ("3 months", "2 weeks", "2026-12-07"), ("3 months", "1 year", "2027-02-23"),
    ],
)
def test_a_rest_lasts_six_weeks_or_a_cadence(every: str, rest: str, back: str) -> None:
    """Whichever is shorter; the hit list may set `rest`."""
    facts = [tried(f"2026-11-{n:02} 14:10") for n in (2, 9, 16, 23)]
    found = timeline(*facts, retry=RetryRule(rest=parse_span(rest)), every=every)
    assert found.rest is not None
    assert found.rest.length.after(found.rest.since) == at(back).date()


@pytest.mark.parametrize("fact", [tried("2026-11-23 14:10", Outcome.DECLINED), RETRY])
def test_a_no_and_a_skip_last_a_whole_cadence(fact: Fact) -> None:
    """The short rest is for people who did not answer, not for those who said no or whose try the user skipped."""
    rest = timeline(tried("2026-11-20 14:10"), fact, every="3 months").rest
    assert rest is not None
    assert rest.length == parse_span("3 months")


def test_channels_without_an_address_are_left_out() -> None:
    """A category's `via` may name email for somebody whose address nobody knows."""
    found = timeline(tried("2026-11-01 14:10"), tried("2026-11-02 14:10"), via=("phone", "email", "coffee"))
    assert found.channel == "coffee"


WRONG = tried("2026-11-20 14:10", Outcome.WRONG_NUMBER)
BOUNCED = tried("2026-11-20 14:10", Outcome.BOUNCED, "email")


@pytest.mark.parametrize(
    ("facts", "values", "channel"),
    [
        ([WRONG], BOTH, "email"),                                            # no text messages there either
        ([WRONG], {}, None),
        ([WRONG], {"phones": ("+1 303 555 0142", "+1 720 555 0100")}, "phone"),
        ([WRONG, tried("2026-11-23 09:10", Outcome.WRONG_NUMBER)],
         {"phones": ("+1 303 555 0142", "+1 720 555 0100")}, None),
        ([BOUNCED], BOTH, "phone"),
        ([BOUNCED], {**BOTH, "via": ("email",)}, None),
        ([tried("2026-11-20 14:10", Outcome.BOUNCED, None)], {**BOTH, "via": ("email", "phone")}, "phone"),
        # The number was changed in the hit list: the channel is open again.
        ([WRONG, Closed("dana", WRONG.at, "phone", "+1 303 555 9999", Outcome.WRONG_NUMBER, WRONG.at)], {}, "phone"),
    ],
)
def test_a_channel_is_closed_by_its_address(
    facts: Sequence[Fact], values: dict[str, Any], channel: str | None
) -> None:
    """It stays closed until the hit list has another address; None: there are details to find."""
    assert timeline(*facts, **values).channel == channel


def test_a_channel_is_closed_once() -> None:
    """P3: the second pass records nothing new."""
    dana: Contact = person()
    people = identify((dana,), (), at("2026-08-01"))
    now = at("2027-12-31")
    first = newly_closed(people, [WRONG], DENVER, now)
    assert [(c.channel, c.address) for c in first] == [("phone", "+1 303 555 0142")]
    assert newly_closed(people, [WRONG, *first], DENVER, now) == []


def test_what_is_before_the_last_contact_counts_no_more() -> None:
    """A fold that begins with the last contact gives the same as one that reads every attempt."""
    dana, zone, retry = person(via=("phone", "note", "coffee")), DENVER, RetryRule(ladder=(Span(days=7),))
    outcomes = (NA, OK, SENT, DONE, Outcome.CALL_BACK, Outcome.DECLINED)
    kinds = list(product(outcomes, ("note", None)))
    for row in product(kinds, kinds, kinds):
        tries = [tried(f"2026-08-1{n} 10:00", outcome, channel) for n, (outcome, channel) in enumerate(row)]
        every = Happened(tries, agreed=[at("2026-01-01")])            # so that nothing is left out; it changes nothing
        assert fold(dana, at("2026-01-01"), Happened(tries), retry, zone) == fold(
            dana, at("2026-01-01"), every, retry, zone
        )
