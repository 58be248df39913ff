"""Elements that stand by themselves: headings, paragraphs, divisions, details, preformatted text."""

from __future__ import annotations

from collections.abc import Iterable

from exporters.model.nodes import (
    Block,
    Callout,
    Code,
    CodeBlock,
    Group,
    GroupRole,
    Heading,
    Inline,
    LineBreak,
    Node,
    Paragraph,
    Span,
    Text,
)
from exporters.source.attributes import anchor_of, callout_kind, classes_of, direction_of, language_of
from exporters.source.builder import Frame, Maker
from exporters.source.figures import figure_alone, is_credit, make_credit
from exporters.source.lines import Passing, flow, is_inline, line, words_of
from exporters.source.quotes import is_pull, make_quote


def _heading(level: int) -> Maker:
    def make(frame: Frame) -> list[Node]:
        words: list[Node] = []
        rest: list[Node] = []
        for child in frame.children:
            if is_inline(child):
                words.append(child)
            elif isinstance(child, (Paragraph, Heading)):  # <h2><p>…</p></h2> is seen in the wild
                words.extend(child.children)
            else:
                rest.append(child)
        text = line(words)
        language, direction = language_of(frame.attributes), direction_of(frame.attributes)
        if text and (language or direction):
            text = (Span(text, language=language, direction=direction, place=frame.place),)
        made: list[Node] = []
        if text:
            made.append(Heading(level, text, anchor=anchor_of(frame.attributes), place=frame.place))
        return [*made, *rest]

    return make


def make_paragraph(frame: Frame) -> Iterable[Node]:
    """Return the content of a `p` as blocks: a picture alone is a figure, whose caption is the picture's title."""
    if is_credit(frame):
        return make_credit(frame)
    anchor = anchor_of(frame.attributes)
    figure = figure_alone(frame.children, anchor)
    if figure is not None:
        return [figure]
    blocks = flow(frame.children, frame.place, anchor)
    if frame.attributes:
        language, direction = language_of(frame.attributes), direction_of(frame.attributes)
        if blocks and (language or direction):
            return [Group(blocks, language=language, direction=direction, place=frame.place)]
    return blocks


def _division(frame: Frame) -> Iterable[Node]:
    attributes = frame.attributes
    if is_credit(frame):
        return make_credit(frame)
    if is_pull(attributes):
        return make_quote(frame)
    language, direction, anchor = language_of(attributes), direction_of(attributes), anchor_of(attributes)
    blocks: tuple[Block, ...] = flow(frame.children)
    if not blocks or (frame.within("figure") and not anchor):  # what is in a figure is sorted out by it
        return frame.children
    classes = classes_of(attributes)
    for name in classes:
        kind = callout_kind(name.removeprefix("callout-").removeprefix("admonition-"))
        if kind and ("callout" in classes or "admonition" in classes or name != kind or kind == "key-points"):
            title: tuple[Inline, ...] = ()
            if isinstance(blocks[0], Heading):
                title, blocks = blocks[0].children, blocks[1:]
            return [Callout(kind, blocks, title=title, anchor=anchor, place=frame.place)]
    role: GroupRole = "timeline" if "timeline" in classes else "verse" if "verse" in classes else ""
    if language or direction or role or anchor:
        return [Group(blocks, role=role, language=language, direction=direction, anchor=anchor, place=frame.place)]
    return blocks


def _preformatted(frame: Frame) -> Iterable[Node]:
    parts: list[str] = []
    for child in frame.children:
        if isinstance(child, LineBreak):
            parts.append("\n")
        elif isinstance(child, (Text, Code, CodeBlock)):
            parts.append(child.text)
        else:
            parts.append(_spaced_text(child))
    text = "".join(parts).removeprefix("\n").rstrip("\n")
    language = frame.attributes.get("data-language", "")
    for name in frame.attributes.get("class", "").split():
        if name.startswith(("language-", "lang-")):
            language = name.partition("-")[2]
    return [CodeBlock(text, language=language, anchor=anchor_of(frame.attributes), place=frame.place)]


def _spaced_text(node: Node) -> str:
    """Return the text of a node with its white space, as stressed words in preformatted text need it."""
    text = getattr(node, "text", None)
    if isinstance(text, str):
        return text
    return "".join(_spaced_text(child) for child in getattr(node, "children", ()))


class _Summary(Passing, frozen=True, tag="summary"):
    """The visible line of a details element."""

    children: tuple[Inline, ...]

    def settled(self) -> tuple[Block, ...]:
        """Return the words as a paragraph."""
        return (Paragraph(self.children, place=self.place),) if self.children else ()


def _summary(frame: Frame) -> Iterable[Node]:
    return [_Summary(words_of(frame.children), place=frame.place)]


def _details(frame: Frame) -> Iterable[Node]:
    title: tuple[Inline, ...] = ()
    kept: list[Node] = []
    for child in frame.children:
        if isinstance(child, _Summary):
            title = child.children
        else:
            kept.append(child)
    return [Group(flow(kept), role="details", title=title, anchor=anchor_of(frame.attributes), place=frame.place)]


BLOCK_MAKERS: dict[str, Maker] = {
    **{f"h{level}": _heading(level) for level in range(1, 7)},
    "p": make_paragraph,
    **dict.fromkeys(("div", "section", "article", "main", "header", "address", "center", "nav", "hgroup"), _division),
    "pre": _preformatted,
    "details": _details,
    "summary": _summary,
}
