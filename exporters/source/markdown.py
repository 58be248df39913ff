"""Markdown to the model: CommonMark with tables, notes, definitions, alerts, mathematics, and the tags of `elements.py`.

Headings: a first heading that repeats the title is dropped, and where the front matter gives no title, the first
heading of level 1 (or one that opens the text) is the title. The highest level that is left becomes level 1, the
first below the story's title. See README.md beside this file for what a writer can write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
import pyromark

from exporters.model.nodes import (
    Block,
    Callout,
    Cell,
    Cite,
    Code,
    CodeBlock,
    Column,
    Inline,
    LineBreak,
    Lines,
    Math,
    MathBlock,
    Node,
    Note,
    Paragraph,
    Row,
    Rule,
    Subscript,
    Superscript,
    Table,
    Text,
)
from exporters.model.place import Place
from exporters.model.publication import Article, Footnote
from exporters.report import Report
from exporters.source.builder import Frame, Maker, SoftBreak, TreeBuilder, flow, is_inline, line
from exporters.source.characters import clean_text, decode
from exporters.source.elements import MAKERS, callout_kind, make_image, paragraph_or_figure
from exporters.source.frontmatter import split_front_matter
from exporters.source.places import Places
from exporters.source.tags import TagFeeder
from exporters.source.title import settle_title

_OPTIONS = pyromark.Options
OPTIONS = (
    _OPTIONS.ENABLE_TABLES
    | _OPTIONS.ENABLE_FOOTNOTES
    | _OPTIONS.ENABLE_STRIKETHROUGH
    | _OPTIONS.ENABLE_TASKLISTS
    | _OPTIONS.ENABLE_HEADING_ATTRIBUTES
    | _OPTIONS.ENABLE_GFM
    | _OPTIONS.ENABLE_DEFINITION_LIST
    | _OPTIONS.ENABLE_MATH
    | _OPTIONS.ENABLE_SUPERSCRIPT
    | _OPTIONS.ENABLE_SUBSCRIPT
)

_SIMPLE = {
    "Paragraph": "p",
    "Emphasis": "em",
    "Strong": "strong",
    "Strikethrough": "del",
    "Superscript": "sup",
    "Subscript": "sub",
    "Item": "li",
    "DefinitionList": "dl",
    "DefinitionListTitle": "dt",
    "DefinitionListDefinition": "dd",
    "TableHead": "md-row",
    "TableRow": "md-row",
    "TableCell": "md-cell",
    "HtmlBlock": "md-html",
}
_ALERT = re.compile(r"^\[!([A-Za-z][A-Za-z -]*)\]\s*")
_CITATION = re.compile(r"\[@([\w:.#$%&+?<>~/-]*[\w/])(?:,\s*([^\]\[]{1,200}))?\]")
_SCRIPT = re.compile(r"(?<=[\w)])(?:\^(\w{1,12})\^|~(\w{1,12})~)")
_CAPTION = re.compile(r"^\s*(?:Table|:)\s*:\s+|^:\s+")


def read_markdown(data: bytes, name: str, report: Report, *, smart: bool = False) -> Article:
    """Return the article that this Markdown file holds; `name` is the file as places name it.

    Raises SourceError where nesting or size pass the limits.
    """
    front = split_front_matter(decode(data, name, report), name, report)
    text = clean_text(front.body, name, front.first_line, report)
    reader = MarkdownReader(text, name, front.first_line, report, frozenset(source.key for source in front.sources))
    body, notes = reader.read()
    meta, body = settle_title(front.meta, body, name, report)
    article = Article(
        meta=meta, body=body, notes=notes, sources=front.sources, corrections=front.corrections, place=Place(name, 1, 1)
    )
    if smart:
        from exporters.source.smart import smarten

        article = smarten(article)
    return article


class MarkdownReader:
    """One run over the events of a Markdown text."""

    def __init__(self, text: str, name: str, first_line: int, report: Report, sources: frozenset[str]) -> None:
        self.text = text
        self.places = Places(text.encode(), name, first_line)
        self.report = report
        self.sources = sources
        self.builder = TreeBuilder(report, {**MAKERS, **_OWN_MAKERS, "p": self._paragraph, "blockquote": self._quote})
        self.feeder = TagFeeder(self.builder, report)
        self.frames: list[Frame] = []  # those that Markdown opened, which end tags in the text cannot close
        self.html: list[tuple[str, int]] = []
        self.html_depth = 0

    def read(self) -> tuple[tuple[Block, ...], tuple[Footnote, ...]]:
        """Return the body and the notes."""
        builder, at = self.builder, self.places.at
        for event, span in pyromark.events_with_range(self.text, options=OPTIONS):
            if type(event) is str:
                if event == "SoftBreak":
                    builder.add(SoftBreak(place=at(span["start"])))
                elif event == "HardBreak":
                    builder.add(LineBreak(place=at(span["start"])))
                elif event == "Rule":
                    builder.add(Rule(place=at(span["start"])))
                continue
            ((kind, value),) = event.items()
            if kind == "Text":
                if not self.feeder.dropping:
                    builder.text(value, at(span["start"]))
            elif kind == "Start":
                self._start(value, at(span["start"]))
            elif kind == "End":
                self._end()
            elif kind in ("Html", "InlineHtml"):
                if self.html_depth:
                    self.html.append((value, span["start"]))
                else:
                    self._feed(value, span["start"])
            elif not self.feeder.dropping:
                self._leaf(kind, value, at(span["start"]))
        return builder.finish(), self._notes()

    def _leaf(self, kind: str, value: Any, place: Place) -> None:
        builder = self.builder
        match kind:
            case "Code":
                builder.add(Code(value, place=place))
            case "InlineMath":
                builder.add(Math(value, place=place))
            case "DisplayMath":
                builder.add(MathBlock(value.strip(), place=place))
            case "FootnoteReference":
                builder.add(Note(value, place=place))
            case "TaskListMarker":
                holder = next((frame for frame in reversed(builder.stack) if frame.tag == "li"), None)
                if holder is not None:
                    holder.attributes["data-checked"] = "true" if value else "false"
            case _:
                raise AssertionError(f"the parser gave an event that nobody knows: {kind}")

    # -------------------------------------------------------------------------------------------- elements

    def _start(self, value: Any, place: Place) -> None:
        attributes: dict[str, str] = {"markdown": "1"}
        if type(value) is str:
            tag = _SIMPLE[value]
            if tag == "md-html":  # no element of its own: what it opens, a later one may close
                self.html_depth += 1
                self.frames.append(Frame(tag, attributes, place))
                return
        else:
            ((kind, detail),) = value.items()
            tag = self._element(kind, detail, attributes)
        if self.feeder.dropping:  # a script that was never closed ends with the block it stands in
            tag = "md-dropped"
        self.frames.append(self.builder.open(tag, place, attributes))

    def _element(self, kind: str, detail: Any, attributes: dict[str, str]) -> str:
        """Return the element that this event opens, and set its attributes."""
        match kind:
            case "Heading":
                if detail["id"]:
                    attributes["id"] = detail["id"]
                return f"h{detail['level'][1]}"
            case "BlockQuote":
                if detail is not None:
                    attributes["data-callout"] = detail.lower()
                return "blockquote"
            case "List":
                if detail is None:
                    return "ul"
                attributes["start"] = str(detail)
                return "ol"
            case "Link":
                attributes["href"] = detail["dest_url"]
                if detail["link_type"] == "Email" and not detail["dest_url"].startswith("mailto:"):
                    attributes["href"] = f"mailto:{detail['dest_url']}"
                attributes["title"] = detail["title"]
                return "a"
            case "Image":
                attributes["src"] = detail["dest_url"]
                attributes["title"] = detail["title"]
                return "md-image"
            case "CodeBlock":
                attributes["info"] = "" if detail == "Indented" else detail["Fenced"]
                return "md-code"
            case "Table":
                attributes["columns"] = " ".join(detail)
                return "md-table"
            case "FootnoteDefinition":
                attributes["key"] = detail
                return "md-note"
            case _:
                return "div"

    def _end(self) -> None:
        frame = self.frames.pop()
        if frame.tag == "md-html":
            self.html_depth -= 1
            self._feed_block()
            return
        self.builder.close_frame(frame)

    # ------------------------------------------------------------------------------------------------ HTML

    def _feed(self, html: str, start: int) -> None:
        """Feed one inline tag."""
        place = self.places.at(start)
        self.feeder.feed(html, lambda offset: place, self.frames[-1] if self.frames else None)

    def _feed_block(self) -> None:
        """Feed the lines of an HTML block, each offset mapped back to the line it came from."""
        if not self.html:
            return
        lines, self.html = self.html, []
        offsets: list[int] = []
        total = 0
        for text, _ in lines:
            offsets.append(total)
            total += len(text)
        at = 0

        def place_at(offset: int) -> Place:
            nonlocal at
            while at + 1 < len(offsets) and offsets[at + 1] <= offset:
                at += 1
            text, start = lines[at]
            return self.places.at(start + len(text[: offset - offsets[at]].encode()))

        outer = self.frames[-1] if self.frames else None
        self.feeder.feed("".join(text for text, _ in lines), place_at, outer)

    # ------------------------------------------------------------------------------------ Markdown's own makers

    def _paragraph(self, builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
        """Return a paragraph with its citations, scripts and lines."""
        children = frame.children
        if not children:
            return []
        if isinstance(children[0], Text) and children[0].text.startswith("| "):
            verse = _verse(children)
            if verse is not None:
                return [Lines(verse, place=frame.place)]
        return paragraph_or_figure(
            Frame(frame.tag, frame.attributes, frame.place, list(_finished(children, self.sources)))
        )

    def _quote(self, builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
        """Return a quotation, or a callout where its first line says so."""
        blocks = flow(frame.children)
        kind = callout_kind(frame.attributes.get("data-callout", ""))
        if kind is None and blocks and isinstance(blocks[0], Paragraph):
            first = blocks[0].children[0] if blocks[0].children else None
            found = _ALERT.match(first.text) if isinstance(first, Text) else None
            kind = callout_kind(found[1]) if found else None
            if kind and found and isinstance(first, Text):
                rest = first.text[found.end() :]
                words = (*([Text(rest, place=first.place)] if rest else []), *blocks[0].children[1:])
                head = (msgspec.structs.replace(blocks[0], children=words),) if words else ()
                blocks = (*head, *blocks[1:])
        if kind:
            return [Callout(kind, blocks, place=frame.place)]
        return MAKERS["blockquote"](builder, frame)

    def _notes(self) -> tuple[Footnote, ...]:
        seen: dict[str, Footnote] = {}
        for note in self.builder.notes:
            if note.key in seen:
                self.report.warning(
                    "note-repeated",
                    f"the note {note.key!r} has more than one text; the first is kept",
                    note.place,
                    "Give each note a key of its own",
                )
            seen.setdefault(note.key, note)
        return tuple(seen.values())


def _finished(children: list[Node], sources: frozenset[str]) -> Iterator[Node]:
    """Yield inlines with what Markdown itself does not know: citations, and scripts within a word."""
    for child in _joined(children):
        if not isinstance(child, Text) or not ("[@" in child.text or "^" in child.text or "~" in child.text):
            yield child
            continue
        yield from _pieces(child, sources)


def _joined(children: list[Node]) -> Iterator[Node]:
    """Yield the nodes with neighbouring text joined, soft breaks kept."""
    run: list[Text] = []
    for child in children:
        if isinstance(child, Text):
            run.append(child)
            continue
        if run:
            yield run[0] if len(run) == 1 else Text("".join(text.text for text in run), place=run[0].place)
            run = []
        yield child
    if run:
        yield run[0] if len(run) == 1 else Text("".join(text.text for text in run), place=run[0].place)


def _pieces(text: Text, sources: frozenset[str]) -> Iterator[Node]:
    found: list[tuple[int, int, Node]] = []
    if sources:
        for match in _CITATION.finditer(text.text):
            found.append((match.start(), match.end(), Cite(match[1], (match[2] or "").strip(), place=text.place)))
    for match in _SCRIPT.finditer(text.text):
        words: tuple[Inline, ...] = (Text(match[1] or match[2], place=text.place),)
        made = Superscript(words, place=text.place) if match[1] else Subscript(words, place=text.place)
        found.append((match.start(), match.end(), made))
    position = 0
    for start, end, node in sorted(found, key=lambda item: item[0]):
        if start < position:
            continue
        if start > position:
            yield Text(text.text[position:start], place=text.place)
        yield node
        position = end
    if position < len(text.text):
        yield Text(text.text[position:], place=text.place)


def _verse(children: list[Node]) -> tuple[tuple[Inline, ...], ...] | None:
    """Return the lines of a line block, in which every line begins with a bar, or None if one does not."""
    lines: list[list[Node]] = [[]]
    for child in children:
        if isinstance(child, (SoftBreak, LineBreak)):
            lines.append([])
        else:
            lines[-1].append(child)
    verse: list[tuple[Inline, ...]] = []
    for found in lines:
        first = found[0] if found else None
        if not isinstance(first, Text) or not first.text.startswith("|"):
            return None
        verse.append(line([Text(first.text[1:].lstrip(), place=first.place), *found[1:]]))
    return tuple(verse)


def _make_code(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    text = "".join(child.text for child in frame.children if isinstance(child, Text))
    info = frame.attributes["info"].split(",")[0].split()
    language = info[0].strip("{}.") if info else ""
    return [CodeBlock(text.removesuffix("\n"), language=language, place=frame.place)]


def _make_image(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    from exporters.model.walk import plain_text

    alt = plain_text(line(child for child in frame.children if is_inline(child)))
    attributes = {**frame.attributes, "alt": alt} if alt else frame.attributes
    image = make_image(Frame("img", attributes, frame.place))
    return [image] if image is not None else [Text(alt, place=frame.place)] if alt else []


def _make_row(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    return [Row(tuple(child for child in frame.children if isinstance(child, Cell)), place=frame.place)]


def _make_cell(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    return [Cell(flow(frame.children), place=frame.place)]


def _make_table(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    rows = [child for child in frame.children if isinstance(child, Row)]
    names = {"Left": "left", "Right": "right", "Center": "center"}
    columns = tuple(
        Column(alignment=names.get(name, ""))  # type: ignore[arg-type]  # the values above are alignments
        for name in frame.attributes["columns"].split()
    )
    head = rows[:1] if rows and any(cell.children for cell in rows[0].cells) else []
    table = Table(columns, tuple(head), tuple(rows[1:]), place=frame.place)
    above = builder.stack[-1].children
    if above and isinstance(above[-1], Paragraph):
        caption = _table_caption(above[-1])
        if caption:
            del above[-1]
            return [msgspec.structs.replace(table, caption=caption)]
    return [table]


def _table_caption(paragraph: Paragraph) -> tuple[Inline, ...]:
    """Return the caption that a paragraph `Table: …` before a table gives it."""
    first = paragraph.children[0] if paragraph.children else None
    if not isinstance(first, Text):
        return ()
    found = _CAPTION.match(first.text)
    if not found:
        return ()
    rest = first.text[found.end() :]
    return (*([Text(rest, place=first.place)] if rest else []), *paragraph.children[1:])


def _make_note(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    builder.notes.append(Footnote(key=frame.attributes["key"], children=flow(frame.children), place=frame.place))
    return []


def _make_nothing(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    return []


_OWN_MAKERS: dict[str, Maker] = {
    "md-code": _make_code,
    "md-image": _make_image,
    "md-table": _make_table,
    "md-row": _make_row,
    "md-cell": _make_cell,
    "md-note": _make_note,
    "md-dropped": _make_nothing,
}
