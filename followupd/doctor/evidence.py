"""The sources of evidence: whether each can be read, and what it shows.

Takes the hit list, returns a check for each. Reads them whole, as the first pass does, and stores nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from followupd.core.values.hitlist import Hitlist
from followupd.core.values.time import count
from followupd.doctor.checks import Check, ok, warning
from followupd.evidence.numbers import INSTALL, is_installed
from followupd.evidence.open import open_evidence
from followupd.passes.evidence import about_people, look_at

PROBLEMS_NAMED = 3
A_YEAR = timedelta(days=365)


def examine_evidence(hitlist: Hitlist, now: datetime) -> Iterator[Check]:
    """Return a check for each source, in order."""
    about = about_people(hitlist.contacts, hitlist, now - A_YEAR)
    for source in open_evidence(hitlist):
        seen = look_at(source, about, "")
        shown = f"{source.label}: {count(len(seen.sightings), 'call')} with people on your list in the last year"
        if seen.problems:
            more = len(seen.problems) - PROBLEMS_NAMED
            said = " ".join(seen.problems[:PROBLEMS_NAMED]) + (f" And {more} more." if more > 0 else "")
            yield warning("calls", said, "What is sound in it counts.")
        elif not is_installed():
            yield warning("calls", f"{shown}, whose numbers are spelt alike", f"For any spelling: {INSTALL}")
        else:
            yield ok("calls", shown)
