"""Plain text to the model: a title on the first line, paragraphs by blank lines or, if lines are long, by line ends."""

from __future__ import annotations

import re

from exporters.model.nodes import Block, Lines, Paragraph, Text
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.report import Report
from exporters.source.builder import TreeBuilder
from exporters.source.characters import clean_text, decode
from exporters.source.frontmatter import split_front_matter
from exporters.source.title import settle_title

_LONG_LINE = 100
"""Characters in a line from which on nobody breaks lines by hand: such a line is a paragraph."""

_SHORT_LINE = 45
_DRAWN_UNDER = re.compile(r"^\s*([=\-_*~#])\1{3,}\s*$")


def read_text(data: bytes, name: str, report: Report, *, smart: bool = False) -> Article:
    """Return the article that this text file holds; `name` is the file as places name it.

    Nothing is guessed beyond title and paragraphs, and nothing is lost but blank lines and drawn rules under a title.
    """
    front = split_front_matter(decode(data, name, report), name, report)
    text = clean_text(front.body, name, front.first_line, report)
    lines = [(front.first_line + number, line.strip()) for number, line in enumerate(text.split("\n"))]
    meta = front.meta
    if not meta.title:
        first = next((at for at, (_, line) in enumerate(lines) if line), None)
        if first is not None and len(lines[first][1]) <= 2 * _LONG_LINE:
            import msgspec

            meta = msgspec.structs.replace(meta, title=" ".join(lines[first][1].lstrip("#").split()))
            below = first + 1
            if below < len(lines) and _DRAWN_UNDER.match(lines[below][1]):
                below += 1
            lines = lines[below:]
    body = tuple(_blocks(lines, name, report))
    meta, body = settle_title(meta, body, name, report)
    article = Article(
        meta=meta, body=body, sources=front.sources, corrections=front.corrections, place=Place(name, 1, 1)
    )
    if smart:
        from exporters.source.smart import smarten

        article = smarten(article)
    return article


def _blocks(lines: list[tuple[int, str]], name: str, report: Report) -> list[Block]:
    """Return the paragraphs: every line one where lines are long, else what stands between blank lines."""
    filled = [line for _, line in lines if line]
    by_line = bool(filled) and sum(len(line) > _LONG_LINE for line in filled) * 3 > len(filled)
    guard = TreeBuilder(report, {})  # the one that knows how a redaction that is not one looks
    blocks: list[Block] = []
    run: list[tuple[int, str]] = []

    def end_run() -> None:
        if not run:
            return
        place = Place(name, run[0][0], 1)
        kept = []
        for number, line in run:
            before = len(guard.stack[0].children)
            guard.text(line, Place(name, number, 1))
            if len(guard.stack[0].children) > before:
                kept.append(line)
        # Short lines one below the other are an address or verse: they must not run together.
        if len(kept) > 1 and all(len(line) <= _SHORT_LINE for line in kept):
            blocks.append(Lines(tuple((Text(line, place=place),) for line in kept), place=place))
        elif kept:
            blocks.append(Paragraph((Text(" ".join(kept), place=place),), place=place))
        run.clear()

    for number, line in lines:
        if not line:
            end_run()
            continue
        run.append((number, line))
        if by_line:
            end_run()
    end_run()
    return blocks
