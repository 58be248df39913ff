"""Words in, words out: the command `broadsheet`. No logic lives here; nothing heavy is imported before it is used."""

from __future__ import annotations

import atexit
import gc
import os
import sys
from contextlib import suppress

__all__ = ["run"]


def run() -> None:
    """Run the command line as a process of its own, and end the process.

    A run builds large trees that hold no cycles: at the usual thresholds the collector walks them over and over. It
    ends without taking a book's tree apart node by node, which would take as long as to start.
    """
    gc.set_threshold(200_000, 50, 1000)
    from exporters.cli.application import main

    gc.freeze()  # what was imported stays to the end
    code: object = 0
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code
    atexit._run_exitfuncs()  # noqa: SLF001 - temporary files go; there is no public name for it
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # their reader has gone, or they were never open
            stream.flush()
    os._exit(code if isinstance(code, int) else int(code is not None))
