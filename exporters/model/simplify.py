"""Every node kind said with simpler ones, for formats that have no form of their own for it.

Each step gives kinds that stand lower in the order below, so that simplifying again and again ends at paragraphs of
plain text, which every format can write:

    blocks    Figure, Table, Definitions, Callout, Aside, Quote, List, Lines, MathBlock, CodeBlock, Heading, Rule, Group
    inlines   Cite, Image, Math, Redacted, Note, Link, Span and the typographic kinds, Code, LineBreak
"""

from __future__ import annotations

from typing import assert_never

from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    Cell,
    Cite,
    Code,
    CodeBlock,
    Definitions,
    Emphasis,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    LineBreak,
    Lines,
    Link,
    List,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Rule,
    SmallCaps,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Underline,
)
from exporters.model.walk import REDACTION_BAR
from exporters.words import Words


def simplify_block(block: Block, words: Words) -> tuple[Block, ...]:
    """Return blocks of lower kinds that say the same; a paragraph is returned as it is."""
    match block:
        case Paragraph():
            return (block,)
        case Heading():
            return (Paragraph((Strong(block.children),), anchor=block.anchor, place=block.place),)
        case Quote():
            tail = (_paragraph((Text("— "), *block.attribution), block),) if block.attribution else ()
            return (Group((*block.children, *tail), anchor=block.anchor, place=block.place),)
        case List():
            return _marked_items(block)
        case Definitions():
            return tuple(
                made
                for item in block.items
                for made in (
                    Paragraph((Strong(item.term),), place=item.place),
                    *(inner for detail in item.details for inner in detail),
                )
            )
        case CodeBlock():
            lines = tuple((Code(line),) if line else () for line in block.text.split("\n"))
            return (_joined_lines(lines, block.anchor, block),)
        case Table():
            return _table_rows(block, words)
        case Figure():
            credit = (Text(f" ({words.photo}: {block.credit})"),) if block.credit else ()
            below = (*block.caption, *credit)
            caption = (_paragraph(below, block),) if below else ()
            return (Paragraph((block.image,), anchor=block.anchor, place=block.place), *caption)
        case Callout():
            title = block.title or (Text(words.callout(block.callout)),)
            return (
                Group(
                    (_paragraph((Strong(title),), block), *block.children),
                    anchor=block.anchor,
                    place=block.place,
                ),
            )
        case Aside():
            title_line = (_paragraph((Strong(block.title),), block),) if block.title else ()
            return (Group((*title_line, *block.children), anchor=block.anchor, place=block.place),)
        case Rule():
            return (_paragraph((Text("* * *"),), block),)
        case Lines():
            return (_joined_lines(block.lines, block.anchor, block),)
        case MathBlock():
            return (Paragraph((Math(block.source, place=block.place),), anchor=block.anchor, place=block.place),)
        case Group():
            head = (_paragraph((Strong(block.title),), block),) if block.title else ()
            if block.language or block.direction:
                return (*head, *(_in_language(inner, block) for inner in block.children))
            return (*head, *block.children)
        case _:
            assert_never(block)


def simplify_inline(inline: Inline, words: Words) -> tuple[Inline, ...]:
    """Return inlines of lower kinds that say the same; plain text is returned as it is."""
    match inline:
        case Text():
            return (inline,)
        case Emphasis() | Strong() | Strike() | Underline() | SmallCaps() | Superscript() | Subscript():
            return inline.children
        case Code():
            return (Text(inline.text, place=inline.place),)
        case Link():
            shown = inline.target if inline.target.startswith(("http:", "https:", "mailto:", "tel:")) else ""
            return (*inline.children, Text(f" ({shown})", place=inline.place)) if shown else inline.children
        case Image():
            return (Text(f"[{words.image}: {inline.alt}]", place=inline.place),) if inline.alt else ()
        case Note():
            return (Superscript((Text(f"[{inline.number}]", place=inline.place),), place=inline.place),)
        case Math():
            return (Code(inline.source, place=inline.place),)
        case LineBreak():
            return (Text(" ", place=inline.place),)
        case Span():
            long_form = (Text(f" ({inline.title})", place=inline.place),) if inline.title else ()
            return (*inline.children, *long_form)
        case Redacted():
            return (Text(REDACTION_BAR, place=inline.place),)
        case Cite():
            locator = f", {inline.locator}" if inline.locator else ""
            return (Text(f"[{inline.key}{locator}]", place=inline.place),)
        case _:
            assert_never(inline)


def _paragraph(children: tuple[Inline, ...], origin: Block) -> Paragraph:
    return Paragraph(children, place=origin.place)


def _joined_lines(lines: tuple[tuple[Inline, ...], ...], anchor: str, origin: Block) -> Paragraph:
    joined: list[Inline] = []
    for position, line in enumerate(lines):
        if position:
            joined.append(LineBreak(place=origin.place))
        joined.extend(line)
    return Paragraph(tuple(joined), anchor=anchor, place=origin.place)


def _marked_items(block: List) -> tuple[Block, ...]:
    """Return the items as paragraphs that begin with their marker."""
    made: list[Block] = []
    for position, item in enumerate(block.items):
        marker = f"{block.start + position}. " if block.ordered else "• "
        if item.checked is not None:
            marker = f"{'☑' if item.checked else '☐'} "
        first, *rest = item.children or (Paragraph((), place=item.place),)
        if isinstance(first, Paragraph):
            made.append(Paragraph((Text(marker), *first.children), anchor=first.anchor, place=first.place))
        else:
            made.extend((Paragraph((Text(marker.strip()),), place=item.place), first))
        made.extend(rest)
    return tuple(made)


def _table_rows(table: Table, words: Words) -> tuple[Block, ...]:
    """Return the table row by row as a list, each cell led by the heading of its column."""
    caption: tuple[Block, ...] = ()
    if table.caption:
        label = Text(f"{words.table} {table.number}: " if table.number else f"{words.table}: ")
        caption = (Paragraph((Strong((label, *table.caption)),), place=table.place),)
    heads: list[Cell] = [cell for row in table.header[-1:] for cell in row.cells for _ in range(cell.column_span)]
    made: list[Block] = []
    for row in table.rows:
        column = 0
        for cell in row.cells:
            head = heads[column].children if column < len(heads) else ()
            label_text = tuple(inline for block in head if isinstance(block, Paragraph) for inline in block.children)
            lead = (Strong((*label_text, Text(": "))),) if label_text else ()
            first, *rest = cell.children or (Paragraph((), place=cell.place),)
            if isinstance(first, Paragraph):
                made.append(Paragraph((*lead, *first.children), place=first.place))
            else:
                made.extend((*((Paragraph(lead, place=cell.place),) if lead else ()), first))
            made.extend(rest)
            column += cell.column_span
    if not table.rows:
        made.extend(block for row in table.header for cell in row.cells for block in cell.children)
    return (Group((*caption, *made), anchor=table.anchor, place=table.place),)


def _in_language(block: Block, group: Group) -> Block:
    """Return a paragraph with its text marked as the group's language; other blocks as they are."""
    if isinstance(block, Paragraph):
        span = Span(block.children, language=group.language, direction=group.direction, place=block.place)
        return Paragraph((span,), anchor=block.anchor, number=block.number, place=block.place)
    return block
