"""Plain text to the model: a title on the first line, paragraphs by blank lines or, if lines are long, by line ends."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import msgspec

from exporters.model.meta import Meta
from exporters.model.nodes import Block, Heading, Lines, Node, Rule, Text
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.characters import SourceText, clean_end, decode
from exporters.source.first_looks import may_be_edited, may_hold_comments
from exporters.source.frontmatter import split_front_matter
from exporters.source.hidden_notices import check_comment
from exporters.source.lines import SoftBreak, flow
from exporters.source.places import Places
from exporters.source.redaction import ANY_MARK, MEANT_MARK, ONLY_MARK, may_be_marked, report_unbalanced
from exporters.source.title import settle_title

if TYPE_CHECKING:
    from exporters.source.comments import Taken

_LONG_LINE = 100
"""Characters in a line from which on nobody breaks lines by hand: such a line is a paragraph."""

_SHORT_LINE = 45
_LONGEST_TITLE = 200
_DRAWN = pattern(r"([=\-_*~#·•])(?: ?\1){2,}")

_Numbered = tuple[int, str]


def read_text(data: bytes, name: str, report: Report, *, smart: bool = False) -> Article:
    """Return the article that this text file holds; `name` is the file as places name it.

    Nothing is guessed beyond title, paragraphs, underlined headings and drawn rules; no word is lost. Plain text knows
    no redactions: where there is a mark of one, the article is empty, and the report has the error.
    """
    whole = decode(data, name, report)
    front = split_front_matter(whole.text, name, report)
    source = clean_end(whole, front.body, name, front.first_line, report)
    text = source.text
    marked = (ANY_MARK.search(text) or MEANT_MARK.search(text)) if may_be_marked(source.file) else None
    if marked is not None:
        report_unbalanced(report, Place(name, front.first_line + text.count("\n", 0, marked.start())))
        source = SourceText("", b"", b"")
    places = Places(source.data, name, front.first_line)
    if may_hold_comments(source.file):
        from exporters.source.comments import take_comments  # seldom needed

        taken = take_comments(source, places, report)
        source, places = taken.source, taken.places
        for place, words in taken.said:
            report.info("comment-dropped", "a comment of an editor is left out", place)
            check_comment(words, front.meta, place, report)
            if ONLY_MARK.fullmatch(words):
                report_unbalanced(report, place)
        lines = list(_lines_left(taken))
    else:
        lines = [(front.first_line + number, line.strip()) for number, line in enumerate(source.text.split("\n"))]
    if may_be_edited(source.file):
        from exporters.source.suggestions import report_suggestions  # seldom needed

        report_suggestions(source.text, places, report)
    meta, lines = _take_title(front.meta, lines)
    meta, body = settle_title(meta, tuple(_blocks(lines, name)), name, report)
    article = Article(
        meta=meta, body=body, sources=front.sources, corrections=front.corrections, place=Place(name, 1, 1)
    )
    if smart:
        from exporters.source.smart import smarten

        article = smarten(article)
    return article


def _lines_left(taken: Taken) -> Iterator[_Numbered]:
    """Yield the lines that are left without comments, each with its number in the file."""
    offset = 0
    for line in taken.source.text.split("\n"):
        yield taken.places.at(offset).line, line.strip()
        offset += len(line.encode()) + 1


def _take_title(meta: Meta, lines: list[_Numbered]) -> tuple[Meta, list[_Numbered]]:
    """Return the meta with the first line as the title, and the lines below it; a rule drawn under it is no text."""
    first = next((at for at, (_, line) in enumerate(lines) if line and not _DRAWN.fullmatch(line)), None)
    if meta.title or first is None or len(lines[first][1]) > _LONGEST_TITLE:
        return meta, lines
    title = " ".join(lines[first][1].lstrip("#").split()) or lines[first][1]
    below = lines[first + 1 :]
    if below and _DRAWN.fullmatch(below[0][1]):
        below = below[1:]
    return msgspec.structs.replace(meta, title=title), below


def _blocks(lines: list[_Numbered], name: str) -> Iterator[Block]:
    """Yield the paragraphs: every line one where lines are long, else what stands between blank lines."""
    filled = [line for _, line in lines if line]
    by_line = bool(filled) and sum(len(line) > _LONG_LINE for line in filled) * 3 > len(filled)
    run: list[_Numbered] = []
    for number, line in lines:
        if _DRAWN.fullmatch(line):
            if _underlines(line, run):
                place = Place(name, run[0][0], 1)
                yield Heading(1 if line[0] == "=" else 2, (Text(run[0][1], place=place),), place=place)
            else:
                yield from _made(run, name)
                yield Rule(place=Place(name, number, 1))
            run = []
        elif line and not (by_line and run):
            run.append((number, line))
        else:
            yield from _made(run, name)
            run = [(number, line)] if line else []
    yield from _made(run, name)


def _underlines(line: str, run: list[_Numbered]) -> bool:
    return len(run) == 1 and len(run[0][1]) <= _LONG_LINE and line[0] in "=-~" and " " not in line


def _made(run: list[_Numbered], name: str) -> Iterator[Block]:
    """Yield what a run of lines is: verse or a paragraph."""
    if not run:
        return
    place = Place(name, run[0][0], 1)
    # Short lines one below the other are an address or verse: they must not run together.
    if len(run) > 1 and all(len(line) <= _SHORT_LINE for _, line in run):
        yield Lines(tuple((Text(line, place=Place(name, number, 1)),) for number, line in run), place=place)
        return
    words: list[Node] = []
    for number, line in run:
        at = Place(name, number, 1)
        words += [SoftBreak(place=at), Text(line, place=at)] if words else [Text(line, place=at)]
    yield from flow(words, place)
