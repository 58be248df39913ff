"""The way every command ends: an exit code, and words that say what, where and what to do."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

T = TypeVar("T")


def end_well(command: Callable[[], T], *, debug: bool) -> T:
    """Return what a command returns; all other ways to end are exit codes (see `exporters.errors`).

    Under `debug` what is no way to end is raised as it is, with its traceback.
    """
    try:
        return command()
    except BrokenPipeError:  # the reader of our output has gone, as in `broadsheet formats | head -1`
        sys.stderr.close()
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(130)  # as shells tell of it
    except Exception as error:
        if debug:
            raise
        from exporters.cli.echo import echo
        from exporters.errors import BroadsheetError, DeliveryError

        if isinstance(error, OSError):  # what is written to is full, or went away
            error = DeliveryError(f"cannot go on: {error.strerror or error}")
        if isinstance(error, BroadsheetError):
            from exporters.cli.speech import say_error

            with suppress(OSError):
                say_error(error)
            sys.exit(error.exit_code)
        # A fault of ours: still no traceback unless asked for.
        echo(f"error[internal]: {type(error).__name__}: {error}. Run again with --debug and report it.", err=True)
        sys.exit(1)
