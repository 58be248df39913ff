"""Words in, words out: the command `broadsheet`. No logic lives here; nothing heavy is imported before it is used."""

from __future__ import annotations

from exporters.cli.application import main, run

__all__ = ["main", "run"]
