"""Somebody who waits for an answer, whatever else the hit list says: an action plan, a pause, an end."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from followupd.core.values.hitlist import Contact, Per, Quota, Status
from tests.kit.evidence_of_sam import RANG, SAM, WROTE, Desk, ahead, came, to_come
from tests.kit.evidence_of_sam import desk as desk
from tests.kit.evidence_of_sam import plain as plain


def listed(desk: Desk, sam: Contact) -> None:
    desk.hitlist = replace(desk.hitlist, contacts=(sam,))
    desk.run()


@pytest.mark.parametrize("rule", [RANG, WROTE])
def test_beside_an_action_plan(desk: Desk, rule: object) -> None:
    """They are answered first, although the plan asks for something else; once."""
    desk.hitlist = replace(desk.hitlist, action_plan=(Quota("coffee", 1, Per.MONTH),))
    desk.log(came(desk, RANG if rule is RANG else WROTE))
    desk.run()
    assert ahead(desk).count("you owe an answer") == 1


@pytest.mark.parametrize("until", [None, date(2027, 3, 1)])
def test_a_pause_waits(plain: Desk, until: date | None) -> None:
    """Nobody has a reminder during a pause; when it ends, they have."""
    listed(plain, replace(SAM, status=Status.PAUSED, pause_until=until))
    plain.log(came(plain))
    plain.run()
    assert "reply" not in to_come(plain)
    listed(plain, SAM)
    assert to_come(plain) == ["reply"]


def test_who_is_stopped_is_left_alone(plain: Desk) -> None:
    """Their reminder goes at once (P8)."""
    plain.log(came(plain))
    plain.run()
    assert to_come(plain) == ["reply"]
    listed(plain, replace(SAM, status=Status.STOP))
    assert to_come(plain) == []
    plain.log(came(plain, WROTE))
    plain.run()
    assert to_come(plain) == []
