"""Hidden folders in which outputs are made: whose they are, and which were left behind by a run that was killed.

A run holds a lock on a file in its folder, which the system lets go of with the process, however that ends. A folder
whose lock is free and that is not quite new is nobody's.
"""

from __future__ import annotations

import os
import shutil
import time
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

STAGING = ".broadsheet-"
_LOCK = "lock"
_NEW_S = 60
"""So long a folder may be there before its lock is: it is made first."""


def hold(folder: Path) -> BinaryIO | None:
    """Return the lock that says this folder is in use, until it is closed; None where there are no locks."""
    lock = (folder / _LOCK).open("wb")
    if _taken(lock):
        return lock
    lock.close()
    (folder / _LOCK).unlink(missing_ok=True)  # without it nobody takes the folder for one that was left
    return None


def sweep(folder: Path) -> None:
    """Remove the hidden folders in this one that were left by runs which are dead for sure; never fails."""
    with suppress(OSError), os.scandir(folder) as entries:
        found = [
            Path(entry.path)
            for entry in entries
            if entry.name.startswith(STAGING)
            and entry.is_dir(follow_symlinks=False)
            and time.time() - entry.stat(follow_symlinks=False).st_mtime > _NEW_S
        ]
        for left in found:
            _sweep(left)


def _sweep(left: Path) -> None:
    with suppress(OSError):
        if not os.listdir(left):  # noqa: PTH208 - killed before there was a lock
            left.rmdir()
            return
        with (left / _LOCK).open("r+b") as lock:  # one that has none is left alone
            if _taken(lock):
                shutil.rmtree(left, ignore_errors=True)


def _taken(lock: BinaryIO) -> bool:
    """Return whether the lock could be had; not where another has it, nor where the system or the disk has no locks."""
    try:
        import fcntl
    except ImportError:  # Windows
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
