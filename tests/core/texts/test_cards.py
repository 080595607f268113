"""The words on the calendar: the act, why, how to reach the person, what was said."""

from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Any, get_args

import pytest

from followupd.core.people.personal import NOTE_LENGTH, OPENER
from followupd.core.reasons import AskedFor, PassedUnanswered, Reason
from followupd.core.texts.cards import why_now
from followupd.core.texts.legends import DETAILS
from followupd.core.values.event import Event
from followupd.core.values.facts import Attempt, Closed, Fact, Outcome, Promised
from followupd.core.values.hitlist import Anniversary, Promise
from tests.kit.people import DENVER, at, calendar_after, hit_list, person, planned, tried

NOW = at("2026-11-20 14:15")


def reminder(*facts: Fact, **values: Any) -> Event:
    """Return Dana's reminder after these tries, by default one failed call."""
    told = list(facts) or [tried("2026-11-20 14:10")]
    plan = planned(hit_list(person(**values), blocks=()), told, NOW)
    (event,) = (event for event in plan.events if event.people == ("dana",))
    return event


@pytest.mark.parametrize(
    ("channel", "title", "last"),
    [
        ("phone", "Call Dana", "Try Dana once more"), ("text", "Text Dana", "Text Dana once more"),
        ("email", "Email Dana", "Email Dana once more"),
        ("video", "Video call with Dana", "Video call with Dana, once more"),
        ("coffee", "Ask Dana for a coffee", "Ask Dana for a coffee once more"),
        ("note", "Write a note to Dana", "Write a note to Dana once more"),
        ("social", "Message Dana", "Message Dana once more"),
        ("sauna", "Contact Dana (sauna)", "Contact Dana once more (sauna)"),
        ("{0}{name}", "Contact Dana (0name)", "Contact Dana once more (0name)"),
    ],
)
def test_the_title_is_the_act(channel: str, title: str, last: str) -> None:
    """Each channel has its verb; the user's own channels are named. Tries are not numbered, but the last says so."""
    tries = [tried(f"2026-11-{day} 14:10", channel=channel) for day in ("02", "09", "20")]
    assert reminder(tries[2], via=(channel,)).summary == title
    once_more = reminder(*tries, via=(channel,))
    assert once_more.summary == last
    assert "If nobody answers, they have a rest until January." in once_more.description
    assert "have a rest" not in reminder(tries[2], via=(channel,)).description


@pytest.mark.parametrize(("every", "until"), [("2 weeks", "18 December"), ("6 weeks", "January")])
def test_a_rest_until_a_day_of_the_same_month_names_the_day(every: str, until: str) -> None:
    """On 4 December "until December" says nothing."""
    tries = [tried(f"2026-11-{day} 14:10") for day in ("13", "20", "27")]
    plan = planned(hit_list(person(every=every), blocks=()), tries, at("2026-11-28 14:15"))
    (event,) = (event for event in plan.events if event.people == ("dana",))
    assert f"they have a rest until {until}." in event.description


def test_an_invitation_that_nobody_answered_is_no_coffee() -> None:
    asked = [tried(f"2026-11-{day} 14:10", Outcome.SENT, "coffee") for day in ("13", "20")]
    text = reminder(*asked, via=("coffee", "phone")).description
    assert "\n2 invitations reached nobody, so a call this time.\n" in text


def test_a_call_back_says_so() -> None:
    """It is what the contact asked for."""
    event = reminder(tried("2026-11-20 14:10", Outcome.CALL_BACK, asked=("2026-11-26", "15:00")))
    assert event.summary == "Call back Dana"
    assert event.description.startswith("Phone: +1 303 555 0142  tel:+13035550142\nAs asked: 26 November, 15:00.\n")
    asked = AskedFor(date(2026, 11, 26), time(15), date(2026, 11, 20), Outcome.CALL_BACK)
    assert asked.spoken(date(2026, 11, 27)) == "It was meant for 26 November, 15:00."      # it passed, and comes again


def test_a_reminder_has_everything_for_the_call() -> None:
    """In the order of a caller: the number, when you last spoke, why now, what to know, and how to log it."""
    event = reminder(
        tried("2026-08-20 11:00", Outcome.REACHED, note="plans the new studio"),
        tried("2026-11-20 14:10", Outcome.LEFT_MESSAGE),
        emails=("dana@example.com",), notes="Loves to travel;\n back from Lisbon.", people=("Dana", "Kim"),
        promises=(Promise("send the Lisbon list", at("2026-12-04").date()), Promise("old", done=True)),
    )
    assert event.summary == "Call Dana: plans the new studio"
    assert event.description.partition("\n\n")[0] == (
        "Phone: +1 303 555 0142  tel:+13035550142\n"
        "Mail: mailto:dana@example.com\n"
        "You last spoke on 20 August: plans the new studio\n"
        "You left a message on 20 November: time to try again.\n"
        "You promised: send the Lisbon list by 4 December\n"
        "With: Dana, Kim\n"
        "Notes: Loves to travel; back from Lisbon."
    )
    assert not event.busy


@pytest.mark.parametrize(("every", "day", "opener"), [
    ("3 months", "2026-08-20", False), ("3 months", "2025-10-20", True), ("1 year", "2025-11-10", True),
])
def test_somebody_from_long_ago_is_easier_to_call(every: str, day: str, opener: bool) -> None:
    """With a sentence to begin with."""
    last = tried(f"{day} 11:00", Outcome.REACHED)
    plan = planned(hit_list(person(every=every), blocks=()), [last], NOW)
    told = [event.description for event in plan.events]
    assert [OPENER in text for text in told] == [opener]
    assert all(f"You keep in touch every {every.removeprefix('1 ')}." in text for text in told)


def test_an_opener_comes_once() -> None:
    """For one person on a sheet, on the first reminder, and not after a try."""
    people = person(), person("Ann"), person("Ivo")
    last = [tried("2025-08-20 11:00", Outcome.REACHED, contact=one.slug) for one in people]
    sheet = next(event for event in planned(hit_list(*people), last, NOW).events if len(event.people) == 3)
    assert sheet.description.count(OPENER) == 1
    alone = hit_list(person(), blocks=())
    first = planned(alone, last[:1], NOW)
    assert OPENER in first.events[0].description
    again = planned(alone, last[:1], first.events[0].end + timedelta(hours=1), calendar_after(first))
    assert "You have not got to it yet" in again.events[0].description
    assert OPENER not in again.events[0].description
    assert OPENER not in reminder(last[0], tried("2026-11-20 14:10")).description


def test_what_the_title_says_is_not_said_again() -> None:
    """`Call Dana: birthday on 28 Nov` said `Just now: birthday on 28 Nov` too."""
    birthday = Anniversary("birthday", 11, 28)
    event = reminder(dates=(birthday,))
    assert event.summary.endswith(": birthday on 28 Nov")
    assert "Just now" not in event.description


def test_a_first_hello_is_easy() -> None:
    """There is nothing to make up for with somebody who was never reached."""
    plan = planned(hit_list(person(), blocks=()), [], NOW)
    assert 'Your first hello. "I was thinking of you" is enough.' in plan.events[0].description


WRONG, BOUNCED = Outcome.WRONG_NUMBER, Outcome.BOUNCED
GONE = "The number you had turned out to be wrong on 19 November."


@pytest.mark.parametrize(("tries", "first"), [
    ([tried("2026-11-19 10:00", WRONG)], [GONE]),
    ([tried("2026-08-20 10:00", Outcome.REACHED), tried("2026-11-19 10:00", WRONG)],
     [GONE, "You last spoke on 20 August."]),
    ([tried("2026-11-16 10:00"), tried("2026-11-19 10:00", WRONG)], [GONE]),
    ([tried("2026-11-18 10:00", BOUNCED, "email"), tried("2026-11-19 10:00", WRONG)],
     ["Your email bounced on 18 November.", GONE]),
    ([tried("2025-08-20 10:00", Outcome.REACHED), tried("2026-11-19 10:00", WRONG, asked=("2026-12-02", None))],
     [GONE, "You last spoke on 20 August 2025."]),
])
def test_a_search_for_details_says_what_is_wrong_with_those_known(tries: list[Attempt], first: list[str]) -> None:
    """And nothing about a try: no first hello, no opener, no cadence, no time to try again."""
    event = reminder(*tries, via=tuple(sorted({one.channel or "" for one in tries})), phones=())
    assert event.summary == "Find new details for Dana"
    above, _, below = event.description.partition("\n\n")
    assert above.split("\n") == first
    assert below == DETAILS.marks


def test_several_numbers_that_are_wrong_are_said_once() -> None:
    """The last of them is dated; which ones they are is below."""
    numbers = ("+1 303 555 0101", "+1 303 555 0102")
    tries = [tried("2026-11-18 10:00", WRONG), tried("2026-11-19 10:00", WRONG)]
    shut = [Closed("dana", one.at, "phone", number, WRONG, one.at) for one, number in zip(tries, numbers, strict=True)]
    text = reminder(*tries, *shut, phones=numbers).description
    assert text.startswith(
        "The numbers you had turned out to be wrong, the last one on 19 November.\nNo longer: +1 303 555 0101"
    )


def test_a_sheet_of_searches_says_so_in_its_title() -> None:
    """P12: nobody is reached by looking for their number. A first hello is said of who can be called."""
    both, ann = person(), person("Ann")
    plan = planned(hit_list(both, ann), [tried("2026-11-19 10:00", WRONG)], NOW)
    sheet = next(event for event in plan.events if "dana" in event.people)
    assert sheet.summary == "Reach Dana and Ann"
    assert f"[ ] Find new details for Dana\n    {GONE}\n" in sheet.description
    assert 'Your first hello. "I was thinking of you" is enough.' in sheet.description
    plan = planned(hit_list(both), [tried("2026-11-19 10:00", WRONG)], NOW)
    assert "Find new details for Dana" in [event.summary for event in plan.events if event.busy]


def test_one_that_passed_comes_again_without_reproach() -> None:
    """It offers the part of the day to which it comes, if that is another one; on a sheet the hour is the block's."""
    hours = {
        "2026-11-27 09:00": "a morning", "2026-11-27 13:00": "midday", "2026-11-27 14:00": "an afternoon",
        "2026-11-27 17:00": "an evening",
    }  # fmt: skip
    for before in hours:
        passed = PassedUnanswered(at(before).astimezone(DENVER))
        for moment, hour in hours.items():
            offer = "." if moment == before else f"; how about {hour}?"
            assert why_now((passed, passed), at(moment), DENVER) == [f"You have not got to it yet{offer}"]
        assert passed.spoken(NOW.date()) == "You have not got to it yet."


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_is_spoken_or_left_to_why(reason: type[object]) -> None:
    """A sentence on an event ends like one, and has no word of the machine."""
    assert callable(getattr(reason, "spoken", None))


def test_a_text_has_a_button_that_writes_one() -> None:
    """RFC 5724: sms:, where a call has tel:."""
    event = reminder(tried("2026-11-20 14:10", channel="text"), via=("text", "phone"))
    assert event.summary.startswith("Text Dana")
    assert "Text: +1 303 555 0142  sms:+13035550142\n" in event.description
    assert "tel:" not in event.description


@pytest.mark.parametrize(
    ("phone", "button"),
    [
        ("+1 303 555 0142", "tel:+13035550142"), ("(303) 555-0142", "tel:3035550142"),
        ("+44 20 7946 0018 x12", "tel:+442079460018;ext=12"), ("303.555.0142 ext. 7", "tel:3035550142;ext=7"),
        ("555 0142 X", "tel:5550142"),
    ],
)
def test_a_number_is_a_button(phone: str, button: str) -> None:
    """RFC 3966."""
    assert f"Phone: {phone}  {button}\n" in reminder(phones=(phone,)).description


@pytest.mark.parametrize("name", ["Eve\nX-EVIL:1", 'Dana "D" {0} {name}', "  Dana\t  W ", "%s", "José Álvarez", "美玲"])
def test_a_hostile_name_stays_a_name(name: str) -> None:
    """One line, and no format fields."""
    event = reminder(slug="dana", name=name)
    plain = " ".join(name.split())
    assert event.summary == f"Call {plain}"
    assert "X-EVIL:1" not in event.description.splitlines()


def test_a_note_says_where_post_reaches_them() -> None:
    """On one line, before numbers; nobody who calls needs it."""
    at_home = {"address": "12 Elm Street\nDenver, CO 80205"}
    note = reminder(tried("2026-11-20 14:10", channel="note"), via=("note",), **at_home)
    assert note.description.startswith("Post: 12 Elm Street, Denver, CO 80205\nPhone: ")
    assert "Post:" not in reminder(tried("2026-11-20 14:10"), **at_home).description


def test_a_long_note_is_cut() -> None:
    """The whole note is in `show`."""
    event = reminder(notes="word " * 500)
    (line,) = (text for text in event.description.splitlines() if text.startswith("Notes: "))
    assert len(line) <= NOTE_LENGTH + len("Notes: ")
    assert line.endswith("…")


def test_a_wrong_number_is_not_a_button() -> None:
    """After a wrong number the next one is offered, and the wrong one is named as such."""
    wrong = tried("2026-11-20 14:10", Outcome.WRONG_NUMBER)
    closed = Closed("dana", NOW, "phone", "+1 303 555 0142", Outcome.WRONG_NUMBER, wrong.at)
    event = reminder(wrong, closed, phones=("+1 303 555 0142", "+1 720 555 0100"))
    assert "Phone: +1 720 555 0100  tel:+17205550100\nNo longer: +1 303 555 0142 (wrong number)\n" in event.description
    assert "tel:+13035550142" not in event.description


def test_a_sheet_of_one_line_says_its_minutes() -> None:
    assert planned(hit_list(person("Ann")), [], NOW).events[0].description.startswith("1 person, about 8 minutes.\n")


def test_a_sheet_can_be_worked_through() -> None:
    """Each person with number, act, reason and button; the title names them."""
    plan = planned(hit_list(person("Ann"), person("Bob")), [], NOW)
    event = plan.events[0]
    assert event.summary == "Call Ann and Bob"
    lines = [re.sub(r"^(\d+\.|\[ \]) ", "", line.strip()) for line in event.description.splitlines()]
    number, hello = "Phone: +1 303 555 0142  tel:+13035550142", 'Your first hello. "I was thinking of you" is enough.'
    assert lines[:-1] == [
        "2 people, about 8 minutes each.", "", "Call Ann", number, hello, "", "Call Bob", number, "A first hello.", "",
    ]
    assert event.busy


def test_an_empty_sheet_is_a_gift() -> None:
    event = planned(hit_list(), [], NOW).events[0]
    assert (event.summary, event.description) == (
        "Outreach block", "Everyone is up to date. Well done: call someone who makes you laugh."
    )


@pytest.mark.parametrize(("names", "via", "title"), [
    (["Zoe Ng"], ["phone"], "Call Zoe Ng"),
    (["Zoe Ng", "Katya Petrova"], ["phone", "phone"], "Call Zoe and Katya"),
    (["Zoe Ng", "Katya Petrova", "Uncle Bert"], ["phone"] * 3, "Call Zoe, Katya and Uncle Bert"),
    (["Zoe Ng", "Katya Petrova", "Sam O", "Bo B"], ["phone"] * 4, "Call Zoe, Katya and 2 more"),
    (["Zoe Ng", "Zoe Petrova"], ["phone"] * 2, "Call Zoe Ng and Zoe Petrova"),
    (["Zoe Ng", "Katya Petrova"], ["email"] * 2, "Email Zoe and Katya"),
    (["Zoe Ng", "Katya Petrova"], ["phone", "email"], "Reach Zoe and Katya"),
    (["Maya Ito", "Bo B"], ["coffee"] * 2, "Ask Maya and Bo for a coffee"),
    (["Maya Ito", "Bo B"], ["sauna"] * 2, "Reach Maya and Bo"),
])
def test_a_block_names_its_people(names: list[str], via: list[str], title: str) -> None:
    """By what there is to do with all of them, the first two and how many more."""
    everybody = [person(name, via=(channel,)) for name, channel in zip(names, via, strict=True)]
    block = planned(hit_list(*everybody), [], NOW).events[0]
    assert block.summary == title
    promised = [Promised(everybody[0].slug, NOW, what) for what in ("send the list", "lend him the saw")]
    block = planned(hit_list(*everybody), promised, NOW).events[0]
    assert block.summary == f"{title}, and 2 promises"
