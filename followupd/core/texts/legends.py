"""Instructions for answering: the ticks of a call sheet and the words for a title, for the channels on it.

Takes channels; returns sentences. What the ticks and words mean is decided elsewhere (phrases/vocabulary.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Legend:
    """`name` begins its line if a sheet has several; `marks` is the sentence on a reminder."""

    name: str
    ticks: str
    marks: str


CALLS = Legend(
    "Calls", "[x] spoke  [-] no answer  [v] left a message",
    "When you have tried, put a word into the title: spoke, no answer (na), left a message (lm), later 3d.",
)
INVITATIONS = Legend(
    "Coffees", "[x] asked  [a] met, or booked Thu 15:00",
    "When you have asked, put a word into the title: asked, met, later 3d; once you agree on a day: booked Thu 15:00.",
)
MAIL = Legend(
    "Mail", "[x] sent  [a] answered  [!] bounced",
    "When you have written, put a word into the title: sent, answered, bounced, later 3d.",
)
MESSAGES = Legend(
    "Messages", "[x] sent  [a] answered", "When you have written, put a word into the title: sent, answered, later 3d."
)
NOTES = Legend("Notes", "[x] sent", "When it is posted, put a word into the title: sent, later 3d.")
OTHERS = Legend(
    "Others", "[x] reached  [-] no answer",
    "When you have tried, put a word into the title: reached, no answer (na), later 3d.",
)
DETAILS = Legend(
    "New details", "into the hit list", "When you have found them, write them into the hit list. Not now? later 3d."
)
_BY_CHANNEL = {
    "phone": CALLS, "video": CALLS, "coffee": INVITATIONS, "email": MAIL, "text": MESSAGES, "social": MESSAGES,
    "note": NOTES,
}


def legend_of(channel: str | None) -> Legend:
    """Return the legend for a try; `channel` is None if details have to be found first."""
    return _BY_CHANNEL.get(channel, OTHERS) if channel is not None else DETAILS


def ticks(channels: Iterable[str | None]) -> list[str]:
    """Return the lines for a sheet that holds these channels; a word before the box keeps them from being a tick."""
    found = dict.fromkeys(map(legend_of, channels))
    lines = [f"{legend.name if len(found) > 1 else 'Tick'}: {legend.ticks}" for legend in found if legend != DETAILS]
    if DETAILS in found:
        lines.append(f"{DETAILS.name}: {DETAILS.ticks}")
    return [*lines[:-1], f"{lines[-1]}. Add a few words behind a line if you like."] if lines else []
