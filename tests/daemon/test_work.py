"""The daemon's work: a hit list that is read again after every edit, and answers that are never stale."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
import tzlocal
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from followupd.core.values.facts import Attempt, Outcome
from followupd.daemon.watch import stamps, stamps_after
from followupd.daemon.work import HitlistWork
from followupd.desk.answering import answer_alone
from followupd.desk.asking import (
    Arguments,
    ListArguments,
    NextArguments,
    StatusArguments,
    WhyArguments,
    program,
)
from followupd.errors import Failure, FollowupdError, UsageError
from followupd.history.locks import DaemonLock
from followupd.history.store import History
from followupd.passes import current_list
from followupd.passes.current_list import HitlistError
from followupd.passes.sources import open_sources, reload
from tests.daemon.test_asked import AT, SINCE, ourselves, question
from tests.kit.address_books import vcard
from tests.kit.branches import Branches
from tests.kit.waiting import save_later, until_believed
from tests.properties.worlds import EXAMPLES

LIST = """\
calendar: apart/followup.ics
state: apart/state.db
timezone: America/Denver
include: more*.yaml
contacts: [Dana]
"""


@pytest.fixture
def work(tmp_path: Path) -> Iterator[HitlistWork]:
    (tmp_path / "apart").mkdir()       # what is written there changes no folder in which a glob looks
    (tmp_path / "hitlist.yaml").write_text(LIST)
    (tmp_path / "more.yaml").write_text("contacts: [Sam]\n")
    until_believed(tmp_path / "more.yaml")
    made = HitlistWork(open_sources(tmp_path / "hitlist.yaml"), ourselves)
    made.prepare()
    yield made
    made.sources.close()


@pytest.mark.parametrize("calendar", ["apart/followup.ics", "apart/"])
def test_what_a_pass_wrote_is_known(tmp_path: Path, calendar: str) -> None:
    """So the daemon does not mistake its own write for the user's; a second pass has written nothing."""
    (tmp_path / "apart").mkdir()
    text = f"calendar: {calendar}\nstate: state.db\ncontacts: [Dana]\nblock: Tuesday 10:00\n"
    (tmp_path / "hitlist.yaml").write_text(text)
    made = HitlistWork(open_sources(tmp_path / "hitlist.yaml"), ourselves)
    made.prepare()
    before = stamps(made.watched())
    assert made.run(AT, "start").changes
    after = stamps(made.watched())
    assert before != after == stamps_after(before, made.own_writes())
    assert not made.run(AT, "start").changes
    assert made.own_writes() == ()
    made.sources.close()


def names(work: HitlistWork) -> list[str]:
    return [contact.name for contact in work.sources.hitlist.contacts]


def test_an_unchanged_list_is_not_read_again(work: HitlistWork) -> None:
    """Reading ten thousand people takes a second, and the memo is for this one value."""
    before = work.sources.hitlist
    work.prepare()
    assert work.sources.hitlist is before


def test_every_edit_is_read(work: HitlistWork, tmp_path: Path) -> None:
    """An edited file, one more file, and an edit that keeps the length."""
    save_later(tmp_path / "more.yaml", "contacts: [Noor]\n")
    work.prepare()
    assert names(work) == ["Dana", "Noor"]
    save_later(tmp_path / "more2.yaml", "contacts: [Kofi]\n")
    work.prepare()
    assert names(work) == ["Dana", "Noor", "Kofi"]
    save_later(tmp_path / "hitlist.yaml", LIST.replace("Dana", "Dona"))
    work.prepare()
    assert names(work) == ["Dona", "Noor", "Kofi"]


def test_a_bad_edit_that_was_taken_back_is_read_again(work: HitlistWork, tmp_path: Path) -> None:
    """P9: the last good list stays in use, and each pass checks whether it is good again. A missing file is not a
    list."""
    config, before = tmp_path / "hitlist.yaml", work.sources.hitlist
    save_later(config, "contacts: [")
    for _ in range(2):
        with pytest.raises(HitlistError):
            work.prepare()
        assert work.sources.hitlist is before
    save_later(config, LIST)
    work.prepare()
    assert names(work) == ["Dana", "Sam"]
    config.unlink()
    with pytest.raises(UsageError):
        work.prepare()


# Answers


SERVED = (
    "calendar: apart/followup.ics\nstate: apart/state.db\nhours: Mon-Sun 0:00-24:00\nstart_small: off\n"
    "include: people/*.yaml\nblock: {every: Tuesday 10:00, ahead: 3 weeks}\ncontacts: [{name: %s, every: %s}]\n"
)
NAMES = ("Dana Whitfield", "Gina Whitfield", "Dana Withfield")      # as many letters each
QUESTIONS: tuple[Arguments, ...] = (
    NextArguments(None, None), NextArguments(20, "email"), WhyArguments("Sam"), ListArguments(None, None),
    StatusArguments(),
)


ANSWERS = Branches(answered=600, left_to_the_command=400)


class ServedDaemon(RuleBasedStateMachine):
    """Random edits, facts of other processes, clocks, zones and passes between questions."""

    @initialize()
    def begin(self) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.folder, self.now = Path(self.place.name), AT
        for name in ("people", "apart"):
            (self.folder / name).mkdir()
        self.config = self.folder / "hitlist.yaml"
        save_later(self.config, SERVED % (NAMES[0], "6 weeks"))
        save_later(self.folder / "people" / "friends.yaml", "- Sam Okafor\n")
        self.work = HitlistWork(open_sources(self.config), ourselves)
        self.lock = DaemonLock(self.folder / "apart" / "state.db")
        self.lock.acquire(SINCE)
        self.program = program()

    def teardown(self) -> None:
        if hasattr(self, "lock"):
            self.lock.release()
            self.work.sources.close()
            self.place.cleanup()
        os.environ.pop("TZ", None)
        tzlocal.reload_localzone()

    @rule(name=st.sampled_from(NAMES), every=st.sampled_from(("6 weeks", "7 weeks")), kept=st.booleans())
    def edit(self, name: str, every: str, kept: bool) -> None:
        """Edit, also as `cp -p` and rsync do, which keep the modification time."""
        before = self.config.stat()
        save_later(self.config, SERVED % (name, every))
        if kept:
            os.utime(self.config, ns=(before.st_atime_ns, before.st_mtime_ns))

    @rule(number=st.integers(0, 2), name=st.sampled_from(NAMES))
    def include(self, number: int, name: str) -> None:
        save_later(self.folder / "people" / f"{number}.yaml", f"- {name} {number}\n")

    @rule(who=st.sampled_from(("dana-whitfield", "sam-okafor")), outcome=st.sampled_from(list(Outcome)))
    def log(self, who: str, outcome: Outcome) -> None:
        with History.open(self.folder / "apart" / "state.db", "hitlist") as history:
            history.append((Attempt(who, self.now, outcome, "phone"),), self.now)

    @rule(minutes=st.sampled_from((-2000, -60, -1, 1, 20, 61, 300, 1500)))
    def clock(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(zone=st.sampled_from(("America/Denver", "Asia/Tokyo", "Pacific/Auckland")))
    def move_to(self, zone: str) -> None:
        os.environ["TZ"] = zone
        tzlocal.reload_localzone()

    @rule()
    def a_pass(self) -> None:
        with suppress(FollowupdError):
            self.work.prepare()
            self.work.run(self.now, "test")

    @rule()
    def start_again(self) -> None:
        """Start another process in the current zone, which it keeps."""
        self.work.sources.close()
        self.work, self.program = HitlistWork(open_sources(self.config), ourselves), program()

    @invariant()
    def what_is_answered_is_what_would_be_worked_out(self) -> None:
        if not hasattr(self, "program") or self.program != program():
            return                   # the counter hangs up on another environment
        for arguments in QUESTIONS:
            for as_json in (False, True):
                asked = self.work.answer(question(self.config, self.now, arguments, as_json=as_json), lambda: None)
                if asked is not None:
                    assert asked == answer_alone(self.config, lambda _: self.now, arguments, as_json=as_json)
                ANSWERS.reached("answered" if asked else "left_to_the_command")


@pytest.fixture
def one_system_zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    tzlocal.reload_localzone()
    yield
    monkeypatch.undo()
    tzlocal.reload_localzone()


@pytest.mark.usefixtures("one_system_zone")
@ANSWERS
def test_an_answer_is_never_stale(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over random edits of the same length, new files, facts, clocks set forward and back, and other system zones."""
    monkeypatch.setattr(current_list, "TICK", -3600.0)      # the files are as new as the test
    run_state_machine_as_test(
        ServedDaemon,
        settings=settings(
            max_examples=max(10, EXAMPLES // 8), stateful_step_count=15, deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_file_that_changed_a_moment_ago_is_not_trusted(tmp_path: Path) -> None:
    """Two edits within one tick of the file system's clock look alike: until the next pass commands do their own work.
    """
    (tmp_path / "hitlist.yaml").write_text("calendar: a.ics\nstate: s.db\ncontacts: [Sam]\n")
    opened = open_sources(tmp_path / "hitlist.yaml")
    assert not opened.current
    until_believed(tmp_path / "hitlist.yaml")
    again = reload(opened)
    assert again.current
    again.close()


def test_a_pass_does_not_fail_with_its_outlook(
    work: HitlistWork, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database vanishes at that moment, for example."""

    def gone(*_: object) -> None:
        raise Failure("gone", "")

    monkeypatch.setattr("followupd.daemon.work.outlook_from", gone)
    assert not work.run(AT, "start").problems


def test_address_books_are_watched_and_answer_as_the_pass_read_them(tmp_path: Path) -> None:
    """The file rings when it changes; between passes an answer has the card of the last pass."""
    (tmp_path / "hitlist.yaml").write_text("calendar: a.ics\nstate: s.db\naddressbook: cards.vcf\ncontacts: [Sam]\n")
    (tmp_path / "cards.vcf").write_text(vcard("Sam", "TEL:+1 303 555 0142"))
    until_believed(tmp_path / "hitlist.yaml")
    work = HitlistWork(open_sources(tmp_path / "hitlist.yaml"), ourselves)
    try:
        assert work.watched()[tmp_path / "cards.vcf"] == "calendar changed"
        work.run(AT, "start")
        for number in ("0142", "0177"):
            asked = work.answer(question(work.sources.config, AT, WhyArguments("Sam")), lambda: None)
            assert asked is not None
            assert "From the card of Sam in cards.vcf: phone." in asked.text
            (event,) = [one for one in work.sources.calendar.read().events if "tel:" in one.event.description]
            assert number in event.event.description
            (tmp_path / "cards.vcf").write_text(vcard("Sam", "TEL:+1 303 555 0177"))
            work.run(AT, "calendar changed")
    finally:
        work.sources.close()
