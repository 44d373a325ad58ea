"""HTML: nothing from a project runs, loads or hides; the text stays the article's; the report says what is in it."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from store import Change, Project
from store.formats.clean import HIDDEN
from tests.store.formats.hostile import hostile_project, losses, written

ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "a", "div", "mark", "sub", "ol",
    "ul", "li", "b", "i", "q", "bdi", "aside", "nav", "main", "article", "footer", "span",
}  # fmt: skip
ATTRIBUTES = {
    "charset", "http-equiv", "content", "name", "id", "class", "dir", "lang", "style", "title", "href", "rel",
}  # fmt: skip
STYLE = re.compile(
    r"(?:box-shadow:(?:inset 0 -\d+px 0 hsl\(\d+ \d+% 45%\),?)+;padding-bottom:\d+px|"
    r"background:(?:linear-gradient\((?:hsl\(\d+ \d+% var\(--light\)\),?){2}\) 0 calc\(100% - \d+px\)/100% 3px"
    r" no-repeat,?)+;padding-bottom:\d+px|--hue:hsl\(\d+ \d+% var\(--light\)\))"
)


class Page(HTMLParser):
    """What a browser makes of a page: its elements, its attributes, and the texts of the articles without labels."""

    def __init__(self, source: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.subs: list[str] = []
        self._open: list[str] = []
        self._in_text = False
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag == "div":
            self._in_text = True
            self.texts.append("")
        if tag == "sub":
            self.subs.append("")
        self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass
        if tag == "div":
            self._in_text = False

    def handle_data(self, data: str) -> None:
        if self._in_text and "sub" in self._open[-1:]:
            self.subs[-1] += data
        elif self._in_text:
            self.texts[-1] += data


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return hostile_project(tmp_path / "p")


def page(path: Path) -> tuple[str, Page]:
    source = path.read_bytes().decode("utf-8")
    return source, Page(source)


@pytest.fixture
def pages(project: Project, tmp_path: Path) -> dict[str, tuple[str, Page]]:
    """The report, and the page of each article."""
    written(project, "html", tmp_path / "report.html")
    written(project, "html", tmp_path / "folder")
    paths = [tmp_path / "report.html", *sorted((tmp_path / "folder").rglob("*.html"))]
    return {path.name: page(path) for path in paths}


def test_nothing_from_a_project_becomes_an_element_or_an_attribute(pages: dict[str, tuple[str, Page]]) -> None:
    assert set(pages) == {"report.html", "first (1).html", "b.html"}
    for source, found in pages.values():
        assert found.tags <= ALLOWED
        assert {name for _, name, _ in found.attributes} <= ATTRIBUTES
        assert "default-src 'none'; style-src 'unsafe-inline'" in source.split("<title>")[0]
        assert "<script" not in source.lower()
        assert not HIDDEN.search(source)
        assert source.count("</style>") == 1


def test_every_style_is_one_of_ours_and_every_link_is_inside_or_on_the_web(pages: dict[str, tuple[str, Page]]) -> None:
    for _, found in pages.values():
        for tag, name, value in found.attributes:
            if name == "style":
                assert STYLE.fullmatch(value), value
            if name == "href":
                assert re.fullmatch(r"#[\w-]+", value), value
            if name == "lang":
                assert tag != "html"


def test_the_text_without_labels_is_the_article(project: Project, pages: dict[str, tuple[str, Page]]) -> None:
    texts = [HIDDEN.sub("\ufffd", project.library.article(path).text) for path in ("a/first (1).txt", "b.txt")]
    assert pages["report.html"][1].texts == texts
    assert pages["first (1).html"][1].texts == texts[:1]
    assert pages["b.html"][1].subs == ["A, B/C (d) <b>", "=1+1"]


def test_only_an_address_on_the_web_becomes_a_link(tmp_path: Path) -> None:
    for number, (url, is_link) in enumerate(
        [
            ("https://example.org/a?b=1&c=%20", True),
            ("javascript:alert(1)", False),
            ("https://example.org/\u202ex", False),
            ("data:text/html,x", False),
            ("https://example.org/>x", False),
        ]
    ):
        project = hostile_project(tmp_path / f"p{number}", url)
        written(project, "html", tmp_path / f"{number}")
        _, found = page(tmp_path / f"{number}" / "a" / "first (1).html")
        links = [value for tag, name, value in found.attributes if name == "href" and not value.startswith("#")]
        assert links == ([url] if is_link else []), url


def test_what_a_page_cannot_show_is_said(project: Project, tmp_path: Path) -> None:
    report = written(project, "html", tmp_path / "report.html")
    assert losses(report) == {("a/first (1).txt", "text")}
    assert report.losses[0].why == "shown as U+FFFD, for a page cannot show them: 5 characters"


def test_the_report_has_counts_a_legend_and_a_table_of_contents(pages: dict[str, tuple[str, Page]]) -> None:
    source, found = pages["report.html"]
    assert "2 articles · 6 annotations · 2 links · by ana" in source
    front = source.split("<main>")[0]
    assert front.count("<li") == 3 + 2
    targets = {value[1:] for tag, name, value in found.attributes if name == "href"}
    ids = {value for _, name, value in found.attributes if name == "id"}
    assert targets <= ids
    assert {"A1", "A2", "ana-5"} <= targets


def test_a_link_to_another_article_says_where_it_leads(pages: dict[str, tuple[str, Page]]) -> None:
    source, found = pages["first (1).html"]
    assert "<q><bdi>ferry 🚢</bdi></q> in b.txt" in source
    assert "#ana-5" not in [value for _, name, value in found.attributes if name == "href"]


def test_deep_nesting_draws_some_stripes_and_names_all(tmp_path: Path) -> None:
    project = hostile_project(tmp_path / "p")
    text = project.library.article("b.txt").text
    rows = [
        {"id": f"ana-{20 + n}", "article": "b.txt", "start": 0, "end": n, "quote": text[:n], "label": f"L{n}"}
        for n in range(1, 19)
    ]
    project.apply([Change.insert("annotations", int(str(row["id"])[4:]), row) for row in rows], "import")
    written(project, "html", tmp_path / "out")
    _, found = page(tmp_path / "out" / "b.html")
    styles = [value for tag, name, value in found.attributes if tag == "mark" and name == "style"]
    assert max(value.count("inset") for value in styles) == 8
    assert max(value.count(",") for tag, name, value in found.attributes if name == "title") >= 18
