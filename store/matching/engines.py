"""Engines: what the functions of a job are mapped with, here, on several processes, or on a Dask cluster."""

import asyncio
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from store.errors import RefusedError

SECONDS = 5
"""How long a cluster may take to answer."""
Batch = TypeVar("Batch")
Made = TypeVar("Made")


class Serial:
    """One process, this one."""

    def __call__(self, function: Callable[[Batch], Made], batches: Sequence[Batch]) -> Iterable[Made]:
        """The results, each when it is asked for."""
        return map(function, batches)


class Pool:
    """Several processes of this machine."""

    def __init__(self, executor: ProcessPoolExecutor) -> None:
        self._executor = executor

    def __call__(self, function: Callable[[Batch], Made], batches: Sequence[Batch]) -> Iterator[Made]:
        """The results, in the order of the batches.

        Raises:
            RefusedError: a process was killed.
        """
        try:
            yield from self._executor.map(function, batches)
        except BrokenProcessPool as error:
            message = "a process of the job was killed, perhaps for want of memory; try it with fewer jobs"
            raise RefusedError(message) from error


class Cluster:
    """The workers of a Dask cluster. They read the articles from the same folder, and have Sidemark installed."""

    def __init__(self, client: Any) -> None:
        self._client = client

    def __call__(self, function: Callable[[Batch], Made], batches: Sequence[Batch]) -> Iterator[Made]:
        """The results, in the order of the batches.

        Raises:
            RefusedError: the cluster has gone, or a worker cannot do it.
        """
        client = self._client
        try:
            futures = client.map(function, list(batches), pure=False)
            for future in futures:
                yield future.result()
                future.release()
        except (ImportError, OSError, RuntimeError, CancelledError, asyncio.CancelledError) as error:
            message = f"the cluster could not do it: {error}; its workers need this version of Sidemark and the folder"
            raise RefusedError(message) from error


@contextmanager
def engine(jobs: int = 1, address: str = "") -> Iterator[Serial | Pool | Cluster]:
    """What to map with: a cluster if there is an address, else a pool for more jobs than one.

    Raises:
        RefusedError: there is no cluster at the address, or no Dask to speak to it.
    """
    if address:
        with _client(address) as client:
            yield Cluster(client)
    elif jobs > 1:
        import multiprocessing  # noqa: PLC0415 - for a pool only

        context = multiprocessing.get_context("spawn")  # a forked process has threads' locks as they just were
        executor = ProcessPoolExecutor(jobs, context, _begin)
        try:
            yield Pool(executor)
        finally:
            executor.shutdown(wait=True, cancel_futures=True)
    else:
        yield Serial()


def _begin() -> None:
    """In a new process of the pool: Ctrl+C is for the one that started it, and so is the terminal."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)


@contextmanager
def _client(address: str) -> Iterator[Any]:
    try:
        from distributed import Client  # noqa: PLC0415 - an extra, and a second to import
    except ImportError as error:
        message = "--dask needs the extra `cluster`: pip install 'sidemark[cluster]'"
        raise RefusedError(message) from error
    client = _connected(Client, address)
    try:
        if not client.scheduler_info()["workers"]:
            message = f"the Dask scheduler at {address} has no workers; start some with `dask worker {address}`"
            raise RefusedError(message)
        yield client
    finally:
        with suppress(OSError, RuntimeError):
            client.close(timeout=SECONDS)


def _connected(connect: Callable[..., Any], address: str) -> Any:
    """A client of the scheduler at an address. Its own limit does not hold for one that takes a call and says nothing.

    Raises:
        RefusedError: none answers.
    """
    found: list[Any] = []
    problems: list[str] = ["it takes calls but says nothing"]

    def call() -> None:
        try:
            found.append(connect(address, timeout=SECONDS))
        except (Exception, asyncio.CancelledError) as error:  # a thread ends here; it is said below
            problems.append(str(error))

    thread = threading.Thread(target=call, daemon=True)
    thread.start()
    thread.join(2 * SECONDS)
    if not found:
        message = f"no Dask scheduler answers at {address}: {problems[-1]}"
        raise RefusedError(message)
    return found[0]
