"""The changes of a hit list that a command can make, as values, and what is said if one cannot be made.

A change is about one file; a contact in it is known by its number in the file's `contacts:`, counted from 0.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bare:
    """A value that needs no quotes although other YAML readers see more than text in it: yes, 2, 2026-12-24."""

    text: str


@dataclass(frozen=True, slots=True)
class Keys:
    """A mapping as a value: `{birthday: 14 May}`."""

    pairs: tuple[tuple[str, Value], ...]


Value = str | Bare | tuple["Value", ...] | Keys


@dataclass(frozen=True, slots=True)
class AddContact:
    """A new last contact of the file, with these keys in this order."""

    pairs: tuple[tuple[str, Value], ...]


@dataclass(frozen=True, slots=True)
class SetKey:
    """A key of a contact gets a value; `path` is the key, or two for a key inside it: `dates`, `birthday`.

    A new key is placed behind the last of those that come before it in `order`.
    """

    contact: int
    path: tuple[str, ...]
    value: Value
    order: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoveKey:
    """A key of a contact is removed, with its value."""

    contact: int
    key: str


@dataclass(frozen=True, slots=True)
class RemoveContact:
    """A contact is removed, with the comments inside it; those above it stay."""

    contact: int


ListEdit = AddContact | SetKey | RemoveKey | RemoveContact


class EditRefused(Exception):
    """The change cannot be made without touching anything else; the text says why, as a clause."""
