"""Web pages: the text of a saved page, without its menus and forms, and what the page says about itself.

A page is taken apart in a process of its own, which is ended when it takes too long: the parsers of HTML take a time
that grows with the square of some inputs. With the extra `web` trafilatura finds the text, else the standard library.
"""

import json
import subprocess
import sys
from pathlib import Path

from store.article import METADATA
from store.errors import ArticleError

LARGEST = 16 << 20
"""Bytes of the largest page."""
SECONDS, MORE = 5.0, 1.0
"""How long a page may take, and how much longer for each megabyte; of the clock, which a busy machine makes longer."""
WORKER = Path(__file__).with_name("page_worker.py")


def read_page(data: bytes, encoding: str | None = None, *, patience: float = 6.0) -> tuple[str, dict[str, str]]:
    """The text of a page and its metadata.

    Args:
        data: the page.
        encoding: how it is decoded; None: as its bytes or the page say.
        patience: how many times its time of the processor a page may take by the clock.

    Raises:
        ArticleError: there is no text in it, or it took too long.
    """
    if len(data) > LARGEST:
        message = f"has {len(data) >> 20} MB; {LARGEST >> 20} is the most for a page"
        raise ArticleError(message)
    seconds = SECONDS + MORE * (len(data) >> 20)
    command = [sys.executable, "-P", str(WORKER), encoding or "", str(int(seconds))]
    try:
        found = subprocess.run(command, input=data, capture_output=True, timeout=seconds * patience, check=False)  # noqa: S603 - our own
    except subprocess.TimeoutExpired as error:
        message = f"took longer than {seconds:g} s and was stopped"
        raise ArticleError(message) from error
    if found.returncode != 0:
        message = f"took longer than {seconds:g} s, or more memory than there is for it, and was stopped"
        raise ArticleError(message)
    value = json.loads(found.stdout)
    text = value.get("text", "")
    if not text.strip():
        raise ArticleError(value.get("why") or "has no text in it")
    return text, {name: str(value.get(name, "")) for name in METADATA}
