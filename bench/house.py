"""Measure how the code is built: size, complexity, and how the modules depend on each other; run and import nothing.

    python -m bench.house [CHECKOUT ...] [--worst N]

Prints one table with a column for each checkout (default: this one), so that two commits can be compared:
`git worktree add /tmp/before COMMIT` makes the other one.
"""

from __future__ import annotations

import argparse
import ast
import statistics
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PACKAGE = "followupd"
LIMIT = 12          # as in pyproject.toml
HARD = 20
PARAMETERS = 7
SMALL = 30          # lines of a module that hardly earns its name
FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method. `branches` counts as mccabe and ruff (C901) do, `decisions` as radon does."""

    name: str
    branches: int
    decisions: int
    parameters: int
    lines: int


@dataclass(frozen=True, slots=True)
class Module:
    """One file of the package. `imports` are what it needs of the package; `late` counts those inside functions."""

    name: str
    lines: int
    functions: tuple[Function, ...]
    imports: frozenset[str]
    late: int

    @property
    def room(self) -> str:
        """The folder below the package or its core; a module beside rooms counts as a room."""
        parts = self.name.split(".")
        return ".".join(parts[:2] if parts[0] == "core" else parts[:1])


# Nodes that open one more path through a function, for mccabe; radon counts the others too.
BRANCHES = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.ExceptHandler)
DECISIONS = (ast.IfExp, ast.comprehension, ast.Assert)


def complexity(function: ast.AST) -> tuple[int, int]:
    """Return the branches and the decisions of a function; functions inside it count with it."""
    branches = decisions = 1
    for node in ast.walk(function):
        branches += _paths(node, function)
        decisions += _paths(node, function) + isinstance(node, DECISIONS)
        if isinstance(node, ast.comprehension):
            decisions += len(node.ifs)
        elif isinstance(node, ast.BoolOp):
            decisions += len(node.values) - 1
    return branches, decisions


def _paths(node: ast.AST, function: ast.AST) -> int:
    if isinstance(node, ast.Match):
        last = node.cases[-1]
        otherwise = last.guard is None and isinstance(last.pattern, ast.MatchAs) and last.pattern.pattern is None
        return len(node.cases) - otherwise
    if isinstance(node, ast.Try):
        return bool(node.orelse)
    return isinstance(node, BRANCHES) or (isinstance(node, FUNCTION) and node is not function)


def functions(tree: ast.AST, prefix: str = "") -> Iterator[Function]:
    """Yield the functions and methods of a module, but not those inside functions."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, FUNCTION):
            arguments = node.args
            names = [a.arg for a in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
            own = sum(name not in ("self", "cls") for name in names)
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Function(prefix + node.name, *complexity(node), own, lines)
        elif isinstance(node, ast.ClassDef):
            yield from functions(node, f"{prefix}{node.name}.")
        else:
            yield from functions(node, prefix)


def read(checkout: Path) -> list[Module]:
    """Return the modules of a checkout."""
    package = checkout / PACKAGE
    paths = {_name(path, package): path for path in sorted(package.rglob("*.py"))}
    return [_module(name, path, paths) for name, path in paths.items()]


def _name(path: Path, package: Path) -> str:
    """Return the dotted name below the package; a room goes by its folder."""
    return ".".join(part for part in path.relative_to(package).with_suffix("").parts if part != "__init__")


def _module(name: str, path: Path, known: Collection[str]) -> Module:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    everywhere = list(_imports(tree))
    inside = [node for function in ast.walk(tree) if isinstance(function, FUNCTION) for node in _imports(function)]
    needed = frozenset(found for node in everywhere for found in _needed(node, known)) - {name}
    return Module(name, text.count("\n"), tuple(functions(tree)), needed, len(set(inside)))


def _imports(tree: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom))


def _needed(node: ast.Import | ast.ImportFrom, known: Collection[str]) -> Iterator[str]:
    """Yield the modules of the package that a statement imports; `from a import b` may name a module or a value."""
    above = f"{node.module}." if isinstance(node, ast.ImportFrom) else ""
    for alias in node.names:
        top, _, name = (above + alias.name).partition(".")
        if top == PACKAGE:
            yield name if name in known else name.rpartition(".")[0]


def against(modules: Sequence[Module]) -> list[tuple[str, str]]:
    """Return the imports, as pairs of modules, that run against the best order of rooms that is found.

    The order is that of Eades, Lin and Smyth: take a room that needs no other, else one that no other needs, else the
    one that is needed most beyond what it needs. No import is against it exactly if the rooms form no circle.
    """
    room_of = {module.name: module.room for module in modules}
    pairs = [(module.name, name) for module in modules for name in sorted(module.imports)]
    crossing = Counter((room_of[a], room_of[b]) for a, b in pairs if room_of[a] != room_of[b])
    left = set(room_of.values())
    low: list[str] = []
    high: list[str] = []
    while left:
        needs = Counter[str]()
        needed = Counter[str]()
        for (room, other), number in crossing.items():
            if {room, other} <= left:
                needs[room] += number
                needed[other] += number
        # The name last: the same order in every run.
        room = min(left, key=lambda r: (min(needs[r], needed[r]) > 0, needs[r] - needed[r], r))
        left.discard(room)
        if needs[room] and not needed[room]:
            high.insert(0, room)
        else:
            low.append(room)
    order = {room: place for place, room in enumerate([*low, *high])}
    return [(a, b) for a, b in pairs if order[room_of[b]] > order[room_of[a]]]


def table(modules: Sequence[Module]) -> dict[str, str]:
    """Return what is measured, by what it says."""
    every = [function for module in modules for function in module.functions]
    branches, decisions = [f.branches for f in every], [f.decisions for f in every]
    importers = Counter(name for module in modules for name in module.imports)
    named = [module for module in modules if module.functions or module.lines > SMALL]
    return {
        "modules": str(len(modules)),
        "lines": str(sum(module.lines for module in modules)),
        "longest module, lines": str(max(module.lines for module in modules)),
        "modules with exactly one importer": str(sum(importers[module.name] == 1 for module in named)),
        "imports inside functions": str(sum(module.late for module in modules)),
        "rooms": str(len({module.room for module in modules})),
        "imports against the best order of the rooms": str(len(against(modules))),
        "functions": str(len(every)),
        "branches of a function, mean": f"{statistics.mean(branches):.2f}",
        f"functions with more than {LIMIT} branches": str(sum(n > LIMIT for n in branches)),
        "decisions of a function, mean": f"{statistics.mean(decisions):.2f}",
        f"functions with more than {LIMIT} decisions": str(sum(n > LIMIT for n in decisions)),
        f"functions with more than {HARD} decisions": str(sum(n > HARD for n in decisions)),
        f"functions with more than {PARAMETERS} parameters": str(sum(f.parameters > PARAMETERS for f in every)),
    }


def worst(modules: Sequence[Module], number: int) -> Iterator[str]:
    """Yield a line for each of the functions with the most decisions."""
    every = [(function, module.name) for module in modules for function in module.functions]
    for function, name in sorted(every, key=lambda pair: -pair[0].decisions)[:number]:
        yield (
            f"{function.decisions:4} decisions {function.branches:3} branches {function.parameters:2} parameters "
            f"{function.lines:3} lines  {name}.{function.name}"
        )


def main() -> None:
    """Measure each checkout and print the table."""
    parser = argparse.ArgumentParser(prog="bench.house", description="Measure how the code is built.")
    parser.add_argument("checkouts", nargs="*", type=Path, default=[Path(__file__).parents[1]])
    parser.add_argument(
        "--worst", type=int, default=0, metavar="N",
        help="name the N hardest functions and the imports against the order",
    )
    options = parser.parse_args()
    read_ = [read(checkout) for checkout in options.checkouts]
    rows = [table(modules) for modules in read_]
    print("| |" + "".join(f" {checkout.resolve().name} |" for checkout in options.checkouts))
    print("|---|" + "---:|" * len(rows))
    for name in rows[0]:
        print(f"| {name} |" + "".join(f" {row[name]} |" for row in rows))
    for modules in read_ if options.worst else ():
        print()
        print("\n".join(worst(modules, options.worst)))
        print("\n".join(f"{name} imports {needed}" for name, needed in against(modules)))


if __name__ == "__main__":
    main()
