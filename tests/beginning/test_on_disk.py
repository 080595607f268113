"""Calendars and address books of khal, khard and vdirsyncer, with configurations as their manuals write them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from followupd.beginning.on_disk import FoundOnDisk, FoundPlace, found_on_disk

KHAL = """\
[calendars]

[[home]]
path = ~/.calendars/home/
color = dark blue
addresses = dana@example.com, dana@work.example

[["team #1"]]
path = "$HOME/.calendars/team"   # of the office
readonly = True

[[private]]
path = ~/.local/share/khal/calendars/*
type = discover

[[birthdays]]
type = birthdays
path = ~/.contacts/friends/

[locale]
timeformat = %H:%M
path = ~/.calendars/not a calendar/

[default]
default_calendar = home
"""
KHARD = """\
# example configuration file for khard version > 0.14.0
[addressbooks]
[[friends]]
path = ~/.contacts/friends/
[[clients]]
path = ~/.work/**/client-*-contacts/
type = discover

[general]
editor = vim, -i, NONE
"""
VDIRSYNCER = """\
# An example configuration for vdirsyncer.
[general]
status_path = "~/.vdirsyncer/status/"

[pair bob_contacts]
a = "bob_contacts_local"
b = "bob_contacts_remote"
collections = ["from a", "from b"]
metadata = ["displayname"]

[storage bob_contacts_local]
type = "filesystem"
path = "~/.cards/"
fileext = ".vcf"

[storage bob_contacts_remote]
type = "carddav"
url = "https://owncloud.example.com/remote.php/carddav/"
#username =
# The password can also be fetched from the system password storage, netrc or a
# custom command. See http://vdirsyncer.pimutils.org/en/stable/keyring.html
#password =

[pair bob_calendar]
a = "bob_calendar_local"
b = "bob_calendar_remote"
collections = ["private",
    "work"]

[storage bob_calendar_local]
type = "filesystem"
path = "~/.vdirs/"
fileext = ".ics"

[pair holidays]
a = "holidays_public"
b = "holidays_private"
collections = null

[storage holidays_private]
type = "singlefile"
path = "~/holidays.ics"
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder of somebody who has none of these programs."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "KHARD_CONFIG", "VDIRSYNCER_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def folder(home: Path, name: str, files: int = 0, ending: str = ".ics", shown: str = "") -> None:
    made = home / name
    made.mkdir(parents=True)
    for number in range(files):
        (made / f"{number}{ending}").write_text("")
    if shown:
        (made / "displayname").write_text(f"{shown}\n", encoding="utf-8")


def config(home: Path, name: str, text: str) -> None:
    (home / ".config" / name).parent.mkdir(parents=True)
    (home / ".config" / name).write_text(text, encoding="utf-8")


def test_nothing_is_found_where_nothing_is(home: Path) -> None:
    assert found_on_disk() == FoundOnDisk()


def test_the_calendars_of_khal(home: Path) -> None:
    """By the names that khal has for them, with their events; a pattern means all that match; birthdays are none."""
    config(home, "khal/config", KHAL)
    folder(home, ".calendars/home", 3)
    folder(home, ".calendars/team", 2)
    folder(home, ".local/share/khal/calendars/garden", 0, shown="Der Garten")
    folder(home, ".local/share/khal/calendars/empty")
    folder(home, ".calendars/not a calendar")
    found = found_on_disk()
    assert found.calendars == (
        FoundPlace("home", "~/.calendars/home/", 3, "khal"),
        FoundPlace("Der Garten", "~/.local/share/khal/calendars/garden/", 0, "khal"),
        FoundPlace("team #1", "~/.calendars/team/", 2, "khal", readonly=True),
    )
    assert found.addresses == ("dana@example.com", "dana@work.example")


def test_the_address_books_of_khard(home: Path) -> None:
    config(home, "khard/khard.conf", KHARD)
    folder(home, ".contacts/friends", 2, ".vcf")
    folder(home, ".work/2026/client-acme-contacts", 1, ".vcf")
    assert found_on_disk().books == (
        FoundPlace("friends", "~/.contacts/friends/", 2, "khard", cards=True),
        FoundPlace("client-acme-contacts", "~/.work/2026/client-acme-contacts/", 1, "khard", cards=True),
    )


def test_the_folders_of_vdirsyncer(home: Path) -> None:
    """Each collection in a storage, with the name that its owner gave it; a single file has no count."""
    config(home, "vdirsyncer/config", VDIRSYNCER)
    folder(home, ".cards/default", 4, ".vcf")
    folder(home, ".vdirs/private", 5, shown="Privat")
    folder(home, ".vdirs/work", 1)
    (home / "holidays.ics").write_text("")
    found = found_on_disk()
    assert found.calendars == (
        FoundPlace("Privat", "~/.vdirs/private/", 5, "vdirsyncer"),
        FoundPlace("work", "~/.vdirs/work/", 1, "vdirsyncer"),
        FoundPlace("holidays.ics", "~/holidays.ics", None, "vdirsyncer"),
    )
    assert found.books == (FoundPlace("default", "~/.cards/default/", 4, "vdirsyncer", cards=True),)


def test_a_home_that_nobody_knows_is_no_reason_to_stop(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KHARD_CONFIG", "~nobody-of-this-name/khard.conf")
    config(home, "khal/config", "[calendars]\n[[a]]\npath = ~nobody-of-this-name/calendars\n")
    assert found_on_disk() == FoundOnDisk()


def test_a_folder_is_shown_once(home: Path) -> None:
    """It is in both configurations, reached by a link, and where such programs keep theirs."""
    config(home, "khal/config", "[calendars]\n[[mine]]\npath = ~/link\n")
    config(home, "vdirsyncer/config", '[storage x]\ntype = "filesystem"\npath = "~/.calendars"\nfileext = ".ics"\n')
    folder(home, ".calendars/one", 1)
    (home / "link").symlink_to(home / ".calendars/one")
    assert [(one.name, one.program) for one in found_on_disk().calendars] == [("mine", "khal")]


def test_the_usual_places_without_any_configuration(home: Path) -> None:
    folder(home, ".calendars/one", 1)
    folder(home, ".calendars/pictures")
    folder(home, ".local/share/contacts/all", 1, ".vcf")
    found = found_on_disk()
    assert [one.written for one in (*found.calendars, *found.books)] == [
        "~/.calendars/one/", "~/.local/share/contacts/all/"]


@pytest.mark.parametrize("text", [
    "", "[", "[[x]]\npath = y", "\x00\xff", "[calendars]\n[[a]]\npath =\n",
    "[calendars]\n[[a]]\npath = /proc/self/mem\n",
    "path", "[storage x]\ntype = filesystem\npath = ~\n", '[storage x]\ntype = "filesystem"\npath = 7\n',
    '[storage x]\ntype = "singlefile"\npath = "/dev/zero"\n',
    "[calendars]\n[[a]]\npath = /nowhere/**\ntype = discover\n",
])
def test_a_damaged_configuration_is_no_reason_to_stop(home: Path, text: str) -> None:
    for name in ("khal/config", "khard/khard.conf", "vdirsyncer/config"):
        config(home, name, text)
    found = found_on_disk()
    assert (found.calendars, found.books) == ((), ())


def test_a_folder_that_may_not_be_read_is_left_out(home: Path) -> None:
    config(home, "khal/config", KHAL)
    folder(home, ".calendars/home", 1)
    (home / ".calendars/home").chmod(0)
    found = found_on_disk()
    (home / ".calendars/home").chmod(0o700)
    assert found.calendars == () or os.geteuid() == 0
