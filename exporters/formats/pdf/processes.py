"""Processes that work for this one: copies of it, begun where that is safe, ended whatever happens.

A copy (fork) has everything that was made so far and costs next to nothing. Where there are none (anything but Linux),
or where one is not safe (threads may hold what a copy waits for), everything is done here. A process that fails, in
whatever way, only says no more: whoever began it does the work itself, and meets the same fault with all that is
needed to tell of it.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from types import TracebackType
from typing import Any, BinaryIO, Self

_LENGTH_BYTES = 8
_LOOK_EVERY_S = 0.5
"""So often a process looks whether the one that began it is still there."""


class ProcessFailedError(Exception):
    """A process said nothing, or nothing that can be read."""


class Channel:
    """The way between two processes: values as pickle writes them, each after its length."""

    def __init__(self, incoming: int, outgoing: int) -> None:
        self._incoming: BinaryIO = os.fdopen(incoming, "rb")
        self._outgoing: BinaryIO = os.fdopen(outgoing, "wb")

    def send(self, value: object) -> None:
        """Send a value; raises ProcessFailedError if nobody takes it."""
        data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        try:
            self._outgoing.write(len(data).to_bytes(_LENGTH_BYTES, "big"))
            self._outgoing.write(data)
            self._outgoing.flush()
        except OSError as exc:
            raise ProcessFailedError from exc

    def receive(self) -> Any:
        """Return the next value; raises ProcessFailedError if there is none."""
        try:
            head = self._incoming.read(_LENGTH_BYTES)
            size = int.from_bytes(head, "big")
            data = self._incoming.read(size)
            if len(head) < _LENGTH_BYTES or len(data) < size:
                raise ProcessFailedError
            # Our own copy wrote it.
            return pickle.loads(data)  # noqa: S301
        except (OSError, pickle.UnpicklingError) as exc:
            raise ProcessFailedError from exc

    def close(self) -> None:
        """Close both ends."""
        for stream in (self._incoming, self._outgoing):
            with suppress(OSError):
                stream.close()


class Processes:
    """The processes that work for this one. When the `with` block ends, in whatever way, none is left."""

    def __init__(self) -> None:
        self._begun: list[tuple[int, Channel]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    @property
    def channels(self) -> list[Channel]:
        """The ways to the processes, in the order in which they were begun."""
        return [channel for _, channel in self._begun]

    def begin(self, work: Callable[[Channel], None]) -> None:
        """Begin a process that does this work; raises ProcessFailedError if there can be no more."""
        own_in, their_out = os.pipe()
        their_in, own_out = os.pipe()
        begun_by = os.getpid()
        try:
            process = os.fork()
        except OSError as exc:
            for end in (own_in, own_out, their_in, their_out):
                os.close(end)
            raise ProcessFailedError from exc
        if not process:
            _work(work, begun_by, (their_in, their_out), (own_in, own_out), self.channels)
        os.close(their_in)
        os.close(their_out)
        self._begun.append((process, Channel(own_in, own_out)))

    def end(self) -> None:
        """End all of them, whatever they do."""
        begun, self._begun = self._begun, []
        for process, channel in begun:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
            channel.close()
        for process, _ in begun:
            with suppress(ChildProcessError):
                os.waitpid(process, 0)


def _work(
    work: Callable[[Channel], None],
    begun_by: int,
    ends: tuple[int, int],
    others: tuple[int, int],
    siblings: list[Channel],
) -> None:
    """Do the work of a new process, and end it without anything that its maker would do at its end."""
    code = 1
    try:
        # An interrupt from the keyboard comes to all; only the first process has something to say about it.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, lambda _signal, _frame: os.getppid() == begun_by or os._exit(1))
        signal.setitimer(signal.ITIMER_REAL, _LOOK_EVERY_S, _LOOK_EVERY_S)
        for end in others:
            os.close(end)
        for channel in siblings:
            channel.close()
        work(Channel(*ends))
        code = 0
    finally:
        os._exit(code)


def most_processes(wanted: int) -> int:
    """Return how many processes there may be, of so many `wanted` (0: as many as there are processors to use)."""
    if wanted == 1 or not _safe():
        return 1
    return wanted or len(os.sched_getaffinity(0))


def _safe() -> bool:
    """Return whether this process can be copied: on Linux, without threads, and not itself one of several at work."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    several = sys.modules.get("multiprocessing.process")
    return several is None or several.parent_process() is None
