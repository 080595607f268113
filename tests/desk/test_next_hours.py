"""`next` in an evening block: a user who blocks that hour means to call then."""

from __future__ import annotations

from datetime import time

import pytest

from followupd.core.people.identity import identify
from followupd.core.values.hitlist import BlockRule
from followupd.core.values.user_time import ALL_FREE
from followupd.desk.asking import NextArguments
from followupd.desk.next import next_answer
from followupd.passes.outlook import outlook
from tests.kit.people import TUESDAY, at, hit_list, person

EVENING = BlockRule((2,), time(18, 30))
STARTED = at("2026-11-20 09:00")


@pytest.mark.parametrize(
    ("rule", "hours", "when", "named"),
    [
        (EVENING, None, "2026-11-25 18:45", True),
        (EVENING, None, "2026-11-26 18:45", False),              # Thursday evening
        (TUESDAY, None, "2026-11-25 18:45", False),
        (EVENING, "9:00-17:00", "2026-11-25 18:45", False),
    ],
)
def test_next_in_the_block(rule: BlockRule, hours: str | None, when: str, named: bool) -> None:
    """A contact without hours may be called in it, from 8:00 to 21:00 of their clock."""
    contact = person(**({"hours": hours} if hours else {}))
    hitlist = hit_list(contact, blocks=(rule,))
    listed = identify(hitlist.contacts, (), STARTED).listed
    view = outlook(hitlist, listed, {}, at(when), ALL_FREE)
    assert ("Call Dana" in next_answer(view, NextArguments(None, None), as_json=False).text) is named
