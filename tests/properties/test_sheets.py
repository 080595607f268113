"""What a sheet may say about everybody."""

from __future__ import annotations

from datetime import datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from followupd.core.texts.absent import NOBODY_HERE, UP_TO_DATE
from followupd.core.values.facts import Attempt, Outcome
from followupd.core.values.hitlist import Contact, Hitlist, Status
from tests.kit.branches import EXAMPLES, Branches
from tests.kit.people import planned
from tests.properties.worlds import NOWS, hitlists

SHEETS = Branches(up_to_date=8, nobody_here=20)


def is_contact(attempt: Attempt) -> bool:
    """Somebody was reached, or a card was sent; a line without a channel was by the first one."""
    return attempt.outcome is Outcome.REACHED or (attempt.outcome is Outcome.SENT and attempt.channel == "note")


def is_due(contact: Contact, hitlist: Hitlist, now: datetime, instant: datetime) -> bool:
    """Whether the cadence has come round since the last real contact; at once for whom nobody has reached."""
    day = instant.astimezone(hitlist.timezone).date()
    if contact.status is Status.STOP or (
        contact.status is Status.PAUSED and (contact.pause_until is None or day < contact.pause_until)
    ):
        return False
    real = [a.at for a in contact.log if a.at <= now and is_contact(a)]
    return not real or contact.cadence.every.after(max(real).astimezone(hitlist.timezone).date()) <= day


@SHEETS
@settings(max_examples=EXAMPLES)
@given(NOWS.flatmap(lambda now: st.tuples(hitlists(now), st.just(now))))
def test_no_sheet_says_that_nobody_is_due_while_somebody_is(situation: tuple[Hitlist, datetime]) -> None:
    """A sheet without people says that everyone is up to date only if they are; else it names who is due."""
    hitlist, now = situation
    for event in planned(hitlist, (), now, since=now).events:
        lines = event.description.splitlines()
        due = [c.name for c in hitlist.contacts if is_due(c, hitlist, now, event.start)]
        if UP_TO_DATE in lines:
            SHEETS.reached("up_to_date")
            assert due == []
        if NOBODY_HERE in lines:
            SHEETS.reached("nobody_here")
            assert due
            named = " ".join(lines[lines.index(NOBODY_HERE) + 1 :])
            assert any(name in named for name in due)
