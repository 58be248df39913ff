"""The tree builder: elements opened and closed in, nodes of the model out.

Markdown and HTML both feed it, under the names of HTML elements, so that `<aside>`, Markdown within it and `</aside>`
become one node, and a tag means the same in both. What each element becomes stands in `elements.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeGuard, get_args

from exporters.errors import SourceError
from exporters.model.nodes import Block, Inline, Node, Paragraph, Text
from exporters.model.place import Place
from exporters.model.publication import Footnote
from exporters.report import Report

DEEPEST = 100
_INLINES = get_args(Inline)
_SPACES = re.compile(r"[ \t\n\f\r]+")
_REDACT_MARK = re.compile(r"<\s*/?\s*redact\b", re.IGNORECASE)
_RESIDUE = re.compile(r"\{\{|\{%")


class SoftBreak(Node, frozen=True, tag="soft-break"):
    """A line end in the source that is no line break of the text; lives only until its paragraph is closed."""


@dataclass(slots=True)
class Frame:
    """An open element: its name, attributes and place, and the nodes that it holds so far."""

    tag: str
    attributes: dict[str, str]
    place: Place
    children: list[Node] = field(default_factory=list)
    loose: bool = False


Maker = Callable[["TreeBuilder", Frame], Iterable[Node]]


class TreeBuilder:
    """Builds the body and the notes of one article.

    Redaction fails closed: nothing between `<redact>` and `</redact>` enters a node or a diagnostic, and a tag
    without its partner is an error.
    """

    def __init__(self, report: Report, makers: dict[str, Maker]) -> None:
        self.report = report
        self.makers = makers
        self.notes: list[Footnote] = []
        self.redacting = 0
        self._root = Frame("root", {}, Place())
        self.stack: list[Frame] = [self._root]

    # ------------------------------------------------------------------------------------------ what is fed

    def open(self, tag: str, place: Place, attributes: dict[str, str] | None = None) -> Frame:
        """Open an element and return its frame. Raises SourceError over 100 levels deep."""
        if len(self.stack) > DEEPEST:
            raise SourceError(
                f"elements are nested more than {DEEPEST} deep", place, "Flatten the text here", code="nested-too-deep"
            )
        frame = Frame(tag, attributes if attributes is not None else {}, place)
        if attributes:
            self.check_attributes(frame)
        self.stack.append(frame)
        if tag == "redact":
            self.redacting += 1
        return frame

    def close(self, tag: str, place: Place, within: Frame | None = None) -> bool:
        """Close the innermost element of this name and all that were left open in it; tell whether there was one.

        Only elements inside `within` are looked at, so that a stray end tag cannot close what holds it.
        """
        for depth in range(len(self.stack) - 1, 0, -1):
            frame = self.stack[depth]
            if frame is within:
                break
            if frame.tag == tag:
                self.close_to(depth)
                return True
        if tag == "redact":
            self._unbalanced(place)
        return False

    def close_frame(self, frame: Frame) -> None:
        """Close this element, and all that were left open in it."""
        self.close_to(next(depth for depth in range(len(self.stack) - 1, 0, -1) if self.stack[depth] is frame))

    def close_to(self, depth: int) -> None:
        """Close elements from the innermost to the one at this depth of the stack."""
        while len(self.stack) > depth:
            frame = self.stack.pop()
            if frame.tag == "redact":
                self.redacting -= 1
                if len(self.stack) > depth:
                    self._unbalanced(frame.place)
            if self.redacting and frame.tag != "redact":
                continue
            parent = self.stack[-1]
            if frame.tag == "p" and parent.tag in ("li", "dd"):
                parent.loose = True
            if not self.redacting:
                parent.children.extend(self.makers.get(frame.tag, _keep_content)(self, frame))

    def text(self, text: str, place: Place) -> None:
        """Add characters as they are."""
        if self.redacting or not text:
            return
        if "<" in text and _REDACT_MARK.search(text):
            self._unbalanced(place)
            return
        if "{" in text and _RESIDUE.search(text):
            self.residue(place)
        self.stack[-1].children.append(Text(text, place=place))

    def html_text(self, text: str, place: Place) -> None:
        """Add characters as HTML means them: runs of white space are one space, except in `pre`."""
        self.text(text if any(frame.tag == "pre" for frame in self.stack) else _SPACES.sub(" ", text), place)

    def add(self, node: Node) -> None:
        """Add a finished node."""
        if not self.redacting:
            self.stack[-1].children.append(node)

    def finish(self) -> tuple[Block, ...]:
        """Return the body; what is still open is closed, which for a redaction is an error."""
        for frame in self.stack[1:]:
            if frame.tag == "redact":
                self._unbalanced(frame.place)
        self.close_to(1)
        return flow(self._root.children)

    # ---------------------------------------------------------------------------------------- what is said

    def residue(self, place: Place) -> None:
        """Report template code that no generator has run over."""
        self.report.warning(
            "template-residue",
            "template code of a site generator is kept as text",
            place,
            "Remove it, or replace it with what it stands for",
        )

    def _unbalanced(self, place: Place) -> None:
        self.report.error(
            "redaction-unbalanced",
            "a redaction is not marked by one <redact> and one </redact> in the same block of text",
            place,
            "Put both tags into the same paragraph, or each on a line of its own with blank lines around it",
        )

    def check_attributes(self, frame: Frame) -> None:
        """Report redactions and template code in the attributes of an element; a redacted one loses them all."""
        for value in frame.attributes.values():
            if "<" in value and _REDACT_MARK.search(value):
                self._unbalanced(frame.place)
                frame.attributes.clear()
                return
            if "{" in value and _RESIDUE.search(value):
                self.residue(frame.place)


def _keep_content(builder: TreeBuilder, frame: Frame) -> Iterable[Node]:
    """Return what an element holds, for elements that mean nothing by themselves."""
    return frame.children


# ------------------------------------------------------------------------------------------------ mixed content


def is_inline(node: Node) -> bool:
    """Return whether the node belongs into a line of text."""
    return isinstance(node, (*_INLINES, SoftBreak))


def inlines_only(nodes: Iterable[Node]) -> TypeGuard[list[Inline]]:
    """Return whether all nodes belong into a line of text."""
    return all(is_inline(node) for node in nodes)


def flow(children: list[Node], place: Place | None = None, anchor: str = "") -> tuple[Block, ...]:
    """Return mixed content as blocks: runs of inlines become paragraphs, white space between blocks goes.

    The first paragraph made takes the place and the anchor, if given.
    """
    blocks: list[Block] = []
    run: list[Node] = []

    def end_run() -> None:
        nonlocal anchor
        words = line(run)
        if words:
            start = place if place is not None and not blocks else words[0].place
            blocks.append(Paragraph(words, anchor=anchor, place=start))
            anchor = ""
        run.clear()

    for child in children:
        if is_inline(child):
            run.append(child)
        else:
            end_run()
            blocks.append(child)  # type: ignore[arg-type]  # what is no inline is a block: makers give nothing else
    end_run()
    return tuple(blocks)


def line(children: Iterable[Node]) -> tuple[Inline, ...]:
    """Return inlines as a line of text: neighbouring text joined, soft breaks resolved, white space at the ends gone."""
    return trimmed(join(children))


_WIDE = "[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
_WIDE_END, _WIDE_START = re.compile(f"{_WIDE}$"), re.compile(f"^{_WIDE}")
_HANGUL = re.compile("[\uac00-\ud7af]")


def join(children: Iterable[Node]) -> list[Inline]:
    """Return inlines with neighbouring text joined; a soft break is a space, or nothing between Chinese or Japanese."""
    joined: list[Inline] = []
    texts: list[str] = []
    place = Place()
    pending = False  # a soft break whose neighbours are not both known yet

    def end_text() -> None:
        if texts:
            joined.append(Text("".join(texts), place=place))
            texts.clear()

    for child in children:
        if isinstance(child, SoftBreak):
            pending = True
            continue
        text = child.text if isinstance(child, Text) else ""
        if pending:
            before = texts[-1] if texts else ""
            wide = before and text and _WIDE_END.search(before) and _WIDE_START.match(text)
            if not wide or _HANGUL.match(text):
                if not texts:
                    place = child.place
                texts.append(" ")
            pending = False
        if isinstance(child, Text):
            if not texts:
                place = child.place
            texts.append(text)
        else:
            end_text()
            joined.append(child)  # type: ignore[arg-type]  # callers give inlines
    end_text()
    return joined


def trimmed(inlines: list[Inline]) -> tuple[Inline, ...]:
    """Return the inlines without white space at the ends."""
    while inlines and isinstance(inlines[0], Text):
        first = inlines[0]
        text = first.text.lstrip(" \t\n")
        if text == first.text:
            break
        if text:
            inlines[0] = Text(text, place=first.place)
            break
        del inlines[0]
    while inlines and isinstance(inlines[-1], Text):
        last = inlines[-1]
        text = last.text.rstrip(" \t\n")
        if text == last.text:
            break
        if text:
            inlines[-1] = Text(text, place=last.place)
            break
        del inlines[-1]
    return tuple(inlines)
