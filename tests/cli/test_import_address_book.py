"""`followupd import` without a file: the people of the address books that the hit list names."""

from __future__ import annotations

from tests.cli.conftest import Shell
from tests.cli.test_import import tick
from tests.kit.address_books import vcard
from tests.kit.servers import CalendarServer


def test_without_a_file_the_people_of_the_address_book_are_shown_and_their_card_is_noted(desk: Shell) -> None:
    """Details stay on the card; whoever is on the list by their card is not shown again."""
    desk.hitlist.write_text(
        "calendar: followup.ics\ntimezone: Europe/Berlin\naddressbook: contacts/\n"
        "contacts:\n  - {name: Dana W., card: dana-1}\n", encoding="utf-8")
    (desk.folder / "contacts").mkdir()
    for uid, name in (("dana-1", "Dana Whitfield"), ("mia-1", "Mia Chen"), ("bo-1", "Bo Ito")):
        (desk.folder / f"contacts/{uid}.vcf").write_bytes(
            f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:{name}\r\nTEL:+1 303 555 0101\r\nEND:VCARD\r\n".encode())
    assert [one["name"] for one in desk("import", "--json").json["people"]] == ["Bo Ito", "Mia Chen"]
    assert desk("import", "--sheet", "stack.md").code == 0
    tick(desk, "Mia Chen")
    said = desk("import", "--sheet", "stack.md")
    assert (said.code, "Added 1 person: Mia Chen." in said.out) == (0, True), said.err
    assert desk.hitlist.read_text(encoding="utf-8").endswith("  - name: Mia Chen\n    card: mia-1\n")
    assert "+1 303 555 0101" in desk("show", "Mia").out      # at once
    assert "nothing was changed" in desk("import", "--sheet", "stack.md").out


def test_an_address_book_on_a_server_is_read_and_its_numbers_are_known_at_once(
    desk: Shell, radicale: CalendarServer
) -> None:
    """Though the pass after the import does not wait for the server."""
    book = radicale.new_address_book("Friends")
    for uid, name in (("mia-1", "Mia Chen"), ("bo-1", "Bo Ito")):
        card = vcard(name, f"TEL:+1 303 555 010{len(uid)}", "NOTE:met in Köln", uid=uid)
        assert radicale.request("PUT", f"{book}{uid}.vcf", card)[0] == 201
    desk.hitlist.write_text(
        f"calendar: followup.ics\ntimezone: Europe/Berlin\naddressbook: {{url: \"{book}\", "
        f"username: {radicale.username}, password: {radicale.password}}}\ncontacts: [Sam Okafor]\n", encoding="utf-8")
    assert desk("import", "--sheet", "stack.md").code == 0
    tick(desk, "Bo Ito")
    said = desk("import", "--sheet", "stack.md")
    assert "Added 1 person: Bo Ito." in said.out, said.err
    assert "{name: Bo Ito, card: bo-1}" in desk.hitlist.read_text(encoding="utf-8")
    assert "+1 303 555 0104" in desk("show", "Bo").out
    assert "nothing was changed" in desk("import", "--sheet", "stack.md").out


def test_whoever_is_added_by_hand_has_the_number_of_their_card_at_once(desk: Shell) -> None:
    """And what is in doubt about their card is reported by the next pass."""
    desk.hitlist.write_text(
        "calendar: followup.ics\ntimezone: Europe/Berlin\naddressbook: contacts/\ncontacts: [Sam Okafor]\n",
        encoding="utf-8",
    )
    (desk.folder / "contacts").mkdir()
    for uid, name in (("mia-1", "Mia Chen"), ("jo-1", "Jo Kim"), ("jo-2", "Jo Kim")):
        card = vcard(name, "TEL:+1 303 555 0101", uid=uid)
        (desk.folder / f"contacts/{uid}.vcf").write_text(card)
    desk("sync")
    desk("add", "Mia Chen")
    assert "+1 303 555 0101" in desk("show", "Mia").out
    added = desk("add", "Jo Kim")
    assert "no number" in desk("show", "Jo").out
    assert "2 cards may be theirs" not in added.out + added.err
    assert "2 cards may be theirs" in desk("sync").err
    assert "2 cards may be theirs" not in desk("sync").err
