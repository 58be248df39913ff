"""Lines on standard output and standard error, as `typer.echo` prints them; most need nothing of what it does."""

from __future__ import annotations

import os
import sys


def echo(text: str = "", *, err: bool = False) -> None:
    """Print a line at once, on standard error if `err`."""
    stream = sys.stderr if err else sys.stdout
    if stream is None:  # there is no console
        return
    if os.name == "nt" or (stream.encoding or "").lower() != "utf-8":
        import typer  # knows how consoles differ

        typer.echo(text, err=err)
        return
    stream.write(f"{text}\n")
    stream.flush()
