"""An invitation that the user did not accept, or a meeting that is not certain: they are asked whether they met."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.calendars.busy.conftest import event
from tests.passes.test_noticed_meetings import AFTER, LUNCH, NOON, MeetingHome

MINE = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:alex@example.com"
UNSURE = {
    "not answered": LUNCH.replace(MINE, MINE.replace("ACCEPTED", "NEEDS-ACTION")),
    "maybe": LUNCH.replace(MINE, MINE.replace("ACCEPTED", "tentative")),
    "the event": LUNCH.replace("SUMMARY", "STATUS:TENTATIVE\r\nSUMMARY"),
    "Outlook": LUNCH.replace("SUMMARY", "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\r\nSUMMARY"),
    "by title": event(*NOON, "STATUS:TENTATIVE", "SUMMARY:Lunch with Dana Whitfield", uid="title"),
}
SURE = {
    "accepted": LUNCH, "nothing said": LUNCH.replace(MINE, "ATTENDEE:mailto:alex@example.com"),
    "hers": LUNCH.replace("PARTSTAT=ACCEPTED;CN=Dana", "PARTSTAT=NEEDS-ACTION;CN=Dana"),
    "invited by the user": LUNCH.replace(
        MINE, f"ORGANIZER:mailto:alex@example.com\r\n{MINE.replace('ACCEPTED', 'NEEDS-ACTION')}"
    ),
}


@pytest.mark.parametrize(
    ("held", "sure"), [*((one, False) for one in UNSURE.values()), *((one, True) for one in SURE.values())],
    ids=[*UNSURE, *SURE],
)
def test_only_what_is_certain_counts_by_itself(tmp_path: Path, held: str, sure: bool) -> None:
    """Nobody waits for what is not; afterwards it is one question, and counts as nothing until it is answered."""
    home = MeetingHome(tmp_path)
    home.lists()
    home.holds(held)
    home()
    assert home.titles() == ["Meet Dana Whitfield" if sure else "Call Dana Whitfield"]
    home(AFTER)
    assert [fact.sure for fact in home.noticed()] == [sure]
    assert any(title.startswith("Did you meet Dana Whitfield") for title in home.titles(AFTER)) is not sure
