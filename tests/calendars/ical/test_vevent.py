"""One event of ours to iCalendar text and back, and patching what is there already."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.calendars.ical import content_lines, cutter, vevent
from followupd.core.values.event import Event
from tests.kit.people import DENVER

STAMP = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
UID = "retry-dana-whitfield-2026-11-18-hitlist@followupd"
EVENT = Event(
    uid=UID, start=datetime(2026, 11, 25, 20, 0, tzinfo=UTC), end=datetime(2026, 11, 25, 20, 15, tzinfo=UTC),
    summary="Call Dana Whitfield (2nd try)", description="Why now: no answer on 18 Nov.\ntel:+13035550142",
    busy=False, alarm=timedelta(minutes=10),
)


def read_one(text: str) -> vevent.ParsedEvent:
    reading = vevent.read(text, "hitlist", DENVER)
    assert reading.unreadable == ()
    (found,) = reading.found
    return found


def resource(*body: str, uid: str = UID) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", f"UID:{uid}", *body,
                        "END:VEVENT", "END:VCALENDAR", ""])


def test_a_new_event_has_exactly_these_lines() -> None:
    """docs/servers.md 13-17: UTC, DTEND, explicit TRANSP, one VCALENDAR, CRLF, no METHOD, ATTENDEE or ORGANIZER."""
    assert vevent.render(EVENT, STAMP).split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//followupd//followupd//EN", "BEGIN:VEVENT",
        f"UID:{UID}", "DTSTAMP:20261120T120000Z", "CREATED:20261120T120000Z", "LAST-MODIFIED:20261120T120000Z",
        "SEQUENCE:0", "DTSTART:20261125T200000Z", "DTEND:20261125T201500Z", "SUMMARY:Call Dana Whitfield (2nd try)",
        r"DESCRIPTION:Why now: no answer on 18 Nov.\ntel:+13035550142", "TRANSP:TRANSPARENT",
        "X-FOLLOWUPD-START:20261125T200000Z", "X-FOLLOWUPD-TEXT:1-519daf.86f5cf.4af962",
        "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Call Dana Whitfield (2nd try)", "TRIGGER:-PT10M", "END:VALARM",
        "END:VEVENT", "END:VCALENDAR", "",
    ]


@given(st.text(max_size=300), st.text(max_size=300), st.booleans(),
       st.integers(0, 2**32), st.integers(0, 10_000))
def test_what_was_written_is_read_back(summary: str, description: str, busy: bool, at: int, minutes: int) -> None:
    """Every field of an event survives, in new text and in patched text; times to the second."""
    start = datetime.fromtimestamp(at, UTC)
    event = Event(UID, start, start + timedelta(minutes=minutes), summary, description, busy)
    for text in (vevent.render(event, STAMP), vevent.render(event, LATER, vevent.render(EVENT, STAMP))):
        found = read_one(text)
        assert vevent.is_as_wanted(found.event, event)
        assert (found.planned, found.status == "CANCELLED") == (start, False)


def test_an_update_keeps_what_the_user_and_the_server_added() -> None:
    """P6: alarms, X-properties, attachments, colour and categories stay byte for byte, folds included."""
    added = [
        "X-APPLE-TRAVEL-DURATION;VALUE=DURATION:PT30M", "CATEGORIES:A,B", "COLOR:turquoise", "CLASS:PUBLIC",
        "ATTACH;FMTTYPE=image/png:https://example.org/a.png", "X-LONG:" + "x" * 60, " folded by hand",
        "BEGIN:VALARM", "UID:5F0", "ACTION:AUDIO", "TRIGGER;RELATED=START:-P1D", "DESCRIPTION:mine", "END:VALARM",
    ]
    before = vevent.render(EVENT, STAMP).replace("END:VEVENT", "\r\n".join([*added, "END:VEVENT"]))
    moved = Event(UID, EVENT.start + timedelta(days=1), EVENT.end + timedelta(days=1), "✓ Call Dana", "", busy=True)
    after = vevent.render(moved, LATER, before)
    for line in [*added, "TRIGGER:-PT10M", "CREATED:20261120T120000Z"]:
        assert f"\r\n{line}\r\n" in after
    assert after.count("SEQUENCE:1\r\n") == 1
    assert after.count("DTSTAMP:20261121T120000Z") == after.count("LAST-MODIFIED:20261121T120000Z") == 1
    assert after.count("BEGIN:VALARM") == 2
    assert vevent.is_as_wanted(read_one(after).event, moved)


def test_a_patch_makes_zoned_times_and_durations_plain() -> None:
    """A client may have rewritten our event with TZID and DURATION; after our update it is UTC with DTEND."""
    before = resource("DTSTART;TZID=America/Denver:20261125T130000", "DURATION:PT15M", "SUMMARY:x", "SEQUENCE:7")
    after = vevent.render(EVENT, LATER, before)
    assert "DURATION" not in after
    assert "TZID" not in after
    assert "\r\nSEQUENCE:8\r\n" in after
    assert vevent.is_as_wanted(read_one(after).event, EVENT)


@pytest.mark.parametrize("line", ["ATTENDEE;CN=Dana:mailto:dana@example.com", "ORGANIZER:mailto:me@example.com"])
def test_nobody_is_ever_invited(line: str) -> None:
    """docs/servers.md 15: servers mail invitations for these lines, so an update of ours never sends them."""
    before = vevent.render(EVENT, STAMP).replace("END:VEVENT", f"{line}\r\nEND:VEVENT")
    before = before.replace("VERSION:2.0", "VERSION:2.0\r\nMETHOD:REQUEST")
    after = vevent.render(EVENT, LATER, before)
    assert line.partition(":")[0].partition(";")[0] not in after
    assert "METHOD" not in after


def test_an_unchanged_text_keeps_its_parameters() -> None:
    """ALTREP and LANGUAGE say something about the text, so they go only when the text does."""
    before = vevent.render(EVENT, STAMP).replace("SUMMARY:", "SUMMARY;LANGUAGE=en:")
    assert "SUMMARY;LANGUAGE=en:Call" in vevent.render(EVENT, LATER, before)


def test_a_text_in_html_beside_ours_goes_when_ours_changes() -> None:
    """Outlook would go on showing the text of before."""
    before = vevent.render(EVENT, STAMP).replace("END:VEVENT", "X-ALT-DESC;FMTTYPE=text/html:<b>Why</b>\r\nEND:VEVENT")
    moved = replace(EVENT, start=EVENT.start + timedelta(hours=1), end=EVENT.end + timedelta(hours=1))
    assert "X-ALT-DESC" in vevent.render(moved, LATER, before)
    assert "X-ALT-DESC" not in vevent.render(replace(EVENT, description="New."), LATER, before)


def test_an_empty_text_has_no_line() -> None:
    """libical reports an error for `DESCRIPTION:` without a text; an update removes the old line."""
    bare = Event(UID, EVENT.start, EVENT.end, "", "", alarm=timedelta(0))
    for text in (vevent.render(bare, STAMP), vevent.render(bare, LATER, vevent.render(EVENT, STAMP))):
        assert "\r\nSUMMARY" not in text
        assert text.count("\r\nDESCRIPTION:") == 1   # the alarm's
        assert vevent.is_as_wanted(read_one(text).event, bare)


OUR_ALARM = (
    "BEGIN:VALARM", "ACTION:DISPLAY", "DESCRIPTION:Call Dana Whitfield (2nd try)", "TRIGGER:-PT10M", "END:VALARM",
)


@pytest.mark.parametrize(("was", "ours"), [
    ("DESCRIPTION:Call Dana Whitfield (2nd try)", True),
    ("TRIGGER;VALUE=DURATION:-PT10M", True),                    # the same, as some servers write it
    ("TRIGGER:-P0DT600S", True),                                # or a program
    ("TRIGGER:PT10M", False),
    ("TRIGGER:-PT30M", False),                                  # the user wants it earlier
    ("DESCRIPTION:Bring the book", False),
    ("ACTION:EMAIL", False),
    ("TRIGGER:-PT10M\r\nREPEAT:2", False),
    ("TRIGGER:-PT10M\r\nX-COLOR:red", False),
])
def test_our_own_alarm_says_the_new_title(was: str, ours: bool) -> None:
    """A phone shows the alarm's text. One that the user added or changed in any way stays byte for byte (P6)."""
    name = was.partition(":")[0].partition(";")[0]
    alarm = "\r\n".join(was if line.startswith(name + ":") else line for line in OUR_ALARM)
    before = vevent.render(EVENT, STAMP).replace("\r\n".join(OUR_ALARM), alarm)
    assert alarm in before
    after = vevent.render(replace(EVENT, summary="Mail Dana Whitfield, 3rd try"), LATER, before)
    changed = alarm.replace("Call Dana Whitfield (2nd try)", r"Mail Dana Whitfield\, 3rd try")
    assert (changed if ours else alarm) in after
    assert after.count("BEGIN:VALARM") == after.count("END:VALARM") == 1


def test_our_alarm_is_recognised_under_the_users_title() -> None:
    """They changed the title, and the alarm still has ours: it follows the event, now and the next time."""
    before = vevent.render(EVENT, STAMP).replace("SUMMARY:Call Dana Whitfield (2nd try)", "SUMMARY:Dana!")
    once = vevent.render(replace(EVENT, summary="Dana!", description="new"), LATER, before, EVENT)
    assert "DESCRIPTION:Call Dana Whitfield (2nd try)\r\nTRIGGER" in once       # the title is as it was
    own = once.replace("SUMMARY:Dana!", "SUMMARY:Dana, at last")
    again = vevent.render(replace(EVENT, summary="Mail Dana"), LATER, own)
    assert "DESCRIPTION:Mail Dana\r\nTRIGGER" in again


def test_the_answer_to_a_mark_leaves_the_alarm_alone() -> None:
    """A past event gets its ✓ in the title, and nothing else of it changes."""
    ticked = replace(EVENT, summary="✓ Call Dana Whitfield (2nd try): reached", alarm=None)
    assert "\r\n".join(OUR_ALARM) in vevent.render(ticked, LATER, vevent.render(EVENT, STAMP))


def test_lines_after_an_alarm_are_replaced_and_not_doubled() -> None:
    """Some writers put properties behind the alarms."""
    before = resource("BEGIN:VALARM", "UID:alarm", "DESCRIPTION:d", "END:VALARM", "DTSTART:20261125T200000Z",
                      "CREATED:20260101T000000Z", "SUMMARY:x")
    after = vevent.render(EVENT, LATER, before)
    place = cutter.cut(after.encode())
    assert [b.uid for b in place.events] == [UID]
    assert after.count("DTSTART") == after.count("SUMMARY:") == after.count("CREATED:") == 1
    assert "CREATED:20260101T000000Z" in after
    assert "UID:alarm" in after


def test_a_vevent_alone_is_patched_alone() -> None:
    """A file of many events passes one VEVENT and gets one back."""
    after = vevent.render(EVENT, LATER, vevent.block_of(EVENT, STAMP).replace("\r\n", "\n"))
    assert after.startswith("BEGIN:VEVENT\r\n")
    assert after.endswith("END:VEVENT\r\n")
    assert after.count("\n") == after.count("\r\n")


def test_a_series_that_the_user_made_of_our_event_keeps_its_exceptions() -> None:
    """We change only the master; an occurrence that the user moved stays."""
    text = vevent.render(EVENT, STAMP)
    block = vevent.block_of(EVENT, STAMP)
    override = block.replace("SEQUENCE:0", "SEQUENCE:0\r\nRECURRENCE-ID:20261202T200000Z")
    after = vevent.render(EVENT, LATER, text.replace("END:VCALENDAR", override + "END:VCALENDAR"))
    assert override in after
    assert after.count("SEQUENCE:1") == 1


VTIMEZONE = """BEGIN:VTIMEZONE
TZID:My own
BEGIN:STANDARD
DTSTART:20001105T020000
RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11
TZOFFSETFROM:-0600
TZOFFSETTO:-0700
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:20000312T020000
RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3
TZOFFSETFROM:-0700
TZOFFSETTO:-0600
END:DAYLIGHT
END:VTIMEZONE
""".replace("\n", "\r\n")


@pytest.mark.parametrize(("body", "start", "end"), [
    (("DTSTART:20261125T200000Z", "DTEND:20261125T201500Z"), "20261125T200000Z", "20261125T201500Z"),
    (("DTSTART;TZID=America/Denver:20261125T130000", "DURATION:PT1H"), "20261125T200000Z", "20261125T210000Z"),
    (("DTSTART;TZID=Europe/Berlin:20260725T130000", "DTEND;TZID=Europe/Berlin:20260725T140000"),
     "20260725T110000Z", "20260725T120000Z"),
    (("DTSTART;TZID=Mountain Standard Time:20261125T130000",), "20261125T200000Z", "20261125T200000Z"),
    (("DTSTART;TZID=/mozilla.org/20050126_1/America/Denver:20261125T130000",), "20261125T200000Z", "20261125T200000Z"),
    (("DTSTART;TZID=My own:20261125T130000",), "20261125T200000Z", "20261125T200000Z"),
    (("DTSTART;TZID=My own:20260725T130000",), "20260725T190000Z", "20260725T190000Z"),
    (("DTSTART:20261125T130000", "DTEND:20261125T140000"), "20261125T200000Z", "20261125T210000Z"),
    (("DTSTART:20260308T023000",), "20260308T093000Z", "20260308T093000Z"),     # in the gap: 03:30 MDT
    (("DTSTART:20261101T013000",), "20261101T073000Z", "20261101T073000Z"),     # in the fold: the first 01:30
    (("DTSTART;VALUE=DATE:20261125",), "20261125T070000Z", "20261126T070000Z"),
    (("DTSTART;VALUE=DATE:20261125", "DTEND;VALUE=DATE:20261127"), "20261125T070000Z", "20261127T070000Z"),
    (("DTSTART;VALUE=DATE:20261125", "DURATION:P2D"), "20261125T070000Z", "20261127T070000Z"),
    (("DTSTART:20261125T200000Z",), "20261125T200000Z", "20261125T200000Z"),
    (("DTSTART:20261125T200000Z", "DTEND:20261125T190000Z"), "20261125T200000Z", "20261125T200000Z"),
])
def test_times_are_read_as_people_and_programs_write_them(body: tuple[str, ...], start: str, end: str) -> None:
    """Zones with and without VTIMEZONE, floating and all-day times in the user's zone, durations, missing ends."""
    text = resource(*body, "SUMMARY:x").replace("BEGIN:VEVENT", VTIMEZONE + "BEGIN:VEVENT")
    event = read_one(text).event
    assert (vevent.token(event.start), vevent.token(event.end)) == (start, end)
    assert event.start.tzinfo is UTC
    assert event.end.tzinfo is UTC


@pytest.mark.parametrize(("body", "part"), [
    ((), "has no start"),
    (("DTSTART:soon",), "'soon', which is not a time"),
    (("DTSTART;TZID=Nowhere/Land:20261125T130000",), "'Nowhere/Land'"),
    (("DTSTART:20261125T200000Z", "DTEND:20261199"), "DTEND says '20261199'"),
    (("DTSTART:20261125T200000Z", "DURATION:long"), "DURATION says 'long'"),
    (("DTSTART:P1D",), "has no start"),
    (("DTSTART;VALUE=DATE:00010101",), "outside the calendar"),
    (("DTSTART:20261125T200000Z", "DURATION:P9999999D"), "leaves the calendar"),
])
def test_an_event_that_cannot_be_understood_is_named_and_not_dropped(body: tuple[str, ...], part: str) -> None:
    """An unreadable event gives a sentence with its UID, never a crash or a deletion."""
    reading = vevent.read(resource(*body), "hitlist", ZoneInfo("Asia/Tokyo"))
    ((uid, sentence),) = reading.unreadable
    assert uid == UID
    assert UID in sentence
    assert part in sentence
    assert reading.found == ()


def test_marks_of_the_user_are_read() -> None:
    """Cancelled, transparent, a lost or broken X-FOLLOWUPD-START, and text that was escaped by others."""
    found = read_one(resource("DTSTART:20261125T200000Z", "STATUS:cancelled", "transp:Opaque",
                              r"SUMMARY:ok Call\, C:\\news\\N\Nnext", "X-FOLLOWUPD-START:2026"))
    assert found.status == "CANCELLED"
    assert found.event.busy
    assert found.planned is None
    assert found.event.summary == "ok Call, C:\\news\\N\nnext"


def test_events_of_others_and_other_lists_are_not_read() -> None:
    """P5: only the UID says what is ours, whatever the text says."""
    for uid in ("abc@example.org", "retry-dana-2026-11-18-alex@followupd", f"x{UID}", f"{UID}.org"):
        text = resource("DTSTART:broken", f"DESCRIPTION:UID:{UID}", uid=uid)
        assert vevent.read(text, "hitlist", DENVER) == vevent.Reading(())


def test_patching_the_wrong_text_raises() -> None:
    """A text without this UID is never silently replaced."""
    with pytest.raises(ValueError, match="does not hold"):
        vevent.render(EVENT, STAMP, resource("DTSTART:20261125T200000Z", uid="other@example.org"))


@pytest.mark.parametrize(("before", "trigger"), [
    (timedelta(minutes=10), "-PT10M"), (timedelta(hours=1, minutes=30), "-PT1H30M"), (timedelta(days=1), "-P1D"),
    (timedelta(0), "PT0S"), (timedelta(seconds=90), "-PT1M30S"), (timedelta(days=1, hours=2), "-PT26H"),
])
def test_an_alarm_is_written_as_a_duration_before_the_start(before: timedelta, trigger: str) -> None:
    """The form that every client reads."""
    event = Event(UID, EVENT.start, EVENT.end, "x", alarm=before)
    assert f"TRIGGER:{trigger}\r\n" in vevent.render(event, STAMP)


@given(st.text(max_size=200))
def test_the_whole_text_is_folded_and_free_of_control_characters(summary: str) -> None:
    """docs/servers.md 14: at most 75 octets a line and only CRLF, whatever a contact is called."""
    text = vevent.render(Event(UID, EVENT.start, EVENT.end, summary, summary), STAMP)
    for physical in text.encode().removesuffix(b"\r\n").split(b"\r\n"):
        assert len(physical) <= 75
        assert b"\r" not in physical
        assert b"\n" not in physical
    assert [line.name for line in content_lines.split(text)][:4] == ["BEGIN", "VERSION", "PRODID", "BEGIN"]


def test_the_sign_of_an_answer_comes_and_goes() -> None:
    """A plain token on the event (docs/servers.md 17); a damaged one counts as none, and without an answer there is
    none."""
    ticked = replace(EVENT, summary="✓ Call Dana Whitfield: no answer", answer="no_answer")
    text = vevent.render(ticked, LATER, vevent.render(EVENT, STAMP))
    assert "\r\nX-FOLLOWUPD-ANSWER:no_answer\r\n" in text
    assert read_one(text).event.answer == "no_answer"
    assert read_one(text.replace(":no_answer", ":NO ANSWER")).event.answer == ""
    again = vevent.render(EVENT, LATER, text)
    assert "ANSWER" not in again
    assert read_one(again).event.summary == EVENT.summary


def test_an_event_that_was_dragged_in_a_zone_with_commas_is_understood() -> None:
    """Exchange escapes the commas of a TZID in VTIMEZONE, where it is a TEXT, and quotes it on the event."""
    zone = ("BEGIN:VTIMEZONE\r\nTZID:Denver\\, Boise\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n"
            "TZOFFSETFROM:-0700\r\nTZOFFSETTO:-0700\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n")
    text = re.sub("DTSTART:.*", 'DTSTART;TZID="Denver, Boise":20261125T130000\r', vevent.render(EVENT, STAMP))
    (found,) = vevent.read(text.replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT"), "hitlist", UTC).found
    assert found.event.start == datetime(2026, 11, 25, 20, tzinfo=UTC)


def test_an_event_is_parsed_once_in_each_zone_and_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pass parses only events that have changed; where a floating time is depends on the zone."""
    text = "BEGIN:VEVENT\r\nUID:x\r\nDTSTART:20270104T090000\r\nSUMMARY:parsed once\r\nEND:VEVENT\r\n"
    first = vevent.read_block(text, "x", DENVER)
    with monkeypatch.context() as patched:
        patched.delattr(content_lines, "split")
        assert vevent.read_block(text, "x", DENVER) is first
    assert vevent.read_block(text, "x", UTC).event.start == datetime(2027, 1, 4, 9, tzinfo=UTC) != first.event.start
    assert vevent.read_block(text.replace("T09", "T10"), "x", DENVER).event.start > first.event.start
