"""Which formats are installed, and one of them by its name: listing imports none, asking for one imports that one."""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING

from exporters.contract import API_VERSION, Format
from exporters.errors import PluginError, UsageError

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

GROUP = "exporters.formats"

# The formats that come with Broadsheet, in the order in which they are listed and written; others follow by name.
# They are entry points as well, and a test holds that these are the same: this spares a run that asks for one of them
# the search through what is installed, which takes as long as to write a story.
_OWN = {
    "pdf": "exporters.formats.pdf:FORMAT",
    "epub": "exporters.formats.epub:FORMAT",
    "docx": "exporters.formats.docx:FORMAT",
    "rss": "exporters.formats.feed:RSS",
    "atom": "exporters.formats.feed:ATOM",
    "jsonfeed": "exporters.formats.feed:JSONFEED",
    "ninjs": "exporters.formats.ninjs:FORMAT",
    "native": "exporters.formats.native:FORMAT",
}

# What each is, as its FORMAT says in `summary`, which a test holds: a listing imports none of them.
SUMMARIES = {
    "pdf": "Print edition: tagged PDF/UA-1 and PDF/A-2a",
    "epub": "E-book for phones, tablets and e-readers, EPUB 3.3",
    "docx": "Word document to rework, with real styles, notes, lists and fields",
    "rss": "RSS 2.0 feed with full content",
    "atom": "Atom feed (RFC 4287) with full content",
    "jsonfeed": "JSON Feed 1.1 with full content",
    "ninjs": "News in JSON 3.1 (IPTC), for the systems of other newsrooms",
    "native": "The exact document model as JSON, pictures included",
}

# What people call some formats; said in the remedy alone, so that each format keeps one name.
_NICKNAMES = {"word": "docx", "doc": "docx", "ebook": "epub", "feed": "rss", "json": "jsonfeed"}


@lru_cache
def installed_formats() -> dict[str, EntryPoint]:
    """Return the entry point of each installed format by name; reads metadata only."""
    from importlib.metadata import entry_points

    found = {entry.name: entry for entry in entry_points(group=GROUP)}
    first = [name for name in _OWN if name in found]
    return {name: found[name] for name in (*first, *sorted(set(found) - set(first)))}


def load_format(name: str) -> Format:
    """Return the format of this name, importing its module and no other.

    Raises UsageError when there is none, PluginError when it cannot be loaded or is not a format.
    """
    if name in _OWN:
        module, _, attribute = _OWN[name].partition(":")
        own: Format = getattr(import_module(module), attribute)
        return own
    entry = installed_formats().get(name)
    if entry is None:
        import difflib

        known = list(installed_formats())
        nickname = [_NICKNAMES[name]] if name in _NICKNAMES else []
        close = nickname or difflib.get_close_matches(name, known, n=1, cutoff=0.5)
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
