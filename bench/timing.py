"""Measuring: medians and 99th percentiles of repeated runs, and the memory that one run takes at its peak."""

import gc
import math
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table; times in milliseconds, memory in MiB; what was not measured is None."""

    name: str
    runs: int
    median: float
    p99: float | None = None
    peak: float | None = None

    def __str__(self) -> str:
        p99 = f"{self.p99:9.2f}" if self.p99 is not None else f"{'':9}"
        peak = f"{self.peak:8.1f}" if self.peak is not None else f"{'':8}"
        return f"{self.name:<58}{self.runs:>6}{self.median:>10.2f}{p99}{peak}"


HEAD = f"{'':<58}{'runs':>6}{'median ms':>10}{'p99 ms':>9}{'MiB':>8}"


def repeated(name: str, work: Callable[[], object], runs: int, *, memory: bool = True) -> Row:
    """The same work again and again, after one run to warm up; memory is measured apart, for it slows the work."""
    work()
    times = [_timed(work) for _ in range(runs)]
    return Row(name, runs, median(times), peak=_peak(work) if memory else None)


def each(name: str, work: Callable[[str], object], texts: Sequence[str]) -> Row:
    """One run for each text, after a few to warm up."""
    for text in texts[:20]:
        work(text)
    times = sorted(_timed(lambda text=text: work(text)) for text in texts)
    return Row(name, len(times), median(times), times[math.ceil(0.99 * len(times)) - 1])


def _timed(work: Callable[[], object]) -> float:
    began = perf_counter()
    work()
    return (perf_counter() - began) * 1000


def _peak(work: Callable[[], object]) -> float:
    gc.collect()
    tracemalloc.start()
    kept = work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    del kept
    return peak / 2**20
