"""The desk of the commands that change the hit list: who is meant, in which file they are, and how it is written.

Takes an open desk and changes; gives an Edit, which writes the file as a whole or not at all, and not if it says
something else by now. What a changed list means for the calendar is said by `edited_list`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from followupd.calendars.files import atomic
from followupd.core.phrases.names import folded
from followupd.core.phrases.words import quoted
from followupd.desk.desk import Desk
from followupd.desk.who import Match
from followupd.errors import Failure, HitlistChanged, UsageError
from followupd.hitlist.edits.changes import AddContact, RemoveContact, RemoveKey, SetKey, Value
from followupd.hitlist.edits.proposal import Draft, Proposal, propose
from followupd.hitlist.load import Loaded, load
from followupd.hitlist.table import CONTACT

ORDER = tuple(key.name for key in CONTACT.keys)


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of one file that is not written yet, and the file as it was read."""

    proposal: Proposal
    state: atomic.FileState

    def write(self) -> None:
        """Write the file. Raises HitlistChanged if it was changed meanwhile, and Failure."""
        file = self.proposal.draft.file
        try:
            now = atomic.read(file)
            if now is None or now.data != self.state.data:
                raise _changed(file)
            atomic.sweep(file, atomic.replace(file, self.proposal.new, now))
        except atomic.ChangedMeanwhile:
            raise _changed(file) from None
        except OSError as error:
            raise Failure(
                f"{file} could not be written: {(error.strerror or 'input/output error').lower()}",
                "Nothing was changed. Allow this user to write the file and its folder.",
            ) from None


def set_key(key: str, value: Value, *inner: str) -> SetKey:
    """Return the change that gives a key a value, at its usual place if it is new."""
    return SetKey(0, (key, *inner), value, ORDER)


def change_of(desk: Desk, match: Match, changes: Sequence[SetKey | RemoveKey | RemoveContact]) -> Edit:
    """Return what becomes of the file of somebody. Raises what `propose` raises, and HitlistChanged."""
    draft, state = _draft(desk, match)
    numbered = [replace(one, contact=draft.number) for one in changes]
    return Edit(propose(draft, numbered), state)


def addition(desk: Desk, pairs: Sequence[tuple[str, Value]], file: str | None) -> Edit:
    """Return what becomes of a file of the list with one more contact: the named one, or the one that has contacts.

    Raises what `propose` raises, HitlistChanged, and UsageError for a file that is not part of the list.
    """
    states, loaded = _as_read(desk)
    places = [place.file for place in loaded.contacts_at]
    target = _usual_file(desk.config, places) if file is None else _named_file(desk, file)
    state = states[target.resolve()]
    return Edit(propose(Draft(desk.config, target, state.data, loaded), [AddContact(tuple(pairs))]), state)


def _draft(desk: Desk, match: Match) -> tuple[Draft, atomic.FileState]:
    """Return the list as it is, and the file of a contact."""
    states, loaded = _as_read(desk)
    contacts = loaded.hitlist.contacts if loaded.hitlist is not None else ()
    place = next((n for n, one in enumerate(contacts) if one.slug == match.contact.slug), None)
    if place is None:
        raise _changed(desk.config)
    file = loaded.contacts_at[place].file
    state = states[file.resolve()]
    return Draft(desk.config, file, state.data, loaded, place), state


def _as_read(desk: Desk) -> tuple[dict[Path, atomic.FileState], Loaded]:
    """Return the files by their path with links resolved, and what they say by now. Raises HitlistChanged."""
    states = {file.resolve(): _read(file) for file in desk.files}
    loaded = load(desk.config, instead={file: state.data for file, state in states.items()})
    if loaded.hitlist is None or not {file.resolve() for file in loaded.files} <= states.keys():
        raise _changed(desk.config)
    return states, loaded


def _changed(file: Path) -> HitlistChanged:
    return HitlistChanged(f"{file} was changed meanwhile; nothing was written", "Run the command again.")


def _read(file: Path) -> atomic.FileState:
    try:
        state = atomic.read(file)
    except OSError as error:
        reason = error.strerror or "input/output error"
        raise UsageError(f"{file} cannot be edited: {reason.lower()}", "Name a file with -c.") from None
    if state is None:
        raise HitlistChanged(f"{file} is not there any more", "Run the command again.")
    return state


def _usual_file(config: Path, places: Sequence[Path]) -> Path:
    """Return the file in which the last contact is written; the main file if it has contacts, or if nobody has any."""
    return config if not places or config in places else places[-1]


def _named_file(desk: Desk, name: str) -> Path:
    """Return the file of the list that is meant: by its path, or by its name."""
    files = dict.fromkeys((desk.config.absolute(), *desk.files))
    wanted = Path(name).expanduser()
    paths = [one for one in files if one in (wanted.absolute(), desk.config.absolute().parent / wanted)]
    found = paths or [one for one in files if folded(one.name) == folded(name) or one.stem == name]
    if len(found) != 1:
        known = ", ".join(one.name for one in files)
        raise UsageError(f"--file {quoted(name)} is not a file of this hit list", f"Its files: {known}.")
    base = desk.config.absolute().parent
    near = found[0].is_relative_to(base)
    return desk.config.parent / found[0].relative_to(base) if near else found[0]
