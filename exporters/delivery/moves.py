"""Many files put to their names together: each appears whole, and if one cannot be put, none has been."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path

_MANY = 50  # files; above it one flush of the whole system costs less than one for each


def move_all(moves: Sequence[tuple[Path, Path]], undo: Path) -> None:
    """Move each file to its target, each on disk before it moves; `undo` is an empty folder on the same file system.

    Raises OSError when one cannot be moved; every target is then as it was.
    """
    flush(part for part, _ in moves)
    done: list[tuple[Path, Path | None]] = []
    try:
        for number, (part, target) in enumerate(moves):
            before = undo / f"{number}.before"
            kept = _keep(target, before)
            _replace(part, target)
            done.append((target, before if kept else None))
    except BaseException:
        for target, earlier in reversed(done):
            if earlier is not None:
                _replace(earlier, target)
            else:
                target.unlink(missing_ok=True)
        raise
    for folder in {target.parent for _, target in moves}:
        sync(folder)


def _keep(target: Path, before: Path) -> bool:
    """Give what stands at the target a second name, and return whether there was anything."""
    try:
        os.link(target, before)
    except FileNotFoundError:
        return False
    except OSError:  # a file system without links, or a target that cannot have one
        if not target.is_file():
            return False  # what is no file is not replaced: moving there will say so
        shutil.copy2(target, before)
    return True


def _replace(part: Path, target: Path) -> None:
    try:
        part.replace(target)
    except OSError as exc:
        if exc.errno != errno.EXDEV:
            raise
        beside = target.with_name(f".{target.name}.part")  # another file system: move within it
        shutil.copyfile(part, beside)
        sync(beside)
        beside.replace(target)


def flush(parts: Iterable[Path]) -> None:
    """Have the system write these files to disk."""
    paths = list(parts)
    if len(paths) > _MANY and hasattr(os, "sync"):
        os.sync()
        return
    for path in paths:
        sync(path)


def sync(path: Path) -> None:
    """Have the system write what it holds of this file or folder to disk."""
    if os.name == "nt" and path.is_dir():  # Windows cannot open a folder
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
