"""The standard library's `dataclass`, at a fifth of what it costs a start.

`dataclasses.dataclass` compiles six methods for a frozen class, 0.5 ms each class; forty classes are a tenth of the
time until the first screen. Here one is compiled, the constructor, which has to be quick; the others are closures.
Fields, `replace`, slots, defaults and `__post_init__` are the library's own.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, TypeVar

__all__ = ["dataclass"]

if TYPE_CHECKING:
    from dataclasses import dataclass  # type checkers know this name, and what it makes
else:

    def dataclass(*, frozen=False, slots=False):
        """Make a class of data: a constructor, equality and `repr` from its annotated members.

        Args:
            frozen: whether members cannot be set again; such a class can be hashed.
            slots: whether the class has no `__dict__`.
        """

        def made(cls):
            made = dataclasses.dataclass(init=False, repr=False, eq=False, slots=slots)(cls)
            _complete(made, is_frozen=frozen)
            return made

        return made


Class = TypeVar("Class", bound=type)
_UNSET = object()


def _complete(cls: Class, *, is_frozen: bool) -> None:
    """Give a class the methods of its fields, but none that it has itself."""
    members = dataclasses.fields(cls)
    methods: dict[str, object] = {"__init__": _constructor(cls, members, is_frozen=is_frozen)}
    methods |= {"__repr__": _shown([one.name for one in members if one.repr])}
    methods |= _compared([one.name for one in members if one.compare], is_frozen=is_frozen)
    if is_frozen:
        methods |= {"__setattr__": _refuse, "__delattr__": _refuse}
        methods |= {"__getstate__": _state, "__setstate__": _restore}  # else copies and pickles would set members
    for name, method in methods.items():
        if name not in cls.__dict__ or (name == "__hash__" and cls.__dict__[name] is None):
            setattr(cls, name, method)


def _constructor(cls: type, members: tuple[dataclasses.Field[Any], ...], *, is_frozen: bool) -> Callable[..., None]:
    scope: dict[str, Any] = {"_put": object.__setattr__, "_unset": _UNSET}
    parameters: dict[bool, list[str]] = {False: [], True: []}
    lines = []
    for one in members:
        name, value, default = one.name, one.name, ""
        if one.default_factory is not dataclasses.MISSING:
            scope[f"_make_{name}"] = one.default_factory
            default = "=_unset"
            value = f"_make_{name}() if {name} is _unset else {name}" if one.init else f"_make_{name}()"
        elif one.default is not dataclasses.MISSING:
            scope[f"_default_{name}"] = one.default
            default = f"=_default_{name}"
            value = name if one.init else f"_default_{name}"
        elif not one.init:
            continue
        if one.init:
            parameters[bool(one.kw_only)].append(f"{name}{default}")
        lines.append(f"_put(self, {name!r}, {value})" if is_frozen else f"self.{name} = {value}")
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    star = ["*"] if parameters[True] else []
    head = ", ".join(["self", *parameters[False], *star, *parameters[True]])
    exec(f"def __init__({head}):\n  " + "\n  ".join(lines or ["pass"]), scope)  # noqa: S102 - of names in our source
    constructor: Callable[..., None] = scope["__init__"]
    constructor.__qualname__ = f"{cls.__qualname__}.__init__"
    return constructor


def _shown(names: list[str]) -> Callable[[object], str]:
    @recursive_repr()
    def shown(self: object) -> str:
        members = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{type(self).__qualname__}({members})"

    return shown


def _compared(names: list[str], *, is_frozen: bool) -> dict[str, object]:
    members: Callable[[object], object] = attrgetter(*names) if names else lambda _: ()

    def equal(self: object, other: object) -> object:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return members(self) == members(other)

    def hashed(self: object) -> int:
        return hash(members(self))

    return {"__eq__": equal, "__hash__": hashed if is_frozen else None}


def _refuse(self: object, name: str, *_: object) -> None:
    message = f"{type(self).__qualname__}.{name} cannot be set again"
    raise dataclasses.FrozenInstanceError(message)


def _state(self: object) -> list[object]:
    return [getattr(self, one.name) for one in dataclasses.fields(self)]  # type: ignore[arg-type] # made by dataclass


def _restore(self: object, state: list[object]) -> None:
    for one, value in zip(dataclasses.fields(self), state, strict=True):  # type: ignore[arg-type] # made by dataclass
        object.__setattr__(self, one.name, value)
