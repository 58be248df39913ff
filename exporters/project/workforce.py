"""The processes of a build: work handed out in pieces, results in the order of the work, whoever did it."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

Work = TypeVar("Work")
Result = TypeVar("Result")

_FEWEST = 24
"""Pieces of work below which another process would cost more than it saves."""


_DEATH_SIGNAL = 1
"""PR_SET_PDEATHSIG (https://man7.org/linux/man-pages/man2/prctl.2.html)."""


class Workforce:
    """Up to `jobs` processes, begun when there is enough to do. With one job everything is done here."""

    def __init__(self, jobs: int) -> None:
        self.jobs = max(jobs, 1)
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def do(
        self,
        doing: Callable[[bytes, Sequence[Work]], list[Result]],
        rules: bytes,
        work: Iterable[Work],
        piece: int,
    ) -> Iterator[list[Result]]:
        """Yield what each `piece` of the work comes to, in order; only a few pieces are under way at any time."""
        left = iter(work)
        first = list(islice(left, _FEWEST)) if self.jobs > 1 else []
        pieces = _pieces(chain(first, left), piece)
        if len(first) < _FEWEST:
            for one in pieces:
                yield doing(rules, one)
            return
        if self._pool is None:
            import multiprocessing  # most builds begin no process, and to load this takes as long as ten stories
            from concurrent.futures import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(
                self.jobs,
                mp_context=multiprocessing.get_context(_method()),
                initializer=_go_with,
                initargs=(os.getpid(),),
            )
        waiting: deque[Future[list[Result]]] = deque()
        for one in pieces:
            waiting.append(self._pool.submit(doing, rules, one))
            if len(waiting) > 2 * self.jobs:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _pieces(work: Iterable[Work], piece: int) -> Iterator[list[Work]]:
    """Yield the work in pieces of this size, the last of them with what is left."""
    left = iter(work)
    while one := list(islice(left, piece)):
        yield one


def _go_with(parent: int) -> None:
    """Have this process end when the one that began it is killed: nobody would give it work or end it any more."""
    if sys.platform != "linux":
        return
    import ctypes

    ctypes.CDLL(None).prctl(_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _method() -> str:
    """Return how processes begin: as copies where that is safe, which costs least, else anew."""
    return "fork" if sys.platform == "linux" and threading.active_count() == 1 else "spawn"
