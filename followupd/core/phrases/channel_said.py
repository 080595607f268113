"""The channel that plain words name: "texted her", "called instead, reached", "replied by email".

What was sent names another than a try does: of "no answer, texted her" the try is a call. English is the only language
so far.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from followupd.core.phrases.english import beside
from followupd.core.values.facts import Outcome

_TRIED = (Outcome.REACHED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.BUSY)


def channel_said(text: str, outcome: Outcome, via: Collection[str]) -> str | None:
    """Return the channel that a text names; None if it names none, or several."""
    if outcome is Outcome.SENT:
        named = _named(text, {**beside.SENT, **{one: rf"\b{re.escape(one)}\b" for one in _own(via)}})
    elif outcome in _TRIED:
        named = _named(text, beside.TRIED)
        if outcome is Outcome.REACHED:
            named = _named(text, beside.ANSWERED) or named
    else:
        return None
    found = {beside.AS_WELL.get(one, one) if one not in via else one for one in named}
    return found.pop() if len(found) == 1 else None


def said_in_writing(text: str) -> bool:
    """Return whether a text names a way to write to somebody, or says that it was in place of something else."""
    ways = r"texts?|sms|e?-?mails?|messages?|msg|whatsapp|letter|card|postcard|link|instead"
    return bool(_named(text, beside.SENT)) or re.search(rf"(?i)\b(?:{ways})\b", text) is not None


def _own(via: Collection[str]) -> set[str]:
    """Return the channels that the user made up, as they may be written."""
    return {one for one in via if one not in (*beside.SENT, *beside.TRIED, "coffee")}


def _named(text: str, words: dict[str, str]) -> set[str]:
    return {channel for channel, pattern in words.items() if re.search(pattern, text, re.IGNORECASE)}
