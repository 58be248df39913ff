"""Pictures and figures: `img`, `figure`, `figcaption`, and a paragraph that is one picture."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from exporters.model.nodes import (
    Block,
    Emphasis,
    Figure,
    Image,
    Inline,
    LineBreak,
    Link,
    Node,
    Paragraph,
    Span,
    Table,
    Text,
)
from exporters.model.walk import plain_text
from exporters.source.attributes import anchor_of, classes_of, direction_of, language_of
from exporters.source.builder import Frame, Maker
from exporters.source.lines import Passing, SoftBreak, flow, line, words_of


class Credit(Passing, frozen=True, tag="credit"):
    """Who made a picture."""

    text: str

    def settled(self) -> tuple[Block, ...]:
        """Return the words as a paragraph."""
        return (Paragraph((Text(self.text, place=self.place),), place=self.place),)


class _Caption(Passing, frozen=True, tag="caption"):
    """The caption of a figure."""

    children: tuple[Inline, ...]
    credit: str = ""

    def settled(self) -> tuple[Block, ...]:
        """Return the words as a paragraph."""
        credit = Text(f" {self.credit}" if self.children else self.credit, place=self.place)
        words = (*self.children, credit) if self.credit else self.children
        return (Paragraph(words, place=self.place),) if words else ()


CREDIT_CLASSES = frozenset({"credit", "byline", "photo-credit", "attribution"})


def make_image(frame: Frame) -> Image | None:
    """Return the picture of an `img`; an empty `alt` marks it as decorative. None without a source."""
    attributes = frame.attributes
    source = (attributes.get("src") or attributes.get("data-src") or "").strip()
    if not source:
        return None
    alt = " ".join(attributes.get("alt", "").split())
    decorative = ("alt" in attributes and not alt) or attributes.get("role", "") in ("presentation", "none")
    title = " ".join(attributes.get("title", "").split())
    return Image(source, alt=alt, decorative=decorative, title=title, place=frame.place)


def figure_alone(children: list[Node], anchor: str) -> Figure | None:
    """Return the figure that a line is which holds one picture and nothing else.

    Its caption is the picture's title, or a line all in italics below the picture.
    """
    image: Image | None = None
    below: tuple[Inline, ...] = ()
    broken = False
    for child in children:
        if isinstance(child, Image) and image is None:
            image = child
        elif isinstance(child, (SoftBreak, LineBreak)) and image is not None:
            broken = True
        elif isinstance(child, Emphasis) and broken and not below:
            below = child.children
        elif not isinstance(child, SoftBreak) and not is_blank(child):
            return None
    if image is None:
        return None
    title = (Text(image.title, place=image.place),) if image.title else ()
    caption = (*title, Text(" ", place=image.place), *below) if title and below else below or title
    return Figure(msgspec.structs.replace(image, title=""), caption=caption, anchor=anchor, place=image.place)


def is_blank(node: Node) -> bool:
    """Return whether this is white space only."""
    return isinstance(node, Text) and not node.text.strip()


def is_credit(frame: Frame) -> bool:
    """Return whether this element in a figure names who made the picture."""
    classes = classes_of(frame.attributes)
    return not CREDIT_CLASSES.isdisjoint(classes) and (frame.within("figure") or frame.within("figcaption"))


def make_credit(frame: Frame) -> Iterable[Node]:
    """Return the credit that this element holds."""
    text = plain_text(words_of(frame.children))
    return [Credit(text, place=frame.place)] if text else []


def _caption(frame: Frame) -> Iterable[Node]:
    credited = [child.text for child in frame.children if isinstance(child, Credit)]
    inlines = words_of(child for child in frame.children if not isinstance(child, Credit))
    language, direction = language_of(frame.attributes), direction_of(frame.attributes)
    if inlines and (language or direction):
        inlines = (Span(inlines, language=language, direction=direction, place=frame.place),)
    return [_Caption(inlines, " ".join(credited), place=frame.place)]


def _figure(frame: Frame) -> Iterable[Node]:
    """Return a figure for each picture; a figure of something else keeps that, its caption below."""
    captions = [child for child in frame.children if isinstance(child, _Caption)]
    caption: tuple[Inline, ...] = ()
    for found in captions:
        caption = (*caption, Text(" ", place=found.place), *found.children) if caption else found.children
    credited = [child.credit for child in captions if child.credit]
    credited += [child.text for child in frame.children if isinstance(child, Credit)]
    credited += [" ".join(given.split())] if (given := frame.attributes.get("data-credit", "")).strip() else []
    images: list[Image] = []
    rest: list[Node] = []
    for child in frame.children:
        if isinstance(child, (_Caption, Credit)) or is_blank(child):
            continue
        if isinstance(child, Image):
            images.append(child)
        elif isinstance(child, Figure):
            images.append(child.image)
            caption = caption or child.caption
            credited += [child.credit] if child.credit else []
        elif isinstance(child, Link) and len(child.children) == 1 and isinstance(child.children[0], Image):
            images.append(child.children[0])  # a picture that links to its large version
        else:
            rest.append(child)
    blocks = list(flow(rest))
    anchor = anchor_of(frame.attributes)
    made: list[Node] = []
    for position, image in enumerate(images):
        last = position == len(images) - 1
        own = (Text(image.title, place=image.place),) if image.title else ()
        made.append(
            Figure(
                msgspec.structs.replace(image, title=""),
                caption=(caption or own) if last else own,
                credit=" ".join(dict.fromkeys(credited)) if last else "",
                anchor=anchor if not position else "",
                place=frame.place,
            )
        )
    if not images:
        tables = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
        table = blocks[tables[0]] if len(tables) == 1 else None
        words = (*caption, *(Text(f" {text}", place=frame.place) for text in credited))
        if caption and isinstance(table, Table) and not table.caption:
            named = msgspec.structs.replace(table, caption=words, anchor=table.anchor or anchor)
            blocks[tables[0]] = named
        elif line(words):
            blocks.append(Paragraph(line(words), place=frame.place))
    return [*made, *blocks]


FIGURE_MAKERS: dict[str, Maker] = {"figure": _figure, "figcaption": _caption}
