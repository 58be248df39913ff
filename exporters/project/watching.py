"""Waiting for changes of a project's files, by watchfiles, which comes with the extra `watch`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from exporters.errors import UsageError

_OWN = frozenset({".broadsheet", "dist", "press", ".git"})


def changes(root: Path) -> Iterator[None]:
    """Yield at once, and then after every change of a file of the project that no build made itself."""
    try:
        from watchfiles import watch
    except ImportError as exc:
        raise UsageError(
            "--watch needs the package watchfiles", remedy="Install it with pip install 'broadsheet[watch]'"
        ) from exc
    home = root.resolve()

    def wanted(change: object, path: str) -> bool:
        del change
        parts = Path(path).relative_to(home).parts if Path(path).is_relative_to(home) else ()
        return bool(parts) and parts[0] not in _OWN

    yield
    for _ in watch(home, watch_filter=wanted, raise_interrupt=False):
        yield
