"""`-o story.pdf`: the name of a file, where one output is wanted, and not that of a folder."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from exporters.contract import Format
from exporters.errors import UsageError
from exporters.registry import choose_formats

_FILES = (".html", ".htm", ".md", ".markdown", ".txt", ".doc", ".odt", ".rtf", ".tex", ".xml", ".mobi", ".azw3", ".zip")
"""Suffixes that people give to files and that no format here has."""


class Destination(NamedTuple):
    """Where outputs go: the folder, the formats, and the name of the one file without its suffix, if one is named."""

    folder: Path
    formats: tuple[Format, ...]
    stem: str = ""


def destination(output: Path, formats: str) -> Destination:
    """Return what `--output` and `--to` mean together. A folder that is there is a folder, whatever its name.

    A name with the suffix of a format is that of a file; then this format alone is written, unless another was asked
    for. Raises UsageError where file and formats do not fit.
    """
    chosen = choose_formats(formats)
    if output.is_dir() or not output.suffix:
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
    return Destination(output.parent, (best,), output.name[: -len(best.suffix)])


def _check_folder(output: Path, name: str) -> None:
    """Raise UsageError for what is a file's name and not a folder's."""
    others = [format_ for format_ in choose_formats("all,native") if name.endswith(format_.suffix)]
    if others:
        raise UsageError(
            f"{output} is the name of a file, in the format {others[0].name}, which --to does not name",
            remedy=f"Write --to {others[0].name}, or name a folder",
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
