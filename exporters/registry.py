"""Which formats are installed, and one of them by its name: listing imports none, asking for one imports that one."""

from __future__ import annotations

import difflib
from functools import lru_cache
from importlib.metadata import EntryPoint, entry_points

from exporters.contract import API_VERSION, Format
from exporters.errors import PluginError, UsageError

GROUP = "exporters.formats"

# The order in which the formats that come with Broadsheet are listed and written; others follow by name.
_FIRST = ("pdf", "epub", "docx", "rss", "atom", "jsonfeed", "ninjs", "native")


@lru_cache
def installed_formats() -> dict[str, EntryPoint]:
    """Return the entry point of each installed format by name; reads metadata only."""
    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    first = [name for name in _FIRST if name in found]
    return {name: found[name] for name in (*first, *sorted(set(found) - set(first)))}


def load_format(name: str) -> Format:
    """Return the format of this name, importing its module and no other.

    Raises UsageError when there is none, PluginError when it cannot be loaded or is not a format.
    """
    entry = installed_formats().get(name)
    if entry is None:
        known = list(installed_formats())
        close = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
        remedy = f"Did you mean {close[0]!r}?" if close else f"Installed: {', '.join(known) or 'none'}"
        raise UsageError(f"there is no format {name!r}", remedy=remedy)
    origin = entry.dist.name if entry.dist else entry.module
    try:
        loaded = entry.load()
    except Exception as exc:  # whatever a plug-in raises while it is imported is its own fault
        raise PluginError(
            f"the format {name!r} of {origin} cannot be loaded: {exc}", remedy=f"Update or remove {origin}"
        ) from exc
    if not isinstance(loaded, Format):
        raise PluginError(f"the entry point {name!r} of {origin} is not a Format", remedy=f"Update or remove {origin}")
    if loaded.api_version != API_VERSION:
        raise PluginError(
            f"the format {name!r} of {origin} keeps version {loaded.api_version} of the contract, not {API_VERSION}",
            remedy=f"Update {origin}",
        )
    return loaded


def choose_formats(names: str) -> tuple[Format, ...]:
    """Return the formats of a list such as `pdf,epub`, each once; `all` means every one but `native`.

    `native` is the exact form for machines: it is written when it is asked for.
    """
    wanted: list[str] = []
    for name in names.replace(" ", ",").split(","):
        if name == "all":
            wanted.extend(known for known in installed_formats() if known != "native")
        elif name:
            wanted.append(name.lower())
    if not wanted:
        raise UsageError("no format is named", remedy=f"Installed: {', '.join(installed_formats())}")
    return tuple(load_format(name) for name in dict.fromkeys(wanted))
