"""What every reader needs, checked once for all formats: alternatives for pictures, heading levels, headed tables."""

from __future__ import annotations

import msgspec

from exporters.model.nodes import Block, Figure, Group, Heading, Image, Link, Table
from exporters.model.overview import Overview, look_over
from exporters.model.publication import Article
from exporters.model.walk import gather, plain_text
from exporters.patterns import pattern
from exporters.report import Report

_STRUCTURE: frozenset[type] = frozenset({Heading, Group})
DEEPEST_HEADING = 5  # below the story's own title, which is H1: PDF, EPUB and HTML end at H6


def mend_headings(article: Article, report: Report) -> Article:
    """Return the article without skipped heading levels (https://www.w3.org/TR/WCAG22/#info-and-relationships).

    A heading that is more than one level below the one before it moves up, and so do those that follow at its level;
    each change is reported. PDF/UA-1 clause 7.4.2 forbids the gap, and readers who move by headings would miss it.
    """
    before = 0
    moved: dict[int, int] = {}  # level as written -> level as set, within the current branch

    def change(node: Heading) -> Heading:
        nonlocal before
        for deeper in [level for level in moved if level > node.level]:
            del moved[deeper]
        level = moved.get(node.level) or max(1, min(node.level, before + 1, DEEPEST_HEADING))
        moved[node.level] = level
        before = level
        if level == node.level:
            return node
        report.warning(
            "heading-skipped",
            f"the heading {plain_text(node)!r} is at level {node.level} below one of level {max(level - 1, 0)}; "
            f"it is set at level {level}",
            node.place,
            "Use the next level down for a section within a section",
        )
        return msgspec.structs.replace(node, level=level)

    # Headings in asides, quotes and table cells do not structure the story; groups do.
    def descend(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        mended = list(blocks)
        for position in [position for position, block in enumerate(blocks) if type(block) in _STRUCTURE]:
            block = blocks[position]
            if isinstance(block, Heading):
                mended[position] = change(block)
            elif isinstance(block, Group):
                mended[position] = msgspec.structs.replace(block, children=descend(block.children))
        return tuple(mended)

    if _STRUCTURE.isdisjoint(map(type, article.body)):
        return article
    return msgspec.structs.replace(article, body=descend(article.body))


_STORED = pattern(r"images/(.+)-[0-9a-f]{8}(\.[a-z]+)")
"""The name of a picture once it is loaded: that of its file, and a digest that no writer has seen."""

_SHOWN: frozenset[type] = frozenset({Image, Table})
_CHECKED = _SHOWN | {Link}


def check_accessibility(article: Article, report: Report, seen: Overview | None = None) -> None:
    """Report what would shut out a reader: pictures without alternative, tables without heads, links without text.

    `seen` is what the body holds, where that is known.
    """
    seen = seen or look_over(article.body)
    body = [article.body[position] for position in sorted({*seen.holding(_SHOWN), *seen.silent})]
    for blocks in (body, *(note.children for note in article.notes)):
        for node in gather(blocks, _CHECKED):
            match node:
                case Image() if not node.alt and not node.decorative:
                    report.warning(
                        "image-without-alt",
                        f"the picture {node.title or _file_name(node.source)!r} has no alternative text",
                        node.place,
                        'Say in a few words what it shows, or write <img src="…" alt=""> if it says nothing',
                    )
                case Table() if not node.header and not any(cell.header for row in node.rows for cell in row.cells):
                    report.info(
                        "table-without-header",
                        "the table has no header row",
                        node.place,
                        "Head its columns, so that a screen reader can name them",
                    )
                case Link() if not plain_text(node.children) and not any(
                    isinstance(below, (Image, Figure)) for below in node.children
                ):
                    report.warning("link-without-text", f"the link to {node.target} has no text", node.place)
                case _:
                    pass


def _file_name(source: str) -> str:
    """Return the name of the file that a picture came from, as far as the name it is stored under tells."""
    stored = _STORED.fullmatch(source)
    return "".join(stored.groups()) if stored else source
