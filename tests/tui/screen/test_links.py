"""Links: drawn from one annotation to another, seen, followed, changed and taken away by keys."""

import json
from pathlib import Path
from typing import Any

import pytest

from store import Project
from tests.played import plays, undoes
from tests.projects import open_project
from tests.tui.reader import Reader, reading, tagged
from tests.tui.screen.articles import OTHER, TEXT
from tui.screens.picker import Picker

CLAIM = "It will carry more in June."
SAID = "“will sail again”"


def prepared(root: Path) -> Project:
    """A project with a claim, a quotation and a person in one article, and a claim in another."""
    project = open_project(root)
    tagged(project, "FACT", CLAIM)
    tagged(project, "QUOTE", SAID)
    tagged(project, "PERSON", "Ilse Marrow")
    tagged(project, "FACT", "The harbour walls of Orrin Bay were raised by two metres.", "harbour.txt")
    return project


def links(reader: Reader) -> list[tuple[str, str, str]]:
    """Type, source and target of each link."""
    found = reader.project.relations.links
    return [(one.type, quote(reader, one.source), quote(reader, one.target)) for one in found]


def quote(reader: Reader, annotation_id: str) -> str:
    record = reader.project.database.get("annotations", int(annotation_id.rpartition("-")[2]))
    assert record is not None
    return str(record["quote"]).split()[0]


@plays("link")
@undoes("link")
async def test_a_link_is_drawn_within_an_article_and_undone_in_one_step(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.go("will sail")
        await reader.press("L")
        assert "link from QUOTE “will sail again”: L at the other end" in reader.bottom
        await reader.go("Marrow")
        await reader.press("h", "l")
        assert "linking QUOTE “will sail again” …" in reader.bottom
        await reader.press("L")
        assert "a said_by" in reader.bottom
        await reader.press("a")
        assert links(reader) == [("said_by", "“will", "Ilse")]
        assert "said_by: “will sail again” → Ilse Marrow" in reader.bottom
        assert not reader.desk.link_from
        await reader.press("u")
        assert links(reader) == []
        assert "undid: link" in reader.bottom
        await reader.press("ctrl+r")
        assert links(reader) == [("said_by", "“will", "Ilse")]


@plays("link-follow", "link-back")
async def test_a_link_leads_across_panes_and_is_seen_and_followed_and_left_again(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        at = await reader.go(CLAIM)
        await reader.press("L", "tab")
        await reader.go("harbour walls")
        await reader.press("L")
        assert "s same_claim" in reader.bottom
        assert "c contradicts" in reader.bottom
        await reader.press("c")
        assert links(reader) == [("contradicts", "It", "The")]
        assert reader.rows()[reader.cell(OTHER.index("harbour"))[1] + 1][60] == "→"
        await reader.press("g", "l")
        assert reader.desk.current == 0
        assert reader.pane.caret == at
        assert "contradicts: It will carry more in June." in reader.bottom
        await reader.press("j", "k")
        assert "→ contradicts: The harbour walls" in reader.bottom
        await reader.press("g", "l")
        assert reader.desk.current == 1
        await reader.press("g", "b", "g", "b")
        assert reader.desk.current == 1
        await reader.press("g", "b")
        assert "no link was followed yet" in reader.bottom


async def test_a_link_begun_in_one_article_ends_in_another_of_the_same_pane(root: Path) -> None:
    async with reading(root, project=prepared(root), size=(80, 30)) as reader:
        await reader.go(CLAIM)
        await reader.press("L", "]")
        assert reader.paths == ["harbour.txt"]
        await reader.go("harbour walls")
        await reader.press("L", "enter")
        assert links(reader) == [("same_claim", "It", "The")]
        await reader.press("g", "l")
        assert reader.paths == ["ferry.txt"]
        assert reader.pane.caret == TEXT.index(CLAIM)
        await reader.press("g", "b")
        assert reader.paths == ["harbour.txt"]


async def test_what_the_label_set_allows_only_the_other_way_round_is_offered_so(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.go("Marrow")
        await reader.press("L")
        await reader.go("will sail")
        await reader.press("L")
        assert "a ← said_by" in reader.bottom
        await reader.press("a")
        assert links(reader) == [("said_by", "“will", "Ilse")]


async def test_what_cannot_be_linked_says_why(root: Path) -> None:
    project = prepared(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.go("yard")
        await reader.press("L")
        assert "no annotation under the caret" in reader.bottom
        await reader.go("Marrow")
        await reader.press("L", "L")
        assert "the link begins here" in reader.bottom
        await reader.go("yard")
        await reader.press("L")
        assert "no annotation under the caret to link PERSON Ilse Marrow with" in reader.bottom
        await reader.go("Vale")
        await reader.press("L")
        assert "no link type of the label set leads from PERSON to PERSON" in reader.bottom
        await reader.press("escape")
        assert "no link is begun any more" in reader.bottom
        assert not reader.desk.link_from
        assert reader.app.screen is reader.screen
        await reader.press("g", "l")
        assert "has no links; L begins one" in reader.bottom
        await reader.press("g", "x")
        assert "has no links; L begins one" in reader.bottom


async def test_esc_and_wrong_letters_draw_nothing_and_a_link_is_drawn_once(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.go("will sail")
        await reader.press("L")
        await reader.go("Marrow")
        await reader.press("L", "%")
        assert "% is no link type" in reader.bottom
        await reader.press("escape")
        assert links(reader) == []
        assert reader.desk.link_from
        await reader.press("L", "a")
        await reader.go("will sail")
        await reader.press("L")
        await reader.go("Marrow")
        await reader.press("L", "a")
        assert "these two are linked as said_by already" in reader.bottom
        assert len(links(reader)) == 1


@plays("link-type", "link-remove")
@undoes("link-type", "link-remove")
async def test_a_link_gets_another_type_and_is_taken_away(root: Path) -> None:
    project = prepared(root)
    [claim] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "FACT"]
    [other] = project.layer(project.library.article("harbour.txt"))
    project.link(claim, other, "same_claim")
    async with reading(root, project=project) as reader:
        await reader.go(CLAIM)
        await reader.press("g", "t")
        assert isinstance(reader.app.screen, Picker)
        await reader.write("contra")
        await reader.press("enter")
        assert links(reader) == [("contradicts", "It", "The")]
        await reader.press("u")
        assert links(reader) == [("same_claim", "It", "The")]
        await reader.press("g", "x")
        assert links(reader) == []
        assert "no longer linked: → same_claim" in reader.bottom
        await reader.press("u")
        assert links(reader) == [("same_claim", "It", "The")]


async def test_a_type_that_is_there_already_and_one_that_cannot_be_are_not_given(root: Path) -> None:
    project = prepared(root)
    [claim] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "FACT"]
    [who] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "PERSON"]
    [other] = project.layer(project.library.article("harbour.txt"))
    project.link(claim, other, "same_claim")
    project.link(claim, other, "contradicts")
    async with reading(root, project=project) as reader:
        await reader.go(CLAIM)
        await reader.press("g", "t", "enter")
        await reader.write("contra")
        await reader.press("enter")
        assert "these two are linked as contradicts already" in reader.bottom
        assert [kind for kind, _, _ in links(reader)] == ["same_claim", "contradicts"]
        project.link(claim, who, "said_by")
        await reader.go("Marrow")
        await reader.press("g", "t")
        assert "the label set allows no other type from FACT to PERSON" in reader.bottom


async def test_a_link_of_a_type_that_the_label_set_has_no_more_can_get_the_only_one_that_fits(root: Path) -> None:
    project = prepared(root)
    [claim] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "FACT"]
    [who] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "PERSON"]
    project.link(claim, who, "told_by")
    async with reading(root, project=project) as reader:
        await reader.go(CLAIM)
        await reader.press("g", "t", "enter")
        assert links(reader) == [("said_by", "It", "Ilse")]
        assert "→ said_by: Ilse Marrow · it was told_by" in reader.bottom


BAD_ENDS: list[Any] = [[], {}, 5, None, "", "zed-1", "../../etc-1", f"ana-{'9' * 5000}", "ana-99999", "x"]


@pytest.mark.parametrize("bad", BAD_ENDS, ids=lambda bad: str(bad)[:12])
async def test_a_link_record_with_an_impossible_end_does_no_harm(root: Path, bad: object) -> None:
    project = prepared(root)
    project.close()
    path = root / "annotations" / "ana.json"
    stored = json.loads(path.read_text("utf-8"))
    stored["links"] = {"90": {"id": "ana-90", "type": "same_claim", "source": "ana-1", "target": bad}}
    path.write_text(json.dumps(stored), "utf-8")
    async with reading(root, paths=["ferry.txt"]) as reader:
        await reader.go(CLAIM)
        await reader.press("g", "l")
        words = "is gone; gx takes the link away" if isinstance(bad, str) else "has no links"
        assert words in reader.bottom or len(str(bad)) > 100
        await reader.press("g", "t", "x")
        assert "untagged FACT" in reader.bottom
        files = [problem.file for problem in reader.project.problems]
        assert files == ([] if isinstance(bad, str) else ["annotations/ana.json"])
        await reader.press("u")
        assert "undid" in reader.bottom


async def test_of_several_links_one_is_chosen(root: Path) -> None:
    project = prepared(root)
    [said] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "QUOTE"]
    [other] = project.layer(project.library.article("harbour.txt"))
    [who] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "PERSON"]
    project.link(said, other, "same_claim")
    project.link(said, who, "said_by")
    async with reading(root, project=project) as reader:
        await reader.go("will sail")
        await reader.press("g", "l")
        assert isinstance(reader.app.screen, Picker)
        assert "→ same_claim: The harbour walls" in reader.shown
        await reader.write("said_by")
        await reader.press("enter")
        assert reader.pane.caret == TEXT.index("Ilse Marrow")
        assert "said_by: Ilse Marrow" in reader.bottom


async def test_an_untagged_end_takes_its_links_and_a_link_to_a_gone_article_says_so(root: Path) -> None:
    project = prepared(root)
    [claim] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "FACT"]
    [other] = project.layer(project.library.article("harbour.txt"))
    project.link(claim, other, "same_claim")
    (root / "harbour.txt").unlink()
    async with reading(root, project=project, paths=["ferry.txt"]) as reader:
        await reader.go(CLAIM)
        await reader.press("g", "l")
        assert "harbour.txt" in reader.bottom
        assert reader.paths == ["ferry.txt"]
        await reader.press("x")
        assert links(reader) == []
        await reader.press("u")
        assert len(reader.project.relations.links) == 1


async def test_nothing_is_linked_when_reading_only(root: Path) -> None:
    prepared(root).close()
    async with reading(root, read_only=True) as reader:
        await reader.go("Marrow")
        for keys in (["L"], ["g", "x"], ["g", "t"]):
            await reader.press(*keys)
            assert "read-only" in reader.bottom


async def test_many_links_are_read_after_the_first_screen_and_marked_then(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = prepared(root)
    [claim] = [one for one in project.layer(project.library.article("ferry.txt")) if one.label == "FACT"]
    [other] = project.layer(project.library.article("harbour.txt"))
    project.link(claim, other, "same_claim")
    project.close()
    monkeypatch.setattr("store.relations.FEW", 0)
    monkeypatch.setattr("tui.screens.reading.SETTLED", 60.0)
    async with reading(root) as reader:
        assert "→" not in "".join(row[:61] for row in reader.rows()[1:-2])
        reader.desk.learn_links()
        await reader.pilot.pause()
        assert reader.rows()[reader.cell(TEXT.index(CLAIM))[1] + 1][0] == "→"
