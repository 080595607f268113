"""The meaning of a user's text: a Mark, or that it is Unclear; and the rules by which it is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta

from followupd.core.phrases.vocabulary import OWN, READY_WORDS
from followupd.core.phrases.words import quoted
from followupd.core.values.facts import DayTime, Outcome

NO_MEETING_DAY = "{} does not say on which day you meet. Write booked Thu 15:00"
MOST_READINGS = 2      # in a question
_JUST_A_NOTE = f"{OWN} if this is just a note"


@dataclass(frozen=True, slots=True)
class Mark:
    """`outcome` for a try, or `later` for another day (with the event's own time if none is said).

    With an outcome `later` is the day on which they meet, and `asked` the day for the next try. `met` if it was said
    that they saw each other. `phrase` are the words that were not clear and that this mark settles. `channel` is the
    one that the words name, if it is not the one by which they are read: "texted her" on a call. `hours` is the part of
    the day that they name with another day and no time: "Friday afternoon". `when` is the moment at which it happened,
    in the words that name it (when_said.py). `wait` is how long after they are read the next try is: "in an hour".
    """

    outcome: Outcome | None
    later: DayTime | None = None
    note: str = ""
    met: bool = False
    asked: DayTime | None = None
    phrase: str = ""
    channel: str | None = None
    hours: tuple[time, time] | None = None
    when: str = ""
    wait: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """A text that may say what happened and is not understood; `why` says more if more can be said.

    `nearest` are the words with which the user may answer.
    """

    text: str
    why: str = ""
    nearest: tuple[Outcome, ...] = ()

    @property
    def question(self) -> str:
        """The sentence with which it is asked about on an event."""
        return self.why or f"{quoted(self.text)}. {self._readings} Or {_JUST_A_NOTE}"

    @property
    def asked_again(self) -> str:
        """The sentence with which it is refused where a note alone means nothing: by a command, in a `log:` line."""
        asked = self.why or f"{quoted(self.text)}. {self._readings}"
        for settling in (f". Or {_JUST_A_NOTE}", f", or {_JUST_A_NOTE}", "."):
            asked = asked.removesuffix(settling)
        return f"{asked}."

    @property
    def _readings(self) -> str:
        ready = [READY_WORDS[one] for one in self.nearest[:MOST_READINGS]]
        if not ready:
            return "What happened? Write it in a word, such as reached or na."
        (first, word), *more = ready
        others = "".join(f" {meant[0].upper()}{meant[1:]}? Write {short}." for meant, short in more)
        return f"Did you mean: {first}? Write {word}.{others}"


def outcome_in(read: Mark | Unclear | None) -> Outcome | None:
    """Return the outcome that a text was read as; None if it is unclear, only a day, or the user's own text."""
    return read.outcome if isinstance(read, Mark) else None


@dataclass(frozen=True, slots=True)
class ReadingRules:
    """The rules for reading a text: the user's own marks, the contact's names, and the day from which days count.

    `inviting`: the text is about an invitation, so "asked" means that it was made, and "he said yes" answers it.
    `channel` is that of the line, None if it is not known; `via` are the contact's channels.
    """

    words: Mapping[str, Outcome] = field(hash=False)
    today: date
    names: tuple[str, ...] = ()
    inviting: bool = False
    channel: str | None = None
    via: tuple[str, ...] = ()
