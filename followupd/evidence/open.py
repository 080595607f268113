"""The sources of evidence that a hit list names.

Takes a hit list; reads nothing yet.
"""

from __future__ import annotations

from followupd.core.values.hitlist import Hitlist
from followupd.evidence.protocol import EvidenceSource


def open_evidence(hitlist: Hitlist) -> tuple[EvidenceSource, ...]:
    """Return the sources, each with what it needs to be read."""
    del hitlist
    return ()
