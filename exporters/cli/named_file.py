"""`-o story.pdf`: the name of a file, where one output is wanted, and not that of a folder."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from exporters.contract import Format
from exporters.delivery.files import safe_name
from exporters.errors import UsageError
from exporters.registry import choose_formats

_FILES = (".html", ".htm", ".md", ".markdown", ".txt", ".doc", ".odt", ".rtf", ".tex", ".xml", ".mobi", ".azw3", ".zip")
"""Suffixes that people give to files and that no format here has."""


class Destination(NamedTuple):
    """Where outputs go: the folder, the formats, and the name of the one file and its suffix, if one is named."""

    folder: Path
    formats: tuple[Format, ...]
    stem: str = ""
    suffix: str = ""


def destination(output: Path, formats: str, sources: Sequence[str] = ()) -> Destination:
    """Return what `--output` and `--to` mean together. A folder that is there is a folder, whatever its name.

    A name with the suffix of a format is that of a file; then this format alone is written, unless another was asked
    for. Raises UsageError where file and formats do not fit, and for the file of one of the `sources`.
    """
    chosen = choose_formats(formats)
    if output.is_dir():
        return Destination(output, chosen)
    if str(output) == "-":
        raise UsageError(
            "formats are not written to standard output", remedy="Name a folder, or a file such as story.pdf"
        )
    if not output.suffix:
        if output.name.lower() in {format_.suffix for format_ in choose_formats("all,native")}:
            raise UsageError(f"{output} is a suffix without a name", remedy=f"Name a file such as story{output.name}")
        return Destination(output, chosen)
    known = chosen if formats != "all" else (*chosen, *choose_formats("native"))
    name = output.name.lower()
    fitting = [format_ for format_ in known if name.endswith(format_.suffix) and len(name) > len(format_.suffix)]
    if not fitting:
        _check_folder(output, name)
        return Destination(output, chosen)
    best = max(fitting, key=lambda format_: len(format_.suffix))
    if formats != "all" and len(chosen) > 1:
        raise UsageError(
            f"{output} is the name of one file, and {len(chosen)} formats are asked for",
            remedy=f"Leave out --to, or name a folder such as {output.with_suffix('')}",
        )
    stem, suffix = output.name[: -len(best.suffix)], output.name[-len(best.suffix) :]
    safe = safe_name(output.name)
    if safe != output.name:
        raise UsageError(
            f"{output.name} cannot be the name of a file everywhere", remedy=f"Name another, such as {safe}"
        )
    if output.exists() and any(source != "-" and _is_same(output, source) for source in sources):
        raise UsageError(f"{output} is the source itself, and would be written over", remedy="Name another file")
    return Destination(output.parent, (best,), stem, suffix)


def _is_same(output: Path, source: str) -> bool:
    try:
        return output.samefile(source)
    except OSError:
        return False


def _check_folder(output: Path, name: str) -> None:
    """Raise UsageError for what is a file's name and not a folder's."""
    others = [format_ for format_ in choose_formats("all,native") if name.endswith(format_.suffix)]
    if others:
        raise UsageError(
            f"{output} is the name of a file, in the format {others[0].name}, which --to does not name",
            remedy=f"Write --to {others[0].name}, or name a folder",
        )
    close = difflib.get_close_matches(
        output.suffix.lower(), [format_.suffix for format_ in choose_formats("all")], 1, 0.7
    )
    if close and not output.exists():
        raise UsageError(
            f"{output} is no name of a folder, and no format has {output.suffix}",
            remedy=f"Did you mean {output.with_suffix(close[0])}? A folder of this name would have to be there",
        )
    if output.suffix.lower() in _FILES and not output.exists():  # what is there is no folder, as will be said
        raise UsageError(
            f"{output} is the name of a file, and no format has {output.suffix}",
            remedy="Name a folder, or a file such as story.pdf; `broadsheet formats` lists them",
        )


def check_single(wanted: Destination, output: Path, stories: int, *, as_one: bool) -> None:
    """Raise UsageError where one file is named and several would be written."""
    one_each = any(not (format_.collects or format_.exact) for format_ in wanted.formats)
    if wanted.stem and stories > 1 and one_each and not as_one:
        raise UsageError(
            f"{output} is the name of one file, and {stories} stories give one each",
            remedy=f"Make them one briefing with --as-one, or name a folder such as {output.with_suffix('')}",
        )
