"""What Markdown has and HTML has not, as nodes: paragraphs that are verse or carry marks, code, pipe tables."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

import msgspec

from exporters.model.nodes import (
    Alignment,
    Block,
    Cell,
    CodeBlock,
    Column,
    Inline,
    LineBreak,
    Lines,
    Node,
    Paragraph,
    Row,
    Table,
    Text,
)
from exporters.model.place import Place
from exporters.model.publication import Footnote
from exporters.model.walk import plain_text
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.block_elements import make_paragraph
from exporters.source.builder import Frame, Maker
from exporters.source.figures import make_image
from exporters.source.line_marks import Literal
from exporters.source.lines import Passing, SoftBreak, flow, is_inline, line
from exporters.source.lists import LIST_MAKERS
from exporters.source.quotes import Attribution, dashed, make_quote, marked_block
from exporters.source.tags import attributes as read_attributes

_MARK = pattern(r"\[!([A-Za-z][A-Za-z _-]{0,30})\][+-]?(?:\s+|$)")
_CAPTION = pattern(r"^\s*Table:\s+|^\s*:\s+")
_ATTRIBUTE_LINE = pattern(r"\{:\s*([^{}]*)\}\s*$")
_ATTRIBUTE_ID = pattern(r"(?:^|\s)#([\w.:-]+)")
_ATTRIBUTE_CLASS = pattern(r"(?:^|\s)\.([\w-]+)")
_SENTENCE_END = pattern(r"[.!?…:;,]['\"”’)]*\s*$")
_ALIGNMENTS: dict[str, Alignment] = {"Left": "left", "Right": "right", "Center": "center"}


class _Mark(Passing, frozen=True, tag="mark"):
    """A `[!kind] title` at the head of a quotation."""

    name: str
    title: tuple[Inline, ...] = ()


def markdown_makers(report: Report) -> dict[str, Maker]:
    """Return the makers that differ in Markdown from those of the same element in HTML, or exist there only."""
    starts: list[tuple[int, str]] = []  # line and value of each `{:start="3"}`, for the list that follows
    return {
        "ol": lambda frame: _ordered(frame, starts),
        "p": lambda frame: _paragraph(frame, report, starts),
        "blockquote": lambda frame: _blockquote(frame, report),
        "li": lambda frame: _item(frame, report, starts),
        "md-code": _code,
        "md-image": _image,
        "md-table": _table,
        "md-row": _row,
        "md-cell": _cell,
    }


# ---------------------------------------------------------------------------------------------------- paragraphs


def _paragraph(frame: Frame, report: Report, starts: list[tuple[int, str]]) -> Iterable[Node]:
    """Return a paragraph; or verse, a caption, the mark of a callout, or who is quoted, if it is one of these."""
    if not frame.fixed or frame.parent is None or not frame.children or not all(map(is_inline, frame.children)):
        return make_paragraph(frame)
    quoted = frame.parent.tag == "blockquote"
    frame.children = _joined(frame.children)
    first = frame.children[0]
    made: list[Node] = []
    if type(first) is Text:
        if first.text.startswith("|") and (verse := _verse(frame.children)) is not None:
            _doubt_verse(verse, frame.place, report)
            return [Lines(verse, place=frame.place)]
        if first.text.startswith(": ") and _caption_after(frame):
            return []
        if first.text.startswith("[!") and quoted:
            made = _marked(frame)
    if frame.children:
        _take_attributes(frame, report, starts)
    if quoted:
        made += _signed(frame)
    return [*made, *make_paragraph(frame)] if frame.children else made


def _doubt_verse(verse: tuple[tuple[Inline, ...], ...], place: Place, report: Report) -> None:
    if len(verse) > 1 and all(plain_text(words).endswith("|") for words in verse):
        report.warning(
            "table-unmade",
            "these lines look like a table, but no line of dashes follows the first",
            place,
            "Write `|---|---|` below the first line, with as many columns",
        )


def _joined(children: list[Node]) -> list[Node]:
    """Return the nodes with neighbouring text joined, except what was escaped."""
    joined: list[Node] = []
    for plain, group in groupby(children, lambda child: type(child) is Text):
        nodes = list(group)
        if plain and len(nodes) > 1:
            text = "".join(node.text for node in nodes if isinstance(node, Text))
            joined.append(Text(text, place=nodes[0].place))
        else:
            joined.extend(nodes)
    return joined


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
        if type(first) is not Text or not re.match(r"\|(?:\s|$)", first.text):
            return None
        rest = first.text[1:]
        indent = "\u00a0" * max(0, len(rest) - len(rest.lstrip(" ")) - 1)  # one space belongs to the bar
        verse.append(line([Text(indent + rest.lstrip(), place=first.place), *found[1:]]))
    return tuple(verse)


def _take_attributes(frame: Frame, report: Report, starts: list[tuple[int, str]]) -> None:
    """Take a last line `{: #name .class lang=es}` from the paragraph, as some generators write attributes."""
    last = frame.children[-1]
    if type(last) is not Text or not last.text.endswith("}"):
        return
    found = _ATTRIBUTE_LINE.search(last.text)
    alone = len(frame.children) == 1 or isinstance(frame.children[-2], SoftBreak)
    if found is None or found.start() or not alone:
        return
    given = read_attributes(found[1])
    name, classes = _ATTRIBUTE_ID.search(found[1]), _ATTRIBUTE_CLASS.findall(found[1])
    kept = {key: given[key] for key in ("lang", "dir", "id") if given.get(key)}
    if name:
        kept["id"] = name[1]
    frame.attributes.update(kept)
    del frame.children[-2:]
    if given.get("start", "").isdigit():
        starts.append((last.place.line, given["start"]))
    elif not kept:
        report.info("attributes-dropped", f"the attributes {found[1].strip()[:60]!r} have no meaning here", last.place)
    elif classes and not frame.children:
        frame.attributes.pop("id", None)


def _ordered(frame: Frame, starts: list[tuple[int, str]]) -> Iterable[Node]:
    """Return an ordered list, which begins as a line of attributes before it says."""
    while starts and starts[0][0] < frame.place.line:
        line_above, start = starts.pop(0)
        if frame.place.line - line_above <= 3:
            frame.attributes["start"] = start
    return LIST_MAKERS["ol"](frame)


def _item(frame: Frame, report: Report, starts: list[tuple[int, str]]) -> Iterable[Node]:
    """Return a list item, without a line of attributes at its end, which is meant for the list."""
    if frame.fixed and frame.children and isinstance(last := frame.children[-1], Text) and last.text.endswith("}"):
        frame.children = _joined(frame.children)
        _take_attributes(frame, report, starts)
        frame.attributes.pop("id", None)
    return LIST_MAKERS["li"](frame)


def _signed(frame: Frame) -> list[Node]:
    """Take a last line that begins with a dash and a name from the paragraph: it says who is quoted."""
    children = frame.children
    for at in range(len(children) - 1, 0, -1):
        if isinstance(children[at], (SoftBreak, LineBreak)):
            words = dashed(line(children[at + 1 :]))
            name = plain_text(words)
            if words and name[:1].upper() == name[:1] and len(name) <= 160 and not name.endswith(("?", "!", ",", ";")):
                del children[at:]
                return [*make_paragraph(_cut(frame)), Attribution(words, place=frame.place)]
            return []
    return []


def _cut(frame: Frame) -> Frame:
    """Return the frame with its children, and leave it none."""
    taken = Frame(frame.tag, frame.attributes, frame.place, frame.parent, frame.fixed, frame.children)
    frame.children = []
    return taken


# ------------------------------------------------------------------------------------------ quotations with a mark


def _marked(frame: Frame) -> list[Node]:
    """Take `[!kind] title` from the head of the first paragraph of a quotation.

    What stands on the line of the mark is the title if the text goes on below it as a sentence of its own.
    """
    parent, first = frame.parent, frame.children[0]
    if parent is None or parent.children or not isinstance(first, Text):
        return []
    found = _MARK.match(first.text)
    if found is None:
        return []
    rest = [Text(first.text[found.end() :], place=first.place), *frame.children[1:]]
    at = next((at for at, child in enumerate(rest) if isinstance(child, (SoftBreak, LineBreak))), None)
    mark = _Mark(found[1], place=frame.place)
    head = line(rest if at is None else rest[:at])
    below = [] if at is None else rest[at + 1 :]
    if not head:
        frame.children = below
    elif at is None or not _is_title(plain_text(head)) or plain_text(line(below))[:1].islower():
        frame.children = [child for child in rest if not (isinstance(child, Text) and not child.text)]
    else:
        mark = msgspec.structs.replace(mark, title=head)
        frame.children = below
    return [mark]


def _blockquote(frame: Frame, report: Report) -> Iterable[Node]:
    """Return a quotation, or what its mark makes of it."""
    mark = next((child for child in frame.children if isinstance(child, _Mark)), None)
    given = frame.attributes.get("data-callout", "")
    if mark is None and not given:
        return make_quote(frame)
    frame.children = [child for child in frame.children if child is not mark]
    name, title = (mark.name, mark.title) if mark is not None else (given, ())
    signed = [child for child in frame.children if isinstance(child, Attribution)]
    blocks: tuple[Block, ...] = flow([child for child in frame.children if not isinstance(child, Attribution)])
    for child in signed:
        blocks = (*blocks, Paragraph((Text("— ", place=child.place), *child.children), place=child.place))
    head = blocks[0] if len(blocks) > 1 and mark is not None and not title else None
    if isinstance(head, Paragraph) and head.place.line == frame.place.line and _is_title(plain_text(head)):
        title, blocks = head.children, blocks[1:]
    made = marked_block(name, title, blocks, frame)
    if made is not None:
        return [made]
    report.warning(
        "callout-unknown",
        f"there is no callout of the kind {name[:40]!r}; it is kept as a quotation",
        frame.place,
        "Write NOTE, TIP, IMPORTANT, WARNING, CAUTION, CORRECTION, CLARIFICATION, UPDATE, KEY-POINTS, ASIDE, "
        "DETAILS, PULL or TIMELINE",
    )
    frame.children = [Paragraph((Text(f"[!{name}]", place=frame.place),), place=frame.place), *frame.children]
    if title:
        frame.children.insert(1, Paragraph(title, place=frame.place))
    return make_quote(frame)


def _is_title(words: str) -> bool:
    """Return whether the words are a title rather than a sentence."""
    return len(words) <= 100 and not _SENTENCE_END.search(words)


# ------------------------------------------------------------------------------------------ code, pictures, tables


def _code(frame: Frame) -> Iterable[Node]:
    text = "".join(child.text for child in frame.children if isinstance(child, Text))
    info = frame.attributes["info"].split(",")[0].split()
    language = info[0].strip("{}.") if info else ""
    return [CodeBlock(text.removesuffix("\n"), language=language, place=frame.place)]


def _image(frame: Frame) -> Iterable[Node]:
    alt = plain_text(line(child for child in frame.children if is_inline(child)))
    attributes = {**frame.attributes, "alt": alt} if alt else frame.attributes
    image = make_image(Frame("img", attributes, frame.place))
    return [image] if image is not None else [Text(alt, place=frame.place)] if alt else []


def _row(frame: Frame) -> Iterable[Node]:
    return [Row(tuple(child for child in frame.children if isinstance(child, Cell)), place=frame.place)]


def _cell(frame: Frame) -> Iterable[Node]:
    return [Cell(flow(frame.children), place=frame.place)]


def _table(frame: Frame) -> Iterable[Node]:
    rows = [child for child in frame.children if isinstance(child, Row)]
    caption: tuple[Inline, ...] = ()
    anchor = description = ""
    while len(rows) > 1 and (words := _lone_cell(rows[-1])):
        text = plain_text(words)
        if _CAPTION.match(text):
            caption = _caption(words)
        elif found := _ATTRIBUTE_LINE.fullmatch(text):
            name = _ATTRIBUTE_ID.search(found[1])
            anchor = name[1] if name else anchor
            description = " ".join(read_attributes(found[1]).get("summary", description).split())
        else:
            break
        rows.pop()
    columns = tuple(Column(alignment=_ALIGNMENTS.get(name, "")) for name in frame.attributes["columns"].split())
    headed = bool(rows) and any(cell.children for cell in rows[0].cells)
    head = tuple(rows[:1]) if headed else ()
    table = Table(
        columns, head, tuple(rows[1:]), caption=caption, description=description, anchor=anchor, place=frame.place
    )
    above = frame.parent.children if frame.parent is not None else []
    if above and isinstance(above[-1], Paragraph) and not caption:
        caption = _caption(above[-1].children)
        if caption:
            table = msgspec.structs.replace(table, caption=caption, anchor=anchor or above[-1].anchor)
            del above[-1]
    return [table]


def _lone_cell(row: Row) -> tuple[Inline, ...]:
    """Return the words of a row that has some in its first cell only, as a line right below a table is read."""
    first, *others = row.cells
    if any(cell.children for cell in others) or len(first.children) != 1:
        return ()
    return first.children[0].children if isinstance(first.children[0], Paragraph) else ()


def _caption_after(frame: Frame) -> bool:
    """Make a paragraph `: words` below a table its caption; tell whether it was one."""
    above = frame.parent.children if frame.parent is not None else []
    if not above or not isinstance(table := above[-1], Table) or table.caption:
        return False
    caption = _caption(line(frame.children))
    if caption:
        above[-1] = msgspec.structs.replace(table, caption=caption)
    return bool(caption)


def _caption(words: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return the caption that a line `Table: …` or `: …` gives; nothing for any other line."""
    first = words[0] if words else None
    if not isinstance(first, Text) or isinstance(first, Literal):
        return ()
    found = _CAPTION.match(first.text)
    if not found:
        return ()
    rest = first.text[found.end() :]
    return (*([Text(rest, place=first.place)] if rest else []), *words[1:])


# ------------------------------------------------------------------------------------------------------------ notes


def first_notes(notes: list[Footnote], report: Report) -> tuple[Footnote, ...]:
    """Return the notes, of those with the same key the first; the others are reported."""
    seen: dict[str, Footnote] = {}
    for note in notes:
        if note.key in seen:
            report.warning(
                "note-repeated",
                f"the note {note.key[:40]!r} has more than one text; the first is kept",
                note.place,
                "Give each note a key of its own",
            )
        seen.setdefault(note.key, note)
    return tuple(seen.values())
