"""What is asked about lines of a call sheet, on the sheet and in reports."""

from __future__ import annotations

from followupd.core.phrases.vocabulary import SHOWN_TICKS

LOST_LINE = (
    "{0} is no longer on the sheet. What happened? Add a line: {1}: na, or another word. Or {1}: own if it is nothing"
)
NOBODY = "{0} on the call sheet names nobody on the hit list"
NOBODY_APART = NOBODY + ", or several people. Write the whole name, or own behind it if it is just a note"
SEVERAL = "{0} names several people. Write a line for each, or own behind it if it is just a note"
NAMELESS = "{0} on the call sheet is on no line of ours. Write it behind one, or own behind it if it is just a note"
BELOW = (
    "{0} is below the line and not behind it. If it is what happened, write it behind the line; if not, own behind it"
)
BESIDE = "{0} may be something else than a try. If it was one, write {1}: ok, or another word; if not, own behind it"
UNDONE = "{0} is still ticked: clear its box to take it back"
IN_THE_TITLE = "{0} in the title counts for nobody: put it behind {1}, or tick one"


def unknown_tick(box: str) -> str:
    """Return the question about a sign that is not a tick."""
    ticks = ", ".join(f"[{one}]" for one in SHOWN_TICKS)
    return f'"[{box}]" is not a tick that followupd knows ({ticks})'
