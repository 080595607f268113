"""The titles of events that evidence answered, or that wait at a meeting: what the user adds to that, or denies.

Takes an event as it is and as we last wrote it, and what its answer shows; records facts and questions. Words that say
the same are a note of what was noticed, at its time; words that say that there was no meeting take it back.
"""

from __future__ import annotations

from dataclasses import replace

from followupd.core.answers.recorder import Recorder
from followupd.core.answers.shown import NA_ALONE, has_dash, is_in_vain, noticed_on, time_of_try
from followupd.core.answers.taking_back import taking_back
from followupd.core.items.kind import Answer
from followupd.core.items.kinds import kind_of
from followupd.core.noticing.meetings import at_time, is_one
from followupd.core.people.noticed import as_attempt
from followupd.core.people.timeline import CALENDAR
from followupd.core.people.wanted import person_of
from followupd.core.phrases.additions import EDGE
from followupd.core.phrases.english.tasks import not_met
from followupd.core.phrases.said import Mark
from followupd.core.phrases.signs import OPEN
from followupd.core.phrases.vocabulary import unasked
from followupd.core.phrases.words import quoted
from followupd.core.values.event import Event, Present
from followupd.core.values.facts import Attempt, EvidenceRule, Noticed, Outcome, key_of

NOT_MET_ALONE = "this says that you did not meet. Write it without other words, or own if this is just a note"
_IN_TOUCH = (Outcome.REACHED, Outcome.DONE)
_SENT = (Outcome.SENT, Outcome.DONE, Outcome.NO_ANSWER)      # nobody answered what was sent


class NoticedTitles(Recorder):
    """The reading of such titles."""

    def shows(self, ours: Event) -> Noticed | None:
        """Return what was noticed and our answer on an event shows."""
        return noticed_on(ours, self._facts, person_of(self._whose.item_of(ours.uid) or ""))

    def attempt_shown(self, ours: Event) -> list[Attempt]:
        """Return the same as an attempt without a note: the title of a meeting is nobody's words."""
        fact = self.shows(ours)
        return [as_attempt(replace(fact, what=""), fact.outcome)] if fact is not None and fact.outcome else []

    def read_denial(self, shown: Present, ours: Event, ref: str, shows: Noticed | None) -> bool:
        """Read that a meeting did not take place; return whether the title says so."""
        waits = ours.silent and ours.answer in OPEN
        if not waits and (shows is None or shows.rule is not EvidenceRule.MET):
            return False
        added = unasked(shown.event.summary).replace(unasked(ours.summary), " ", 1).strip(EDGE)
        off, note = not_met(added)
        if not off and not (waits and has_dash(shown.event.summary, ours)):
            return False
        if note:
            self.ask(shown.uid, f"{quoted(added)}: {NOT_MET_ALONE}")
        elif shows is not None:
            self._undo(shown, ours, ref)
        else:
            self._not_met(shown, ours, person_of(ref))
        return True

    def _not_met(self, shown: Present, ours: Event, key: str) -> None:
        """Take back the meeting at which an event waits, before it is noticed or after; nobody waits for it then."""
        self._marked.add(shown.uid)
        for fact in at_time(self._user_time.meetings, key, ours.start, self._people.by_key, self._hitlist):
            known = [
                one for one in self._facts.recorded if isinstance(one, Noticed) and one.contact == key
                and one.rule is EvidenceRule.MET and is_one(fact.at, fact.what, one)
            ]
            if not known:
                self._found += [fact, *taking_back(self._facts.plus([fact]), [fact], self._now, CALENDAR)]
            counts = [one for one in known if key_of(one) not in self._facts.taken_back]
            self._found += taking_back(self._facts, counts, self._now, CALENDAR)

    def read_beside(self, answer: Answer, mark: Mark, ours: Event, shows: Noticed) -> bool:
        """Read words beside what was noticed; return False if they only say that something else was done."""
        if is_in_vain(mark, shows):
            self._deny_contact(answer, mark, ours, shows)
        elif _says_the_same(mark, shows):
            self._add_to(answer, mark, shows)
        else:
            return False
        return True

    def _add_to(self, answer: Answer, mark: Mark, shows: Noticed) -> None:
        """Read words that say the same as what was noticed: its note, if they say more."""
        uid = answer.shown.uid
        self._stays.add(uid)
        if mark.note or mark.asked is not None or mark.later is not None:
            met = shows.rule is EvidenceRule.MET
            told = replace(answer, outcome=shows.outcome, channel=shows.channel, met=met)
            self.ask_kind(told, kind_of(answer.ref), at=shows.at)
        else:
            self._marked.add(uid)

    def _deny_contact(self, answer: Answer, mark: Mark, ours: Event, shows: Noticed) -> None:
        """Take back the contact that was noticed. A call was a try, at its time."""
        at = time_of_try(mark, shows)
        if at is not None:
            when = None if mark.when else at
            self.ask_kind(replace(answer, channel=shows.channel or answer.channel), kind_of(answer.ref), at=when)
        elif mark.note or mark.asked is not None:
            self.ask(answer.shown.uid, f"{quoted(mark.note or Outcome.NO_ANSWER.words)}: {NA_ALONE}")
        else:
            self._undo(answer.shown, ours, answer.ref)


def _says_the_same(mark: Mark, fact: Noticed) -> bool:
    """Return whether a mark says what was noticed, by the same channel and at no other time."""
    if mark.when or (mark.channel is not None and mark.channel != fact.channel):
        return False
    same = {Outcome.REACHED: _IN_TOUCH, Outcome.SENT: _SENT}
    return fact.outcome is not None and mark.outcome in same.get(fact.outcome, (fact.outcome,))
