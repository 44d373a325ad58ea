"""Changes of the labels in a sidemark.toml: what a person wrote stays, and what is written means what was meant."""

import random
import tomllib
from typing import Any

import pytest

from store.errors import RefusedError
from store.label_set import Label
from store.label_text import LabelText
from store.outline import line_of, outlined
from store.schema import schema_of

PLAIN = """\
# Labels of the ferry project. Ask Ana before you change them.
title = 'Ansel ferry'   # shown at the top

# people
[[label]]
name = "PERSON"  # as exported
kind = "entity"
key = "1"
extra = {shade = "dark", on = [1, 2]} # of another program
# the hint
hint = 'names'

  [[ label ]]
  "name" = 'ORG'
  key="2"
  [label.more]
  since = 1979-05-27

[matching]
least = 0.5

[[link]]
type = "works_for"
from = ["PERSON"]
to = [
  "ORG",  # the firm
  "PERSON",
]
"""


def meaning(text: str) -> dict[str, Any]:
    return tomllib.loads(text.removeprefix("\ufeff"))


def test_a_new_name_is_the_only_thing_that_changes() -> None:
    text = LabelText(PLAIN)
    text.rename("PERSON", "HUMAN")
    assert text.text == (
        PLAIN.replace('name = "PERSON"', 'name = "HUMAN"')
        .replace("hint = 'names'\n", "hint = 'names'\nwas = [\"PERSON\"]\n")
        .replace('["PERSON"]\nto', '["HUMAN"]\nto')
        .replace('  "PERSON",\n]', '  "HUMAN",\n]')
    )


def test_a_value_keeps_its_quotation_marks_and_a_member_that_is_new_its_indent() -> None:
    text = LabelText(PLAIN)
    text.put("ORG", "description", "firms")
    text.put("PERSON", "hint", "words")
    assert '  key="2"\n  description = "firms"\n  [label.more]' in text.text
    assert "hint = 'words'" in text.text
    text.put("PERSON", "hint", "o'clock")
    assert meaning(text.text)["label"][0]["hint"] == "o'clock"


def test_a_label_is_added_behind_the_others() -> None:
    text = LabelText(PLAIN)
    text.add(Label("SHIP", "entity", "3", "blue", "names", 'Says "toot"', "MV Orrin 🚢"))
    assert [one["name"] for one in meaning(text.text)["label"]] == ["PERSON", "ORG", "SHIP"]
    before, after = text.text.split('\n\n[[label]]\nname = "SHIP"')
    assert PLAIN.startswith(before)
    assert PLAIN.endswith(after[after.index("\n\n[matching]") :])


def test_a_deleted_label_takes_its_table_along_and_no_comment_above_it() -> None:
    text = LabelText(PLAIN)
    text.delete("ORG")
    start, end = PLAIN.index("  [[ label ]]"), PLAIN.index("[matching]")
    assert text.text == PLAIN[:start] + PLAIN[end:]


def test_labels_change_places_with_the_comments_above_them() -> None:
    text = LabelText(PLAIN)
    assert text.move("PERSON", 1)
    assert [one["name"] for one in meaning(text.text)["label"]] == ["ORG", "PERSON"]
    assert "# people\n[[label]]" in text.text
    assert sorted(text.text.split("\n")) == sorted(PLAIN.split("\n"))
    assert not LabelText(PLAIN).move("PERSON", -1)
    assert text.move("PERSON", -1)
    assert text.text == PLAIN


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('label = [{name = "A"}, {name = "B"}]\n', "line 1: the labels are not all written as [[label]]"),
        ('title = "T"\nlabel = [\n{name = "A"}, {name = "B"}]\n', "line 2: the labels are not all written as"),
        ("[[label]]\nname = ", "mend it first"),
    ],
)
def test_a_form_that_cannot_be_changed_is_refused_with_its_line(text: str, words: str) -> None:
    with pytest.raises(RefusedError, match=r".*") as caught:
        LabelText(text).rename("A", "C")
    assert words in str(caught.value)


def test_a_link_type_for_the_label_alone_keeps_it() -> None:
    with pytest.raises(RefusedError, match="line 24: link works_for is for PERSON alone"):
        LabelText(PLAIN).leave_links("PERSON")
    text = LabelText(PLAIN.replace('from = ["PERSON"]', 'from = ["PERSON", "ORG"]'))
    text.leave_links("PERSON")
    assert meaning(text.text)["link"] == [{"type": "works_for", "from": ["ORG"], "to": ["ORG"]}]
    assert "# the firm" in text.text


@pytest.mark.parametrize(
    "words", ["", 'scheme = "news"\n', 'title = "T"\nscheme = "news" # ours\n[[label]]\nname="X"\n']
)
def test_a_ready_label_set_is_written_out_and_means_the_same(words: str) -> None:
    before = schema_of(words.encode(), "sidemark.toml")
    text = LabelText(words)
    assert text.write_out(before)
    after = schema_of(text.text.encode(), "sidemark.toml")
    assert (after.labels, after.links, after.attributes, after.title) == (
        before.labels, before.links, before.attributes, before.title,
    )  # fmt: skip
    assert "scheme" not in meaning(text.text)
    assert all(line in text.text for line in words.split("\n"))
    assert not text.write_out(after)


def test_a_mistake_is_named_with_its_line() -> None:
    assert line_of(PLAIN, "label[2].key") == 15
    assert line_of(PLAIN, "label[1].hint") == 11
    assert line_of(PLAIN, "label[2].color") == 13
    assert line_of(PLAIN, "scheme") is None
    assert line_of(PLAIN, "title") == 2


# any file

COMMENTS = ["# a word", "# [[label]]", '# name = "NO"', "#", "# käse 🧀 = '''"]
STRINGS = ['"{}"', "'{}'", '"""{}"""', "'''{}'''", '"""\n{}"""']
HEADERS = ["[[label]]", "[[ label ]]", '[["label"]]']
ODD = ["x = [1, # one\n 2, ]", 'deep = {a = {b = "}"}, c = "#"}', "when = 1979-05-27 07:32:00", "f = nan", "a.b.c = 1",
       'm = """\n[[label]]\nname = "no"\n# """', "l = '''\n]\n'''", '"quoted key" = true', "e = 1e3"]  # fmt: skip


def asides(dice: random.Random) -> list[str]:
    return [dice.choice(["", "  ", *COMMENTS]) for _ in range(dice.randrange(3))]


def end(dice: random.Random) -> str:
    return dice.choice(["", "", "  " + dice.choice(COMMENTS)])


def string(dice: random.Random, words: str) -> str:
    return dice.choice(STRINGS).format(words)


def some_label(dice: random.Random, number: int) -> list[str]:
    indent = dice.choice(["", "", "  ", "\t"])
    lines = [*asides(dice), f"{indent}{dice.choice(HEADERS)}{end(dice)}"]
    others = [
        f"key = {string(dice, str(number))}",
        f"color={string(dice, 'cyan')}",
        f"'hint' = {string(dice, 'names')}",
    ]
    others += [f"description\t= {string(dice, 'words # no [comment]')}", dice.choice(ODD)]
    members = [f"name = {string(dice, f'L{number}')}", *dice.sample(others, dice.randrange(5))]
    dice.shuffle(members)
    for member in members:
        lines += [*asides(dice), f"{indent}{member}{end(dice)}"]
    if dice.random() < 0.3:
        lines += [f"[label.sub]{end(dice)}", "one = 1"]
    if dice.random() < 0.2:
        lines += [f"[other{number}]{end(dice)}", dice.choice(ODD)]
    return lines


def some_toml(dice: random.Random) -> str:
    lines = asides(dice)
    if dice.random() < 0.5:
        lines.append(f"title = {string(dice, 'a title')}{end(dice)}")
    lines += dice.sample(ODD, dice.randrange(3))
    for number in range(dice.randrange(1, 5)):
        lines += some_label(dice, number)
    text = "\n".join([*lines, *asides(dice)]) + dice.choice(["", "\n"])
    text = text.replace("\n", "\r\n") if dice.random() < 0.3 else text
    return dice.choice(["", "", "\ufeff"]) + text


def kept(before: str, after: str) -> bool:
    """Whether every comment that was in a text is there still."""
    return all(after.count(comment) >= before.count(comment) for comment in COMMENTS if comment != "#")


def told(value: Any) -> str:
    """A value in words, in one order; a number that is none is like itself."""
    if isinstance(value, dict):
        return str({name: told(one) for name, one in sorted(value.items())})
    return str([*map(told, value)]) if isinstance(value, list) else repr(value)


def changed(text: LabelText, name: str, kind: str, dice: random.Random) -> dict[str, Any]:
    """Change a text, and what it is to say then."""
    wanted = meaning(text.text)
    labels, index = wanted["label"], text.names.index(name)
    if kind == "put":
        member, value = dice.choice(["color", "key", "description", "hint"]), dice.choice(["red", "ü\"'\\", "", "]"])
        text.put(name, member, value)
        if value or member in labels[index]:
            labels[index][member] = value
    elif kind == "rename":
        text.rename(name, "NEW 🚢")
        labels[index] |= {"name": "NEW 🚢", "was": [name]}
    elif kind == "add":
        text.add(Label("ADDED", key="q"))
        labels.append({"name": "ADDED", "kind": "entity", "key": "q", "hint": "words"})
    elif kind == "move" and text.move(name, 1):
        labels[index], labels[index + 1] = labels[index + 1], labels[index]
    elif kind == "delete" and len(labels) > 1:
        text.delete(name)
        del labels[index]
    return wanted


@pytest.mark.parametrize("kind", ["put", "rename", "add", "move", "delete"])
@pytest.mark.parametrize("seed", range(80))
def test_any_file_keeps_everything_else(seed: int, kind: str) -> None:
    dice = random.Random(f"{seed} {kind}")
    before = some_toml(dice)
    text = LabelText(before)
    wanted = changed(text, dice.choice(text.names), kind, dice)
    assert told(meaning(text.text)) == told(wanted)
    rest = set(before.splitlines()) - set(text.text.splitlines())
    assert kind == "delete" or len(rest) <= {"put": 2, "rename": 2}.get(kind, 0)
    assert kind == "delete" or kept(before, text.text)
    assert text.text.startswith("\ufeff") == before.startswith("\ufeff")
    assert "\r\n" not in before or "\n" not in text.text.replace("\r\n", "")


@pytest.mark.parametrize("seed", range(300))
def test_the_outline_finds_every_value(seed: int) -> None:
    text = some_toml(random.Random(seed))
    for table in outlined(text):
        for entry in table.entries:
            written = text[entry.value.start : entry.value.end]
            assert tomllib.loads(f"v = {written}")
            assert text[entry.line.start : entry.line.end].endswith(written)
