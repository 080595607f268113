"""Unexpected names and notes: the calendar stays valid, nothing is injected, every reader reads the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from followupd.calendars.ical import content_lines, vevent
from followupd.core.values.event import Event
from tests.faults.conftest import HIT_LIST, NOW, Bed
from tests.properties.worlds import EXAMPLES
from tests.readers.test_readers import as_others_read, read_with_ical_js, read_with_libical

UID = "retry-dana-20261118-1-hitlist@followupd"
INJECTED = "END:VEVENT\r\nBEGIN:VEVENT\r\nUID:evil\r\nATTENDEE:mailto:boss@example.com\r\nSUMMARY:owned"
HOSTILE = {
    "lines of a calendar": INJECTED,
    "lines of a calendar, one kind of break each": INJECTED.replace("\r\n", "\u2028") + INJECTED.replace("\r", ""),
    "a property after a line break": 'x\nATTENDEE:mailto:boss@example.com\rMETHOD:REQUEST\r\n X:y',
    "what iCalendar escapes": 'a,b;c\\n\\N\\;\\, "quoted" back\\slash\\',
    "a quote and a colon": '":;,"^n^\'',
    "right to left": "שלום \u202egnp.exe\u202c عَرَبِيّ",
    "combining": "Z\u0308oe\u0301" + "a" + "\u0301" * 60,
    "families and flags": "👩‍👩‍👧‍👦🏴󠁧󠁢󠁳󠁣󠁴󠁿🇨🇭" * 20,
    "long": "wörd " * 1990,
    "one word of ten thousand": "é" * 10_000,
    "control sequences": "\x1b[2J\x1b]0;title\x07\x9b31m\x08\x7f\0 text",
    "line ends alone": "a\n\n\n  b \n\tc\n",
    "not characters": "\ufffe\uffff\ufeff text",
}


def event(text: str) -> Event:
    return Event(UID, NOW, NOW + timedelta(minutes=15), text, text + "\n" + text, alarm=timedelta(minutes=10))


def check_valid(data: bytes) -> None:
    """RFC 5545 3.1, byte by byte: CRLF, at most 75 octets a line, whole characters, no controls."""
    assert data.endswith(b"\r\n")
    for physical in data[:-2].split(b"\r\n"):
        assert len(physical) <= 75
        text = physical.decode("utf-8")   # raises if a character was cut
        assert not any(c < " " and c != "\t" for c in text)


def check_one_event(text: str, wanted: str) -> None:
    calendar = Calendar.from_ical(text)
    (found,) = calendar.walk("VEVENT")
    assert str(found.get("UID")) == UID
    assert "ATTENDEE" not in found
    assert "METHOD" not in calendar
    assert len(calendar.walk("VALARM")) == 1
    assert text.count("\r\nBEGIN:VEVENT\r\n") == 1
    (read,) = vevent.read(text, "hitlist", UTC).found
    assert read.event.summary == wanted
    assert read.event.description == f"{wanted}\n{wanted}"


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_only_text(name: str) -> None:
    """One event, valid to the octet; the text comes back unchanged, except for what no calendar may hold."""
    text = HOSTILE[name]
    written = vevent.render(event(text), NOW)
    check_valid(written.encode())
    check_one_event(written, content_lines.clean(text))
    patched = vevent.render(event(text + "!"), NOW, written)
    check_valid(patched.encode())
    check_one_event(patched, content_lines.clean(text + "!"))


@settings(max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(st.text(st.characters(codec="utf-8"), max_size=120), st.integers(60, 80))
def test_any_text_at_the_edge_of_a_line(text: str, before: int) -> None:
    """Whatever character is at a fold."""
    text = "x" * before + text + "\r\nBEGIN:VEVENT"
    written = vevent.render(event(text), NOW)
    check_valid(written.encode())
    check_one_event(written, content_lines.clean(text))


@pytest.mark.parametrize("char", ["é", "€", "🎉", "👩🏽‍🚀", "🇨🇭", "e\u0301", "\\", ",", "\n", "ﷺ"])
def test_every_offset_of_a_fold(char: str) -> None:
    """No character, and no escape, is cut in two, wherever the line ends."""
    for before in range(50, 80):
        text = "x" * before + char * 3
        written = vevent.render(event(text), NOW)
        check_valid(written.encode())
        check_one_event(written, text)


def hit_list() -> str:
    """Return a list with each hostile text as a note and, if allowed, as a name: of a person with a reminder, and of
    one on a sheet."""
    people = []
    for number, text in enumerate(HOSTILE.values()):
        clean = content_lines.clean(text).replace("\ufeff", "")[:10_000]   # what a hit list may hold at all
        name = " ".join("".join(c for c in clean if c.isprintable()).split())[:150]
        person = {"name": name, "id": f"p{number}", "phone": "303 555 0142", "notes": clean,
                  "log": ["2026-11-18 no answer, " + clean[:500]]}
        alone = {**person, "hours": "13:00-15:00"}                 # no block suits: a reminder
        on_sheet = {**person, "id": f"s{number}"}
        people += [f"  - {json.dumps(one, ensure_ascii=False)}\n" for one in (alone, on_sheet)]
    return HIT_LIST[:HIT_LIST.index("contacts:")] + "start_small: off\ncontacts:\n" + "".join(people)


Reader = Callable[[Path], list[tuple[str, datetime, str, str]]]


def by_icalendar(path: Path) -> list[tuple[str, datetime, str, str]]:
    found = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return [(str(e["UID"]), e.decoded("DTSTART"),
             str(e.get("SUMMARY", "")), str(e.get("DESCRIPTION", ""))) for e in found]


def by_vobject(path: Path) -> list[tuple[str, datetime, str, str]]:
    vobject = pytest.importorskip("vobject", reason="vobject is not installed")
    found = vobject.readOne(path.read_bytes().decode()).vevent_list
    return [(e.uid.value, e.dtstart.value, e.summary.value, e.description.value) for e in found]


def by_ical_js(path: Path) -> list[tuple[str, datetime, str, str]]:
    return [(e.uid, e.start, e.summary, e.description) for e in read_with_ical_js(path)]


def by_libical(path: Path) -> list[tuple[str, datetime, str, str]]:
    return [(e.uid, e.start, e.summary, e.description) for e in read_with_libical(path)]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Bed:
    """Return a calendar with a reminder and a call sheet of hostile text, written by the program."""
    bed = Bed(tmp_path_factory.mktemp("text"))
    bed.config.write_text(hit_list())
    done = bed.run("sync")
    assert done.returncode == 0, done.stderr
    return bed


@pytest.mark.parametrize("reader", [by_icalendar, by_vobject, by_ical_js, by_libical])
def test_readers_agree(written: Bed, reader: Reader) -> None:
    """Other programs read the same titles and texts as we do, and no further event."""
    from followupd.calendars.files.ics_file import IcsFile

    check_valid(written.calendar.read_bytes())
    ours = [(p.uid, p.event.start, as_others_read(p.event.summary), as_others_read(p.event.description))
            for p in IcsFile(written.calendar, "hitlist", UTC).read().events]
    assert len(ours) == written.events() >= len(HOSTILE) + 4
    assert sorted(reader(written.calendar)) == sorted(ours)


def test_a_terminal_is_not_acted_on(written: Bed) -> None:
    """No output moves the cursor, reverses a line, or ends in a traceback."""
    for words in (["list"], ["plan"], ["show", "p10"], ["why", "p5"]):
        done = written.run(*words)
        assert done.returncode == 0, (words, done.stderr)
        for character in done.stdout + done.stderr:
            assert character == "\n" or (character >= " " and character not in "\x7f\x9b\u202e\u2028"), words
