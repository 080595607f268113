"""A server that hangs holds nobody longer than their patience, and one that fails is not asked again at once."""

from __future__ import annotations

import threading
import time

import pytest

from followupd.errors import Failure
from followupd.patience import PAUSES, Overdue, Patience


class SlowWork:
    """Work that waits until it may end."""

    def __init__(self) -> None:
        self.may_end = threading.Event()
        self.times = 0
        self.fault: Exception | None = None

    def __call__(self) -> str:
        self.times += 1
        self.may_end.wait(20)
        if self.fault is not None:
            raise self.fault
        return f"read {self.times}"


@pytest.fixture
def work() -> SlowWork:
    return SlowWork()


def test_a_later_call_has_the_result(work: SlowWork) -> None:
    """Without waiting again, and without doing the work twice."""
    patience = Patience[str]("test", "the mailbox")
    patience.begin(work, 0.05)
    with pytest.raises(Overdue, match=r"the mailbox was not read within 0\.05 seconds"):
        patience.result()
    began = time.monotonic()
    patience.begin(work, 60)
    with pytest.raises(Overdue):
        patience.result()
    assert time.monotonic() - began < 0.04
    work.may_end.set()
    assert patience.is_done(10)
    assert (patience.result(), work.times) == ("read 1", 1)
    patience.begin(work)
    assert patience.result() == "read 2"


@pytest.mark.parametrize(("fault", "sentence"), [
    (Failure("the server refused the login of alex", "Look."), "refused the login"),
    (MemoryError(), "it is too large for this machine"), (KeyError("secret"), r"it cannot .* followupd \(KeyError\)"),
])
def test_a_failure_is_not_tried_again_at_once(
    work: SlowWork, fault: Exception, sentence: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An account may be locked after many logins; a fault of ours ends no pass. The pauses grow."""
    work.may_end.set()
    work.fault = fault
    patience = Patience[str]("test")
    now = time.monotonic()
    for failures, pause in enumerate((*PAUSES, PAUSES[-1]), 1):
        for later in (0.0, pause - 5):
            monkeypatch.setattr(time, "monotonic", lambda at=now + later: at)
            patience.begin(work)
            with pytest.raises(Failure, match=sentence) as caught:
                patience.result()
            assert "secret" not in f"{caught.value.message} {caught.value.hint}"
        assert work.times == failures
        now += pause + 5
    work.fault = None
    monkeypatch.setattr(time, "monotonic", lambda: now)
    patience.begin(work)
    assert patience.result() == "read 5"


def test_a_file_is_read_again_after_each_failure(work: SlowWork) -> None:
    """Reading one costs little, and the user may have mended it."""
    work.may_end.set()
    work.fault = Failure("no such file")
    patience = Patience[str]("test", pauses=False)
    for _ in range(3):
        patience.begin(work)
        with pytest.raises(Failure):
            patience.result()
    assert work.times == 3
