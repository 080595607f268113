"""Days in a sentence, doubts, and what clauses make of each other: a line for each kind of thing that people write."""

from __future__ import annotations

from datetime import date

import pytest

from followupd.core.phrases.additions import read_addition
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import DayTime, Outcome

READING = ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",))      # a Tuesday


def said(text: str) -> tuple[Outcome | str | None, str]:
    """Return what a text says, and the day in it."""
    mark = read_addition(text, READING)
    if not isinstance(mark, Mark):
        return "asked" if mark is not None else None, ""
    day: DayTime | None = mark.later or mark.asked
    clock = f" {day.time:%H:%M}" if day is not None and day.time is not None else ""
    return mark.outcome, f"{day.day:%-d %b}{clock}" if day is not None else ""


@pytest.mark.parametrize(("text", "day"), [
    ("after 5 Dec", "6 Dec"), ("after Monday", "1 Dec"), ("after March", "1 Apr"), ("after next week", "7 Dec"),
    ("after the weekend", "30 Nov"), ("after tomorrow", "26 Nov"), ("leave it till after Christmas", "26 Dec"),
    ("after 2 days", "26 Nov"), ("after a week", "1 Dec"), ("not before 5 Dec", "5 Dec"), ("until 5 Dec", "5 Dec"),
    ("after Thursday 15:00", "26 Nov 15:00"), ("day after tomorrow", "26 Nov"),
])
def test_after_a_day_is_the_first_one_behind_it(text: str, day: str) -> None:
    """But after a number of days it is on that day, and an hour is meant as it is."""
    assert said(text) == (None, day)


@pytest.mark.parametrize(("text", "day"), [
    ("moved to Fri 27.11.", "27 Nov"), ("postponed to Friday 27.11. at 14:30", "27 Nov 14:30"),
    ("Friday 12.30", "27 Nov 12:30"), ("mon 30", "30 Nov"), ("mon 30 at 3", "30 Nov 15:00"),
    ("Mon 0915", "30 Nov 09:15"),
    ("later 5 January 2030", "5 Jan"),
])
def test_how_days_and_hours_are_typed(text: str, day: str) -> None:
    assert said(text) == (None, day)


@pytest.mark.parametrize("text", [
    "maybe Friday", "Friday maybe", "perhaps Monday", "Monday, perhaps", "next week possibly", "later Friday maybe",
    "away from Monday", "she's off from Friday", "out of office from Monday", "busy from Monday",
    "left a message I think, it beeped", "spoke to her I think",
    "sent tomorrow", "not sent", "blocked", "went to spam",
])
def test_what_is_not_sure_is_asked_about(text: str) -> None:
    """A day that may be meant, one from which on they are away, and what somebody only believes."""
    assert said(text) == ("asked", "")


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("back from Monday", Outcome.CALL_BACK, "30 Nov"), ("spoke, away from Monday", Outcome.REACHED, ""),
    ("na, away from Friday", Outcome.NO_ANSWER, ""),
    ("spoke to her, viewing at the mill Sat 11am", Outcome.REACHED, "28 Nov 11:00"),
    ("had a natter she is coming for tea Sunday at 4", Outcome.REACHED, "29 Nov 16:00"),
    ("emailed her, it bounced straight back", Outcome.BOUNCED, ""),
    ("doesn't need us, asked me to delete her details", Outcome.DECLINED, ""),
    ("tried at 9 and again at 2, no one in", Outcome.NO_ANSWER, ""),
    ("rang her, told her the results", Outcome.REACHED, ""), ("told her son the results", "asked", ""),
    ("phoned, told her son the results", "asked", ""), ("nobody told her", "asked", ""),
    ('clarify "no further contact" clause', "asked", ""),
])
def test_what_clauses_make_of_each_other(text: str, outcome: Outcome | str, day: str) -> None:
    assert said(text) == (outcome, day)


def test_a_label_is_not_a_story() -> None:
    """Nor is what one wants to say."""
    assert said("script: hi it's Sam, I wanted to ask about the room") == (None, "")
    assert isinstance(read_addition("result: she rang, I missed it", READING), Unclear)


@pytest.mark.parametrize("text", [
    "expected salary, notice period", "delayed shipment, apologise first", "wouldn't it be nicer to drop in",
    "she is deaf in one ear, speak up", "she sounded tired last time, be kind", "she will be in Leeds on Thursday",
    "the builder is waiting at gate 4", "doesn't want to move", "ask what she said", "at the meeting", "at a class",
])
def test_what_is_true_now_and_what_one_tells_oneself_is_left_alone(text: str) -> None:
    """An attribute, a question, a fact with a request behind it, where they will be, another talk."""
    assert said(text) == (None, "")


@pytest.mark.parametrize("text", [
    "doesn't want any more of our letters", "hung up on me??",
    "couldn't get her yesterday, that's why the 2nd try", "no luck yesterday, hence today",
    "my phone is dead, tomorrow", "no longer needed", "explained the excess to her",
])
def test_what_tells_of_the_person_or_of_an_earlier_try_is_asked_about(text: str) -> None:
    assert said(text) == ("asked", "")


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("told her the frames are in, she said brilliant", Outcome.REACHED, ""),
    ("told her the frames are in by mail, she said brilliant", "asked", ""),
    ("payment promised, talked to her just now", Outcome.REACHED, ""),
    ("agreed with her, Thu 3 Dec 10am", Outcome.REACHED, "3 Dec 10:00"),
    ("she picked up, coming in on Wednesday at 9.30", Outcome.REACHED, "25 Nov 09:30"),
    ("did call, told to call after 5 pm", Outcome.CALL_BACK, "24 Nov 17:00"),
    ("got voicemail, said I'd ring again Friday", Outcome.LEFT_MESSAGE, "27 Nov"),
    ("text never arrived", Outcome.BOUNCED, ""), ("after school on Thursday", None, "26 Nov"),
    ("no signal up here, will try Saturday", None, "28 Nov"), ("couldn't find the file", "asked", ""),
])
def test_two_clauses_say_it_together(text: str, outcome: Outcome | str | None, day: str) -> None:
    """What was told and what they answered, a talk and the day of a meeting, a machine and what was said to it."""
    assert said(text) == (outcome, day)


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("call her Friday at 9 her assistant said", Outcome.CALL_BACK, "27 Nov 09:00"),
    ("ring her on 1st Dec, so says the husband", Outcome.CALL_BACK, "1 Dec"),
    ("could we speak on Friday, she says", Outcome.CALL_BACK, "27 Nov"),
    ("please don't call me again she said", Outcome.DECLINED, ""),
    ("take us off the mailing list, they said", Outcome.DECLINED, ""), ("ask what she said", None, ""),
    ("told Dana, she cried", Outcome.REACHED, ""),
])
def test_who_said_it_may_stand_behind_it(text: str, outcome: Outcome | str | None, day: str) -> None:
    assert said(text) == (outcome, day)


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("she's going to phone me on Wednesday", Outcome.CALL_BACK, "25 Nov"),
    ("texted me she'll ring tomorrow", Outcome.CALL_BACK, "25 Nov"),
    ("left a message, she gets back to me Thursday", Outcome.LEFT_MESSAGE, "26 Nov"),
    ("she'll call me back", "asked", ""), ("spoke to her PA, she'll call", "asked", ""),
])
def test_they_will_call_on_a_day(text: str, outcome: Outcome | str | None, day: str) -> None:
    """Without a day it may be any: you are asked."""
    assert said(text) == (outcome, day)


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("spoke to her, wants the large, not the small", Outcome.REACHED, ""),
    ("talked to her, she's ok with the dates but not the deposit", Outcome.REACHED, ""),
    ("spoke to her, not the son", "asked", ""), ("reached, not her", "asked", ""),
    ("no answer, texted her the address", Outcome.SENT, ""), ("line busy all morning, texted", Outcome.SENT, ""),
    ("line's been busy for an hour", Outcome.BUSY, ""),
    ("seeing her Friday at the cafe at 3", Outcome.REACHED, "27 Nov 15:00"),
])
def test_what_a_later_word_makes_of_an_earlier_one(text: str, outcome: Outcome | str | None, day: str) -> None:
    """A contrast takes nothing back unless it is about who it was, and of two tries the last one counts."""
    assert said(text) == (outcome, day)


@pytest.mark.parametrize(("text", "day"), [
    ("postponed to 7.12.", "7 Dec"), ("moved to 30/11", "30 Nov"), ("moved to 3.12. 15:00", "3 Dec 15:00"),
    ("moved to 12/10", "10 Dec"),
])
def test_a_date_in_numbers_counts_if_only_one_day_is_meant(text: str, day: str) -> None:
    assert said(text) == (None, day)


@pytest.mark.parametrize("text", ["moved to 12/1", "moved to 3/4", "postponed to 24/7"])
def test_a_date_in_numbers_that_may_be_another_day_is_asked_about(text: str) -> None:
    assert said(text) == ("asked", "")


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("still no joy, Monday then", Outcome.NO_ANSWER, "30 Nov"),
    ("no reply. Fri 9am instead", Outcome.NO_ANSWER, "27 Nov 09:00"),
    ("left vm, following up Mon", Outcome.LEFT_MESSAGE, "30 Nov"),
    ("she isn't answering, retry on 27th", Outcome.NO_ANSWER, "27 Nov"),
    ("phone off again, will have another go on Sunday", Outcome.NO_ANSWER, "29 Nov"),
    ("spoke, Monday then", Outcome.REACHED, ""), ("no answer, her birthday is on Friday", Outcome.NO_ANSWER, ""),
])
def test_what_is_planned_behind_a_failed_try_is_the_next_one(text: str, outcome: Outcome, day: str) -> None:
    assert said(text) == (outcome, day)


@pytest.mark.parametrize(("text", "day"), [
    ("have to wait for the lab, so Friday", "27 Nov"), ("ill with a cold, thursday then", "26 Nov"),
    ("wait for her email first, then Thursday", "26 Nov"), ("10 Dec is early enough", "10 Dec"),
])
def test_a_reason_and_so_a_day_is_another_day(text: str, day: str) -> None:
    assert said(text) == (None, day)


@pytest.mark.parametrize("text", [
    "she said in May that she might sell", "she said call any time", "texted her in the summer",
    "got her but she was just going into a meeting", "callback 12/3 10am",
])
def test_when_it_was_said_is_no_day_to_come(text: str) -> None:
    """Nor is what is always so; and who had to go into a meeting may not have talked."""
    assert said(text) == ("asked", "")


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("ok she is coming in Thursday at half 4", Outcome.REACHED, "26 Nov 16:30"),
    ("reached Mrs. Whitfield, the receipts are coming", Outcome.REACHED, ""),
    ("demo on Thursday 3rd Dec 11 am confirmed", Outcome.REACHED, "3 Dec 11:00"),
    ("got an appointment with her Thu 10/12 2pm", Outcome.REACHED, "10 Dec 14:00"),
    ("called her, we agreed on 450", Outcome.REACHED, ""),
    ("no time to call, mailed her the forms", Outcome.SENT, ""),
])
def test_small_words_and_signs_change_nothing(text: str, outcome: Outcome, day: str) -> None:
    assert said(text) == (outcome, day)


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("on leave, call 7 Dec", Outcome.CALL_BACK, "7 Dec"), ("she's away, ring Friday", Outcome.CALL_BACK, "27 Nov"),
    ("away this week, call 30/11", Outcome.CALL_BACK, "30 Nov"), ("call 7 Dec", None, ""),
    ("must be out, no one picks up", Outcome.NO_ANSWER, ""), ("must be quick, no small talk", None, ""),
    ("third time lucky? nope, rang out", "asked", ""), ("why no answer? ask her", None, ""),
])
def test_a_plan_a_guess_and_a_question_say_what_is_beside_them(
    text: str, outcome: Outcome | str | None, day: str,
) -> None:
    assert said(text) == (outcome, day)


@pytest.mark.parametrize(("text", "outcome"), [
    ("yes! reached her, she's in for 50", Outcome.REACHED), ("caught her on the mobile, all ok", Outcome.REACHED),
    ("discussed the case with her, hearing on 12 Jan", Outcome.REACHED),
    ("has asked to be removed from the mailing list", Outcome.DECLINED), ("on the other line", Outcome.BUSY),
    ("she ignored my call last week", "asked"), ("bad day. Thursday", "asked"), ("has she asked for it?", None),
])
def test_what_comes_first_or_last_alone_turns_nothing_round(text: str, outcome: Outcome | str | None) -> None:
    assert said(text)[0] == outcome


@pytest.mark.parametrize(("text", "outcome"), [
    ("got her on the way out, she'll ring Monday", "asked"), ("she answered but she was at sea", "asked"),
    ("picked up but was walking into church, still told me she passed the bar", Outcome.REACHED),
    ("reached, she'll call back on Friday", Outcome.REACHED), ("gave her a quick ring, all well", Outcome.REACHED),
    ("told her about the delay, she was fine with it", Outcome.REACHED),
    ("asked them to have her phone me", Outcome.LEFT_MESSAGE), ("spoke to the wrong Dana", Outcome.WRONG_NUMBER),
    ("picked up and passed me to her husband", "asked"), ("she answered, said wrong number", "asked"),
    ("she didn't answer but texted to say Thursday", "asked"), ("didn't pick up, texted her", Outcome.SENT),
    ("they said nobody by that name works there", Outcome.WRONG_NUMBER), ("she said can't talk now", Outcome.BUSY),
    ("Thursday suits me better", None), ("coffee's on for Wednesday at ten", Outcome.REACHED),
])
def test_who_was_got_may_not_have_talked(text: str, outcome: Outcome | str | None) -> None:
    """And an answer, or how they are, says that they did."""
    assert said(text)[0] == outcome
