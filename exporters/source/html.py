"""HTML to the model: article bodies as a publishing system exports them, whole pages or fragments, by HTML5 rules.

The parser (lexbor) mends what is broken, as browsers do. It tells no positions, so the place of an element is found by
counting: the third `p` of the tree is the third `<p>` of the text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict, deque
from typing import Any

import msgspec

from exporters.errors import SourceError
from exporters.model.meta import Contributor, Meta
from exporters.model.nodes import Block
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.report import Report
from exporters.source.builder import DEEPEST, TreeBuilder
from exporters.source.characters import clean_text, decode
from exporters.source.dates import UnreadableDate, read_moment
from exporters.source.elements import MAKERS, VOID
from exporters.source.frontmatter import split_front_matter
from exporters.source.tags import TagFeeder, tokens
from exporters.source.title import settle_title

_MAIN = ("article", "main", "[role=main]", "body")
_FURNITURE = frozenset({"nav", "footer", "header"})
"""Elements of a page that are not of the article, when they stand directly in the body."""

_MOST_DEPTH = DEEPEST * 3


def read_html(data: bytes, name: str, report: Report, *, smart: bool = False) -> Article:
    """Return the article that this HTML file holds; `name` is the file as places name it.

    Raises SourceError where nesting or size pass the limits.
    """
    from selectolax.lexbor import LexborHTMLParser

    front = split_front_matter(decode(data, name, report), name, report)
    text = clean_text(front.body, name, front.first_line, report)
    tree = LexborHTMLParser(text)
    meta = _page_meta(tree, front.meta, report)
    root = next((node for selector in _MAIN if (node := tree.css_first(selector)) is not None), None)
    body: tuple[Block, ...] = ()
    if root is not None:
        body = _Reader(text, name, front.first_line, report).read(root)
    _check_redactions(text, name, front.first_line, report)
    meta, body = settle_title(meta, body, name, report)
    article = Article(
        meta=meta, body=body, sources=front.sources, corrections=front.corrections, place=Place(name, 1, 1)
    )
    if smart:
        from exporters.source.smart import smarten

        article = smarten(article)
    return article


class _Reader:
    """One run over a tree of HTML."""

    def __init__(self, text: str, name: str, first_line: int, report: Report) -> None:
        self.name = name
        self.first_line = first_line
        self.builder = TreeBuilder(report, MAKERS)
        self.feeder = TagFeeder(self.builder, report)
        self._starts = [0]
        position = text.find("\n")
        while position >= 0:
            self._starts.append(position + 1)
            position = text.find("\n", position + 1)
        self._offsets: dict[str, deque[int]] = defaultdict(deque)
        for token in tokens(text):
            if token.kind == "start":
                self._offsets[token.name].append(token.at)
        self._place = Place(name, first_line, 1)

    def read(self, root: Any) -> tuple[Block, ...]:
        """Return the content of this node as blocks. Works with a stack of its own: trees are as deep as they like."""
        in_body = root.tag == "body"
        stack: list[tuple[Any, int, bool]] = [
            (child, 1, False) for child in reversed(list(root.iter(include_text=True)))
        ]
        while stack:
            node, depth, leaving = stack.pop()
            tag = node.tag
            if leaving:
                self.feeder.end(tag, self._place)
                continue
            if tag == "-text":
                if not self.feeder.dropping:
                    self.builder.html_text(node.text_content or "", self._place)
                continue
            if tag.startswith(("-", "_", "!")):
                continue
            self._place = self._place_of(tag)
            if depth > _MOST_DEPTH:
                raise SourceError(
                    f"elements are nested more than {_MOST_DEPTH} deep",
                    self._place,
                    "Flatten the text here",
                    code="nested-too-deep",
                )
            if in_body and depth == 1 and tag in _FURNITURE:
                continue
            attributes = {key.lower(): value or "" for key, value in node.attributes.items()}
            self.feeder.start(tag, attributes, self._place)
            if tag in VOID:
                continue
            stack.append((node, depth, True))
            stack.extend((child, depth + 1, False) for child in reversed(list(node.iter(include_text=True))))
        return self.builder.finish()

    def _place_of(self, tag: str) -> Place:
        queue = self._offsets.get(tag)
        if not queue:
            return self._place
        offset = queue.popleft()
        index = bisect_right(self._starts, offset) - 1
        return Place(self.name, self.first_line + index, offset - self._starts[index] + 1)


def _check_redactions(text: str, name: str, first_line: int, report: Report) -> None:
    """Report an error unless every `<redact>` has its end tag: the parser would close it wherever it seems fit."""
    open_at: list[int] = []
    stray = -1
    for token in tokens(text):
        if token.name != "redact":
            continue
        if token.kind == "start":
            open_at.append(token.at)
        elif open_at:
            open_at.pop()
        else:
            stray = token.at
    fault = open_at[0] if open_at else stray
    if fault >= 0:
        report.error(
            "redaction-unbalanced",
            "a redaction is not marked by one <redact> and one </redact>",
            Place(name, first_line + text.count("\n", 0, fault)),
            "Put both tags into the same element",
        )


def _page_meta(tree: Any, meta: Meta, report: Report) -> Meta:
    """Return the meta with what the page says of itself, where the front matter says nothing."""
    changes: dict[str, object] = {}
    html = tree.css_first("html")
    language = (html.attributes.get("lang") or "").strip() if html is not None else ""
    if language and not meta.language and language.replace("-", "").isalnum() and language[:2].isalpha():
        changes["language"] = language
    said: dict[str, str] = {}
    for node in tree.css("meta"):
        key = (node.attributes.get("name") or node.attributes.get("property") or "").lower()
        content = " ".join((node.attributes.get("content") or "").split())
        if key and content:
            said.setdefault(key, content)
    title = said.get("og:title", "")
    if not title:
        found = tree.css_first("article h1") or tree.css_first("h1") or tree.css_first("head > title")
        title = " ".join(found.text(deep=True).split()) if found is not None else ""
    if title and not meta.title:
        changes["title"] = title
    if not meta.summary:
        changes["summary"] = said.get("description") or said.get("og:description") or ""
    if not meta.contributors and said.get("author"):
        changes["contributors"] = (Contributor(name=said["author"], place=meta.place),)
    canonical = tree.css_first("link[rel=canonical]")
    address = (canonical.attributes.get("href") or "") if canonical is not None else said.get("og:url", "")
    if not meta.url and address.startswith(("https://", "http://")):
        changes["url"] = address
    for field, keys in (
        ("published", ("article:published_time", "date", "dc.date", "dcterms.created")),
        ("modified", ("article:modified_time", "dcterms.modified")),
    ):
        given = next((said[key] for key in keys if key in said), "")
        if given and getattr(meta, field) is None:
            try:
                moment = read_moment(given)
            except UnreadableDate:
                report.error("date-unreadable", f"{given[:40]!r} is no date that exists", meta.place)
            else:
                changes[field] = moment[0] if moment else None
    return msgspec.structs.replace(meta, **changes) if changes else meta
