"""Later: modules that libraries import at the start and use much later, if at all, are loaded when they are used.

Textual's App imports its command palette with all the widgets in it, asyncio imports TLS, and so on: a fifth of a start
for what no first screen needs. While the finder is in place such a module is made empty, but for stand-ins of the few
names that others take out of it. Whoever asks the module for another name, or uses a stand-in in any way, has it
loaded, at the place and with the contents it always had; what was taken before is exchanged then. So nothing is lost,
and a version that uses more of a module at its import is only slower.
"""

import sys
from abc import ABC, ABCMeta, update_abstractmethods
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.machinery import ModuleSpec, PathFinder
from threading import RLock
from types import ModuleType
from typing import Any

PUT_OFF: Mapping[str, tuple[str, ...]] = {
    "asyncio.sslproto": (),
    "bz2": (),
    "decimal": ("Decimal",),
    "difflib": ("get_close_matches",),
    "ipaddress": (),
    "locale": (),
    "lzma": (),
    "mimetypes": (),
    "pickle": ("dumps", "loads"),
    "platformdirs": ("user_downloads_path",),
    "rich.table": ("Table",),
    "rich.tree": ("Tree",),
    "ssl": (),
    "tokenize": (),
    "textual.command": (
        "CommandListItem", "CommandPalette", "DiscoveryHit", "Hit", "Hits", "Provider", "SimpleProvider",
    ),
    "uuid": ("uuid4",),
}  # fmt: skip
"""Modules, and the names that others take out of them when they are imported; each was measured."""
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
        self._base = self._base or ABCMeta(self._name, (ABC,), {"__module__": self._module.__name__})
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


@contextmanager
def put_off() -> Iterator[None]:
    """Put off the loading of modules that are imported meanwhile for the first time."""
    finder: Any = _Finder
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
