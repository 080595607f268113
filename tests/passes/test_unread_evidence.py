"""Evidence that depends on a source that could not be read waits until it was."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import EvidenceRule, Noticed
from tests.kit.desks import HomeFolder
from tests.kit.mails import ANN, ME, mail, now

DAY = timedelta(days=1)
FROM = "From x Mon Nov 30 13:45:24 2026\n"
SENT, REPLIED, WROTE, SPOKE = EvidenceRule.SENT, EvidenceRule.REPLIED, EvidenceRule.WROTE, EvidenceRule.SPOKE
CALL = "{:%Y-%m-%d %H:%M}, outgoing, +1 303 555 0142, 240\n"
LIST = """
calendar: followup.ics
state: {state}
timezone: UTC
me: {me}
mail: {mail}
calls: calls.txt
noticed: {{mail: yes, calls: yes}}
block: Tuesday 10:00
contacts: [{{name: Ann, email: {ann}, phone: +1 303 555 0142}}]
"""
TOGETHER, APART = "{mbox: [inbox, sent]}", "[{mbox: [inbox]}, {mbox: [sent]}]"


def home_in(folder: Path, mailboxes: str = APART) -> HomeFolder:
    home = HomeFolder(folder)
    home.write(LIST.format(state="followup.db", me=ME, ann=ANN, mail=mailboxes))
    for name in ("inbox", "sent", "calls.txt"):
        (folder / name).touch()
    return home


def lose(home: HomeFolder) -> None:
    """Begin with an empty database and the same calendar."""
    text = home.config.read_text()
    home.write(text.replace("followup.db", "other.db"))


def rules(home: HomeFolder) -> list[EvidenceRule]:
    return sorted(fact.rule for fact in home.facts() if isinstance(fact, Noticed))


def add(path: Path, *texts: str) -> None:
    with path.open("a") as file:
        file.writelines(f"{FROM}{text}\n" for text in texts)


@pytest.mark.parametrize("mailboxes", [TOGETHER, APART])
def test_an_answer_waits_for_the_mailbox_that_may_hold_the_mail(tmp_path: Path, mailboxes: str) -> None:
    home = home_in(tmp_path, mailboxes)
    home.a_pass(now() - 30 * DAY)
    (tmp_path / "sent").rename(tmp_path / "away")
    add(tmp_path / "away", mail(ME, ANN, "m1", ago=4 * DAY))
    add(tmp_path / "inbox", mail(ANN, ME, "a1", ago=2 * DAY))
    for hours in (40, 30, 20):
        home.a_pass(now() - timedelta(hours=hours))
        assert rules(home) == []
    (tmp_path / "away").rename(tmp_path / "sent")
    home.a_pass(now())
    assert rules(home) == [REPLIED, SENT]


def test_it_does_not_wait_for_ever(tmp_path: Path) -> None:
    """After three days it is owed an answer; it becomes one when the mail is found, also after two weeks."""
    home = home_in(tmp_path)
    home.a_pass(now() - 40 * DAY)
    (tmp_path / "sent").rename(tmp_path / "away")
    add(tmp_path / "away", mail(ME, ANN, "m1", ago=21 * DAY))
    add(tmp_path / "inbox", mail(ANN, ME, "a1", ago=19 * DAY))
    home.a_pass(now() - 18 * DAY)
    assert rules(home) == []
    home.a_pass(now() - 14 * DAY)
    assert rules(home) == [WROTE]
    (tmp_path / "away").rename(tmp_path / "sent")
    home.a_pass(now())
    assert rules(home) == [REPLIED, SENT, WROTE]


def test_a_mail_out_of_the_blue_counts_once_all_is_read(tmp_path: Path) -> None:
    home = home_in(tmp_path)
    home.a_pass(now() - 30 * DAY)
    (tmp_path / "sent").rename(tmp_path / "away")
    add(tmp_path / "inbox", mail(ANN, ME, "a1", ago=2 * DAY))
    home.a_pass(now() - DAY)
    (tmp_path / "away").rename(tmp_path / "sent")
    home.a_pass(now())
    assert rules(home) == [WROTE]


@pytest.mark.parametrize("days", [0, 10])
def test_a_source_that_cannot_be_read_when_the_database_is_lost(tmp_path: Path, days: int) -> None:
    """Its evidence of the time before counts as if it had been read at once."""
    home = home_in(tmp_path)
    home.a_pass(now() - 30 * DAY)
    with (tmp_path / "calls.txt").open("w") as file:
        file.write(CALL.format(now() - (days + 3) * DAY))
    home.a_pass(now() - (days + 2) * DAY)
    assert rules(home) == [SPOKE]
    lose(home)
    (tmp_path / "calls.txt").rename(tmp_path / "away")
    home.a_pass(now() - (days + 1) * DAY)
    assert rules(home) == []
    (tmp_path / "away").rename(tmp_path / "calls.txt")
    home.a_pass(now())
    assert rules(home) == [SPOKE]


def test_who_is_new_was_not_there_before(tmp_path: Path) -> None:
    """A source that could not be read at first shows nothing of the time before somebody came on the list."""
    home = home_in(tmp_path)
    with (tmp_path / "calls.txt").open("w") as file:
        file.write(CALL.format(now() - 3 * DAY))
    (tmp_path / "calls.txt").rename(tmp_path / "away")
    home.a_pass(now() - DAY)
    (tmp_path / "away").rename(tmp_path / "calls.txt")
    home.a_pass(now())
    assert rules(home) == []
