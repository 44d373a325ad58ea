"""The process that takes a web page apart: bytes in, JSON out, within limits of time and memory."""

import json
import re
import resource
import sys
from collections.abc import Mapping
from html.parser import HTMLParser

MEMORY = 1 << 30
"""Bytes of address space."""
SKIPPED = frozenset(
    ("script", "style", "nav", "aside", "footer", "form", "template", "noscript", "svg", "button", "select", "iframe")
)
BLOCKS = frozenset(
    ("p", "div", "section", "article", "main", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "blockquote",
     "pre", "dl", "table", "tr", "figure", "figcaption", "header", "dt", "dd", "hr", "address"),
)  # fmt: skip
ROOTS = ("article", "main", "body")
"""Where the text is looked for, the first that is there."""
VOID = frozenset(("br", "hr", "img", "meta", "link", "input", "area", "base", "col", "embed", "source", "track", "wbr"))
CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
BLANKS = re.compile("[ \t\r\n\f]+")


class Page(HTMLParser):
    """Collects the text of each root, and what the head says."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: dict[str, list[str]] = {name: [] for name in ROOTS}
        """By root: pieces, of which an empty one parts blocks and LF ends a line."""
        self.meta: dict[str, str] = {}
        """Name of a meta, link or other element -> what it says."""
        self._open: list[str] = []
        self._skipped = 0
        self._into = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open an element."""
        known = {name: value or "" for name, value in attrs}
        self._note(tag, known)
        if tag == "br":
            self._add("\n")
        if tag in VOID:
            return
        self._open.append(tag)
        self._skipped += tag in SKIPPED
        self._into = tag if tag in ("title", "h1") and tag not in self.meta else self._into
        if tag in BLOCKS:
            self._add("")

    def handle_endtag(self, tag: str) -> None:
        """Close an element, and those in it that nobody closed."""
        if tag not in self._open[-200:]:
            return
        while self._open:
            closed = self._open.pop()
            self._skipped -= closed in SKIPPED
            if closed in BLOCKS:
                self._add("")
            if closed == self._into:
                self._into = ""
            if closed == tag:
                break

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._into:
            self.meta[self._into] = self.meta.get(self._into, "") + data
        if not self._skipped and "title" not in self._open[-1:]:
            self._add(data)

    def _add(self, piece: str) -> None:
        if self._skipped:
            return
        for root in ROOTS:
            if root in self._open:
                self.texts[root].append(piece if piece in ("", "\n") else BLANKS.sub(" ", piece))

    def _note(self, tag: str, known: Mapping[str, str]) -> None:
        if tag == "html" and known.get("lang"):
            self.meta.setdefault("lang", known["lang"])
        elif tag == "meta" and (name := known.get("property") or known.get("name")):
            self.meta.setdefault(name.lower(), known.get("content", ""))
        elif tag == "link" and known.get("rel", "").lower() == "canonical":
            self.meta.setdefault("canonical", known.get("href", ""))
        elif tag == "time" and known.get("datetime"):
            self.meta.setdefault("datetime", known["datetime"])


def text_of(pieces: list[str]) -> str:
    """The text of pieces: blocks parted by a blank line, blanks at the ends of lines left out."""
    blocks: list[list[str]] = [[]]
    for piece in pieces:
        if piece == "":
            blocks.append([])
        else:
            blocks[-1].append(piece)
    joined = ("\n".join(line.strip() for line in re.sub(" +", " ", "".join(one)).split("\n")).strip() for one in blocks)
    return "\n\n".join(block for block in joined if block)


def metadata_of(meta: Mapping[str, str]) -> dict[str, str]:
    """What the head of a page says about it."""
    choices = {
        "title": ("og:title", "title", "h1"),
        "source": ("og:site_name",),
        "author": ("author", "article:author"),
        "published": ("article:published_time", "date", "datetime"),
        "url": ("canonical", "og:url"),
        "language": ("lang",),
    }
    return {
        name: next((" ".join(meta[one].split()) for one in keys if meta.get(one, "").strip()), "")
        for name, keys in choices.items()
    }


def by_hand(text: str) -> dict[str, str]:
    """Text and metadata by the standard library."""
    page = Page()
    page.feed(text)
    page.close()
    found = next((made for root in ROOTS if (made := text_of(page.texts[root]))), "")
    return {"text": f"{found}\n" if found else "", **metadata_of(page.meta)}


def by_library(text: str) -> dict[str, str] | None:
    """Text and metadata by trafilatura; None where that is not installed, or finds nothing."""
    try:
        import trafilatura  # type: ignore[import-not-found, unused-ignore]  # noqa: PLC0415 - the extra `web`
    except ImportError:
        return None
    body = trafilatura.extract(text, include_comments=False, favor_precision=False, deduplicate=False)
    if not body:
        return None
    known = trafilatura.extract_metadata(text)
    names = {"title": "title", "source": "sitename", "author": "author", "published": "date", "url": "url"}
    meta = {ours: getattr(known, theirs, None) or "" for ours, theirs in names.items()} if known else {}
    return by_hand(text[:65_536]) | {name: one for name, one in meta.items() if one} | {"text": body.rstrip() + "\n"}


def decoded(data: bytes, encoding: str) -> str:
    """The page as text: by what the user says, its mark, UTF-8, what it declares, or cp1252."""
    declared = CHARSET.search(data[:4096])
    marks = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
    marked = next((name for mark, name in marks if data.startswith(mark)), "")
    for name in (encoding, marked, "utf-8", declared[1].decode("ascii") if declared else ""):
        if name:
            try:
                return data.decode(name)
            except (LookupError, UnicodeDecodeError):
                continue
    return data.decode("cp1252", "replace")


def main() -> None:
    """Read a page from stdin and write what it holds to stdout."""
    encoding, seconds = sys.argv[1], int(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    text = decoded(sys.stdin.buffer.read(), encoding)
    found = by_library(text) or by_hand(text)
    found = {name: value.encode("utf-8", "replace").decode("utf-8") for name, value in found.items()}
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
