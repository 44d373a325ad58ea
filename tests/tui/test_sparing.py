"""Classes of data that libraries make at a start behave as those that the standard library makes."""

import json
import subprocess
import sys
from typing import Any

PROGRAM = """
import dataclasses, inspect, json, re, sys
from contextlib import nullcontext
from tui.sparing import sparing

with sparing() if sys.argv[1] == "sparing" else nullcontext():
    import textual.app, textual.command, textual.validation, textual.widgets._option_list, rich.table, rich.pretty

def outcome(work):
    try:
        return re.sub("0x[0-9a-f]+|[0-9a-f]{8}-[-0-9a-f]{27}|[0-9]{9,}[.][0-9]+", "", repr(work()))
    except Exception as error:
        return type(error).__name__

def facts(cls):
    parameters = inspect.signature(cls.__init__).parameters.values()
    needed = [one for one in parameters if one.default is one.empty and one.name != "self" and one.kind < 2]
    make = lambda word="a": cls(*[word for _ in needed])
    first = outcome(make)
    return {
        "fields": [repr((one.name, one.init, one.repr, one.compare, one.kw_only)) for one in dataclasses.fields(cls)],
        "parameters": [(one.name, str(one.kind), one.default is one.empty) for one in parameters],
        "order": cls.__match_args__, "first": first, "can be hashed": cls.__hash__ is not None,
        "hashes": outcome(lambda: hash(make()) == hash(make())),
        "equal": outcome(lambda: (make() == make(), make() == make("b"), make() == 1)),
        "set": outcome(lambda: setattr(make(), dataclasses.fields(cls)[0].name, 1)),
        "deleted": outcome(lambda: delattr(make(), dataclasses.fields(cls)[0].name)),
        "replaced": outcome(lambda: dataclasses.replace(make())),
    }

found = {}
for name, module in [*sys.modules.items()]:
    if name.partition(".")[0] in ("textual", "rich"):
        for one in vars(module).values():
            members = [one, *vars(one).values()] if isinstance(one, type) else []
            for cls in members:
                if isinstance(cls, type) and cls.__module__ == name and "__dataclass_fields__" in vars(cls):
                    found[f"{name}.{cls.__qualname__}"] = facts(cls)
print(json.dumps(found))
"""
COUNTED = """
import dataclasses
from tui.sparing import sparing
usual, count = dataclasses.dataclass, []
with sparing():
    kept = dataclasses.dataclass

    @dataclasses.dataclass
    class Cheap:
        x: int

    @dataclasses.dataclass(order=True)
    class Other:
        x: int

@kept
class After:
    x: int

print(Cheap.__init__.__code__.co_filename == After.__init__.__code__.co_filename, Cheap.__dataclass_params__.init,
      Other(1) < Other(2), After.__dataclass_params__.init, dataclasses.dataclass is usual)
"""


def run(program: str, *arguments: str) -> str:
    """What a program of its own says, in which nothing of Textual was imported before."""
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout.strip()


def test_the_libraries_classes_behave_alike() -> None:
    ours, theirs = (json.loads(run(PROGRAM, how)) for how in ("sparing", "usual"))
    assert len(ours) > 20
    differing: dict[str, Any] = {name: (ours[name], theirs[name]) for name in theirs if ours.get(name) != theirs[name]}
    assert differing == {}


def test_only_plain_classes_are_made_cheaply_and_only_meanwhile() -> None:
    assert run(COUNTED) == "True False True True True"
