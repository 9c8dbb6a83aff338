"""One function over many jobs, in order: the first here, and where there are more, the others over processes."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

Job = TypeVar("Job")
Item = TypeVar("Item")
Result = TypeVar("Result")
AHEAD = 1  # jobs handed out beyond those being done, so that no process waits for the next


def each(
    work: Callable[[Sequence[Item]], Result], jobs: Iterable[Job], *, needs: Callable[[Job], Sequence[Item]], processes: int = 1,
    alone: int = 2,
) -> Iterator[tuple[Job, Result]]:
    """Every job with what `work` makes of what it `needs`, in the order given.

    The first `alone` jobs that need any work are done here, for processes take seconds to start; with more than one process the others are
    done in those. `work`, what it gets and what it makes must then be such as can be pickled, and `work` must give the same wherever it
    runs. Where a process dies (of memory, as a rule), what is left is done here.
    """
    given: deque[tuple[Job, Callable[[], Result]]] = deque()
    begun = 0
    with _pool(processes) as open_pool:
        for job in jobs:
            items = needs(job)
            begun += bool(items)
            if not items or processes < 2 or begun <= alone:
                given.append((job, _here(work, items)))
            else:
                given.append((job, _apart(open_pool(), work, items)))
            while given and (begun <= alone or processes < 2 or len(given) > processes + AHEAD):
                yield _take(given)
        while given:
            yield _take(given)


def _take(given: deque[tuple[Job, Callable[[], Result]]]) -> tuple[Job, Result]:
    job, result = given.popleft()
    return job, result()


def _here(work: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> Callable[[], Result]:
    return lambda: work(items)


def _apart(pool: ProcessPoolExecutor, work: Callable[[Sequence[Item]], Result], items: Sequence[Item]) -> Callable[[], Result]:
    """Hand the work to a process now; what comes back waits for it, and does it here where the process died."""
    try:
        future: Future[Result] | None = pool.submit(work, items)
    except BrokenProcessPool:
        future = None

    def wait() -> Result:
        if future is not None:
            try:
                return future.result()
            except BrokenProcessPool:
                pass
        return work(items)

    return wait


@contextmanager
def _pool(processes: int) -> Iterator[Callable[[], ProcessPoolExecutor]]:
    """Opens a pool when it is first asked for, and leaves no process behind: those still at work when something breaks off are ended."""
    opened: list[ProcessPoolExecutor] = []
    before = set(multiprocessing.active_children())  # somebody else's

    def open_pool() -> ProcessPoolExecutor:
        if not opened:
            # Spawned, not forked: the libraries that are loaded here hold threads and locks.
            opened.append(ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"), initializer=_begin))
        return opened[0]

    done = False
    try:
        yield open_pool
        done = True
    finally:
        for pool in opened:
            others = set() if done else set(multiprocessing.active_children()) - before
            pool.shutdown(wait=done, cancel_futures=True)
            for child in others:
                child.terminate()


def _begin() -> None:
    """Ctrl-C is for the process that the person started; it ends the others."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
