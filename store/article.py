"""Article: an immutable text with what is known about it. Every offset in the program counts its code points."""

from collections.abc import Mapping
from dataclasses import field
from pathlib import PurePosixPath
from typing import Any

from store.annotation import NOTHING
from store.classes import dataclass
from store.digest import sha256

METADATA = ("title", "source", "author", "published", "url", "language")
"""What is known about an article, in the order of exports."""


@dataclass(frozen=True, slots=True)
class Article:
    """A text and where it is from. `text` is what the file holds after its front matter, unchanged."""

    path: str
    """Relative to the project, with `/`, in NFC."""
    text: str
    text_sha256: str
    """Of the text as UTF-8, in hexadecimal."""
    title: str = ""
    source: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""
    encoding: str = "utf-8"
    """How its bytes were decoded."""
    is_guessed: bool = False
    """Whether that was a guess."""
    replaced: int = 0
    """How many characters stand for bytes that could not be decoded."""
    remarks: tuple[str, ...] = ()
    """What a reader should know about the file; fit to show once displayed."""
    rest: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False)
    """Front matter that this version does not know."""

    @classmethod
    def of(cls, path: str, text: str, **members: Any) -> "Article":
        """An article of a text; its hash is computed."""
        return cls(path, text, sha256_of(text), **members)

    @property
    def metadata(self) -> dict[str, str]:
        """The six strings, in the order of exports; missing ones are empty."""
        return {name: getattr(self, name) for name in METADATA}

    @property
    def may_fold(self) -> bool:
        """Whether lines of it may belong to the page instead of what it says; `fold: no` in front says not."""
        return str(self.rest.get("fold", "")).casefold() not in ("no", "false")

    @property
    def name(self) -> str:
        """Its title, else its file's name."""
        return self.title or PurePosixPath(self.path).name


def sha256_of(text: str) -> str:
    """The SHA-256 of a text as UTF-8, in hexadecimal; lone surrogates, which UTF-8 cannot hold, count as `?`."""
    return sha256(text.encode("utf-8", "replace"))
