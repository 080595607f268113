"""JSON Schema (draft 7, which yaml-language-server knows best) for what people write in YAML.

An editor reads YAML 1.2, in which an unquoted `7` is a number, `true` a boolean and an empty value null; our own reader
takes each as the typed text. So the schema of a text names every type that it may have there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from followupd.hitlist.located import Mapping, Node, Scalar, Sequence, read_tree

Schema = dict[str, Any]
Definitions = dict[str, Schema]     # the sections that a schema refers to, by name

ANY_TEXT: Schema = {"type": ["string", "number", "boolean", "null"]}   # a name may be 007, and Null
WRITTEN: Schema = {"type": "string"}    # what cannot be written as a bare number, such as a duration

_START, _END = r"^\s*(?:", r")\s*$|[^\x00-\x7f]"       # around the form of a text

# YAML 1.2, 10.3.2: the core schema.
_NULL = ("", "~", "null", "Null", "NULL")
_BOOLEAN = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_INTEGER = re.compile(r"[-+]?[0-9]+")
_OTHER_BASE = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")


def json_of(node: Node | None) -> Any:
    """The node as JSON, typed as YAML 1.2 types it."""
    match node:
        case Mapping():
            return {name: json_of(value) for name, value in node.values.items()}
        case Sequence():
            return [json_of(item) for item in node.items]
        case Scalar(plain=True, text=text):
            return _plain(text)
        case Scalar():
            return node.text
    return None


def _plain(text: str) -> Any:
    if text in _NULL:
        return None
    if text in _BOOLEAN:
        return _BOOLEAN[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _OTHER_BASE.fullmatch(text):
        return int(text, 0)
    return float(text) if _FLOAT.fullmatch(text) else text


def as_json(text: str) -> Any:
    """A YAML text as JSON."""
    return json_of(read_tree(text.encode()).root)


def either(*schemas: Schema) -> Schema:
    """Any of these, flattened and without repetition."""
    flat: list[Schema] = []
    for schema in schemas:
        parts = schema["anyOf"] if set(schema) == {"anyOf"} else [schema]
        flat += [part for part in parts if part not in flat]
    return flat[0] if len(flat) == 1 else {"anyOf": flat}


def matching(pattern: re.Pattern[str]) -> Schema:
    """A text that this pattern matches whole. The pattern must mean the same in JavaScript."""
    return ANY_TEXT | {"pattern": rf"^\s*(?:{pattern.pattern})\s*$"}


def spelt(form: str) -> Schema:
    """The rule for a text of this form, in any case and with any blanks, as the parsers read it (`words.plain`).

    `form` is the pattern of the text in small letters, beside its parser. A text with letters beyond ASCII is left to
    the parser, which knows more of them.
    """
    return {"pattern": _START + _any_case(re.sub(r"\?P<\w+>", "?:", form)) + _END}


def several(one: Schema) -> Schema:
    """Such texts with commas between."""
    form = str(one.get("pattern", ""))
    if not (form.startswith(_START) and form.endswith(_END)):
        return WRITTEN | {"pattern": ","}
    form = form.removeprefix(_START).removesuffix(_END).replace(",|", "")      # each is without a comma
    return WRITTEN | {"pattern": rf"{_START}(?:{form})(?:\s*,\s*(?:{form}))*{_END}"}


def number(most: int) -> Schema:
    """A whole number from 1 to `most`, or a text."""
    return {"type": ["integer", "string"], "minimum": 1, "maximum": most}


def _any_case(form: str) -> str:
    """Return a pattern for small letters with each of them in any case, and each blank as any number of blanks."""
    pieces: list[str] = []
    in_class = False
    for part in re.findall(r"\\.|\(\?[:=!]|[a-z]-[a-z]| \?|.", form, re.DOTALL):
        in_class = part == "[" or (in_class and part != "]")
        if part[0] == " ":
            pieces.append(r"\s" if in_class else rf"\s{'*' if part == ' ?' else '+'}")
        elif len(part) == 3 and part[1] == "-":
            pieces.append(part + part.upper() if in_class else "".join(map(_any_case, part)))
        elif len(part) == 1 and part.isascii() and part.isalpha():
            both = part.lower() + part.upper()
            pieces.append(both if in_class else f"[{both}]")
        else:
            pieces.append(part)
    return "".join(pieces)


def words(*proposed: str, also: Iterable[str] = ()) -> Schema:
    """These words in any case; `also` are accepted and not proposed. Numbers and booleans as YAML 1.2 reads them."""
    every = sorted({word.lower() for word in (*proposed, *also)})
    bare: list[Any] = [word == "true" for word in every if word in ("true", "false")]
    bare += [int(word) for word in every if word.isdigit()]
    pattern = "|".join("".join(f"[{c.upper()}{c}]" if c.isalpha() else c for c in word) for word in every)
    found = [{"enum": list(proposed)}, WRITTEN | {"pattern": rf"^\s*({pattern})\s*$"}]
    return either(*found, {"enum": bare}) if bare else either(*found)
