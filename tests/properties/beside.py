"""Further rules for the machine of converging.py: promises, cards, meetings, reviews, skipped blocks.

`Hands` is what the user did and must still hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from followupd.core.values.facts import (
    Attempt,
    Booked,
    Fact,
    Moved,
    Outcome,
    Promised,
    Restored,
    Settled,
    Skipped,
    Swept,
)
from followupd.core.values.record import Facts
from followupd.history.store import History
from tests.kit.places import CalendarPlace

TASKS = ("promise-", "date-", "book-")


def done_on(act: str) -> Outcome:
    """Return what "done" means on this title or line of ours: an email was only sent."""
    return Outcome.SENT if "Email " in act else Outcome.REACHED


@dataclass
class Hands:
    """The user's acts that must still hold: dragged to an instant, deleted (None), marked; `ever` is everything."""

    touched: dict[str, datetime | None] = field(default_factory=dict)
    ever: set[str] = field(default_factory=set)
    marked: dict[str, Outcome] = field(default_factory=dict)
    worded: set[str] = field(default_factory=set)
    swept: set[str] = field(default_factory=set)    # reviews with a decision about somebody
    dropped: set[str] = field(default_factory=set)  # reminders whose title says so, until a pass has read it
    done: set[str] = field(default_factory=set)     # events on which a promise, card or meeting was marked done


class Beside(RuleBasedStateMachine):
    """The rules; the machine has the state that they act on."""

    steps: Counter[str]
    place: CalendarPlace
    history: History
    hands: Hands
    now: datetime
    logged: list[Fact]

    def step(self, name: str) -> None:
        """Count a step; everything that happens has its own minute."""
        self.steps[name] += 1
        self.now += timedelta(minutes=1)

    def coming(self) -> list[str]:
        return sorted(uid for uid, (_, p) in self.place.ours().items() if p.event.start > self.now)

    def open_ones(self) -> list[str]:
        """Coming events that were neither answered nor cancelled."""
        return sorted(uid for uid, (_, p) in self.place.ours().items() if p.event.start > self.now
                      and not p.event.summary.startswith("✓") and not p.cancelled)

    def skipped(self) -> set[str]:
        """UIDs whose skip was not taken back."""
        found: set[str] = set()
        for fact in Facts(self.history.facts()).all.skips:
            if isinstance(fact, Skipped):
                found.add(fact.uid)
            else:
                found.discard(fact.uid)
        return found

    def forget(self, uid: str) -> None:
        """Forget what the user did on this event: they undid it."""
        self.hands.touched.pop(uid, None)
        self.hands.marked.pop(uid, None)
        self.hands.worded.discard(uid)
        self.hands.done.discard(uid)
        self.hands.swept.discard(uid)

    @rule(data=st.data(), word=st.sampled_from((" done", " dropped", " booked 3 Mar 2029")))
    def something_is_done(self, data: st.DataObject, word: str) -> None:
        """A promise kept, a card posted, a meeting booked, or none of it: reported in the title of its reminder."""
        self.step("things done")
        told = self.hands.done | self.hands.dropped
        reminders = [u for u in self.open_ones() if u.startswith(TASKS) and u not in told]
        if reminders:
            uid = data.draw(st.sampled_from(reminders))
            word = " done" if "booked" in word and not uid.startswith("book-") else word
            self.place.retitle(uid, self.place.ours()[uid][1].event.summary + word)
            if word == " dropped" and not uid.startswith("promise-"):
                self.hands.ever.add(uid)          # not this time: the same as deleting its reminder
                self.hands.dropped.add(uid)
            else:
                self.hands.done.add(uid)
            self.hands.touched.pop(uid, None)

    @rule(data=st.data(), tick=st.sampled_from(("[x]", "[-]", "[>]")))
    def somebody_who_rests_is_decided_on(self, data: st.DataObject, tick: str) -> None:
        """Decide on a review that was not cancelled, past or to come: call now, let rest, or back on a day."""
        self.step("decisions on reviews")
        sweeps = [
            (uid, line) for uid, (_, there) in self.place.ours().items()
            if uid.startswith("review-") and not there.cancelled
            for line in there.event.description.split("\n") if line.startswith("[ ] ")
        ]
        if sweeps:
            uid, line = data.draw(st.sampled_from(sweeps))
            text = self.place.ours()[uid][1].event.description
            told = f"{line.replace('[ ]', tick, 1)} {'3 Mar 2029' if tick == '[>]' else ''}".rstrip()
            self.place.rewrite(uid, text.replace(line, told))
            self.hands.swept.add(uid)

    @rule(back=st.booleans())
    def a_block_is_skipped_by_command(self, back: bool) -> None:
        """`followupd skip`, and `--undo`."""
        self.step("skipped blocks")
        uids = sorted(uid for uid in self.coming() if uid.startswith("block-"))
        facts: Sequence[Skipped | Restored] = ()
        if back:
            facts = [Restored(None, self.now, f.uid) for f in self.history.facts() if isinstance(f, Skipped)
                     and f.uid.startswith("block-") and f.start > self.now][-1:]
        elif uids:
            facts = [Skipped(None, self.now, uids[0], self.place.ours()[uids[0]][1].event.start)]
        self.history.append(facts, self.now)
        self.logged += facts
        self.hands.ever |= {fact.uid for fact in facts}
        for fact in facts:
            self.forget(fact.uid)

    @rule(number=st.integers(0, 2), days=st.none() | st.integers(0, 20))
    def a_promise_is_given(self, number: int, days: int | None) -> None:
        self.step("promises")
        by = None if days is None else self.now.date() + timedelta(days=days)
        fact = Promised(f"p{number}", self.now, f"what was said at {self.now:%d %b %H:%M}", by)
        self.history.append([fact], self.now)
        self.logged.append(fact)

    def check_facts(self) -> None:
        """Nothing told is lost, and nothing is taken for the user's act that was none."""
        facts = self.history.facts()
        assert all(fact in facts for fact in self.logged)
        taken_for_hands = {fact.uid for fact in facts if isinstance(fact, Moved | Skipped)}
        assert taken_for_hands <= self.hands.ever, "what the line or the server did is not an instruction of the user's"
        told = Counter((fact.event, fact.outcome) for fact in facts if isinstance(fact, Attempt) and fact.event)
        for uid, outcome in self.hands.marked.items():
            assert told[uid, outcome] >= 1, "a mark was not picked up"
        self.hands.marked.clear()
        answered = {fact.event for fact in facts if isinstance(fact, Attempt | Settled | Booked)}
        assert answered >= self.hands.done, "what was done was not picked up"
        self.hands.done.clear()
        self.hands.dropped.clear()
        swept = {fact.event for fact in facts if isinstance(fact, Swept)}
        assert swept >= self.hands.swept, "a decision on a review was not picked up"
        self.hands.swept.clear()
