"""A Dask cluster on this machine finds the passages that one process finds: `python -m tests.oracles.cluster`.

Needs the extra `cluster`. It also tries addresses at which nothing answers, and a cluster without workers. Prints what
was tried and how long it took; the status is 1 when anything is not as it should be.
"""

import argparse
import socket
import sys
import tempfile
import time
from pathlib import Path

from store.errors import RefusedError
from store.matching.engines import engine
from store.matching.jobs import Corpus, link_articles
from store.matching.sharing import Shared
from tests.store.matching.planting import write_papers


def links(root: Path, *, jobs: int = 1, address: str = "") -> tuple[list[Shared], float]:
    """The passages of a folder, and how many seconds they took without the start of the engine."""
    paths = [(path.relative_to(root).as_posix(), "") for path in sorted(root.rglob("*.txt"))]
    with engine(jobs, address) as pmap:
        list(pmap(len, [[1]] * 4))  # every worker is awake
        begun = time.perf_counter()
        return list(link_articles(Corpus(root), paths, pmap)), time.perf_counter() - begun


def refused(address: str) -> str:
    """What is said of an address where no work can be done, and that it is said soon."""
    begun = time.perf_counter()
    try:
        with engine(address=address):
            return "MISSED: it was taken for a cluster"
    except RefusedError as error:
        spent = time.perf_counter() - begun
        return f"{'said' if spent < 15 else 'MISSED: said late,'} after {spent:.1f} s: {error}"


def main(words: list[str]) -> int:
    """Try it all."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracles.cluster", description=__doc__)
    parser.add_argument("--articles", type=int, default=150)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args(words)
    from distributed import LocalCluster  # noqa: PLC0415 - the extra

    problems = []
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch)
        write_papers(root, options.articles)
        one, alone = links(root)
        sys.stdout.write(f"one process: {len(one)} links in {alone:.2f} s\n")
        pool, spent = links(root, jobs=options.workers)
        sys.stdout.write(
            f"{options.workers} processes: {spent:.2f} s, {alone / spent:.2f} times, same: {pool == one}\n"
        )
        with LocalCluster(n_workers=options.workers, threads_per_worker=1, dashboard_address=None) as cluster:
            dask, spent = links(root, address=cluster.scheduler_address)
            sys.stdout.write(
                f"{options.workers} Dask workers: {spent:.2f} s, {alone / spent:.2f} times, same: {dask == one}\n"
            )
        with LocalCluster(n_workers=0, dashboard_address=None) as cluster:
            problems.append(refused(cluster.scheduler_address))
    with socket.create_server(("127.0.0.1", 0)) as silent:  # takes calls and never says a word
        problems.append(refused(f"tcp://127.0.0.1:{silent.getsockname()[1]}"))
    problems += [refused("tcp://127.0.0.1:1"), refused("tcp://no-such-host.invalid:8786"), refused("nonsense://")]
    for problem in problems:
        sys.stdout.write(f"{problem}\n")
    is_good = bool(one) and one == pool == dask and not any(problem.startswith("MISSED") for problem in problems)
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
