"""The rules for calls: what an entry of the phone's call log shows.

Takes one call and the contacts; gives Noticed facts. A call that nobody answered, or that ended at once, is a try
without an answer; a longer one is asked about, or contact if the hit list says `yes`. A call of theirs that the user
missed is no try of anybody: they rang.
"""

from __future__ import annotations

from collections.abc import Iterator

from followupd.core.noticing.people_index import PeopleIndex
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome
from followupd.core.values.hitlist import Mode
from followupd.core.values.sightings import CallSeen

RULES = frozenset({EvidenceRule.NOT_ANSWERED, EvidenceRule.SPOKE, EvidenceRule.RANG})
A_TALK = 20                 # seconds: less is a voicemail's greeting
PHONE = "phone"


def shown_by(call: CallSeen, named: PeopleIndex, mode: Mode) -> Iterator[Noticed]:
    """Yield what a call shows of each person with this number. If it is that of several, each is asked about."""
    if mode is Mode.NO:
        return
    whose = named.with_numbers(call.numbers)
    found = _meaning(call, alone=len(whose) == 1)
    if found is None:
        return
    outcome, rule, certain = found
    # Somebody who rang and was missed is only to be answered: that counts as nothing, so there is nothing to ask about.
    sure = outcome is None or (certain and mode is Mode.YES and len(whose) == 1)
    spoke = call.seconds if rule is EvidenceRule.SPOKE else None
    for key in whose:
        yield Noticed(key, call.at, outcome, PHONE, rule, call.evidence, sure, call.source, seconds=spoke)


def _meaning(call: CallSeen, *, alone: bool) -> tuple[Outcome | None, EvidenceRule, bool] | None:
    """Return the outcome, the rule, and whether the log alone is certain of it; None if it shows nothing."""
    if call.missed:
        return (None, EvidenceRule.RANG, True) if alone else None       # who of them rang, nobody knows
    long = call.seconds is not None and call.seconds >= A_TALK
    if call.incoming:
        return (Outcome.REACHED, EvidenceRule.SPOKE, True) if long else None
    if long or call.seconds is None:
        return Outcome.REACHED, EvidenceRule.SPOKE, long
    return Outcome.NO_ANSWER, EvidenceRule.NOT_ANSWERED, True
