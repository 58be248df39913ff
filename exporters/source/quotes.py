"""Quotations with who said it, pull quotes, and what a mark such as `[!NOTE]` makes of a quotation."""

from __future__ import annotations

from collections.abc import Iterable

from exporters.model.nodes import Aside, Block, Callout, Emphasis, Group, Heading, Inline, Node, Paragraph, Quote, Text
from exporters.patterns import pattern
from exporters.source.attributes import anchor_of, callout_kind, classes_of, direction_of, language_of
from exporters.source.builder import Frame, Maker
from exporters.source.figures import make_credit
from exporters.source.lines import Passing, flow, words_of

_DASH = pattern(r"^\s*(?:—|―|–|--+)\s*(?=\S)")
_PULL = frozenset({"pull", "pullquote", "pull-quote"})


class Attribution(Passing, frozen=True, tag="attribution"):
    """Who said it."""

    children: tuple[Inline, ...]

    def settled(self) -> tuple[Block, ...]:
        """Return the words as a paragraph."""
        return (Paragraph(self.children, place=self.place),) if self.children else ()


def is_pull(attributes: dict[str, str]) -> bool:
    """Return whether the classes of the element make it a pull quote."""
    return not _PULL.isdisjoint(classes_of(attributes))


def dashed(children: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return what stands after a dash, for a line that begins with one; nothing for any other."""
    first = children[0] if children else None
    if not isinstance(first, Text):
        return ()
    found = _DASH.match(first.text)
    if found is None:
        return children[1:] if len(children) > 1 and first.text.strip() in ("—", "―", "–", "--") else ()
    return (Text(first.text[found.end() :], place=first.place), *children[1:])


def make_quote(frame: Frame) -> Iterable[Node]:
    """Return a quotation; a last paragraph that begins with a dash says who is quoted."""
    attribution: tuple[Inline, ...] = ()
    kept: list[Node] = []
    for child in frame.children:
        if isinstance(child, Attribution):
            attribution = (
                (*attribution, Text(", ", place=child.place), *child.children) if attribution else child.children
            )
        else:
            kept.append(child)
    blocks = list(flow(kept))
    # A quotation of one paragraph that begins with a dash is dialogue, as French and Spanish write it.
    if not attribution and len(blocks) > 1 and isinstance(last := blocks[-1], Paragraph):
        attribution = dashed(last.children)
        if attribution:
            blocks.pop()
    if not blocks:
        return [Paragraph(attribution, place=frame.place)] if attribution else []
    language, direction = language_of(frame.attributes), direction_of(frame.attributes)
    content: tuple[Block, ...] = tuple(blocks)
    if language or direction:
        content = (Group(content, language=language, direction=direction, place=frame.place),)
    return [
        Quote(
            content,
            attribution=attribution,
            pull=is_pull(frame.attributes),
            anchor=anchor_of(frame.attributes),
            place=frame.place,
        )
    ]


def marked_block(name: str, title: tuple[Inline, ...], blocks: tuple[Block, ...], frame: Frame) -> Block | None:
    """Return what a quotation becomes that begins with `[!name] title`; None for a name that means nothing."""
    kind = callout_kind(name)
    plain = name.strip().lower().replace("_", "-").replace(" ", "-")
    anchor = anchor_of(frame.attributes)
    if kind is not None:
        return Callout(kind, blocks, title=title, anchor=anchor, place=frame.place)
    if plain in ("aside", "sidebar"):
        return Aside(blocks, title=title, anchor=anchor, place=frame.place)
    if plain == "details":
        return Group(blocks, role="details", title=title, anchor=anchor, place=frame.place)
    if plain == "timeline":
        head = (Paragraph((_strong(title),), place=frame.place),) if title else ()
        return Group((*head, *blocks), role="timeline", anchor=anchor, place=frame.place)
    if plain in _PULL or plain == "quote":
        attribution: tuple[Inline, ...] = ()
        if len(blocks) > 1 and isinstance(last := blocks[-1], Paragraph):
            attribution = dashed(last.children)
            blocks = blocks[:-1] if attribution else blocks
        head = (Paragraph(title, place=frame.place),) if title else ()
        pull = plain in _PULL
        return Quote((*head, *blocks), attribution=attribution, pull=pull, anchor=anchor, place=frame.place)
    return None


def _strong(title: tuple[Inline, ...]) -> Inline:
    from exporters.model.nodes import Strong

    return Strong(title, place=title[0].place)


def _cite_or_footer(frame: Frame) -> Iterable[Node]:
    parent = frame.parent.tag if frame.parent is not None else ""
    grandparent = frame.parent.parent.tag if frame.parent is not None and frame.parent.parent is not None else ""
    if frame.tag == "cite" and (parent in ("figcaption", "figure") or (parent == "p" and grandparent == "figcaption")):
        return make_credit(frame)
    quoted = parent == "blockquote" or (parent == "footer" and frame.tag == "cite")
    if quoted:
        inlines = words_of(frame.children)
        inlines = dashed(inlines) or inlines
        return [Attribution(inlines, place=frame.place)] if inlines else []
    if frame.tag == "cite":
        inlines = words_of(frame.children)
        return [Emphasis(inlines, place=frame.place)] if inlines else []
    return flow(frame.children)


def _aside(frame: Frame) -> Iterable[Node]:
    attributes = frame.attributes
    blocks = flow(frame.children)
    if is_pull(attributes):
        return make_quote(frame)
    title: tuple[Inline, ...] = ()
    if attributes.get("title", "").strip():
        title = (Text(" ".join(attributes["title"].split()), place=frame.place),)
    elif blocks and isinstance(blocks[0], Heading):
        title, blocks = blocks[0].children, blocks[1:]
    if not blocks and not title:
        return []
    for name in classes_of(attributes):
        kind = callout_kind(name.removeprefix("callout-"))
        if kind:
            return [Callout(kind, blocks, title=title, anchor=anchor_of(attributes), place=frame.place)]
    return [Aside(blocks, title=title, anchor=anchor_of(attributes), place=frame.place)]


QUOTE_MAKERS: dict[str, Maker] = {
    "blockquote": make_quote,
    **dict.fromkeys(("cite", "footer"), _cite_or_footer),
    "aside": _aside,
}
