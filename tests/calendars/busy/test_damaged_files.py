"""A file that is damaged or cut off: what can be read of it counts, what was known of it too, and it is told."""

from __future__ import annotations

import pytest

from tests.calendars.busy.conftest import calendar, event, read, shown

TEN = ["2026-11-24 10:00-11:00"]
ONE = event("DTSTART:20261124T170000Z", "DTEND:20261124T180000Z")
OTHER = event("DTSTART:20261125T170000Z", "DURATION:PT1H", uid="b")
BOTH = [*TEN, "2026-11-25 10:00-11:00"]
WHOLE = calendar(ONE, OTHER)


def told(data: bytes) -> list[str]:
    return [unit.problem for unit in read(data).units if unit.problem]


@pytest.mark.parametrize(("data", "damage"), [
    (WHOLE.replace(b"END:VEVENT\r\n", b"", 1), "END:VEVENT is missing"),
    (WHOLE.replace(b"END:VEVENT\r\nEND:VCAL", b"END:VCAL"), "END:VEVENT is missing"),
    (WHOLE.replace(b"END:VEVENT\r\n", b"END:VEVENT\r\nEND:VEVENT\r\n", 1), "END:VEVENT has no BEGIN:VEVENT before it"),
    (calendar(ONE.replace("END:VEVENT\r\n", OTHER + "END:VEVENT\r\n")), "END:VEVENT is missing"),
    (calendar(ONE).replace(b"END:VCALENDAR\r\n", b"") + calendar(OTHER), "END:VCALENDAR is missing"),
    ((ONE + OTHER).encode(), "BEGIN:VCALENDAR is missing"),
    ((ONE + OTHER + "END:VCALENDAR\r\n").encode(), "BEGIN:VCALENDAR is missing"),
    (b"<!-- exported -->\r\n" + (ONE + OTHER + "END:VCALENDAR\r\n").encode(), "BEGIN:VCALENDAR is missing"),
])
def test_what_can_be_read_of_a_damaged_file_counts(data: bytes, damage: str) -> None:
    """One component that does not end hides no other; the first damage is named."""
    assert shown(read(data)) == BOTH
    assert told(data)[0] == f"it is damaged: {damage}"
    assert read(data).mark, "it is not read again until it changes"


@pytest.mark.parametrize("cut", [1, 10, 20, 26, 27, 30, 35])
def test_what_was_known_of_a_file_that_is_cut_off_counts_too(cut: int) -> None:
    """It may be half written: an event that it does not hold yet is not deleted, and half an event is not a change."""
    data = WHOLE[: -15 - cut]
    before = read(WHOLE)
    assert shown(read(data, before=before)) == BOTH
    (said,) = [unit.problem for unit in read(data, before=before).units if unit.problem]
    assert said.startswith("it is cut off in the middle: END:V")
    assert not read(data).mark, "it is read again"
    assert shown(read(data))[0] == TEN[0]       # never read before: what is there is busy
    later = calendar(event("DTSTART:20261126T170000Z", "DURATION:PT1H", uid="c"), ONE)[:-15]
    assert shown(read(later, before=before)) == [*BOTH, "2026-11-26 10:00-11:00"]


@pytest.mark.parametrize("data", [
    b"\xef\xbb\xbf\xef\xbb\xbf" + WHOLE, calendar() + b"\xef\xbb\xbf" + WHOLE, b"\0\0" + WHOLE, WHOLE + b"\0" * 50,
    WHOLE.replace(b"DTSTART", b"DT\0START"), WHOLE.replace(b"\r\nDTEND", b"\rDTEND"), b"# exported\r\n" + WHOLE,
    WHOLE.replace(b"\r\nDTEND", b"\r\r\r\nDTEND"), WHOLE + b"<!-- end -->",
    b"Content-Type: text/calendar\r\n\r\n" + WHOLE,
    WHOLE.decode().encode("utf-16-le"), WHOLE.decode().encode("utf-16-be"), WHOLE.decode().encode("utf-32"),
    WHOLE.replace(b"BEGIN:VEVENT", b"BEGIN : VEVENT "), WHOLE.replace(b"BEGIN:VEVENT", b"begin:\tvevent"),
    WHOLE.replace(b"DTSTART", b"BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nDTSTART", 1),
    WHOLE.replace(b"END:VEVENT", b"BEGIN:VALARM\r\nDURATION:PT5M\r\nEND:VEVENT", 1),
    WHOLE.replace(b"BEGIN:VEVENT", b"BEGIN:VTODO\r\nUID:x\r\nBEGIN:VEVENT", 1),
    WHOLE.replace(b"DTSTART", b"DESCRIPTION:one\r\ntwo: three\r\nDTSTART"),
    calendar(ONE) + calendar() + calendar(OTHER),
])
def test_what_loses_nothing_is_read_in_silence(data: bytes) -> None:
    """Marks of encodings, NULs, odd line ends, text around the calendar, alarms and to-dos without an end."""
    assert (shown(read(data)), told(data)) == (BOTH, [])


def test_what_is_no_calendar_is_no_calendar() -> None:
    """A login page or a packed file holds no event."""
    for data in (b"<!DOCTYPE html><html>Log in</html>", b"PK\x03\x04", b"BEGIN:VCARD\r\nEND:VCARD\r\n", b"\0\0"):
        with pytest.raises(ValueError, match=r"is not an iCalendar file|is empty"):
            read(data)
