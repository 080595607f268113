"""A decision about a row of an import: add this person, do not, or ask again later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Decision(StrEnum):
    """The answer to "add them?"; `SHOWN` if they were on a sheet, and nothing was said."""

    YES = "yes"
    NO = "no"
    LATER = "later"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class RowDecision:
    """A decision about one row. `name` is in the words by which it is compared; `details` are addresses and numbers."""

    row: str
    decision: Decision
    name: str
    details: frozenset[str]
    at: datetime
