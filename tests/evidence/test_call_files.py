"""The files of a call log: what is sound in them is read, whatever follows it."""

from __future__ import annotations

import io
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from followupd.evidence.call_files import CHUNK, CallFileError, LoggedCall, calls_in

DENVER = ZoneInfo("America/Denver")
AT = datetime.fromisoformat("2026-11-23T17:00:00+00:00")
MILLISECONDS = int(AT.timestamp() * 1000) + 250
NUMBER = "+13035550142"
HEAD = "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"


def element(kind: int = 2, seconds: int = 240, number: str = NUMBER) -> str:
    return (
        f'  <call number="{number}" duration="{seconds}" date="{MILLISECONDS}" type="{kind}" presentation="1" '
        'subscription_id="null" post_dial_digits="" readable_date="23.11.2026 10:00:00" contact_name="(Unknown)" />\n'
    )


def backup(*calls: str) -> bytes:
    return f'{HEAD}<calls count="{len(calls)}" backup_set="x">\n{"".join(calls)}</calls>'.encode()


def read(data: bytes) -> tuple[list[LoggedCall], str]:
    """Return the calls, and what was wrong."""
    found: list[LoggedCall] = []
    try:
        for call in calls_in(io.BytesIO(data), DENVER):
            found.append(call)
    except CallFileError as error:
        return found, str(error)
    return found, ""


@pytest.mark.parametrize(("kind", "incoming", "missed"), [
    (1, True, False), (2, False, False), (3, True, True), (4, True, True), (5, True, True),
])
def test_each_type_of_call(kind: int, incoming: bool, missed: bool) -> None:
    assert read(backup(element(kind))) == ([LoggedCall(AT, NUMBER, incoming, missed, 240)], "")


def test_blocked_calls_and_odd_elements_show_nothing() -> None:
    """6 is the list of blocked numbers, 7 was answered on another device; a nested or a damaged element is no call."""
    odd = element().replace(str(MILLISECONDS), "soon"), element().replace("240", "-1"), element(number="1" * 61)
    nested = f"<more>{element()}</more>"
    assert read(backup(element(6), element(7), element(0), *odd, nested)) == ([], "")


def test_a_backup_of_messages_in_the_same_folder_has_no_calls() -> None:
    assert read(f'{HEAD}<smses count="1"><sms address="{NUMBER}" date="1" type="1" body="x" /></smses>'.encode()) == (
        [], ""
    )


@pytest.mark.parametrize(("data", "found", "complaint"), [
    (b"", 0, "is empty"),
    (b"\n \n", 0, "is empty"),
    (backup(element(), element())[:-30], 1, "is not whole XML"),
    (backup(element()).replace(b"</calls>", b""), 1, "is not whole XML"),
    (backup(element()).replace(b"UTF-8", b"UTF-9"), 0, "is in an encoding that is not known"),
    (backup(element(), element()).replace(b"(Unknown)", b"M\xfcller"), 0, "is not whole XML"),
    (b"PK\x03\x04\x14\x00\xff\xfe", 0, "is not text in UTF-8"),
    (b'<!DOCTYPE calls [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><calls>&b;</calls>', 0, "declares entities"),
    (b'<!DOCTYPE calls [<!ENTITY a SYSTEM "file:///etc/passwd">]><calls>&a;</calls>', 0, "declares entities"),
    (b'<!DOCTYPE calls [<!ENTITY % p SYSTEM "http://127.0.0.1/x">%p;]><calls/>', 0, "declares entities"),
    (b"lunch with Dana", 0, "has no call in line 1"),
])
def test_a_damaged_file_is_named_and_what_is_before_it_counts(data: bytes, found: int, complaint: str) -> None:
    calls, said = read(data)
    assert len(calls) == found
    assert complaint in said


def test_a_backup_may_be_in_utf_16_and_any_size() -> None:
    """It is read in pieces, of which a call may be in two."""
    text = backup(*[element()] * 2000).decode()
    assert len(text) > 5 * CHUNK
    assert len(read(text.encode())[0]) == 2000
    assert len(read(text.replace("UTF-8", "UTF-16").encode("utf-16"))[0]) == 2000


@pytest.mark.parametrize("line", [
    "2026-11-23 10:00, outgoing, +13035550142, 240",
    "2026-11-23T10:00:00-07:00,out,+13035550142,240 s",
    f"{MILLISECONDS}, 2, +13035550142, 240 seconds",
    '{"at": "2026-11-23T17:00:00Z", "type": "outgoing", "number": "+13035550142", "seconds": 240}',
    f'{{"date": {MILLISECONDS // 1000}, "type": 2, "number": "+13035550142", "duration": "240"}}',
    '{\n  "at": "2026-11-23 10:00",\n  "type": "outgoing",\n  "number": "+13035550142",\n  "seconds": 240\n}\n',
])
def test_the_forms_of_automation_apps(line: str) -> None:
    """A time without a zone is the user's, and is kept as it is written; an object may be spread over lines."""
    written = "2026-11-23T10:00:00" if "23 10:00" in line else ""
    assert read(line.encode()) == ([LoggedCall(AT, NUMBER, False, False, 240, written)], "")


def test_several_lines_in_one_file_and_one_that_is_cut_off() -> None:
    lines = "2026-11-23 10:00, missed, +13035550142\n\n2026-11-23 10:05, rejected, 0303 555\n2026-11-23 11:0"
    calls, said = read(lines.encode())
    assert [(call.missed, call.seconds) for call in calls] == [(True, None), (True, None)]
    assert said.startswith("has no call in line 4. Write lines such as: ")


@given(st.binary(max_size=300), st.integers(0, 600), st.integers(0, 100))
def test_whatever_a_file_holds_it_is_calls_or_one_complaint(damage: bytes, at: int, cut: int) -> None:
    whole = backup(element(), element(3), element(1, 0))
    for data in (damage, whole[:at] + damage + whole[at + cut:], b'{"at": 1' + damage):
        calls, said = read(data)
        assert said == said.strip()
        assert all(call.number and call.at.tzinfo for call in calls)
