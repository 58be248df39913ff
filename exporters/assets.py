"""The one module that knows where the files of `assets/` are: in the installed package first, in a checkout second."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path


@lru_cache
def assets_folder() -> Path:
    """Return the folder that holds the assets."""
    here = Path(__file__).resolve().parent
    installed = here / "assets"
    return installed if installed.is_dir() else here.parent / "assets"


def read_asset_file(name: str) -> bytes | None:
    """Return the bytes of the asset with this relative name, or None if there is none."""
    path = assets_folder() / name
    return path.read_bytes() if path.is_file() else None
