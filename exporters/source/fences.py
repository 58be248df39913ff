"""Boxes between lines of colons, `::: note Title` and `:::`, as VuePress, Docusaurus, Pandoc and Quarto have them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporters.model.nodes import LineBreak, Node, Text
from exporters.patterns import pattern
from exporters.source.block_elements import BLOCK_MAKERS
from exporters.source.builder import Frame, TreeBuilder
from exporters.source.lines import SoftBreak, flow, words_of
from exporters.source.quotes import marked_block
from exporters.source.tags import attributes

FENCE = "md-fence"
_OPENING = pattern(r":{3,}\s*(?:\{(?P<braces>[^{}]*)\}|(?P<name>[A-Za-z][\w-]*))\s*(?P<title>.*)", re.DOTALL)
_CLOSING = pattern(r":{3,}\s*")
_CLASS = pattern(r"(?:^|\s)\.([\w-]+)")
_ID = pattern(r"(?:^|\s)#([\w-]+)")
_ALIKE = {
    "info": "note", "seealso": "note", "hint": "tip", "success": "tip", "attention": "warning", "danger": "warning",
    "error": "warning", "sidebar": "aside", "collapse": "details",
}  # fmt: skip


def turn_fences(builder: TreeBuilder, frame: Frame) -> bool:
    """Open a box before a paragraph whose first line is one of colons; tell whether its last line closes one.

    The lines themselves are taken from the paragraph or list item, which is about to be closed.
    """
    children = frame.children
    if builder.stack[-1] is not frame or not children or not isinstance(first := children[0], Text):
        return False
    last = children[-1]
    ends = isinstance(last, Text) and last.text.startswith(":::")
    if not ends and not first.text.startswith(":::"):
        return False
    if frame.tag == "p" and first.text.startswith(":::"):
        _open(builder, frame)
        children = frame.children
    if not ends or not _CLOSING.fullmatch(last.text) or not frame.within(FENCE):  # type: ignore[attr-defined]  # text
        return False
    if children == [last] or (len(children) > 1 and isinstance(children[-2], (SoftBreak, LineBreak))):
        del children[-2:]
        return True
    return False


def _open(builder: TreeBuilder, frame: Frame) -> None:
    children = frame.children
    at = next((at for at, child in enumerate(children) if isinstance(child, (SoftBreak, LineBreak))), len(children))
    end = next((at for at, child in enumerate(children[:at]) if not isinstance(child, Text)), at)
    found = _OPENING.match("".join(child.text for child in children[:end] if isinstance(child, Text)))
    if found is None:
        return
    given = attributes(found["braces"] or "")
    classes = _CLASS.findall(found["braces"] or "")
    name = next(iter(classes), found["name"] or "").lower().removeprefix("callout-").removeprefix("admonition-")
    given["class"] = " ".join(classes)
    given["data-fence"] = _ALIKE.get(name, name)
    if identifier := _ID.search(found["braces"] or ""):
        given["id"] = identifier[1]
    builder.stack.pop()
    fence = builder.open(FENCE, frame.place, given)
    title = [Text(found["title"], place=frame.place)] if found["title"] else []
    fence.children = [Title(tuple(words_of([*title, *children[end:at]])), place=frame.place)]
    frame.parent = fence
    frame.children = children[at + 1 :]
    builder.stack.append(frame)


class Title(Node, frozen=True, tag="fence-title"):
    """The words after the colons: lives until the box is closed."""

    children: tuple[Node, ...]


def make_fence(frame: Frame) -> Iterable[Node]:
    """Return the box that a fence is; one of a kind that means nothing is what it holds."""
    title = next((child.children for child in frame.children if isinstance(child, Title)), ())
    blocks = flow([child for child in frame.children if not isinstance(child, Title)])
    given = frame.attributes
    made = marked_block(given.get("data-fence", ""), title, blocks, frame)  # type: ignore[arg-type]  # inlines
    if made is not None:
        return [made]
    head = flow(list(title))
    inner = Frame("div", given, frame.place, frame.parent, children=[*head, *blocks])
    return BLOCK_MAKERS["div"](inner)
