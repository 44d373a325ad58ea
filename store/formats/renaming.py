"""Names and values as formats with an alphabet of their own can write them, and what is read back of them."""

import re
from collections.abc import Callable, Iterable, Mapping

from store.annotation import Annotation, Record
from store.formats.values import About, to_json

BREAKS = re.compile("[\t\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
"""Runs of what ends a line for some reader, and of TAB, which ends a column."""
OWN = "sidemark:"
"""Begins the name of a cluster that no knowledge base has."""


class Renaming:
    """Names as a format can write them: changed by its rule, told apart by `_2`, `_3`, each said once."""

    def __init__(self, rule: Callable[[str], str], say: Callable[[str, str], None], names: Iterable[str] = ()) -> None:
        """Set up the names of one kind.

        Args:
            rule: makes a name that the format can write.
            say: takes a name that had to be changed, and what it is called now.
            names: come first, so that they keep their names whatever comes later.
        """
        self._rule, self._say = rule, say
        self._new: dict[str, str] = {}
        self._taken: set[str] = set()
        self._said: set[str] = set()
        for name in sorted(names, key=lambda one: rule(one) != one):  # sorted keeps order: unchanged names come first
            self._add(name)

    def of(self, name: str) -> str:
        """What a name is called; the first time that a changed one is asked for, it is said."""
        new = self.named(name)
        if new not in self._said:
            self._said.add(new)
            if new != name:
                self._say(name, new)
        return new

    def named(self, name: str) -> str:
        """What a name is called, and nothing is said."""
        return self._new.get(name) or self._add(name)

    @property
    def names(self) -> tuple[str, ...]:
        """All new names, also those that nobody asked for, in the order they were given."""
        return tuple(self._new.values())

    @property
    def changed(self) -> Mapping[str, str]:
        """The old names of those that were changed, by the new."""
        return {new: old for old, new in self._new.items() if new != old}

    def _add(self, name: str) -> str:
        base = new = self._rule(name)
        number = 2
        while new in self._taken:
            new = f"{base}_{number}"
            number += 1
        self._taken.add(new)
        self._new[name] = new
        return new


def knowledge_id(annotation: Annotation, about: About) -> str:
    """What an annotation's cluster stands for: its `kb_id`, else `sidemark:` and its id; empty for no cluster."""
    if not annotation.cluster:
        return ""
    cluster = about.cluster_of(annotation)
    return cluster.kb_id if cluster and cluster.kb_id else f"{OWN}{annotation.cluster}"


def texts_of(value: object) -> tuple[str, ...]:
    """The values of an attribute as text: one, or each of a list; none for None and False."""
    if isinstance(value, list | tuple):
        return tuple(text for one in value for text in texts_of(one))
    if value is None or value is False:
        return ()
    if value is True:
        return ("yes",)
    return (value,) if isinstance(value, str) else (to_json(value),)


def given_cluster(reference: str, name: str) -> Record:
    """The cluster that a file refers to by what `knowledge_id` gave, or by an entry of a knowledge base."""
    known = "" if reference.startswith(OWN) else reference.removeprefix("kb:")
    return {"id": reference, "kind": "", "name": name or known or reference.removeprefix(OWN), "kb_id": known}
