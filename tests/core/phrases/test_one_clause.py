"""Freedoms that people take with a clause: where they put a time or a place, what they leave out, how they run on."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import Outcome

TODAY = date(2026, 11, 24)
READING = ReadingRules({}, TODAY, ("Dana Whitfield",))
ASIDES = (
    "this morning", "on her mobile", "from the car", "at eleven", "twice", "for ages", "before lunch", "as usual",
    "a couple of times", "over zoom",
)


def outcome(text: str) -> Outcome | str | None:
    mark = read_addition(text, READING)
    return mark.outcome if isinstance(mark, Mark) else "asked" if isinstance(mark, Unclear) else None


@pytest.mark.parametrize("aside", ASIDES)
@pytest.mark.parametrize(("text", "meant"), [
    ("rang {} her and nobody picked up", Outcome.NO_ANSWER), ("got hold {} of her", Outcome.REACHED),
    ("spoke {} to Dana", Outcome.REACHED), ("left {} a message", Outcome.LEFT_MESSAGE),
    ("couldn't {} reach her", Outcome.NO_ANSWER), ("she was {} too busy to talk", Outcome.BUSY),
])
def test_an_aside_may_stand_anywhere_and_is_kept(text: str, meant: Outcome, aside: str) -> None:
    said = text.format(aside)
    mark = read_addition(said, READING)
    assert isinstance(mark, Mark)
    assert mark.outcome is meant
    assert set(aside.split()) <= set(mark.note.split()) or aside in ("twice", "as usual", "this morning"), mark.note


@pytest.mark.parametrize("text", [
    "doesn't want calls at work", "ok by email", "asleep by nine", "nice walk in the park", "done by Friday",
    "busy in December", "wants to be left alone at Christmas",
])
def test_an_aside_makes_another_thing_of_some(text: str) -> None:
    """So that they are read only without it."""
    assert outcome(text) in (None, "asked")


@pytest.mark.parametrize(("text", "meant"), [
    ("had chat with her", Outcome.REACHED), ("asked for call in Jan", Outcome.CALL_BACK),
    ("got through to receptionist, left message", Outcome.LEFT_MESSAGE),
])
def test_articles_may_be_left_out(text: str, meant: Outcome) -> None:
    assert outcome(text) is meant


@pytest.mark.parametrize(("text", "meant"), [
    ("managed to get hold of her", Outcome.REACHED), ("finally got to speak to Dana", Outcome.REACHED),
    ("was able to reach her", Outcome.REACHED), ("wasn't able to reach her", Outcome.NO_ANSWER),
    ("didn't manage to reach her", Outcome.NO_ANSWER), ("never got to speak to her", Outcome.NO_ANSWER),
    ("hope to be able to reach her", None),
])
def test_what_was_managed_was_done_unless_it_is_denied(text: str, meant: Outcome | None) -> None:
    assert outcome(text) in ((meant,) if meant is not None else (None, "asked"))


@pytest.mark.parametrize(("text", "meant"), [
    ("Dana and I had a good natter", Outcome.REACHED), ("me and Dana talked", Outcome.REACHED),
    ("she was driving couldn't talk", Outcome.BUSY), ("no joy left a message", Outcome.LEFT_MESSAGE),
    ("spoke to Dana will ring again Friday", Outcome.REACHED), ("Spoke.Wants a quote", Outcome.REACHED),
])
def test_people_run_on(text: str, meant: Outcome) -> None:
    assert outcome(text) is meant


@pytest.mark.parametrize(("text", "meant"), [
    ("traffic was awful but I did speak to her", Outcome.REACHED), ("long day, nobody picked up", Outcome.NO_ANSWER),
    ("Hallelujah! Spoke to her", Outcome.REACHED),
    ("if she is home, spoke to her", None), ("the bank, no answer", None),
    ("ask Tom, spoke to her", None), ("garden party, met", None),
    ("long chat with Paul, she was out", None), ("letter to her, no answer", None),
])
def test_a_story_may_come_first_if_it_turns_nothing_round(text: str, meant: Outcome | None) -> None:
    assert outcome(text) in ((meant,) if meant is not None else (None, "asked"))


@pytest.mark.parametrize(("text", "meant"), [
    ("her son answered, she's out", Outcome.NO_ANSWER), ("her PA says she's at lunch", Outcome.NO_ANSWER),
    ("her husband Ray picked up and will tell her", Outcome.LEFT_MESSAGE),
    ("spoke to Peter, he promised to tell her I rang", Outcome.LEFT_MESSAGE),
    ("spoke to Peter, she was out", None), ("her son says she is moving", None), ("she's out", None),
])
def test_somebody_else_answers(text: str, meant: Outcome | None) -> None:
    assert outcome(text) in ((meant,) if meant is not None else (None, "asked"))


@pytest.mark.parametrize(("text", "meant"), [
    ("no answer, then she called back and we spoke", Outcome.REACHED),
    ("left a message; she called back: moved to Berlin", Outcome.REACHED),
    ("no answer, but I spoke to her last week", None), ("she didn't answer but texted me", None),
    ("no answer, spoke to her before Friday", None),
])
def test_of_two_tries_the_one_that_went_well_counts(text: str, meant: Outcome | None) -> None:
    assert outcome(text) in ((meant,) if meant is not None else (None, "asked"))


@pytest.mark.parametrize("text", ["x Friday", "before Friday", "yes tomorrow", "Mon: no answer. Tue: spoke"])
def test_a_day_that_may_be_another_thing_is_asked_about(text: str) -> None:
    assert outcome(text) == "asked"


@pytest.mark.parametrize("text", [
    "spoke to Dana boiler is fixed", "left a message boiler is fixed", "didn't pick up boiler is fixed",
])
def test_any_word_may_follow_what_is_complete(text: str) -> None:
    mark = read_addition(text, READING)
    assert isinstance(mark, Mark)
    assert mark.note == "boiler is fixed"


@pytest.mark.parametrize("text", [
    "spoke to her brother", "spoke to Dana Tom and Bo", "no answer needed", "spoke French",
])
def test_but_no_noun_or_name_behind_what_is_not(text: str) -> None:
    assert outcome(text) in (None, "asked")


@pytest.mark.parametrize(("text", "day"), [
    ("demo set Wed 12/2 10am", "2026-12-02 10:00"), ("demo set Wed 2/12 10am", "2026-12-02 10:00"),
    ("dinner agreed Saturday at 7", "2026-11-28 19:00"),
    ("meeting agreed Saturday at 7", "2026-11-28 07:00"),
    ("we settled on Thursday, December 3 at 2 pm", "2026-12-03 14:00"),
])
def test_the_day_of_a_meeting(text: str, day: str) -> None:
    mark = read_addition(text, READING)
    assert isinstance(mark, Mark)
    assert mark.later is not None
    assert f"{mark.later.day} {mark.later.time:%H:%M}" == day


@pytest.mark.parametrize("text", ["demo set 12/3 10am", "demo set Thu 12/2 10am"])
def test_a_day_in_two_numbers_may_be_another(text: str) -> None:
    """12/3 is in March or in December; no 12 February and no 2 December is a Thursday soon."""
    assert outcome(text) == "asked"


@pytest.mark.parametrize(("text", "day"), [
    ("dentist today, Thursday", 26), ("kids sick, will call on Friday", 27), ("headache. Friday", 27),
])
def test_a_reason_and_a_day_put_off(text: str, day: int) -> None:
    mark = read_addition(text, READING)
    assert isinstance(mark, Mark)
    assert mark.outcome is None
    assert mark.later is not None
    assert mark.later.day.day == day
    assert mark.note == text


@pytest.mark.parametrize("text", ["headache tablets, Friday", "birthday party, Friday", "her exams, Thursday"])
def test_a_topic_and_a_day_do_not(text: str) -> None:
    assert outcome(text) in (None, "asked")


@pytest.mark.parametrize(("text", "meant"), [
    ("she was in the car but we talked", Outcome.REACHED), ("her sister was in and we talked", None),
    ("her sister picked up and we had a nice chat", None),
])
def test_contact_behind_a_setting_is_with_them(text: str, meant: Outcome | None) -> None:
    assert outcome(text) in ((meant,) if meant is not None else (None, "asked"))


@pytest.mark.parametrize("text", ["left her keys", "rang Tom", "got the tickets", "called Bo back"])
def test_things_and_other_people_are_no_outcome(text: str) -> None:
    assert outcome(text) is None


@pytest.mark.parametrize("text", ["postpone", "not today", "another day"])
def test_another_day_that_is_none_is_asked_for(text: str) -> None:
    unclear = read_addition(text, READING)
    assert isinstance(unclear, Unclear)
    assert unclear.question.endswith("names no other day. Write later 3d or a date, or own if this is just a note")


@pytest.mark.parametrize(("text", "meant"), [
    ("in meetings all day, do it Friday", None), ("out of office, back to this on 7 December", None),
    ("in meetings all day, Friday", "asked"), ("she was in a meeting, will try Friday", Outcome.BUSY),
    ("no answer, will try Friday", Outcome.NO_ANSWER),
])
def test_a_state_may_be_the_writers_own(text: str, meant: Outcome | str | None) -> None:
    """Who puts it off in the same breath tells of themselves, unless they say whose state it is."""
    assert outcome(text) == meant


def test_of_two_days_the_one_counts_to_which_it_is_put_off() -> None:
    mark = read_addition("not today, exam tomorrow, doing it Saturday", READING)
    assert isinstance(mark, Mark)
    assert mark.later is not None
    assert mark.later.day == date(2026, 11, 28)
