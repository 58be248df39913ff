"""Ways through the tree: the children of a node, all nodes below it, a rebuilt tree, its plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar, assert_never

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


def children(node: AnyNode) -> tuple[AnyNode, ...]:
    """Return the nodes directly below this one, in reading order."""
    match node:
        case (
            Text() | Code() | Image() | Note() | Math() | LineBreak() | Redacted() | Cite() | CodeBlock() | Rule()
            | MathBlock() | Column()
        ):  # fmt: skip
            return ()
        case (
            Emphasis() | Strong() | Strike() | Underline() | SmallCaps() | Superscript() | Subscript() | Link()
            | Span() | Paragraph() | Heading() | ListItem() | Cell()
        ):  # fmt: skip
            return node.children
        case Quote():
            return (*node.children, *node.attribution)
        case Callout() | Aside() | Group():
            return (*node.title, *node.children)
        case List() | Definitions():
            return node.items
        case Definition():
            return (*node.term, *(block for detail in node.details for block in detail))
        case Table():
            return (*node.caption, *node.columns, *node.header, *node.rows)
        case Row():
            return node.cells
        case Figure():
            return (node.image, *node.caption)
        case Lines():
            return tuple(inline for line in node.lines for inline in line)
        case _:
            assert_never(node)


def walk(nodes: AnyNode | Iterable[AnyNode]) -> Iterator[AnyNode]:
    """Yield the node or nodes and everything below, each before its children, in reading order.

    Works with a stack of its own, so that depth costs no recursion.
    """
    stack: list[AnyNode] = [nodes] if isinstance(nodes, msgspec.Struct) else list(nodes)[::-1]
    while stack:
        node = stack.pop()
        yield node
        below = children(node)
        if below:
            stack.extend(below[::-1])


def plain_text(nodes: AnyNode | Iterable[AnyNode]) -> str:
    """Return the text a reader would hear, without notes: words only, blocks, lines and cells parted by a space."""
    parts: list[str] = []
    stack: list[AnyNode] = [nodes] if isinstance(nodes, msgspec.Struct) else list(nodes)[::-1]
    while stack:
        node = stack.pop()
        if not isinstance(node, _WITHIN_WORDS):
            parts.append(" ")
        match node:
            case Text() | Code() | CodeBlock():
                parts.append(node.text)
            case Math() | MathBlock():
                parts.append(node.source)
            case Image():
                parts.append(node.alt)
            case Redacted():
                parts.append(REDACTION_BAR)
            case Cite():
                parts.append(f"[{node.key}]")
            case Quote():
                stack.extend((*node.attribution[::-1], _SPACE, *node.children[::-1]))
            case Callout() | Aside() | Group():
                stack.extend((*node.children[::-1], _SPACE, *node.title[::-1]))
            case Lines():
                for line in reversed(node.lines):
                    stack.extend((_SPACE, *line[::-1]))
            case Definition():
                for detail in reversed(node.details):
                    stack.extend(detail[::-1])
                stack.extend((_SPACE, *node.term[::-1]))
            case Table():
                stack.extend((*node.rows[::-1], *node.header[::-1], _SPACE, *node.caption[::-1]))
            case Figure():
                stack.extend((*node.caption[::-1], _SPACE, node.image))
            case _:
                stack.extend(children(node)[::-1])
    return " ".join("".join(parts).split())


_SPACE = Text(" ")
_WITHIN_WORDS = (
    Text, Code, Math, Image, Note, Redacted, Cite, Emphasis, Strong, Strike, Underline, SmallCaps, Superscript,
    Subscript, Link, Span,
)  # fmt: skip

REDACTION_BAR = "█████"
"""What stands for withheld text, of one width so that its length does not tell what it was."""

Change = Callable[[AnyNode], AnyNode | tuple[AnyNode, ...]]


def transform(nodes: tuple[N, ...], change: Change) -> tuple[N, ...]:
    """Return the nodes rebuilt from the leaves up: `change` is given each node after its children were rebuilt.

    `change` returns a node of the same family (block for block, inline for inline) or a tuple of such, which takes
    its place; the very same node where nothing is to be done. A picture of a figure is replaced by a picture only.
    Unchanged subtrees are shared, not copied.
    """
    rebuilt: list[AnyNode] = []
    same = True
    for node in nodes:
        below = _rebuild(node, change)
        changed = change(below)
        if isinstance(changed, tuple):
            rebuilt.extend(changed)
            same = False
        else:
            rebuilt.append(changed)
            same = same and changed is node
    return nodes if same else tuple(rebuilt)  # type: ignore[arg-type]  # families are kept by contract


def _rebuild(node: AnyNode, change: Change) -> AnyNode:
    """Return the node with its children transformed, or itself if none changed."""
    match node:
        case (
            Emphasis() | Strong() | Strike() | Underline() | SmallCaps() | Superscript() | Subscript() | Link()
            | Span() | Paragraph() | Heading() | ListItem() | Cell()
        ):  # fmt: skip
            return _with(node, children=transform(node.children, change))
        case Quote():
            return _with(
                node,
                children=transform(node.children, change),
                attribution=transform(node.attribution, change),
            )
        case Callout() | Aside() | Group():
            return _with(node, children=transform(node.children, change), title=transform(node.title, change))
        case List():
            return _with(node, items=transform(node.items, change))
        case Definitions():
            return _with(node, items=transform(node.items, change))
        case Definition():
            return _with(
                node,
                term=transform(node.term, change),
                details=_each(node.details, change),
            )
        case Table():
            return _with(
                node,
                caption=transform(node.caption, change),
                header=transform(node.header, change),
                rows=transform(node.rows, change),
            )
        case Row():
            return _with(node, cells=transform(node.cells, change))
        case Figure():
            image = transform((node.image,), change)
            kept = image[0] if len(image) == 1 and isinstance(image[0], Image) else node.image
            return _with(node, image=kept, caption=transform(node.caption, change))
        case Lines():
            return _with(node, lines=_each(node.lines, change))
        case _:
            return node


def _each(groups: tuple[tuple[N, ...], ...], change: Change) -> tuple[tuple[N, ...], ...]:
    rebuilt = tuple(transform(group, change) for group in groups)
    return groups if all(new is old for new, old in zip(rebuilt, groups, strict=True)) else rebuilt


def _with(node: N, **fields: object) -> N:
    """Return the node with these fields, itself where all of them are what it has."""
    if all(getattr(node, name) is value for name, value in fields.items()):
        return node
    return msgspec.structs.replace(node, **fields)
