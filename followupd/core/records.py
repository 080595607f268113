"""`dataclass(slots=True)`, frozen or not, as the standard library makes it, in a fifth of the time.

Python 3.11 compiles six functions for each such class: 0.3 ms, and `followupd next` needs eighty of them, half as long
as Python and click take together. Here one function is compiled, `__init__`; the others are the same for every
class and read its fields. What is made is a dataclass in every respect (fields, replace, match, repr, order,
FrozenInstanceError), so each `from followupd.core.records import dataclass` may be exchanged for the library's own.

Takes classes, gives classes. Knows only what our values use: no inheritance, no keyword-only fields, no InitVar.
"""

from __future__ import annotations

import dataclasses
import operator
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

T = TypeVar("T", bound=type)

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass  # so that type checkers see what they know
else:

    def dataclass(*, slots: bool, frozen: bool = False, order: bool = False) -> Callable[[T], T]:
        """As dataclasses.dataclass with these arguments; `slots` must be True, and stands there for the reader."""
        assert slots
        return lambda cls: _made(cls, frozen, order)


def _made(plain: Any, frozen: bool, order: bool) -> Any:
    own = vars(plain)
    if plain.__doc__ is None:
        plain.__doc__ = plain.__name__   # the library would write the signature here, for 0.1 ms
    cls: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)(plain)
    fields = dataclasses.fields(cls)
    shown = tuple(field.name for field in fields if field.repr)
    values = _values(tuple(field.name for field in fields))

    def equal(self: Any, other: object) -> Any:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def hashed(self: Any) -> int:
        return hash(values(self))

    def text(self: Any) -> str:
        return f"{cls.__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    def restore(self: Any, state: tuple[object, ...]) -> None:
        for field, value in zip(fields, state, strict=True):
            object.__setattr__(self, field.name, value)

    methods: dict[str, Any] = {
        "__init__": _init(cls, fields), "__eq__": equal, "__hash__": hashed if frozen else None, "__repr__": text,
    }  # fmt: skip
    if frozen:
        methods |= {
            "__setattr__": _refuse_to("assign to"), "__delattr__": _refuse_to("delete"),
            "__getstate__": lambda self: values(self), "__setstate__": restore,
        }  # fmt: skip
    if order:
        methods |= _order(values)
    for name, method in methods.items():
        if name not in own:
            setattr(cls, name, method)
    return cls


def _values(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    """What gives all values of an instance as one tuple; attrgetter does so from two names on."""
    if len(names) > 1:
        return operator.attrgetter(*names)
    return lambda self: tuple(getattr(self, name) for name in names)


def _init(cls: Any, fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    known: dict[str, Any] = {"SET": object.__setattr__, "ABSENT": dataclasses.MISSING}
    heads, lines = ["self"], []
    for field in fields:
        name, value = field.name, field.name
        if field.default is not dataclasses.MISSING:
            known[f"_{name}"] = field.default
            heads.append(f"{name}=_{name}")
        elif field.default_factory is not dataclasses.MISSING:
            known[f"_{name}"] = field.default_factory
            heads.append(f"{name}=ABSENT")
            value = f"_{name}() if {name} is ABSENT else {name}"
        else:
            heads.append(name)
        if not field.init:
            heads.pop()
            value = f"_{name}()" if field.default_factory is not dataclasses.MISSING else f"_{name}"
        if field.init or f"_{name}" in known:
            lines.append(f"SET(self,{name!r},{value})")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n  ".join(lines or ["pass"])
    text = f"def make({','.join(known)}):\n def __init__({','.join(heads)}):\n  {body}\n return __init__"
    made: dict[str, Any] = {}
    exec(text, vars(sys.modules[cls.__module__]), made)   # noqa: S102 - the library does so too
    init = made["make"](**known)
    init.__qualname__ = f"{cls.__qualname__}.__init__"
    init.__annotations__ = {**{field.name: field.type for field in fields}, "return": None}
    return init


def _order(values: Callable[[Any], tuple[Any, ...]]) -> dict[str, Any]:
    def comparing(compare: Callable[[Any, Any], bool]) -> Any:
        def method(self: Any, other: object) -> Any:
            return compare(values(self), values(other)) if other.__class__ is self.__class__ else NotImplemented
        return method

    return {
        "__lt__": comparing(operator.lt), "__le__": comparing(operator.le),
        "__gt__": comparing(operator.gt), "__ge__": comparing(operator.ge),
    }  # fmt: skip


def _refuse_to(change: str) -> Callable[..., None]:
    def refuse(_self: object, name: str, *_: object) -> None:
        raise dataclasses.FrozenInstanceError(f"cannot {change} field {name!r}")

    return refuse
