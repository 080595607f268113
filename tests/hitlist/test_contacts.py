"""Contacts: the forms that may be written, their cadence and channels, and the problem for each mistake."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest

from followupd.core.phrases.weeks import parse_hours
from followupd.core.values.facts import Attempt, Booked, DayTime, Outcome
from followupd.core.values.hitlist import Anniversary, Feast, Hitlist, Promise, Status
from followupd.core.values.time import Span

WEEK = Span(days=7)

Accept = Callable[[str], Hitlist]
Complain = Callable[[str], list[str]]

RULES = "categories: {clients: {every: 3 months, at_most: 5 months, via: [phone, email]}, friends: 6w, odd: }\n"


@pytest.mark.parametrize(
    ("entry", "attribute", "expected"),
    [
        ("Sam Okafor", "slug", "sam-okafor"),
        ("Sam  Okafor", "name", "Sam Okafor"),
        ("{name: Sam, id: The Boss}", "slug", "the-boss"),
        ("{name: Null}", "name", "Null"),
        ("{name: Sam, category: clients}", "category", "clients"),
        ("{name: Sam, phone: +13035550142}", "phones", ("+13035550142",)),
        ("{name: Sam, phone: [0042, 555 0142]}", "phones", ("0042", "555 0142")),
        ("{name: Sam, email: sam@example.com}", "emails", ("sam@example.com",)),
        ("{name: Sam, hours: [12-14, '16:00-18:00']}", "hours", parse_hours("12-14, 16:00-18:00")),
        ("{name: Sam, like: on}", "like", True),
        ("{name: Sam, like: No}", "like", False),
        ("{name: Sam, notes: }", "notes", ""),
        ("{name: Sam, notes: [a, b]}", "notes", "a\nb"),
        ("{name: Sam, people: 'Ann, Bob'}", "people", ("Ann", "Bob")),
        ("{name: Sam, dates: {birthday: 29 Feb 1980}}", "dates", (Anniversary("birthday", 2, 29, 1980, WEEK),)),
        ("{name: Sam, dates: {Geburtstag: 14 May}}", "dates", (Anniversary("Geburtstag", 5, 14, None, WEEK),)),
        ("{name: Sam, dates: {birthday: {on: 14 May, lead: 10 days}}}", "dates",
         (Anniversary("birthday", 5, 14, None, Span(days=10)),)),
        ("{name: Sam, dates: {birthday: {on: 14 May, lead: off}}}", "dates", (Anniversary("birthday", 5, 14),)),
        ("{name: Sam, dates: {project Lisbon: 2025-11-30}}", "dates",
         (Anniversary("project Lisbon", 11, 30, 2025),)),
        ("{name: Sam, dates: {project Lisbon: {on: 2025-11-30, lead: 3 days}}}", "dates",
         (Anniversary("project Lisbon", 11, 30, 2025, Span(days=3)),)),
        ("{name: Sam, address: [12 Elm Street, Denver]}", "address", "12 Elm Street\nDenver"),
        ("{name: Sam, interests: 'sailing, Bach'}", "interests", ("sailing", "Bach")),
        ("{name: Sam, facts: [two girls, moved to Lyon]}", "facts", ("two girls", "moved to Lyon")),
        ("{name: Sam, keeps: [deepavali, Eid]}", "keeps", (Feast("Diwali"), Feast("Eid"))),
        ("{name: Sam, book_ahead: 6 months}", "book_ahead", Span(months=6)),
        ("{name: Sam, promises: [{what: send it, by: 2026-11-28, done: yes}]}", "promises",
         (Promise("send it", date(2026, 11, 28), True),)),
        ("{name: Sam, promises: send it by 28 Nov 2026}", "promises", (Promise("send it", date(2026, 11, 28)),)),
        ("{name: Sam, promises: [drop by some time]}", "promises", (Promise("drop by some time"),)),
        ("{name: Sam, promises: [send it by mail by 2 Dec 2026]}", "promises",
         (Promise("send it by mail", date(2026, 12, 2)),)),
        ("{name: Sam, status: stopped}", "status", Status.STOP),
        ("{name: Sam, status: pause}", "status", Status.PAUSED),
        ("{name: Sam, pause_until: 2026-12-24}", "status", Status.PAUSED),
        ("{name: Sam, pause_until: 24 Dec 2026}", "pause_until", date(2026, 12, 24)),
        ("{name: Sam, via: 'call, sms, e-mail, letter, lunch, whatsapp'}", "via",
         ("phone", "text", "email", "note", "coffee", "whatsapp")),
        ("{name: Sam, email: a@b.c}", "via", ("email",)),
        ("{name: Sam, email: a@b.c, phone: 555 0142}", "via", ("phone", "email")),
        ("{name: Sam, category: clients, email: a@b.c}", "via", ("phone", "email")),
        ("{name: Sam, category: friends, via: text}", "via", ("text",)),
        ("Sam", "via", ("phone",)),
        ("{name: Sam, log: }", "log", ()),
    ],
)
def test_a_contact_is_typed(accept: Accept, entry: str, attribute: str, expected: Any) -> None:
    """A name alone, or as much as is known."""
    (contact,) = accept(f"{RULES}contacts:\n  - {entry}\n").contacts
    assert getattr(contact, attribute) == expected


def test_a_log_line_for_a_booked_meeting(accept: Accept) -> None:
    """It is not a try, and its day is the one that `book_ahead` asks for."""
    (contact,) = accept("""
contacts:
  - name: The walking six
    book_ahead: 6 months
    log: [2026-11-21 10:00 reached, 2026-11-21 10:05 booked 2027-05-28]
""").contacts
    assert [line.outcome for line in contact.log] == [Outcome.REACHED]
    at = datetime(2026, 11, 21, 17, 5, tzinfo=UTC)
    assert contact.booked == (Booked("the-walking-six", at, date(2027, 5, 28), "hitlist"),)


def test_log_lines_become_attempts_of_the_contact(accept: Accept) -> None:
    """Also one whose note has a ": ", which YAML reads as a mapping, and one by a channel of the user's own."""
    (contact,) = accept("""
contacts:
  - name: Dana Whitfield
    via: signal
    log:
      - 2026-11-18 no answer
      - 2026-11-20 14:10 left message, asked for Thursday
      - 2026-11-20 email sent: the Lisbon list
      - 2026-11-21 signal sent
""").contacts
    me = "dana-whitfield"
    assert contact.log == (
        Attempt(me, datetime(2026, 11, 18, 7, tzinfo=UTC), Outcome.NO_ANSWER, timed=False, source="hitlist"),
        Attempt(me, datetime(2026, 11, 20, 21, 10, tzinfo=UTC), Outcome.LEFT_MESSAGE, None, "asked for Thursday",
                DayTime(date(2026, 11, 26)), source="hitlist"),
        Attempt(me, datetime(2026, 11, 20, 7, tzinfo=UTC), Outcome.SENT, "email", "the Lisbon list", timed=False,
                source="hitlist"),
        Attempt(me, datetime(2026, 11, 21, 7, tzinfo=UTC), Outcome.SENT, "signal", timed=False, source="hitlist"),
    )


def test_log_lines_name_the_contact_in_any_spelling(accept: Accept) -> None:
    """As a title does: without the strokes, the emoji or the joiners."""
    (contact,) = accept("""
contacts:
  - name: Łukasz O’Brien 👩‍💻
    log:
      - 2026-11-18 14.10 spoke to Lukasz, moved
      - 2026-11-19 lukasz o'brien did not pick up
      - 2026-11-20 Łukasz called me back
""").contacts
    assert [(one.outcome, one.note) for one in contact.log] == [
        (Outcome.REACHED, "moved"), (Outcome.NO_ANSWER, ""), (Outcome.REACHED, ""),
    ]


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ("{phone: 555 0142}", "2:5 contacts[0]: has no name. Write name: Dana Whitfield."),
        ("", "contacts[0]: is empty"),
        ("[Sam]", "contacts[0]: must be keys and values, not a list. Write - name: Dana Whitfield."),
        ("{name: }", "contacts[0].name: is empty. Write Dana Whitfield. Or delete the line."),
        ("{name: Sam, every: 2 fortnights}",
         '2:24 contacts[0].every: "2 fortnights" is not a duration. Write 14 days, 2w or "every 2 weeks".'),
        ("{name: Sam, catgory: x}", "2:17 contacts[0].catgory: no such key. Did you mean category?"),
        ("{name: Sam, zzz: x}", "no such key. Allowed here: name, id, category"),
        ("{name: Sam, category: client}", '"client" is not a category of this list. Did you mean clients?'),
        ("{name: Sam, category: zzz}", "Add it under categories: zzz: {every: 3 months}."),
        ("{name: Sam, category: clients, at_most: 1 month}",
         "contacts[0].at_most: 1 month is shorter than every 3 months, which holds here."),
        ("{name: Sam, via: phnoe}", "Did you mean phone?"),
        ("{name: Sam, phone: sam@example.com}", "looks like an e-mail address. Put it under email."),
        ("{name: Sam, phone: call me}", '"call me" is not a phone number'),
        ("{name: Sam, email: Sam <sam@example.com>}", "must be the address alone. Write sam@example.com."),
        ("{name: Sam, email: [a@b.c, nobody]}", "contacts[0].email[1]: \"nobody\" is not an e-mail address"),
        ("{name: Sam, like: maybe}", '"maybe" is neither yes nor no'),
        ("{name: Sam, status: pasued}", "Did you mean paused?"),
        ("{name: Sam, pause_until: 24 Dec}", "has no year"),
        ("{name: Sam, dates: {birthday: 03/04/1980}}",
         'contacts[0].dates.birthday: "03/04/1980" may be 3 Apr or 4 Mar'),
        ("{name: Sam, dates: {birthday: {lead: 1 week}}}", "does not say which day. Write on: 14 May."),
        ("{name: Sam, dates: {birthday: {on: 14 May, lead: 6 months}}}", "is more than 3 months before the day"),
        ("{name: Sam, dates: {birthday: {on: 14 May, laed: 1 week}}}", "Did you mean lead?"),
        ("{name: Sam, keeps: [Dewali]}", "Did you mean Diwali?"),
        ("{name: Sam, keeps: [Ramadan]}", "is not a holiday whose days followupd knows. Known are"),
        ("{name: Sam, book_ahead: 9 years}", "is more than 3 years ahead"),
        ("{name: Sam, dates: 14 May}", "Write dates: {birthday: 14 May}."),
        ("{name: Sam, promises: [{by: 2026-11-28}]}", "does not say what was promised"),
        ("{name: Sam, promises: [send it by 5 Dec]}", '"5 Dec" has no year'),
        ("{name: Sam, promises: send it by 29 Feb 2027}", "there is no such day in the calendar"),
        ("{name: Sam, promises: send it by Friday}", '"Friday" is not a day'),
        ("{name: Sam, promises: send it by 3/4/2027}", '"3/4/2027" may be 3 Apr'),
        ("{name: Sam, dates: {'': 14 May}}", "has a day without a name"),
        ("{name: Sam, log: [2026-11-18 no_answr]}",
         'contacts[0].log[0]: "2026-11-18 no_answr": "no_answr" is not an outcome'),
        ("{name: Sam, log: {2026-11-18: na}}", "must be a list of lines"),
        ("{name: Sam, log: [2026-11-18 booked]}",
         'contacts[0].log[0]: "2026-11-18 booked" does not say for which day. Write "2026-11-18 booked 21 May".'),
        ("{name: Sam, log: [2026-11-18 booked 2026-11-17]}",
         'contacts[0].log[0]: "2026-11-17" has passed by 2026-11-18'),
        ("{name: Sam, log: [2026-11-18 booked 2026-11-18]}", "must lie after the day on which it was booked"),
        ("{name: Sam, log: [2026-11-18 booked soon]}", 'contacts[0].log[0]: "soon"'),
    ],
)
def test_a_bad_contact_is_named_with_its_place(complain: Complain, entry: str, problem: str) -> None:
    """One problem for one mistake, and none that follows from it."""
    found = complain(f"contacts:\n  - {entry}\n{RULES}")
    assert any(problem in line for line in found), found
    assert len(found) == 1


@pytest.mark.parametrize(
    ("entries", "problem"),
    [
        (["Sam Okafor", "sam okafor"],
         '3:5 contacts[1]: "sam okafor" is on line 2 too. Give one of them an id, or remove it.'),
        (["Zoë", "Zoe"], '"Zoe" and "Zoë" on line 2 are both known as zoe. Give one of them a different id.'),
        (["{name: A, id: x}", "{name: B, id: x}"], '"B" and "A" on line 2 are both known as x.'),
    ],
)
def test_two_contacts_cannot_share_a_slug(complain: Complain, entries: list[str], problem: str) -> None:
    """One problem that names both lines and the remedy."""
    (found,) = complain("contacts:\n" + "".join(f"  - {entry}\n" for entry in entries))
    assert problem in found


def test_a_couple_may_share_a_phone_and_namesakes_an_id_apart(accept: Accept) -> None:
    """Neither is a mistake."""
    found = accept("""
contacts:
  - {name: Ann, phone: 555 0142, email: home@example.com}
  - {name: Bob, phone: 555 0142, email: home@example.com}
  - {name: Ann, id: ann2}
""").contacts
    assert [contact.slug for contact in found] == ["ann", "bob", "ann2"]
