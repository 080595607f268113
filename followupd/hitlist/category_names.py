"""The names of the categories that a hit list has, in their order, for commands that offer them.

Takes the files of a hit list; reads them again, and passes over one that says something else by now.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from followupd.hitlist.located import Mapping, read_tree


def category_names(files: Iterable[Path]) -> tuple[str, ...]:
    """Return the names of all categories, each once."""
    found: dict[str, None] = {}
    for file in files:
        try:
            root = read_tree(file.read_bytes()).root
        except OSError:
            continue
        categories = root.values.get("categories") if isinstance(root, Mapping) else None
        if isinstance(categories, Mapping):
            found |= dict.fromkeys(categories.values)
    return tuple(found)
