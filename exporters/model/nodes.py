"""The node types: every block and inline that a story can hold, in one closed tree.

Nodes are frozen, their children are tuples, and each carries the place it came from. Two fields are filled in
by `model.outline.number_publication` and empty before: `anchor`, the name by which a block is cited and linked
within its article, the same in every format, and `number`.

Adding a kind: add it here, to the union below, to `walk.py` and to `simplify.py`; it then works in every format.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from exporters.model.place import NOWHERE, Place

Direction = Literal["", "ltr", "rtl"]
Alignment = Literal["", "left", "center", "right"]


class Node(
    msgspec.Struct,
    frozen=True,
    gc=False,  # trees of tuples cannot form cycles; the collector would only walk them in vain
    kw_only=True,
    omit_defaults=True,
    forbid_unknown_fields=True,
    tag_field="kind",
):
    """What all nodes share: the place they came from, left out of equality."""

    place: Place = NOWHERE


# ---------------------------------------------------------------------------------------------------- inlines


class Text(Node, frozen=True, tag="text"):
    """Characters, with no line breaks of their own: a line feed in the source became a space."""

    text: str


class Emphasis(Node, frozen=True, tag="emphasis"):
    """Stress, set in italics where the script has them."""

    children: tuple[Inline, ...]


class Strong(Node, frozen=True, tag="strong"):
    """Importance, set in bold."""

    children: tuple[Inline, ...]


class Strike(Node, frozen=True, tag="strike"):
    """Text that no longer holds, struck through."""

    children: tuple[Inline, ...]


class Underline(Node, frozen=True, tag="underline"):
    """Underlined text, as in court papers; never a link."""

    children: tuple[Inline, ...]


class SmallCaps(Node, frozen=True, tag="small-caps"):
    """Text set in small capitals; the characters stay as written."""

    children: tuple[Inline, ...]


class Superscript(Node, frozen=True, tag="superscript"):
    """Raised text."""

    children: tuple[Inline, ...]


class Subscript(Node, frozen=True, tag="subscript"):
    """Lowered text."""

    children: tuple[Inline, ...]


class Code(Node, frozen=True, tag="code"):
    """A stretch of program text, a file name or a command, its spaces kept."""

    text: str


class Link(Node, frozen=True, tag="link"):
    """A link. `target` is an absolute URL (http, https, mailto, tel), `#anchor` for a block or note of the same
    article, or `story:slug#anchor` (`#anchor` optional) for another article of the publication.
    After `editorial.references` has run, every internal target exists and no other form is left.
    """

    target: str
    children: tuple[Inline, ...]
    title: str = ""


class Image(Node, frozen=True, tag="image"):
    """A picture. `source` names a `Resource` of the publication once the pictures are loaded."""

    source: str
    alt: str = ""
    decorative: bool = False
    title: str = ""


class Note(Node, frozen=True, tag="note"):
    """A reference to the footnote of the article with this `key`; `number` counts first references from 1."""

    key: str
    number: int = 0


class Math(Node, frozen=True, tag="math"):
    """A formula within a line, in TeX notation."""

    source: str


class LineBreak(Node, frozen=True, tag="line-break"):
    """A line break the writer asked for."""


SpanRole = Literal["", "abbreviation", "highlight", "inserted", "keyboard", "sample", "variable", "term", "quote"]


class Span(Node, frozen=True, tag="span"):
    """Text in another language or direction, or with a role that some formats can show.

    `title` is the long form of an abbreviation. An empty `language` or `direction` means as around it.
    """

    children: tuple[Inline, ...]
    language: str = ""
    direction: Direction = ""
    role: SpanRole = ""
    title: str = ""


class Redacted(Node, frozen=True, tag="redacted"):
    """Something withheld, shown as a bar of one width always. What stood there is not in the model at all."""

    reason: str = ""


class Cite(Node, frozen=True, tag="cite"):
    """A reference to the `Source` of the article with this `key`, at `locator` ("p. 4", "¶ 12")."""

    key: str
    locator: str = ""


Inline = (
    Text
    | Emphasis
    | Strong
    | Strike
    | Underline
    | SmallCaps
    | Superscript
    | Subscript
    | Code
    | Link
    | Image
    | Note
    | Math
    | LineBreak
    | Span
    | Redacted
    | Cite
)

# ----------------------------------------------------------------------------------------------------- blocks


class Paragraph(Node, frozen=True, tag="paragraph"):
    """A paragraph. Those that stand directly in the body are numbered, for citing."""

    children: tuple[Inline, ...]
    anchor: str = ""
    number: int = 0


class Heading(Node, frozen=True, tag="heading"):
    """A heading within the story. Level 1 is the highest level below the story's own title."""

    level: int
    children: tuple[Inline, ...]
    anchor: str = ""
    number: str = ""


class Quote(Node, frozen=True, tag="quote"):
    """A block quotation, or with `pull` a pull quote, which repeats words of the story as display."""

    children: tuple[Block, ...]
    attribution: tuple[Inline, ...] = ()
    pull: bool = False
    anchor: str = ""


class ListItem(Node, frozen=True, tag="list-item"):
    """One item of a list; `checked` is None unless it is a task."""

    children: tuple[Block, ...]
    checked: bool | None = None


class List(Node, frozen=True, tag="list"):
    """A list, ordered from `start` or with bullets; `tight` when no space stands between its items."""

    items: tuple[ListItem, ...]
    ordered: bool = False
    start: int = 1
    tight: bool = True
    anchor: str = ""


class Definition(Node, frozen=True, tag="definition"):
    """One entry of a definition list: a term and one or more explanations, each of blocks."""

    term: tuple[Inline, ...]
    details: tuple[tuple[Block, ...], ...]


class Definitions(Node, frozen=True, tag="definitions"):
    """A definition list."""

    items: tuple[Definition, ...]
    anchor: str = ""


class CodeBlock(Node, frozen=True, tag="code-block"):
    """Program text or any text whose lines and spaces count; `language` as after a code fence."""

    text: str
    language: str = ""
    anchor: str = ""


class Cell(Node, frozen=True, tag="cell"):
    """A table cell. `header` marks the heading of a row; an empty `alignment` means that of the column."""

    children: tuple[Block, ...]
    column_span: int = 1
    row_span: int = 1
    header: bool = False
    alignment: Alignment = ""


class Row(Node, frozen=True, tag="row"):
    """A table row."""

    cells: tuple[Cell, ...]


class Column(Node, frozen=True, tag="column"):
    """What holds for a table column: its alignment and, unless 0, its share of the width (0 to 1)."""

    alignment: Alignment = ""
    width: float = 0.0


class Table(Node, frozen=True, tag="table"):
    """A table: `header` rows, which a format repeats on each page, then `rows`. Spans stay within each group.

    `description` says what it shows and how it is built, for those who hear it and do not see it.
    """

    columns: tuple[Column, ...]
    header: tuple[Row, ...]
    rows: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    description: str = ""
    anchor: str = ""
    number: int = 0


class Figure(Node, frozen=True, tag="figure"):
    """A picture with its caption and the credit of who made it."""

    image: Image
    caption: tuple[Inline, ...] = ()
    credit: str = ""
    anchor: str = ""
    number: int = 0


CalloutKind = Literal[
    "note", "tip", "important", "warning", "caution", "correction", "clarification", "update", "key-points"
]


class Callout(Node, frozen=True, tag="callout"):
    """A box that asks for attention. Without a `title`, the word for its kind stands there."""

    callout: CalloutKind
    children: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    anchor: str = ""


class Aside(Node, frozen=True, tag="aside"):
    """A side box: matter beside the story that can be read apart from it."""

    children: tuple[Block, ...]
    title: tuple[Inline, ...] = ()
    anchor: str = ""


class Rule(Node, frozen=True, tag="rule"):
    """A break between two thoughts."""


class Lines(Node, frozen=True, tag="lines"):
    """Verse, or an address: lines that must not run together."""

    lines: tuple[tuple[Inline, ...], ...]
    anchor: str = ""


class MathBlock(Node, frozen=True, tag="math-block"):
    """A formula that stands alone, in TeX notation."""

    source: str
    anchor: str = ""


GroupRole = Literal["", "section", "details", "corrections", "sources", "verse", "timeline"]


class Group(Node, frozen=True, tag="group"):
    """Blocks that belong together, with a role, a language or a direction of their own.

    `title` is the always visible line of a `details` group.
    """

    children: tuple[Block, ...]
    role: GroupRole = ""
    language: str = ""
    direction: Direction = ""
    title: tuple[Inline, ...] = ()
    anchor: str = ""


Block = (
    Paragraph
    | Heading
    | Quote
    | List
    | Definitions
    | CodeBlock
    | Table
    | Figure
    | Callout
    | Aside
    | Rule
    | Lines
    | MathBlock
    | Group
)
