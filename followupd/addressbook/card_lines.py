"""The lines of vCards, of the versions 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350): cut into cards, unfolded, decoded.

Takes the lines of a file as bytes, so that its size does not matter; gives cards of those lines that say something of
a person. Pictures, sounds and keys are skipped as they pass. What is broken is named with its line, and ends with its
card: the next one is read.
"""

from __future__ import annotations

import codecs
import quopri
import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import NamedTuple

from followupd.core.phrases.names import composed

KEPT = frozenset({
    "UID", "FN", "N", "ORG", "TEL", "EMAIL", "ADR", "BDAY", "TZ", "VERSION", "KIND", "AGENT", "X-ABLABEL",
    "X-ADDRESSBOOKSERVER-KIND",
})  # fmt: skip
FOR_IMPORT = frozenset({"NOTE", "CATEGORIES"})     # what only an import reads: a live address book need not know it
LONGEST_LINE = 20_000        # bytes of a line that is kept, unfolded
_EDGE = re.compile(rb"\s*(BEGIN|END)\s*:\s*VCARD\s*", re.IGNORECASE)
_HEAD = re.compile(r'\s*(?:(?P<group>[\w-]+)\.)?(?P<name>[A-Za-z][\w-]*)\s*(?P<params>(?:;(?:"[^"]*"|[^:;"])*)*):')
_NAME = re.compile(rb"\s*(?:[\w-]+\.)?([A-Za-z][\w-]*)\s*[;:]")
_PARAMETER = re.compile(r';\s*(?:(?P<name>[\w-]+)\s*=)?(?P<value>(?:"[^"]*"|[^;"])*)')
_DATA = re.compile(rb"[A-Za-z0-9+/=]+\s*")       # of a picture whose lines are not indented
_FOLD = b"\0"       # before the blank that begins a folded line
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_NOT_A_LINE = "is not a line of a vCard"


class CardLine(NamedTuple):
    """One property: its place in the file, its group in a program's own naming, its parameters, and its value.

    Names are in capitals, and so are the parameters' values; the value is decoded and still escaped.
    """

    number: int
    group: str
    name: str
    params: Mapping[str, tuple[str, ...]]
    value: str


@dataclass(slots=True)
class CutCard:
    """The lines of one card, from line `number` of its file. `faults` are line numbers with what is wrong there."""

    number: int
    lines: list[CardLine] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    whole: bool = False          # it has its END


def cut(lines: Iterable[bytes], kept: Set[str] = KEPT) -> Iterator[CutCard]:
    """Yield the cards with those properties that are `kept`. One whose end is missing is not `whole`."""
    card: CutCard | None = None
    raw: list[tuple[int, bytes]] = []
    nested = 0
    for number, line in _logical(lines, kept):
        edge = _EDGE.fullmatch(line)
        if edge is None:
            if card is not None and not nested:
                raw.append((number, line))
            continue
        if edge[1].upper() == b"BEGIN":
            if card is not None and (nested or (raw and _name_of(raw[-1][1]) == "AGENT")):      # 2.1: a card in a card
                nested += 1
                continue
            if card is not None:
                yield _parsed(card, raw)
            card, raw = CutCard(number), []
        elif nested:
            nested -= 1
        elif card is not None:
            card.whole = True
            yield _parsed(card, raw)
            card = None
    if card is not None:
        yield _parsed(card, raw)


def _logical(lines: Iterable[bytes], kept: Set[str]) -> Iterator[tuple[int, bytes]]:
    """Yield each line that is kept with its number, its continuations joined to it."""
    current: _LineRead | None = None
    for number, whole in enumerate(lines, 1):
        line = whole.rstrip(b"\r\n").replace(_FOLD, b"")
        line = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if current is not None and current.goes_on(line):
            current.add(line)
            continue
        if current is not None and current.pieces:
            yield current.number, b"".join(current.pieces)
        current = _LineRead.begun(number, line, kept) if line.strip() else None
    if current is not None and current.pieces:
        yield current.number, b"".join(current.pieces)


@dataclass(slots=True)
class _LineRead:
    """A line while it is read. It has no `pieces` if it is not kept.

    One of quoted-printable goes on if it ends in "=", whatever the next one begins with (`soft`).
    """

    number: int
    pieces: list[bytes]
    printable: bool
    data: bool
    soft: bool = False

    @classmethod
    def begun(cls, number: int, line: bytes, names: Set[str]) -> _LineRead:
        """Begin with the first piece."""
        name, head = _name_of(line), line.partition(b":")[0].upper()
        kept = not name or name in names or _EDGE.fullmatch(line) is not None
        is_data = b"BASE64" in head or b"ENCODING=B" in head
        made = cls(number, [b""] if kept else [], b"QUOTED-PRINTABLE" in head, is_data)
        made._take(line)
        return made

    def goes_on(self, line: bytes) -> bool:
        """Return whether this line belongs to it: the data of a picture is not indented by every program."""
        if _EDGE.fullmatch(line) is not None:
            return False
        is_data = self.data and not _name_of(line) and _DATA.fullmatch(line) is not None
        return self.soft or line[:1] in (b" ", b"\t") or is_data

    def add(self, line: bytes) -> None:
        """Add a further piece; what is too long for a person is cut."""
        self._take(line if self.soft else _FOLD + line)

    def _take(self, piece: bytes) -> None:
        self.soft = self.printable and piece.endswith(b"=")
        if self.pieces and sum(map(len, self.pieces)) < LONGEST_LINE:
            self.pieces.append(piece.removesuffix(b"=") if self.soft else piece)


def _name_of(line: bytes) -> str:
    match = _NAME.match(line)
    return match[1].decode("ascii", "replace").upper() if match is not None else ""


def _parsed(card: CutCard, raw: Iterable[tuple[int, bytes]]) -> CutCard:
    """Return the card with its lines: in 2.1 the blank of a folded line belongs to the text, later it does not."""
    raw = list(raw)
    old = any(_name_of(line) == "VERSION" and line.rpartition(b":")[2].strip() == b"2.1" for _, line in raw)
    for number, line in raw:
        flat = line.replace(_FOLD, b"") if old else re.sub(_FOLD + rb"[ \t]", b"", line)
        parsed = _line(number, flat)
        if parsed is None:
            card.faults.append((number, _NOT_A_LINE))
        else:
            card.lines.append(parsed)
    return card


def _line(number: int, line: bytes) -> CardLine | None:
    """Return a line as a property; None if it is not one."""
    head = _HEAD.match(line.decode("latin-1"))       # one character for each byte
    if head is None:
        return None
    params: dict[str, list[str]] = {}
    for match in _PARAMETER.finditer(_decoded(head["params"].encode("latin-1"), "")):
        values = [part.strip().strip('"').upper() for part in match["value"].replace('"', "").split(",")]
        name = (match["name"] or _meaning(values[0])).upper()
        params.setdefault(name, []).extend(filter(None, values))
    data, charset = line[head.end():], next(iter(params.get("CHARSET", ())), "")
    if "QUOTED-PRINTABLE" in params.get("ENCODING", ()):
        data = quopri.decodestring(data)
    known = {name: tuple(values) for name, values in params.items()}
    return CardLine(number, (head["group"] or "").upper(), head["name"].upper(), known, _decoded(data, charset))


def _meaning(bare: str) -> str:
    """Return what a parameter of 2.1 without a name is: `TEL;CELL;PREF`, `FN;QUOTED-PRINTABLE`."""
    return "ENCODING" if bare in _ENCODINGS else "TYPE"


def _decoded(data: bytes, charset: str) -> str:
    """Return a text, in NFC, in the encoding that it names, else in UTF-8, else as Windows writes western Europe."""
    for encoding in filter(None, (charset, "utf-8", "cp1252")):
        try:
            return composed(data.decode(encoding))
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("latin-1")


def components(value: str, separator: str = ";") -> list[str]:
    """Return the parts of a value that has several, unescaped: `Whitfield;Dana;;;` of N."""
    parts = re.findall(rf"((?:\\.|[^{separator}\\])*\\?)(?:{separator}|\Z)", value, re.DOTALL)
    return [unescaped(part) for part in (parts[:-1] if len(parts) > 1 and not value.endswith(separator) else parts)]


def unescaped(text: str) -> str:
    r"""Return a text without its escapes (RFC 6350 3.4): `\n` is a line break, a backslash before a sign is none."""
    return re.sub(r"\\(.)", lambda match: "\n" if match[1] in "nN" else match[1], text, flags=re.DOTALL)
