"""core.records makes the same classes as dataclasses.dataclass(frozen=True, slots=True): each row is asked of both."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from collections.abc import Callable
from dataclasses import field
from datetime import date
from functools import partial
from typing import Any, get_type_hints

import pytest

from followupd.core import records


class Plain:
    """The classes below, before they are made: anew for each maker."""

    @staticmethod
    def point() -> type:
        class Point:
            x: int
            y: tuple[int, ...] = (1, 2)
            day: date | None = None

        return Point

    @staticmethod
    def secret() -> type:
        class Secret:
            """Keeps a password out of its repr."""

            name: str
            password: str = field(default="p", repr=False)
            seen: list[int] = field(default_factory=list)
            told: list[int] = field(default_factory=list, init=False)
            kind: str = field(default="k", init=False)
            later: str = field(init=False, repr=False, default="")

        return Secret

    @staticmethod
    def nothing() -> type:
        class Nothing:
            pass

        return Nothing

    @staticmethod
    def one() -> type:
        class One:
            value: int

            def __post_init__(self) -> None:
                object.__setattr__(self, "value", abs(self.value))

            def __repr__(self) -> str:
                return f"<{self.value}>"

        return One


@records.dataclass(frozen=True, slots=True)
class Kept:
    """At the top of a module, where pickle finds it."""

    x: int
    y: tuple[str, ...] = ()


BOTH = [dataclasses.dataclass, records.dataclass]
Maker = Callable[..., Callable[[type], Any]]
Ask = Callable[[Maker], object]


def _raised(act: Callable[[], object]) -> tuple[str, str]:
    with pytest.raises((AttributeError, TypeError)) as caught:
        act()
    return type(caught.value).__name__, str(caught.value)


def made(plain: Callable[[], type], make: Maker, **more: bool) -> Any:
    return make(slots=True, **({"frozen": True} | more))(plain())


def _changed(value: Any) -> str:
    value.x = 4
    return repr(value)


def _matched(value: Any, cls: Any) -> object:
    match value:
        case cls(x, y):
            return x, y
    return None


point, secret = partial(made, Plain.point), partial(made, Plain.secret)
nothing, one = partial(made, Plain.nothing), partial(made, Plain.one)


@pytest.mark.parametrize("ask", [
    pytest.param(lambda make: repr(point(make)(3, day=date(2026, 1, 2))), id="repr"),
    pytest.param(lambda make: repr(secret(make)("Dana", "hidden")), id="a field kept out of the repr"),
    pytest.param(lambda make: _raised(lambda: secret(make)("Dana", "p", [], [])), id="a field kept out of __init__"),
    pytest.param(lambda make: repr(nothing(make)()), id="repr without fields"),
    pytest.param(lambda make: repr(one(make)(-4)), id="its own repr and __post_init__"),
    pytest.param(lambda make: hash(point(make)(3)) == hash(point(make)(3)), id="hash goes by the values"),
    pytest.param(lambda make: hash(one(make)(-4)) == hash((4,)), id="hash of one value"),
    pytest.param(lambda make: _raised(lambda: hash(secret(make)("Dana"))), id="hash of what cannot be hashed"),
    pytest.param(lambda make: [c(3) == c(3) for c in [point(make)]], id="equal"),
    pytest.param(lambda make: [c(3) == c(4) for c in [point(make)]], id="not equal"),
    pytest.param(lambda make: point(make)(3) == point(make)(3), id="another class is never equal"),
    pytest.param(lambda make: [c() == c() for c in [nothing(make)]], id="equal without fields"),
    pytest.param(lambda make: [f.name for f in dataclasses.fields(point(make))], id="fields"),
    pytest.param(lambda make: dataclasses.asdict(secret(make)("Dana")), id="asdict"),
    pytest.param(lambda make: repr(dataclasses.replace(point(make)(3), x=5)), id="replace"),
    pytest.param(lambda make: repr(copy.deepcopy(point(make)(3))), id="deepcopy"),
    pytest.param(lambda make: secret(make)("a").seen is secret(make)("a").seen, id="a factory makes a new one"),
    pytest.param(lambda make: secret(make)("a", seen=[1]).seen, id="unless one is given"),
    pytest.param(lambda make: point(make).__match_args__, id="match by place"),
    pytest.param(lambda make: [_matched(c(3), c) for c in [point(make)]], id="match"),
    pytest.param(lambda make: point(make).__slots__, id="slots"),
    pytest.param(lambda make: hasattr(point(make)(3), "__dict__"), id="no dict"),
    pytest.param(lambda make: get_type_hints(point(make).__init__), id="hints of __init__"),
    pytest.param(lambda make: secret(make).__doc__, id="its own text"),
    pytest.param(lambda make: _raised(lambda: setattr(point(make)(3), "x", 4)), id="a field is not set"),
    pytest.param(lambda make: _raised(lambda: delattr(point(make)(3), "x")), id="nor deleted"),
    pytest.param(lambda make: _raised(lambda: point(make)()), id="a value is missing"),
    pytest.param(lambda make: _raised(lambda: point(make)(1, (), None, 4)), id="a value too many"),
    pytest.param(lambda make: [c(1) < c(2) for c in [point(make, order=True)]], id="smaller"),
    pytest.param(lambda make: [c(2) <= c(1) for c in [point(make, order=True)]], id="not smaller"),
    pytest.param(lambda make: sorted([c(3), c(1), c(2)]) == [c(1), c(2), c(3)] if (c := point(make, order=True)) else 0,
                 id="sorted"),
    pytest.param(lambda make: [c(2) > c(1) for c in [point(make, order=True)]], id="greater"),
    pytest.param(lambda make: [c(2) >= c(2) for c in [point(make, order=True)]], id="greater or equal"),
    pytest.param(lambda make: _changed(point(make, frozen=False)(3)), id="not frozen"),
    pytest.param(lambda make: _raised(lambda: hash(point(make, frozen=False)(3))), id="no hash for what changes"),
    pytest.param(lambda make: repr(copy.deepcopy(point(make, frozen=False)(3))), id="deepcopy of what changes"),
    pytest.param(lambda make: [c(3) == c(3) for c in [point(make, frozen=False)]], id="equal although it may change"),
    pytest.param(lambda make: _raised(lambda: point(make)(1) < 2)[0], id="no order was asked for"),
    pytest.param(lambda make: _raised(lambda: point(make, order=True)(1) < 2)[0], id="no order with others"),
])
def test_it_makes_what_the_library_makes(ask: Ask) -> None:
    """Whatever is asked of a class of ours, the answer is that of the library's."""
    library, ours = (ask(make) for make in BOTH)
    assert ours == library


def test_values_can_be_pickled() -> None:
    """As the library's can, although nothing may be set."""
    value = Kept(3, ("a",))
    assert pickle.loads(pickle.dumps(value)) == value
    assert copy.copy(value) == value


def test_a_value_is_never_changed() -> None:
    """Not even by a name that is no field."""
    with pytest.raises(AttributeError):
        setattr(Kept(3), "z", 1)   # noqa: B010 - mypy would see it, and that is the point
