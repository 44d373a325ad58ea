"""What may hold a text: never fewer articles than those that hold it, and with an index far fewer than all."""

import random
from pathlib import Path

import pytest

from store.library import Library
from store.matching import index as index_module
from store.matching.narrowing import may_hold
from store.matching.search import occurrences
from tests.projects import write_project

WORDS = "Ferry ferries Lopez's López won't x-ray U.K. 12.50 İstanbul ſmall report port “no danger” K 東京 ".split()


def test_no_article_that_holds_a_text_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = random.randrange(10**6)
    chance = random.Random(seed)
    files = {
        f"{n:03}.txt": " ".join(chance.choice(WORDS) for _ in range(chance.randrange(1, 8)))
        + ("x" * 99 + "hidden") * (n == 7)
        for n in range(60)
    }
    root = write_project(tmp_path / "news", files)
    monkeypatch.setattr(index_module, "SMALL", 0)
    index = Library(root).index(writes=True)
    index.refresh()
    index.wait()
    index.close()
    (root / "000.txt").write_text("now the zeppelin")
    (root / "new.txt").write_text("a zeppelin too")
    library, narrowed = Library(root), 0
    texts = {entry.path: (root / entry.path).read_text() for entry in library.readable}
    for _ in range(200):
        text = chance.choice(list(texts.values()))
        start = chance.randrange(len(text))
        wanted = text[start : start + chance.randrange(1, 14)]
        wanted = wanted.lower() if chance.random() < 0.5 else wanted
        holding = {path for path, text in texts.items() if occurrences(text, wanted)}
        may = set(may_hold(library, wanted))
        assert holding <= may, f"seed {seed}: {wanted!r}"
        narrowed += len(may) < len(texts)
    assert narrowed > 20
    assert "007.txt" in set(may_hold(library, "hidden"))
    assert set(may_hold(library, "zeppelin")) == {"000.txt", "007.txt", "new.txt"}
