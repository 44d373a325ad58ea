"""Writing brat's files, so that brat's own reader finds every span again."""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO

from store.annotation import Annotation, Link
from store.formats.iri import meant_id
from store.formats.ledger import Ledger
from store.formats.offsets import Utf16
from store.formats.out import Out
from store.formats.spelling import Spelling
from store.formats.values import About, Holds, Pair, Report, to_json
from store.formats.wording import BREAKS, texts_of
from store.span import Span

BRAT: frozenset[Holds] = frozenset(("overlap", "links", "attributes", "notes", "unsure", "clusters", "text"))
INCEPTION: frozenset[Holds] = BRAT - {"clusters"}
PIECE = re.compile(f"[^{BREAKS.pattern[1:-2]}]+")
"""Runs of anything else."""
UNSURE = "unsure"
"""The attribute that an unsure annotation has."""
DRAWING = "\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\nARC_DEFAULT\tcolor:black\n"


def write_brat(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write a folder: `.txt` and `.ann` of each article, and `annotation.conf`; `visual.conf` if names were changed."""
    report = Report()
    ledger = Ledger(BRAT, about, report, link_notes=True)
    names = _Names(about, report, is_inception=False)
    for article, annotations in pairs:
        lost = [one for one in annotations if _is_only_breaks(one)]
        kept = [one for one in annotations if one not in lost] if lost else annotations
        links = ledger.account(article, kept, [(one, "it holds nothing but line breaks") for one in lost])
        base = about.name(article.path)
        out.inner(f"{base}.txt").put(article.text)
        lines = _Lines(kept, links, names, about, report).all()
        out.inner(f"{base}.ann").put("".join([f"{line}\n" for line in lines]))
    with out.inner("annotation.conf").open() as file:
        file.write(names.configuration())
    if settings := names.visual():
        with out.inner("visual.conf").open() as file:
            file.write(settings)
    return report


def write_inception(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write a ZIP with the `.txt` and the `.ann` of one article, as INCEpTION takes it."""
    report = Report()
    ledger = Ledger(INCEPTION, about, report, link_notes=True)
    names = _Names(about, report, is_inception=True)
    packed = BytesIO()  # an archive writes by many small pieces; it holds one article
    with zipfile.ZipFile(packed, "w") as archive:
        for article, annotations in pairs:
            links = ledger.account(article, annotations)
            base = about.name(article.path).rpartition("/")[2]
            written = _Lines(annotations, links, names, about, report, Utf16(article.text))
            lines = "".join(f"{line}\n" for line in written.all())
            for name, text in ((f"{base}.ann", lines), (f"{base}.txt", article.text)):
                archive.writestr(zipfile.ZipInfo(name), text.encode("utf-8"))  # ZipInfo's date is always 1980
    out.put(packed.getvalue())
    return report


def fragments(quote: str, start: int) -> tuple[Span, ...]:
    """The parts of a quote between what ends a line for brat, without the blanks at their ends.

    Args:
        quote: what an annotation holds.
        start: where it begins; the parts are counted from there.
    """
    found = []
    for piece in PIECE.finditer(quote):
        bare = piece[0].strip()
        if bare:
            begin = start + piece.start() + piece[0].index(bare)
            found.append(Span(begin, begin + len(bare)))
    return tuple(found)


class _Names:
    """The names of labels, links and attributes as the files have them, over a whole dataset."""

    def __init__(self, about: About, report: Report, *, is_inception: bool) -> None:
        rule = _for_inception if is_inception else _plain
        self.value = _plain
        """Makes one word of a value."""
        self.labels = Spelling(rule, about.labels, report)
        self.links = Spelling(rule, (one.type for one in about.schema.links), report, "link type")
        declared = {one.name: one.values for one in about.schema.attributes}
        self.attributes = Spelling(_beside_unsure(rule), declared, report, "attribute")
        self._values: dict[str, dict[str, None]] = {}
        for name, values in declared.items():
            self._values[self.attributes.quietly(name)] = dict.fromkeys(map(_plain, values))

    def answered(self, attribute: str, value: str | None) -> None:
        """Take note that an attribute, by its new name, has a value, or is there without one."""
        values = self._values.setdefault(attribute, {})
        if value is not None:
            values[value] = None

    def configuration(self) -> str:
        """The `annotation.conf`."""
        lines = ["[entities]", *self.labels.spellings, "", "[relations]"]
        lines.append("<OVERLAP>\tArg1:<ENTITY>, Arg2:<ENTITY>, <OVL-TYPE>:<ANY>")
        lines += [f"{name}\tArg1:<ENTITY>, Arg2:<ENTITY>" for name in self.links.spellings]
        lines += ["", "[events]", "", "[attributes]"]
        for name, values in self._values.items():
            lines.append(f"{name}\tArg:<ENTITY>" + (f", Value:{'|'.join(values)}" if values else ""))
        lines.append(f"{UNSURE}\tArg:<ENTITY>")
        return "\n".join(lines) + "\n"

    def visual(self) -> str:
        """The `visual.conf`; empty when every name is what it was.

        brat reads the lines of `[labels]`, in which a name ends at a bar; the comments say the names exactly, and of
        what: `T` spans, `R` links, `A` attributes.
        """
        kinds = {"T": self.labels.changed, "R": self.links.changed, "A": self.attributes.changed}
        exact = [f"# {kind} {new} {to_json(old)}" for kind, names in kinds.items() for new, old in names.items()]
        shown = {new: BREAKS.sub(" ", old).replace("|", "/") for names in kinds.values() for new, old in names.items()}
        lines = ["[labels]", *exact, *(f"{new} | {old}" for new, old in shown.items())]
        return "\n".join(lines) + f"\n{DRAWING}" if exact else ""


class _Lines:
    """The lines of one article's `.ann`."""

    def __init__(
        self,
        annotations: Sequence[Annotation],
        links: Sequence[Link],
        names: _Names,
        about: About,
        report: Report,
        utf16: Utf16 | None = None,
    ) -> None:
        """Set up one file.

        Args:
            annotations: what is written, in text order.
            links: those between them.
            names: of the dataset.
            about: the project.
            report: takes what had to be changed.
            utf16: counts for INCEpTION; None for brat.
        """
        self._annotations, self._links = annotations, links
        self._names, self._about, self._report, self._utf16 = names, about, report, utf16
        self._targets = {one.id: f"T{number}" for number, one in enumerate(annotations, 1)}

    def all(self) -> Iterator[str]:
        """The lines, without their ends."""
        yield from map(self._span, self._annotations)
        arrows = {link.id: f"R{number}" for number, link in enumerate(self._links, 1)}
        for link in self._links:
            kind = self._names.links.of(link.type)
            yield f"{arrows[link.id]}\t{kind} Arg1:{self._targets[link.source]} Arg2:{self._targets[link.target]}"
        for number, answer in enumerate(self._answers(), 1):
            yield f"A{number}\t{answer}"
        if self._utf16 is None:
            for number, reference in enumerate(self._references(), 1):
                yield f"N{number}\t{reference}"
        noted: list[tuple[str, Annotation | Link]] = [(self._targets[one.id], one) for one in self._annotations]
        noted += [(arrows[link.id], link) for link in self._links]
        for number, (name, one) in enumerate(((name, one) for name, one in noted if one.note), 1):
            yield f"#{number}\tAnnotatorNotes {name}\t{self._on_one_line(one)}"

    def _span(self, one: Annotation) -> str:
        head = f"{self._targets[one.id]}\t{self._names.labels.of(self._about.label_of(one))}"
        if self._utf16 is not None:  # INCEpTION makes an annotation of each fragment, and does not look at the text
            start, end = self._utf16.of(one.start), self._utf16.of(one.end)
            return f"{head} {start} {end}\t{BREAKS.sub(' ', one.quote)}"
        if not BREAKS.search(one.quote):
            return f"{head} {one.start} {one.end}\t{one.quote}"
        parts = fragments(one.quote, one.start)
        start, end = parts[0].start, parts[-1].end
        if (start, end) != one.span:
            self._report.lose(one.id, "span", f"written as {start}-{end}: brat has no line break at an end")
        places = ";".join(f"{start} {end}" for start, end in parts)
        return f"{head} {places}\t{' '.join(one.quote[start - one.start : end - one.start] for start, end in parts)}"

    def _answers(self) -> Iterator[str]:
        for one in self._annotations:
            target = self._targets[one.id]
            for name, value in one.attributes.items():
                called = self._names.attributes.of(name)
                if value is True:
                    self._names.answered(called, None)
                    yield f"{called} {target}"
                    continue
                for text in texts_of(value):
                    word = self._names.value(text)
                    if word != text:
                        self._report.lose(
                            one.id, "attributes", f"the value {text[:40]!r} of {name} is written as {word}"
                        )
                    self._names.answered(called, word)
                    yield f"{called} {target} {word}"
            if one.unsure:
                yield f"{UNSURE} {target}"

    def _references(self) -> Iterator[str]:
        for one in self._annotations:
            if not one.cluster:
                continue
            known = meant_id(one, self._about)
            plain = re.sub(r"\s", "_", known if ":" in known.strip(":") else f"kb:{known}")
            if plain != known:
                self._report.lose(one.id, "cluster", f"its knowledge base id {known[:40]!r} is written as {plain[:40]}")
            cluster = self._about.cluster_of(one)
            name = BREAKS.sub(" ", cluster.name) if cluster else one.cluster
            yield f"Reference {self._targets[one.id]} {plain}\t{name}"

    def _on_one_line(self, one: Annotation | Link) -> str:
        plain = BREAKS.sub(" ", one.note)
        if plain != one.note:
            self._report.lose(one.id, "note", "its line breaks and tabs are written as blanks")
        return plain


def _is_only_breaks(annotation: Annotation) -> bool:
    """Whether no fragment is left of an annotation."""
    return not annotation.quote.strip() and BREAKS.search(annotation.quote) is not None


def _beside_unsure(rule: Callable[[str], str]) -> Callable[[str], str]:
    """The rule, but that no attribute can take the name of the mark."""
    return lambda name: f"{UNSURE}_" if rule(name) == UNSURE else rule(name)


def _plain(name: str) -> str:
    return re.sub("[^A-Za-z0-9_-]", "_", name) or "_"


def _for_inception(name: str) -> str:
    plain = _plain(name)
    plain = plain if plain[0].isalpha() or plain[0] == "_" else f"_{plain}"
    return plain if len(plain) > 1 else f"{plain}_"
