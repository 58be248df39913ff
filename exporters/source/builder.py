"""The tree builder: elements opened and closed in, nodes of the model out.

Markdown and HTML both feed it, under the names of HTML elements, so that `<aside>`, Markdown within it and `</aside>`
become one node, and a tag means the same in both. What each element becomes stands in `elements.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from exporters.errors import SourceError
from exporters.model.nodes import Block, Node, Text
from exporters.model.place import NOWHERE, Place
from exporters.model.publication import Footnote
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.lines import flow
from exporters.source.redaction import REDACT_MARK, REDACTED_CLASSES, report_unbalanced

DEEPEST = 100
_SPACES = pattern(r"[ \t\n\f\r]+")
_RESIDUE = pattern(r"\{\{|\{%")
_MARKED = pattern(r"[@^~{]|://|www\.")
_END_MAY_LACK = frozenset({
    "body", "colgroup", "dd", "dt", "html", "li", "option", "p", "redact", "tbody", "td", "tfoot", "th", "thead", "tr",
})  # fmt: skip
"""Elements whose end tag HTML lets one leave out, and redactions, about which something graver is said."""


class Frame(msgspec.Struct):
    """An open element: its name, attributes and place, and the nodes that it holds so far.

    `fixed` marks what Markdown opened, which no tag can close; `loose` that a paragraph stands in it; `marked` that
    its text has characters that may mean more than themselves (citations, addresses).
    """

    tag: str
    attributes: dict[str, str]
    place: Place
    parent: Frame | None = None
    fixed: bool = False
    children: list[Node] = msgspec.field(default_factory=list)
    loose: bool = False
    marked: bool = False

    def within(self, tag: str) -> bool:
        """Return whether this element stands in one of this name."""
        frame = self.parent
        while frame is not None:
            if frame.tag == tag:
                return True
            frame = frame.parent
        return False


Maker = Callable[[Frame], Iterable[Node]]


class TreeBuilder:
    """Builds the body and the notes of one article.

    Redaction fails closed: nothing between `<redact>` and `</redact>` enters a node or a diagnostic, and a tag
    without its partner is an error. `refine` is given each element with marked text before it is made a node.
    """

    def __init__(self, report: Report, makers: dict[str, Maker], refine: Callable[[Frame], None] | None = None) -> None:
        self.report = report
        self.makers = makers
        self.refine = refine
        self.notes: list[Footnote] = []
        self.redacting = 0
        self.unbalanced: list[Place] = []
        self.pictures: list[Place] = []
        """The places of all pictures that were met; some may not have been kept."""
        self._root = Frame("root", {}, NOWHERE)
        self.stack: list[Frame] = [self._root]

    # ------------------------------------------------------------------------------------------ what is fed

    def open(self, tag: str, place: Place, attributes: dict[str, str] | None = None, *, fixed: bool = False) -> Frame:
        """Open an element and return its frame. Raises SourceError over 100 levels deep."""
        stack = self.stack
        if len(stack) > DEEPEST:
            raise SourceError(
                f"elements are nested more than {DEEPEST} deep",
                place,
                "Flatten the text here, and close the tags that are left open",
                code="nested-too-deep",
            )
        frame = Frame(tag, {} if attributes is None else attributes, place, stack[-1], fixed)
        if attributes:
            self.check_attributes(frame)
        stack.append(frame)
        if tag == "redact":
            self.redacting += 1
        return frame

    def close(self, tag: str, place: Place) -> bool:
        """Close the innermost element of this name and all that were left open in it; tell whether there was one.

        Elements that Markdown opened bound the search, so that a stray end tag cannot close what holds it.
        """
        for depth in range(len(self.stack) - 1, 0, -1):
            frame = self.stack[depth]
            if frame.fixed:
                break
            if frame.tag == tag:
                self.close_to(depth)
                return True
        if tag == "redact":
            self._unbalanced(place)
        return False

    def close_frame(self, frame: Frame) -> None:
        """Close this element, and all that were left open in it."""
        stack = self.stack
        depth = len(stack) - 1
        while stack[depth] is not frame:
            depth -= 1
        self.close_to(depth)

    def close_to(self, depth: int) -> None:
        """Close elements from the innermost to the one at this depth of the stack."""
        stack = self.stack
        while len(stack) > depth:
            frame = stack.pop()
            if frame.tag == "redact":
                self.redacting -= 1
                if len(stack) > depth:
                    self._unbalanced(frame.place)
            elif self.redacting:
                continue
            elif len(stack) > depth and frame.tag not in _END_MAY_LACK:
                self._unclosed(frame)
            if self.redacting:
                continue
            parent = stack[-1]
            if (frame.tag == "p" and parent.tag in ("li", "dd")) or (frame.loose and frame.tag == "li"):
                parent.loose = True
            if frame.marked and self.refine is not None:
                self.refine(frame)
            maker = self.makers.get(frame.tag)
            parent.children.extend(frame.children if maker is None else maker(frame))

    def text(self, text: str, place: Place) -> None:
        """Add characters as they are."""
        if self.redacting or not text:
            return
        if "<" in text and REDACT_MARK.search(text):
            self._unbalanced(place)
            return
        frame = self.stack[-1]
        if "{" in text and _RESIDUE.search(text):
            self._residue(place, frame)
        if not frame.marked and _MARKED.search(text):
            frame.marked = True
        frame.children.append(Text(text, place=place))

    def html_text(self, text: str, place: Place) -> None:
        """Add characters as HTML means them: runs of white space are one space, except in `pre`."""
        top = self.stack[-1]
        self.text(text if top.tag == "pre" or top.within("pre") else _SPACES.sub(" ", text), place)

    def add(self, node: Node) -> None:
        """Add a finished node."""
        if not self.redacting:
            self.stack[-1].children.append(node)

    def finish(self) -> tuple[Block, ...]:
        """Return the body; what is still open is closed, which for a redaction is an error."""
        for frame in self.stack[1:]:
            if frame.tag == "redact":
                self._unbalanced(frame.place)
            elif not self.redacting and frame.tag not in _END_MAY_LACK:
                self._unclosed(frame)
        depth = len(self.stack)
        while depth > 1:  # one by one, so that each is the innermost and nothing is said twice
            depth -= 1
            self.close_to(depth)
        if self._root.marked and self.refine is not None:
            self.refine(self._root)
        return flow(self._root.children)

    # ---------------------------------------------------------------------------------------- what is said

    def _residue(self, place: Place, frame: Frame) -> None:
        """Report template code that no generator has run over; code shown as code is what the story is about."""
        if frame.tag not in ("md-code", "pre", "code") and not frame.within("pre"):
            self.report.warning(
                "template-residue",
                "template code of a site generator is kept as text",
                place,
                "Remove it, or replace it with what it stands for",
            )

    def _unclosed(self, frame: Frame) -> None:
        if frame.tag == "md-fence":
            self.report.warning(
                "tag-unclosed", "a box of colons is not closed", frame.place, "Write ::: on a line of its own"
            )
        elif not frame.fixed:
            self.report.warning(
                "tag-unclosed",
                f"<{frame.tag}> is not closed; it ends with the block around it, or with the text",
                frame.place,
                f"Write </{frame.tag}> where it ends",
            )

    def _unbalanced(self, place: Place) -> None:
        self.unbalanced.append(place)
        report_unbalanced(self.report, place)

    def check_attributes(self, frame: Frame) -> None:
        """Report redactions and template code in the attributes of an element; a redacted one loses them all.

        A class or attribute such as `redacted` on an element that is none would only have been styled: its words would
        go out.
        """
        if frame.tag != "redact":
            names = {name.removeprefix("data-") for name in frame.attributes}
            if not REDACTED_CLASSES.isdisjoint(names | set(frame.attributes.get("class", "").lower().split())):
                self._unbalanced(frame.place)
        for value in frame.attributes.values():
            if "<" in value and REDACT_MARK.search(value):
                self._unbalanced(frame.place)
                frame.attributes.update(dict.fromkeys(frame.attributes, ""))
                return
            if "{" in value and _RESIDUE.search(value) and not self.redacting:
                self._residue(frame.place, frame)
