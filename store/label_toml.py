"""LabelToml: a label set as the text of a sidemark.toml, to go beside a dataset."""

import json
from collections.abc import Iterator
from typing import TypeAlias

from store.label_set import Attribute, Label, LinkType, Schema

Value: TypeAlias = "str | bool | tuple[str, ...]"


def toml_of(schema: Schema) -> str:
    """A label set that `schema_of` reads as the same, but for its settings of matching; the same bytes each time."""
    tables = [f"title = {_written(schema.title)}\n"] if schema.title else []
    tables += [_table("label", _label(one)) for one in schema.labels]
    tables += [_table("link", _link(one)) for one in schema.links]
    tables += [_table("attribute", _attribute(one)) for one in schema.attributes]
    return "\n".join(tables)


def _label(label: Label) -> Iterator[tuple[str, Value]]:
    yield "name", label.name
    yield "kind", label.kind
    yield "key", label.key
    yield "color", label.color
    yield "hint", label.hint
    yield "description", label.description
    yield "example", label.example
    yield "was", label.was


def _link(link: LinkType) -> Iterator[tuple[str, Value]]:
    yield "type", link.type
    yield "from", link.sources
    yield "to", link.targets


def _attribute(attribute: Attribute) -> Iterator[tuple[str, Value]]:
    yield "name", attribute.name
    yield "on", attribute.on
    yield "values", attribute.values
    yield "many", attribute.many


def _table(name: str, members: Iterator[tuple[str, Value]]) -> str:
    return f"[[{name}]]\n" + "".join(f"{member} = {_written(value)}\n" for member, value in members if value)


def _written(value: Value) -> str:
    """A value as TOML, whose strings and lists are written like those of JSON."""
    return json.dumps(value, ensure_ascii=False)
