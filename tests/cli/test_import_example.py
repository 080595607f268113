"""The whole of an import: a hit list with all that one writes, 700 cards of a phone, another phone, and LinkedIn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calendars.busy.conftest import calendar
from tests.cli.conftest import Shell
from tests.cli.test_import import IMPORT, boxes, bytes_of, first, met, name_of, tick, write
from tests.kit.exported_books import everybody

EXAMPLE = """\
calendar: followup.ics               # or a folder, or {url:, name:, username:, password_command:} or {url:, token_command:}
busy: [~/work.ics]                   # other calendars to keep clear of: paths, .ics URLs, names on the same account
addressbook: ~/contacts/             # where numbers, addresses and birthdays come from: .vcf, folder, CardDAV
noticed: {meetings: yes}             # what followupd may notice by itself: yes, ask, no
timezone: America/Denver             # else the system's
hours: Mon-Fri 8:30-17:30            # when you are willing to reach out
holidays: US-CO                      # public holidays to keep clear of

block:                               # one, or a list
  every: Tuesday 10:00
  length: 1 hour
  ahead: 26 weeks                    # how far ahead the time is taken
  protect: move                      # move | warn: what happens when something lands on it
  per_person: 8 minutes

retry:                               # a ladder, and who gets another one
  ladder: [1 week, 1 week, 1 week]
  rest: 6 weeks                      # or the cadence, whichever is shorter
  min_gap: 3 days
  switch_after: 2                    # failures by one channel before the next channel's turn
  length: 15 minutes

start_small: {first: 7, then: 3 per month}   # or off

categories:
  clients: {every: 3 months, at_most: 4 months, via: [phone, email]}
  friends: {every: 6 weeks}

contacts:
  - name: Dana Whitfield
    category: clients
    phone: +1 303 555 0142
    email: dana@example.com
    timezone: America/Denver
    hours: 12:00-14:00, 16:00-18:00  # when this person likes to be reached
    like: true                        # start with the people you like
    notes: Loves to travel; back from Lisbon.
    dates: {birthday: 14 May}         # with lead time, so that a card arrives in time
    promises: [{what: send the Lisbon list, by: 2026-11-28}]
    log:
      - 2026-11-18 no answer
      - 2026-11-20 14:10 left message, asked for Thursday
"""  # noqa: E501 - as it is shown to users


@pytest.fixture
def example(desk: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """The hit list to the byte; its paths lead into a home of its own, and twelve people were met for lunch."""
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home/contacts").mkdir(parents=True)
    people = everybody(700)
    lunches = [met(one, "20260812") for one in people[50:62]]
    (tmp_path / "home/work.ics").write_bytes(calendar(*lunches))
    (tmp_path / "home/contacts/dana.vcf").write_text("BEGIN:VCARD\nVERSION:3.0\nUID:d\nFN:Dana Whitfield\nEND:VCARD\n")
    desk.hitlist.write_text(EXAMPLE, encoding="utf-8")
    write(desk.folder, people)
    return desk


def test_seven_hundred_people_and_six_of_them_come_on_the_list(example: Shell) -> None:
    """Each is shown once, umlauts right; twelve come first, with a reason; six that are ticked are added.

    Every other byte of the hit list stays, and the same command again does nothing.
    """
    people = everybody(700)
    said = example(*IMPORT)
    assert (said.code, said.err) == (0, "")
    assert "1284 entries, 700 people" in said.out
    assert "with 700 people, 12 of them first, with a reason." in said.out
    sheet = (example.folder / "stack.md").read_text(encoding="utf-8")
    shown = sorted(map(name_of, boxes(sheet)))
    assert shown == sorted(one.name for one in people)
    assert sheet.count("perhaps on your list") == 1         # Dana Whitfield has another number here
    assert {"Jörg Müller", "Änne Größner", "Zoë Weiß", "Søren Østergård", "Åke Wüst"} <= set(shown)
    offered = first(sheet)
    assert {name_of(line) for line in offered} == {one.name for one in people[50:62]}
    assert all("met once in the last year" in line for line in offered)
    assert example.hitlist.read_text(encoding="utf-8") == EXAMPLE

    ticked = [name_of(line) for line in offered[:6]]
    tick(example, *ticked)
    said = example(*IMPORT)
    assert (said.code, said.err) == (0, "")
    assert "Added 6 people: " in said.out
    text = example.hitlist.read_text(encoding="utf-8")
    assert text.startswith(EXAMPLE)
    assert text[len(EXAMPLE):].count("  - name: ") == 6
    assert [f"  - name: {name}\n" in text for name in ticked] == [True] * 6
    assert "log:" not in text[len(EXAMPLE):]       # a guess counts only if it is ticked

    kept = bytes_of(example)
    again = example(*IMPORT)
    assert "nothing was changed" in again.out
    assert bytes_of(example) == kept
