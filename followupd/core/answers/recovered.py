"""The evidence behind our own signs after a lost database: it may be too old to be read again.

Takes the events that were adopted, as they were last written, and all that is noticed; gives a Noticed fact at the time
of each event whose ✓ says that a source showed it. Evidence that is there itself wins.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from followupd.core.people.identity import People
from followupd.core.phrases.signs import said_by
from followupd.core.phrases.vocabulary import Said
from followupd.core.values.event import Event
from followupd.core.values.facts import EvidenceRule, Noticed, Outcome
from followupd.core.values.sightings import evidence_of
from followupd.core.values.time import A_DAY
from followupd.core.values.uid import parse_item

_SHOWN: Mapping[Said, tuple[EvidenceRule, Outcome, str | None]] = {
    Said.MET_NOTICED: (EvidenceRule.MET, Outcome.REACHED, None),
    Said.SPOKE_NOTICED: (EvidenceRule.SPOKE, Outcome.REACHED, "phone"),
    Said.NO_ANSWER_NOTICED: (EvidenceRule.NOT_ANSWERED, Outcome.NO_ANSWER, "phone"),
    Said.SENT_NOTICED: (EvidenceRule.SENT, Outcome.SENT, "email"),
    Said.REPLIED_NOTICED: (EvidenceRule.REPLIED, Outcome.REACHED, "email"),
    Said.BOUNCED_NOTICED: (EvidenceRule.BOUNCED, Outcome.BOUNCED, "email"),
}


def recovered(adopted: Iterable[Event], people: People, noticed: Iterable[Noticed], calendar: str) -> Iterator[Noticed]:
    """Yield what the signs of adopted events show and no noticed fact does; `calendar` is the label of theirs."""
    known = tuple(noticed)
    for event in adopted:
        said, item = said_by(event.answer)[0], parse_item(event.uid)
        if item is None or not isinstance(said, Said) or said not in _SHOWN:
            continue
        key, (rule, outcome, channel) = people.today(item[1]), _SHOWN[said]
        # The sign is on the event that was open then, perhaps of the day before.
        there = (fact for fact in known if fact.contact == key and fact.rule is rule)
        if key in people.by_key and not any(event.start - A_DAY < fact.at < event.start + 2 * A_DAY for fact in there):
            yield Noticed(key, event.start, outcome, channel, rule, evidence_of("sign", event.uid), True, calendar)
