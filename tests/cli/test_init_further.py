"""`followupd init` beyond calendars: address books, what may be noticed, and the service."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Shell
from tests.cli.first_hour import empty, init, left
from tests.cli.test_service import StandIn, systemd
from tests.kit.address_books import vcard
from tests.kit.servers import CalendarServer, radicale_in

__all__ = ["empty", "systemd"]
CARDS = {
    "mia": vcard("Mia Chen", "N:Chen;Mia;;;", "TEL:+49 30 1234567", "EMAIL:mia@example.com", uid="mia-1"),
    "sam": vcard("Sam Okafor", "TEL:+1 303 555 0199"), "sam2": vcard("Samuel Sam", "TEL:+1 303 555 0198"),
    "ann": vcard("Ann Lee", "TEL:+1 303 555 0197"), "ann2": vcard("Ann Lee", "TEL:+1 303 555 0196"),
}


@pytest.fixture
def with_khard(empty: Shell) -> Shell:
    """An address book of khard, and no calendar."""
    home = empty.folder.parent / "home"
    (home / ".contacts/friends").mkdir(parents=True)
    for name, text in CARDS.items():
        (home / f".contacts/friends/{name}.vcf").write_text(text)
    (home / ".config/khard").mkdir(parents=True)
    (home / ".config/khard/khard.conf").write_text("[addressbooks]\n[[friends]]\npath = ~/.contacts/friends/\n")
    return empty


def test_names_are_looked_up_in_the_address_book(with_khard: Shell) -> None:
    """By the full name, or by a part of it, of which one of several is chosen; the plan has their numbers."""
    with init(with_khard) as screen:
        screen.until("[followup.ics]: ")
        shown = screen.type("", "[all]: ")
        assert "   1  friends   khard, 5 cards" in shown
        screen.type("", "Name: ")
        assert "  Mia Chen (+49 30 1234567, mia@example.com, friends/)" in screen.type("mia chen, weekly", "Name: ")
        shown = screen.type("Sam", "[no]: ")
        assert "  1  Sam Okafor (+1 303 555 0199" in shown
        assert "  2  Samuel Sam (+1 303 555 0198" in shown
        assert "Write a number from 1 to 2, or no." in screen.type("3", "[no]: ")
        screen.type("1", "Name: ")
        assert "2 cards have that name" in screen.type("Ann Lee", "Name: ")
        screen.type("Zoe", "Name: ")
        screen.type("", "[Tuesday 10:00]: ")
        screen.type("", "[yes]: ")
        screen.end("\r")
    assert screen.code == 0
    text = with_khard.hitlist.read_text()
    assert "\naddressbook: ~/.contacts/friends/ " in text
    assert "\n  - name: mia chen\n    every: weekly\n" in text
    assert "\n  - name: Sam Okafor\n" in text
    checked = with_khard.process("check")
    assert "4 people, 2 of them with a card" in checked.out, checked.out
    assert "Ann Lee: 2 cards may be theirs" in checked.out


def test_no_address_book_is_taken_that_is_not_wanted(with_khard: Shell) -> None:
    with init(with_khard, "--name", "Mia Chen", "--block", "none") as screen:
        screen.until("[followup.ics]: ")
        screen.type("", "[all]: ")
        screen.type("none", "[yes]: ")
        screen.end("\r")
    assert "\n# addressbook:" in with_khard.hitlist.read_text()


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    with radicale_in(Path(tmp_path_factory.mktemp("radicale"))) as server:
        server.new_calendar("Outreach")
        book = server.new_address_book("Contacts")
        assert server.request("PUT", f"{book}mia.vcf", CARDS["mia"])[0] == 201
        yield server


def test_an_address_book_beside_the_calendar_and_meetings(empty: Shell, radicale: CalendarServer) -> None:
    """With the only calendar of the account, a password from a command, and meetings that count."""
    with init(empty, "--calendar", radicale.url, "--username", "dana", "--password-command",
              f"echo '{radicale.password}'") as screen:
        assert "The account has one calendar:\r\n   1  Outreach" in screen.until("[all]: ")
        assert "   1  Contacts   127.0.0.1" in screen.type("", "[all]: ")
        screen.type("", "Name: ")
        assert "  1  Mia Chen (+49 30 1234567" in screen.type("Mia", "[1]: ")
        screen.type("", "Name: ")
        screen.type("", "[Tuesday 10:00]: ")
        shown = screen.type("", "[ask]: ")
        assert "nothing of it leaves this machine" in shown
        assert "Write yes, ask" in screen.type("perhaps", "[ask]: ")
        assert "Call Mia Chen" in screen.type("yes", "[yes]: ")
        screen.end("\r")
    assert screen.code == 0
    text = empty.hitlist.read_text()
    assert "\nnoticed: {meetings: yes} " in text
    assert "\naddressbook:   # " in text
    assert "\n  name: Contacts\n  username: dana\n  password_command: " in text
    assert empty.process("check").code == 0
    assert empty.process("sync", "--now", NOW).code == 0
    assert "+49 30 1234567" in empty.process("show", "Mia", "--now", NOW).out


def test_the_service_is_offered_where_it_can_run(empty: Shell, systemd: StandIn) -> None:
    empty.environment["PATH"] = os.environ["PATH"]
    with init(empty, "--name", "Dana", "--block", "none", "--calendar", "a.ics") as screen:
        screen.until("[yes]: ")
        shown = screen.type("", "[yes]: ")
        assert "Wrote hitlist.yaml" in shown
        assert "Run it as a service from now on" in shown
        assert systemd.asked() == []
        assert "and started it" in screen.end("\r")
    assert screen.code == 0
    assert systemd.asked() == ["daemon-reload", "enable --now followupd.service"]
    unit = empty.folder.parent / "home/.config/systemd/user/followupd.service"
    assert f'FOLLOWUPD_CONFIG={empty.hitlist}"' in unit.read_text()


@pytest.mark.parametrize("left_at", ["n\r", "\x03"])
def test_no_service_is_installed_unasked(empty: Shell, systemd: StandIn, left_at: str) -> None:
    """No, and Ctrl-C at that question: the list is written, and it says how to go on."""
    empty.environment["PATH"] = os.environ["PATH"]
    with init(empty, "--name", "Dana", "--block", "none", "--calendar", "a.ics") as screen:
        screen.until("[yes]: ")
        screen.type("", "[yes]: ")
        shown = screen.end(left_at) if left_at == "n\r" else screen.interrupt(left_at)
        assert "Next: followupd run" in shown
        assert "nothing was written" not in shown
    assert systemd.asked() == []
    assert empty.hitlist.exists()
    assert empty("init", "--yes", "--path", "b.yaml").code == 0
    assert systemd.asked() == []


def test_a_service_by_flag(empty: Shell, systemd: StandIn) -> None:
    told = empty("init", "--yes", "--name", "Dana", "--service")
    assert told.code == 0
    assert systemd.asked() == ["daemon-reload", "enable --now followupd.service"]
    refused = empty("init", "--yes", "--path", "b.yaml", "--service", "--json")
    assert (refused.code, Path("b.yaml").exists()) == (2, False)
    assert [file for file in left(empty) if file.endswith("b.yaml")] == []
