"""A server that hangs holds no pass longer than its patience, and one that fails is not asked again at once."""

from __future__ import annotations

import threading
import time

import pytest

from followupd.errors import Failure
from followupd.evidence.mail.patience import PatientSource
from followupd.evidence.protocol import AskedAbout, EvidenceKind, EvidenceSeen
from tests.kit.mails import about


class SlowSource:
    """A source that waits until it may answer."""

    key = label = "slow"
    kind = EvidenceKind.MAIL

    def __init__(self) -> None:
        self.may_answer = threading.Event()
        self.looks = 0
        self.fault: Exception | None = None

    def look(self, about: AskedAbout, memory: str) -> EvidenceSeen:
        self.looks += 1
        self.may_answer.wait(20)
        if self.fault is not None:
            raise self.fault
        return EvidenceSeen(memory="read")


def test_a_pass_goes_on_and_a_later_one_has_the_result() -> None:
    """Without waiting again, and without a second reading."""
    source = SlowSource()
    patient = PatientSource(source, patience=0.05)
    with pytest.raises(Failure, match=r"not read within 0\.05 seconds"):
        patient.look(about(), "")
    began = time.monotonic()
    with pytest.raises(Failure):
        patient.look(about(), "")
    assert time.monotonic() - began < 0.04
    source.may_answer.set()
    work = patient._under_way
    assert work is not None
    assert work.done.wait(10)
    assert patient.look(about(), "") == EvidenceSeen(memory="read")
    assert source.looks == 1


@pytest.mark.parametrize(("fault", "sentence"), [
    (Failure("the server refused the login of alex", "Look."), "refused the login"),
    (MemoryError(), "too large for this machine"), (KeyError("secret"), r"a fault in followupd \(KeyError\)"),
])
def test_a_failure_is_not_tried_again_at_once(fault: Exception, sentence: str) -> None:
    """An account may be locked after many logins; a fault of ours ends no pass."""
    source = SlowSource()
    source.may_answer.set()
    source.fault = fault
    patient = PatientSource(source)
    for _ in range(3):
        with pytest.raises(Failure, match=sentence) as caught:
            patient.look(about(), "")
        assert "secret" not in f"{caught.value.message} {caught.value.hint}"
    assert source.looks == 1
    patient._pause_ends = 0.0
    source.fault = None
    assert patient.look(about(), "").memory == "read"
