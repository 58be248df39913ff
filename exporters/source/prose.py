"""The quick way for what most of a text is: blocks that hold nothing but words, stress, code and links.

The builder can make everything of everything, and pays for it with a frame and several passes for each element. A
paragraph, heading, cell or block of code in which nothing can mean more than the parser says needs none of that: its
nodes are made in one pass. Whatever could be a mark, a tag, a caption, verse or a redaction is left to the builder, so
that both ways give the same nodes; a test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from exporters.model.nodes import (
    Cell,
    Code,
    CodeBlock,
    Emphasis,
    Heading,
    Inline,
    Link,
    Math,
    Note,
    Paragraph,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
)
from exporters.model.place import NOWHERE, Place
from exporters.patterns import pattern
from exporters.source.builder import TreeBuilder
from exporters.source.inline_elements import MEANING_CLASSES
from exporters.source.line_marks import ESCAPED
from exporters.source.lines import SPACES, trimmed
from exporters.source.parsing import Events
from exporters.source.redaction import may_be_marked
from exporters.source.tags import TagFeeder

_DEEPEST = 8
"""Elements within one another that are read in this way; the builder counts all of them."""

_MEANS_MORE_AT_HEAD = ("|", ":", "[!")
"""How verse, a caption and the mark of a callout begin."""

_FIRST_WIDE = "\u2e80"  # from here on a line end may be no space
_STRESS: dict[str, type[Emphasis | Strong | Strike | Superscript | Subscript]] = {
    "Emphasis": Emphasis,
    "Strong": Strong,
    "Strikethrough": Strike,
    "Superscript": Superscript,
    "Subscript": Subscript,
}

_SPAN = pattern(r'<span class="([A-Za-z][\w-]*)">')
_ANCHOR = pattern(r'<a (?:id|name)="[\w.:-]+">')
_ANCHOR_END = {"InlineHtml": "</a>"}

_MARKS = ("@", "^", "~", "{", "<", "://", ":::", "www.")
"""What a mark, an address, a tag, template code or a fence has in it: five times as fast as a regular expression."""


class Prose:
    """What is read: the bytes of a text, what gives their places, and who is told of comments.

    `marks` are those that stand anywhere in the text, `slashed` says whether a backslash does.
    """

    __slots__ = ("at", "data", "feeder", "marks", "slashed")

    def __init__(self, data: bytes, at: Callable[[int], Place], feeder: TagFeeder) -> None:
        self.data = data
        self.at = at
        self.feeder = feeder
        self.marks = tuple(mark for mark in _MARKS if data.find(mark.encode()) >= 0)
        self.slashed = data.find(b"\\") >= 0

    def means_more(self, texts: list[str]) -> bool:
        """Return whether any of these texts holds a mark."""
        text = "\n".join(texts)
        for mark in self.marks:  # noqa: SIM110 - a generator costs more than the search
            if mark in text:
                return True
        return False


def read_prose(value: Any, events: Events, index: int, prose: Prose) -> int:
    """Return the index after the block that this start event begins, which was added; 0 where the builder must read it.

    `index` is that of the event after the start.
    """
    feeder = prose.feeder
    builder = feeder.builder
    parent = builder.stack[-1]
    comments: list[Place] = []
    said: list[str] = []
    if parent.tag == "blockquote":
        return 0
    place = prose.at(events[index - 1][1]["start"])
    if value in ("Paragraph", "TableCell"):
        if value == "Paragraph" and "InlineHtml" in events[index][0]:
            after = _anchors_alone(events, index)
            if after:
                if parent.tag in ("li", "dd"):
                    parent.loose = True
                return after
        found = _inlines(events, index, prose, comments, said, 0)
        if found is None or prose.means_more(said):
            return 0
        made, index = found
        first = made[0] if made else None
        if type(first) is Text and first.text.startswith(_MEANS_MORE_AT_HEAD):
            return 0
        words = trimmed(made)
        if not words or (len(words) == 1 and type(words[0]) is Text and not words[0].text.strip()):
            return 0
        feeder.comments += comments
        if value == "Paragraph":
            parent.children.append(Paragraph(words, place=place))
            if parent.tag in ("li", "dd"):
                parent.loose = True
        else:
            parent.children.append(Cell((Paragraph(words, place=words[0].place),), place=place))
        return index
    if type(value) is not dict:
        return 0
    ((kind, detail),) = value.items()
    if kind == "Heading" and not detail["id"]:
        found = _inlines(events, index, prose, comments, said, 0)
        words = trimmed(found[0]) if found is not None else ()
        if found is None or not words or prose.means_more(said):
            return 0
        feeder.comments += comments
        parent.children.append(Heading(int(detail["level"][1]), words, place=place))
        return found[1]
    if kind == "CodeBlock":
        return _code(detail, events, index, place, builder)
    return 0


def _code(detail: Any, events: Events, index: int, place: Place, builder: TreeBuilder) -> int:
    info = "" if detail == "Indented" else detail["Fenced"]
    if "<" in info or "{" in info:
        return 0
    parts: list[str] = []
    while "Text" in (event := events[index][0]):
        parts.append(event["Text"])
        index += 1
    text = "".join(parts)
    if "End" not in event or ("<" in text and "redact" in text.casefold()):
        return 0
    words = info.split(",")[0].split()
    language = words[0].strip("}.") if words else ""
    builder.stack[-1].children.append(CodeBlock(text.removesuffix("\n"), language=language, place=place))
    return index + 1


def _inlines(
    events: Events, index: int, prose: Prose, comments: list[Place], said: list[str], depth: int
) -> tuple[list[Inline], int] | None:
    """Return the nodes up to the end of the element that was begun, and the index after it; None where any is special.

    Neighbouring text is joined, a line end is a space, and so is a run of white space. All text is added to `said`.
    """
    made: list[Inline] = []
    text, place = "", NOWHERE  # words whose end was not met yet, and where they begin
    line_ended = False  # after which something must come for it to be a space
    spans = 0  # that mean nothing, and are open
    data, at, slashed = prose.data, prose.at, prose.slashed
    while True:
        event, span = events[index]
        index += 1
        start = span["start"]
        if "Text" in event:  # no other event has these letters in its name
            value = event["Text"]
            if slashed and data[start - 1] == 92 and value[0] in ESCAPED:
                return None
            if line_ended:
                text += " "
                line_ended = False
            elif not text:
                place = at(start)
            text += value
            continue
        if type(event) is str:
            if event != "SoftBreak" or text[-1:] >= _FIRST_WIDE:
                return None
            if not text:
                place = at(start)
            line_ended = True
            continue
        if "InlineHtml" in event:
            tag = event["InlineHtml"]
            if tag == "</span>" and spans:
                spans -= 1
            elif spans < _DEEPEST and _is_plain_span(tag):
                spans += 1
            elif _is_comment(tag):
                comments.append(at(start))
            else:
                return None
            continue
        ends = "End" in event
        if line_ended and not ends:
            text += " "
            line_ended = False
        if text:
            said.append(text)
            made.append(Text(SPACES.sub(" ", text) if "  " in text or "\t" in text else text, place=place))
            text = ""
        if ends:
            return None if spans else (made, index)
        here = at(start)
        if "Code" in event:
            made.append(Code(event["Code"], place=here))
        elif "Start" in event:
            found = _element(event["Start"], here, events, index, prose, comments, said, depth + 1)
            if found is None:
                return None
            node, index = found
            made.append(node)
        elif "InlineMath" in event:
            made.append(Math(event["InlineMath"], place=here))
        elif "FootnoteReference" in event:
            made.append(Note(event["FootnoteReference"].casefold(), place=here))
        else:
            return None


def _is_plain_span(tag: str) -> bool:
    """Return whether this is the start of a `span` of one class that has no meaning, and of nothing else."""
    found = _SPAN.fullmatch(tag)
    return found is not None and found[1].lower() not in MEANING_CLASSES


def _anchors_alone(events: Events, index: int) -> int:
    """Return the index after a paragraph that holds nothing but anchors of old, `<a id="…"></a>`; 0 for any other."""
    while "InlineHtml" in (event := events[index][0]) and _ANCHOR.fullmatch(event["InlineHtml"]):
        if events[index + 1][0] != _ANCHOR_END:
            return 0
        index += 2
    return index + 1 if "End" in event else 0


def _is_comment(text: str) -> bool:
    """Return whether this is a whole comment without a word of redactions, which the feeder would count."""
    return text.startswith("<!--") and text.endswith("-->") and not may_be_marked(text)


def _element(
    value: Any,
    place: Place,
    events: Events,
    index: int,
    prose: Prose,
    comments: list[Place],
    said: list[str],
    depth: int,
) -> tuple[Inline, int] | None:
    """Return the node that this start event begins, and the index after it; None where the builder must read it."""
    if depth > _DEEPEST:
        return None
    found = _inlines(events, index, prose, comments, said, depth)
    if found is None:
        return None
    words = tuple(found[0])
    if words and all(type(word) is Text and not word.text.strip() for word in words):
        return None
    if type(value) is str:
        kind = _STRESS.get(value)
        return None if kind is None or not words else (kind(words, place=place), found[1])
    detail = value.get("Link")
    if detail is None or not words:
        return None
    target, title = detail["dest_url"].strip(), detail["title"].strip()
    if not target or detail["link_type"] == "Email" or "<" in target + title or "{" in target + title:
        return None
    return Link(target, words, title=title, place=place), found[1]
