"""Spelling: the names of labels where a format does not take every character."""

from collections.abc import Callable, Iterable

from store.formats.values import Report


class Spelling:
    """Names by a format's own rule: the same name always gives the same, two names never do."""

    def __init__(self, rule: Callable[[str], str], names: Iterable[str], report: Report, kind: str = "") -> None:
        """Give names to what is known.

        Args:
            rule: makes a name that the format takes.
            names: the names that come first where two would be spelt alike: those of the label set.
            report: where a changed name is said when it is used first.
            kind: what the names are, where they are no labels.
        """
        self._rule, self._report = rule, report
        self._kind = f"the {kind} " if kind else ""
        self._spelt: dict[str, str] = {}
        self._taken: set[str] = set()
        self._said: set[str] = set()
        known = list(names)
        for name in (*(one for one in known if rule(one) == one), *known):
            self._spell(name)

    @property
    def changed(self) -> dict[str, str]:
        """Spelling -> name, of the names that are spelt otherwise and were used."""
        return {self._spelt[name]: name for name in self._spelt if name in self._said}

    @property
    def spellings(self) -> tuple[str, ...]:
        """All of them: first those of the names that are spelt as they are."""
        return tuple(self._spelt.values())

    def of(self, name: str) -> str:
        """The spelling of a name."""
        spelt = self.quietly(name)
        if spelt != name and name not in self._said:
            self._said.add(name)
            self._report.lose(name, "label", f"{self._kind}is spelt {spelt}")
        return spelt

    def quietly(self, name: str) -> str:
        """The spelling of a name that is not used yet."""
        return self._spelt.get(name) or self._spell(name)

    def _spell(self, name: str) -> str:
        if name in self._spelt:
            return self._spelt[name]
        spelt, number = self._rule(name), 1
        while spelt in self._taken:
            number += 1
            spelt = f"{self._rule(name)}_{number}"
        self._taken.add(spelt)
        self._spelt[name] = spelt
        return spelt
