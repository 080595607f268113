"""`followupd init` with a real CalDAV server: found, logged into, chosen from, and nothing written to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import NOW, Shell
from tests.cli.first_hour import EVENT, empty, init, left
from tests.kit.servers import CalendarServer, free_port, radicale_in

__all__ = ["empty"]
COMMAND = "type it now): "
SECRET_TOOL = """\
#!/bin/sh
# As libsecret's program: store reads the password from its input, lookup prints it without a line end.
verb=$1; shift
case "$1" in --label=*) shift;; esac
case $verb in
  store) cat > "{folder}/$*" ;;
  lookup) cat "{folder}/$*" ;;
esac
"""


@pytest.fixture(scope="module")
def radicale(tmp_path_factory: pytest.TempPathFactory) -> Iterator[CalendarServer]:
    """A server with two calendars; the week of one is full but for Thursday from 14:00 to 15:30."""
    with radicale_in(Path(tmp_path_factory.mktemp("radicale"))) as server:
        personal = server.new_calendar("Personal")
        for event in (("am", "20260105", "0900", "PT5H", "MO,TU,WE,TH,FR"),
                      ("pm", "20260105", "1400", "PT3H", "MO,TU,WE,FR"), ("late", "20260108", "1530", "PT90M", "TH")):
            assert server.request("PUT", f"{personal}{event[0]}.ics", EVENT.format(*event))[0] == 201
        server.new_calendar("Outreach")
        yield server


@pytest.fixture
def key_ring(empty: Shell) -> Path:
    """A key ring of the desktop, as a program that keeps each secret in a file."""
    folder, programs = empty.folder.parent / "ring", empty.folder.parent / "bin"
    folder.mkdir()
    programs.mkdir()
    (programs / "secret-tool").write_text(SECRET_TOOL.format(folder=folder))
    (programs / "secret-tool").chmod(0o755)
    empty.environment |= {
        "PATH": f"{programs}:{os.environ['PATH']}", "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
    }
    return folder


def resources(server: CalendarServer) -> str:
    return "".join(server.request("PROPFIND", f"{server.home}cal{n}/", "", Depth="1")[1] for n in (1, 2))


def test_a_conversation_with_a_server(empty: Shell, radicale: CalendarServer, key_ring: Path) -> None:
    """A server that is gone and a wrong password are asked again; the typed one is in no file but the key ring's."""
    before = resources(radicale)
    with init(empty, "--name", "Dana", "--meetings", "ask") as screen:
        screen.until("[followup.ics]: ")
        screen.type(f"http://127.0.0.1:{free_port()}/", "User name")
        screen.type("dana", COMMAND)
        screen.type("", "not written): ")
        assert "could not be reached" in screen.type("x", "[followup.ics]: ")
        screen.type(radicale.url, "User name")
        screen.type("dana", COMMAND)
        screen.type("", "not written): ")
        shown = screen.type("a wrong one", "User name [dana]: ")
        assert "refuses this user name with this password" in shown
        screen.type("", "not written): ")
        shown = screen.type(radicale.password, "[1]: ")
        assert "   1  Outreach   127.0.0.1" in shown
        assert "0 events\r\n   2  Personal   127.0.0.1" in shown
        screen.type("", "[all]: ")
        shown = screen.type("", "[1]: ")
        assert "   1  the key ring of your desktop\r\n   2  the environment variable FOLLOWUPD_PASSWORD" in shown
        shown = screen.type("", "[Thursday 14:00]: ")
        assert "free in 8 of the last 8 weeks" in shown
        screen.type("", "[yes]: ")
        assert list(key_ring.iterdir()) == []
        screen.end("\r")
    assert screen.code == 0
    assert resources(radicale) == before
    assert radicale.password not in screen.text
    text = empty.hitlist.read_text()
    assert "\n  name: Outreach\n  username: dana\n  password_command: [secret-tool, lookup, service, followupd" in text
    assert "\n  - Outreach\n  - Personal\n" in text
    ours = [file for file in left(empty) if not file.endswith("hitlist.schema.json")]       # its example is this one
    assert [file for file in ours if radicale.password in Path(file).read_text()] == [
        str(one) for one in key_ring.iterdir()]
    assert empty.process("check").code == 0
    synced = empty.process("sync", "--now", NOW)
    assert synced.code == 0, synced.err
    assert resources(radicale).count(".ics</href>") == before.count(".ics</href>") + 26


@pytest.mark.parametrize("number", range(4))
def test_left_at_the_questions_about_a_server_nothing_is_stored(
    empty: Shell, radicale: CalendarServer, key_ring: Path, number: int
) -> None:
    answers = ((radicale.url, "User name"), ("dana", COMMAND), ("", "not written): "), (radicale.password, "[1]: "))
    with init(empty, "--name", "Dana") as screen:
        screen.until("[followup.ics]: ")
        for typed, question in answers[: number + 1]:
            screen.type(typed, question)
        assert "nothing was written" in screen.interrupt("\x03")
    assert screen.code == 130
    assert [file for file in left(empty) if not file.endswith("secret-tool")] == []


FLAGS = ("--yes", "--now", NOW, "--timezone", "America/Denver", "--username", "dana")


def test_a_server_needs_nobody_to_ask(empty: Shell, radicale: CalendarServer) -> None:
    """With flags: the password from a command, and the calendar by its name."""
    login = (*FLAGS, "--calendar", radicale.url, "--password-command", f"echo '{radicale.password}'")
    several = empty.process("init", *login)
    assert (several.code, "the account has several calendars: Outreach, Personal" in several.err) == (2, True)
    told = empty.process("init", *login, "--calendar-name", "outreach", "--busy", "Personal")
    assert (told.code, told.err) == (0, "")
    assert "every: Thursday 14:00" in empty.hitlist.read_text()
    assert empty.process("check").code == 0


def test_the_chosen_calendar_is_written_to_and_not_the_one_whose_address_was_typed(
    empty: Shell, radicale: CalendarServer
) -> None:
    login = ("--calendar", f"{radicale.home}cal1/", "--password-command", f"echo '{radicale.password}'")
    told = empty.process("init", *FLAGS, *login, "--calendar-name", "Outreach", "--name", "Dana")
    assert (told.code, told.err) == (0, "")
    assert f"\n  url: {radicale.home}cal2/\n  username" in empty.hitlist.read_text()


@pytest.mark.parametrize(("login", "code", "said"), [
    (("--password-command", "echo wrong"), 4, "the login was refused"),
    (("--password-env", "NOWHERE_SET"), 4, "NOWHERE_SET is not set"),
    ((), 2, "an address needs a login"),
    (("--password-env", "correct horse"), 2, "is the name of where the password is"),
])
def test_a_login_that_does_not_work_writes_nothing(
    empty: Shell, radicale: CalendarServer, login: tuple[str, ...], code: int, said: str
) -> None:
    told = empty.process("init", *FLAGS, "--calendar", radicale.url, *login)
    assert told.code == code
    assert said in told.err
    assert "correct horse" not in told.err
    assert left(empty) == []


def test_a_domain_that_names_no_server_is_said(empty: Shell) -> None:
    """The domain .invalid exists nowhere (RFC 2606); Google takes no password."""
    for address, said in (("dana@nowhere.invalid", "does not say where its calendars are"),
                          ("dana@gmail.com", "Google takes no password")):
        told = empty.process("init", *FLAGS, "--calendar", address, "--password-env", "X")
        assert told.code == 2
        assert said in told.err
    assert left(empty) == []
