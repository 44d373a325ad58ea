"""What a start puts off is there when it is used, as if it had been imported at once."""

import subprocess
import sys

import pytest

BEFORE = """
import sys
from tui.later import PUT_OFF, Later, StandIn, put_off
with put_off():
    import textual.app, textual.theme
    from textual.app import App
import asyncio
loaded = [name for name in PUT_OFF if type(sys.modules.get(name, Later(name))) is not Later]
"""


def run(program: str) -> str:
    """What a program of its own says, in which nothing of Textual was imported before."""
    return subprocess.run(
        [sys.executable, "-c", BEFORE + program], check=True, capture_output=True, text=True, timeout=60
    ).stdout.strip()


def test_the_libraries_put_to_use_none_of_it_when_they_are_imported() -> None:
    """A new version that does is only slower; then the list in `tui.later` wants a look."""
    assert run("print(loaded, 'textual.widgets._input' in sys.modules)") == ("[] False")


@pytest.mark.parametrize(
    ("use", "answer"),
    [
        ("import ssl; print(ssl.SSLContext.__name__, 'ssl.py' in ssl.__file__)", "SSLContext True"),
        ("import asyncio.sslproto as one; print(len(one.SSLAgainErrors))", "2"),
        ("from textual.theme import ThemeProvider as one; from textual.command import Provider, CommandPalette;"
         "print(issubclass(one, Provider), textual.app.CommandPalette.__name__)", "True CommandPalette"),
        ("print(textual.app.CommandPalette.is_open.__name__, textual.app.CommandPalette is "
         "sys.modules['textual.command'].CommandPalette)", "is_open True"),
        ("from textual.theme import ThemeProvider as one; textual.app.CommandPalette.__mro__;"
         "print([base.__module__ for base in one.__mro__[:2]], sorted(one.__abstractmethods__))",
         "['textual.theme', 'textual.command'] []"),
        ("print(isinstance(1, textual.app.Provider), issubclass(int, textual.app.Provider))", "False False"),
        ("from textual.notifications import Notification; print(len(Notification('hi').identity))", "36"),
        ("import uuid, copy, pickle; print(copy.copy(uuid.UUID(int=1)).int, pickle.loads(pickle.dumps([1])))", "1 [1]"),
        ("from rich.style import Style; print(Style(meta={'a': 1}).meta)", "{'a': 1}"),
        ("from textual.design import Table; print(Table().columns)", "[]"),
        ("import ipaddress, urllib.parse as one; print(one.urlsplit('http://[::1]/').hostname)", "::1"),
        ("from fractions import Fraction as F; from decimal import Decimal as D; print(F(D('0.5')), F(0.5) + F(1, 2))",
         "1/2 1"),
        ("import bz2, lzma; print(bz2.decompress(bz2.compress(b'a')) + lzma.decompress(lzma.compress(b'b')))", "b'ab'"),
        ("import shutil; print([one[0] for one in shutil.get_archive_formats()][:2])", "['bztar', 'gztar']"),
        ("import locale; print(locale.LC_ALL >= 0)", "True"),
        ("import inspect, textwrap; print(inspect.getsource(textwrap.dedent).startswith('def dedent'))", "True"),
    ],
    ids=range(16),
)  # fmt: skip
def test_it_is_there_when_it_is_used(use: str, answer: str) -> None:
    assert run(f"\n{use}") == answer


def test_a_command_palette_and_its_themes_work_in_a_program_that_has_put_them_off() -> None:
    program = """
async def play():
    async with App().run_test() as pilot:
        await pilot.press("ctrl+p")
        await pilot.pause()
        print(type(pilot.app.screen).__name__)
        await pilot.press("escape")
        pilot.app.search_themes()
        await pilot.pause()
        await pilot.press(*"nord", "enter")
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        print(pilot.app.screen.query("CommandList").first().option_count > 0 if pilot.app.screen.query("CommandList")
              else pilot.app.theme)
asyncio.run(play())
"""
    first, second = run(program).split("\n")
    assert first == "CommandPalette"
    assert second in ("True", "nord")


def test_what_is_asked_for_in_two_threads_is_loaded_once() -> None:
    program = """
import threading
met, found = threading.Barrier(4), []
def ask():
    met.wait()
    import ssl
    found.append(ssl.SSLContext)
threads = [threading.Thread(target=ask) for _ in range(4)]
[one.start() for one in threads], [one.join() for one in threads]
print(len(found), len(set(found)))
"""
    assert run(program) == "4 1"


PATTERN = """
import re
with put_off():
    one, keeps = re.compile("(?P<n>a)b*", re.IGNORECASE), re.compile
"""


@pytest.mark.parametrize(
    ("use", "answer"),
    [
        ("print(type(one).__name__, one.match('caB', 1).end(), type(one).__name__)", "LaterPattern 3 Pattern"),
        ("print(isinstance(one, re.Pattern), re.sub(one, 'x', 'caab'))", "True cxx"),
        ("import copy; print(copy.copy(one).flags, one.groupindex, one.pattern)", "34 {'n': 1} (?P<n>a)b*"),
        ("import pickle; print(pickle.loads(pickle.dumps(one)).pattern)", "(?P<n>a)b*"),
        ("two = re.compile('(?P<n>a)b*', 2); print(one == two, hash(one) == hash(two), repr(one) == repr(two))",
         "True True True"),
        ("take = one.fullmatch; print(type(one).__name__, bool(take('abb')), bool(take('b')), type(one).__name__)",
         "LaterPattern True False Pattern"),
        ("print(re.compile is keeps, type(keeps('b')).__name__, type(re.compile('c')).__name__)",
         "False Pattern Pattern"),
        ("from textual.css.tokenize import expect_declaration_content_solo as e; print(type(e._regex).__name__)",
         "LaterPattern"),
        ("import platform, os; print(platform.system() == os.uname().sysname, platform.machine() == os.uname().machine,"
         "platform.system.__module__)", "True True platform"),
        ("import inspect; one = inspect._ClassFinder; above = one.__mro__[1]; print(type(above).__name__, "
         "inspect.getsource(one)[:5], one.__mro__[1].__module__)", "type class ast"),
        ("import pathlib; print(pathlib.Path('/a b').as_uri())", "file:///a%20b"),
        ("from rich.markup import render; print(render('[@click=app.bell(1, 2)]a[/]').spans[0].style.meta)",
         "{'@click': ('app.bell', (1, 2))}"),
    ],
    ids=range(12),
)  # fmt: skip
def test_a_pattern_is_compiled_when_it_is_used_and_passes_for_one_before(use: str, answer: str) -> None:
    assert run(f"{PATTERN}{use}") == answer
