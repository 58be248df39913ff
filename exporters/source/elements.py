"""What each element becomes: the one table that says what a tag means, in Markdown and in HTML alike."""

from __future__ import annotations

from exporters.source.block_elements import BLOCK_MAKERS
from exporters.source.builder import Maker
from exporters.source.figures import FIGURE_MAKERS
from exporters.source.inline_elements import INLINE_MAKERS
from exporters.source.lists import LIST_MAKERS
from exporters.source.quotes import QUOTE_MAKERS
from exporters.source.tables import TABLE_MAKERS

VOID = frozenset({"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
"""Elements that have no end tag (https://html.spec.whatwg.org/multipage/syntax.html#void-elements)."""

DROPPED = frozenset({
    "script", "style", "template", "noscript", "form", "button", "select", "textarea", "canvas", "svg", "head",
    "dialog", "title",
})  # fmt: skip
"""Elements whose content is no part of the text."""

EMBEDDED = frozenset({"iframe", "embed", "object", "video", "audio", "applet"})
"""Elements that show something from elsewhere, and become a link to it."""

PLAIN = frozenset({
    "html", "body", "tbody", "picture", "label", "fieldset", "legend", "time", "data", "nobr",
    "ruby", "rb", "rt", "rp", "colgroup", "search", "slot",
})  # fmt: skip
"""Elements that mean nothing here, whose content is kept without a word."""

MAKERS: dict[str, Maker] = {
    **BLOCK_MAKERS,
    **INLINE_MAKERS,
    **QUOTE_MAKERS,
    **FIGURE_MAKERS,
    **LIST_MAKERS,
    **TABLE_MAKERS,
}
