r"""Content lines of iCalendar text: split, unfold, fold, escape (RFC 5545 3.1 and 3.3.11).

Takes and returns text; knows no property. Not left to a library, because those we know lose a literal `\\N` in a text
("C:\\News") and fold between a letter and its accent. Never drops what it does not understand: a line keeps its
characters as they were read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

NEWLINE = "\r\n"
FOLD_AT = 75   # octets, without the line break
_CONTINUATION = re.compile(r"\r?\n[ \t]")
_PHYSICAL = re.compile(r"[^\n]*\n|[^\n]+\Z")
_HEAD = re.compile(r'([A-Za-z0-9.-]+)((?:;[^:;"]*(?:"[^"]*"[^:;"]*)*)*):')
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^;"])*)')
_NOT_ALLOWED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_MANY_BACKSLASHES = "\\" * 30   # a cluster that may be too long for a line
_UNSEEN = "\u2060"   # WORD JOINER
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_JOINERS = {"\u200d", "\ufe0e", "\ufe0f"} | {chr(code) for code in range(0x1F3FB, 0x1F400)}   # emoji sequences
_FLAG_LETTERS = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
_IN_CLUSTERS = _FLAG_LETTERS | _JOINERS


@dataclass(frozen=True, slots=True)
class ContentLine:
    """One content line. `raw` is the line as written, folds and line break included; `name` is in upper case.

    `value` is unfolded but still escaped. A line that is not a content line has the name "".
    """

    raw: str
    name: str
    params: dict[str, str]
    value: str


def split(text: str) -> Iterator[ContentLine]:
    """Return the content lines of a text, each with its continuation lines; the text is all `raw` joined."""
    pending = ""
    for match in _PHYSICAL.finditer(text):
        physical = match.group()
        if pending and physical[0] not in " \t":
            yield parse(pending)
            pending = ""
        pending += physical
    if pending:
        yield parse(pending)


def parse(raw: str) -> ContentLine:
    """Parse one content line, folded or not, with or without its line break."""
    flat = raw.rstrip("\r\n")
    if "\n" in flat:
        flat = unfold(raw).rstrip("\r\n")
    head = _HEAD.match(flat)
    if head is None:
        return ContentLine(raw, "", {}, flat)
    params = {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(head[2])} if head[2] else {}
    return ContentLine(raw, head[1].upper(), params, flat[head.end():])


def unfold(text: str) -> str:
    """Join continuation lines (RFC 5545 3.1)."""
    return _CONTINUATION.sub("", text)


def fold(line: str) -> str:
    """Fold a content line, CRLF included, at 75 octets; without cutting a character, accent or emoji.

    A cluster longer than a line is cut between its code points.
    """
    if _MANY_BACKSLASHES not in line and (line.isascii() or not _has_clusters(line)):
        return f"{NEWLINE} ".join(_stretches(line)) + NEWLINE
    out: list[str] = []
    room, current = FOLD_AT, ""
    for cluster in _clusters(line):
        size = len(cluster.encode("utf-8", "surrogatepass"))
        if size > room and current:
            out.append(current)
            room, current = FOLD_AT - 1, ""
        current += cluster
        room -= size
    return f"{NEWLINE} ".join([*out, current]) + NEWLINE


def _has_clusters(line: str) -> bool:
    """Return whether characters of a line belong together, apart from escapes."""
    return not _IN_CLUSTERS.isdisjoint(line) or any(map(unicodedata.combining, line))


def _stretches(line: str) -> Iterator[str]:
    """Fold a line in which only escapes are clusters: nearly all lines, in a tenth of the time."""
    octets = line.encode("utf-8", "surrogatepass")
    start, room = 0, FOLD_AT
    while len(octets) - start > room:
        cut = start + room
        while octets[cut] & 0xC0 == 0x80 or octets[cut - 1] == ord("\\"):     # inside a character, or after a backslash
            cut -= 1
        yield octets[start:cut].decode("utf-8", "surrogatepass")
        start, room = cut, FOLD_AT - 1
    yield octets[start:].decode("utf-8", "surrogatepass")


def _clusters(line: str) -> Iterator[str]:
    """Return characters with their combining ones, and escapes with their backslash; none longer than half a line."""
    cluster = ""
    for char in line:
        joined = cluster and (
            cluster[-1] in "\\\u200d" or char in _JOINERS or unicodedata.combining(char)
            or (cluster in _FLAG_LETTERS and char in _FLAG_LETTERS)
        ) and len(cluster.encode("utf-8", "surrogatepass")) < FOLD_AT // 2
        if cluster and not joined:
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def clean(text: str) -> str:
    """Return the text as a calendar can hold it: line breaks as newlines, without what iCalendar or XML forbids.

    Forbidden are control characters except tab and newline, lone surrogates, and the non-characters U+FFFE and U+FFFF.
    """
    text = re.sub("\r\n|[\r\x0b\x0c\x85\u2028\u2029]", "\n", text)
    return _NOT_ALLOWED.sub("", text)


def escape(text: str) -> str:
    r"""Write a text as a TEXT value (RFC 5545 3.3.11).

    A literal `\\N` gets an invisible character in between, because icalendar, and so Xandikos, reads the escaped form
    as a line break.
    """
    text = clean(text).replace("\\N", f"\\{_UNSEEN}N")
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\n", "\\n")


def unescape(value: str) -> str:
    """Return the text of a TEXT value; an unknown escape means its character."""
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], value).replace(f"\\{_UNSEEN}N", "\\N")
