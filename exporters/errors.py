"""The errors a run can end with, each with a place, a remedy and an exit code.

BroadsheetError            1
├── StrictError            1   diagnostics under --strict
├── UsageError             2   a command, option or format name that does not exist
├── SourceError            3   a source that cannot be read
├── AssetError             4   a picture or font that cannot be used
├── FormatError            5   a format that cannot write this publication
├── PluginError            6   an installed format that cannot be loaded
├── DeliveryError          7   an output that cannot be put where it should go
└── EditorialError         8   an embargo, a redaction or a date that forbids going out
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from exporters.model.place import NOWHERE, Place


class BroadsheetError(Exception):
    """What went wrong, where, and what to do about it."""

    exit_code = 1
    code = "error"

    def __init__(self, message: str, place: Place = NOWHERE, remedy: str = "", *, code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.place = place
        self.remedy = remedy
        if code:
            self.code = code


class StrictError(BroadsheetError):
    """There were warnings, and they were not to be accepted."""

    exit_code = 1
    code = "strict"


class UsageError(BroadsheetError):
    """A command line or option asks for something that does not exist."""

    exit_code = 2
    code = "usage"


class SourceError(BroadsheetError):
    """A source cannot be read as what it claims to be."""

    exit_code = 3
    code = "source"


class AssetError(BroadsheetError):
    """A picture or font cannot be used."""

    exit_code = 4
    code = "asset"


class FormatError(BroadsheetError):
    """A format cannot write this publication."""

    exit_code = 5
    code = "format"


class PluginError(BroadsheetError):
    """An installed format cannot be loaded."""

    exit_code = 6
    code = "plugin"


class DeliveryError(BroadsheetError):
    """An output cannot be put where it should go."""

    exit_code = 7
    code = "delivery"


class EditorialError(BroadsheetError):
    """The desk forbids that this goes out."""

    exit_code = 8
    code = "editorial"


@contextmanager
def wrap(
    kind: type[BroadsheetError],
    doing: str,
    *foreign: type[Exception],
    place: Place = NOWHERE,
    remedy: str = "",
) -> Iterator[None]:
    """Turn the foreign exceptions raised within into one of ours: "cannot <doing>: <their words>".

    The only way by which errors of libraries and of the system reach a user.
    """
    try:
        yield
    except BroadsheetError:
        raise
    except foreign as exc:
        words = exc.strerror if isinstance(exc, OSError) and exc.strerror else str(exc) or type(exc).__name__
        raise kind(f"cannot {doing}: {words}", place, remedy) from exc
