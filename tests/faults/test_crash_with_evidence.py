"""kill -9 at any step of a pass that reads evidence: nothing of it is lost, and nothing counts twice (P3, P4)."""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Outcome
from tests.faults.killing import LATER, Killing, can_trace
from tests.faults.with_evidence import AFTER, WITH_EVIDENCE, Witnessed, noticed_before
from tests.kit.mail_server import HAS_DOVECOT, MailServer, dovecot_in
from tests.kit.places import FilePlace

KILLS = int(os.environ.get("FOLLOWUPD_KILLS", "0")) or int(os.environ.get("FOLLOWUPD_EXAMPLES", "100")) * 3 // 100


@pytest.fixture(scope="module")
def server() -> Iterator[MailServer]:
    if not HAS_DOVECOT and not os.environ.get("FOLLOWUPD_REQUIRE_READERS"):
        pytest.skip("dovecot is not installed")
    with dovecot_in() as running:
        yield running


@pytest.fixture
def fresh(server: MailServer, tmp_path: Path) -> Callable[[], Witnessed]:
    """Give a new victim each time."""
    numbers = itertools.count()

    def made() -> Witnessed:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return Witnessed(folder, FilePlace(folder), server)

    return made


@pytest.mark.skipif(not can_trace(), reason="strace is not here, or may not trace")
@pytest.mark.parametrize("name", WITH_EVIDENCE)
def test_evidence_is_neither_lost_nor_doubled_by_kill_9(name: str, fresh: Callable[[], Witnessed]) -> None:
    """Wherever the pass ends, the next ones end as if nothing had happened; so does what comes afterwards."""
    killing = Killing(WITH_EVIDENCE[name], fresh)
    killing.learn()
    assert len(killing.steps) > 20
    steps = list(killing.steps)
    random.Random(f"{name} {KILLS}").shuffle(steps)
    for step in steps[:KILLS]:
        killing.kill(step)
    print(f"{killing.killed} of {len(killing.steps)} steps")
    assert killing.killed >= min(KILLS, len(steps)) * 0.9


def test_a_lost_database_counts_what_was_noticed_once(fresh: Callable[[], Witnessed]) -> None:
    """Every attempt counts as it did before, also one that the user was asked about, and the calendar is as it was."""
    victim = fresh()
    noticed_before(victim)
    question = next(one for one in victim.events() if one.uid.startswith("asked-"))
    victim.place.retitle(question.uid, f"{question.event.summary} yes")
    victim.a_pass(LATER)
    before, shown = victim.counted(LATER), [(one.uid, one.event) for one in victim.events()]
    assert sum(map(len, before.values())) > 6
    victim.lose_the_database()
    for _ in range(2):
        victim.a_pass(LATER)
        assert victim.counted(LATER) == before
        assert [(one.uid, one.event) for one in victim.events()] == shown


def test_what_our_signs_show_outlives_a_database_that_is_lost_later(fresh: Callable[[], Witnessed]) -> None:
    """The evidence is too old to be noticed again; no event says that nothing was done on it (P12)."""
    victim, much_later = fresh(), AFTER + timedelta(days=20)
    noticed_before(victim)
    for now in (AFTER, much_later):
        victim.a_pass(now)
    signs = {one.uid: one.event.summary for one in victim.events() if one.event.summary.startswith("✓")}
    assert sorted(signs.values()) == [
        "✓ Call Dana Whitfield: no answer (call log)", "✓ Call Robin Hale: met (calendar)",
        "✓ Email Cleo Lang: reached (mailbox)", "✓ Email Sam Okafor: bounced (mailbox)",
    ]
    victim.lose_the_database()
    for _ in range(2):
        victim.a_pass(much_later)
        assert {one.uid: one.event.summary for one in victim.events() if one.uid in signs} == signs
        counted = [(who, outcome) for who, found in victim.counted(much_later).items() for _, outcome in found]
        assert counted == [
            ("cleo-lang", Outcome.REACHED), ("dana-whitfield", Outcome.NO_ANSWER), ("robin-hale", Outcome.REACHED),
            ("sam-okafor", Outcome.BOUNCED),
        ]
