"""What was typed behind `followupd log`, as a value. No dataclass: what hands it to a daemon loads next to nothing."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """What was typed."""

    who: str
    outcome: tuple[str, ...]
    via: str | None
    at: str | None
    note: str
    next: str | None
