"""vCards of all three versions, as phones, servers and programs write them (tests/addressbook/exports)."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from icalendar import Component

from followupd.addressbook.card_lines import components
from followupd.addressbook.cards import CardsRead, read_cards
from followupd.core.values.cards import Birthday, Card

EXPORTS = Path(__file__).parent / "exports"


def read(text: str | bytes, file: str = "a.vcf") -> CardsRead:
    data = text.encode() if isinstance(text, str) else text
    return read_cards(data.splitlines(keepends=True), "Phone", file)


def card(*lines: str, version: str = "3.0") -> Card:
    """Return the card of these lines."""
    found = read("\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", "")))
    assert found.problems == []
    (only,) = found.cards
    return only


def export(name: str) -> dict[str, Card]:
    found = read((EXPORTS / name).read_bytes(), name)
    assert found.problems == []
    return {one.name: one for one in found.cards}


def test_android_writes_version_2_1_with_soft_line_breaks() -> None:
    """A line of quoted-printable that ends in = goes on, also in a note that we skip; bare words are types."""
    cards = export("android-2.1.vcf")
    assert list(cards) == ["Jürgen Müller", "Mia Chen", "Hotline"]
    assert cards["Jürgen Müller"] == Card(
        names=("Jürgen Müller",), phones=("+49 151 23456780", "089 123456"), emails=("juergen@example.com",),
        birthday=Birthday(5, 14), address="Schöne Straße 4\n80331 München\nDeutschland", org="Bäckerei Müller",
        book="Phone", place="android-2.1.vcf",
    )
    assert cards["Mia Chen"].phones == ("0170 1112223", "030 555 01")
    assert cards["Mia Chen"].birthday == Birthday(2, 29, 1984)
    assert cards["Mia Chen"].place == "android-2.1.vcf, line 21"


def test_ios_writes_groups_with_labels() -> None:
    """A fax is no number, whether its type or a label of the user's says so; the preferred come first."""
    cards = export("ios.vcf")
    assert list(cards) == ["Dana Whitfield", "Hoffmann Dental Practice"]      # without the group of people
    assert cards["Dana Whitfield"] == Card(
        names=("Dana Whitfield",), phones=("+1 (303) 555-0142", "(303) 555-0199"),
        emails=("dana@example.com", "dana.w@example.org"), birthday=Birthday(5, 14),
        address="12 Elm Street\nApt 4\nDenver, CO 80205\nUnited States", org="Whitfield, Lang & Partners",
        book="Phone", place="ios.vcf",
    )


def test_google_writes_eight_parts_of_an_address() -> None:
    assert export("google.vcf")["Sam Okafor"] == Card(
        names=("Sam Okafor",), phones=("+44 20 7946 0958",), emails=("sam@example.com", "sam.okafor@example.net"),
        birthday=Birthday(12, 24), address="221B Baker Street, Flat 2\nNW1 6XE London\nGB", book="Phone",
        place="google.vcf",
    )


def test_nextcloud_writes_version_4_with_numbers_as_addresses() -> None:
    assert export("nextcloud.vcf")["Priya Raman"] == Card(
        uid="4fbe8971-0bc3-424c-9c26-36c3e1eff6b1", names=("Priya Raman",),
        phones=("+43 660 5550123", "+43-1-555-0123 ext. 12"), emails=("priya@example.com", "priya@work.example"),
        birthday=Birthday(11, 3), address="Hinterhaus\nLange Gasse 3\n1080 Wien\nÖsterreich",
        timezone="Europe/Vienna", book="Phone", place="nextcloud.vcf",
    )


def test_outlook_writes_version_2_1_in_the_encoding_of_windows() -> None:
    assert export("outlook.vcf")["Günther Weiß"] == Card(
        names=("Günther Weiß",), phones=("+49 (30) 5550123", "+49 172 5550199"), emails=("guenther@example.de",),
        birthday=Birthday(9, 30, 1971), address="Hauptstraße 1\n10115 Berlin\nDeutschland", org="Weiß & Söhne",
        book="Phone", place="outlook.vcf",
    )


@pytest.mark.parametrize("name", ["ios.vcf", "google.vcf", "nextcloud.vcf"])
def test_icalendar_reads_the_same_in_versions_3_and_4(name: str) -> None:
    """An independent reader finds as many cards, with the same names, addresses, organisations and numbers."""
    text = re.sub(r"(?m)^item\d+\.(?!X-)", "", (EXPORTS / name).read_text(encoding="utf-8"))
    text = re.sub(r"(?m)^(ADR:(?:[^;\r\n]*;){6}[^;\r\n]*);.*$", r"\1", text)     # eight parts are refused there
    ours = read(text).cards
    theirs = [one for one in Component.from_ical(text, multiple=True) if "X-ADDRESSBOOKSERVER-KIND" not in one]
    assert len(ours) == len(theirs)
    other: Any       # its types are those of any property
    for mine, other in zip(ours, theirs, strict=True):
        assert mine.names[0] == str(other["FN"])
        if "ADR" in other:
            fields = other["ADR"].fields
            assert all(line in mine.address for line in (*fields.street.splitlines(), fields.locality, fields.country))
        if "ORG" in other:
            assert mine.org == other["ORG"].fields[0]
        emails = other.get("EMAIL", [])
        assert set(mine.emails) == {str(mail) for mail in (emails if isinstance(emails, list) else [emails])}


@pytest.mark.parametrize(("line", "birthday"), [
    ("BDAY:1980-05-14", Birthday(5, 14, 1980)),
    ("BDAY:19800514", Birthday(5, 14, 1980)),
    ("BDAY;VALUE=DATE:1980-05-14", Birthday(5, 14, 1980)),
    ("BDAY:1980-05-14T00:00:00Z", Birthday(5, 14, 1980)),
    ("BDAY;VALUE=DATE-TIME:19800514T120000", Birthday(5, 14, 1980)),
    ("BDAY:--0514", Birthday(5, 14)),
    ("BDAY:--05-14", Birthday(5, 14)),
    ("BDAY:--0514T1200", Birthday(5, 14)),
    ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-05-14", Birthday(5, 14)),
    ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-05-14", Birthday(5, 14)),
    ("BDAY:1604-05-14", Birthday(5, 14)),
    ("BDAY:0000-05-14", Birthday(5, 14)),
    ("BDAY:0001-05-14", Birthday(5, 14)),
    ("BDAY:--0229", Birthday(2, 29)),
    ("BDAY:1980", None),
    ("BDAY:1980-05", None),
    ("BDAY:---14", None),
    ("BDAY;VALUE=text:about 1980", None),
    ("BDAY:", None),
])
def test_birthdays_in_all_spellings(line: str, birthday: Birthday | None) -> None:
    """A year, a month or a day of a month alone is no birthday, and nothing is wrong with it."""
    found = card("FN:Dana", line)
    assert (found.birthday, found.faults) == (birthday, ())


@pytest.mark.parametrize(("line", "fault"), [
    ("BDAY:1981-02-29", '"1981-02-29" is not a day of the calendar'),
    ("BDAY:14.5.1980", '"14.5.1980" is not a birthday that is understood'),
])
def test_a_birthday_that_is_none_is_named(line: str, fault: str) -> None:
    found = card("FN:Dana", line)
    assert (found.birthday, found.faults) == (None, (fault,))


def test_several_values_come_in_the_order_of_preference_and_each_once() -> None:
    found = card(
        "FN:Dana", "TEL;TYPE=home:1", "TEL;TYPE=cell;TYPE=pref:2", "TEL:1", "TEL;PREF=50:3", "TEL;TYPE=\"fax,voice\":4",
        "EMAIL:mailto:a%40example.com", "EMAIL;PREF=1:b@example.com", "EMAIL:",
    )
    assert found.phones == ("2", "3", "1", "4")
    assert found.emails == ("b@example.com", "a@example.com")


def test_a_folded_name_keeps_its_blank_in_version_2_1_and_has_none_later() -> None:
    assert card("FN:Dana", " Whitfield", version="2.1").names == ("Dana Whitfield",)
    assert card("FN:Dana Whit", " field").names == ("Dana Whitfield",)
    assert card("FN:Dana", "  Whitfield").names == ("Dana Whitfield",)


def test_escapes_and_names_in_two_spellings() -> None:
    found = card(r"FN:Whitfield\, Dana", r"N:Whitfield;Dana;;;", r"ADR:;;1 Elm\; rear;A\\B;;;", "ORG:A\\;B;C")
    assert found.names == ("Whitfield, Dana", "Dana Whitfield")
    assert found.address == "1 Elm; rear\nA\\B"
    assert found.org == "A;B"
    assert components(r"a\\;b\;c;") == ["a\\", "b;c", ""]


@pytest.mark.parametrize("break_", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_any_line_ends_and_encodings(break_: str, encoding: str) -> None:
    text = break_.join(("BEGIN:VCARD", "VERSION:3.0", "FN:Zoë Müller", "END:VCARD", ""))
    assert read(text.encode(encoding)).cards[0].names == ("Zoë Müller",)


def test_a_card_in_a_card_is_its_agent_and_not_another_person() -> None:
    found = card("FN:Dana", "AGENT:", "BEGIN:VCARD", "VERSION:2.1", "FN:Assistant", "TEL:9", "END:VCARD", "TEL:1",
                 version="2.1")
    assert (found.names, found.phones) == (("Dana",), ("1",))


def test_a_broken_card_is_named_with_its_line_and_the_others_are_read() -> None:
    found = read(
        "BEGIN:VCARD\nFN:No end\nTEL:1\n"
        "BEGIN:VCARD\nFN:Dana\nTEL 303\nTEL:2\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Sam\nEND:VCARD\n"
        "BEGIN:VCARD\nFN:Half\nTEL:3", "phone.vcf",
    )
    assert [one.name for one in found.cards] == ["Dana", "Sam"]
    assert found.problems == [
        "phone.vcf, line 1: this card has no end, so it is not read.",
        "phone.vcf, line 6: this is not a line of a vCard.",
        "phone.vcf, line 12: this card has no end, so it is not read.",
    ]
    assert found.cut_off


@pytest.mark.parametrize("text", ["", "hello\n", "BEGIN:VCALENDAR\nEND:VCALENDAR\n", "name,phone\nDana,1\n"])
def test_a_file_without_a_card_says_so(text: str) -> None:
    assert read(text, "x.vcf") == CardsRead([], ["x.vcf holds no vCard."], True, True)


def test_pictures_of_megabytes_pass_by() -> None:
    """Folded as phones do, and in one line; what comes behind them is read, and memory holds no picture."""
    folded = "".join(f" {'A' * 74}\r\n" for _ in range(40_000))
    picture = f"PHOTO;ENCODING=b;TYPE=JPEG:{'B' * 60}\r\n{folded}"
    unindented = "PHOTO;ENCODING=BASE64;JPEG:\r\n" + f"{'A' * 76}\r\n" * 1000 + "\r\n"
    text = "".join((
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dana\r\n", picture, "TEL:1\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nVERSION:2.1\r\nFN:Mia\r\n", unindented, "TEL:2\r\nEND:VCARD\r\n",
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Sam\r\nPHOTO:data:image/jpeg;base64,", "C" * 3_000_000,
        "\r\nTEL:3\r\nEND:VCARD\r\n",
    ))
    before = time.process_time()
    found = read(text)
    assert time.process_time() - before < 2
    assert [(one.name, one.phones) for one in found.cards] == [("Dana", ("1",)), ("Mia", ("2",)), ("Sam", ("3",))]
    assert found.problems == []


def test_no_text_however_damaged_ends_in_anything_but_cards_and_problems() -> None:
    """Each export with a byte cut out, turned or doubled at many places."""
    for path in sorted(EXPORTS.glob("*.vcf")):
        data = path.read_bytes()
        for place in range(0, len(data), 41):
            for damaged in (data[:place], data[:place] + data[place + 1:], data[:place] + b"\xff:;\n" + data[place:]):
                found = read(damaged)
                assert all(isinstance(one, Card) for one in found.cards)
