"""Front matter: what stands between two lines of `---` at the start of a file, and what only looks like it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from store import Span
from store import header as header_reader
from store.readers import text as text_reader
from store.readers.text import front_matter, read_article
from tests.invented import PROSE
from tests.projects import open_project, write_project


def test_front_matter_is_taken_off_and_kept(tmp_path: Path) -> None:
    body = "Body.\r\nMore.\r\n"
    (tmp_path / "a.md").write_bytes(
        f"---\r\ntitle: 'It: rained'\r\npublished: 2031-03-04\r\nmood: wet\r\n---\r\n{body}".encode()
    )
    article = read_article(tmp_path, "a.md")
    assert article.text == body
    assert (article.title, article.published) == ("It: rained", "2031-03-04")
    assert article.rest == {"mood": "wet"}


def test_several_authors_are_not_shown_as_code(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\nauthor: [Jo Writer, Ann Other]\ntags: [sea, ferry]\n---\nBody")
    article = read_article(tmp_path, "a.md")
    assert "[" not in article.author
    assert "Jo Writer" in article.author
    assert "Ann Other" in article.author
    assert article.rest == {"tags": ["sea", "ferry"]}


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("---\ntitle: x\n---", ""),
        ("---\n---\nBody", "---\n---\nBody"),
        ("---\n1: [{a: b}]\n---\nBody", "Body"),
        ("\n---\ntitle: x\n---\nBody", "\n---\ntitle: x\n---\nBody"),
        ("---\ntitle: x\n---\n---\ny: z\n---\n", "---\ny: z\n---\n"),
        ("---\n" + "a: b\n" * 5_000 + "---\nBody", "---\n" + "a: b\n" * 5_000 + "---\nBody"),
        ("---\n&a a: *a\n---\nBody", "Body"),
    ],
)
def test_offsets_count_from_behind_front_matter(text: str, body: str) -> None:
    _, start, _ = front_matter(text)
    assert text[start:] == body


def test_front_matter_that_is_not_yaml_is_remarked(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: [x\nBy our own staff\n---\nBody")
    article = read_article(tmp_path, "a.md")
    assert article.text.startswith("---")
    assert "not YAML" in article.remarks[0]


@pytest.mark.parametrize(
    "start", ["---\nno colon here\n---\n", "---\ntitle: never closed\n", "--- \nx", "---\n- a\n- b\n---\n"]
)
def test_what_only_looks_like_front_matter_is_text(tmp_path: Path, start: str) -> None:
    (tmp_path / "a.md").write_bytes(start.encode())
    assert read_article(tmp_path, "a.md").text == start


def test_front_matter_runs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text('---\ntitle: !!python/object/apply:os.system ["touch owned"]\n---\nBody\n')
    article = read_article(tmp_path, "a.md")
    assert "Body" in article.text
    assert not (tmp_path / "owned").exists()


QUOTED = st.text(
    st.sampled_from("aZ0 é港\xa0’—:#-[]{}&*!|>%@`'?,=~/.\\\"\t\x85\u2028\ufeff\U0001f600\x07"), max_size=12
)
BARE = st.text(st.sampled_from("aZ09 é港\xa0’—:#-[]{}&*!|>%@`'?,=~/.()_\\\"\t\x85\u2028"), max_size=12)
MEMBERS = st.tuples(
    st.sampled_from(["title", "source", "url", "on", "null", "Title", "a b", "", "- a", "? x"]),
    st.sampled_from([": ", ":  ", ":", " : "]),
    QUOTED.map('"{}"'.format)
    | BARE
    | st.sampled_from(["2031-03-04", "~", "null", "yes", "12", "0x1f", "https://a.example/b"]),
    st.sampled_from(["\n", "\n", "\r\n", " \n", "\n\n", " # x\n"]),
).map("".join)


EASY = st.tuples(
    st.sampled_from(["title: ", "source: ", "on: ", "null: "]),
    st.text(st.sampled_from("aZ0 é\u0301港\u3000\xa0’—:#-[]{}&*!?,/.'"), max_size=12).map('"{}"'.format)
    | st.text(st.sampled_from("aZ0 é\u0301港\u3000\xa0’—,/.(_"), max_size=12).map("n{}".format),
    st.sampled_from(["\n", "\r\n"]),
).map("".join)


@given(st.lists(EASY | EASY | EASY | MEMBERS, min_size=1, max_size=5).map("".join))
@settings(max_examples=1_500)
def test_plain_front_matter_is_read_as_yaml_reads_it(header: str) -> None:
    found = text_reader._simple(header)
    if found is not None:
        assert found == yaml.load(header, Loader=yaml.CBaseLoader)


def test_front_matter_as_most_have_it_needs_no_yaml() -> None:
    lines = (
        'title: "Lower Town: under — water"\r',
        "source: The Marl Post",
        'url: "https://marl.example/a?b=1#c"',
        'author: "Zoë"',
    )
    assert text_reader._simple("".join(f"{line}\n" for line in lines)) == {
        "title": "Lower Town: under — water",
        "source": "The Marl Post",
        "url": "https://marl.example/a?b=1#c",
        "author": "Zoë",
    }


LENIENT: tuple[tuple[str, dict[str, Any]], ...] = (
    ("title: As it happened: fire\nsource: Marl Post", {"title": "As it happened: fire", "source": "Marl Post"}),
    ("title: [Update] Fire\r\ntags:\r\n  - a: b: c\r\n  - 'd'\r", {"title": "[Update] Fire", "tags": ["a: b: c", "d"]}),
    ("title: 'It's out: now'\n\n# a comment\nauthor: [Jo, Ann]", {"title": "It's out: now", "author": ["Jo", "Ann"]}),
    ('title: "No," he said: "never"\nmood:', {"title": '"No," he said: "never"', "mood": ""}),
    ("title: Out: at\n  last: they say\nsource: @marl", {"title": "Out: at last: they say", "source": "@marl"}),
    ("title: *never*\nurl: https://marl.example/a: b", {"title": "*never*", "url": "https://marl.example/a: b"}),
    ('og:title: a: b\nPut up at : 9: 30\nday: "4" # a day', {"og:title": "a: b", "Put up at": "9: 30", "day": "4"}),
    ("title: a: b\nplace:\n  town: Marl\nurl: |\n  x: y: z", {"title": "a: b", "url": "x: y: z\n"}),
)  # fmt: skip


@pytest.mark.parametrize(("header", "known"), LENIENT)
def test_front_matter_that_only_yaml_would_misread_is_read_line_by_line(header: str, known: dict[str, Any]) -> None:
    text = f"---\n{header}\n---\nBody: text"
    found, start, remark = front_matter(text)
    assert dict(found) == known
    assert text[start:] == "Body: text"
    assert remark == ""


@pytest.mark.parametrize(
    "line", ["By our own staff", "- item", "1st: a", "He told the men at sea: go", "  deep: b", ": x"]
)
def test_one_line_that_is_no_member_makes_all_of_it_text(line: str) -> None:
    found, start, remark = front_matter(f"---\n{line}\ntitle: a: b\n---\nBody")
    assert (dict(found), start) == ({}, 0)
    assert "read as text" in remark


@given(st.lists(EASY | MEMBERS | BARE, min_size=1, max_size=5).map("".join))
@example("title: [[[[[" * 3_000)
@settings(max_examples=600)
def test_what_yaml_can_read_means_what_yaml_says(header: str) -> None:
    text = f"---\n{header}\n---\nBody"
    found, start, _ = front_matter(text)
    try:
        wanted = yaml.load(text[4 : text.index("\n---\n", 3) + 1], Loader=yaml.CBaseLoader)
    except (yaml.YAMLError, ValueError):
        return
    if isinstance(wanted, dict):
        assert found == {name: value for name, value in wanted.items() if text_reader._is_plain(value)}
    else:
        assert (dict(found), start) == ({}, 0)


def test_tags_made_when_such_a_header_was_text_follow_their_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    header = "---\ntitle: As it happened: fire at the mill\nsource: Marl Post\n---\n"
    root = write_project(tmp_path / "p", {"fire.txt": header + PROSE + PROSE[:600]})
    with monkeypatch.context() as older:
        older.setattr(header_reader, "_line_by_line", lambda _: None)
        project = open_project(root)
        article = project.library.article("fire.txt")
        assert article.text.startswith("---")
        begin = len(header)
        spans = [Span(start, start + 9) for start in range(begin, len(article.text) - 9, 97)]
        project.annotate(article, spans, "PERSON")
        (on_title,) = project.annotate(article, [Span(11, 25)], "EVENT").made
        project.close()
    project = open_project(root)
    article = project.library.article("fire.txt")
    assert (article.text, article.title) == (PROSE + PROSE[:600], "As it happened: fire at the mill")
    placing = project.placing(article)
    assert [one.span for one in placing.layer] == [Span(start - begin, end - begin) for start, end in spans]
    unsure = [one.shown.span for one in placing.moved.values() if not one.is_sure]
    assert all(span.end <= 600 for span in unsure), "only what stands twice is asked about"
    assert set(placing.orphans) == {on_title.id}
    project.accept(placing.moved.values())
    project.close()
    assert _stored(root) == sorted([(start - begin, end - begin) for start, end in spans] + [(11, 25)])


def _stored(root: Path) -> list[tuple[int, int]]:
    project = open_project(root)
    found = [(record["start"], record["end"]) for record in project.database.of_article("fire.txt")]
    project.close()
    return found
