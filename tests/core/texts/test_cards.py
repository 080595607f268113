"""The words on the calendar: the act, why, how to reach the person, what was said."""

from __future__ import annotations

import re
from typing import Any

import pytest

from followupd.core.people.personal import NOTE_LENGTH
from followupd.core.values.event import Event
from followupd.core.values.facts import Closed, Fact, Outcome
from followupd.core.values.hitlist import Promise
from tests.kit.people import at, hit_list, person, planned, tried

NOW = at("2026-11-20 14:15")


def reminder(*facts: Fact, **values: Any) -> Event:
    """Dana's reminder after the tries; one failed call where none is given."""
    told = list(facts) or [tried("2026-11-20 14:10")]
    plan = planned(hit_list(person(**values), blocks=()), told, NOW)
    (event,) = (event for event in plan.events if event.people == ("dana",))
    return event


@pytest.mark.parametrize(
    ("channel", "title"),
    [
        ("phone", "Call Dana (2nd try)"), ("text", "Text Dana (2nd try)"), ("email", "Email Dana (2nd try)"),
        ("video", "Video call with Dana (2nd try)"), ("coffee", "Ask Dana for a coffee (2nd try)"),
        ("note", "Write a note to Dana (2nd try)"), ("social", "Message Dana (2nd try)"),
        ("sauna", "Contact Dana (sauna) (2nd try)"), ("{0}{name}", "Contact Dana (0name) (2nd try)"),
    ],
)
def test_the_title_is_the_act(channel: str, title: str) -> None:
    """Each channel has its verb; a channel of the user's own is named."""
    assert reminder(tried("2026-11-20 14:10", channel=channel), via=(channel,)).summary == title


def test_a_call_back_says_so() -> None:
    """It is what the contact asked for."""
    event = reminder(tried("2026-11-20 14:10", Outcome.CALL_BACK, asked=("2026-11-26", "15:00")))
    assert event.summary == "Call back Dana"
    assert event.description.startswith(
        "Why: Asked for Thu 26 Nov 15:00 when last tried (call back, Fri 20 Nov).\n"
    )


def test_a_reminder_has_everything_for_the_call() -> None:
    """Why now, how, what was last said, what was promised, and how to log it."""
    event = reminder(
        tried("2026-08-20 11:00", Outcome.REACHED, note="plans the new studio"),
        tried("2026-11-20 14:10", Outcome.LEFT_MESSAGE),
        emails=("dana@example.com",), notes="Loves to travel;\n back from Lisbon.", people=("Dana", "Kim"),
        promises=(Promise("send the Lisbon list", at("2026-12-04").date()), Promise("old", done=True)),
    )
    assert event.description.partition("\n\n")[0] == (
        "Why: Left message on Fri 20 Nov (1st try), so again in a week, at another time of day.\n"
        "Phone: +1 303 555 0142  tel:+13035550142\n"
        "Mail: mailto:dana@example.com\n"
        "Last contact: Thu 20 Aug 11:00, reached by phone: plans the new studio\n"
        "Last try: Fri 20 Nov 14:10, left message by phone\n"
        "You promised: send the Lisbon list by Fri 4 Dec\n"
        "With: Dana, Kim\n"
        "Notes: Loves to travel; back from Lisbon."
    )
    assert not event.busy


def test_a_text_has_a_button_that_writes_one() -> None:
    """RFC 5724: sms:, where a call has tel:."""
    event = reminder(tried("2026-11-20 14:10", channel="text"), via=("text", "phone"))
    assert event.summary.startswith("Text Dana")
    assert "\nText: +1 303 555 0142  sms:+13035550142\n" in event.description
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
    assert event.summary == f"Call {plain} (2nd try)"
    assert "X-EVIL:1" not in event.description.splitlines()


def test_a_long_note_is_cut() -> None:
    """The whole note is in `show`."""
    event = reminder(notes="word " * 500)
    (line,) = (text for text in event.description.splitlines() if text.startswith("Notes: "))
    assert len(line) <= NOTE_LENGTH + len("Notes: ")
    assert line.endswith("…")


def test_a_number_that_led_nowhere_is_no_button() -> None:
    """After a wrong number the next one is offered, and the wrong one is named as such."""
    wrong = tried("2026-11-20 14:10", Outcome.WRONG_NUMBER)
    closed = Closed("dana", NOW, "phone", "+1 303 555 0142", Outcome.WRONG_NUMBER, wrong.at)
    event = reminder(wrong, closed, phones=("+1 303 555 0142", "+1 720 555 0100"))
    assert "Phone: +1 720 555 0100  tel:+17205550100\nNo longer: +1 303 555 0142 (wrong number)\n" in event.description
    assert "tel:+13035550142" not in event.description


def test_a_sheet_can_be_worked_through() -> None:
    """Each person with number, act, reason and button; the title counts them."""
    plan = planned(hit_list(person("Ann"), person("Bob")), [], NOW)
    event = plan.events[0]
    assert event.summary == "Outreach block: 2 people"
    lines = [re.sub(r"^(\d+\.|\[ \]) ", "", line.strip()) for line in event.description.splitlines()]
    told = ["No contact so far; on the list since Fri 31 Jul.", "Phone: +1 303 555 0142  tel:+13035550142", ""]
    assert lines[:-1] == ["Call sheet: 2 people, about 8 minutes each.", "", "Call Ann", *told, "Call Bob", *told]
    assert event.busy


def test_an_empty_sheet_is_a_gift() -> None:
    event = planned(hit_list(), [], NOW).events[0]
    assert (event.summary, event.description) == (
        "Outreach block", "Everyone is up to date. Well done: call someone who makes you laugh."
    )
