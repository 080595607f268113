"""Marks and ticks as a rule table: what was typed into a title or onto a sheet, and who is meant."""

from __future__ import annotations

from datetime import date, time

import pytest

from followupd.core.phrases.marks import (
    longer_name,
    mentioned,
    named_at_start,
    named_in,
    parts_of_names,
    read_title,
)
from followupd.core.phrases.meeting_said import agreed_in
from followupd.core.phrases.said import Mark, ReadingRules, Unclear
from followupd.core.values.facts import DayTime, Outcome

NAMES = {
    "ann": ["Ann", "ann"], "ann-lee": ["Ann Lee", "ann-lee"], "lee": ["Lee"], "bo": ["Bo"],
    "renee": ["Renée Achterberg"], "sam": ["Okafor, Sam"],
}


@pytest.mark.parametrize(("text", "who"), [
    ("Ann", ("ann", "")),
    ("Ann Lee", ("ann-lee", "")),                               # of names that begin at one place the longest
    ("ANN LEE: back from Rome", ("ann-lee", "back from Rome")),
    ("ann-lee rang", ("ann-lee", "rang")),                      # the slug
    ("Called Ann, twice", ("ann", "twice")),
    ("renee achterberg: Utrecht", ("renee", "Utrecht")),        # without accents
    ("Sam Okafor", None),                                       # not as it is spelt
    ("Okafor Sam", ("sam", "")),
    ("Ann: met Renée Achterberg", ("ann", "met Renée Achterberg")),      # who is named further on is part of the note
    ("Bo asked about Ann Lee", ("bo", "asked about Ann Lee")),
    ("Ann - Bo was there", ("ann", "- Bo was there")),
    ("Ann: Bo was there", ("ann", "Bo was there")),
    ("Ann: and Bo was there", ("ann", "and Bo was there")),
    ("Ann and Bo", None), ("Ann, Bo", None), ("Bo & Ann Lee", None), ("Bo Ann", None),      # two may be meant
    ("Anna", None), ("Joann", None), ("Annlee", None), ("", None), ("nobody", None),
])
def test_who_is_named(text: str, who: tuple[str, str] | None) -> None:
    """Whole words, the first name, and nobody if it would be a guess (P13)."""
    assert named_in(text, NAMES) == who


def test_two_people_of_one_name_are_not_an_answer() -> None:
    assert named_in("Ann", {"ann": ["Ann"], "ann-2": ["Ann"]}) is None
    assert named_in("Ann", {"ann": ["Ann", "Ann"], "bo": ["", "Bo"]}) == ("ann", "")


@pytest.mark.parametrize(("behind", "who"), [
    (" Lee", ("ann-lee", "")), (" Lee: hi", ("ann-lee", "hi")), (" lee asked", ("ann-lee", "asked")),
    (" Leeds is far", None), ("Lee", None), (": Lee", None), (" Bo", None), ("", None),
    (" Lee Marie: hi", ("ann-lee-marie", "hi")),
])
def test_words_behind_a_name_may_make_it_somebody_elses(behind: str, who: tuple[str, str] | None) -> None:
    """"Call Ann Lee" begins with "Call Ann"; the longest name wins."""
    assert longer_name(behind, "Ann", NAMES | {"ann-lee-marie": ["Ann Lee Marie"]}) == who


FIRST = {"maya": "maya", "will": "will"}
WHOLE = {"maya": ["Maya Fee"], "will": ["Will Day"], "ann": ["Ann"], "ann-lee": ["Ann Lee"], "bo": ["Bo"]}


@pytest.mark.parametrize(("text", "who"), [
    ("Maya: na", ("maya", ": na")), ("Maya Fee - na", ("maya", "- na")), ("maya fee, na", ("maya", ", na")),
    ("Maya na", ("maya", "na")), ("Call Maya: na", ("maya", ": na")), ("called Maya", ("maya", "")),
    ("Ann Lee: na", ("ann-lee", ": na")), ("Ann: na", ("ann", ": na")),
    ("maya: na", None), ("Maya Smith: na", None), ("Maya's: na", None), ("will call", None),
    ("the Maya: na", None), ("", None),
])
def test_with_whose_name_a_line_begins(text: str, who: tuple[str, str] | None) -> None:
    """A first name only in a capital letter, and if no surname follows (P13)."""
    assert named_at_start(text, WHOLE, FIRST) == who


@pytest.mark.parametrize(("text", "who"), [
    ("na Maya", ("maya", "na", "")), ("spoke to Maya Fee today", ("maya", "spoke to", "today")),
    ("Ann Lee rang", ("ann-lee", "", "rang")), ("Will ✓", ("will", "", "✓")),
    ("it will rain", None), ("met Bo and Maya", None), ("Maya Smith rang", None), ("nobody", None), ("", None),
])
def test_who_alone_is_mentioned(text: str, who: tuple[str, str, str] | None) -> None:
    assert mentioned(text, WHOLE, FIRST) == who


def test_parts_of_names_are_nobody_elses() -> None:
    """A first name counts before another part, and "Park" may be a place."""
    names = {"a": "Ann Lee", "b": "Ann", "c": "Maya Fee", "d": "Bo", "e": "Cy Ng", "f": "cy Park", "g": "Lee van Os"}
    assert parts_of_names(names) == (
        {"lee": "g", "maya": "c", "fee": "c", "ng": "e", "os": "g"}, {"cy": ["e", "f"], "park": ["f"]}
    )


TITLE, TODAY = "Call Ann Lee (2nd try)", date(2026, 11, 22)
MONDAY = DayTime(date(2026, 11, 23))
FRIDAY = DayTime(date(2026, 11, 27))
NO_DAY = (
    '"3.12. 15:00" is not a day. '
    "Write Thursday, 28 Nov, 2026-11-28 or in 3 days, with a time if there is one (Thursday 14:00)."
)
HALF_PAST = DayTime(date(2026, 11, 27), time(15, 30))


@pytest.mark.parametrize(("title", "mark"), [
    (TITLE, None), ("", None), (" Call Ann  Lee (2nd try) ", None),
    (f"ok {TITLE}", Mark(Outcome.DONE)), (f"{TITLE} - na", Mark(Outcome.NO_ANSWER)),
    (f"{TITLE} lm: a: b - c", Mark(Outcome.LEFT_MESSAGE, note="a: b - c")),
    (f"{TITLE} no-answer", Mark(Outcome.NO_ANSWER)), (f"{TITLE} Niemand  DA", Mark(Outcome.NO_ANSWER)),
    (f"{TITLE} later Friday", Mark(None, FRIDAY)), (f"{TITLE} Friday: busy week", Mark(None, FRIDAY, "busy week")),
    (f"{TITLE} later: Friday", Mark(None, FRIDAY)),
    (f"{TITLE} nna", Unclear("nna", nearest=(Outcome.NO_ANSWER,))),     # close to a mark
    (f"{TITLE} two words more", None), (f"{TITLE} and bring the book", None),              # the user's own title
    (f"ok {TITLE} na", Unclear("ok na", nearest=(Outcome.DONE, Outcome.NO_ANSWER))),                      # two marks
    (f"ok {TITLE} and bring the big book", Mark(Outcome.DONE, note="and bring the big book")),
    (f"lm {TITLE} - try her office", Mark(Outcome.LEFT_MESSAGE, note="try her office")),
    (f"{TITLE} reached out on Monday - lm",
         Mark(Outcome.LEFT_MESSAGE, note="reached out on Monday", phrase="reached out on Monday")),
    (f"reached out {TITLE} own", None),
    (f"{TITLE}: answered", Mark(Outcome.REACHED)),
    (f"- {TITLE}:", None),
    (f"ok {TITLE} na: as long a note as you like", Unclear(
        "ok na: as long a note as you like", nearest=(Outcome.DONE, Outcome.NO_ANSWER))),
    ("na", Mark(Outcome.NO_ANSWER)), ("Ann na", Mark(Outcome.NO_ANSWER)),
    # Beside a title that was shortened too: what is left must be words of ours.
    ("Ann Lee na", Mark(Outcome.NO_ANSWER)), ("left message Call Ann", Mark(Outcome.LEFT_MESSAGE)),
    ("later Friday 15:30 Ann", Mark(None, HALF_PAST)), ("Call Bo na", None), ("lunch ok", None),
    ("na!", Mark(Outcome.NO_ANSWER)),
    # A time has its own colon.
    (f"{TITLE} Friday 15:30", Mark(None, HALF_PAST)), (f"{TITLE} later: Friday 15:30", Mark(None, HALF_PAST)),
    (f"{TITLE} Friday 15:30: new number", Mark(None, HALF_PAST, "new number")),
    (f"{TITLE} Friday 15:30 - 2 of them", Mark(None, HALF_PAST, "2 of them")),
    (f"{TITLE} later 9:45", Mark(None, DayTime(TODAY, time(9, 45)))),
    (f"{TITLE} lm:30 minutes", Mark(Outcome.LEFT_MESSAGE, note="30 minutes")),
    # A clause after a word that says what happened is the note.
    (f"{TITLE}: no answer, will try Monday", Mark(Outcome.NO_ANSWER, note="will try Monday", asked=MONDAY)),
    (f"{TITLE}: left a message, she is away", Mark(Outcome.LEFT_MESSAGE, note="she is away")),
    (
        f"{TITLE}: left a message, she said: Friday",
        Mark(Outcome.LEFT_MESSAGE, note="she said: Friday", asked=FRIDAY),
    ),
    (f"{TITLE}; spoke. Nice chat", Mark(Outcome.REACHED, note="Nice chat")),
    ("spoke; nice chat", Mark(Outcome.REACHED, note="nice chat")),
    (f"{TITLE}: niemand da, urlaub", Mark(Outcome.NO_ANSWER, note="urlaub")),
    # A text that begins with an outcome word is at least asked about, however long; consent is not read as a call.
    *((f"{TITLE}: {said}", Unclear(said, nearest=nearest)) for said, nearest in (
        ("ok, will call her tomorrow", ()), ("agreed to send the deck by May", ()),
        ("spoke, but not to her", (Outcome.REACHED, Outcome.NO_ANSWER)), ("later when she is back from Rome", ()),
        ("niemand da und auch keine mailbox", (Outcome.LEFT_MESSAGE, Outcome.NO_ANSWER)),
    )),
    (f"{TITLE}: na try Monday again", Mark(Outcome.NO_ANSWER, note="try Monday again", asked=MONDAY)),
    (f"{TITLE}: answered, no time for us", Mark(Outcome.BUSY, note="answered, no time for us")),
    (f"{TITLE}: left a message with her assistant on Monday",
     Mark(Outcome.LEFT_MESSAGE, note="with her assistant on Monday")),
    (f"{TITLE}: sent her the list on Monday", Mark(Outcome.SENT, note="the list on Monday")),
    (f"{TITLE}: booked 3.12. 15:00", Unclear("booked 3.12. 15:00", NO_DAY)),
    (f"ok {TITLE}: booked 3.12. 15:00", Unclear("ok booked 3.12. 15:00", nearest=(Outcome.DONE,))),
    ("no answer at either of her numbers", Mark(Outcome.NO_ANSWER, note="at either of her numbers")),
    # Only at the beginning, and as a whole word.
    (f"{TITLE} and ask who answered her mail", None), (f"{TITLE} okay to ring after eight", None),
    ("Ask Ann whether the deck was sent", None), (f"{TITLE} sentimental journey to the lake", None),
    # A day that cannot be: the question says why.
    (f"{TITLE} later Wed 27 Nov", Unclear(
        "later Wed 27 Nov", '"wed 27 nov": 27 Nov 2026 is a Friday. Write one of them.')),
    (f"na {TITLE} later Friday", Mark(Outcome.NO_ANSWER, asked=FRIDAY)),
    (f"later Friday {TITLE} lm", Mark(Outcome.LEFT_MESSAGE, asked=FRIDAY)),
    (f"{TITLE} Fri 27 Nov 15:30", Mark(None, HALF_PAST)), (f"{TITLE} later Friday, 27 November", Mark(None, FRIDAY)),
])
def test_what_a_title_says(title: str, mark: Mark | Unclear | None) -> None:
    assert read_title(title, TITLE, ReadingRules({"niemand da": Outcome.NO_ANSWER}, TODAY, ("Ann Lee",))) == mark


def test_an_outcome_word_in_our_title_is_not_an_answer() -> None:
    """"Call back Ann Lee" is what to do; a title of the user's own may say so as well."""
    assert read_title("Call back Ann Lee about the garden", "Call back Ann Lee Smith", ReadingRules({}, TODAY)) is None


MET = DayTime(date(2026, 12, 3), time(15))


@pytest.mark.parametrize(("text", "day"), [
    ("booked Thu 15:00", DayTime(date(2026, 11, 26), time(15))), ("booked Thu 3 Dec 15:00", MET),
    ("yes, Thu 3 Dec 15:00", MET), ("Booked: Thursday 3 December, 15:00", MET), ("agreed Thu, 3 Dec 2026 at 3pm", MET),
    ("booked Thu 2026-12-03 15:00", MET), ("booked 3 Dec", DayTime(date(2026, 12, 3))),
    ("yes", None), ("agreed to send the deck", None), ("yes, 2 children now", None), ("booked", None),
])
def test_the_day_on_which_they_agreed(text: str, day: DayTime | None) -> None:
    assert agreed_in(text, TODAY) == day


@pytest.mark.parametrize(("text", "why"), [
    ("booked Wed 3 Dec 15:00", "3 Dec 2026 is a Thursday"), ("yes, Thu 31 Nov", "no such day"),
    ("booked 3.12. 15:00", "is not a day"), ("booked 3/12/2026", "may be 3 Dec or 12 Mar"),
    ("booked Thu 15:00, her place", "more than a day and a time"), ("agreed Thu 3 Dec 2025", "has passed"),
])
def test_a_day_that_cannot_be_read_is_never_passed_over(text: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        agreed_in(text, TODAY)


@pytest.mark.parametrize(("text", "outcome", "asked", "note"), [
    ("na until Monday", Outcome.NO_ANSWER, "until 2026-11-23", ""),
    ("na, later 2 weeks", Outcome.NO_ANSWER, "from 2026-12-04", ""),
    ("lm, tomorrow again", Outcome.LEFT_MESSAGE, "2026-11-21", ""),
    ("busy until Monday", Outcome.BUSY, "until 2026-11-23", ""),
    ("na 15:00", Outcome.NO_ANSWER, "", "15:00"),
    ("spoke Monday", Outcome.REACHED, "", "Monday"),
    ("emailed Monday", Outcome.SENT, "", "Monday"),
    ("no answer 3 Nov", Outcome.NO_ANSWER, "", "3 Nov"),
])
def test_a_day_behind_an_outcome_is_that_of_the_next_try_or_a_note(
    text: str, outcome: Outcome, asked: str, note: str
) -> None:
    mark = read_title(f"Call Dana {text}", "Call Dana", ReadingRules({}, date(2026, 11, 20), ("Dana",)))
    assert isinstance(mark, Mark)
    lead, _, day = asked.rpartition(" ")
    wished = DayTime(date.fromisoformat(day), away=lead == "until", vague=lead == "from") if asked else None
    assert mark.asked == wished
    assert (mark.outcome, mark.note or mark.when) == (outcome, note)


@pytest.mark.parametrize(("text", "outcome", "day"), [
    ("asked", Outcome.SENT, ""), ("invited her, she will think about it", Outcome.SENT, ""),
    ("she said yes, Thu 15:00", Outcome.REACHED, "2026-11-26"),
    ("he said yes Thu 15:00", Outcome.REACHED, "2026-11-26"),
    ("he can't", None, ""), ("he cancelled", None, ""), ("she said yes", None, ""),
])
def test_what_came_of_an_invitation(text: str, outcome: Outcome | None, day: str) -> None:
    """Agreed for a day, made, or asked about."""
    mark = read_title(f"Ask Dana {text}", "Ask Dana", ReadingRules({}, date(2026, 11, 20), ("Dana",), inviting=True))
    assert mark is not None
    assert (mark.outcome if isinstance(mark, Mark) else None) is outcome
    later = mark.later if isinstance(mark, Mark) else None
    assert later == (DayTime(date.fromisoformat(day), time(15)) if day else None)


@pytest.mark.parametrize(("said", "asked"), [
    ("later", "to which day? Write later 3d or a date"),
    ("Later?", "to which day? Write later 3d or a date"),
    ("she moved", '"she moved". What happened? Write it in a word, such as reached or na.'),
    ("no!", '"no!". What happened?'),
    ("no: spoke", "Did you mean: reached?"),
    ("not today", "names no other day"),
])
def test_a_question_asks_for_what_is_missing(said: str, asked: str) -> None:
    """The day for a bare `later`; what happened, if no outcome is near; and no day for a bare "no"."""
    reading = ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",))
    mark = read_title(f"{TITLE} {said}", TITLE, reading)
    assert isinstance(mark, Unclear)
    assert asked in mark.question


def test_our_title_in_the_past_is_asked_about() -> None:
    reading = ReadingRules({}, date(2026, 11, 20), ("Dana Whitfield",))
    assert isinstance(read_title("Called Dana Whitfield", "Call Dana Whitfield", reading), Unclear)
    assert read_title("Called Bo", "Call Dana Whitfield", reading) is None


@pytest.mark.parametrize(("text", "answer"), [
    ("na Friday 15:00", "na, again Friday 15:00"), ("na, tomorrow", "na, again tomorrow"),
    ("left a message on Monday", "lm, again on Monday"), ("mailbox Monday", "lm, again Monday"),
    ("busy Monday", "busy, again Monday"), ("na in 2 weeks", "na, again in 2 weeks"),
])
def test_a_day_without_a_cue_is_asked_about(text: str, answer: str) -> None:
    """What the question proposes is the next try on that day."""
    reading = ReadingRules({"mailbox": Outcome.LEFT_MESSAGE}, date(2026, 11, 20), ("Dana",))
    asked = read_title(f"Call Dana {text}", "Call Dana", reading)
    assert isinstance(asked, Unclear)
    assert f"Write {answer}." in asked.question
    settled = read_title(f"Call Dana {answer}", "Call Dana", reading)
    assert isinstance(settled, Mark)
    assert settled.asked is not None


def test_a_text_without_a_reading_is_asked_about_openly() -> None:
    """No reading is offered: an open question, on an event and by a command."""
    unclear = Unclear("ok no answer")
    asked = '"ok no answer". What happened? Write it in a word, such as reached or na.'
    assert unclear.question.startswith(f"{asked} Or ")
    assert unclear.asked_again == asked


@pytest.mark.parametrize(("title", "outcome", "note"), [
    ("Call Dana Whitfeld lm", Outcome.LEFT_MESSAGE, ""), ("Call Dana Whitfeld (2nd try) lm", Outcome.LEFT_MESSAGE, ""),
    ("Call Dana Whitfeld no answer", Outcome.NO_ANSWER, ""), ("Call D. Whitfield lm", Outcome.LEFT_MESSAGE, ""),
    ("Call Dana W. na", Outcome.NO_ANSWER, ""), ("Spoke to Dana Whitfield", Outcome.REACHED, ""),
    ("Talked to Dana", Outcome.REACHED, ""), ("Spoke to Dana Whitfield, she moved", Outcome.REACHED, "she moved"),
    ("Left a message for Dana Whitfield", Outcome.LEFT_MESSAGE, ""), ("Had a chat with Dana", Outcome.REACHED, ""),
    ("No answer from Dana Whitfield", Outcome.NO_ANSWER, ""),
    ("Dana: she's in Lisbon, left vm", Outcome.LEFT_MESSAGE, "she's in Lisbon"),
])
def test_a_title_that_the_user_wrote_anew_says_the_same_as_ours(title: str, outcome: Outcome, note: str) -> None:
    """The name may have a slip or be short for theirs, and is no note."""
    ours = "Call Dana Whitfield (2nd try)"
    mark = read_title(title, ours, ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",)))
    assert isinstance(mark, Mark)
    assert (mark.outcome, mark.note or mark.when) == (outcome, note)


@pytest.mark.parametrize("title", [
    "Call Tom Whitfield lm", "Call Dana Whitfeld", "Lunch with D. Whitfield", "Spoke to Dana Fox", "Spoke for Dana",
])
def test_a_title_with_another_name_or_without_an_outcome_is_no_answer(title: str) -> None:
    ours = "Call Dana Whitfield (2nd try)"
    assert not isinstance(read_title(title, ours, ReadingRules({}, date(2026, 11, 24), ("Dana Whitfield",))), Mark)
