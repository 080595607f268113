"""How a line of a task on a call sheet is told from a line of a person."""

from __future__ import annotations

STARTS = ("Promised to ", "Card for ", "Book the next meeting")


def is_matter_line(text: str) -> bool:
    """Whether a ticked line is one of a matter, and so never a try to reach whom it names."""
    return text.lstrip().startswith(STARTS)
