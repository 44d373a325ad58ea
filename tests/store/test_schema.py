"""Label sets: what is wrong is named with its place, and the ready ones are right."""

from pathlib import Path

import pytest

from store import SchemaError, schema_toml, scheme, scheme_names
from store.label_set import Attribute, Label, LinkType, Schema
from store.label_toml import toml_of
from store.schema import read_schema, schema_of

TWO = '[[label]]\nname = "A"\nkey = "1"\n[[label]]\nname = "{}"\nkey = "{}"\n'


def refused(tmp_path: Path, toml: str, reserved: dict[str, str] | None = None) -> str:
    """What is said about a label set."""
    path = tmp_path / "sidemark.toml"
    path.write_text(toml, encoding="utf-8")
    with pytest.raises(SchemaError) as error:
        read_schema(path, reserved or {})
    return str(error.value)


@pytest.mark.parametrize("name", scheme_names())
def test_every_ready_set_has_labels_that_differ(name: str) -> None:
    found = scheme(name)
    assert found.labels
    names = [label.name for label in found.labels]
    keys = [label.key for label in found.labels if label.key]
    assert len(set(names)) == len(names)
    assert len(set(keys)) == len(keys)


def test_what_init_writes_is_what_the_set_is(tmp_path: Path) -> None:
    for name in scheme_names():
        path = tmp_path / f"{name}.toml"
        path.write_text(schema_toml(name, "A “title” \\ of mine"), encoding="utf-8")
        read = read_schema(path, {})
        assert read.title == "A “title” \\ of mine"
        assert read.labels == scheme(name).labels


@pytest.mark.parametrize("name", scheme_names())
def test_a_set_written_as_toml_is_the_same_set(name: str) -> None:
    ready = scheme(name)
    assert schema_of(toml_of(ready).encode(), "x.toml") == ready


def test_names_of_every_kind_are_written_as_toml() -> None:
    hostile = ("a, b/c", '"', "\\", "'''", "=1+1", "#", "[x]", "{", "\\u0041", "東京 🚢", "e\u0301", "A\xa0B")
    labels = tuple(Label(name, was=(f"was {name}",), description=name) for name in hostile)
    links, attributes = (LinkType(hostile[0], hostile[:2], ()),), (Attribute("q", (), hostile, many=True),)
    given = Schema('t"\\', labels, links, attributes)
    assert schema_of(toml_of(given).encode(), "x.toml") == given


def test_a_project_without_a_set_gets_news(tmp_path: Path) -> None:
    assert read_schema(tmp_path / "sidemark.toml", {}).labels == scheme("news").labels


def test_a_name_or_key_twice_is_named_with_its_place(tmp_path: Path) -> None:
    assert "label[2].key" in refused(tmp_path, TWO.format("B", "1"))
    assert "label[2].name" in refused(tmp_path, TWO.format("A", "2"))


def test_a_key_of_the_program_is_refused_with_what_it_does(tmp_path: Path) -> None:
    words = refused(tmp_path, TWO.format("B", "u"), {"u": "undo"})
    assert "undo" in words
    assert "label[2].key" in words


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('title = "x"\n[[label]\n', "line 2"),
        ('[[label]]\nkey = "1"\n', "name is missing @ label[1]"),
        ('[[label]]\nname = 3\n', "label[1].name"),
        ('[[label]]\nname = "A"\nhint = "smells"\n', "label[1].hint"),
        ('[[label]]\nname = "A"\ncolor = "#12"\n', "label[1].color"),
        ('label = 3\n', "label"),
        ('scheme = "nonesuch"\n', "nonesuch"),
        ('[[label]]\nname = "A"\n[[link]]\ntype = "t"\nfrom = ["nowhere"]\n', "link[1].from"),
    ],
)  # fmt: skip
def test_mistakes_are_named(tmp_path: Path, toml: str, said: str) -> None:
    words = refused(tmp_path, toml)
    assert words.startswith("sidemark.toml")
    assert said in words


def test_a_huge_or_deep_set_is_refused_at_once(tmp_path: Path) -> None:
    assert "sidemark.toml" in refused(tmp_path, "x = " + "[" * 3_000 + "]" * 3_000)
    assert "sidemark.toml" in refused(tmp_path, "#" * (300 << 10))
