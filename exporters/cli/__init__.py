"""Words in, words out: the command `broadsheet`. No logic lives here; nothing heavy is imported before it is used."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from exporters.cli.ending import end_well
from exporters.cli.plain import read_plain

__all__ = ["run"]


def end_by_signals() -> None:
    """Have a signal that asks this process to end unwind it, so that no half-made file or folder is left behind.

    A second one ends it at once. Processes begun by this one end at once at the first: they hold nothing of their own.
    """
    own = os.getpid()

    def leave(number: int, _frame: object) -> None:
        if os.getpid() != own:
            os._exit(128 + number)
        signal.signal(number, signal.SIG_DFL)
        sys.exit(128 + number)  # as shells tell of a process that a signal ended

    for name in ("SIGTERM", "SIGHUP"):
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:  # nohup has it ignored
            signal.signal(number, leave)


def _command() -> Callable[[], object]:
    """Return what the command line asks for, all of it imported."""
    read = read_plain(sys.argv[1:])
    if read is None:
        from exporters.cli.application import main  # Typer needs typing_extensions itself

        return main
    _spare_typing_extensions()
    from exporters.cli.exporting import export_stories

    debug = read.pop("debug", False)
    return lambda: end_well(lambda: export_stories(**read), debug=debug)


def _spare_typing_extensions() -> None:
    """Import msgspec as it is where nobody has `typing_extensions`, from which it takes what `typing` has as well.

    That module imports `inspect`, `ast`, `dis` and `tokenize`: a tenth of the start of a short export.
    """
    name = "typing_extensions"
    if name not in sys.modules:
        sys.modules[name] = None  # type: ignore[assignment]  # its import fails now, which msgspec foresees
        import msgspec  # noqa: F401

        del sys.modules[name]


def run() -> None:
    """Run the command line as a process of its own, and end the process.

    A run builds large trees that hold no cycles: at the usual thresholds the collector walks them over and over. It
    ends without taking a book's tree apart node by node, which would take as long as to start.
    """
    gc.set_threshold(200_000, 50, 1000)
    command = _command()
    gc.freeze()  # what was imported stays to the end
    end_by_signals()
    code: object = 0
    try:
        _kept = command()  # to the end
    except SystemExit as leaving:
        code = leaving.code
    atexit._run_exitfuncs()  # noqa: SLF001 - temporary files go; there is no public name for it
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # their reader has gone, or they were never open
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
