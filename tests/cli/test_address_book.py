"""Commands with an address book: each says what came from a card, and what is in doubt, with its line."""

from __future__ import annotations

import pytest

from followupd.cli.check import BAD_HITLIST
from tests.cli.conftest import Shell
from tests.kit.address_books import DANA, vcard
from tests.kit.fake_caldav import FakeCalDAV

SAM = vcard("Sam Okafor", "TEL:+44 20 7946 0958", "BDAY:--0229", uid="sam-1")


def examined(cards: Shell) -> dict[str, dict[str, str]]:
    return {one["check"]: one for one in cards("doctor", "--json").json["checks"]}


@pytest.fixture
def cards(desk: Shell) -> Shell:
    """A list with two people on cards, of whom one has everything in the hit list itself."""
    desk.rewrite("calendar: followup.ics\n", "calendar: followup.ics\naddressbook: contacts/\n")
    folder = desk.folder / "contacts"
    folder.mkdir()
    (folder / "dana.vcf").write_text(DANA)
    (folder / "sam.vcf").write_text(SAM)
    return desk


def test_show_and_why_say_what_came_from_a_card(cards: Shell) -> None:
    assert cards("sync").code == 0
    shown = cards("show", "Sam").out
    assert "  Phone         +44 20 7946 0958\n" in shown
    assert "  Card          Sam Okafor in contacts/: phone, birthday\n" in shown
    assert "  Birthday      29 Feb, a card 1 week before\n" in shown
    assert "From the card of Sam Okafor in contacts/: phone, birthday.\n" in cards("why", "Sam").out
    for command in ("show", "why"):
        form = cards(command, "Sam", "--json").json
        assert form["card"] == {"name": "Sam Okafor", "book": "contacts/", "keys": ["phone", "birthday"]}
    assert "Dana Whitfield in contacts/: address, timezone\n" in cards("show", "Dana").out
    assert cards("show", "Ann Lee", "--json").json["card"] is None


def test_next_and_log_know_the_number_of_a_card(cards: Shell) -> None:
    cards("sync")
    found = [one for one in cards("next", "--json").json["people"] if one["name"] == "Sam Okafor"]
    assert [one["phones"] for one in found] == [["+44 20 7946 0958"]]
    assert cards("log", "Sam", "wrong-number").code == 0
    assert "Closed        +44 20 7946 0958 by phone: wrong number" in cards("show", "Sam").out
    (cards.folder / "contacts" / "sam.vcf").write_text(SAM.replace("0958", "0959"))
    cards("sync")
    assert "Closed" not in cards("show", "Sam").out


def test_status_says_what_each_address_book_gave(cards: Shell) -> None:
    assert "Cards     contacts/: never read yet\n" in cards("status").out
    cards("sync")
    assert "Cards     contacts/: 2 cards, 2 people of the list among them, last read Fri 20 Nov 14:10\n" in (
        cards("status").out)
    (cards.folder / "contacts").rename(cards.folder / "elsewhere")
    gone = cards("sync")
    assert "does not exist. Correct `addressbook:`" in gone.out + gone.err
    again = cards("sync", now="2026-11-20T15:00")
    assert "does not exist" not in again.out + again.err
    form = cards("status", "--json", now="2026-11-20T15:00").json["address_books"]
    (book,) = form
    assert (book["cards"], book["people"], book["read"], book["since"]) == (2, 2, None, "2026-11-20T21:10:00Z")
    assert "cannot be read since Fri 20 Nov 14:10" in cards("status", now="2026-11-20T15:00").out


def test_check_names_two_candidates_at_the_line_of_the_person(cards: Shell) -> None:
    """Without a pass before it: what is on this machine is read as it is now."""
    assert cards("check").out.startswith("hitlist.yaml is fine: 7 people, 2 of them with a card, ")
    assert cards("check", "--json").json["with_card"] == 2
    (cards.folder / "contacts" / "sam2.vcf").write_text(vcard("Sam Okafor", "TEL:1234567"))
    (cards.folder / "contacts" / "broken.vcf").write_text("BEGIN:VCARD\nFN:Half")
    (note, broken) = cards("check", "--json").json["notes"][::-1]
    line = cards.hitlist.read_text(encoding="utf-8").splitlines().index("  - name: Sam Okafor") + 1
    assert (note["file"], note["line"], note["path"]) == ("hitlist.yaml", line, "contacts[1]")
    assert note["sentence"] == (
        "Sam Okafor: 2 cards may be theirs, Sam Okafor (contacts/sam.vcf, card: sam-1) or Sam Okafor"
        " (contacts/sam2.vcf), so nothing is taken. Write which one it is, as in card: sam-1."
    )
    assert broken["sentence"] == "broken.vcf, line 1: this card has no end, so it is not read."
    cards.rewrite("  - name: Sam Okafor\n", "  - {name: Sam Okafor, card: sam-1}\n")
    assert [one["sentence"] for one in cards("check", "--json").json["notes"]] == [broken["sentence"]]


def test_check_names_people_with_one_card_at_their_lines(cards: Shell) -> None:
    """Somebody with the number on the card of another, and two people with one `card:`."""
    cards.rewrite("  - name: Sam Okafor\n", '  - {name: Xx, phone: "+442079460958"}\n  - name: Sam Okafor\n')
    (note,) = cards("check", "--json").json["notes"]
    line = cards.hitlist.read_text(encoding="utf-8").splitlines().index("  - name: Sam Okafor")
    assert (note["line"], note["path"]) == (line, "contacts[1]")
    assert note["sentence"].startswith("Xx: the card of Sam Okafor (contacts/sam.vcf, card: sam-1) has a number or")
    cards.rewrite('phone: "+442079460958"}', "card: sam-1}")
    cards.rewrite("  - name: Sam Okafor\n", "  - {name: Sam Okafor, card: sam-1}\n")
    notes = cards("check", "--json").json["notes"]
    assert [one["line"] for one in notes] == [line, line + 1]
    assert all("so nothing is taken. Leave card: with one of them only." in one["sentence"] for one in notes)


def test_status_says_a_doubt_once(cards: Shell) -> None:
    """As a problem after the pass that found it, and beside the address books after later ones."""
    (cards.folder / "contacts" / "sam2.vcf").write_text(vcard("Sam Okafor", "TEL:1234567"))
    for _ in range(2):
        cards("sync")
        assert cards("status").out.count("2 cards may be theirs") == 1


def test_an_address_book_on_a_server_is_not_asked_by_check_or_an_answer(cards: Shell) -> None:
    """They take it as the last pass read it; `doctor` asks."""
    with FakeCalDAV("/dana/book/", cards=True) as server:
        server.put("dana.vcf", DANA)
        server.put("sam.vcf", SAM)
        server.put("sam2.vcf", vcard("Sam Okafor", uid="sam-2"))
        cards.rewrite("addressbook: contacts/\n", f"addressbook: {{url: {server.url}}}\n")
        assert cards("check", "--json").json["notes"] == []
        assert server.seen == []
        cards("sync")
        asked = len(server.seen)
        assert "2 cards may be theirs" in cards("check").out
        assert "Card " in cards("show", "Dana").out
        assert f"Cards     {server.url.partition('//')[2]}: 3 cards, 1 person of the list among them" in (
            cards("status").out)
        assert len(server.seen) == asked
        assert examined(cards)["addressbook"]["state"] == "ok"
        assert len(server.seen) > asked
    assert "the network" in str(examined(cards)["addressbook"]["sentence"])


def test_doctor_examines_each_address_book_and_the_links(cards: Shell) -> None:
    checks = examined(cards)
    assert checks["addressbook"]["sentence"] == "contacts/: 2 cards, 2 people of your list among them"
    assert checks["cards"]["sentence"] == "2 of 7 people have a card"
    (cards.folder / "contacts" / "sam2.vcf").write_text(vcard("Sam Okafor"))
    (cards.folder / "contacts" / "empty.vcf").write_text("")
    checks = examined(cards)
    assert checks["addressbook"]["sentence"].endswith("1 person of your list among them. empty.vcf holds no vCard.")
    assert "1 of 7 people have a card. Sam Okafor: 2 cards may be theirs" in checks["cards"]["sentence"]
    (cards.folder / "contacts" / "sam2.vcf").write_text(vcard("Ann Lee", "TEL:1234567", "TEL:call me", "TZ:-07:00"))
    said = examined(cards)["cards"]["sentence"]
    for command in (said, cards("check").out):
        assert '"call me" is not a phone number.' in command
    (cards.folder / "contacts").rename(cards.folder / "elsewhere")
    checks = examined(cards)
    assert checks["addressbook"]["state"] == "problem"
    assert "does not exist" in checks["addressbook"]["sentence"]


@pytest.mark.parametrize(("written", "said"), [
    ("people.txt", '"people.txt" is neither a .vcf file nor an existing folder. Write people.vcf or people.txt/.'),
    ("[a.vcf, a.vcf]", "is the same address book as one above. One of them is enough."),
])
def test_an_address_book_that_is_none_is_named_with_its_place(desk: Shell, written: str, said: str) -> None:
    desk.rewrite("calendar: followup.ics\n", f"calendar: followup.ics\naddressbook: {written}\n")
    found = desk("check", "--json")
    assert said in [one["sentence"] for one in (*found.json["problems"], *found.json["notes"])]
    assert found.code == (BAD_HITLIST if found.json["problems"] else 0)
