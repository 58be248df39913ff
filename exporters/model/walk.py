"""Ways through the tree: the children of a node, all nodes below it, a rebuilt tree, its plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, get_args

import msgspec

from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    Cell,
    Cite,
    Code,
    CodeBlock,
    Column,
    Definition,
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
    ListItem,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Row,
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

AnyNode = Block | Inline | ListItem | Definition | Cell | Row | Column
N = TypeVar("N", bound=AnyNode)


class _Fields(dict[type, tuple[str, ...]]):
    def __missing__(self, kind: type) -> tuple[str, ...]:  # a kind that a format has for itself
        return ("children",) if "children" in getattr(kind, "__struct_fields__", ()) else ()


# Every kind with the fields that hold nodes, in reading order. A table and not a match: these are the inner loops of
# every run, and a test holds that no kind is missing.
_FIELDS = _Fields({
    **dict.fromkeys((Text, Code, Image, Note, Math, LineBreak, Redacted, Cite, CodeBlock, Rule, MathBlock, Column), ()),
    **dict.fromkeys(
        (
            Emphasis, Strong, Strike, Underline, SmallCaps, Superscript, Subscript, Link, Span, Paragraph, Heading,
            ListItem, Cell,
        ),
        ("children",),
    ),
    Quote: ("children", "attribution"),
    **dict.fromkeys((Callout, Aside, Group), ("title", "children")),
    **dict.fromkeys((List, Definitions), ("items",)),
    Definition: ("term", "details"),
    Table: ("caption", "columns", "header", "rows"),
    Row: ("cells",),
    Figure: ("image", "caption"),
    Lines: ("lines",),
})  # fmt: skip

_ONE_FIELD = {kind: attrgetter(*fields) for kind, fields in _FIELDS.items() if len(fields) == 1 and kind is not Lines}
_LEAVES = frozenset(kind for kind, fields in _FIELDS.items() if not fields)
_INLINES: frozenset[type] = frozenset(get_args(Inline))
ANCHORED: frozenset[type] = frozenset(kind for kind in get_args(Block) if "anchor" in kind.__struct_fields__)
"""The kinds of blocks that have an anchor."""


def children(node: AnyNode) -> tuple[AnyNode, ...]:
    """Return the nodes directly below this one, in reading order."""
    kind = type(node)
    if kind in _LEAVES:
        return ()
    one = _ONE_FIELD.get(kind)
    if one is not None:
        below: tuple[AnyNode, ...] = one(node)
        return below
    found: list[AnyNode] = []
    for name in _FIELDS[kind]:
        value = getattr(node, name)
        if name == "image":
            found.append(value)
        elif name in _NESTED:
            for group in value:
                found.extend(group)
        else:
            found.extend(value)
    return tuple(found)


_NESTED = frozenset({"details", "lines"})
"""Fields that hold tuples of tuples: the explanations of a term, the lines of verse."""


def walk(nodes: AnyNode | Iterable[AnyNode], *, whole: frozenset[type] = frozenset()) -> Iterator[AnyNode]:
    """Yield the node or nodes and everything below, each before its children, in reading order.

    What is below nodes of the kinds that are taken as a `whole` is left out. Works with a stack of its own, so
    that depth costs no recursion.
    """
    stack: list[AnyNode] = [nodes] if isinstance(nodes, msgspec.Struct) else list(nodes)[::-1]
    leaves, one_field = _LEAVES | whole, _ONE_FIELD
    while stack:
        node = stack.pop()
        yield node
        kind = type(node)
        if kind in leaves:
            continue
        one = one_field.get(kind)
        below = one(node) if one is not None else children(node)
        if below:
            stack.extend(below[::-1])


def gather(nodes: AnyNode | Iterable[AnyNode], kinds: frozenset[type]) -> list[AnyNode]:
    """Return the nodes of these kinds, as `walk` meets them; it looks only where one of them can stand.

    Most lines of a text hold words and code alone. Such lines are passed over without a look at each of their nodes.
    """
    found: list[AnyNode] = []
    stack: list[AnyNode] = [nodes] if isinstance(nodes, msgspec.Struct) else list(nodes)[::-1]
    (leaves, passed), one_field = _skipped(kinds), _ONE_FIELD
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind in kinds:
            found.append(node)
        if kind in leaves:
            continue
        one = one_field.get(kind)
        below = one(node) if one is not None else children(node)
        if not passed.issuperset(map(type, below)):
            stack.extend(below[::-1])
    return found


def plain_text(nodes: AnyNode | Iterable[AnyNode], met: list[AnyNode] | None = None) -> str:
    """Return the text a reader would hear, without notes: words only, blocks, lines and cells parted by a space.

    `met` takes the nodes that were gone through, but for those of plain words.
    """
    met = [] if met is None else met
    if isinstance(nodes, (Paragraph, Heading)):  # as most that are asked for
        met.append(nodes)
        text = spoken(nodes.children, met)
    else:
        text = " ".join([words for words in _told(nodes, met) if words])
    if text.isprintable() and "  " not in text:  # then all its white space is single spaces
        return text.strip()
    return " ".join(text.split())


def _told(nodes: AnyNode | Iterable[AnyNode], met: list[AnyNode]) -> list[str]:
    """Return what is told by each line and block of words among these nodes and below them."""
    told: list[str] = []
    stack: list[Any] = [nodes if isinstance(nodes, msgspec.Struct) else tuple(nodes)]  # nodes, and what stands in a row
    while stack:
        node = stack.pop()
        kind = type(node)
        if kind is tuple:
            if node and type(node[0]) in _INLINES:
                told.append(spoken(node, met))
            else:
                stack.extend(node[::-1])
            continue
        if kind in _INLINES:
            told.append(spoken((node,), met))
            continue
        met.append(node)
        if kind in _SAID:
            told.append(_SAID[kind](node))
            continue
        stack += [getattr(node, name) for name in _FIELDS[kind][::-1]]
    return told


def spoken(line: Iterable[Inline], met: list[AnyNode]) -> str:
    """Return the plain text of the inlines of a line, its white space as it comes; `met` as above."""
    parts: list[str] = []
    _speak(line, parts, met)
    return "".join(parts)


def _speak(line: Iterable[Any], parts: list[str], met: list[AnyNode]) -> None:
    for node in line:
        kind = type(node)
        if kind in _WORDS:
            parts.append(node.text)
            continue
        met.append(node)
        if kind in _MARKED:
            _speak(node.children, parts, met)
        elif kind in _SAID:
            parts.append(_SAID[kind](node))
        elif kind is LineBreak:
            parts.append(" ")


REDACTION_BAR = "█████"
"""What stands for withheld text, of one width so that its length does not tell what it was."""

_WORDS: frozenset[type] = frozenset({Text, Code})
_MARKED: frozenset[type] = frozenset({
    Emphasis, Strong, Strike, Underline, SmallCaps, Superscript, Subscript, Link, Span,
})  # fmt: skip
_SAID: dict[type, Callable[[Any], str]] = {
    Text: attrgetter("text"),
    Code: attrgetter("text"),
    CodeBlock: attrgetter("text"),
    Math: attrgetter("source"),
    MathBlock: attrgetter("source"),
    Image: attrgetter("alt"),
    Redacted: lambda _: REDACTION_BAR,
    Cite: lambda node: f"[{node.key}]",
}

Change = Callable[[AnyNode], AnyNode | tuple[AnyNode, ...]]


def transform(nodes: tuple[N, ...], change: Change, only: frozenset[type] | None = None) -> tuple[N, ...]:
    """Return the nodes rebuilt from the leaves up: `change` is given each node after its children were rebuilt.

    `change` returns a node of the same family (block for block, inline for inline) or a tuple of such, which takes
    its place; the very same node where nothing is to be done. A picture of a figure is replaced by a picture only.
    `only` names the kinds that `change` is asked about, where it has nothing to say of the others. Unchanged subtrees
    are shared, not copied.
    """
    return _transform(nodes, change, only, *_skipped(only))


def transform_below(node: N, change: Change, only: frozenset[type] | None = None) -> N:
    """Return the node with all that is below it transformed, or itself where nothing changed."""
    return _rebuild(node, change, only, *_skipped(only))


_Kinds = frozenset[type]


@cache
def _skipped(only: _Kinds | None) -> tuple[_Kinds, _Kinds]:
    """Return the kinds below which none of these can stand, and of those the ones that are none of these either.

    Where only blocks are asked for, nothing in lines of text is.
    """
    if only is None:
        return _LEAVES, frozenset()
    leaves = _LEAVES if only & _INLINES else _LEAVES | _INLINES | {Paragraph, Heading, Lines}
    return leaves, leaves - only


def _transform(
    nodes: tuple[N, ...], change: Change, only: _Kinds | None, leaves: _Kinds, passed: _Kinds
) -> tuple[N, ...]:
    made: list[Any] | None = None
    for position, node in enumerate(nodes):
        kind = type(node)
        if kind in passed:
            continue
        new: Any = node if kind in leaves else _rebuild(node, change, only, leaves, passed)
        if only is None or kind in only:
            new = change(new)
        if new is not node:
            made = list(nodes) if made is None else made
            made[position] = new
    if made is None:
        return nodes
    if tuple in map(type, made):
        return tuple(node for new in made for node in (new if isinstance(new, tuple) else (new,)))
    return tuple(made)


def _rebuild(node: N, change: Change, only: _Kinds | None, leaves: _Kinds, passed: _Kinds) -> N:
    fresh: dict[str, object] = {}
    for name in _FIELDS[type(node)]:
        old = getattr(node, name)
        new: object
        if name == "image":
            image = _transform((old,), change, only, leaves, passed)
            new = image[0] if len(image) == 1 and isinstance(image[0], Image) else old
        elif name in _NESTED:
            groups = tuple(_transform(group, change, only, leaves, passed) for group in old)
            new = old if all(made is was for made, was in zip(groups, old, strict=True)) else groups
        else:
            new = _transform(old, change, only, leaves, passed) if old else old
        if new is not old:
            fresh[name] = new
    return msgspec.structs.replace(node, **fresh) if fresh else node
