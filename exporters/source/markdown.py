"""Markdown to the model: CommonMark with tables, notes, definitions, alerts, mathematics, and semantic tags.

Headings: a first heading that repeats the title is dropped, and where the front matter gives no title, the first
heading of level 1 (or one that opens the text) is the title. The highest level that is left becomes level 1, the
first below the story's title. See README.md beside this file for what a writer can write.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from exporters.model.meta import Meta
from exporters.model.nodes import Block, Code, LineBreak, Math, MathBlock, Node, Note, Rule
from exporters.model.place import Place
from exporters.model.publication import Article, Footnote
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.builder import Frame, TreeBuilder
from exporters.source.characters import SourceText, clean_end, decode
from exporters.source.elements import MAKERS
from exporters.source.events import ELEMENTS, element_of
from exporters.source.fences import FENCE, make_fence, turn_fences
from exporters.source.first_looks import may_be_edited, may_hold_comments
from exporters.source.frontmatter import split_front_matter
from exporters.source.hidden_notices import check_comment, check_comments
from exporters.source.html_blocks import feed_lines, place_within, read_html_block
from exporters.source.line_marks import ESCAPED, LineMarks, Literal
from exporters.source.lines import SoftBreak, flow
from exporters.source.markdown_elements import first_notes, markdown_makers
from exporters.source.parsing import Events, code_in, parse, parse_whole
from exporters.source.places import Places
from exporters.source.prose import Prose, read_prose
from exporters.source.redaction import ANY_MARK, MEANT_MARK, ONLY_MARK, may_be_marked, report_unbalanced
from exporters.source.tables import make_table
from exporters.source.tags import TagFeeder
from exporters.source.title import settle_title

_MARKDOWN_WITHIN = frozenset({"aside", "caption", "cite", "dd", "figcaption", "footer", "summary", "td", "th"})
"""Elements in whose text Markdown counts even where they stand in a block of HTML."""

_MAY_BE_MARKDOWN = pattern(r"[*_`\[!~^\\$@]|://|www\.")
_NOTE_TEXT = pattern(r"^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*\[\^([^\]\s]+)\]:", re.MULTILINE)
_EDGE = "\x02"  # keeps the head of a line from being taken for a list, a heading or white space


def read_markdown(
    data: bytes, name: str, report: Report, *, smart: bool = False, pictures: list[Place] | None = None
) -> Article:
    """Return the article that this Markdown file holds; `name` is the file as places name it.

    `pictures` takes the places of the pictures met. A redaction that does not hold is reported as an error, and the
    article is empty. Raises SourceError where nesting or size pass the limits.
    """
    whole = decode(data, name, report)
    front = split_front_matter(whole.text, name, report)
    source = clean_end(whole, front.body, name, front.first_line, report)
    within = Report()  # what is said of the text is kept back until it is sure that nothing in it is to be withheld
    reader = MarkdownReader(source, name, front.first_line, within, frozenset(source.key for source in front.sources))
    body, notes = reader.read()
    fault = reader.unbalanced()
    meta = front.meta
    if fault is not None:
        report_unbalanced(report, fault)
        body, notes = (), ()
        meta = msgspec.structs.replace(meta, title=meta.title or "Withheld")
    else:
        report.extend(within.diagnostics)
        reader.check_comments(meta, report)
    if pictures is not None:
        pictures += reader.builder.pictures
    reader.leave()
    meta, body = settle_title(meta, body, name, report)
    article = Article(
        meta=meta, body=body, notes=notes, sources=front.sources, corrections=front.corrections, place=Place(name, 1, 1)
    )
    if smart:
        from exporters.source.smart import smarten

        article = smarten(article)
    return article


class MarkdownReader:
    """One run over the events of a Markdown text."""

    def __init__(self, source: SourceText, name: str, first_line: int, report: Report, sources: frozenset[str]) -> None:
        self.places = Places(source.data, name, first_line)
        self.noted: list[tuple[Place, str]] = []
        if may_hold_comments(source.file):
            from exporters.source.comments import take_comments  # seldom needed

            taken = take_comments(source, self.places, report, code_in)
            source, self.places, self.noted = taken.source, taken.places, list(taken.said)
        text = source.text
        if may_be_edited(source.file):
            from exporters.source.suggestions import report_suggestions

            report_suggestions(text, self.places, report, code_in)
        self.text, self.data, self.file = source
        self.report = report
        self.frames: list[Frame] = []  # those that Markdown opened
        self.builder = TreeBuilder(
            report,
            {
                **MAKERS,
                **markdown_makers(report),
                "table": partial(make_table, report=report),
                "md-note": self._note,
                FENCE: make_fence,
            },
        )
        keys = frozenset[str]()
        if 0x5E in self.data and b"[^" in self.data:  # first for ^ alone, which is seen ten times as soon
            keys = frozenset(key.casefold() for key in _NOTE_TEXT.findall(text))
        self.builder.refine = LineMarks(sources, keys, report, self.builder.notes).refine
        self.feeder = TagFeeder(self.builder, report)
        self.feeder.read_words = self._words
        self.feeder.comments += (place for place, _ in self.noted)
        self._html: list[tuple[str, int]] = []
        self._html_depth = 0
        self._dropped_in: Frame | None = None
        self._cell_end = 0
        self._fences_ending = 0  # closing lines of colons met within what their boxes hold
        self._inner = self._inner_blocks = False  # whether text of HTML is read as Markdown, in lines or blocks

    def read(self) -> tuple[tuple[Block, ...], tuple[Footnote, ...]]:
        """Return the body and the notes."""
        blanked: list[int] = []
        prose = Prose(self.data, self.places.at, self.feeder)
        for events in parse(self.text, blanked):
            self._run(events, self.places.at, self.data, prose)
        for offset in blanked:
            self.report.info("attributes-dropped", "a line of attributes is left out", self.places.at(offset))
        if self.feeder.dropping:
            self.report.error(
                "tag-unclosed",
                "an element that is left out is not closed, so that all that follows would be left out too",
                self.feeder.dropped_at,
                "Close it, or remove it",
            )
        if self.feeder.comments:
            count = len(self.feeder.comments)
            self.report.info(
                "comment-dropped", f"{count} comment{'s' if count > 1 else ''} left out", self.feeder.comments[0]
            )
        return self.builder.finish(), first_notes(self.builder.notes, self.report)

    def leave(self) -> None:
        """Cut what leads from the builder back here: the text and its events go now, and wait for no collector."""
        self.builder.makers = {}
        self.feeder.read_words = lambda _text, _place: False

    def check_comments(self, meta: Meta, report: Report) -> None:
        """Report notices of an embargo in comments."""
        if self.feeder.comments:
            check_comments(self.text, meta, self._place_of, report, self.feeder.comments)
        for place, words in self.noted:
            check_comment(words, meta, place, report)

    def _place_of(self, offset: int) -> Place:
        return self.places.at(len(self.text[:offset].encode()))

    def unbalanced(self) -> Place | None:
        """Return the place of a redaction mark that is no tag, or has no partner; None where all is in order."""
        if self.builder.unbalanced:
            return self.builder.unbalanced[0]
        said = next((place for place, words in self.noted if ONLY_MARK.fullmatch(words)), None)
        if said is not None or not may_be_marked(self.file):
            return said
        taken = {(place.line, place.column) for place in self.feeder.redactions}
        counted = byte = 0
        for found in ANY_MARK.finditer(self.text):
            byte += len(self.text[counted : found.start()].encode())
            counted = found.start()
            place = self.places.at(byte)
            if (place.line, place.column) not in taken:
                return place
        meant = MEANT_MARK.search(self.text)
        return self._place_of(meant.start()) if meant else None

    # ---------------------------------------------------------------------------------------------- events

    def _run(self, events: Events, at: Callable[[int], Place], data: bytes, prose: Prose | None = None) -> None:
        """Take events of `data`, of which `at` gives the places; with `prose`, the quick way where it can be taken."""
        builder, feeder = self.builder, self.feeder
        index, count = 0, len(events)
        while index < count:
            event, span = events[index]
            index += 1
            start: int = span["start"]
            if type(event) is str:
                if not feeder.dropping:
                    kind = SoftBreak if event == "SoftBreak" else LineBreak if event == "HardBreak" else Rule
                    builder.add(kind(place=at(start)))
                continue
            ((kind, value),) = event.items()
            if kind == "Text":
                if self._inner and b"\n" in data[start : span["end"]]:
                    self._text_lines(value, at, start, data[start : span["end"]])
                elif not feeder.dropping:
                    self._text(value, at(start), escaped=start > 0 and data[start - 1] == 92)
            elif kind == "Start":
                if value == "HtmlBlock" and not self._html_depth:
                    after = read_html_block(events, index, at, feeder)
                    if after:
                        index = after
                        continue
                if prose is not None and not (
                    self._html_depth or self._fences_ending or feeder.dropping or builder.redacting
                ):
                    after = read_prose(value, events, index, prose)
                    if after:
                        if value == "TableCell":
                            self._cell_end = span["end"]
                        index = after
                        continue
                self._start(value, at(start), span)
            elif kind == "End":
                if value == "TableRow":
                    self._check_row(data[self._cell_end : span["end"]], at(self._cell_end))
                self._end(at)
            elif kind in ("Html", "InlineHtml"):
                if self._html_depth:
                    self._html.append((value, start))
                else:
                    feeder.feed(value, partial(place_within, at, start, value))
                    if feeder.dropping and self._dropped_in is None:
                        self._dropped_in = self.frames[-1] if self.frames else None
            elif not feeder.dropping:
                self._leaf(kind, value, at(start))

    def _text(self, text: str, place: Place, *, escaped: bool) -> None:
        if _EDGE in text:
            text = text.replace(_EDGE, "")
            if not text:
                return
        if escaped and text[0] in ESCAPED:
            self.builder.add(Literal(text[0], place=place))
            text = text[1:]
        self.builder.text(text, place)

    def _text_lines(self, text: str, at: Callable[[int], Place], start: int, source: bytes) -> None:
        """Add text whose line ends the parser was given as spaces, each line with its own place."""
        written = source.decode()
        if len(written) != len(text):  # there are character references in it
            self._text(text, at(start), escaped=False)
            return
        for number, part in enumerate(written.split("\n")):
            if number:
                self.builder.add(SoftBreak(place=at(start - 1)))
            if part:
                self._text(part, at(start), escaped=False)
            start += len(part.encode()) + 1

    def _leaf(self, kind: str, value: Any, place: Place) -> None:
        builder = self.builder
        match kind:
            case "Code":
                builder.add(Code(value.replace(_EDGE, ""), place=place))
            case "InlineMath":
                builder.add(Math(value, place=place))
            case "DisplayMath":
                builder.add(MathBlock(value.strip(), place=place))
            case "FootnoteReference":
                builder.add(Note(value.casefold(), place=place))
            case "TaskListMarker":
                holder = next((frame for frame in reversed(builder.stack) if frame.tag == "li"), None)
                if holder is not None:
                    holder.attributes["data-checked"] = "true" if value else "false"
            case _:
                raise AssertionError(f"the parser gave an event that nobody knows: {kind}")

    # -------------------------------------------------------------------------------------------- elements

    def _start(self, value: Any, place: Place, span: Any) -> None:
        attributes: dict[str, str] = {}
        if type(value) is str:
            tag = ELEMENTS[value]
            if tag == "md-html":  # no element of its own: what it opens, a later one may close
                self._html_depth += 1
                self.frames.append(Frame(tag, attributes, place))
                return
            if tag == "md-cell":
                self._cell_end = span["end"]
        else:
            ((kind, detail),) = value.items()
            tag = element_of(kind, detail, attributes)
            if tag == "md-image":
                self.builder.pictures.append(place)
            for key, given in attributes.items():
                if _EDGE in given:
                    attributes[key] = given.replace(_EDGE, "")
        self.frames.append(self.builder.open(tag, place, attributes, fixed=True))

    def _end(self, at: Callable[[int], Place]) -> None:
        frame = self.frames.pop()
        if frame is self._dropped_in:  # a script in a line that is not closed there
            self._dropped_in = None
            self.feeder.stop_dropping()
        if frame.tag == "md-html":
            self._html_depth -= 1
            lines, self._html = self._html, []
            feed_lines(lines, at, self.feeder)
        else:
            if frame.tag in ("p", "li") and turn_fences(self.builder, frame):
                self._fences_ending += 1
            self.builder.close_frame(frame)
            while self._fences_ending and self.builder.stack[-1].tag == FENCE:
                self.builder.close_to(len(self.builder.stack) - 1)
                self._fences_ending -= 1

    def _check_row(self, beyond: bytes, place: Place) -> None:
        """Report cells beyond the last column of the head, which the parser drops."""
        if beyond.strip(b"| \t\r\n>") and not self.builder.redacting:
            self.report.warning(
                "cells-dropped",
                "the row has more cells than the head of the table; those beyond it are left out",
                place,
                "Give the head as many columns, or write \\| for a bar within a cell",
            )

    # ------------------------------------------------------------------------------------- text between tags

    def _blocks(self, text: str, place: Place) -> None:
        """Read text in an element with `markdown="1"`, as kramdown has it, as blocks of Markdown."""
        lines = text.split("\n")
        margins = [len(line) - len(line.lstrip(" \t")) for line in lines[1:] if line.strip()]
        margin = min(margins, default=0)
        dedented = "\n".join([lines[0], *(line[margin:] for line in lines[1:])])
        data = dedented.encode()
        inner = Places(data, place.file, place.line)

        def at(offset: int) -> Place:
            found = inner.at(offset)
            shift = place.column - 1 if found.line == place.line else margin
            return Place(found.file, found.line, found.column + shift)

        self._inner_blocks = True
        for events in parse(dedented):
            self._run(events, at, data)
        self._inner_blocks = False

    def _words(self, text: str, place: Place) -> bool:
        """Read text between tags as Markdown where it counts; tell whether it was read.

        What is left over of a tag that does not end comes here again from within such text, where it may still open a
        block of HTML: it is read within lines then, and the third time as it is.
        """
        if self.feeder.dropping or self._inner or not text.strip():
            return False
        frame: Frame | None = self.builder.stack[-1]
        if frame is not None and not self._inner_blocks and frame.attributes.get("markdown") in ("1", "block"):
            self._blocks(text, place)
            return True
        if not _MAY_BE_MARKDOWN.search(text):
            return False
        while frame is not None and frame.tag not in _MARKDOWN_WITHIN:
            if frame.tag in ("pre", "code", "root"):
                return False
            frame = frame.parent
        if frame is None:
            return False
        marked = f"{_EDGE}{text}{_EDGE}"
        data = marked.encode()
        inner = Places(data[1:], place.file, place.line)

        def at(offset: int) -> Place:
            found = inner.at(max(0, offset - 1))
            shift = place.column - 1 if found.line == place.line else 0
            return Place(found.file, found.line, found.column + shift)

        events = [
            (event, span)
            for event, span in parse_whole(marked.replace("\n", " "))
            if event not in ({"Start": "Paragraph"}, {"End": "Paragraph"})
        ]
        self._inner = True
        self._run(events, at, data)
        self._inner = False
        return True

    # ----------------------------------------------------------------------------------------------- notes

    def _note(self, frame: Frame) -> list[Node]:
        self.builder.notes.append(
            Footnote(key=frame.attributes["key"], children=flow(frame.children), place=frame.place)
        )
        return []
