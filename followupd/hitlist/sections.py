"""A section of the hit list: a mapping whose keys the table declares.

All sections share one reader: it takes a located mapping, reads each key by its shape, and reports missing keys and
unknown ones, with what may have been meant. `build` makes a value from what was found.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from followupd.core.phrases.words import suggest
from followupd.hitlist.json_schema import Definitions, Schema, as_json
from followupd.hitlist.located import Mapping, Node, Scalar
from followupd.hitlist.scope import Scope, shown
from followupd.hitlist.shapes import NO_VALUE, Shape

ReadKey = Callable[[Scope, Node, str], Any]
_LINK = re.compile(r"\[([^]]*)\]\([^)]*\)")     # in Markdown


@dataclass(frozen=True, slots=True)
class Key:
    """One key: its name, how its value is written, what it is for, and where the value goes."""

    name: str
    shape: Shape
    doc: str                    # a sentence without its full stop, in Markdown
    default: str = ""           # as YAML; else
    otherwise: str = ""         # what applies without the key, in words
    field: str = ""             # of the section's value, if it has another name
    required: str = ""          # the complaint if it is missing: "has no name"
    also: tuple[str, ...] = ()  # other names, which are suggested from

    @property
    def example(self) -> str:
        """As YAML text."""
        return self.shape.example

    @property
    def target(self) -> str:
        """The field of the value."""
        return self.field or self.name


@dataclass(slots=True)
class SectionValues:
    """The content of a section: its nodes by key, and by field the values that were read without a problem."""

    scope: Scope
    node: Node
    path: str
    nodes: dict[str, Node]
    values: dict[str, Any]
    before: int = 0     # number of problems before it was read

    def is_sound(self, *keys: str) -> bool:
        """Return whether it, or what these keys hold, has had no problem so far."""
        found = [problem.path for problem in self.scope.findings.problems[self.before:]]
        return not any(path.startswith(self.at(key)) for path in found for key in keys or ("",))

    def at(self, key: str) -> str:
        """The path of a key."""
        return f"{self.path}.{key}" if self.path else key

    def problem(self, key: str, sentence: str) -> None:
        """Add a problem at the key's value."""
        self.scope.problem(self.nodes[key], self.at(key), sentence)

    def note(self, key: str, sentence: str) -> None:
        """Add a note at the key's value."""
        self.scope.note(self.nodes[key], self.at(key), sentence)


@dataclass(frozen=True, slots=True)
class Section:
    """Keys that belong together. `name` is that of its definition in the JSON Schema and of its table in the docs."""

    name: str
    build: Callable[[SectionValues], Any] | None        # None: the caller makes the value from what was found
    write: str                                  # what a problem advises if it is not a mapping
    keys: tuple[Key, ...]
    rules: Schema = field(default_factory=dict) # for JSON Schema, besides the keys
    by_name: dict[str, Key] = field(init=False, repr=False)
    needed: tuple[Key, ...] = field(init=False, repr=False)
    readers: dict[str, tuple[ReadKey, str]] = field(init=False, repr=False)      # and the value's field

    def __post_init__(self) -> None:
        """Index the keys."""
        object.__setattr__(self, "by_name", {key.name: key for key in self.keys})
        object.__setattr__(self, "needed", tuple(key for key in self.keys if key.required))
        object.__setattr__(self, "readers", {key.name: (key.shape.read, key.target) for key in self.keys})

    @property
    def example(self) -> str:
        """Its keys' own examples: the needed ones, else the first."""
        return f"{{{', '.join(f'{key.name}: {key.example}' for key in self.needed or self.keys[:1])}}}"

    def read(self, scope: Scope, node: Node, path: str) -> Any:
        """The value, or None after a problem."""
        found = self.found(scope, node, path)
        return found if found is None or self.build is None else self.build(found)

    def found(self, scope: Scope, node: Node, path: str) -> SectionValues | None:
        """Read all keys and report each unknown or missing one; None if it is not a mapping."""
        mapping = scope.mapping(node, path, self.write)
        if mapping is None:
            return None
        values: dict[str, Any] = {}
        before = len(scope.findings.problems)
        readers, prefix = self.readers, f"{path}." if path else ""
        if not mapping.values.keys() <= readers.keys():
            self._unknown(scope, mapping, path)
        for name, inner in mapping.values.items():
            if name in readers:
                read, target = readers[name]
                value = read(scope, inner, prefix + name)
                if value is not None:
                    values[target] = None if value is NO_VALUE else value
        for key in self.needed:
            if key.name not in mapping.values:
                scope.problem(node, path, f"{key.required}. Write {key.name}: {key.example}.")
        return SectionValues(scope, node, path, mapping.values, values, before)

    def _unknown(self, scope: Scope, mapping: Mapping, path: str) -> None:
        for name, (key, _) in mapping.entries.items():
            if name not in self.by_name:
                self.no_such_key(scope, key, path)

    def no_such_key(self, scope: Scope, key: Scalar, path: str) -> None:
        """Report this key, with the one that may have been meant."""
        called = {other: known.name for known in self.keys for other in known.also}
        near = called.get(key.text.lower()) or suggest(key.text, self.by_name)
        hint = f"Did you mean {near}?" if near else f"Allowed here: {', '.join(self.by_name)}."
        scope.problem(key, f"{path}.{shown(key.text)}" if path else shown(key.text), f"no such key. {hint}")

    def schema(self, definitions: Definitions) -> Schema:
        """A reference to its definition, which is added if it is not there yet."""
        if self.name not in definitions:
            definitions[self.name] = {}      # a section may contain itself
            definitions[self.name] = self.definition(definitions)
        return {"$ref": f"#/definitions/{self.name}"}

    def definition(self, definitions: Definitions) -> Schema:
        """The definition: every key with its description, default and example; no other keys."""
        required = [key.name for key in self.needed]
        return {
            "type": "object",
            "properties": {key.name: describe(key, definitions) for key in self.keys},
            "additionalProperties": False,
            **({"required": required} if required else {}),
            **self.rules,
        }


def describe(key: Key, definitions: Definitions) -> Schema:
    """The schema of a key for an editor, which shows the sentences and proposes the example if it is one text."""
    shape = key.shape.schema(definitions)
    whole = {"allOf": [shape]} if "$ref" in shape else shape    # draft 7 ignores everything beside a reference
    default = {"default": as_json(key.default)} if key.default else {}
    example = as_json(key.example)
    sentences = [f"{key.doc[:1].upper()}{key.doc[1:]}."]
    sentences += [f"Without it: {key.otherwise}."] if key.otherwise else []
    sentences += [f"For example: {key.example}"] if isinstance(example, dict | list) else []
    description = _LINK.sub(r"\1", " ".join(sentences)).replace("`", "")
    examples = {} if isinstance(example, dict | list) else {"examples": [example]}
    return {"description": description, **whole, **default, **examples}
