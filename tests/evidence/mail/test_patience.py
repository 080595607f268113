"""Mailboxes that hang hold a pass as long as one of them may, and what was read of each is remembered."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from followupd.errors import Failure
from followupd.evidence.mail.patience import GOES_ON, LARGE, PatientSource
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen
from followupd.passes.evidence import look_at, look_side_by_side
from tests.kit.mails import about


class SlowSource:
    """A source that waits until it may answer."""

    key = label = "slow"
    kind = EvidenceKind.MAIL

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.looks = 0
        self.fault: Exception | None = None
        self.part = ""

    def look(self, about: AskedAbout, memory: str, keep: Callable[[str], None]) -> EvidenceSeen:
        self.looks += 1
        if self.part:
            keep(self.part)
        self.may_answer.wait(20)
        if self.fault is not None:
            raise self.fault
        return EvidenceSeen(memory="read")


def test_several_that_hang_cost_the_patience_for_one() -> None:
    """And one that answers is read meanwhile."""
    sources = [SlowSource() for _ in range(4)]
    sources[2].may_answer.set()
    began = time.monotonic()
    seen = look_side_by_side([(PatientSource(source, patience=0.4), "before") for source in sources], about())
    assert time.monotonic() - began < 0.8
    assert [one.memory for one in seen] == ["before", "before", "read", "before"]
    assert [one.is_failure for one in seen] == [True, True, False, True]
    for source in sources:
        source.may_answer.set()


@pytest.mark.parametrize("fault", [None, Failure("the connection was cut", "")])
def test_what_was_read_of_a_look_that_is_cut_is_remembered(fault: Exception | None) -> None:
    """If it takes too long or fails, and without a sighting; it can be read, so that is not a failure."""
    source = SlowSource()
    source.part, source.fault = "a part", fault
    if fault is not None:
        source.may_answer.set()
    seen = look_at(PatientSource(source, patience=0.05), about(), "nothing")
    assert (seen.memory, seen.sightings, seen.is_failure) == ("a part", (), False)
    said = "the connection was cut." if fault is not None else f"{LARGE}. {GOES_ON}"
    assert seen.problems == (f"slow: {said}",)
    source.may_answer.set()
