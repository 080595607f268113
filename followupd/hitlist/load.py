"""A hit list from its files: `load`.

Takes the path of the main file, reads it and what it includes, and gives the list or every problem at once (P9).
Never writes, never asks the clock.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from glob import glob
from pathlib import Path
from zoneinfo import ZoneInfo

from followupd.core.values.hitlist import Contact, Hitlist
from followupd.errors import UsageError
from followupd.hitlist.contacts import make_contact
from followupd.hitlist.located import LARGEST_FILE, Mapping, Node, Scalar, Sequence, TooMuch, Tree, read_tree
from followupd.hitlist.problems import Findings, Problem, harmless
from followupd.hitlist.rules import Rule, Rules, add_categories
from followupd.hitlist.scope import Scope, each, file_path, shown
from followupd.hitlist.sections import SectionValues
from followupd.hitlist.settings import Settings, settings_of
from followupd.hitlist.table import CONTACT, INCLUDED, SETTINGS

MOST_FILES = 1000
_GLOB = frozenset("*?[")
_TOP = Scalar("", True, 1, 1)


@dataclass(frozen=True, slots=True)
class Place:
    """The place where something is written; `line` and `column` count from 1."""

    file: Path
    line: int
    column: int
    path: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """The result of `load`. `hitlist` is None exactly when there are problems.

    `notes` are warnings, which stop nothing, such as one for a key without effect. `files` are all files that were
    read, absolute, for watching. `rests_on` are those and the folders of globs: as long as none of them changes, the
    list stays the same. None if it is not that simple. `blocks_at` and `contacts_at` say where each block
    and each contact is written, in their order.
    """

    hitlist: Hitlist | None
    problems: tuple[Problem, ...]
    notes: tuple[Problem, ...]
    files: tuple[Path, ...]
    rests_on: tuple[Path, ...] | None = None
    blocks_at: tuple[Place, ...] = ()
    contacts_at: tuple[Place, ...] = ()


def load(
    path: Path, default_zone: Callable[[], ZoneInfo] | None = None, instead: dict[Path, bytes] | None = None
) -> Loaded:
    """Read the hit list of this file and its includes. `default_zone` replaces the system's zone if none is given.

    `instead` has what is read for a file in place of what it holds, by its path with links resolved. Raises UsageError
    if the main file itself cannot be read; everything else is a Problem.
    """
    reading = _FileReading(path, Findings(), instead or {})
    settings: Settings | None = None
    contacts: tuple[Contact, ...] = ()
    with suppress(TooMuch):   # after a thousand problems the rest is not read
        reading.read_main()
        settings = reading.settings(default_zone)
        contacts = reading.contacts(settings)
    problems, notes = tuple(reading.findings.problems), tuple(reading.findings.notes)
    hitlist = None
    if not problems and settings:
        hitlist = Hitlist(contacts=contacts, **settings.values)
    rests_on = None if reading.looked_everywhere else (*reading.files, *reading.looked_in)
    at = reading.blocks_at(), tuple(reading.contacts_at)
    return Loaded(hitlist, problems, notes, tuple(reading.files), rests_on, *at)


@dataclass(slots=True)
class _FileReading:
    """The files of one hit list while they are read; the main file is the first part."""

    path: Path
    findings: Findings
    instead: dict[Path, bytes]
    files: list[Path] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)   # these files with links and `..` resolved
    parts: list[SectionValues] = field(default_factory=list)
    contacts_at: list[Place] = field(default_factory=list)
    has_settings: bool = False
    looked_in: list[Path] = field(default_factory=list)   # the folders of the globs,
    looked_everywhere: bool = False                       # True after a glob with patterns for folders

    def read_main(self) -> None:
        main = self.path.absolute()
        try:
            data = self._data(main)
        except OSError as error:
            reason = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
            raise UsageError(
                f"the hit list {self.path} {reason}", "followupd init writes a first one; -c names another file"
            ) from None
        self.files.append(main)
        self.seen.add(main.resolve())
        scope = Scope(self.path, main.parent, self.findings)
        tree = self._tree(scope, data)
        if tree.root is None or (isinstance(tree.root, Scalar) and tree.root.is_empty):
            if not tree.faults:
                scope.problem(_TOP, "", "the file is empty. followupd init writes a first hit list.")
        elif isinstance(tree.root, Mapping):
            self.has_settings = True
            self._take(SETTINGS.found(scope, tree.root, ""), (main.resolve(),))
        else:
            what = "a list" if isinstance(tree.root, Sequence) else "one text"
            sentence = f'this is {what}, and a hit list is made of keys. Put "contacts:" above it.'
            scope.problem(tree.root, "", sentence)

    def _data(self, file: Path, *, only_files: bool = False) -> bytes:
        known = self.instead.get(file.resolve()) if self.instead else None
        return _read(file, only_files=only_files) if known is None else known

    def _tree(self, scope: Scope, data: bytes) -> Tree:
        tree = read_tree(data)
        for fault in tree.faults:
            self.findings.problems.append(Problem(scope.file, fault.line, fault.column, "", harmless(fault.sentence)))
        return tree

    def _take(self, section: SectionValues | None, above: tuple[Path, ...]) -> None:
        if section is None:
            return
        self.parts.append(section)
        if "include" in section.nodes:
            for node, at in each(section.nodes["include"], "include"):
                text = section.scope.text(node, at, "friends.yaml")
                if text is not None:
                    self._include(section.scope, node, at, text, above)

    def _include(self, scope: Scope, node: Node, at: str, text: str, above: tuple[Path, ...]) -> None:
        wanted = scope.value(node, at, lambda written: file_path(scope.folder, written), "friends.yaml")
        if wanted is None:
            return
        try:
            files = self._matching(scope, node, at, text, wanted, above)
        except (OSError, RuntimeError):   # a folder without permission, a link to itself
            scope.problem(node, at, f'"{shown(text)}" cannot be reached. Fix the path, or remove the line.')
            return
        for file in files:
            self._read_included(scope, node, at, file, above)

    def _matching(
        self, scope: Scope, node: Node, at: str, text: str, wanted: Path, above: tuple[Path, ...]
    ) -> list[Path]:
        """Return the files that an include names; those of a glob are sorted, without the including file itself."""
        if not _GLOB.isdisjoint(text) and not wanted.exists():
            pattern = str(Path(text).expanduser())   # not `wanted`: its folder may have a bracket in its name
            folder, _ = os.path.split(pattern)
            self.looked_in.append(scope.folder / folder)
            self.looked_everywhere |= not _GLOB.isdisjoint(folder)
            names = glob(pattern, root_dir=scope.folder, recursive=True)   # noqa: PTH207  # Path.glob takes no `..`
            matches = [scope.folder / name for name in sorted(names)]
            self.looked_in += matches       # including a link to a file that does not exist yet
            files = [match for match in matches if match.is_file() and match.resolve() not in above]
            if not files:
                scope.note(node, at, f'"{shown(text)}" matches no file yet.')
            return files
        if wanted.resolve() in above:
            scope.problem(node, at, f'"{shown(text)}" includes itself. Remove one of the two include lines.')
            return []
        return [wanted]

    def _read_included(self, scope: Scope, node: Node, at: str, file: Path, above: tuple[Path, ...]) -> None:
        if file.resolve() in self.seen:   # two globs may match it, or an include further in
            return
        if len(self.files) > MOST_FILES:
            scope.problem(node, at, f"the hit list is made of more than {MOST_FILES} files by here. Join some.")
            raise TooMuch
        try:
            data = self._data(file, only_files=True)
        except OSError as error:
            reason = "is not there" if isinstance(error, FileNotFoundError) else f"cannot be read ({error.strerror})"
            scope.problem(node, at, f"{self._label(file)} {reason}. Fix the path, or remove the line.")
            return
        self.files.append(file.absolute())
        self.seen.add(file.resolve())
        inner = Scope(self._label(file), file.absolute().parent, self.findings)
        root = self._tree(inner, data).root
        if isinstance(root, Sequence):
            self._take(SectionValues(inner, root, "", {"contacts": root}, {}), above)
        elif isinstance(root, Mapping):
            self._take(self._included(inner, root), (*above, file.resolve()))
        elif root is not None and not (isinstance(root, Scalar) and root.is_empty):
            inner.problem(root, "", 'this is one text. Write "contacts:" and a list below it.')

    def _included(self, scope: Scope, root: Mapping) -> SectionValues | None:
        kept = Mapping(root.line, root.column)
        for text, (key, value) in root.entries.items():
            if text in SETTINGS.by_name and text not in INCLUDED.by_name:
                scope.problem(key, text, f"is a setting, and settings belong in {self.path.name} only. Move it there.")
            else:
                kept.add(text, key.line, key.column, value)
        return INCLUDED.found(scope, kept, "")

    def _label(self, file: Path) -> Path:
        """Return the file as the user would name it, relative to how the main file was named."""
        base = self.path.absolute().parent
        return self.path.parent / file.relative_to(base) if file.is_relative_to(base) else file

    def settings(self, default_zone: Callable[[], ZoneInfo] | None) -> Settings | None:
        return settings_of(self.parts[0], default_zone) if self.has_settings else None

    def blocks_at(self) -> tuple[Place, ...]:
        """Return where each block is written."""
        node = self.parts[0].nodes.get("block") if self.has_settings and self.parts else None
        return tuple(Place(self.path, one.line, one.column, at) for one, at in each(node, "block")) if node else ()

    def contacts(self, settings: Settings | None) -> tuple[Contact, ...]:
        """Return all contacts, in the order of the files, once all categories are known."""
        if settings is None:
            return ()
        categories: dict[str, Rule] = {}
        for part in self.parts:
            add_categories(part.scope, part.values.pop("categories", []), settings.default, categories)
        rules = Rules(categories, settings.default, settings.zone)
        contacts: list[Contact] = []
        first: dict[str, tuple[Scope, int, Contact]] = {}
        for part in self.parts:
            for node, at in self._entries(part):
                contact = _contact(part.scope, node, at, rules)
                if contact is None:
                    continue
                contacts.append(contact)
                self.contacts_at.append(Place(part.scope.file, node.line, node.column, at))
                if contact.slug in first:
                    _report_same_slug(part.scope, node, at, contact, first[contact.slug])
                else:
                    first[contact.slug] = (part.scope, node.line, contact)
        return tuple(contacts)

    def _entries(self, part: SectionValues) -> Iterator[tuple[Node, str]]:
        """Yield each entry of `contacts:` and free it once read: nodes take twice the memory of a contact."""
        node = part.nodes.get("contacts")
        if node is None or (isinstance(node, Scalar) and node.is_empty):
            return
        if not isinstance(node, Sequence):
            sentence = 'must be a list. Write "- name: Dana Whitfield" on the lines below it.'
            part.scope.problem(node, "contacts", sentence)
            return
        for index, (item, at) in enumerate(each(node, "contacts")):
            node.items[index] = _TOP
            yield item, at


def _contact(scope: Scope, node: Node, at: str, rules: Rules) -> Contact | None:
    """The contact, from a mapping or from a name alone."""
    if isinstance(node, Scalar):
        name = CONTACT.by_name["name"].shape.read(scope, node, at)
        return make_contact(SectionValues(scope, node, at, {}, {"name": name}), rules) if name else None
    found = CONTACT.found(scope, node, at)
    return None if found is None else make_contact(found, rules)


def _report_same_slug(scope: Scope, node: Node, at: str, contact: Contact, other: tuple[Scope, int, Contact]) -> None:
    """Report a second contact with the same slug, with the line of the first."""
    where = f"line {other[1]}" if other[0] is scope else f"line {other[1]} of {other[0].file}"
    if contact.name.casefold() == other[2].name.casefold():
        sentence = f'"{contact.name}" is on {where} too. Give one of them an id, or remove it.'
    else:
        sentence = (
            f'"{contact.name}" and "{other[2].name}" on {where} are both known as {contact.slug}.'
            " Give one of them a different id."
        )
    scope.problem(node, at, sentence)


def _read(file: Path, *, only_files: bool = False) -> bytes:
    """Return the bytes of the file, only as many as are needed to see that it is too large.

    With `only_files` a pipe or a device is refused, because it might never end. The main file may be one: `-c
    <(command)`.
    """
    if only_files and not stat.S_ISREG(file.stat().st_mode):
        raise OSError(errno.EINVAL, "a folder, a pipe or a device")
    with file.open("rb") as opened:
        return opened.read(LARGEST_FILE + 1)
