"""Label text: changes of the labels in a sidemark.toml that leave every other character of it as a person wrote it.

Each change is made in the text, by place, and beside it in the parsed value. What comes out has to parse to that value:
a form that cannot be changed safely is refused, and nothing is written.
"""

import re
import tomllib
from collections.abc import Mapping, Sequence
from typing import Any

from store.errors import RefusedError
from store.label_set import Attribute, Label, LinkType, Schema
from store.outline import Table, line_number, outlined, strings_in
from store.span import Span

FILE = "sidemark.toml"
_COMMA_BEHIND, _COMMA_BEFORE = re.compile(r"[ \t]*,[ \t]*"), re.compile(r",[ \t]*\Z")
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


class LabelText:
    """The text of a sidemark.toml, and its labels."""

    def __init__(self, text: str) -> None:
        """Read a text.

        Raises:
            RefusedError: it is not TOML.
        """
        self.text = text
        """The text as it is after the changes so far."""
        self.value: dict[str, Any]
        """What it says."""
        try:
            self.value = _parsed(text)
        except ValueError as error:
            message = f"{FILE}: {error}; mend it first"
            raise RefusedError(message) from error
        self.newline = "\r\n" if "\r\n" in text else "\n"

    @property
    def names(self) -> list[str]:
        """The names of its own labels, in their order."""
        labels = self.value.get("label", [])
        return [str(one.get("name")) for one in labels] if isinstance(labels, list) else []

    def write_out(self, schema: Schema) -> bool:
        """Have the labels, links and attributes of a ready label set in the text itself; whether that was needed.

        Args:
            schema: what the text means now.
        """
        name = self.value.get("scheme")
        if not name and "label" in self.value:
            return False
        copies: list[tuple[str, list[dict[str, Any]]]] = [
            ("label", [_fields(one) for one in schema.labels[: len(schema.labels) - len(self.names)]]),
            ("link", [_link(one) for one in schema.links[: len(schema.links) - len(self.value.get("link", []))]]),
            ("attribute", [_attribute(one) for one in self._ready_attributes(schema)]),
        ]
        if name:
            self._comment_out_scheme()
        for table, values in copies:
            if values:
                self._put_first(table, values)
        return True

    def _ready_attributes(self, schema: Schema) -> Sequence[Attribute]:
        return schema.attributes[: len(schema.attributes) - len(self.value.get("attribute", []))]

    def put(self, name: str, member: str, value: str | list[str]) -> None:
        """Give a label's member a value; one that is not there and would be empty is left out."""
        index, table = self._table(name)
        known = self.value["label"][index]
        entry = table.entry(member)
        if entry is None and member in known:
            raise self._odd(table.header.start, f"{member} of {name} is written in parts")
        if entry is None and not value:
            return
        if entry is not None:
            self._swap(entry.value, _written(value, like=self.text[entry.value.start : entry.value.end]))
        else:
            last = table.entries[-1].line if table.entries else table.header
            end = self._line_end(last.end)
            start = last.start
            indent = self.text[start : start + len(self.text[start:end]) - len(self.text[start:end].lstrip(" \t"))]
            self._swap(Span(end, end), f"{self.newline}{indent}{member} = {_written(value)}")
        known[member] = value
        self._must_agree(table.header.start)

    def rename(self, name: str, new: str) -> None:
        """Give a label another name; its old one stands in `was`, and link types that name it follow."""
        index, _ = self._table(name)
        kinds = {str(one.get("kind", "entity")) for one in self.value["label"]}
        was = [one for one in self.value["label"][index].get("was", []) if one != new]
        self.put(name, "name", new)
        self.put(new, "was", [*was, name])
        if name not in kinds:
            self._in_links(name, new)

    def add(self, *labels: Label) -> None:
        """Add labels behind the others."""
        words = f"{self.newline * 2}".join(self._block("label", _fields(label)) for label in labels)
        tables = self._tables()
        if tables:
            end = self._line_end(tables[-1][1])
            self._swap(Span(end, end), f"{self.newline * 2}{words}")
        else:
            self._append(words)
        self.value.setdefault("label", []).extend(_fields(label) for label in labels)
        self._must_agree(len(self.text))

    def delete(self, name: str) -> None:
        """Take a label out, with what stands in its table; the comments above it stay.

        Raises:
            RefusedError: it is the last one, or a link type is for it alone.
        """
        index, table = self._table(name)
        if len(self.names) == 1:
            message = f"{name} is the only label: add another one first"
            raise RefusedError(message)
        span = Span(table.header.start, self._tables()[index][1])
        start, end = span.start, self._next_line(span.end)
        rest = self.text[end:]
        is_apart = not self.text[:start].strip("\r\n") or self.text[:start].endswith(("\n\n", "\n\r\n"))
        if is_apart and rest.startswith(("\n", "\r\n")):
            end += 1 + rest.startswith("\r")
        self._swap(Span(start, end), "")
        del self.value["label"][index]
        self._must_agree(start)

    def leave_links(self, name: str) -> None:
        """Take a label out of what link types may begin and end at.

        Raises:
            RefusedError: one is for it alone.
        """
        if name not in {str(one.get("kind", "entity")) for one in self.value["label"]}:
            self._in_links(name, None)

    def move(self, name: str, by: int) -> bool:
        """Put a label one place on (1) or back (-1), with the comments right above it; whether there is a place."""
        index, table = self._table(name)
        other = index + by
        if not 0 <= other < len(self.names):
            return False
        every = outlined(self.text)
        blocks = [Span(self._above(one, every), end) for one, end in self._tables()]
        first, second = (blocks[at] for at in sorted((index, other)))
        text = self.text
        self.text = (
            text[: first.start]
            + text[second.start : second.end]
            + text[first.end : second.start]
            + text[first.start : first.end]
            + text[second.end :]
        )
        labels = self.value["label"]
        labels[index], labels[other] = labels[other], labels[index]
        self._must_agree(table.header.start)
        return True

    # where things are

    def _tables(self) -> list[tuple[Table, int]]:
        """The table of each label, and where what belongs to it ends."""
        try:
            every = outlined(self.text)
        except ValueError as error:
            message = f"{FILE}: {error}: change it by hand"
            raise RefusedError(message) from error
        found: list[tuple[Table, int]] = []
        is_open = False
        for table in every:
            if table.path == ("label",) and table.is_many:
                found.append((table, table.end))
                is_open = True
            elif is_open and table.path[:1] == ("label",):
                found[-1] = found[-1][0], table.end
            else:
                is_open = False
        if len(found) != len(self.names):
            root = next((one for table in every for one in table.entries if one.path[0] == "label"), None)
            raise self._odd(root.line.start if root else 0, "the labels are not all written as [[label]]")
        return found

    def _table(self, name: str) -> tuple[int, Table]:
        if name not in self.names:
            message = f"{FILE} has no label {name}"
            raise RefusedError(message)
        index = self.names.index(name)
        return index, self._tables()[index][0]

    def _above(self, table: Table, every: Sequence[Table]) -> int:
        """Where the comments begin that stand right above a table; those at the head of the file are its own."""
        at, floor = table.header.start, max((one.end for one in every if one.end < table.header.start), default=0)
        while at > floor:
            start = self.text.rfind("\n", 0, at - 1) + 1
            if start < floor or not self.text[start:at].lstrip(" \t").startswith("#"):
                return at
            if start == 0:
                return table.header.start
            at = start
        return at

    def _line_end(self, at: int) -> int:
        """Where the line of an offset ends, before its line end."""
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end - (end > at and self.text[end - 1] == "\r")

    def _next_line(self, at: int) -> int:
        end = self.text.find("\n", at)
        return len(self.text) if end < 0 else end + 1

    # changing

    def _swap(self, span: Span, words: str) -> None:
        self.text = self.text[: span.start] + words + self.text[span.end :]

    def _append(self, words: str) -> None:
        text = self.text
        if text.strip("\ufeff"):
            text += "" if text.endswith("\n") else self.newline
            text += "" if text.endswith(self.newline * 2) else self.newline
        self.text = text + words + self.newline

    def _comment_out_scheme(self) -> None:
        entry = outlined(self.text)[0].entry("scheme")
        if entry is None or "\n" in self.text[entry.line.start : entry.line.end]:
            raise self._odd(0, "scheme is not written on one line")
        self._swap(Span(entry.line.start, entry.line.start), "# ")
        del self.value["scheme"]
        self._must_agree(entry.line.start)

    def _put_first(self, table: str, values: Sequence[Mapping[str, Any]]) -> None:
        """Put tables before those of the same name, or at the end where there are none."""
        words = (self.newline * 2).join(self._block(table, one) for one in values)
        every = outlined(self.text)
        known = next((one for one in every if one.path == (table,)), None)
        if known is None:
            self._append(words)
        else:
            at = self._above(known, every)
            self._swap(Span(at, at), words + self.newline * 2)
        self.value[table] = [*(dict(one) for one in values), *self.value.get(table, [])]
        self._must_agree(len(self.text))

    def _in_links(self, name: str, new: str | None) -> None:
        """Put another name for one in what link types may begin and end at, or take it out."""
        links = self.value.get("link", [])
        for index, one in enumerate(links):
            for end in ("from", "to"):
                while name in one.get(end, []):
                    self._in_link(index, end, name, new)

    def _in_link(self, index: int, end: str, name: str, new: str | None) -> None:
        one = self.value["link"][index]
        tables = [table for table in outlined(self.text) if table.path == ("link",) and table.is_many]
        entry = tables[index].entry(end) if index < len(tables) else None
        if entry is None:
            raise self._odd(0, f"link {one.get('type')} names {name} and is not written as [[link]]")
        places = strings_in(self.text, entry.value)
        at = one[end].index(name)
        if new is not None:
            self._swap(places[at], _written(new, like=self.text[places[at].start : places[at].end]))
            one[end][at] = new
        elif len(one[end]) == 1:
            line = line_number(self.text, entry.line.start)
            message = f"{FILE}: line {line}: link {one.get('type')} is for {name} alone; change that first"
            raise RefusedError(message)
        else:
            self._swap(self._with_comma(places[at]), "")
            del one[end][at]
        self._must_agree(entry.line.start)

    def _with_comma(self, place: Span) -> Span:
        """A value in an array with the comma behind it, or, of the last one, the comma before it."""
        if behind := _COMMA_BEHIND.match(self.text, place.end):
            return Span(place.start, behind.end())
        before = _COMMA_BEFORE.search(self.text, 0, place.start)
        return Span(before.start() if before else place.start, place.end)

    def _block(self, table: str, values: Mapping[str, Any]) -> str:
        return self.newline.join((f"[[{table}]]", *(f"{name} = {_written(value)}" for name, value in values.items())))

    def _must_agree(self, at: int) -> None:
        """Refuse a text that does not say what it was to say."""
        try:
            is_right = _is_same(_parsed(self.text), self.value)
        except ValueError:
            is_right = False
        if not is_right:
            raise self._odd(at, "it is written in a form that cannot be changed safely")

    def _odd(self, at: int, why: str) -> RefusedError:
        return RefusedError(f"{FILE}: line {line_number(self.text, at)}: {why}; change it by hand")


def _parsed(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff"))


def _fields(label: Label) -> dict[str, Any]:
    values: dict[str, Any] = {"name": label.name, "kind": label.kind, "key": label.key, "color": label.color}
    values |= {"hint": label.hint, "description": label.description, "example": label.example, "was": [*label.was]}
    return {name: value for name, value in values.items() if value}


def _link(link: LinkType) -> dict[str, Any]:
    return _filled({"type": link.type, "from": [*link.sources], "to": [*link.targets]})


def _attribute(one: Attribute) -> dict[str, Any]:
    return _filled({"name": one.name, "on": [*one.on], "values": [*one.values], "many": one.many})


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _written(value: str | bool | list[str], like: str = "") -> str:
    """A value as TOML, in the quotation marks of what stands there if they can hold it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    if like.startswith("'") and not like.startswith("'''") and value.isprintable() and "'" not in value:
        return f"'{value}'"
    return f'"{"".join(map(_escaped, value))}"'


def _escaped(char: str) -> str:
    if char in _ESCAPES:
        return _ESCAPES[char]
    return f"\\u{ord(char):04x}" if char < " " or char == "\x7f" else char


def _is_same(one: object, other: object) -> bool:
    """Whether two parsed values are the same; a number that is none is, and 1 is not true."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(value, other[name]) for name, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    return one == other or (one != one and other != other)
