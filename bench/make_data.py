"""Data for the measurements: hit lists, histories and calendars of any size, the same on every machine.

Takes numbers, gives text and values. Never reads the clock: everything happens around `NOW`. The people are a user's
as they are after a year and a half: most were reached and wait for their cadence, one in twenty has tries under way.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from followupd.core.values.facts import Attempt, Fact, Listed, Outcome
from followupd.core.values.hitlist import Contact

NOW = datetime(2026, 11, 21, 17, 0, tzinfo=UTC)
STARTED = NOW - timedelta(days=550)
FIRST = ("Dana", "Sam", "Léa", "Noor", "Kofi", "Mei", "Ivo", "Ruth", "Tomás", "Ana", "Jonas", "Priya")
LAST = ("Whitfield", "Okafor", "Moreau", "Haddad", "Berg", "Tanaka", "Silva", "Novák", "Castillo", "Rossi")
TOWNS = ("Lisbon", "Oslo", "Kyoto", "Quito", "Turin", "Bergen")
ZONES = ("America/Denver",) * 12 + ("America/New_York",) * 4 + ("America/Los_Angeles",) * 3 + ("Europe/Zurich",)
HOURS = ("Mon-Fri 9:00-17:00",) * 8 + ("8:00-20:00",) * 8 + ("Mon-Thu 10:00-12:00",) * 3 + ("12:00-14:00, 16:00-18:00",)
CADENCES = {"6 weeks": 42, "3 months": 91, "6 months": 182, "1 year": 365}
ONE_IN_TRIES = 20      # one person in so many has tries under way
LARGEST_PART = 10_000  # people in one file: a hit list of more is split, and joined by `include:`
SETTINGS = """\
calendar: followup.ics
state: state.db
timezone: America/Denver
hours: Mon-Fri 8:30-17:30
start_small: off
block: {every: Tuesday 10:00, length: 1 hour, ahead: 26 weeks}
"""
STEADY = "categories:\n  {name}: &steady {{every: 3 months, at_most: 4 months, via: [phone, email]}}\n"


def contact_lines(number: int) -> str:
    """One contact of eight fields; one in fifty takes its cadence from a merge key."""
    random = Random(number)
    every = "<<: *steady" if number % 50 == 0 else f"every: {random.choice(list(CADENCES))}"
    return (
        f"  - name: {name_of(number)}\n    {every}\n"
        f"    phone: +1 303 {number:07}\n    email: p{number}@example.com\n"
        f"    timezone: {random.choice(ZONES)}\n    hours: {random.choice(HOURS)}\n"
        f"    like: {'yes' if number % 10 == 0 else 'no'}\n"
        f"    notes: Loves to travel; back from {random.choice(TOWNS)}, card no. {number}.\n"
    )


def name_of(number: int) -> str:
    return f"{FIRST[number % len(FIRST)]} {LAST[number // len(FIRST) % len(LAST)]} {number}"


def part(first: int, people: int, category: str = "steady") -> str:
    """`categories:` and `contacts:` for these people."""
    contacts = "".join(contact_lines(number) for number in range(first, first + people))
    return STEADY.format(name=category) + "contacts:\n" + contacts


def write_hit_list(folder: Path, people: int, settings: str = SETTINGS) -> Path:
    """Write hitlist.yaml into this folder, in parts if it is long."""
    path = folder / "hitlist.yaml"
    if people <= LARGEST_PART:
        path.write_text(settings + part(0, people))
        return path
    for number, first in enumerate(range(0, people, LARGEST_PART)):
        text = part(first, min(LARGEST_PART, people - first), f"steady{number}")
        (folder / f"part{number:03}.yaml").write_text(text)
    path.write_text(settings + "include: part*.yaml\n")
    return path


def facts(contacts: tuple[Contact, ...], each: int = 10) -> Iterator[Fact]:
    """`each` facts a contact, oldest first for each: listed, then attempts, the last within one cadence."""
    for number, contact in enumerate(contacts):
        random = Random(-number - 1)
        yield Listed(contact.slug, STARTED, contact.slug, contact.name, contact.phones, contact.emails)
        cadence = contact.cadence.every.about_days
        trying = number % ONE_IN_TRIES == 0
        last = NOW - timedelta(days=random.uniform(0, 6 if trying else cadence), minutes=random.randrange(600))
        for turn in range(each - 1):
            at = last - timedelta(days=(each - 2 - turn) * 50)
            final = turn == each - 2
            outcome = Outcome.REACHED
            if trying and final:
                outcome = random.choice((Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE))
            elif not final and turn % 3 == 1:
                outcome = Outcome.NO_ANSWER
            yield Attempt(contact.slug, at.replace(microsecond=0), outcome, "phone", "Asked about the house.")


def remind_lines(contacts: tuple[Contact, ...]) -> str:
    """The same people for remind(1): a repeat from the last contact, in days, at the first minute of an hour."""
    lines = []
    for number, contact in enumerate(contacts):
        random = Random(-number - 1)
        days = round(contact.cadence.every.about_days)
        last = NOW - timedelta(days=random.uniform(0, days))
        lines.append(f"REM {last:%Y-%m-%d} *{days} AT {9 + number % 8}:00 DURATION 0:15 MSG Call {contact.name}")
    return "\n".join(lines) + "\n"


def foreign_events(count: int) -> str:
    """The user's own events as other programs write them, each with an alarm and a text; no calendar around them."""
    blocks = []
    for number in range(count):
        start = STARTED + timedelta(hours=number)
        blocks.append(
            f"BEGIN:VEVENT\r\nUID:{number:08x}-meeting@example.org\r\nDTSTAMP:20260101T000000Z\r\n"
            f"DTSTART:{start:%Y%m%dT%H%M%SZ}\r\nDTEND:{start + timedelta(minutes=30):%Y%m%dT%H%M%SZ}\r\n"
            f"SUMMARY:Meeting {number}\r\nLOCATION:Room {number % 40}\\, second floor\r\n"
            f"DESCRIPTION:What to talk about in meeting {number}: the plan\\, the budget and\r\n  the next steps.\r\n"
            "BEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Meeting\r\nTRIGGER:-PT10M\r\nEND:VALARM\r\nEND:VEVENT\r\n"
        )
    return "".join(blocks)


def calendar(events: str) -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//bench//EN\r\n{events}END:VCALENDAR\r\n"
