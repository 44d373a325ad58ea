"""The house rules of CONTRIBUTING.md, read from the imports and the source so that nobody has to remember them."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import store

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("store", "tui")
MOST = {"file": 400, "function": 40, "class": 300, "methods": 25, "parameters": 6}
SCREENLESS = ("tui", "textual", "rich", "pyperclip")
HEADLESS = (
    ["list", "sample_corpus", "--json"],
    ["stats", "sample_corpus"],
    ["find", "sample_corpus", "gate"],
    ["check", "sample_corpus"],
    ["export", "sample_corpus", "--format", "csv", "--annotator", "mira"],
    ["formats"],
    ["keys"],
    ["schemes"],
    ["--version"],
)


def modules() -> dict[str, Path]:
    """Every module of the two packages by its dotted name."""
    found = {}
    for package in PACKAGES:
        for path in sorted((ROOT / package).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in MODULES.items()}


def imported(tree: ast.AST) -> Iterator[str]:
    """Every dotted name that a module imports, lazy and type-only imports counted."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                yield f"{node.module}.{alias.name}"


def known(name: str) -> str | None:
    """The module of this project that a dotted name means, None when it means none."""
    while name:
        if name in MODULES:
            return name
        name = name.rpartition(".")[0]
    return None


GRAPH = {name: {found for one in imported(tree) if (found := known(one))} - {name} for name, tree in TREES.items()}


def test_store_knows_no_screen() -> None:
    for name, tree in TREES.items():
        if name.split(".")[0] == "store":
            roots = {one.split(".")[0] for one in imported(tree)}
            assert roots.isdisjoint(SCREENLESS), name


def test_the_screen_uses_the_front_door_only() -> None:
    for name, tree in TREES.items():
        if name.split(".")[0] == "tui":
            inner = {one for one in GRAPH[name] if one.startswith("store.")}
            assert not inner, (name, inner)
            names = {one.removeprefix("store.") for one in imported(tree) if one.startswith("store.")}
            assert names <= set(store.__all__), (name, names - set(store.__all__))


def test_inside_the_store_nobody_uses_the_front_door() -> None:
    for name in MODULES:
        if name.startswith("store."):
            assert "store" not in GRAPH[name], name


def test_widgets_know_no_screen_and_no_project() -> None:
    for name, tree in TREES.items():
        if name.startswith("tui.widgets."):
            assert not any(one == "tui.app" or one.startswith("tui.screens") for one in GRAPH[name]), name
            assert "store.Project" not in set(imported(tree)), name


@pytest.mark.parametrize("folder", ["store.formats", "store.readers"])
def test_formats_and_readers_do_not_know_each_other(folder: str) -> None:
    """What several formats need is in modules that are no format: those have no `FORMATS` and know no format."""
    is_shared = folder == "store.formats"
    alone = {name for name in MODULES if name.startswith(f"{folder}.") and not (is_shared and not has_formats(name))}
    for name in (name for name in MODULES if name.startswith(f"{folder}.")):
        others = {one for one in GRAPH[name] if one in alone} - {name}
        assert not others, (name, others)


def has_formats(name: str) -> bool:
    """Whether a module is a format: it defines `FORMATS`."""
    return any(
        isinstance(node, ast.Assign) and any(isinstance(one, ast.Name) and one.id == "FORMATS" for one in node.targets)
        for node in TREES[name].body
    )


def test_no_module_imports_itself_in_the_end() -> None:
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " -> ".join((*path[path.index(name) :], name))
        if name not in done:
            for other in sorted(GRAPH[name]):
                visit(other, (*path, name))
            done.add(name)

    for name in MODULES:
        visit(name, ())


def test_nothing_is_named_like_a_module_of_the_standard_library() -> None:
    clashes = [name for name in MODULES if name.rpartition(".")[2] in sys.stdlib_module_names]
    assert not [name for name in clashes if name.count(".") == 0]
    assert not clashes, clashes


@pytest.mark.parametrize("name", MODULES)
def test_the_tail_stays_short(name: str) -> None:
    source = MODULES[name].read_text(encoding="utf-8")
    assert source.count("\n") <= MOST["file"], name
    for node in ast.walk(TREES[name]):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < MOST["function"], f"{name}:{node.lineno} {node.name}"
            taken = [one.arg for one in (*node.args.posonlyargs, *node.args.args) if one.arg not in ("self", "cls")]
            assert len(taken) <= MOST["parameters"], f"{name}:{node.lineno} {node.name}"
        elif isinstance(node, ast.ClassDef):
            assert (node.end_lineno or 0) - node.lineno < MOST["class"], f"{name}:{node.lineno} {node.name}"


def is_private(node: ast.AST) -> bool:
    """Whether a definition is for its own module only."""
    return isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node.name.startswith("_")


@pytest.mark.parametrize("name", MODULES)
def test_every_public_name_is_documented(name: str) -> None:
    tree = TREES[name]
    assert ast.get_docstring(tree), name
    private = {inner for node in ast.walk(tree) if is_private(node) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and node not in private:
            is_inner = any(
                node in ast.walk(other) and node is not other
                for other in ast.walk(tree)
                if isinstance(other, ast.FunctionDef | ast.AsyncFunctionDef)
            )
            assert is_inner or ast.get_docstring(node), f"{name}:{node.lineno} {node.name}"


def test_the_front_door_lists_what_it_has() -> None:
    assert sorted(store.__all__, key=str) == sorted(set(store.__all__))
    assert all(hasattr(store, name) for name in store.__all__)


@pytest.mark.parametrize("command", HEADLESS, ids=lambda command: command[0])
def test_commands_without_a_screen_do_not_load_textual(command: list[str]) -> None:
    script = (
        "import sys\nfrom tui.cli import main\n"
        "try:\n    status = main(sys.argv[1:])\nexcept SystemExit as end:\n    status = end.code\n"
        "heavy = sorted({name.split('.')[0] for name in sys.modules} & {'textual', 'rich', 'pyperclip'})\n"
        "sys.stderr.write(f'loaded: {heavy}\\n')\nsys.exit(status)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "loaded: []" in done.stderr


def test_no_file_names_a_machine_or_an_index() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False).stdout
    if not listed:
        pytest.skip("not a checkout: there is no list of the project's files")
    pattern = re.compile(
        rb"(?<![\w.])/(?:home|root|Users)/[a-z]|--(?:extra-)?index-url|--find-links|https?://(?:pypi|files)\."
    )
    for name in listed.decode().split("\0"):
        path = ROOT / name
        if name and path.is_file() and path != Path(__file__):
            assert not pattern.search(path.read_bytes()), name


@pytest.mark.parametrize("name", ["requirements.lock", "tests/requirements.lock"])
def test_a_lock_file_has_nothing_but_releases_and_their_hashes(name: str) -> None:
    """No option of the machine it was made on; each release can be checked wherever it comes from."""
    wanted = re.compile(
        r"[\w.-]+==[\w.]+ \\\n(?: +--hash=sha256:[0-9a-f]{64} \\\n)* +--hash=sha256:[0-9a-f]{64}\n(?: +# .*\n)*"
    )
    rest = wanted.sub("", (ROOT / name).read_text(encoding="utf-8"))
    assert not rest.strip(), rest[:200]
