"""Straight quotes and dashes turned into those of the story's language; code, formulas and addresses left alone."""

from __future__ import annotations

import re

import msgspec

from exporters.model.nodes import (
    Aside,
    Callout,
    Cite,
    Code,
    Definition,
    Emphasis,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    LineBreak,
    Lines,
    Link,
    Math,
    Note,
    Paragraph,
    Quote,
    Redacted,
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
from exporters.model.publication import Article
from exporters.model.walk import AnyNode, transform
from exporters.patterns import pattern
from exporters.words import words_for

Marks = tuple[str, str, str, str]
"""The outer and the inner pair of quotation marks."""

_DASHES = pattern(r"(?<!-)---?(?!-)|(?<!\.)\.\.\.(?!\.)")
_REPLACED = {"---": "—", "--": "–", "...": "…"}
_QUOTE = pattern(r"[\"']")
_OPENERS = frozenset("([{—–-/«„“‘\u00a0\u202f")
# Marks behind which a quotation may begin or end, which the word after it tells: ¿"Quién"? and the sign "¿", cited.
_QUESTIONS = frozenset("¿¡")
_WORD = pattern(r"[\"'¿¡(\[…]{0,4}\w")
# Words that begin with an apostrophe, which no rule can tell from a quotation.
_ELIDED = pattern(r"(?:tis|twas|twere|til|em|cause|round|bout|n|\d\ds?)\b", re.IGNORECASE)


def smarten(article: Article) -> Article:
    """Return the article with typographic quotes, dashes, ellipses and apostrophes, in all its text and its titles."""
    marks: Marks = words_for(article.meta.language).quotes

    def change(node: AnyNode) -> AnyNode:
        match node:
            case Paragraph() | Heading():
                return _with(node, children=_line(node.children, marks))
            case Quote():
                return _with(node, attribution=_line(node.attribution, marks))
            case Callout() | Aside() | Group():
                return _with(node, title=_line(node.title, marks))
            case Definition():
                return _with(node, term=_line(node.term, marks))
            case Table() | Figure():
                return _with(node, caption=_line(node.caption, marks))
            case Lines():
                return _with(node, lines=tuple(_line(line, marks) for line in node.lines))
            case Image():
                return _with(node, alt=_smart(node.alt, "", marks)[0])
            case _:
                return node

    meta = article.meta
    titles = {name: _smart(getattr(meta, name), "", marks)[0] for name in ("title", "subtitle", "summary")}
    return msgspec.structs.replace(
        article,
        meta=msgspec.structs.replace(meta, **titles),
        body=transform(article.body, change),
        notes=tuple(msgspec.structs.replace(note, children=transform(note.children, change)) for note in article.notes),
    )


def _with(node: AnyNode, **fields: object) -> AnyNode:
    same = all(getattr(node, name) == value for name, value in fields.items())
    return node if same else msgspec.structs.replace(node, **fields)


def _line(children: tuple[Inline, ...], marks: Marks) -> tuple[Inline, ...]:
    """Return a line with its quotes turned; what stands around a mark, in whatever node, tells which way."""
    before = ""

    def turn(nodes: tuple[Inline, ...], after: str) -> tuple[Inline, ...]:
        nonlocal before
        made: list[Inline] = []
        for position, node in enumerate(nodes):
            match node:
                case Text():
                    following = _first(nodes[position + 1]) if position + 1 < len(nodes) else after
                    text, before = _smart(node.text, before, marks, following)
                    made.append(node if text == node.text else msgspec.structs.replace(node, text=text))
                case Link() if _is_address(node):
                    before = "x"
                    made.append(node)
                case (
                    Emphasis() | Strong() | Strike() | Underline() | SmallCaps() | Superscript() | Subscript() | Link()
                    | Span()
                ):  # fmt: skip
                    following = _first(nodes[position + 1]) if position + 1 < len(nodes) else after
                    made.append(msgspec.structs.replace(node, children=turn(node.children, following)))
                case LineBreak():
                    before = " "
                    made.append(node)
                case Note():
                    made.append(node)
                case Code() | Math() | Image() | Cite() | Redacted():
                    before = "x"
                    made.append(node)
        return tuple(made)

    return turn(children, "")


def _first(node: Inline) -> str:
    """Return the first character that a reader meets in this node."""
    match node:
        case Text():
            return node.text[:1]
        case Note():
            return ""
        case LineBreak():
            return " "
        case _:
            children = getattr(node, "children", ())
            return _first(children[0]) if children else "x"


def _is_address(link: Link) -> bool:
    text = link.children[0].text if len(link.children) == 1 and isinstance(link.children[0], Text) else ""
    return "://" in text or text.startswith("www.") or (bool(text) and text == link.target.removeprefix("mailto:"))


def _smart(text: str, before: str, marks: Marks, after: str = "") -> tuple[str, str]:
    """Return the text with its marks turned, and its last two characters; `before` and `after` stand around it."""
    if not text:
        return text, before
    if text.isalnum():
        return text, text[-1]
    open_outer, close_outer, open_inner, close_inner = marks
    text = _DASHES.sub(lambda found: _REPLACED[found[0]], text)
    if '"' not in text and "'" not in text:
        return text, text[-2:] if len(text) > 1 else before[-1:] + text
    opened = False

    def turn(found: re.Match[str]) -> str:
        nonlocal opened
        at = found.start()
        left = text[at - 1] if at else before[-1:]
        right = text[at + 1] if at + 1 < len(text) else after
        free = not left or left.isspace() or left in _OPENERS or (left in "\"'" and opened)
        if left in _QUESTIONS or (left == "…" and _begins(text, at, before)):
            free = bool(_WORD.match(text, at + 1)) if at + 1 < len(text) else after.isalnum()
        opens = free and bool(right) and not right.isspace()
        opened = opens
        if found[0] == '"':
            if left.isdigit() and right != '"' and not opens and _is_measure(text, at):
                return "″"
            return open_outer if opens else close_outer
        if left.isalnum() and right.isalnum():
            return "’"  # an apostrophe, as in isn't
        if opens and _ELIDED.match(text, at + 1) and "'" not in text[at + 1 : at + 12]:
            return "’"  # one that stands for what is left out, as in '90s
        if opens:
            return open_inner
        return "’" if left.isalnum() and text.count("'", 0, at) == 0 and close_inner != "’" else close_inner

    turned = _QUOTE.sub(turn, text)
    return turned, turned[-2:] if len(turned) > 1 else before[-1:] + turned


def _begins(text: str, at: int, before: str) -> bool:
    """Return whether white space, or nothing, stands before the points before a mark: they belong to what follows."""
    earlier = text[at - 2] if at > 1 else (before[-1:] if at else before[:-1])
    return not earlier or earlier.isspace()


def _is_measure(text: str, at: int) -> bool:
    """Return whether the mark after a digit is inches: no quotation is open before it."""
    return text.count('"', 0, at) % 2 == 0
