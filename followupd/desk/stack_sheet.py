"""The stack as a sheet in a file: written once, then taken from, and only ever added to.

Takes a stack and the path of the sheet; gives what was written and taken. The same sheet taken twice changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from followupd.calendars.files import atomic
from followupd.core.stack.alike import Cluster
from followupd.core.stack.decisions import decided
from followupd.core.stack.people import StackPerson
from followupd.core.stack.sheet import SheetRead, Ticked, new_sheet, read_sheet, with_more
from followupd.core.stack.signs import MARK, who_is_meant
from followupd.core.values.decisions import Decision, RowDecision
from followupd.desk.stack import Stack, add, log_later
from followupd.errors import Failure, FollowupdError, UsageError
from followupd.history.decision_rows import keep_decisions

NOT_A_SHEET = "is not a sheet of followupd and was left unchanged"


@dataclass(frozen=True, slots=True)
class SheetTaken:
    """The fate of a sheet: `new` if it was written now, how many were put on it, and how many were turned down.

    `problems` are sentences. Who was added is in the stack.
    """

    new: bool
    shown: int
    refused: int
    problems: tuple[str, ...]


def use_sheet(stack: Stack, path: Path, command: str) -> SheetTaken:
    """Write the sheet if there is none; else take what is ticked, and put on it whom it has never shown."""
    state = _read(path)
    if state is None:
        text = new_sheet(stack.open, stack.categories, command)
        if stack.open:
            _write(path, text.encode(), None)
            _remember_shown(stack, stack.open)
        return SheetTaken(True, len(stack.open), 0, ())
    text = _text(state.data, path)
    read = read_sheet(text, stack.categories)
    if not read.marks:
        raise UsageError(f"{path} {NOT_A_SHEET}", "Name another file: --sheet stack.md")
    meant = who_is_meant(read.marks - read.twice, stack.everybody, stack.known.by_row())
    refused, problems = _take(stack, read, meant, path)
    unlogged = _log(stack, read, meant)
    shown = {one.mark for one in meant.values()}
    news = [one for one in stack.open if stack.known.of(one.cluster) is None and one.mark not in shown]
    if news:
        _write(path, with_more(text, news).encode(), state)
        _remember_shown(stack, news)
    about_lines = (f"{path}, {one}" for one in (*read.problems, *unlogged))
    return SheetTaken(False, len(news), refused, (*about_lines, *problems))


def _take(stack: Stack, read: SheetRead, meant: Mapping[str, Cluster], path: Path) -> tuple[int, list[str]]:
    """Do what is ticked; return how many were turned down, and what could not be done."""
    refused, problems = 0, list[str]()
    decided_of = _by_sign(stack)
    for ticked in read.ticked:
        stored = [one for one in decided_of.get(ticked.mark[:MARK], ()) if one.row.startswith(ticked.mark)]
        if any(one.decision in (Decision.YES, ticked.decision) for one in stored):
            continue        # it was taken before, whatever the files say of them now
        person = meant.get(ticked.mark)
        if person is None:
            problems.append(f"{path}, line {ticked.line}: {_unknown(ticked, read)}")
            continue
        if ticked.decision is None:
            continue
        if person.mark in stack.listed or stack.known.of(person) in (Decision.YES, ticked.decision):
            continue
        try:
            if ticked.decision is Decision.YES:
                problems += add(stack, stack.person(person), ticked.category, log=ticked.log).left_out
            else:
                stack.keep(person, ticked.decision)
                refused += ticked.decision is Decision.NO
        except FollowupdError as error:
            problems.append(f"{path}, line {ticked.line}: {error.message} {error.hint}".strip())
            continue
        _keep(stack, [replace(one, decision=ticked.decision, at=stack.desk.now) for one in stored])
    return refused, problems


def _by_sign(stack: Stack) -> Mapping[str, Sequence[RowDecision]]:
    """Return what was decided of each entry, by the beginning of its id, which is the sign on a sheet."""
    found: dict[str, list[RowDecision]] = {}
    for one in stack.known.by_row():
        found.setdefault(one.row[:MARK], []).append(one)
    return found


def _log(stack: Stack, read: SheetRead, meant: Mapping[str, Cluster]) -> list[str]:
    """Log the last contacts that were ticked after their people came on the list; return why some could not be."""
    problems = list[str]()
    for ticked in read.ticked:
        person = meant.get(ticked.mark) if ticked.log else None
        if person is None or any(one.person.mark == person.mark for one in stack.added):
            continue
        try:
            log_later(stack, person, ticked.log)
        except (FollowupdError, ValueError) as error:
            problems.append(f"line {ticked.line}: {person.name}: {error}")
    return problems


def _unknown(ticked: Ticked, read: SheetRead) -> str:
    """Return what to say of a tick whose sign is nobody's, or may be that of two."""
    if ticked.mark in read.twice:
        why = "is on lines of two people"
    else:
        why = "is not of one person in these files, whose entry may have changed"
    return (
        f"^{ticked.mark} {why}, so nothing was done. Tick them where they are shown as new, or run the same command"
        " with another sheet."
    )


def _remember_shown(stack: Stack, people: Iterable[StackPerson]) -> None:
    """Store that these were on a sheet: whoever is deleted from it is not put on it again.

    Each row is stored that nothing is known of, so that its sign is understood when the row has changed.
    """
    shown = (one for person in people for one in decided(person.cluster, Decision.SHOWN, stack.desk.now))
    made = [one for one in shown if not stack.known.is_about(one.row)]
    _keep(stack, made)


def _keep(stack: Stack, made: Sequence[RowDecision]) -> None:
    keep_decisions(stack.desk.history, made)
    stack.known.add(made)


def _text(data: bytes, path: Path) -> str:
    try:
        return data.decode()
    except UnicodeDecodeError:
        raise UsageError(f"{path} is not in UTF-8", "Save it as UTF-8, or name another file with --sheet.") from None


def _read(path: Path) -> atomic.FileState | None:
    try:
        return atomic.read(path)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "Name another file with --sheet.") from None


def _write(path: Path, data: bytes, expecting: atomic.FileState | None) -> None:
    try:
        atomic.replace(path, data, expecting)
    except atomic.ChangedMeanwhile:
        raise Failure(f"{path} was changed meanwhile", "Run the same command again.") from None
    except OSError as error:
        raise Failure(f"{path} could not be written: {error.strerror}", "Name another file with --sheet.") from None
