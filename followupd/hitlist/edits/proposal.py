"""Changes of one file of a hit list, judged by the whole list before anything is written: `propose`.

Takes the list as it is and the bytes of the file; gives the new bytes and the list that they make. A value that the
list's own reader refuses is an error with its words, and so is a change that would touch anybody else. Never writes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import unified_diff
from itertools import takewhile
from pathlib import Path

from followupd.core.values.hitlist import Contact, Hitlist
from followupd.errors import UnsafeChange, UsageError
from followupd.hitlist.edits.changes import AddContact, EditRefused, ListEdit, RemoveContact
from followupd.hitlist.edits.edit import BOM, edited, to_paste
from followupd.hitlist.edits.restated import restated
from followupd.hitlist.load import Loaded, Place, load
from followupd.hitlist.problems import Problem, harmless

_INSIDE = re.compile(r"contacts\[\d+\]\.(.+)")
_CITED = re.compile(r"\('.*'\)|\".*\"")
_NUMBER = re.compile(r"\[(\d+)\]$")


@dataclass(frozen=True, slots=True)
class Draft:
    """A hit list as it was read, and the file of it that is to be changed.

    `at` is the place of the contact that is meant among all of the list; None for one to be added.
    """

    config: Path
    file: Path
    data: bytes
    loaded: Loaded
    at: int | None = None

    @property
    def place(self) -> Place | None:
        """Return where the contact is written."""
        return None if self.at is None else self.loaded.contacts_at[self.at]

    @property
    def number(self) -> int:
        """Return the number of the contact among those of its file."""
        found = _NUMBER.search(self.place.path) if self.place is not None else None
        return int(found[1]) if found else 0


@dataclass(frozen=True, slots=True)
class Removed:
    """The lines that a file no longer has, and the number of the first of them.

    `pastes_back` says that the file is as it was if these lines are put there again; if not, they are all that differ.
    """

    line: int
    lines: tuple[str, ...]
    pastes_back: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """A file with changes that are not written yet, and the list that it makes.

    `contact` is the changed one as it would be, None if it is removed.
    `notes` say what would have no effect.
    """

    draft: Draft
    new: bytes
    hitlist: Hitlist
    contact: Contact | None
    notes: tuple[str, ...] = ()

    @property
    def changes_anything(self) -> bool:
        """Return whether the list would say anything else than it says now."""
        return self.hitlist != self.draft.loaded.hitlist

    @property
    def diff(self) -> str:
        """Return what would change, as `diff -u` shows it; "" if nothing does."""
        if not self.changes_anything:
            return ""
        old, new = (_lines(data) for data in (self.draft.data, self.new))
        name = str(self.draft.file)
        return "".join(unified_diff(old, new, name, name))

    @property
    def removed(self) -> Removed:
        """Return what a contact's removal takes out, from its own line if that pastes back."""
        old, new = (data.decode().removeprefix(BOM).splitlines() for data in (self.draft.data, self.new))
        above, below = _same(old, new), _same(old[::-1], new[::-1])
        if above + below < len(new):
            return Removed(above + 1, tuple(old[above : len(old) - below]), pastes_back=False)
        own = self.draft.place.line - 1 if self.draft.place is not None else above
        begin = min(max(own, len(new) - below), above)
        return Removed(begin + 1, tuple(old[begin : begin + len(old) - len(new)]), pastes_back=True)

    @property
    def replaced(self) -> list[str]:
        """Return the lines that are no longer there as they were."""
        return [line[1:] for line in self.diff.splitlines()[2:] if line.startswith("-")]


def _lines(data: bytes) -> list[str]:
    """Return the lines of a file for a diff, which says of a last line without a line break that it has none."""
    lines = data.decode().splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += "\n\\ No newline at end of file\n"
    return lines


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """Return how many lines are the same at the beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def propose(draft: Draft, changes: Sequence[ListEdit]) -> Proposal:
    """Return the file with the changes, which are about one contact.

    Raises UsageError for a value that the list's reader refuses, with its words, and UnsafeChange with the lines to
    paste if the file is written in a way that cannot be changed without touching anything else.
    """
    data, comments, beside = draft.data, list[str](), list[str]()
    for change in changes:
        try:
            made = edited(data, change)
            data, comments, beside = made.data, [*comments, *made.comments], [*beside, *made.beside]
        except EditRefused as why:
            _judge(draft, restated(draft.data, changes))
            raise _refused(draft, changes, str(why)) from None
    after = _judge(draft, data)
    assert after.hitlist is not None
    before = draft.loaded.hitlist
    assert before is not None
    added = isinstance(changes[0], AddContact) if changes else False
    at = _last_in(after, draft.file) if added else draft.at
    gone = bool(changes) and isinstance(changes[0], RemoveContact)
    if _without(before, None if added else at) != _without(after.hitlist, None if gone else at):
        raise _refused(draft, changes, "somebody or something else on the list would change with it")
    notes = [*_new_notes(draft.loaded.notes, after.notes)]
    notes += [] if gone else [
        *_about(comments, "went with what it was about", "went with what they were about"),
        *_about(beside, "is still there", "are still there"),
    ]
    contact = None if gone or at is None else after.hitlist.contacts[at]
    return Proposal(draft, data, after.hitlist, contact, tuple(notes))


def _judge(draft: Draft, data: bytes) -> Loaded:
    """Return the whole list with this in place of the file. Raises UsageError for values that its reader refuses."""
    after = load(draft.config, instead={draft.file.resolve(): data})
    if after.hitlist is None:
        raise UsageError("\n".join(_complaints(after.problems)), "Nothing was written.")
    return after


def _new_notes(before: Sequence[Problem], after: Sequence[Problem]) -> Iterator[str]:
    """Yield the notes that were not there before; one that cites another value now is not new."""
    known, kinds = {note.sentence for note in before}, Counter(map(_kind, before))
    for note in after:
        if note.sentence not in known and kinds[_kind(note)] <= 0:
            yield note.sentence
        kinds[_kind(note)] -= 1


def _kind(note: Problem) -> str:
    """Return what a note says, without the values that it cites."""
    return _CITED.sub("", note.sentence)


def _about(comments: Sequence[str], one: str, several: str) -> Iterator[str]:
    """Yield what became of comments, if there are any."""
    cited = " and ".join(f'"{harmless(comment)}"' for comment in comments)
    if comments:
        yield f"the comment {cited} {one}." if len(comments) == 1 else f"the comments {cited} {several}."


def _without(hitlist: Hitlist, at: int | None) -> Hitlist:
    """Return the list without this contact."""
    if at is None:
        return hitlist
    return replace(hitlist, contacts=hitlist.contacts[:at] + hitlist.contacts[at + 1 :])


def _last_in(loaded: Loaded, file: Path) -> int:
    """Return the place of the last contact of a file among all of the list."""
    named = {place.file for place in loaded.contacts_at}
    here = {path for path in named if path.resolve() == file.resolve()}
    return max(n for n, place in enumerate(loaded.contacts_at) if place.file in here)


def _complaints(problems: Sequence[Problem]) -> Iterator[str]:
    """Yield what is wrong with the new values, as `check` would say it."""
    for problem in problems:
        inside = _INSIDE.fullmatch(problem.path)
        yield f"{inside[1]}: {problem.sentence}" if inside else problem.sentence


def _refused(draft: Draft, changes: Sequence[ListEdit], why: str) -> UnsafeChange:
    lines = [line for change in changes for line in to_paste(change)]
    if draft.place is None:
        by_hand = "To do it by hand, paste this below `contacts:`:"
    else:
        what = "paste this there" if lines else "edit it there"
        by_hand = f"The entry begins on line {draft.place.line}. To do it by hand, {what}{':' if lines else '.'}"
    return UnsafeChange(
        f"{draft.file} was not changed: {why}", "\n".join([by_hand, *(f"    {line}" for line in lines)])
    )
