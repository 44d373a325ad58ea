"""Others: what other annotators have made of the same articles, for reading, and kept up with."""

from store.annotation import Record
from store.article import Article
from store.disk.database import Database
from store.disk.names import Files, annotators
from store.disk.problem import Problem
from store.disk.stored import Stamp
from store.disk.system import stamp_of
from store.errors import DiskError
from store.layer import Layer
from store.library import Library
from store.placing import Layers

Stamps = tuple[Stamp, Stamp]
"""What tells whether somebody's snapshot and journal have changed."""


class Others:
    """The annotators of a project but one. Their files are opened when they are first asked for."""

    def __init__(self, library: Library, own: str) -> None:
        self._library, self._own = library, own
        self._known: dict[str, tuple[Database, Layers]] = {}
        self._failed: dict[str, tuple[str, Stamps]] = {}
        self._names: tuple[str, ...] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Who else has a file here, by name; looked up once, and again by `follow`, for keys ask this."""
        if self._names is None:
            self._names = self._named()
        return self._names

    def layer(self, name: str, article: Article) -> Layer:
        """Somebody's annotations that have a place in an article; an empty layer if their file cannot be read.

        Of an edited article with many of them some come later, by `advance`.
        """
        known = self._opened(name)
        try:
            return known[1].begun(article).layer if known else Layer()
        except DiskError as error:
            self._failed[name] = str(error), self._stamps(name)
            return Layer()

    def advance(self, article: Article) -> bool:
        """Go on placing annotations on an edited article, for a few milliseconds each; whether any were left to do."""
        return any(bool(layers.advance(article)) for _, layers in self._known.values())

    def let_go(self, path: str) -> None:
        """Forget what was made of an article that is not looked at any more."""
        for _, layers in self._known.values():
            layers.let_go(path)

    def record(self, name: str, number: int) -> Record | None:
        """One of somebody's annotations, by its number; None when none can be read or nobody has that name."""
        known = self._opened(name) if name in self._known or name in self.names else None
        try:
            return known[0].get("annotations", number) if known else None
        except DiskError:
            return None

    def count(self, name: str) -> int:
        """How many annotations somebody has made."""
        known = self._opened(name)
        return known[0].size("annotations") if known else 0

    def follow(self) -> bool:
        """Read again what has changed; whether anything has."""
        again = [name for name, (_, stamps) in self._failed.items() if stamps != self._stamps(name)]
        for name in again:
            del self._failed[name]
        before, self._names = self._names, self._named()
        is_changed = bool(again) or before not in (None, self._names)
        for name, (database, _) in [*self._known.items()]:
            try:
                fresh = database.followed()
            except DiskError as error:
                self._failed[name] = str(error), self._stamps(name)
                del self._known[name]
                database.close()
                is_changed = True
                continue
            if fresh is not None:
                is_changed = True
                self._known[name] = fresh, Layers(self._library, fresh)
                database.close()
        return is_changed

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Whose file cannot be read, and why."""
        found = [Problem(f"annotations/{name}.json", why) for name, (why, _) in self._failed.items()]
        for database, _ in self._known.values():
            found += database.problems
        return tuple(found)

    def close(self) -> None:
        """Let the files go."""
        for database, _ in self._known.values():
            database.close()
        self._known.clear()

    def _named(self) -> tuple[str, ...]:
        return tuple(name for name in annotators(self._library.root) if name != self._own)

    def _stamps(self, name: str) -> Stamps:
        files = Files(self._library.root, name)
        return stamp_of(files.snapshot), stamp_of(files.journal)

    def _opened(self, name: str) -> tuple[Database, Layers] | None:
        if name in self._failed:
            return None
        if name not in self._known:
            try:
                database = Database.open(self._library.root, name, read_only=True)
            except DiskError as error:
                self._failed[name] = str(error), self._stamps(name)
                return None
            self._known[name] = database, Layers(self._library, database)
        return self._known[name]
