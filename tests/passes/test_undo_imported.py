"""An answer that was taken back stays so when the history is carried to a new database while it is still shown."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from followupd.core.values.facts import Attempt, Fact, Settled
from followupd.core.values.record import Facts
from followupd.history.codec import export_lines, parse_lines
from followupd.history.store import History
from tests.kit.evidence_of_sam import Desk, unsure
from tests.kit.evidence_of_sam import desk as desk
from tests.kit.evidence_of_sam import plain as plain
from tests.kit.phones import block, desk_of, tick

LINE = "Did you speak with Sam on Sun 22 Nov?"


def carried(desk: Desk) -> None:
    """Export the history, and import it into a new one, as on another machine."""
    exported = list(export_lines(desk.history.facts()))
    desk.history.close()
    desk.history = History.open(desk.folder / "new.db", "hitlist")
    desk.log(*parse_lines(exported))


def counting(desk: Desk) -> list[Fact]:
    return [one for one in Facts(desk.history.facts()).counting if isinstance(one, Attempt | Settled)]


@pytest.mark.parametrize("a_pass_between", [True, False])
@pytest.mark.parametrize("box", ["x", "-"])
def test_a_tick_of_a_question(desk: Desk, box: str, a_pass_between: bool) -> None:
    """On its sheet, before the block and after it; ticked again afterwards it counts again."""
    desk.log(unsure(desk))
    desk.run()
    tick(desk, LINE, box)
    desk.now = block(desk).event.start + timedelta(minutes=5)
    desk.run()
    assert len(counting(desk)) == 1
    desk.undo()
    if a_pass_between:
        desk.run()
    carried(desk)
    for _ in range(2):
        desk.now += timedelta(minutes=5)
        desk.run()
        assert counting(desk) == []
    there = block(desk)
    desk.calendar.rewrite(there.uid, there.event.description.replace(f"[{box}] {LINE}", f"[ ] {LINE}"))
    desk.now += timedelta(minutes=5)
    desk.run()
    tick(desk, LINE, box)
    desk.now += timedelta(minutes=5)
    desk.run()
    assert len(counting(desk)) == 1


@pytest.mark.parametrize("a_pass_between", [True, False])
def test_an_answer_in_a_title(plain: Desk, a_pass_between: bool) -> None:
    plain.log(unsure(plain))
    plain.run()
    there = plain.one("asked-")
    plain.calendar.retitle(there.uid, f"{LINE} yes")
    plain.now = there.event.end + timedelta(minutes=5)
    plain.run()
    assert len(counting(plain)) == 1
    plain.undo()
    if a_pass_between:
        plain.run()
    carried(plain)
    for _ in range(2):
        plain.now += timedelta(minutes=5)
        plain.run()
        assert counting(plain) == []


@pytest.mark.parametrize("a_pass_between", [True, False])
def test_a_tick_of_a_call(tmp_path: Path, a_pass_between: bool) -> None:
    other = desk_of(tmp_path)
    other.run()
    tick(other, "Call Renée Achterberg", "x")
    other.now = block(other).event.start + timedelta(minutes=5)
    other.run()
    assert len(counting(other)) == 1
    other.undo()
    if a_pass_between:
        other.run()
    carried(other)
    for _ in range(2):
        other.now += timedelta(minutes=5)
        other.run()
        assert counting(other) == []
    other.history.close()
