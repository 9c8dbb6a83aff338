"""Work over processes comes out in order, the same as here, and no process outlives a run that breaks off."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Iterator, Sequence

import pytest

from tocsin import engine


def add(items: Sequence[int]) -> tuple[int, int]:
    """The sum, and the process that made it."""
    return sum(items), os.getpid()


def die_unless_here(items: Sequence[int]) -> int:
    """What a process that runs out of memory does."""
    if os.getpid() != items[0]:
        os._exit(9)
    return items[1]


def spread(n: int) -> list[int]:
    return list(range(n)) if n != 4 else []


def test_in_order_the_first_here_and_what_needs_no_work_too() -> None:
    done = list(engine.each(add, range(8), needs=spread, processes=2, alone=2))
    assert [(job, total) for job, (total, _) in done] == [(n, sum(spread(n))) for n in range(8)]
    here = {job for job, (_, process) in done if process == os.getpid()}
    assert here == {0, 1, 2, 4}, "0 and 4 need nothing; 1 and 2 are the first that do"


def test_one_process_does_all_here_and_asks_for_no_more_than_it_is_asked() -> None:
    asked: list[int] = []

    def jobs() -> Iterator[int]:
        for n in range(9):
            asked.append(n)
            yield n

    for job, (_, process) in engine.each(add, jobs(), needs=spread):
        assert process == os.getpid() and asked[-1] == job


def test_a_process_that_dies_costs_nothing() -> None:
    jobs = [(os.getpid(), n) for n in range(6)]
    assert [made for _, made in engine.each(die_unless_here, jobs, needs=list, processes=2, alone=1)] == list(range(6))


def test_no_process_is_left_when_the_caller_stops() -> None:
    going = engine.each(add, range(1, 50), needs=spread, processes=2, alone=0)
    next(going)
    begun = {child.pid for child in multiprocessing.active_children()}
    going.close()
    deadline = time.monotonic() + 30
    while begun & {child.pid for child in multiprocessing.active_children()} and time.monotonic() < deadline:
        time.sleep(0.05)
    assert begun and not begun & {child.pid for child in multiprocessing.active_children()}


def test_somebody_elses_process_is_left_alone() -> None:
    other = multiprocessing.get_context("spawn").Process(target=time.sleep, args=(60,))
    other.start()
    try:
        going = engine.each(add, range(1, 50), needs=spread, processes=2, alone=0)
        next(going)
        going.close()
        assert other.is_alive()
    finally:
        other.terminate()
        other.join(20)


def test_what_the_work_raises_goes_up() -> None:
    with pytest.raises(TypeError):
        list(engine.each(add, range(1, 5), needs=lambda n: ["a"], processes=2, alone=0))
