"""Writing the three files of a Label Studio project.

`json.dumps` with an indent is ten times slower than without, so the layout is written here and only strings are left
to the library.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from json.encoder import encode_basestring as quoted

from store.annotation import Annotation, Link
from store.article import Article
from store.formats.label_studio import names
from store.formats.label_studio.page import Page
from store.formats.ledger import Ledger
from store.formats.out import Out
from store.formats.values import ESCAPED, About, Pair, Report
from store.formats.wording import texts_of

ANNOTATION = '    "was_cancelled": false,\n    "ground_truth": false\n'
PREDICTION = '    "model_version": "sidemark"\n'


def write(pairs: Iterable[Pair], out: Out, about: About) -> Report:
    """Write the tasks with annotations, the tasks with the same as predictions, and the page that shows them."""
    report = Report()
    ledger = Ledger(names.HELD, about, report)
    page = Page(about, report)
    between = "[\n"
    with out.inner(names.TASKS).open() as tasks, out.inner(names.PREDICTIONS).open() as predictions:
        for article, annotations in pairs:
            links = _within(ledger.account(article, annotations), annotations, report)
            results = [*_results(article, annotations, links, page, about)]
            data = between + _data(article)
            tasks.write(_safe(data + _entries("annotations", results, ANNOTATION)))
            predictions.write(_safe(data + _entries("predictions", results, PREDICTION)))
            between = ",\n"
        end = "[]\n" if between == "[\n" else "\n]\n"
        tasks.write(end)
        predictions.write(end)
    with out.inner(names.CONFIG).open() as file:
        file.write(page.xml())
    return report


def _within(links: Iterable[Link], annotations: Iterable[Annotation], report: Report) -> dict[str, list[Link]]:
    """The links by annotator; one from an annotator's annotation to another's has no place, and is said."""
    authors = {one.id: one.author for one in annotations}
    found: dict[str, list[Link]] = {}
    for link in links:
        author = authors[link.source]
        if authors[link.target] == author:
            found.setdefault(author, []).append(link)
        else:
            report.links -= 1
            report.lose(link.id, "link", f"its target {link.target} is another annotator's")
    return found


def _results(
    article: Article, annotations: Sequence[Annotation], links: Mapping[str, Sequence[Link]], page: Page, about: About
) -> Iterator[str]:
    """The `result` of each annotator who did something on an article; somebody who found nothing has an empty one."""
    spans: dict[str, list[Annotation]] = {}
    for one in annotations:
        spans.setdefault(one.author, []).append(one)
    records = {one.author: one for one in about.records.get(article.path, ()) if one.labels or one.done}
    for author in sorted({*spans, *records}):
        items = [item for one in spans.get(author, ()) for item in _items(one, page, about)]
        for link in links.get(author, ()):
            page.link(link.type)
            items.append(_relation(link))
        if author in records and records[author].labels:
            items.append(_documents(page.documents(records[author].labels)))
        yield "[\n" + ",\n".join(items) + "\n    ]" if items else "[]"


def _items(one: Annotation, page: Page, about: About) -> Iterator[str]:
    """The items of one annotation: its label, its attributes, its note."""
    place = f'       "start": {one.start},\n       "end": {one.end},\n'
    words = f'{place}       "text": {quoted(one.quote)},\n'
    yield _item(one.id, names.LABEL, "labels", words, (page.label(about.label_of(one)),))
    for attribute, value in one.attributes.items():
        if values := texts_of(value):
            yield _item(one.id, page.answer(attribute, values), "choices", words, values)
    if one.unsure:
        yield _item(one.id, names.UNSURE, "choices", words, ("yes",))
    if one.note:
        yield _item(one.id, names.NOTE, "textarea", place, (one.note,))


def _item(name: str, part: str, kind: str, place: str, values: Iterable[str]) -> str:
    key = "text" if kind == "textarea" else kind
    head = (
        f'     {{\n      "id": {quoted(name)},\n      "from_name": {quoted(part)},\n      "to_name": "{names.TEXT}",\n'
    )
    head += f'      "type": "{kind}",\n      "origin": "manual",\n'
    return f'{head}      "value": {{\n{place}       "{key}": {_list(values, 7)}\n      }}\n     }}'


def _relation(link: Link) -> str:
    head = f'     {{\n      "type": "relation",\n      "from_id": {quoted(link.source)},\n'
    head += f'      "to_id": {quoted(link.target)},\n      "direction": "right",\n'
    return f'{head}      "labels": {_list((link.type,), 6)}\n     }}'


def _documents(labels: Iterable[str]) -> str:
    return _item(names.DOCUMENT_LABELS, names.DOCUMENT, "choices", "", labels)


def _list(values: Iterable[str], depth: int) -> str:
    indent = " " * (depth + 1)
    return "[\n" + ",\n".join(f"{indent}{quoted(value)}" for value in values) + "\n" + " " * depth + "]"


def _data(article: Article) -> str:
    members = {"text": article.text, "article": article.path, **article.metadata}
    return (
        ' {\n  "data": {\n'
        + ",\n".join(f'   "{name}": {quoted(value)}' for name, value in members.items())
        + "\n  },\n"
    )


def _entries(name: str, results: Sequence[str], end: str) -> str:
    entries = ",\n".join(f'   {{\n    "result": {result},\n{end}   }}' for result in results)
    return f'  "{name}": ' + (f"[\n{entries}\n  ]" if entries else "[]") + "\n }"


def _safe(text: str) -> str:
    return ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
