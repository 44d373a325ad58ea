"""Schema: the labels, link types and attributes of a project, read from its sidemark.toml and checked there.

Each refusal names the place, `sidemark.toml: key "1" is used by PERSON and CLAIM @ label[4].key`, counting from 1.
"""

import re
import tomllib
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

from store.annotation import NOTHING
from store.classes import dataclass
from store.errors import SchemaError

COLORS = (
    "cyan", "orange", "green", "brown", "pink", "yellow", "blue", "magenta", "purple", "red", "teal", "lime", "grey",
    "gray", "white", "black",
)  # fmt: skip
"""Colours by name; `#rrggbb` is one too."""
HINTS = ("names", "sentences", "quotes", "numbers", "words")
"""What a label's key can offer."""
SCHEMES = Path(__file__).with_name("schemes")
"""The ready label sets, part of the package."""
DEFAULT = "news"
"""The label set of a project that has none of its own."""
LONGEST_NAME = 64
LONGEST_TEXT = 64_000
LARGEST, LONGEST_LINE = 256 << 10, 4096
"""Bytes of a label set and of a line in it: the TOML reader takes seconds for worse."""
MOST_LABELS = 1_000


@dataclass(frozen=True, slots=True)
class Label:
    """What a span can be tagged as."""

    name: str
    kind: str = "entity"
    """`entity`, `claim`, or another layer of one's own."""
    key: str = ""
    """The key that puts it; "" for one that is found by typing."""
    color: str = ""
    """A name, `#rrggbb`, or "" for one that the screen hands out."""
    hint: str = "words"
    """What its key offers: names, sentences, quotes, numbers, words."""
    description: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class LinkType:
    """What a link from one annotation to another can mean."""

    type: str
    sources: tuple[str, ...] = ()
    """The kinds or labels it may begin at; none: any."""
    targets: tuple[str, ...] = ()
    """The kinds or labels it may end at; none: any."""


DOCUMENT = "document"
"""The kind of labels that are for whole articles."""


@dataclass(frozen=True, slots=True)
class Attribute:
    """A further question about an annotation, with the answers it may have."""

    name: str
    on: tuple[str, ...] = ()
    """The kinds it is asked of; none: all."""
    values: tuple[str, ...] = ()
    many: bool = False
    """Whether more than one value may be given."""


Named = TypeVar("Named", LinkType, Attribute)


@dataclass(frozen=True)
class Schema:
    """A label set."""

    title: str = ""
    labels: tuple[Label, ...] = ()
    links: tuple[LinkType, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    matching: Mapping[str, Any] = field(default_factory=lambda: NOTHING, compare=False)
    """Settings of the table `[matching]`."""

    @cached_property
    def _by_name(self) -> dict[str, Label]:
        return {label.name: label for label in self.labels}

    @cached_property
    def _by_key(self) -> dict[str, Label]:
        return {label.key: label for label in self.labels if label.key}

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of its labels, in their order."""
        return tuple(dict.fromkeys(label.kind for label in self.labels))

    def label(self, name: str) -> Label | None:
        """The label of that name, or None."""
        return self._by_name.get(name)

    def by_key(self, key: str) -> Label | None:
        """The label that a key puts, or None."""
        return self._by_key.get(key)

    def labels_of(self, kind: str) -> tuple[Label, ...]:
        """The labels of a kind."""
        return tuple(label for label in self.labels if label.kind == kind)


def scheme_names() -> tuple[str, ...]:
    """The names of the ready label sets."""
    folder = SCHEMES
    names = sorted(item.name.removesuffix(".toml") for item in folder.iterdir() if item.name.endswith(".toml"))
    return tuple(sorted(names, key=lambda name: (name != DEFAULT, name)))


def scheme(name: str) -> Schema:
    """A ready label set.

    Raises:
        SchemaError: there is none of that name.
    """
    return _checked(_parsed(scheme_text(name).encode(), f"{name}.toml"), f"{name}.toml", {})


def scheme_text(name: str) -> str:
    """The TOML of a ready label set.

    Raises:
        SchemaError: there is none of that name.
    """
    if name not in scheme_names():
        message = f"there is no label set {name!r}; there are {', '.join(scheme_names())}"
        raise SchemaError(message)
    return (SCHEMES / f"{name}.toml").read_text(encoding="utf-8")


def schema_toml(name: str, title: str) -> str:
    """What `sidemark init` writes: a ready label set, whole, under a title of one's own.

    Raises:
        SchemaError: there is no such label set.
    """
    body = scheme_text(name).partition("\ntitle = ")[2].partition("\n")[2]
    quoted = "".join(char if char >= " " and char not in '"\\\x7f' else f"\\u{ord(char):04x}" for char in title)
    return (
        "# The label set of this project. Change names, keys, colours and descriptions as you like, or add labels;\n"
        "# a key is one character that the program leaves free (`sidemark keys` lists those it uses).\n"
        f'title = "{quoted}"\n{body}'
    )


def read_schema(path: Path, reserved: Mapping[str, str] = NOTHING) -> Schema:
    """The label set of a sidemark.toml, or the default one where there is no such file.

    Args:
        path: the file.
        reserved: keys that labels cannot have, each with what it does.

    Raises:
        SchemaError: it cannot be read or used; the text says where and why.
    """
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        ready = scheme(DEFAULT)
        return Schema("", ready.labels, ready.links, ready.attributes)
    except OSError as error:
        message = f"{path.name}: cannot be read ({error.strerror})"
        raise SchemaError(message) from error
    return _checked(_parsed(data, path.name), path.name, reserved)


def must_leave_free(schema: Schema, reserved: Mapping[str, str]) -> None:
    """See that no label has a key that is taken, a ready label set's neither.

    Raises:
        SchemaError: a label has one; the text names both.
    """
    for label in schema.labels:
        if label.key in reserved:
            message = f'key "{label.key}" of the label {label.name} is taken by “{reserved[label.key]}”: change one'
            raise SchemaError(message)


def _parsed(data: bytes, file: str) -> dict[str, Any]:
    if len(data) > LARGEST:
        message = f"{file}: has more than {LARGEST >> 10} kB"
        raise SchemaError(message)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        message = f"{file}: is not UTF-8 (byte {error.start})"
        raise SchemaError(message) from error
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            message = f"{file}: line {number} has {len(line)} characters; {LONGEST_LINE} is the most"
            raise SchemaError(message)
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        message = f"{file}: {error or 'is nested too deeply'}; mend it and start again"
        raise SchemaError(message) from error


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in a file a value is, for messages, and the checks of values."""

    file: str
    at: str

    def refuse(self, why: str) -> SchemaError:
        return SchemaError(f"{self.file}: {why} @ {self.at}" if self.at else f"{self.file}: {why}")

    def inner(self, name: str) -> "_Place":
        return _Place(self.file, f"{self.at}.{name}" if self.at else name)

    def text(self, table: Mapping[str, Any], name: str, *, most: int = LONGEST_TEXT, default: str | None = "") -> str:
        value = table.get(name, default)
        place = self.inner(name)
        if value is None:
            raise self.refuse(f"{name} is missing")
        if not isinstance(value, str):
            message = f"{name} has to be text in quotation marks"
            raise place.refuse(message)
        if len(value) > most:
            message = f"{name} has {len(value)} characters; {most} is the most"
            raise place.refuse(message)
        if bad := next((char for char in value if is_unsafe(char)), None):
            message = f"{name} holds U+{ord(bad):04X}, a character that is not shown"
            raise place.refuse(message)
        return value

    def texts(self, table: Mapping[str, Any], name: str) -> tuple[str, ...]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            message = f"{name} has to be a list of texts"
            raise self.inner(name).refuse(message)
        return tuple(self.text({name: one}, name, most=LONGEST_NAME) for one in value)

    def tables(self, table: Mapping[str, Any], name: str) -> list[tuple["_Place", Mapping[str, Any]]]:
        value = table.get(name, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            message = f"{name} has to be written as [[{name}]]"
            raise self.inner(name).refuse(message)
        return [(_Place(self.file, f"{name}[{number}]"), one) for number, one in enumerate(value, 1)]


def is_unsafe(char: str) -> bool:
    """Whether a character may not stand in a label set: controls, direction controls, surrogates, noncharacters."""
    return (
        unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp", "Cn")
        or char in "\u200e\u200f\u061c\ufeff"
        or (unicodedata.bidirectional(char) in ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
    )


def _checked(table: Mapping[str, Any], file: str, reserved: Mapping[str, str]) -> Schema:
    top = _Place(file, "")
    ready = Schema()
    name = top.text(table, "scheme")
    if name or "label" not in table:
        try:
            ready = scheme(name or DEFAULT)
        except SchemaError as error:
            raise top.inner("scheme").refuse(str(error)) from error
    labels = [_label(place, one) for place, one in top.tables(table, "label")]
    own = {label.name for label in labels}
    taken = {label.key for label in labels}
    kept = [label for label in ready.labels if label.name not in own and label.key not in taken]
    shifted = [label for label in ready.labels if label.name not in own and label.key in taken]
    every = (*kept, *(_without_key(label) for label in shifted), *labels)
    if len(every) > MOST_LABELS:
        message = f"there are {len(every)} labels; {MOST_LABELS} is the most"
        raise top.refuse(message)
    _must_differ(file, labels, reserved)
    known = {label.name for label in every} | {label.kind for label in every}
    links = [_link(place, one, known) for place, one in top.tables(table, "link")]
    attributes = [_attribute(place, one) for place, one in top.tables(table, "attribute")]
    return Schema(
        top.text(table, "title", most=200),
        every,
        (*_others(ready.links, links, lambda link: link.type), *links),
        (*_others(ready.attributes, attributes, lambda attribute: attribute.name), *attributes),
        table.get("matching", NOTHING),
    )


def _others(ready: Iterable[Named], own: Iterable[Named], name: Callable[[Named], str]) -> list[Named]:
    names = {name(one) for one in own}
    return [one for one in ready if name(one) not in names]


def _without_key(label: Label) -> Label:
    return Label(label.name, label.kind, "", label.color, label.hint, label.description, label.example)


def _label(place: _Place, table: Mapping[str, Any]) -> Label:
    name = place.text(table, "name", most=LONGEST_NAME, default=None)
    if not name.strip() or name != name.strip():
        message = f"a label's name is {name!r}: it has to begin and end with something to see"
        raise place.inner("name").refuse(message)
    key = place.text(table, "key")
    if key and (len(key) != 1 or not key.isprintable() or key == " "):
        message = f"the key of {name} is {key!r}: it has to be one character"
        raise place.inner("key").refuse(message)
    color = place.text(table, "color")
    if color and color not in COLORS and not re.fullmatch(r"#[0-9a-fA-F]{6}", color):
        message = f"the colour of {name} is {color!r}: it has to be #rrggbb or one of {', '.join(COLORS)}"
        raise place.inner("color").refuse(message)
    hint = place.text(table, "hint", default="words")
    if hint not in HINTS:
        message = f"the hint of {name} is {hint!r}: it has to be one of {', '.join(HINTS)}"
        raise place.inner("hint").refuse(message)
    kind = place.text(table, "kind", most=LONGEST_NAME, default="entity")
    if not kind.strip():
        message = f"the kind of {name} is empty: entity and claim are some"
        raise place.inner("kind").refuse(message)
    return Label(name, kind, key, color, hint, place.text(table, "description"), place.text(table, "example"))


def _must_differ(file: str, labels: Iterable[Label], reserved: Mapping[str, str]) -> None:
    names: dict[str, int] = {}
    keys: dict[str, Label] = {}
    for number, label in enumerate(labels, 1):
        place = _Place(file, f"label[{number}]")
        if label.name in names:
            message = f"the name {label.name} is given to label {names[label.name]} and label {number}"
            raise place.inner("name").refuse(message)
        names[label.name] = number
        if not label.key:
            continue
        if label.key in reserved:
            message = f'key "{label.key}" of {label.name} is taken by “{reserved[label.key]}”'
            raise place.inner("key").refuse(message)
        if label.key in keys:
            message = f'key "{label.key}" is used by {keys[label.key].name} and {label.name}'
            raise place.inner("key").refuse(message)
        keys[label.key] = label


def _link(place: _Place, table: Mapping[str, Any], known: Collection[str]) -> LinkType:
    kind = place.text(table, "type", most=LONGEST_NAME, default=None)
    ends = {}
    for end in ("from", "to"):
        ends[end] = place.texts(table, end)
        if strange := next((one for one in ends[end] if one not in known), None):
            message = f"link {kind}: {strange!r} is neither a kind nor a label of this project"
            raise place.inner(end).refuse(message)
    return LinkType(kind, ends["from"], ends["to"])


def _attribute(place: _Place, table: Mapping[str, Any]) -> Attribute:
    name = place.text(table, "name", most=LONGEST_NAME, default=None)
    many = table.get("many", False)
    if not isinstance(many, bool):
        message = f"many of attribute {name} has to be true or false"
        raise place.inner("many").refuse(message)
    return Attribute(name, place.texts(table, "on"), place.texts(table, "values"), many)
