"""The page that Label Studio draws the tasks on, with all labels, answers and link types that are in them."""

import html
import re
from collections.abc import Iterable, Sequence

from store.formats.label_studio import names
from store.formats.spelling import Spelling
from store.formats.values import About, Report
from store.label_set import DOCUMENT

UNUSABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
"""What XML cannot hold."""


class Page:
    """Collects what the tasks use; the label set's own names come first."""

    def __init__(self, about: About, report: Report) -> None:
        schema = about.schema
        self._labels = dict.fromkeys(about.labels)
        self._links = dict.fromkeys(one.type for one in schema.links)
        self._parts = Spelling(names.spelt, (one.name for one in schema.attributes), report, "attribute")
        self._answers = {self._parts.quietly(one.name): dict.fromkeys(one.values) for one in schema.attributes}
        self._many = {self._parts.quietly(one.name) for one in schema.attributes if one.many}
        self._documents = dict.fromkeys(one.name for one in schema.labels_of(DOCUMENT))

    def label(self, name: str) -> str:
        """Take note of a label."""
        self._labels.setdefault(name)
        return name

    def link(self, kind: str) -> None:
        """Take note of a link type."""
        self._links.setdefault(kind)

    def answer(self, attribute: str, values: Sequence[str]) -> str:
        """Take note of an attribute's answers; what its part is called."""
        part = self._parts.of(attribute)
        self._answers.setdefault(part, {}).update(dict.fromkeys(values))
        if len(values) > 1:
            self._many.add(part)
        return part

    def documents(self, labels: Iterable[str]) -> Iterable[str]:
        """Take note of document labels."""
        self._documents.update(dict.fromkeys(labels))
        return labels

    def xml(self) -> str:
        """The `config.xml`."""
        return "\n".join(("<View>", *self._lines(), "</View>", ""))

    def _lines(self) -> Iterable[str]:
        if self._links:
            yield "  <Relations>"
            yield from (f'    <Relation value="{_escaped(kind)}"/>' for kind in self._links)
            yield "  </Relations>"
        yield f'  <Labels name="{names.LABEL}" toName="{names.TEXT}">'
        yield from (f'    <Label value="{_escaped(name)}"/>' for name in self._labels)
        yield "  </Labels>"
        yield f'  <Text name="{names.TEXT}" value="$text" granularity="symbol"/>'
        yield from _choices(names.UNSURE, ("yes",), "single")
        for part, values in self._answers.items():
            if values:
                yield from _choices(part, values, "multiple" if part in self._many else "single")
            else:  # any text is an answer
                yield f'  <TextArea name="{_escaped(part)}" toName="{names.TEXT}" perRegion="true"/>'
        yield f'  <TextArea name="{names.NOTE}" toName="{names.TEXT}" perRegion="true"/>'
        if self._documents:
            yield from _choices(names.DOCUMENT, self._documents, "multiple", is_for_spans=False)


def _choices(part: str, values: Iterable[str], choice: str, *, is_for_spans: bool = True) -> Iterable[str]:
    spans = ' perRegion="true"' if is_for_spans else ""
    yield f'  <Choices name="{_escaped(part)}" toName="{names.TEXT}"{spans} choice="{choice}">'
    yield from (f'    <Choice value="{_escaped(value)}"/>' for value in values)
    yield "  </Choices>"


def _escaped(value: str) -> str:
    """A value in an attribute of XML; blanks that a parser would make spaces stay what they are."""
    usable = UNUSABLE.sub("\ufffd", value)
    return re.sub("[\t\n\r]", lambda found: f"&#{ord(found[0])};", html.escape(usable, quote=True))
