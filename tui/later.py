"""Later: what libraries import and make at the start and use much later, if at all, is loaded when it is used.

Textual's App imports its command palette with all the widgets in it, asyncio imports TLS, and so on: a fifth of a start
for what no first screen needs. While the finder is in place such a module is made empty, but for stand-ins of the few
names that others take out of it. Whoever asks the module for another name, or uses a stand-in in any way, has it
loaded, at the place and with the contents it always had; what was taken before is exchanged then. So nothing is lost,
and a version that uses more of a module at its import is only slower.

Patterns likewise: two thirds of those that are compiled during a start are of no use to a first screen. One made in the
meantime is compiled when it is used, and then takes its own place in the module that made it.
"""

import os
import re
import sys
from abc import ABC, ABCMeta, update_abstractmethods
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

PUT_OFF: Mapping[str, tuple[str, ...]] = {
    "ast": ("NodeVisitor", "literal_eval"),
    "asyncio.sslproto": (),
    "bz2": (),
    "decimal": ("Decimal",),
    "difflib": ("get_close_matches",),
    "ipaddress": (),
    "locale": (),
    "lzma": (),
    "mimetypes": (),
    "pickle": ("dumps", "loads"),
    "platform": (),
    "platformdirs": ("user_downloads_path",),
    "rich.table": ("Table",),
    "rich.tree": ("Tree",),
    "ssl": (),
    "tokenize": (),
    "textual.command": (
        "CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider", "SimpleProvider",
    ),
    "urllib.parse": ("quote", "quote_from_bytes"),
    "uuid": ("uuid4",),
}  # fmt: skip
"""Modules, and the names that others take out of them when they are imported; each was measured."""
PLAIN = frozenset({"NodeVisitor"})
"""The classes among them that others inherit from and that are not abstract."""
KNOWN: Mapping[str, Mapping[str, Callable[[], object]]] = (
    {"platform": {"system": lambda: os.uname().sysname}} if hasattr(os, "uname") else {}
)
"""What others call when they are imported, with what it comes to, for modules that are put off."""
METHODS = ("findall", "finditer", "fullmatch", "match", "search", "split", "sub", "subn")
"""What a pattern does: these can be taken from one before it is compiled."""
_compile = re.compile
_LOCK = RLock()
_LOADING: set[str] = set()


class StandIn:
    """Stands for something in a module that is not loaded yet; to call it or look into it loads the module."""

    def __init__(self, module: "Later", name: str) -> None:
        self._module, self._name = module, name
        self._base: type | None = None

    def real(self) -> Any:
        """What it stands for."""
        load(self._module)
        return getattr(self._module, self._name)

    def exchange(self) -> None:
        """Have those that took it take what it stands for; the module has been loaded."""
        real = getattr(self._module, self._name)
        for module in [*sys.modules.values()]:
            if isinstance(module, ModuleType) and vars(module).get(self._name) is self:
                setattr(module, self._name, real)
        heirs: list[type] = type.__subclasses__(self._base) if self._base else []
        for heir in heirs:
            heir.__bases__ = tuple(real if base is self._base else base for base in heir.__bases__)
            update_abstractmethods(heir)

    def __mro_entries__(self, bases: tuple[object, ...]) -> tuple[type]:
        del bases
        if self._base is None:
            kind, above = (type, ()) if self._name in PLAIN else (ABCMeta, (ABC,))
            self._base = kind(self._name, above, {"__module__": self._module.__name__})
        return (self._base,)

    def __call__(self, *arguments: Any, **options: Any) -> Any:
        """What it stands for, called."""
        return self.real()(*arguments, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real(), name)

    def __instancecheck__(self, one: object) -> bool:
        return isinstance(one, self.real())

    def __subclasscheck__(self, one: type) -> bool:
        return issubclass(one, self.real())


class Later(ModuleType):
    """A module that is loaded when it is asked for something it has not."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name not in ("__all__", "__version__"):
            raise AttributeError(name)  # the import system asks for these
        load(self)
        if type(self) is Later:  # this thread is just loading it, and there is no such name yet
            raise AttributeError(name)
        return getattr(self, name)


def load(module: ModuleType) -> None:
    """Load a module that was put off; nothing happens to another one.

    Raises:
        ImportError: it cannot be.
    """
    with _LOCK:
        spec: Any = module.__spec__
        if not isinstance(module, Later) or spec is None or module.__name__ in _LOADING:
            return
        stand_ins = {name: one for name, one in vars(module).items() if isinstance(one, StandIn)}
        real = spec.loader.real
        for name in stand_ins:
            delattr(module, name)
        _LOADING.add(module.__name__)
        try:
            real.exec_module(module)
        finally:
            _LOADING.discard(module.__name__)
        spec.loader = module.__loader__ = real
        module.__class__ = ModuleType  # type: ignore[assignment]  # it is an ordinary one from now on
        for one in stand_ins.values():
            one.exchange()


class _Loader:
    """Makes a module without loading it."""

    def __init__(self, real: Any, names: Iterable[str]) -> None:
        self.real, self._names = real, names

    def create_module(self, spec: ModuleSpec) -> Later:
        """An empty module."""
        return Later(spec.name)

    def exec_module(self, module: Later) -> None:
        """Give it its stand-ins, and nothing else."""
        for name in self._names:
            setattr(module, name, StandIn(module, name))
        vars(module).update(KNOWN.get(module.__name__, {}))


class _Finder:
    """Finds the modules that are put off where they always are."""

    @staticmethod
    def find_spec(name: str, path: Sequence[str] | None = None, target: ModuleType | None = None) -> ModuleSpec | None:
        """The module's own place, with a loader that waits; None for all others."""
        del target
        if name not in PUT_OFF:
            return None
        spec = PathFinder.find_spec(name, path)
        if spec is not None and spec.loader is not None:
            loader: Any = _Loader(spec.loader, PUT_OFF[name])
            spec.loader = loader
        return spec


class LaterPattern:
    """A pattern that is compiled when it is used; it passes for one of `re`."""

    __class__ = property(lambda _: re.Pattern)  # for `isinstance`, which `re.sub` asks

    def __init__(self, source: str, flags: int, owner: str) -> None:
        """Take what `re.compile` is given, in the module `owner`."""
        self._made, self._owner = (source, flags), owner
        self._real: re.Pattern[str] | None = None

    def real(self) -> "re.Pattern[str]":
        """The compiled one, which takes this one's place in its module."""
        if self._real is None:
            self._real = _compile(*self._made)
            names = vars(sys.modules.get(self._owner, re))
            for name in [name for name, one in names.items() if one is self]:
                names[name] = self._real
        return self._real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real(), name)

    def __eq__(self, other: object) -> bool:
        return self is other or self.real() == (other.real() if type(other) is LaterPattern else other)

    def __hash__(self) -> int:
        return hash(self.real())

    def __repr__(self) -> str:
        return repr(self.real())

    def __reduce__(self) -> tuple[Callable[..., object], tuple[str, int]]:
        return _compile, self._made


def _method(name: str) -> Callable[..., Any]:
    def done(self: LaterPattern, *arguments: Any, **options: Any) -> Any:
        return getattr(self.real(), name)(*arguments, **options)

    return done


for _name in METHODS:
    setattr(LaterPattern, _name, _method(_name))


@contextmanager
def put_off() -> Iterator[None]:
    """Put off modules that are imported meanwhile for the first time, and patterns that are made."""
    finder: Any = _Finder
    is_over = False

    def compiled(pattern: Any, flags: int = 0) -> Any:
        if is_over or type(pattern) is not str:  # some keep this function
            return _compile(pattern, flags)
        return LaterPattern(pattern, flags, sys._getframe(1).f_globals.get("__name__", ""))

    sys.meta_path.insert(0, finder)
    re.compile = compiled
    try:
        yield
    finally:
        is_over = True
        re.compile = _compile
        sys.meta_path.remove(finder)
