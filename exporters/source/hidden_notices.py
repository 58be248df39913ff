"""Embargoes that a file announces where no reader sees them: in comments, in data for machines, around the article."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from exporters.model.meta import Meta
from exporters.model.nodes import (
    Aside,
    Callout,
    Cell,
    CodeBlock,
    Definition,
    Figure,
    Group,
    Heading,
    Image,
    Lines,
    Link,
    MathBlock,
    Paragraph,
    Quote,
    Span,
    Table,
)
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.model.walk import gather, plain_text
from exporters.notices import HEAD, Notice, any_may_hold_notice, find_notice, judge_notice, surely_told
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.elements import DROPPED
from exporters.source.keys import FIELD, is_held, normal
from exporters.source.redaction import ANY_MARK

_COMMENT = pattern(r"<!--(.*?)(?:-->|\Z)", 16)  # DOTALL
_LONGEST_DATA = 1024 * 1024
_LONGEST_BLOCK = 2000
_MOST = 50  # comments with notices whose places are looked up
_MOST_NODES = 200
_WORDED: frozenset[type] = frozenset({Paragraph, Heading, Lines, CodeBlock, Cell})
_LOOKED_AT = frozenset({"title", "subtitle", "summary", "embargo", "sources", "corrections"})
"""Fields whose words the desk looks at, or that are about other things."""
_LOUD = pattern(r"EMBARGO|SPERRFRIST|NOT FOR|NOT TO BE|HOLD FOR|ЭМБАРГО")
_BESIDE: frozenset[type] = frozenset(
    {Aside, Callout, Definition, Figure, Group, Image, Link, MathBlock, Quote, Span, Table}
)
_SAYING = ("caption", "credit", "attribution", "title", "term", "alt", "description", "source")
"""What these have beside their blocks; of an image `source` is a name."""
_DAY_TOLD = pattern(r'"datePublished"\s*:\s*"([^"]{4,40})"')
_UNFINISHED = frozenset({"draft", "incomplete", "pending", "scheduled", "unpublished"})


def check_comments(
    text: str, meta: Meta, place_of: Callable[[int], Place], report: Report, taken: Collection[Place] | None = None
) -> None:
    """Report, as an error, the notice of an embargo in a comment, which is no part of the text and would be lost.

    `place_of` gives the place of a character, `taken` those of the comments, where not all that looks like one is.
    """
    known = None if taken is None else {(place.line, place.column) for place in taken}
    looked = 0
    if not any_may_hold_notice(found[1] for found in _COMMENT.finditer(text)):
        return
    for found in _COMMENT.finditer(text):
        notice = find_notice(found[1])
        if notice is None or judge_notice(notice, meta.embargo, meta.published) == "nothing":
            continue
        place, looked = place_of(found.start()), looked + 1
        if known is None or (place.line, place.column) in known or looked > _MOST:
            _report(found[1], notice, "a comment", place, report)
            return


def check_comment(words: str, meta: Meta, place: Place, report: Report) -> None:
    """Report, as an error, the notice of an embargo in what a comment of an editor says."""
    notice = find_notice(words)
    if notice is not None and judge_notice(notice, meta.embargo, meta.published) != "nothing":
        _report(words, notice, "a comment", place, report)


def check_head(
    values: Mapping[str, object],
    places: Mapping[str, Place],
    comments: Iterable[tuple[str, Place]],
    meta: Meta,
    report: Report,
) -> None:
    """Report, as an error, the notice of an embargo that front matter holds where the desk does not look.

    That is in other keys than title, subtitle and summary, and in capitals in a comment of it.
    """
    said = [
        (words, f"the key {key[:40]!r}", places[key])
        for key, value in values.items()
        if FIELD.get(normal(key)) not in _LOOKED_AT
        for words in _strings(value)
        if " " in words.strip()  # one word is a state or a tag
    ]
    said += [(words, "a comment of the front matter", place) for words, place in comments if _LOUD.search(words)]
    for words, where, place in said:
        notice = find_notice(words, heading=True)
        if notice is not None and judge_notice(notice, meta.embargo, meta.published) != "nothing":
            _report(words, notice, where, place, report)
            return


def _strings(value: object) -> Iterator[str]:
    stack = [value]
    while stack:
        found = stack.pop()
        if isinstance(found, str):
            yield found
        elif isinstance(found, dict):
            stack.extend(found.values())
        elif isinstance(found, list):
            stack.extend(found)


def check_below(article: Article, data: bytes, report: Report) -> None:
    """Report, as an error, the notice of an embargo that stands by itself anywhere below the head of a story.

    The desk looks at the head. `data` is the file: the rest is looked at only where it has a word of such a notice.
    """
    if not surely_told(data):
        return
    meta = article.meta
    blocks = (*article.body[HEAD:], *(block for note in article.notes for block in note.children))
    inside = [block for block in article.body[:HEAD] if type(block) not in _WORDED]  # whose first words the desk sees
    for block in gather((*article.body[:HEAD], *blocks), _BESIDE):  # captions, titles and the like, of the head too
        for name in _SAYING:
            said = getattr(block, name, "")
            if _is_notice(said if isinstance(said, str) else plain_text(said), block.place, meta, report):
                return
    for block in gather((*inside, *blocks), _WORDED):
        if _is_notice(block.text if isinstance(block, CodeBlock) else plain_text(block), block.place, meta, report):
            return


def _is_notice(words: str, place: Place, meta: Meta, report: Report) -> bool:
    notice = find_notice(words, below=True)
    if notice is None or judge_notice(notice, meta.embargo, meta.published) == "nothing":
        return False
    _report(words, notice, "the text", place, report)
    return True


def _report(words: str, notice: Notice, where: str, place: Place, report: Report) -> None:
    told = "" if ANY_MARK.search(words) else f": {notice.words!r}"
    report.error(
        "embargo-unclear",
        f"{where} holds a notice of an embargo{told}",
        place,
        "Write `embargo:` with date, time and zone into the front matter, or take the notice out",
    )


def check_page(
    tree: Any, article: Any, is_furniture: Callable[[Any], bool], meta: Meta, name: str, report: Report
) -> None:
    """Report, as an error, the notice of an embargo that stands around the article of a page, or hidden within it."""
    stack = [(tree.body, False)] if tree.body is not None else []
    while stack:
        node, within = stack.pop()
        if node.tag in DROPPED:
            continue
        within = (within or node.mem_id == article.mem_id) and not is_furniture(node)
        children = list(node.iter(include_text=True))
        if not within and any(child.tag == "-text" and (child.text_content or "").strip() for child in children):
            words = _words(node)
            notice = find_notice(words)
            if notice and judge_notice(notice, meta.embargo, meta.published) != "nothing":
                _report(words, notice, "the page, beside the article,", Place(name, 1, 1), report)
                return
        stack += [(child, within) for child in reversed(children) if child.tag != "-text"]


def _words(node: Any) -> str:
    """Return the first words of a node; a bounded number, so that nested nodes do not cost the square."""
    words, length, stack = list[str](), 0, [node]
    for _ in range(_MOST_NODES):
        if not stack or length > _LONGEST_BLOCK:
            break
        found = stack.pop()
        if found.tag == "-text":
            words.append(found.text_content or "")
            length += len(words[-1])
        elif found.tag not in DROPPED:
            stack.extend(reversed(list(found.iter(include_text=True))))
    return "".join(words)


def said_to_machines(tree: Any) -> Iterator[tuple[str, str]]:
    """Yield what JSON-LD and attributes of a page say of an embargo, of the state of the story and of its date.

    Names are those of `meta` elements that say the same; https://schema.org/Article has the words of JSON-LD.
    """
    for node in tree.css("*"):
        attributes = node.attributes
        if node.tag == "script" and "ld+json" in (attributes.get("type") or ""):
            yield from _in_linked_data(node.text(deep=True)[: _LONGEST_DATA + 1])
        for key, value in attributes.items():
            if key.startswith("data-") and is_held(key):
                yield key.removeprefix("data-"), value or ""
        if node.tag != "meta" and is_held(attributes.get("itemprop") or ""):
            content = attributes.get("datetime") or attributes.get("content") or _words(node)[:100]
            yield str(attributes["itemprop"]), " ".join(content.split())


def _in_linked_data(text: str) -> Iterator[tuple[str, str]]:
    import json

    try:
        values = json.loads(text) if len(text) <= _LONGEST_DATA else None
    except (ValueError, RecursionError):
        values = None
    if values is None:
        if find_notice(text):
            yield "embargo", "in JSON-LD that cannot be read"
        told = set(_DAY_TOLD.findall(text))  # a comma too many is no reason to publish early
        if len(told) == 1:
            yield "datepublished", told.pop()
        return
    stack, dates = [values], list[str]()
    while stack:
        found = stack.pop()
        if isinstance(found, list):
            stack.extend(reversed(found))
        if not isinstance(found, dict):
            continue
        kind = str(found.get("@type", ""))
        for key, value in found.items():
            if is_held(key) and value is not False:
                yield key, " ".join(str(value).split())
            elif key == "creativeWorkStatus" and str(value).strip().lower() in _UNFINISHED:
                yield "status", "draft"
            elif (
                key == "datePublished"
                and isinstance(value, (str, list))
                and any(w in kind for w in ("Article", "Posting", "Report"))
            ):
                dates += [value] if isinstance(value, str) else [one for one in value if isinstance(one, str)]
        stack.extend(found.values())
    if len(set(dates)) == 1:
        yield "datepublished", dates[0]
