"""The command line: what `sidemark` and its commands take, and the exit status each gives."""

from __future__ import annotations

import gc
import os
import sys
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, TypeAlias, cast

from store import StoreError, __version__, checked_annotator
from tui.display import SafeStream, display
from tui.ends import leave_in_order
from tui.later import put_off
from tui.opening import explained, inside, opened, root_of
from tui.prepaint import Standing, asked
from tui.settings import read_keymap
from tui.sparing import sparing
from tui.streams import fill_standard_streams, has_terminal

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence

    from store import Project
    from tui.keymap import Keymap

DONE, NO, USAGE, PIPE = 0, 1, 2, 141
"""Exit status: it is done; the answer is "no"; wrong usage, unreadable input or no terminal; the reader has gone."""


def main(argv: Sequence[str] | None = None, standing: Standing | None = None) -> int:
    """Run `sidemark`; the exit status.

    Args:
        argv: the command line, without the program's name.
        standing: the first screen that is on the terminal already; it goes before anything else is written there.
    """
    fill_standard_streams()
    arguments = list(sys.argv[1:] if argv is None else argv)
    out, err = sys.stdout, sys.stderr
    before = standing.give_back if standing else None
    sys.stdout, sys.stderr = SafeStream(out, before), SafeStream(err, before)
    try:
        status = _run(arguments, standing)
        sys.stdout.flush()
    except StoreError as error:
        sys.stderr.write(f"sidemark: {error}\n")
        return USAGE
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # else the interpreter complains when it closes stdout
        return PIPE
    except KeyboardInterrupt:
        return 130
    finally:
        sys.stdout, sys.stderr = out, err
    return status


def _run(arguments: list[str], standing: Standing | None) -> int:
    if arguments and arguments[0] in COMMANDS:
        options = _parser().parse_args(arguments)
        if arguments[0] == "tour":
            return _tour(options)
        name, _, function = options.command.partition(".")
        module = import_module(f"tui.{name}")  # the screen starts without it
        leave_in_order()
        gc.freeze()
        gc.enable()  # the screen does it after its first paint
        status: int = getattr(module, function)(options)
        return status
    return _open(_plain(arguments) or _open_parser().parse_args(arguments), standing)


def _plain(arguments: Sequence[str]) -> argparse.Namespace | None:
    """The options of a plain command line, without the 5 ms that its parser takes; None where it is needed."""
    if (found := asked(arguments)) is None:
        return None
    given = {"paths": [found.root], "annotator": found.annotator, "theme": found.theme}
    none = {"scheme": None, "encoding": None, "read_only": False}
    return cast("argparse.Namespace", SimpleNamespace(**given, **none))


def _open(options: argparse.Namespace, standing: Standing | None) -> int:
    """Open the screen; Textual is imported here and nowhere else on the way."""
    paths = [Path(path) for path in options.paths] or [Path()]
    for path in paths:
        if not path.exists():
            sys.stderr.write(f"sidemark: {path}: there is no such file or folder; {_instead(str(path))}\n")
            return USAGE
    if not has_terminal():
        sys.stderr.write(
            "sidemark: the screen needs a terminal; `sidemark show ARTICLE` and `sidemark list` work without\n"
        )
        return USAGE
    keymap = read_keymap()
    root = root_of(paths)
    articles = [inside(root, path) for path in paths if not path.is_dir()]
    project = _opened(options, root, keymap, standing)
    with put_off(), sparing():
        from tui.running import run  # noqa: PLC0415 - the one deferred import of Textual

    return run(project, keymap, articles, theme=options.theme, standing=standing)


def _instead(word: str) -> str:
    """What somebody may have meant by a path that is none."""
    from difflib import get_close_matches  # noqa: PLC0415 - 10 ms, for those who mistyped

    near = get_close_matches(word, COMMANDS, 1, 0.7)
    return f"the command is `sidemark {near[0]}`" if near else "`sidemark init FOLDER` makes a project"


def _opened(options: argparse.Namespace, root: Path, keymap: Keymap, standing: Standing | None) -> Project:
    """The project. The first time a large one is opened all of its files are looked at, and that is said."""
    if standing is not None:
        return opened(options, root, reserved=keymap.reserved())
    with explained(lambda: f"looking at the articles of {display(root.name)} and their tags for the first time ..."):
        project = opened(options, root, reserved=keymap.reserved())
        len(project.library.entries)  # they are listed here and not behind a blank screen
    return project


def _tour(options: argparse.Namespace) -> int:
    """Open the tour."""
    if not has_terminal():
        sys.stderr.write("sidemark: the tour needs a terminal; docs/manual.md tells the same in words\n")
        return USAGE
    with put_off(), sparing():
        from tui.running import tour_alone  # noqa: PLC0415 - Textual, as above

    return tour_alone(options)


def _annotator(name: str) -> str:
    try:
        return checked_annotator(name)
    except StoreError as error:
        import argparse  # noqa: PLC0415 - a plain start needs none

        raise argparse.ArgumentTypeError(str(error)) from error


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--annotator",
        type=_annotator,
        metavar="NAME",
        help="whose annotations (default: $SIDEMARK_ANNOTATOR, else your login name)",
    )
    parser.add_argument("--scheme", metavar="NAME", help="use a ready label set; `sidemark schemes` lists them")
    parser.add_argument("--encoding", metavar="E", help="how to decode articles, instead of finding out")


def _open_parser() -> argparse.ArgumentParser:
    import argparse  # noqa: PLC0415 - as above

    parser = argparse.ArgumentParser(
        prog="sidemark",
        description="Read articles side by side and tag spans by keyboard.",
        epilog="commands:\n" + "".join(f"  {name:9} {row[1]}\n" for name, row in COMMANDS.items()) + "\n"
        "`sidemark COMMAND --help` tells more of each.\n"
        "example: sidemark sample_corpus; new here? sidemark tour",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="a project folder, or articles (default: this folder)")
    _common(parser)
    parser.add_argument("--read-only", action="store_true", help="change nothing")
    _themed(parser)
    parser.add_argument("--version", action="version", version=f"sidemark {__version__}")
    return parser


def _parser() -> argparse.ArgumentParser:
    import argparse  # noqa: PLC0415 - as above

    parser = argparse.ArgumentParser(prog="sidemark")
    commands = parser.add_subparsers()
    for name, (command, words, example, add) in COMMANDS.items():
        sub = commands.add_parser(
            name, help=words, description=words[0].upper() + words[1:] + ".", epilog=f"example: {example}"
        )
        add(sub)
        sub.set_defaults(command=command)
    return parser


def _for_project(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project's folder")
    _common(parser)
    parser.add_argument("--json", action="store_true", help="JSON on stdout")


def _for_init(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="FOLDER", type=Path, help="where the project is to be")
    parser.add_argument("--scheme", metavar="NAME", default="news", help="the label set (default: news)")
    parser.add_argument(
        "--title", metavar="TEXT", default="", help="what the project is called (default: the folder's name)"
    )


def _for_show(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("article", metavar="ARTICLE", type=Path, help="a .txt or .md file")
    parser.add_argument(
        "--annotations", action="store_true", help="with everything that was said about it, below each paragraph"
    )
    _common(parser)


def _for_find(parser: argparse.ArgumentParser) -> None:
    _for_project(parser)
    parser.add_argument(
        "text", metavar="TEXT", nargs="?", default="", help="what to look for; --label and --note list all without it"
    )
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--fuzzy", action="store_true", help="spelt nearly like it, too")
    how.add_argument("--regex", action="store_true", help="TEXT is a regular expression")
    how.add_argument("--label", metavar="NAME", help="only in annotations with this label")
    how.add_argument("--note", action="store_true", help="only in notes on annotations and articles")


def _for_passages(parser: argparse.ArgumentParser) -> None:
    _for_project(parser)
    parser.add_argument("--all", action="store_true", help="furniture of the pages, too")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--jobs", metavar="N", type=int, default=1, help="how many processes work at it (default: 1)")
    how.add_argument("--dask", metavar="ADDRESS", help="have a Dask cluster do it, such as tcp://host:8786")


def _for_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project's folder")
    parser.add_argument("--annotator", type=_annotator, metavar="NAME", help="whose annotations (default: everybody's)")
    parser.add_argument("--scheme", metavar="NAME", help="use a ready label set; `sidemark schemes` lists them")
    parser.add_argument("--encoding", metavar="E", help="how to decode articles, instead of finding out")
    parser.add_argument(
        "--repair", action="store_true", help="put right what is safe; originals go to .sidemark/backups"
    )
    parser.add_argument("--json", action="store_true", help="JSON on stdout")


def _by_datasets(name: str, module: str = "datasets") -> Callable[[str], object]:
    """What reads the text of an option; its module is not for the other commands."""

    def read(text: str) -> object:
        return getattr(import_module(f"tui.{module}"), name)(text)

    return read


def _for_export(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("project", metavar="PROJECT", type=Path, help="the project's folder")
    _common(parser)
    add("--format", metavar="NAME", required=True, help="`sidemark formats` lists them")
    add("--output", metavar="PATH", type=Path, help="where to: a file, or a folder for a file an article (else stdout)")
    add("--kind", metavar="KIND", help="only annotations with labels of this kind")
    add("--all", action="store_true", help="the annotations of every annotator")
    add("--strict", action="store_true", help="write nothing, exit 1, if anything would be lost")
    may = "what --strict lets be lost, such as note,unsure"
    add("--drop", metavar="WHAT", type=_by_datasets("dropped"), default=frozenset(), help=may)
    add("--force", action="store_true", help="write over what is there")
    share = "shares of train, validation and test, by article: 80/10/10"
    add("--split", metavar="A/B/C", type=_by_datasets("shares"), help=share)
    add("--seed", metavar="N", type=int, default=0, help="another number splits otherwise (default: 0)")
    add("--snap", action="store_true", help="widen annotations to whole words, instead of cutting words at them")
    page = "leave out annotations in lines of the page: share bars, newsletters, reply forms, notices"
    add("--body-only", action="store_true", help=page)
    which = "of annotations on one word, where one label is all there is place for (default: longest)"
    add("--prefer", choices=("longest", "shortest"), default="longest", help=which)
    add("--raw-cells", action="store_true", help="csv: do not guard cells that begin like formulas")


def _for_import(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("sources", nargs="+", metavar="SOURCE", help="files, folders or archives; - is standard input")
    add("--into", type=Path, required=True, metavar="PROJECT", help="the project's folder")
    _common(parser)
    add("--format", metavar="NAME", help="what they are (default: found out)")
    units = ("codepoint", "utf16", "utf8", "grapheme")
    add("--unit", choices=units, help="what offsets count (default: found out by the quotes)")
    pairs = "our names for columns or keys of csv and JSON lines: text=body,title=headline"
    add("--map", metavar="OURS=THEIRS", type=_by_datasets("columns", "importing"), default={}, help=pairs)
    fold = "no line of new articles counts as furniture of a page"
    add("--no-fold", action="store_true", help=fold)
    add("--join", action="store_true", help="the parts of one CoNLL file are one article")
    add("--force", action="store_true", help="read it as --format says, though it looks like another format")
    add("--strict", action="store_true", help="take nothing, exit 1, if anything is refused or a label is not known")
    add("--json", action="store_true", help="the report as JSON on stdout")


def _for_agree(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("project", metavar="PROJECT", type=Path, help="the project's folder")
    parser.add_argument("annotators", metavar="ANNOTATOR", nargs="+", help="two or more; the first is the reference")
    parser.add_argument("--scheme", metavar="NAME", help="use a ready label set; `sidemark schemes` lists them")
    parser.add_argument("--encoding", metavar="E", help="how to decode articles, instead of finding out")
    parser.add_argument("--kind", metavar="KIND", help="only annotations with labels of this kind")
    parser.add_argument("--label", metavar="NAME", help="only annotations with this label")
    parser.add_argument("--all-articles", action="store_true", help="not only those that both have marked done")
    parser.add_argument("--json", action="store_true", help="JSON on stdout")
    parser.add_argument("--csv", metavar="PATH", type=Path, help="write every pair of annotations to a CSV file")
    parser.add_argument("--force", action="store_true", help="write over a file that is there")


def _themed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--theme", choices=("dark", "light"), default="dark", help="colours (default: dark)")


def _json_only(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="JSON on stdout")


Row: TypeAlias = "tuple[str, str, str, Callable[[argparse.ArgumentParser], None]]"
COMMANDS: dict[str, Row] = {
    "init": ("headless.init", "make a project with a label set", "sidemark init ferry --scheme news", _for_init),
    "import": (
        "importing.import_sources",
        "take in articles and annotations",
        "sidemark import answers.jsonl --into ferry --annotator ben",
        _for_import,
    ),
    "list": ("headless.list_articles", "list the articles", "sidemark list ferry --json", _for_project),
    "stats": ("headless.stats", "count articles, annotations and labels", "sidemark stats ferry", _for_project),
    "show": (
        "linear.show",
        "write an article as plain text",
        "sidemark show ferry/report.txt --annotations",
        _for_show,
    ),
    "find": ("searching.find", "find text in all articles", 'sidemark find ferry "no danger" --json', _for_find),
    "passages": (
        "passaging.passages",
        "find the passages that articles share",
        "sidemark passages ferry --jobs 2 --json",
        _for_passages,
    ),
    "export": (
        "datasets.export_dataset",
        "write a dataset",
        "sidemark export ferry --format csv --output ferry.csv",
        _for_export,
    ),
    "agree": (
        "agreeing.agree",
        "say how far annotators agree",
        "sidemark agree ferry ana ben --kind entity --csv pairs.csv",
        _for_agree,
    ),
    "check": (
        "checking.check_project",
        "say whether anything is wrong with a project",
        "sidemark check ferry --repair",
        _for_check,
    ),
    "tour": ("running.tour_alone", "learn it in five minutes, on a copy of sample articles", "sidemark tour", _themed),
    "keys": ("listing_keys.list_keys", "list the keys of the screen", "sidemark keys --json", _json_only),
    "formats": ("datasets.list_formats", "list the dataset formats", "sidemark formats", _json_only),
    "schemes": ("headless.list_schemes", "list the ready label sets", "sidemark schemes", _json_only),
}
"""Command -> the module of `tui` and the function in it that runs it, what it does, an example, and what it takes."""
