"""Which articles share fingerprints: as a slow, obvious count has it, over as many segments as there are."""

from random import Random

import pytest

from store.matching import sidecar as sidecar_module
from store.matching.digest import Digest
from store.matching.sidecar import Fresh, Sidecar, Stamp


@pytest.mark.parametrize("telling", [8, 1_000])
def test_sharing_counts_what_articles_have_in_common(monkeypatch: pytest.MonkeyPatch, telling: int) -> None:
    monkeypatch.setattr(sidecar_module, "IN_SEGMENT", 3)
    monkeypatch.setattr(sidecar_module, "AT_ONCE", 7)
    monkeypatch.setattr(sidecar_module, "A_TURN", 2)
    monkeypatch.setattr(sidecar_module, "TELLING", telling)
    chance = Random(11)
    articles = [frozenset(int(80 * chance.random() ** 2) for _ in range(12)) for _ in range(50)]
    sidecar = Sidecar.in_memory()
    for at in range(0, 50, 7):
        some = articles[at : at + 7]
        sidecar.add([Fresh(f"{at + n}.txt", Stamp(1, 1, "aa"), Digest((), own)) for n, own in enumerate(some)])
    wanted = {3, 9, 44, 51, 60, 66, 70, 79, 1_000}
    telling_ones = {one for one in wanted if sum(one in own for own in articles) <= telling}
    assert 2 * len(telling_ones) >= len(wanted)
    assert (telling_ones == wanted) == (telling == 1_000)
    counts = {n: len(own & telling_ones) for n, own in enumerate(articles)}
    expected = sorted(((n, shared) for n, shared in counts.items() if shared >= 2), key=lambda row: (-row[1], row[0]))
    assert sidecar.sharing(wanted, 0.12) == expected
    assert expected
    sidecar.close()
