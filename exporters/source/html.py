"""HTML to the model: article bodies as a publishing system exports them, whole pages or fragments, by HTML5 rules.

The parser (lexbor) mends what is broken, as browsers do. It tells no positions, so the place of an element is found by
counting: the third `p` of the tree is the third `<p>` of the text.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import msgspec

from exporters.errors import SourceError
from exporters.model.nodes import Block, Note
from exporters.model.place import Place
from exporters.model.publication import Article, Footnote
from exporters.notices import may_hold_notice
from exporters.report import Report
from exporters.source.builder import DEEPEST, TreeBuilder
from exporters.source.characters import clean_end, decode
from exporters.source.elements import MAKERS, VOID
from exporters.source.footnotes import Footnotes, find_footnotes
from exporters.source.frontmatter import split_front_matter
from exporters.source.hidden_notices import check_comments
from exporters.source.page import find_article, is_furniture, read_page_meta
from exporters.source.page_words import CODE, SHOWN, PageWords
from exporters.source.redaction import report_unbalanced
from exporters.source.survey import Survey, TextPlaces, survey
from exporters.source.tables import make_table
from exporters.source.tags import TagFeeder
from exporters.source.title import settle_title

_MOST_DEPTH = DEEPEST * 3


def read_html(data: bytes, name: str, report: Report, *, smart: bool = False) -> Article:
    """Return the article that this HTML file holds; `name` is the file as places name it.

    Raises SourceError where nesting or size pass the limits. Where a redaction is not marked by one `<redact>` and one
    `</redact>` the article is empty, and the report has the error.
    """
    from selectolax.lexbor import LexborHTMLParser

    whole = decode(data, name, report)
    front = split_front_matter(whole.text, name, report)
    text = clean_end(whole, front.body, name, front.first_line, report).text
    places = TextPlaces(text, name, front.first_line)
    seen = survey(text, places)
    body: tuple[Block, ...] = ()
    notes: tuple[Footnote, ...] = ()
    meta = front.meta
    if seen.fault is None:
        tree = LexborHTMLParser(seen.text)
        root = find_article(tree, report, name)
        words = PageWords(seen.text)
        reader = _Reader(_node_places(tree, seen, places), Place(name, front.first_line, 1), report, words)
        if root is not None:
            body, notes = reader.read(root, find_footnotes(root))
            words.check(report)
        if not reader.held:
            body, notes = (), ()
        else:
            meta = read_page_meta(tree, root, meta, name, report, noticed=may_hold_notice(text))
            check_comments(text, meta, places.at, report)
            words.check_beside((msgspec.json.encode(meta).decode(),), Place(name, 1, 1), report)
    else:
        report_unbalanced(report, places.at(seen.fault))
    meta, body = settle_title(meta, body, name, report)
    article = Article(
        meta=meta,
        body=body,
        notes=notes,
        sources=front.sources,
        corrections=front.corrections,
        place=Place(name, 1, 1),
    )
    if smart:
        from exporters.source.smart import smarten

        article = smarten(article)
    return article


def _node_places(tree: Any, seen: Survey, places: TextPlaces) -> dict[int, Place]:
    """Return the places of elements by their ids in memory."""
    found: dict[int, Place] = {}
    if tree.root is None:
        return found
    for node in tree.root.traverse():
        queue = seen.offsets.get(node.tag or "")
        if queue:
            found[node.mem_id] = places.at(queue.popleft())
    return found


_LAZY = ("data-src", "data-lazy-src", "data-original")


def _attributes(node: Any) -> dict[str, str]:
    """Return the attributes of an element, with what publishing systems put elsewhere in its place."""
    attributes = {key.lower(): value or "" for key, value in node.attributes.items()}
    holder = node.parent
    if node.tag == "img" and attributes.get("src", "data:").startswith("data:"):  # loaded when it comes in sight
        lazy = next((attributes[key] for key in _LAZY if attributes.get(key)), "")
        attributes["src"] = lazy or attributes.get("src", "")
    elif node.tag == "blockquote" and holder is not None and "pullquote" in (holder.attributes.get("class") or ""):
        attributes["class"] = f"{attributes.get('class', '')} pull"
    return attributes


class _Reader:
    """One run over a tree of HTML."""

    def __init__(self, places: dict[int, Place], start: Place, report: Report, words: PageWords) -> None:
        self.places = places
        self.words = words
        self.start = start
        self.report = report
        self.held = True
        """Whether all redactions held: a tag that looks like a misspelt one does not."""

    def read(self, root: Any, footnotes: Footnotes) -> tuple[tuple[Block, ...], tuple[Footnote, ...]]:
        """Return the content of this node as blocks, and its footnotes."""
        body = self._blocks(root, footnotes)
        notes = tuple(
            Footnote(key=key, children=self._blocks(node, footnotes), place=self.places.get(node.mem_id, self.start))
            for key, node in footnotes.notes.items()
        )
        return body, notes

    def _blocks(self, root: Any, footnotes: Footnotes) -> tuple[Block, ...]:
        """Return the content of this node as blocks. Works with a stack of its own: trees are as deep as they like."""
        builder = TreeBuilder(self.report, {**MAKERS, "table": partial(make_table, report=self.report)})
        feeder = TagFeeder(builder, self.report)
        place = self.places.get(root.mem_id, self.start)
        stack: list[tuple[Any, int, bool]] = [
            (child, 1, False) for child in reversed(list(root.iter(include_text=True)))
        ]
        code = 0
        while stack:
            node, depth, leaving = stack.pop()
            tag = node.tag or ""
            if leaving:
                code -= tag in CODE
                feeder.end(tag, place)
                continue
            if tag == "-text":
                if not feeder.dropping:
                    text = node.text_content or ""
                    builder.html_text(text, place)
                    if not code:
                        self.words.add(text, place)
                continue
            if not tag or tag.startswith(("-", "_", "!")):
                continue
            place = self.places.get(node.mem_id, place)
            if depth > _MOST_DEPTH:
                raise SourceError(
                    f"elements are nested more than {_MOST_DEPTH} deep",
                    place,
                    "Flatten the text here",
                    code="nested-too-deep",
                )
            if node.mem_id in footnotes.skipped or is_furniture(node):
                continue
            if node.mem_id in footnotes.references and not feeder.dropping:
                builder.add(Note(footnotes.references[node.mem_id], place=place))
                continue
            attributes = _attributes(node)
            if not feeder.dropping:
                beside = [attributes[name] for name in SHOWN if name in attributes]
                self.words.check_beside(beside, place, self.report)
            feeder.start(tag, attributes, place)
            if tag in VOID:
                continue
            code += tag in CODE
            stack.append((node, depth, True))
            stack.extend((child, depth + 1, False) for child in reversed(list(node.iter(include_text=True))))
        blocks = builder.finish()
        self.held = self.held and not builder.unbalanced
        return blocks
