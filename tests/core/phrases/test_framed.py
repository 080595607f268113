"""Sentences that are read by a few words of a clause, and what keeps others from being read so."""

from __future__ import annotations

from datetime import date, time
from itertools import permutations

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.clauses import clauses_in
from followupd.core.phrases.framed import meanings_of
from followupd.core.phrases.patterns import Patterns
from followupd.core.phrases.said import Mark, ReadingRules
from followupd.core.values.facts import DayTime, Outcome

READING = ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",))
TOLD = [
    ("seven rings and then the dial tone", Outcome.NO_ANSWER),
    ("apprentice says she's up a ladder somewhere", Outcome.NO_ANSWER),
    ("the wee lassie answered, her maw's away to the shops", Outcome.NO_ANSWER),
    ("Her associate promised to give her the message.", Outcome.LEFT_MESSAGE),
    ("The colleague Frau Beck has taken a message for her.", Outcome.LEFT_MESSAGE),
    ("I spoke my piece to the answering machine and gave the church office number.", Outcome.LEFT_MESSAGE),
    ("email pinged straight back", Outcome.BOUNCED),
    ("got a delivery failure for her gmail", Outcome.BOUNCED),
    ("some chap in Wigan has this number now", Outcome.WRONG_NUMBER),
    ("they say no Dana lives there", Outcome.WRONG_NUMBER),
    ("the number rings at a vet's in Perth", Outcome.WRONG_NUMBER),
    ("caught her halfway up a ladder", Outcome.BUSY),
    ("she cut me short, boarding her flight", Outcome.BUSY),
    ("asked us to stop writing to her", Outcome.DECLINED),
    ("yelled at me to lose her number lol", Outcome.DECLINED),
    ("faxed the referral across", Outcome.SENT),
    ("talked shop with her for ages", Outcome.REACHED),
]


def outcome(text: str) -> Outcome | None:
    mark = read_addition(text, READING)
    return mark.outcome if isinstance(mark, Mark) else None


@pytest.mark.parametrize(("text", "meant"), TOLD)
def test_words_between_are_not_in_the_way_and_none_is_lost(text: str, meant: Outcome) -> None:
    mark = read_addition(text, READING)
    assert isinstance(mark, Mark)
    assert mark.outcome is meant
    assert mark.note == text.rstrip(".")


@pytest.mark.parametrize("turned", [
    "{}?", "if {}", "maybe {}", "{} I think", "should say {}", "last time {}", "{} on Tuesdays", "ask whether {}",
    "{}, with Tom",
])
@pytest.mark.parametrize("told", [text.rstrip(".") for text, _ in TOLD])
def test_a_doubt_a_habit_a_question_or_another_person_leaves_it_open(told: str, turned: str) -> None:
    assert outcome(turned.format(told)) is None


@pytest.mark.parametrize(("text", "day"), [
    ("prefers if I call on Sunday evening", DayTime(date(2026, 11, 29), part="evening")),
    ("she'd sooner talk on Thursday", DayTime(date(2026, 11, 26))),
    ("available again from 7 December her colleague says", DayTime(date(2026, 12, 7), vague=True)),
])
def test_somebody_wishes_for_a_day(text: str, day: DayTime) -> None:
    mark = read_addition(text, READING)
    assert isinstance(mark, Mark)
    assert (mark.outcome, mark.asked) == (Outcome.CALL_BACK, day)


def test_a_meeting_has_its_hour_though_that_is_apart() -> None:
    mark = read_addition("We marked her trial class, Saturday 9h", READING)
    assert isinstance(mark, Mark)
    assert mark.later == DayTime(date(2026, 11, 28), time(9))


@pytest.mark.parametrize(("text", "later"), [
    ("cant face the stairs today, monday", date(2026, 11, 30)), ("roof leaks, not now, Friday", date(2026, 11, 27)),
    ("sick leave, Friday", None), ("headache tablets, Friday", None),
])
def test_what_is_not_for_today_is_put_off_to_the_day_behind_it(text: str, later: date | None) -> None:
    mark = read_addition(text, READING)
    assert (mark.later.day if isinstance(mark, Mark) and mark.later else None) == later


@pytest.mark.parametrize("text", [
    "her mailbox is full of leaflets", "card from her", "letter from her solicitor", "email from her needs an answer",
    "talked to her boss", "had a lovely chat with her mother", "had a good talk about fees with Tom",
    "she is coming on Friday with Tom", "we will meet the builder Thursday 9am", "meeting room booked Friday 3pm",
    "she no longer needs the ramp", "too expensive for her, offer the small one", "it's not for her",
    "asked me to stop texting Tom", "told me to stop calling her Di", "do not ring her again today",
    "wants no further education", "she withdrew the offer of tea", "contract signed by her",
])
def test_no_title_of_the_users_own_silences_a_person(text: str) -> None:
    assert outcome(text) not in (Outcome.REACHED, Outcome.DECLINED)


@pytest.mark.parametrize("text", ["She picked but she was in a taxi and cut short.", "picked, she was at the vet"])
def test_who_picked_up_herself_is_not_somebody_else(text: str) -> None:
    assert outcome(text) is not Outcome.NO_ANSWER


def test_no_clauses_of_others_make_a_talk_with_them() -> None:
    """Each clause alone tells something: that they were not in, that it was somebody else, that it was not them."""
    said = ["her lad picked up", "mam's out", "not her", "ok", "spoke to Tom", "no message", "DNA", "Friday at 3"]
    read = {clauses: read_addition(", ".join(clauses), READING) for clauses in permutations(said, 3)}
    marks = {clauses: mark for clauses, mark in read.items() if isinstance(mark, Mark)}
    talks = [clauses for clauses, mark in marks.items() if mark.outcome in (Outcome.REACHED, Outcome.DECLINED)]
    assert marks
    assert talks == []


def test_what_a_clause_tells_is_found_behind_words_that_lead_up_to_it() -> None:
    (clause,) = clauses_in("the parish bulletin for December came straight back", READING)
    assert meanings_of(clause) == {Outcome.BOUNCED}
    (asks,) = clauses_in("ask why the parish bulletin came straight back", READING)
    assert meanings_of(asks) == set()


@pytest.mark.parametrize(("words", "ends"), [
    ("took message", [2]), ("took down a short message", [5]), ("took a b c d message", [6]),
    ("took a b c d e message", []), ("took not message", []),
])
def test_a_tilde_is_up_to_four_words_that_turn_nothing_round(words: str, ends: list[int]) -> None:
    patterns = Patterns([("told", "took ~ message")], {"turning": "not|never"})
    (pattern,) = patterns.at(words.split(), 0)
    assert pattern.ends(words.split()) == ends
