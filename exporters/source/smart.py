"""Straight quotes and dashes turned into those of the story's language; code, formulas and addresses left alone."""

from __future__ import annotations

import re

import msgspec

from exporters.model.nodes import Code, Heading, Image, Inline, LineBreak, Link, Math, Note, Paragraph, Text
from exporters.model.publication import Article
from exporters.model.walk import AnyNode, transform
from exporters.words import words_for

_DASHES = re.compile(r"(?<!-)---(?!-)|(?<!-)--(?!-)|\.\.\.")
_REPLACED = {"---": "—", "--": "–", "...": "…"}
_QUOTE = re.compile(r"[\"']")


def smarten(article: Article) -> Article:
    """Return the article with typographic quotes, dashes, ellipses and apostrophes."""
    marks = words_for(article.meta.language).quotes

    def change(node: AnyNode) -> AnyNode:
        match node:
            case Paragraph() | Heading():
                return msgspec.structs.replace(node, children=_smart_line(node.children, marks))
            case _:
                return node

    title = _smart_text(article.meta.title, "", marks)[0]
    summary = _smart_text(article.meta.summary, "", marks)[0]
    return msgspec.structs.replace(
        article,
        meta=msgspec.structs.replace(article.meta, title=title, summary=summary),
        body=transform(article.body, change),
        notes=tuple(msgspec.structs.replace(note, children=transform(note.children, change)) for note in article.notes),
    )


def _smart_line(children: tuple[Inline, ...], marks: tuple[str, str, str, str]) -> tuple[Inline, ...]:
    """Return a line with its quotes turned; what stands before a mark, in whatever node, tells if it opens or closes."""
    before = ""

    def turn(nodes: tuple[Inline, ...]) -> tuple[Inline, ...]:
        nonlocal before
        made: list[Inline] = []
        for node in nodes:
            match node:
                case Text():
                    text, before = _smart_text(node.text, before, marks)
                    made.append(node if text == node.text else msgspec.structs.replace(node, text=text))
                case Link() if (
                    len(node.children) == 1 and isinstance(node.children[0], Text) and "://" in node.children[0].text
                ):
                    before = "x"
                    made.append(node)
                case Code() | Math() | Note() | Image():
                    before = "x"
                    made.append(node)
                case LineBreak():
                    before = " "
                    made.append(node)
                case _ if "children" in node.__struct_fields__:
                    made.append(msgspec.structs.replace(node, children=turn(node.children)))  # type: ignore[union-attr]
                case _:
                    before = "x"
                    made.append(node)
        return tuple(made)

    return turn(children)


def _smart_text(text: str, before: str, marks: tuple[str, str, str, str]) -> tuple[str, str]:
    """Return the text with its marks turned, and its last character."""
    if not text:
        return text, before
    open_outer, close_outer, open_inner, close_inner = marks
    text = _DASHES.sub(lambda found: _REPLACED[found[0]], text)

    def turn(found: re.Match[str]) -> str:
        at = found.start()
        left = text[at - 1] if at else before
        right = text[at + 1] if at + 1 < len(text) else ""
        opens = (not left or left.isspace() or left in "([{—–-/«„“\"'") and bool(right) and not right.isspace()
        if found[0] == '"':
            return open_outer if opens else close_outer
        if left.isalnum() and right.isalnum() or (opens and right.isdigit()):
            return "’"  # an apostrophe, as in isn't and '90s
        return open_inner if opens else close_inner if not left.isalnum() else "’"

    turned = _QUOTE.sub(turn, text)
    return turned, turned[-1]
