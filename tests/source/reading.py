"""How tests read sources: text in, article and diagnostics out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from exporters.model.nodes import Node
from exporters.model.publication import Article
from exporters.model.walk import walk
from exporters.report import Report
from exporters.source.markdown import read_markdown

N = TypeVar("N", bound=Node)


def read(text: str | bytes, name: str = "story.md", *, smart: bool = False) -> tuple[Article, Report]:
    """Return the article that this Markdown is, and what was said of it."""
    report = Report()
    data = text if isinstance(text, bytes) else text.encode()
    return read_markdown(data, name, report, smart=smart), report


def article(text: str | bytes, name: str = "story.md", *, smart: bool = False) -> Article:
    """Return the article that this Markdown is."""
    return read(text, name, smart=smart)[0]


def codes(report: Report) -> list[str]:
    """Return the codes of all diagnostics but those about a missing title, in order."""
    return [diagnostic.code for diagnostic in report.diagnostics if diagnostic.code != "title-missing"]


def find(story: Article, kind: type[N]) -> list[N]:
    """Return all nodes of this kind in body and notes, in reading order."""
    blocks = [*story.body, *(block for note in story.notes for block in note.children)]
    return [node for node in walk(blocks) if isinstance(node, kind)]


def only(story: Article, kind: type[N]) -> N:
    """Return the one node of this kind."""
    found = find(story, kind)
    assert len(found) == 1, f"{len(found)} nodes of the kind {kind.__name__}"
    return found[0]


def places(nodes: Iterable[Node]) -> list[tuple[int, int]]:
    """Return line and column of each node."""
    return [(node.place.line, node.place.column) for node in nodes]
