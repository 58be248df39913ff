"""A plain call of `broadsheet export`, read without Typer, whose import takes as long as to write five stories.

What is not plain is left to Typer: other commands, help, an option that is not known here, letters put together
(`-qv`), a value that begins with a hyphen, anything wrong. A test holds that both read the same.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

TAKES_A_VALUE = {
    "--to": "to",
    "-t": "to",
    "--from": "from_",
    "-f": "from_",
    "--output": "output",
    "-o": "output",
    "--title": "title",
    "--subtitle": "subtitle",
    "--language": "language",
    "--publisher": "publisher",
    "--url": "url",
    "--id": "identifier",
    "--option": "option",
    "-O": "option",
}
STANDS_ALONE = {
    "--as-one": "as_one",
    "--smart": "smart",
    "--strict": "strict",
    "--json": "json",
    "--quiet": "quiet",
    "-q": "quiet",
    "--verbose": "verbose",
    "-v": "verbose",
    "--debug": "debug",
}


def read_plain(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return what `commands.export` is to be called with, or None where Typer must read the command line."""
    if arguments[:1] != ["export"] or os.name == "nt" or "_BROADSHEET_COMPLETE" in os.environ:
        return None
    sources: list[str] = []
    read: dict[str, Any] = {"sources": sources}
    words = iter(arguments[1:])
    for word in words:
        if word == "-" or not word.startswith("-"):
            sources.append(word)
            continue
        if word in STANDS_ALONE:
            read[STANDS_ALONE[word]] = True
            continue
        name, joined, value = word.partition("=")
        if name not in TAKES_A_VALUE or (joined and not name.startswith("--")):
            return None
        if not joined:
            value = next(words, "-")
        if value.startswith("-"):
            return None
        field = TAKES_A_VALUE[name]
        if field == "option":
            read.setdefault(field, []).append(value)
        else:
            read[field] = value
    folder = read.get("output")
    if not sources or (folder is not None and (not folder.strip() or (folder.endswith("/") and "." in folder))):
        return None
    return read if folder is None else {**read, "output": Path(folder)}
