"""The list of annotations: filtered, sorted, grouped by cluster across articles, untagged and gone to."""

from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style

from store import Project, Span
from tests.played import plays, undoes
from tests.projects import open_project, write_project
from tests.tui.reader import Reader, reading, tagged
from tui.widgets.listing import Listing

MANY = 10_000


def prepared(root: Path) -> Project:
    """Three tags in one article and one in another; two of them are one person."""
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    one = tagged(project, "PERSON", "Ilse Marrow")
    (noted,) = [tagged(project, "FACT", "It will carry more in June.")]
    project.update([noted], "note", note="ask the yard")
    far = tagged(project, "PERSON", "Ilse Marrow", "harbour.txt")
    project.clusters.gather([one, far], "entity", "the captain")
    return project


def listed(reader: Reader) -> list[str]:
    return [item.left.strip() for item in reader.app.screen.query_one(Listing).items]


async def test_it_is_sorted_by_place_label_and_words(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("i")
        assert listed(reader) == ["Ilse Marrow", "Tobin Vale", "It will carry more in June."]
        await reader.press("ctrl+o")
        assert listed(reader) == ["It will carry more in June.", "Ilse Marrow", "Tobin Vale"]
        assert "3 annotations by label" in reader.shown
        await reader.press("ctrl+o")
        assert listed(reader) == ["Ilse Marrow", "It will carry more in June.", "Tobin Vale"]


async def test_notes_and_clusters_are_found_by_typing_too(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("i", *"the yard")
        assert listed(reader)[0] == "It will carry more in June."
        await reader.press("escape", "i", *"the captain")
        assert listed(reader)[0] == "Ilse Marrow"


@plays("list")
@undoes("list")
async def test_delete_untags_there_and_one_undo_brings_it_back(root: Path) -> None:
    async with reading(root, project=prepared(root)) as reader:
        await reader.press("i", *"tobin", "delete")
        assert ("PERSON", "Tobin Vale") not in reader.tags()
        assert "untagged PERSON: Tobin Vale" in reader.shown
        await reader.press("escape", "u")
        assert ("PERSON", "Tobin Vale") in reader.tags()


async def test_members_of_a_cluster_are_listed_across_articles_and_gone_to(root: Path) -> None:
    async with reading(root, project=prepared(root), size=(80, 30)) as reader:
        await reader.press("i", "ctrl+g")
        assert listed(reader) == ["the captain", "Ilse Marrow", "Ilse Marrow"]
        assert "harbour.txt" in reader.shown
        await reader.press("delete")
        assert "a cluster is deleted by gc" in reader.shown
        await reader.press("down", "down", "enter")
        assert reader.paths == ["harbour.txt"]
        assert "Ilse Marrow · PERSON" in reader.bottom


async def test_without_clusters_it_says_how_to_make_one(root: Path) -> None:
    project = open_project(root)
    tagged(project, "PERSON", "Tobin Vale")
    async with reading(root, project=project) as reader:
        await reader.press("i", "ctrl+g")
        assert "there are no clusters yet; gj puts" in " ".join(reader.shown.split())
        assert listed(reader) == ["Tobin Vale"]


async def test_for_reading_only_it_untags_nothing(root: Path) -> None:
    prepared(root).close()
    async with reading(root, read_only=True) as reader:
        await reader.press("i", "delete")
        assert "read-only: opened with" in reader.shown
        assert len(reader.tags()) == 3


async def test_ten_thousand_annotations_cost_the_rows_on_the_screen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "".join(f"Word{number} stands. " for number in range(MANY))
    project = open_project(write_project(tmp_path / "many", {"many.txt": text}))
    article = project.library.article("many.txt")
    starts = [at for at in range(len(text) - 4) if text.startswith("Word", at)]
    project.annotate(article, [Span(at, text.index(" ", at)) for at in starts], "PERSON")
    async with reading(tmp_path / "many", project=project) as reader:
        await reader.press("i")
        listing, drawn = reader.app.screen.query_one(Listing), set[int]()
        plain = listing._row

        def counted(number: int, base: Style) -> list[Segment]:
            drawn.add(number)
            return plain(number, base)

        monkeypatch.setattr(listing, "_row", counted)
        await reader.press("ctrl+end")
        assert "Word9999" in reader.shown
        height = listing.size.height
        first, last = set(range(height)), set(range(MANY - height, MANY))
        assert drawn - first <= last  # the first screen may be painted only now, when the machine is busy
        assert drawn & last
        await reader.press(*"Word77")
        assert listed(reader)[0] == "Word77"
        await reader.press("enter")
        assert reader.pane.caret == text.index("Word77")
