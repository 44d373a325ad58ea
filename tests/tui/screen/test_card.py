"""The card of an annotation: everything about it is shown, and changed by keys, each as one step."""

from pathlib import Path
from typing import Any

from textual import events
from textual.widgets import TextArea

from store import Annotation, Project
from tests.played import plays, undoes
from tests.projects import annotations, open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tests.waiting import until
from tui.screens.card import Card
from tui.screens.note import MOST, Note

LABELS = """\
[[label]]
name = "PERSON"
key = "1"
[[label]]
name = "FACT"
kind = "claim"
key = "7"
[[attribute]]
name = "certainty"
on = ["claim"]
values = ["certain", "possible"]
[[attribute]]
name = "topic"
on = ["claim"]
values = ["sea", "money"]
many = true
[[attribute]]
name = "remark"
[[link]]
type = "said_by"
"""
CLAIM = "It will carry more in June."


def prepared(tmp_path: Path, **members: Any) -> Project:
    """A project with one claim, of which more may be said."""
    project = open_project(write_project(tmp_path / "p", toml=LABELS))
    made = tagged(project, "FACT", CLAIM)
    if members:
        project.update([made], "change", **members)
    return project


def claim(reader: Reader) -> Annotation:
    (one,) = [one for one in annotations(reader.project, "ferry.txt") if one.label != "PERSON"]
    return one


async def opened(reader: Reader) -> None:
    await reader.go(CLAIM)
    await reader.press("enter")
    assert isinstance(reader.app.screen, Card)


def foot(reader: Reader) -> str:
    return str(reader.app.screen.query_one("#card-foot").render()).replace("\n", " ")


async def test_the_card_shows_everything_about_an_annotation(tmp_path: Path) -> None:
    project = prepared(tmp_path, note="look\nagain", unsure=True, attributes={"certainty": "certain"})
    first = annotations(project, "ferry.txt")[0]
    who = tagged(project, "PERSON", "Ilse Marrow")
    project.link(first, who, "said_by")
    project.clusters.gather([first], "claim", "more in June")
    async with reading(tmp_path / "p", project=project) as reader:
        await opened(reader)
        for words in (
            "“It will carry more in June.”", "FACT · claim", "look … 2 lines", "unsure      yes", "certainty   certain",
            "more in June (1)", "→ said_by  PERSON “Ilse Marrow”", "made by     ana", "typed", "cluster none → ",
        ):  # fmt: skip
            assert words in reader.shown, words
        await reader.press("escape")
        assert reader.app.screen is reader.screen
        assert "cluster more in June (1)" in reader.bottom


async def test_where_nothing_is_the_key_says_so(root: Path) -> None:
    async with reading(root) as reader:
        await reader.press("enter")
        assert reader.app.screen is reader.screen
        assert "no annotation under the caret; m goes" in reader.bottom


@plays("card")
@undoes("card")
async def test_the_label_is_changed_by_typing_and_undone_on_the_card(tmp_path: Path) -> None:
    async with reading(tmp_path / "p", project=prepared(tmp_path)) as reader:
        await opened(reader)
        await reader.press("t", *"pers", "enter")
        assert reader.tags() == [("PERSON", CLAIM)]
        assert "PERSON · entity" in reader.shown
        assert "label FACT → PERSON" in foot(reader) + reader.shown
        await reader.press("u")
        assert reader.tags() == [("FACT", CLAIM)]
        await reader.press("ctrl+r")
        assert reader.tags() == [("PERSON", CLAIM)]
        await reader.press("escape", "u")
        assert reader.tags() == [("FACT", CLAIM)]


async def test_one_more_label_stands_on_the_same_words_and_tab_goes_between_them(tmp_path: Path) -> None:
    async with reading(tmp_path / "p", project=prepared(tmp_path)) as reader:
        await opened(reader)
        await reader.press("tab")
        assert "no other label stands on these words" in foot(reader)
        await reader.press("+", *"pers", "enter")
        assert sorted(reader.tags()) == [("FACT", CLAIM), ("PERSON", CLAIM)]
        assert "PERSON stands here, too" in reader.shown
        await reader.press("tab")
        assert "FACT stands here, too" in reader.shown
        await reader.press("escape", "u")
        assert reader.tags() == [("FACT", CLAIM)]


async def test_a_note_of_several_lines_is_kept_by_escape_as_one_step(tmp_path: Path) -> None:
    async with reading(tmp_path / "p", project=prepared(tmp_path)) as reader:
        await opened(reader)
        await reader.press("c", *"one", "enter", *"two", "escape")
        assert claim(reader).note == "one\ntwo"
        assert "one … 2 lines" in reader.shown
        await reader.press("c", *"x", "ctrl+o")
        assert claim(reader).note == "one\ntwo"
        await reader.press("u")
        assert claim(reader).note == ""


async def test_a_huge_or_hostile_paste_into_a_note_is_bounded_and_made_fit(tmp_path: Path) -> None:
    async with reading(tmp_path / "p", project=prepared(tmp_path)) as reader:
        await opened(reader)
        await reader.press("c")
        lines = reader.app.screen.query_one(TextArea)
        lines.post_message(events.Paste("x" * 1_000_000))
        await reader.pilot.pause()
        assert lines.text == ""
        assert "holds 10,000 characters; 1,000,000 more were not taken" in reader.shown
        lines.post_message(events.Paste("a\x1b[31m\u202eb\r\nשלום 船"))
        await reader.pilot.pause()
        await reader.press("escape")
        assert claim(reader).note == "a[31mb\nשלום 船"


async def test_a_note_that_is_too_long_to_be_edited_is_shown_and_stays(tmp_path: Path) -> None:
    note = "y" * (MOST + 5)
    async with reading(tmp_path / "p", project=prepared(tmp_path, note=note)) as reader:
        await opened(reader)
        await reader.press("c")
        assert "only the first 10,000 of 10,005 characters" in reader.shown.replace("\n", " ")
        await reader.press("x", "escape")
        assert claim(reader).note == note


async def test_an_attribute_is_given_and_taken_away_by_its_number(tmp_path: Path) -> None:
    async with reading(tmp_path / "p", project=prepared(tmp_path)) as reader:
        await opened(reader)
        await reader.press("1", *"poss", "enter")
        assert claim(reader).attributes == {"certainty": "possible"}
        await reader.press("1", "enter")
        assert claim(reader).attributes == {}
        await reader.press("2", *"money", "enter", *"sea", "enter", "escape")
        assert claim(reader).attributes == {"topic": ["sea", "money"]}
        assert "topic       sea, money" in reader.shown
        await reader.press("3", *"odd", "enter")
        assert claim(reader).attributes == {"topic": ["sea", "money"], "remark": "odd"}
        await reader.press("9")
        assert "there is no attribute 9 here" in foot(reader)
        await reader.press("u", "u", "u")
        assert claim(reader).attributes == {}


async def test_wrong_values_are_shown_as_such_and_kept(tmp_path: Path) -> None:
    wrong = {"certainty": "sure", "mood": "glad", "topic": "sea"}
    async with reading(tmp_path / "p", project=prepared(tmp_path, attributes=wrong)) as reader:
        await opened(reader)
        assert "sure   ! 'sure' is none" in reader.shown
        assert "glad   ! the label set" in reader.shown
        assert "sea   ! 'sea' is no list" in reader.shown
        await reader.press("!")
        assert claim(reader).attributes == wrong
        await reader.press("2", *"money", "enter", "escape")
        assert claim(reader).attributes == {**wrong, "topic": ["sea", "money"]}


async def test_it_joins_a_cluster_makes_one_and_leaves_it(tmp_path: Path) -> None:
    project = prepared(tmp_path)
    other = tagged(project, "PERSON", "Ilse Marrow")
    cluster = project.clusters.gather([other], "claim", "more passengers")
    async with reading(tmp_path / "p", project=project) as reader:
        await opened(reader)
        await reader.press("=", *"passengers", "enter")
        assert claim(reader).cluster == cluster.id
        assert "more passengers (2)" in reader.shown
        await reader.press("=", *"June again", "up")
        await reader.press("ctrl+end", "enter")
        made = reader.project.clusters.get(claim(reader).cluster)
        assert made is not None
        assert (made.name, made.kind) == ("June again", "claim")
        await reader.press("=", *"leave", "enter")
        assert claim(reader).cluster is None
        assert reader.project.clusters.all() == (cluster,)
        await reader.press("u", "u")
        assert claim(reader).cluster == cluster.id


async def test_a_link_is_followed_from_the_card(tmp_path: Path) -> None:
    project = prepared(tmp_path)
    far = tagged(project, "PERSON", "Ilse Marrow", "harbour.txt")
    project.link(annotations(project, "ferry.txt")[0], far, "said_by")
    async with reading(tmp_path / "p", project=project, size=(80, 30)) as reader:
        await opened(reader)
        at = reader.shown.splitlines()
        assert any("→ said_by" in row for row in at)
        for _ in range(8):
            await reader.press("down")
            card = reader.app.screen
            assert isinstance(card, Card)
            if "said_by" in foot(reader) or card.marked.startswith("link"):
                break
        await reader.press("enter")
        assert reader.app.screen is reader.screen
        assert reader.paths == ["harbour.txt"]
        assert reader.desk.stepped == far.id


async def test_for_reading_only_everything_is_shown_and_every_change_says_why(tmp_path: Path) -> None:
    project = prepared(tmp_path, note="kept")
    project.close()
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    async with reading(tmp_path / "p", read_only=True) as reader:
        await opened(reader)
        assert "kept" in reader.shown
        for key in ("t", "+", "!", "=", "1", "x"):
            await reader.press(key)
            assert isinstance(reader.app.screen, Card), key
            assert "read-only: opened with --read-only" in foot(reader), key
        await reader.press("c")
        assert isinstance(reader.app.screen, Note)
        await reader.press("z", "escape", "escape")
        assert claim(reader).note == "kept"
    assert before == {path: path.read_bytes() for path in tmp_path.rglob("*") if path in before}


async def test_somebody_elses_annotation_is_opened_for_reading(tmp_path: Path) -> None:
    prepared(tmp_path, note="seen by ana").close()
    project = open_project(tmp_path / "p", "ben")
    async with reading(tmp_path / "p", project=project) as reader:
        await opened(reader)
        assert "Annotation of ana" in reader.shown
        assert "seen by ana" in reader.shown
        await reader.press("t")
        assert "that is ana's; only your own tags can be changed" in foot(reader)


async def test_an_annotation_that_goes_takes_its_card_along(tmp_path: Path) -> None:
    async with reading(tmp_path / "p", project=prepared(tmp_path)) as reader:
        await opened(reader)
        await reader.press("u")
        assert reader.app.screen is reader.screen
        assert "is not here any more" in reader.bottom
        assert reader.tags() == []
        await reader.press("ctrl+r")
        await opened(reader)
        await reader.press("x")
        assert reader.app.screen is reader.screen
        assert "untagged FACT" in reader.bottom


async def test_an_edit_of_the_article_outside_moves_what_the_card_shows(tmp_path: Path) -> None:
    async with reading(tmp_path / "p", project=prepared(tmp_path)) as reader:
        await opened(reader)
        path = tmp_path / "p" / "ferry.txt"
        start = claim(reader).start
        path.write_text(path.read_text(encoding="utf-8").replace("Captain", "The old captain"), encoding="utf-8")
        await until(lambda: f"{start + 8}–" in reader.shown, "the place in the edited article")
        await reader.press("!")
        assert claim(reader).unsure
        path.write_text("---\ntitle: x\n---\nNothing of it.\n", encoding="utf-8")
        await until(lambda: reader.app.screen is reader.screen, "the card of an annotation without a place to close")
        assert len(reader.project.placing(reader.project.library.article("ferry.txt")).orphans) == 1


async def test_an_unknown_label_has_a_card_and_can_be_mended(tmp_path: Path) -> None:
    async with reading(tmp_path / "p", project=prepared(tmp_path, label="GONE")) as reader:
        await opened(reader)
        assert "GONE · not in the label set" in reader.shown
        await reader.press("t", *"fact", "enter")
        assert claim(reader).label == "FACT"


async def test_the_next_annotation_is_one_key_away_and_odd_keys_say_so(tmp_path: Path) -> None:
    project = prepared(tmp_path)
    tagged(project, "PERSON", "Ilse Marrow")
    async with reading(tmp_path / "p", project=project) as reader:
        await opened(reader)
        await reader.press("M")
        assert "“Ilse Marrow”" in reader.shown
        await reader.press("m")
        assert f"“{CLAIM}”" in reader.shown
        await reader.press("m")
        assert "no annotation further on this way" in foot(reader)
        await reader.press("q")
        assert "q does nothing here" in foot(reader)
        await reader.resize(40, 10)
        assert "label       FACT · claim" in reader.shown
