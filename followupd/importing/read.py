"""Any file of an import as rows: which program wrote it, and what of it could not be read.

Takes paths of files and folders. A file that cannot be read stops nothing; it is a problem with its name.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from followupd.core.stack.rows import ImportedRow
from followupd.core.values.going_through import Through, unseen
from followupd.core.values.time import count
from followupd.errors import NO_FILE, unreadable
from followupd.importing.cells import Origin, imported_row
from followupd.importing.dates import order_in
from followupd.importing.encodings import decoded
from followupd.importing.google import GOOGLE
from followupd.importing.hubspot import HUBSPOT
from followupd.importing.linkedin import LINKEDIN
from followupd.importing.monica import NAME as MONICA
from followupd.importing.monica import monica_rows
from followupd.importing.monica_sql import sql_rows
from followupd.importing.outlook import OUTLOOK
from followupd.importing.plain import PLAIN
from followupd.importing.tables import Table, read_table
from followupd.importing.thunderbird import THUNDERBIRD
from followupd.importing.vcards import NAME as VCARD
from followupd.importing.vcards import is_vcard, vcard_rows

PROGRAMS = (GOOGLE, LINKEDIN, HUBSPOT, *THUNDERBIRD, *OUTLOOK, PLAIN)
ENDINGS = frozenset((".vcf", ".vcard", ".csv", ".tsv", ".txt", ".json", ".sql"))     # of a folder's files that are read
LARGEST_FILE = 200_000_000      # bytes
MOST_FILES = 20_000


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file: its `program`, its rows, and how many entries of it name nobody. `problems` are sentences."""

    name: str
    program: str
    rows: tuple[ImportedRow, ...] = ()
    nameless: int = 0
    problems: tuple[str, ...] = ()


def read_file(path: Path, through: Through = unseen) -> FileRead:
    """Return what a file says."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            return FileRead(path.name, "", problems=(f"{path}: is larger than 200 MB. Export the contacts alone.",))
        if not (path.is_file() or path.is_fifo()):      # a pipe that is named is waited for
            return FileRead(path.name, "", problems=(f"{path} cannot be read: {NO_FILE}. Name a file.",))
        data = path.read_bytes()
    except OSError as error:
        return FileRead(path.name, "", problems=(f"{path} cannot be read: {unreadable(error)}",))
    if is_vcard(data):
        rows, nameless, problems = vcard_rows(data, path, through)
        return FileRead(path.name, VCARD, tuple(rows), nameless, tuple(problems))
    return _of_text(decoded(data), path, through)


def files_of(paths: Iterable[Path]) -> list[Path]:
    """Return the files, those of a folder in the order of their names."""
    found: list[Path] = []
    for path in paths:
        found += _in_folder(path) if path.is_dir() and os.access(path, os.R_OK | os.X_OK) else [path]
    return found


def _in_folder(folder: Path) -> list[Path]:
    inside = (one for one in folder.iterdir() if one.suffix.lower() in ENDINGS and not one.name.startswith("."))
    return sorted(one for one in inside if not one.is_fifo())[:MOST_FILES]


def _of_text(text: str, path: Path, through: Through) -> FileRead:
    start = text.lstrip()[:2000]
    if start.startswith("PK\x03\x04"):
        return FileRead(path.name, "", problems=(f"{path}: is an archive. Unpack it, and name the file inside.",))
    if not start:
        return FileRead(path.name, "", problems=(f"{path}: is empty.",))
    rows = monica_rows(text, path.name) if start.startswith("{") else None
    if rows is None and "INSERT " in text:
        rows = sql_rows(text, path.name)
    if rows is not None:
        return FileRead(path.name, MONICA, tuple(rows))
    return _of_table(text, path, through)


def _of_table(text: str, path: Path, through: Through) -> FileRead:
    try:
        table = read_table(text, PROGRAMS)
    except csv.Error as error:
        return FileRead(path.name, "", problems=(f"{path}: is not a table that can be read ({error}).",))
    if table is None:
        return FileRead(path.name, "", problems=(
            f"{path}: has no headers that are known. It may be a vCard file (.vcf), a CSV of Google Contacts, Outlook, "
            "LinkedIn, HubSpot or Thunderbird, Monica's JSON or SQL, or a table with the headers Name, Email, Phone.",
        ))
    return _rows_of(table, path, through)


def _rows_of(table: Table, path: Path, through: Through) -> FileRead:
    program = table.program
    order = program.day_first
    unsure = False
    if order is None:
        days = [cell for _, cells in table.rows for cell in cells.get("birthday", ())]
        order = order_in(days)
        unsure = order is None
    origin = Origin(path.name, program.name if program is not PLAIN else "", order)
    made = [imported_row(cells, origin) for _, cells in through(table.rows)]
    rows = tuple(row for row in made if row is not None)
    lost = sum(1 for (_, cells), row in zip(table.rows, made, strict=True)
               if unsure and row is not None and row.card.birthday is None and _has_day(cells.get("birthday", ())))
    left_out = "is left out" if lost == 1 else "are left out"
    unread = f"{path}: {count(lost, 'birthday')} may be read in two ways (5/4/1980) and {left_out}."
    return FileRead(path.name, program.name, rows, len(made) - len(rows), (unread,) if lost else ())


def _has_day(texts: Iterable[str]) -> bool:
    """Return whether a cell has a day; Outlook writes 0/0/00 for none."""
    return any(any(one in "123456789" for one in text) for text in texts)
