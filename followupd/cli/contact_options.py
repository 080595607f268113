"""The options of `add` and `edit`: one for each key of a contact that people set, from the table of keys.

Takes what was typed; gives keys with values as the hit list writes them. Whether a value is right is decided by the
list's own reader.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from typing import Any

import click

from followupd.core.phrases.names import composed
from followupd.core.phrases.words import quoted
from followupd.errors import UsageError
from followupd.hitlist.edits.changes import Bare, Keys, Value
from followupd.hitlist.sections import Key
from followupd.hitlist.shapes import Lines, Text, Texts, YesNo
from followupd.hitlist.table import CONTACT

# The name, and what has a command: rename, promise, pause, stop, log.
_ELSEWHERE = {"name", "promises", "status", "pause_until", "log"}
KEYS = tuple(key for key in CONTACT.keys if key.name not in _ELSEWHERE)


def contact_options(*, without: tuple[str, ...] = ()) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Give a command the options, as `values`: the keys that were given, with their values."""

    def given(function: Callable[..., Any]) -> Callable[..., Any]:
        keys = [key for key in KEYS if key.name not in without]

        @functools.wraps(function)
        def command(*args: Any, **options: Any) -> Any:
            values = dict(_values(keys, {key.name: options.pop(key.name) for key in keys}))
            return function(*args, values=values, **options)

        made: Callable[..., Any] = command
        for key in reversed(keys):
            made = _option(key)(made)
        return made

    return given


def _option(key: Key) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    option, text = f"--{key.name.replace('_', '-')}", f"{key.doc[:1].upper()}{key.doc[1:]}.".replace("`", "")
    if isinstance(key.shape, YesNo):
        return click.option(f"{option}/--no-{key.name}", key.name, default=None, help="Start with the people you like.")
    if key.name == "dates":
        return click.option("--date", key.name, multiple=True, type=composed, metavar="NAME=DAY",
                            help="A day to remember, as in birthday=14 May. May be repeated.")
    several = isinstance(key.shape, (Texts, Lines))
    return click.option(option, key.name, multiple=several, type=composed, metavar=key.name.upper(),
                        help=f"{text} May be repeated." if several else text)


def _values(keys: list[Key], options: dict[str, Any]) -> Iterator[tuple[str, Value]]:
    for key in keys:
        given = options[key.name]
        if given is None or given == ():
            continue
        if isinstance(given, bool):
            yield key.name, Bare("yes" if given else "no")
        elif key.name == "dates":
            yield key.name, Keys(tuple(map(_named_day, given)))
        elif isinstance(given, tuple):
            several = _several(key, given)
            yield key.name, several if len(several) > 1 else several[0]
        else:
            yield key.name, _written(key, given)


def _several(key: Key, given: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts; a single one with commas is several if the hit list reads it so."""
    if len(given) > 1 or not isinstance(key.shape, Texts) or not key.shape.commas:
        return given
    return tuple(part.strip() for part in given[0].split(",") if part.strip()) or given


def _written(key: Key, text: str) -> Value:
    """Return a number as one, and not as a text of digits, where the hit list wants a number."""
    counts = isinstance(key.shape, Text) and not key.shape.kept and text.isdigit()
    return Bare(text) if counts else text


def _named_day(text: str) -> tuple[str, Value]:
    name, sign, day = (part.strip() for part in text.partition("="))
    if not (name and sign and day):
        raise UsageError(f"--date {quoted(text)} does not name a day", 'Write --date "birthday=14 May".')
    return name, day
