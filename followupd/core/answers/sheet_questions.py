"""Questions about the lines of a call sheet, on the sheet and in reports, and about words in its title.

An outcome in the title of a sheet or a review does not say whose it is, so it is never counted (P13).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from followupd.core.answers.ownership import added_words, title_read_against
from followupd.core.answers.whose import Whose
from followupd.core.items.kinds import kind_of
from followupd.core.people.wanted import is_task, person_of
from followupd.core.phrases.additions import is_own, is_undo
from followupd.core.phrases.said import ReadingRules, Unclear, outcome_in
from followupd.core.phrases.signs import OPEN
from followupd.core.phrases.vocabulary import TICKS, unasked
from followupd.core.phrases.words import quoted
from followupd.core.texts.legends import legend_of
from followupd.core.values.event import Event, Present
from followupd.core.values.facts import Outcome

LOST_LINE = (
    "{0} is no longer on the sheet. What happened? Add a line: {1}: na, or another word. Or {1}: own if it is nothing"
)
NOBODY = "{0} on the call sheet names nobody on the hit list"
NEAR_NAME = NOBODY + ". If you mean {1}, write it that way"
NOBODY_APART = NOBODY + ", or several people. Write {1}, or own behind it if it is just a note"
SEVERAL = "{0} names several people. Write a line for each, or own behind it if it is just a note"
_MAY_BE = "{0} on the call sheet may be {1}. Write the whole name, or own behind it if it is just a note"
_MOST_NAMES = 8
NAMELESS = "{0} on the call sheet is on no line of ours. Write it behind one, or own behind it if it is just a note"
_FOR_ALL = (
    "{0} on the call sheet says it of several people. Write it behind the line of each, or own behind it if it is just"
    " a note"
)
_DONE = "reached|answered|called|done|spoken to|sent|picked up|busy|left (?:a )?messages?|talked|spoke"
_EVERYBODY = (
    r"(?i)(?:all|both|everybody|everyone|nobody|no one|none)(?: of them)?(?: (?:was|were|are|have been))?"
    rf" (?:{_DONE})\b.*"
    r"|(?:reached|called|rang|texted|emailed|messaged|(?:spoke|talked) (?:to|with)|no answer from|left .*\bfor"
    r"|(?:got hold|got through) (?:of|to)) (?:all|both|everybody|everyone|anybody|anyone|nobody|no one|none)\b.*"
)
BELOW = (
    "{0} is below the line and not behind it. If it is what happened, write it behind the line; if not, own behind it"
)
BESIDE = "{0} may be something else than a try. If it was one, write {1}: ok, or another word; if not, own behind it"
UNDONE = "{0} is still ticked: clear its box to take it back"
IN_THE_TITLE = "{0} in the title counts for nobody: put it behind {1}, or tick one"
UNDO_IN_THE_TITLE = "undo in the title takes nothing back: write it behind the line of whom it is about"
IN_A_REVIEW = "{0} in the title of a review counts for nobody: write it on {1}, or own behind it if it is just a note"


def unknown_tick(box: str, ref: str, channel: str | None) -> str:
    """Return the question about a sign that is not a tick, with those of its line; all if its channel is not known."""
    ticks = legend_of(channel).ticks.replace("  ", ", ") if channel else ", ".join(f"[{one}]" for one in TICKS)
    return f'"[{box}]" is not a tick that followupd knows ({"[x]" if is_task(ref) else ticks})'


def unknown_sign(sign: str, ours: Event) -> str:
    """Return the question about a sign on a reminder that is not a tick."""
    return unknown_tick(sign, next(iter(ours.people), ""), ours.channel_at(0))


def may_be(text: str, names: Sequence[str]) -> str:
    """Return the question about a line that has a part of these names."""
    shown = [" ".join(name.split()) for name in names[:_MOST_NAMES]]
    shown += [f"{len(names) - _MOST_NAMES} more"] if len(names) > _MOST_NAMES else []
    return _MAY_BE.format(quoted(text), " or ".join(filter(None, [", ".join(shown[:-1]), shown[-1]])))


def asked_of_all(text: str) -> str:
    """Return the question about a line that says what happened with everybody, or nobody; "" for any other line."""
    return _FOR_ALL.format(quoted(text)) if re.fullmatch(_EVERYBODY, text) else ""


class Nameless(NamedTuple):
    """A line without a name: its `outcome`, None if it only may say one, and the `ref` of the line above or ""."""

    text: str
    outcome: Outcome | None
    ref: str


def nameless_questions(
    lines: Iterable[Nameless], reported: Collection[tuple[str, Outcome]]
) -> Iterator[tuple[str, str, str]]:
    """Yield a question, whose line it is about, and the question instead if that line is gone.

    `reported` are the outcomes on this sheet, by ref. What may be a note is asked about below an open line alone.
    """
    for text, outcome, ref in lines:
        elsewhere = "" if outcome in {said for _, said in reported} else NAMELESS.format(quoted(text))
        if outcome is None and ref in {other for other, _ in reported}:
            continue
        if ref and (ref, outcome) not in reported:
            yield BELOW.format(quoted(text)), ref, elsewhere
        elif elsewhere:
            yield elsewhere, "", ""


@dataclass(frozen=True, slots=True)
class TitleAsked:
    """The `question` about a title, "" if there is none, and the keys of the people whom it may be about."""

    question: str = ""
    meant: Sequence[str] = ()


def title_question(
    shown: Present, ours: Event, whose: Whose, rules: Callable[[str], ReadingRules], *, is_block: bool
) -> TitleAsked:
    """Return what to ask about the title. On a sheet it is about its people, on a review about anybody on the list."""
    before, title = unasked(title_read_against(shown, ours)), unasked(shown.event.summary)
    people = list(dict.fromkeys(map(person_of, ours.people))) if is_block else []
    words = " ".join(added_words(title, before)) if title != before else ""
    settled = title in map(unasked, ours.titles) or is_own(words.rpartition(" ")[2])
    if is_block and is_undo(words):
        return TitleAsked(UNDO_IN_THE_TITLE)
    if not words or settled or (is_block and not (people and ours.answer in OPEN)):
        return TitleAsked()
    named, _ = whose.named_in(words) or ("", "")
    about = people or ([named] if named else [])
    names = tuple(whose.names[key] for key in about if key in whose.names)
    first = next(iter(about), "")
    mark = kind_of(first).mark(title, before, replace(rules(first), names=names))
    if outcome_in(mark) is None and not isinstance(mark, Unclear):
        return TitleAsked()
    is_theirs = named in about
    if is_block:
        line = f"the line of {whose.names[named]}" if is_theirs else "a line"
        return TitleAsked(IN_THE_TITLE.format(quoted(words), line), [named] if is_theirs else about)
    event = f"the event of {whose.names[named]}" if is_theirs else "the event of whom it is about"
    return TitleAsked(IN_A_REVIEW.format(quoted(words), event), about)
