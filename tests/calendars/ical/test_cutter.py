"""Cutting an .ics text by UID, and changing our events in it with every other character kept."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.calendars.ical import cutter

OURS = "block-2026-11-24-hitlist@followupd"
OTHER = "6F1D@example.org"


def event(uid: str, *body: str, newline: str = "\r\n") -> str:
    return newline.join(["BEGIN:VEVENT", f"UID:{uid}", *body, "END:VEVENT", ""])


def calendar(*events: str, newline: str = "\r\n") -> str:
    return newline.join(["BEGIN:VCALENDAR", "VERSION:2.0", ""]) + "".join(events) + f"END:VCALENDAR{newline}"


def uids(text: str) -> list[str]:
    return [block.uid for block in cutter.cut(text.encode()).events]


@pytest.mark.parametrize("text", [
    event(OURS),
    event(OURS[:9] + "\r\n " + OURS[9:]),
    event(OURS, newline="\n"),
    event(OURS[:9] + "\n\t" + OURS[9:], newline="\n"),
    event(OURS).lower().replace("uid:", "Uid:"),
    event(OURS).replace("UID:", 'UID;X-A="a b":'),
    event(OURS).replace("UID:", "U\r\n ID:"),
    event(OURS).replace("UID:", "U\r\n ID;X-P=\"x:y\":"),
    event(OURS, "BEGIN:VALARM", f"UID:{OTHER}", "END:VALARM"),
    event(OURS, f"DESCRIPTION:see UID:{OTHER}", f" UID:{OTHER}"),
    event(OURS, "DESCRIPTION:x\\n", " END:VEVENT"),
    f"BEGIN:VEVENT\r\nBEGIN:VALARM\r\nUID:{OTHER}\r\nEND:VALARM\r\nUID:{OURS}\r\nEND:VEVENT\r\n",
    event(OURS).replace("UID:", "UID: ").replace("END:VEVENT", "END:VEVENT "),
])
def test_the_uid_of_an_event_is_found(text: str) -> None:
    """Folded, in any case, after alarms with their own UIDs; a UID inside a text does not count."""
    assert uids(calendar(text)) == [OURS]
    place = cutter.cut(calendar(text).encode())
    assert place.text(place.events[0]) == text


def test_several_calendars_a_bom_and_no_last_newline() -> None:
    """Exported files: all events are found, and new ones are inserted before the last END:VCALENDAR."""
    text = "\ufeff" + calendar(event("a")) + "\r\n" + calendar(event("b")).removesuffix("\r\n")
    place = cutter.cut(text.encode())
    assert [b.uid for b in place.events] == ["a", "b"]
    changed = cutter.edit(place, {}, [event("c", newline="\n")])
    assert changed == text.encode().removesuffix(b"END:VCALENDAR") + event("c").encode() + b"END:VCALENDAR"


def test_an_event_without_uid_and_other_components_are_left_alone() -> None:
    """To-dos and journals are not events, and an event without a UID is not ours."""
    todo = event("t").replace("VEVENT", "VTODO")
    assert uids(calendar(todo, "BEGIN:VEVENT\r\nEND:VEVENT\r\n")) == [""]


def test_time_zones_are_found() -> None:
    """Our event may refer to a VTIMEZONE after a user dragged it."""
    zone = "BEGIN:VTIMEZONE\r\nTZID:x\r\nBEGIN:STANDARD\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    text = calendar(zone, event("a"))
    assert cutter.cut(text.encode()).zones == (zone,)
    assert uids(text) == ["a"]


@pytest.mark.parametrize(("text", "part"), [
    ("", "is empty"), ("\ufeff \r\n", "is empty"),
    ("hello\nworld\n", "does not begin with BEGIN:VCALENDAR"),
    ("<html>\n" + calendar(), "does not begin with BEGIN:VCALENDAR"),
    (event("a"), "does not begin with BEGIN:VCALENDAR"),
    (calendar(event("a"))[:-15], "END:VCALENDAR is missing"),
    (calendar(event("a"))[:-5], "END:VCALENDAR is missing"),
    (calendar(event("a"))[:55], "END:VEVENT is missing"),
    (calendar(event("a")).replace("END:VEVENT\r\n", ""), "END:VCALENDAR has no BEGIN:VCALENDAR before it"),
    (calendar() + "END:VEVENT\r\n", "END:VEVENT has no BEGIN:VEVENT before it"),
    (calendar(event("a", "BEGIN:VALARM")), "END:VEVENT has no BEGIN:VEVENT before it"),
    (calendar("BEGIN:VEVENT\r\n" + event("a") + "END:VEVENT\r\n"), "BEGIN:VEVENT comes before END:VEVENT"),
    (calendar(event("a")).replace("\r\n", "\r"), "line breaks that are neither CRLF nor LF"),
    (calendar(event("a")).replace("\r\n", "\r\r\n"), "line breaks that are neither CRLF nor LF"),
])
def test_an_incomplete_calendar_is_refused(text: str, part: str) -> None:
    """A file that another program is writing, or that is something else, is never read as a calendar."""
    with pytest.raises(cutter.BrokenCalendar, match=part):
        cutter.cut(text.encode())


def test_a_file_in_utf_16_is_named_as_such() -> None:
    """It is a calendar, and one that we must not write UTF-8 into."""
    with pytest.raises(cutter.BrokenCalendar, match="is UTF-16"):
        cutter.cut(calendar(event("a")).encode("utf-16"))


def test_reading_is_lenient() -> None:
    """A damaged alarm, or a to-do without an end, does not hide the events; writing is strict."""
    data = calendar(event("a", "BEGIN:VALARM"), "BEGIN:VTODO\r\n", event("b")).encode()
    with pytest.raises(cutter.BrokenCalendar):
        cutter.cut(data)
    assert [block.uid for block in cutter.cut(data, strict=False).events] == ["a", "b"]
    with pytest.raises(cutter.BrokenCalendar, match="more than 1 events"):
        cutter.cut(data, strict=False, most_events=1)


def test_the_parts_of_each_calendar_are_kept_apart() -> None:
    """The lines before the first component, and the zones, count only for the events of the same calendar."""
    zone = "BEGIN:VTIMEZONE\r\nTZID:x\r\nEND:VTIMEZONE\r\n"
    data = (calendar(zone, event("a")) + calendar(event("b"))).encode()
    first, second = cutter.cut(data, strict=False).sheets
    assert data[slice(*first.head)] == data[slice(*second.head)] == b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
    assert (len(first.zones), len(second.zones)) == (1, 0)


@given(st.integers(0, 400))
def test_a_calendar_cut_anywhere_is_refused(place: int) -> None:
    """Every proper beginning of a calendar is recognised as incomplete."""
    text = calendar(event("a", "BEGIN:VALARM", "END:VALARM"), event(OURS, "DESCRIPTION:" + "x" * 100))
    with pytest.raises(cutter.BrokenCalendar):
        cutter.cut(text[:min(place, len(text) - len("R\r\n"))].encode())


LINES = st.sampled_from([
    "DESCRIPTION:x", f"DESCRIPTION:UID:{OURS}", f" UID:{OURS}", "\tEND:VEVENT", "X-A;B=\"c:d\":e", "SUMMARY:caf\udce9",
    "BEGIN:VALARM\r\nUID:block-2026-12-01-hitlist@followupd\r\nEND:VALARM", "dtstart:20260101", "",
])
FOREIGN = st.builds(lambda body, n: event(f"f{n}@example.org", *body), st.lists(LINES, max_size=5), st.integers(0, 9))
MINE = st.builds(lambda n, body: event(f"block-2026-11-{n:02}-hitlist@followupd", *body), st.integers(1, 20),
                 st.lists(LINES, max_size=3))
FILES = st.tuples(
    st.lists(st.lists(st.one_of(FOREIGN, MINE), max_size=6), min_size=1, max_size=3),
    st.booleans(), st.booleans(), st.booleans(),
)


@given(FILES, st.data())
def test_every_character_outside_our_own_events_is_kept(
    file: tuple[list[list[str]], bool, bool, bool], data: st.DataObject
) -> None:
    """P5: replacing, removing and adding events of ours leaves all the rest of the file identical."""
    calendars, bom, unix, no_last_newline = file
    text = "\ufeff" * bom + "".join(calendar(*events) for events in calendars)
    text = text.replace("\r\n", "\n") if unix else text
    text = text.rstrip("\r\n") if no_last_newline else text
    place = cutter.cut(cutter.encode(text))
    mine = [b for b in place.events if b.uid.endswith("-hitlist@followupd")]
    chosen = data.draw(st.lists(st.sampled_from(mine), unique=True)) if mine else []
    changed: dict[cutter.VEvent, str | None] = {
        b: data.draw(st.sampled_from([None, event(b.uid, "SUMMARY:new")])) for b in chosen
    }
    added = [event("block-2027-01-05-hitlist@followupd")] * data.draw(st.integers(0, 2))
    after = cutter.edit(place, changed, added)

    def rest(whole: bytes, dropped: set[str]) -> bytes:
        found = cutter.cut(whole)
        return cutter.edit(found, {b: None for b in found.events if b.uid in dropped})

    dropped = {b.uid for b in changed} | {"block-2027-01-05-hitlist@followupd"}
    assert rest(after, dropped) == rest(place.data, dropped)
    assert (b"\r" in after) == (b"\r" in place.data)
    assert cutter.encode(cutter.decode(after)) == after


def test_ten_thousand_events_are_cut_without_parsing() -> None:
    """The scan is linear: ten times the file has ten times the events, and each is found."""
    many = [event(f"{n}@example.org", "DTSTART:20260101T000000Z", "SUMMARY:x") for n in range(10_000)]
    assert uids(calendar(*many)) == [f"{n}@example.org" for n in range(10_000)]
