"""Pictures of every screen at two sizes; `pytest --snapshot-update` takes them anew after a look at the report."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from store import Choices, Project, Span, write_choices
from store.matching.folding import folds_of
from tests.pictures import sample_app
from tests.projects import write_project
from tests.waiting import until
from tui.alongside import alongside
from tui.furnishing import found
from tui.screens.claiming import ClaimScreen
from tui.screens.exporting import ExportScreen
from tui.screens.streaming import Streaming
from tui.spread import Ghosts

SIZES = {"80x24": (80, 24), "120x40": (120, 40)}
SCREENS: dict[str, tuple[str, ...]] = {
    "reading": ("m", "m"),
    "hints": ("j", "7"),
    "selection": ("j", "j", "v", "right_parenthesis"),
    "library": ("escape",),
    "list": ("i", "down"),
    "picker": ("j", "j", "j", "w", "t", "o"),
    "search": ("slash", "g", "a", "t", "e"),
    "palette": ("colon", "u", "n"),
    "help": ("question_mark",),
    "disk": ("ctrl+s",),
    "board": ("B", "down", "right"),
}
Run = Callable[[Pilot[None]], Awaitable[None]]


def pressing(*keys: str) -> Run:
    """Press keys one by one, and stop the blinking, which follows a clock."""

    async def run(pilot: Pilot[None]) -> None:
        for key in keys:
            await pilot.press(key)
        await pilot.pause()
        for line in pilot.app.screen.query(Input):
            line.cursor_blink = False
        await pilot.pause()

    return run


@pytest.fixture(autouse=True)
def full_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same colours whatever the terminal that the tests run in."""
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.fixture(autouse=True)
def nothing_alongside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is marked by a thread, which would be done at any time; a picture that shows it waits for it."""
    monkeypatch.setattr("tui.settling.look_alongside", lambda _: None)
    monkeypatch.setattr("tui.settling.look_for_furniture", lambda _: None)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen(screen: str, size: str, tmp_path: Path, snap_compare: Callable[..., bool]) -> None:
    app = sample_app(tmp_path)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=pressing(*SCREENS[screen]))
    app.project.close()


@pytest.mark.parametrize("theme", ["light", "none", "sixteen"])
def test_other_colours(
    theme: str, tmp_path: Path, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    if theme == "none":
        monkeypatch.setenv("NO_COLOR", "1")
    if theme == "sixteen":
        monkeypatch.setattr("tui.app.colours_of", lambda *_: "few")
    app = sample_app(tmp_path, theme="light" if theme == "light" else "dark")
    assert snap_compare(app, terminal_size=(100, 30), run_before=pressing("m"))
    app.project.close()


@pytest.mark.parametrize("size", [(30, 6), (40, 10), (60, 16), (200, 50)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_other_sizes(size: tuple[int, int], tmp_path: Path, snap_compare: Callable[..., bool]) -> None:
    app = sample_app(tmp_path)
    assert snap_compare(app, terminal_size=size)
    app.project.close()


@pytest.mark.parametrize(("size", "is_plain"), [("120x40", False), ("80x24", True)])
def test_an_edited_article(
    size: str, is_plain: bool, tmp_path: Path, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_plain:
        monkeypatch.setenv("NO_COLOR", "1")
    app = sample_app(tmp_path)
    article = tmp_path / "sample_corpus/hask-gate/morning-lantern.md"
    text = article.read_text(encoding="utf-8")
    article.write_text(text.replace("Nobody was killed", "Updated at noon. Nobody was killed"), encoding="utf-8")

    def is_placed() -> bool:
        spread = app.reading.desk.spread if app.reading else None
        return spread is not None and bool(spread.placing.moved) and not spread.placing.waiting

    async def run(pilot: Pilot[None]) -> None:
        await until(is_placed, "all places")
        await pressing("g", "m", "down")(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)
    app.project.close()


@pytest.mark.parametrize(("size", "is_plain"), [("120x40", False), ("80x24", True)])
def test_folds(
    size: str, is_plain: bool, tmp_path: Path, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    if is_plain:
        monkeypatch.setenv("NO_COLOR", "1")
    app = sample_app(tmp_path)

    async def run(pilot: Pilot[None]) -> None:
        await pressing("]", "]", "]")(pilot)
        desk = app.reading.desk if app.reading else None
        assert desk is not None
        assert desk.spread is not None
        found(desk, desk.spread, folds_of(desk.spread.sheet.text))
        await pressing("G", "k", "v", "k", "k")(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)
    app.project.close()


@pytest.mark.parametrize("size", SIZES)
def test_an_export(size: str, tmp_path: Path, snap_compare: Callable[..., bool]) -> None:
    app = sample_app(tmp_path)
    write_choices(app.project.root, Choices("coref", target="/datasets/hask-gate.v4_gold_conll"))

    async def run(pilot: Pilot[None]) -> None:
        await pilot.press("ctrl+e")
        screen = pilot.app.screen
        await until(lambda: isinstance(screen, ExportScreen) and screen.report is not None, "the look ahead")
        await pressing("down", "down")(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)
    app.project.close()


@pytest.mark.parametrize("size", SIZES)
def test_two_annotators_compared(
    size: str, tmp_path: Path, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.compare.about_disk", lambda _: ("saved", "plain"))  # without the time
    first = sample_app(tmp_path).project
    article = first.library.article("hask-gate/morning-lantern.md")
    other = Project.open(first.root, annotator="otto")
    for number, one in enumerate(first.layer(article)):
        label = "OPINION" if number % 5 == 1 else one.label
        span = Span(one.start, one.end + (number % 5 == 2) * 4)
        if number % 5:
            other.annotate(article, [span], label)
    other.close()
    first.close()
    app = sample_app(tmp_path, annotator="reader")

    async def run(pilot: Pilot[None]) -> None:
        assert app.reading is not None
        app.reading.desk.open(article.path)
        await pressing("g", "v", "j", "2", "x", "F", "j")(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)
    app.project.close()


SEARCHES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "everywhere": (("ampersand", *"valve"), ("down",)),
    "elsewhere": ((*"jjjjjjj", "W"), ("down",)),
    "tagging-everywhere": (("m", "g", "T"), ("o", "down")),
}
"""Name -> the keys that begin a search, and those that are pressed once it is over."""


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("search", SEARCHES)
def test_a_search(search: str, size: str, tmp_path: Path, snap_compare: Callable[..., bool]) -> None:
    app = sample_app(tmp_path)
    begin, then = SEARCHES[search]

    def is_over() -> bool:
        screen = app.screen
        return isinstance(screen, Streaming) and screen.is_over and not (screen.index.is_busy or screen._was_busy)

    async def run(pilot: Pilot[None]) -> None:
        await pressing(*begin)(pilot)
        await until(is_over, "the search")
        await pressing(*then)(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)
    app.project.close()


@pytest.mark.parametrize(
    ("size", "is_plain", "keys"),
    [("120x40", False, "ppp"), ("120x40", False, "go"), ("80x24", True, "ppp"), ("80x24", False, "go")],
)
def test_articles_read_together(
    size: str,
    is_plain: bool,
    keys: str,
    tmp_path: Path,
    snap_compare: Callable[..., bool],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if is_plain:
        monkeypatch.setenv("NO_COLOR", "1")
    app = sample_app(tmp_path)

    async def run(pilot: Pilot[None]) -> None:
        assert app.reading is not None
        desk = app.reading.desk
        await until(lambda: desk.panes, "the first pane")
        if len(desk.panes) < 2:
            desk.open("hask-gate/northlight-agency.txt", beside=True)
            desk.focus(0)
        ground = alongside(desk)
        ground.keep_up()
        await until(lambda: not ground.is_busy, "the articles to be compared")
        await pressing(*keys)(pilot)
        await until(lambda: not ground.is_busy, "the articles to be compared")
        await pressing()(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)
    app.project.close()


@pytest.mark.parametrize("size", SIZES)
def test_suggestions(size: str, tmp_path: Path, snap_compare: Callable[..., bool]) -> None:
    app = sample_app(tmp_path)
    app.ghosts = Ghosts(is_on=True)

    async def run(pilot: Pilot[None]) -> None:
        assert app.reading is not None
        desk = app.reading.desk
        await until(lambda: bool(desk.panes), "the panes")
        shown = {pane.sheet.path for pane in desk.panes}
        await until(lambda: shown <= desk.ghosts.found.keys(), "the suggestions")
        await pressing("g", "n")(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)
    app.project.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_same_claim(
    size: str, tmp_path: Path, snap_compare: Callable[..., bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.screens.claiming.models", tuple)  # whatever model is installed here
    app = sample_app(tmp_path)

    async def run(pilot: Pilot[None]) -> None:
        await pressing(*"mmmmm", "g", "w", "tab")(pilot)
        screen = app.screen
        assert isinstance(screen, ClaimScreen)
        await until(lambda: screen.answer is not None and screen.is_over, "the candidates")
        await pressing("down")(pilot)

    assert snap_compare(app, terminal_size=SIZES[size], run_before=run)
    app.project.close()


def test_an_empty_folder(tmp_path: Path, snap_compare: Callable[..., bool]) -> None:
    root = write_project(tmp_path / "sample_corpus", {}, 'title = "Nothing yet"\nscheme = "news"\n')
    app = sample_app(tmp_path)
    assert root.exists()
    assert snap_compare(app, terminal_size=(80, 24))
    app.project.close()
