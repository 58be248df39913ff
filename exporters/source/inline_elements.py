"""Elements within a line: stress, spans, links, code, redactions."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from exporters.model.nodes import (
    Code,
    Emphasis,
    Heading,
    Inline,
    Link,
    Node,
    Paragraph,
    Redacted,
    SmallCaps,
    Span,
    SpanRole,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
)
from exporters.model.walk import plain_text
from exporters.source.attributes import anchor_of, classes_of, direction_of, language_of
from exporters.source.builder import Frame, Maker
from exporters.source.figures import CREDIT_CLASSES, is_credit, make_credit
from exporters.source.lines import is_inline, join, line
from exporters.source.redaction import REDACTED_CLASSES

_Typographic = Emphasis | Strong | Strike | Underline | SmallCaps | Superscript | Subscript
_SMALL_CAPS = frozenset({"small-caps", "smallcaps", "sc"})
_UNDERLINE = frozenset({"underline", "u"})
_HIGHLIGHT = frozenset({"mark", "highlight"})
MEANING_CLASSES = _SMALL_CAPS | _UNDERLINE | _HIGHLIGHT | CREDIT_CLASSES | REDACTED_CLASSES
"""The classes by which a `span` means more than its words."""

_ANCHORED = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "figure", "table", "blockquote"})


def _around(frame: Frame, wrap: Callable[[tuple[Inline, ...]], Inline]) -> list[Node]:
    """Return the content with its text wrapped; a block within an inline element keeps its shape."""
    made: list[Node] = []
    run: list[Node] = []

    def end_run() -> None:
        words = join(run)
        if words:
            blank = all(isinstance(word, Text) and not word.text.strip() for word in words)
            made.append(Text(" ", place=words[0].place) if blank else wrap(tuple(words)))
        run.clear()

    for child in frame.children:
        if is_inline(child):
            run.append(child)
            continue
        end_run()
        if isinstance(child, (Paragraph, Heading)) and child.children:
            made.append(msgspec.structs.replace(child, children=(wrap(child.children),)))
        else:
            made.append(child)
    end_run()
    return made


def _typographic(kind: type[_Typographic]) -> Maker:
    def make(frame: Frame) -> list[Node]:
        return _around(frame, lambda words: kind(words, place=frame.place))

    return make


def _spanning(role: SpanRole) -> Maker:
    def make(frame: Frame) -> list[Node]:
        attributes = frame.attributes
        title = attributes.get("title", "").strip() if role in ("abbreviation", "term") else ""
        language, direction = language_of(attributes), direction_of(attributes)
        if not (role or title or language or direction):
            return frame.children
        return _around(
            frame,
            lambda words: Span(
                words, language=language, direction=direction, role=role, title=title, place=frame.place
            ),
        )

    return make


def _span(frame: Frame) -> Iterable[Node]:
    if is_credit(frame):
        return make_credit(frame)
    classes = set(classes_of(frame.attributes))
    style = frame.attributes.get("style", "").replace(" ", "").lower()
    if classes & _SMALL_CAPS or "font-variant:small-caps" in style:
        return _typographic(SmallCaps)(frame)
    if classes & _UNDERLINE or "text-decoration:underline" in style:
        return _typographic(Underline)(frame)
    if "font-weight:bold" in style or "font-weight:700" in style:
        return _typographic(Strong)(frame)
    if "font-style:italic" in style:
        return _typographic(Emphasis)(frame)
    return _spanning("highlight" if classes & _HIGHLIGHT else "")(frame)


def _link(frame: Frame) -> Iterable[Node]:
    target = frame.attributes.get("href", "").strip()
    title = frame.attributes.get("title", "").strip()
    if not target:
        name = anchor_of({"id": frame.attributes.get("id", "") or frame.attributes.get("name", "")})
        if name:
            _name_block(frame, name)
        return frame.children
    if not frame.children:
        return [Link(target, (), title=title, place=frame.place)]
    return _around(frame, lambda words: Link(target, words, title=title, place=frame.place))


def _name_block(frame: Frame, name: str) -> None:
    """Give the name of an anchor of old, `<a name="…">`, to the block around it."""
    holder = frame.parent
    while holder is not None:
        if holder.tag in _ANCHORED:
            holder.attributes.setdefault("id", name)
            return
        holder = holder.parent


def _code(frame: Frame) -> Iterable[Node]:
    if frame.within("pre") or not all(is_inline(child) for child in frame.children):
        return frame.children
    text = plain_text(line(frame.children))
    return [Code(text, place=frame.place)] if text else []


def _redact(frame: Frame) -> Iterable[Node]:
    return [Redacted(" ".join(frame.attributes.get("reason", "").split()), place=frame.place)]


INLINE_MAKERS: dict[str, Maker] = {
    **dict.fromkeys(("em", "i"), _typographic(Emphasis)),
    **dict.fromkeys(("strong", "b"), _typographic(Strong)),
    **dict.fromkeys(("del", "s", "strike"), _typographic(Strike)),
    "u": _typographic(Underline),
    "sup": _typographic(Superscript),
    "sub": _typographic(Subscript),
    **dict.fromkeys(("small-caps", "smallcaps", "sc"), _typographic(SmallCaps)),
    "ins": _spanning("inserted"),
    "mark": _spanning("highlight"),
    "kbd": _spanning("keyboard"),
    "samp": _spanning("sample"),
    "var": _spanning("variable"),
    "dfn": _spanning("term"),
    "q": _spanning("quote"),
    **dict.fromkeys(("abbr", "acronym"), _spanning("abbreviation")),
    **dict.fromkeys(("bdi", "bdo"), _spanning("")),
    **dict.fromkeys(("span", "font", "small", "big"), _span),
    "a": _link,
    **dict.fromkeys(("code", "tt"), _code),
    "redact": _redact,
}
