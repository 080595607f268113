"""What was typed behind `followupd log`, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What was typed."""

    who: str
    outcome: tuple[str, ...]
    via: str | None
    at: str | None
    note: str
    next: str | None
