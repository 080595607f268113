"""The configuration files of khal, khard and vdirsyncer: which folders and files hold calendars and cards.

Takes the text of a file; gives paths as they are written, with what the program calls them. A file that is damaged, or
of another version, gives what can be read of it. Never opens what they name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from configparser import Error as ConfigError
from configparser import RawConfigParser
from contextlib import suppress
from dataclasses import dataclass

_SECTION = re.compile(r"(\[{1,9})\s*(?P<name>.*?)\s*\]{1,9}\s*(?:#.*)?")


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A path in another program's configuration. With `several` it is a pattern, or a folder of folders.

    `addresses` are the mail addresses that the program has for its owner. `name` is "" if it is that of the folder.
    """

    path: str
    program: str
    name: str = ""
    cards: bool = False
    readonly: bool = False
    several: bool = False
    addresses: tuple[str, ...] = ()


def khal_places(text: str) -> Iterator[NamedPlace]:
    """Yield the calendars of khal's configuration (khal.spec: [calendars], [[NAME]], path, type, readonly)."""
    for name, values in _nested(text, "calendars"):
        if "path" in values and values.get("type") != "birthdays":
            several = values.get("type") == "discover"
            addresses = tuple(filter(None, (one.strip() for one in values.get("addresses", "").split(","))))
            yield NamedPlace(values["path"], "khal", "" if several else name, readonly=_is_true(values, "readonly"),
                             several=several, addresses=addresses)


def khard_places(text: str) -> Iterator[NamedPlace]:
    """Yield the address books of khard's configuration (khard.conf(5): [addressbooks], [[NAME]], path, type)."""
    for name, values in _nested(text, "addressbooks"):
        if "path" in values:
            several = values.get("type") == "discover"
            yield NamedPlace(values["path"], "khard", "" if several else name, cards=True, several=several)


def vdirsyncer_places(text: str) -> Iterator[NamedPlace]:
    """Yield the local storages of vdirsyncer's configuration ([storage NAME], with values in JSON)."""
    parser = RawConfigParser(strict=False, allow_no_value=True, delimiters=("=",), comment_prefixes=("#",))
    with suppress(ConfigError):      # what comes before a fault was read
        parser.read_string(text)
    alone = {_text(parser[one].get(side)) for one in parser.sections() if one.startswith("pair ")
             for side in ("a", "b") if _text(parser[one].get("collections")) is None}
    for section in parser.sections():
        values, name = parser[section], section.removeprefix("storage ").strip()
        kind, path = _text(values.get("type")), _text(values.get("path"))
        if section.startswith("storage ") and kind in ("filesystem", "singlefile") and path:
            ending = _text(values.get("fileext")) or path
            yield NamedPlace(path.replace("%s", "*"), "vdirsyncer", cards=str(ending).endswith(".vcf"),
                             readonly=values.get("read_only", "").strip() == "true",
                             several="%s" in path or (kind == "filesystem" and name not in alone))


def _text(value: str | None) -> str | None:
    """Return a value in JSON if it is a text; None for null and for anything else."""
    try:
        found = json.loads(value or "null")
    except ValueError:
        return None
    return found if isinstance(found, str) else "" if found is not None else None


def _nested(text: str, wanted: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the subsections of a section with their values, as ConfigObj writes them."""
    section, name, values = "", "", dict[str, str]()
    for line in [*map(str.strip, text.splitlines()), "[]"]:
        if (match := _SECTION.fullmatch(line)) is not None:
            if name and section == wanted:
                yield name, values
            called = match["name"].strip("\"'")
            if len(match[1]) == 1:
                section, name = called, ""
            elif len(match[1]) == 2:
                name, values = called, {}
        elif "=" in line and not line.startswith("#"):
            key, _, value = line.partition("=")
            values[key.strip()] = _bare(value.strip())


def _bare(value: str) -> str:
    """Return a value without its quotes, or without the comment behind it."""
    quoted = re.match(r"(\"[^\"]*\"|'[^']*')", value)
    return quoted[0][1:-1] if quoted is not None else re.split(r"\s#", value)[0].strip()


def _is_true(values: dict[str, str], key: str) -> bool:
    return values.get(key, "").casefold() in ("true", "yes", "on", "1")
