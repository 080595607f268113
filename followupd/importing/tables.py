"""A table of an export: which row has its headers, which program wrote it, and its rows by field.

Takes text; gives cells by field. The separator is whichever makes headers of a known program, and what stands before
them (LinkedIn's notes, Excel's `sep=;`) is passed over.
"""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from followupd.importing.cells import Cells, is_fax

SEPARATORS = ",;\t"
PREAMBLE = 30           # rows before the headers
_FORMULA = ("=", "+", "-", "@")     # behind an apostrophe, so that a spreadsheet takes it for text
LARGEST_CELL = 10_000_000


@dataclass(frozen=True, slots=True)
class ExportProgram:
    """A program that exports tables: the field of each header, and which headers together are a sign of it.

    Headers are as `header` returns them. `more` gives the field of one that is not in `fields`, by its pattern;
    `labels` the headers that may label it. A number labelled as a fax is left out.
    `day_first` is the order of the numbers in its days, None if that depends on the user's country.
    """

    name: str
    fields: Mapping[str, str]
    signs: tuple[frozenset[str], ...]
    day_first: bool | None = None
    more: Callable[[str], str] = field(default=lambda _: "")
    labels: Callable[[str], tuple[str, ...]] = field(default=lambda _: ())

    def field_of(self, name: str) -> str:
        """Return the field of a header, "" for one that is not read."""
        return self.fields.get(name) or self.more(name)

    def known_in(self, headers: Sequence[str]) -> int:
        """Return how many of these headers are known, 0 if they are those of another program."""
        if not any(sign <= set(headers) for sign in self.signs):
            return 0
        return sum(1 for name in headers if self.field_of(name))


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, each with its line, and the program that wrote it."""

    program: ExportProgram
    rows: tuple[tuple[int, Cells], ...]


def header(text: str) -> str:
    """Return a header for comparing: in small letters, with single blanks, in one Unicode form."""
    return " ".join(unicodedata.normalize("NFC", text).strip("\ufeff \t\"'").casefold().split())


def columns(*, of: Mapping[str, str]) -> dict[str, str]:
    """Return a table of headers to fields from one of fields to headers, which are separated by `|`."""
    return {header(name): field for field, names in of.items() for name in names.split("|")}


def read_table(text: str, programs: Sequence[ExportProgram]) -> Table | None:
    """Return the table in a text; None if it has no headers of these programs. Raises csv.Error."""
    best: tuple[int, int, str, ExportProgram] | None = None
    for separator in SEPARATORS:
        for number, row in enumerate(_rows(text, separator, PREAMBLE)):
            headers = [header(cell) for cell in row[1]]
            for program in programs:
                known = program.known_in(headers)
                if known and (best is None or known > best[0]):
                    best = known, number, separator, program
    if best is None:
        return None
    _, number, separator, program = best
    found = _rows(text, separator)
    for _ in range(number):
        next(found)
    headers = [header(cell) for cell in next(found)[1]]
    kept = tuple(_columns_read(headers, program))
    cells = ((line, _cells(kept, row)) for line, row in found)
    return Table(program, tuple((line, one) for line, one in cells if one))


def _rows(text: str, separator: str, most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with the line on which it begins. Raises csv.Error."""
    csv.field_size_limit(LARGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    begins = 1
    for number, row in enumerate(reader):
        if most is not None and number >= most:
            return
        yield begins, row
        begins = reader.line_num + 1


def _columns_read(headers: Sequence[str], program: ExportProgram) -> Iterator[tuple[int, str, int | None]]:
    """Yield each column that is read: where it is, its field, and where its label is."""
    places = {name: number for number, name in enumerate(headers)}
    for number, name in enumerate(headers):
        if found := program.field_of(name):
            yield number, found, next((places[one] for one in program.labels(name) if one in places), None)


def _cells(kept: Sequence[tuple[int, str, int | None]], row: Sequence[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for number, name, label in kept:
        cell = row[number] if number < len(row) else ""
        cell = cell[1:] if cell[:1] == "'" and cell[1:2] in _FORMULA else cell
        if cell.strip() and not (label is not None and label < len(row) and is_fax(row[label])):
            found.setdefault(name, []).append(cell)
    return found
