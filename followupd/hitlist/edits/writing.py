"""Values as YAML text: plain if it reads back as itself, else in quotes.

Takes a value and whether it is inside brackets; gives text. Whether it reads back is asked of the parser, and of the
rules by which other readers see a number, a day or a yes in a plain text.
"""

from __future__ import annotations

import re
from functools import cache

from yaml.resolver import Resolver

from followupd.hitlist.edits.changes import Bare, Keys, Value
from followupd.hitlist.located import Mapping, Scalar, read_tree

_PLAIN_TAG = "tag:yaml.org,2002:str"
_SURE = re.compile(r"[^\W\d_](?:[^\W_]| (?=[^\W_]))*")      # words: only the resolver needs to be asked
_WIDE = 60                                                  # characters: a longer list gets a line for each entry


def inline(value: Value, *, flow: bool, quotes: str = "") -> str:
    """Return the value on one line. Texts get the `quotes` that are given, if they can be written so."""
    if isinstance(value, Bare):
        return json_word(value.text) if quotes == '"' and flow else value.text
    if isinstance(value, str):
        return _text(value, flow=flow, quotes=quotes)
    if isinstance(value, Keys):
        return mapping(value.pairs, quotes=quotes)
    return f"[{', '.join(inline(one, flow=True, quotes=quotes) for one in value)}]"


def mapping(pairs: tuple[tuple[str, Value], ...], *, quotes: str = "") -> str:
    """Return keys and values in braces."""
    return f"{{{', '.join(entry(key, value, quotes=quotes) for key, value in pairs)}}}"


def entry(key: str, value: Value, *, quotes: str = "") -> str:
    """Return a key with its value as it is written between braces."""
    return f"{inline(key, flow=True, quotes=quotes)}: {inline(value, flow=True, quotes=quotes)}"


def block_lines(key: str, value: Value) -> list[str]:
    """Return a key with its value as lines of a block, without their indentation."""
    name = inline(key, flow=False)
    if isinstance(value, str) and (block := _block(value)):
        return [f"{name}: |-", *block]
    if isinstance(value, tuple) and any(isinstance(one, str) and len(one) > _WIDE for one in value):
        return [f"{name}:", *(f"  - {inline(one, flow=False)}" for one in value)]
    return [f"{name}: {inline(value, flow=False)}"]


def _block(text: str) -> list[str]:
    """Return the lines of a text as those of a block; [] if it has one line, or some that a block would change."""
    found = text.split("\n")
    fits = len(found) > 1 and all(_is_shown(line) and not line.isspace() for line in found)
    if not fits or not found[0] or not found[-1] or found[0][0] == " ":
        return []
    return [f"  {line}" if line else "" for line in found]


@cache
def _text(text: str, *, flow: bool, quotes: str) -> str:
    """Return a text as one scalar."""
    if not _is_shown(text) or quotes == '"':
        return f'"{"".join(map(_escaped, text))}"'
    plain = not quotes and text == text.strip() and _is_text(text)
    if plain and (_SURE.fullmatch(text) or _reads(text, flow=flow)):
        return text
    return f"""'{text.replace("'", "''")}'"""


def _is_shown(text: str) -> bool:
    """Return whether every character may be in a file as it is, on one line."""
    return text.isprintable() or all(c.isprintable() or c in "\u200c\u200d\u200e\u200f" for c in text)


def _is_text(text: str) -> bool:
    """Return whether other readers of YAML see a text in it, and not a number, a day, a yes or nothing."""
    first = Resolver.yaml_implicit_resolvers.get(text[:1], []) if text else [("nothing", re.compile(""))]
    return not any(tag != _PLAIN_TAG and pattern.match(text) for tag, pattern in first)


def _reads(text: str, *, flow: bool) -> bool:
    """Return whether the parser gives it back, behind a key and before a comment or another key."""
    around = f"{{k: {text}, l: {text}}}\n" if flow else f"k: {text}  # comment\nl: {text}\n"
    tree = read_tree(around.encode())
    if tree.faults or not isinstance(tree.root, Mapping) or list(tree.root.values) != ["k", "l"]:
        return False
    return all(isinstance(one, Scalar) and one.plain and one.text == text for one in tree.root.values.values())


def _escaped(character: str) -> str:
    if character in '"\\':
        return f"\\{character}"
    if character == "\n":
        return "\\n"
    if _is_shown(character):
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number <= 0xFFFF else f"\\U{number:08x}"


def json_word(text: str) -> str:
    """Return yes and no as JSON has them."""
    return {"yes": "true", "no": "false"}.get(text, text)
