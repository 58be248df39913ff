"""Broadsheet: one document model, written as PDF, EPUB, DOCX, RSS and Atom.

The public names; everything else is private by its place. They are loaded when they are first asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from exporters.contract import Format, Job, Output
    from exporters.errors import BroadsheetError
    from exporters.model.meta import Meta
    from exporters.model.publication import Article, Publication, lone_story
    from exporters.pipeline import Edition, export, load_edition
    from exporters.registry import choose_formats, load_format
    from exporters.report import Diagnostic, Report

__version__ = "0.1.0"

_HOMES = {
    "Article": "exporters.model.publication",
    "BroadsheetError": "exporters.errors",
    "Diagnostic": "exporters.report",
    "Edition": "exporters.pipeline",
    "Format": "exporters.contract",
    "Job": "exporters.contract",
    "Meta": "exporters.model.meta",
    "Output": "exporters.contract",
    "Publication": "exporters.model.publication",
    "Report": "exporters.report",
    "choose_formats": "exporters.registry",
    "export": "exporters.pipeline",
    "load_edition": "exporters.pipeline",
    "load_format": "exporters.registry",
    "lone_story": "exporters.model.publication",
}

__all__ = [
    "Article",
    "BroadsheetError",
    "Diagnostic",
    "Edition",
    "Format",
    "Job",
    "Meta",
    "Output",
    "Publication",
    "Report",
    "choose_formats",
    "export",
    "load_edition",
    "load_format",
    "lone_story",
]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(home), name)


def __dir__() -> list[str]:
    return sorted(__all__)
