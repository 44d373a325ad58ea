"""Attributes: which are asked, what is a right answer, and what the label set and a check say about wrong ones."""

from pathlib import Path

import pytest

from store import SchemaError, Span
from store.attributes import asked, faults, toggled, wrong
from store.checkup import Wanted, check
from store.label_set import Attribute, Label, Schema
from store.schema import read_schema
from tests.projects import open_project, write_project

SURE = Attribute("certainty", ("claim",), ("certain", "possible"))
KINDS = Attribute("role", ("entity",), ("subject", "source"), many=True)
FREE = Attribute("remark")
SCHEMA = Schema(labels=(Label("FACT", "claim"), Label("PERSON")), attributes=(SURE, KINDS, FREE))
TOML = """\
[[label]]
name = "FACT"
kind = "claim"
[[attribute]]
name = "certainty"
on = ["claim"]
values = ["certain", "possible"]
"""


def test_what_is_asked_depends_on_kind_and_label() -> None:
    assert asked(SCHEMA, "FACT") == (SURE, FREE)
    assert asked(SCHEMA, "PERSON") == (KINDS, FREE)
    assert asked(SCHEMA, "STRANGE") == (FREE,)
    assert asked(Schema(labels=SCHEMA.labels, attributes=(Attribute("x", ("PERSON",)),)), "FACT") == ()


@pytest.mark.parametrize(
    ("attribute", "value", "why"),
    [
        (SURE, "certain", None),
        (SURE, "sure", "'sure' is none of certain, possible"),
        (SURE, ["certain"], "is not text"),
        (SURE, None, "is not text"),
        (KINDS, ["subject", "source"], None),
        (KINDS, ["subject", "victim"], "'victim' is none of"),
        (KINDS, "subject", "is no list"),
        (KINDS, [], None),
        (FREE, "anything", None),
        (FREE, 3, "3 is not text"),
    ],
)
def test_a_wrong_answer_is_told_from_a_right_one(attribute: Attribute, value: object, why: str | None) -> None:
    said = wrong(attribute, value)
    assert (said is None) is (why is None)
    assert why is None or why in str(said)


def test_choosing_a_value_gives_it_and_choosing_it_again_takes_it_away() -> None:
    assert toggled(SURE, None, "certain") == "certain"
    assert toggled(SURE, "certain", "possible") == "possible"
    assert toggled(SURE, "certain", "certain") is None
    assert toggled(KINDS, None, "source") == ["source"]
    assert toggled(KINDS, ["source"], "subject") == ["subject", "source"]
    assert toggled(KINDS, ["source"], "source") is None
    assert toggled(KINDS, ["victim", "source"], "subject") == ["subject", "source", "victim"]


def test_every_odd_attribute_of_an_annotation_is_named() -> None:
    given = {"certainty": "sure", "role": ["source"], "remark": "x"}
    assert [name for name, _ in faults(SCHEMA, "FACT", given)] == ["certainty", "role"]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('[[attribute]]\nname = " "\n', "attribute[2].name"),
        ('[[attribute]]\nname = "certainty"\n', "is given to attribute 1 and attribute 2"),
        ('[[attribute]]\nname = "x"\non = ["clam"]\n', "'clam' is neither a kind nor a label"),
        ('[[attribute]]\nname = "x"\nvalues = ["a", "a"]\n', "'a' is there twice"),
        ('[[attribute]]\nname = "x"\nvalues = [""]\n', "is empty"),
        ('[[attribute]]\nname = "x"\nmany = 1\n', "true or false"),
        ('[[link]]\ntype = "a"\n[[link]]\ntype = "a"\n', "the type a is given to link 1 and link 2"),
        ('[[link]]\ntype = ""\n', "link[1].type"),
        ('[[link]]\ntype = "a"\nfrom = ["clam"]\n', "'clam' is neither a kind nor a label"),
    ],
)
def test_a_mistake_in_attributes_and_links_is_named_with_its_place(tmp_path: Path, more: str, said: str) -> None:
    path = tmp_path / "sidemark.toml"
    path.write_text(TOML + more, encoding="utf-8")
    with pytest.raises(SchemaError) as error:
        read_schema(path)
    assert said in str(error.value)


def test_a_check_tells_wrong_answers_and_counts_them(tmp_path: Path) -> None:
    project = open_project(write_project(tmp_path / "p", toml=TOML))
    article = project.library.article("ferry.txt")
    made = project.annotate(article, [Span(0, 5), Span(6, 9), Span(10, 14)], "FACT").made
    project.update(made[:1], "attribute", attributes={"certainty": "certain"})
    project.update(made[1:], "attribute", attributes={"certainty": "sure"})
    project.update(made[:1], "attribute", attributes={"certainty": "certain", "mood": "glad"})
    project.close()
    found = [one for one in check(Wanted(tmp_path / "p")).findings if one.is_problem]
    assert [(one.code, one.count) for one in found] == [("wrong-attribute", 2), ("wrong-attribute", 1)]
    assert "'sure' is none of certain, possible" in found[0].what
    assert "is not asked of FACT" in found[1].what
