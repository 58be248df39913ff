"""Handlers by node type: how a format says what it does with each kind, and what happens to the kinds it does not know.

    class TextRenderer(Renderer[str]):
        @handles(Paragraph)
        def paragraph(self, node: Paragraph) -> str: ...

The table of handlers is built once for each class. A kind without a handler is written as the simpler nodes that
`model.simplify` makes of it, and counted as a loss.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, ClassVar, Generic, TypeVar

from exporters.model.nodes import Block, Inline, Node, Paragraph, Text
from exporters.model.simplify import simplify_block, simplify_inline
from exporters.report import Report
from exporters.words import Words

Piece = TypeVar("Piece")
R = TypeVar("R")
K = TypeVar("K", bound=Node)

_MARK = "_handles"


def handles(kind: type[K]) -> Callable[[Callable[[R, K], Piece]], Callable[[R, K], Piece]]:
    """Return a decorator that makes a method the handler of this node type; the method's type must agree."""

    def mark(method: Callable[[R, K], Piece]) -> Callable[[R, K], Piece]:
        setattr(method, _MARK, kind)
        return method

    return mark


class Renderer(Generic[Piece]):
    """What all renderers share: the table, the fallback and the report of what was simplified."""

    table: ClassVar[dict[type[Node], Callable[[Any, Any], Any]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        table: dict[type[Node], Callable[[Any, Any], Any]] = {}
        for ancestor in reversed(cls.__mro__):
            for method in vars(ancestor).values():
                kind = getattr(method, _MARK, None)
                if kind is not None:
                    table[kind] = method
        cls.table = table

    def __init__(self, format_name: str, report: Report, words: Words) -> None:
        self.format_name = format_name
        self.report = report
        self.words = words

    def render(self, node: Block | Inline) -> list[Piece]:
        """Return the pieces that this node becomes: one from its handler, or those of its simpler forms."""
        handler = self.table.get(type(node))
        if handler is not None:
            return [handler(self, node)]
        return self._render_simplified(node)

    def render_all(self, nodes: Iterable[Block | Inline]) -> list[Piece]:
        """Return the pieces of several nodes in a row."""
        table = self.table
        pieces: list[Piece] = []
        for node in nodes:
            handler = table.get(type(node))
            if handler is not None:
                pieces.append(handler(self, node))
            else:
                pieces.extend(self._render_simplified(node))
        return pieces

    def _render_simplified(self, node: Block | Inline) -> list[Piece]:
        kind = str(type(node).__struct_config__.tag)
        if isinstance(node, (Paragraph, Text)):
            raise TypeError(f"{type(self).__name__} must handle {kind}: there is nothing simpler")
        simpler: tuple[Block | Inline, ...]
        simpler = simplify_block(node, self.words) if isinstance(node, Block) else simplify_inline(node, self.words)
        became = ", ".join(dict.fromkeys(str(type(made).__struct_config__.tag) for made in simpler)) or "nothing"
        self.report.loss(self.format_name, kind, became, node.place)
        return self.render_all(simpler)
