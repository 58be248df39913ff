"""What stands for the program itself in the keys of the cache: its own files, and the versions of what it builds on."""

from __future__ import annotations

import os
import sys
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path

from exporters.assets import assets_folder


@lru_cache(maxsize=1)
def engine_key() -> bytes:
    """Return a digest that changes with any module, asset or installed distribution.

    Sizes and times stand for the files of the program: reading them all would cost more than a build without a change.
    """
    hashed = blake2b(sys.version.encode(), digest_size=16)
    for root in (Path(__file__).resolve().parent.parent, assets_folder()):
        for line in sorted(_files(str(root))):
            hashed.update(line.encode("utf-8", "surrogatepass"))
    for name in sorted(_distributions()):
        hashed.update(name.encode())
    return hashed.digest()


def _files(root: str) -> list[str]:
    found: list[str] = []
    folders = [root]
    while folders:
        for entry in os.scandir(folders.pop()):
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir():
                folders.append(entry.path)
            else:
                told = entry.stat()
                found.append(f"{entry.path[len(root) :]} {told.st_size} {told.st_mtime_ns}\n")
    return found


def _distributions() -> set[str]:
    """Return name and version of every installed distribution, from the names of their folders."""
    found: set[str] = set()
    for place in sys.path:
        try:
            found.update(name for name in os.listdir(place) if name.endswith(".dist-info"))  # noqa: PTH208 - names only
        except OSError:
            continue
    return found
