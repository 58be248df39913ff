"""What a page of HTML says of itself, and which part of it is the article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Any, get_args

import msgspec

from exporters.model.meta import Meta, Status
from exporters.model.place import Place
from exporters.model.walk import REDACTION_BAR
from exporters.patterns import pattern
from exporters.report import Report
from exporters.source.dates import UnreadableDate, latest_key, read_moment
from exporters.source.elements import DROPPED
from exporters.source.entries import report_repeated
from exporters.source.fields import MetaReader
from exporters.source.hidden_notices import check_page, said_to_machines
from exporters.source.keys import is_held, would_hold
from exporters.source.release_keys import meaning

_FURNITURE = frozenset({"footer", "header"})
_FURNITURE_ROLES = frozenset({"banner", "contentinfo", "menu", "menubar", "navigation", "search", "toolbar"})

_STATES = frozenset({*get_args(Status), "true", "yes", "on", "1"})
"""What a page says of its state that counts; sites use `status` for other things as well."""

_MOST = 2 / 3  # of the words of all articles that the one meant must have

_UNSEEN = pattern(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)

_PUBLISHED = ("article:published_time", "pubdate", "publish-date", "parsely-pub-date", "datepublished")
"""Names under which pages give the day of publication and no other."""

_KEYS = {
    "title": ("og:title", "twitter:title", "dc.title", "dcterms.title"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "parsely-author", "sailthru.author"),
    "published": (
        "article:published_time", "date", "dc.date", "dcterms.created", "dcterms.date", "pubdate", "publish-date",
        "parsely-pub-date", "datepublished",
    ),
    "modified": ("article:modified_time", "dcterms.modified", "last-modified", "datemodified"),
    "summary": ("description", "og:description", "dc.description", "twitter:description"),
    "keywords": ("keywords", "news_keywords"),
    "section": ("article:section", "parsely-section"),
    "publisher": ("og:site_name", "dc.publisher", "dcterms.publisher"),
    "rights": ("copyright", "dc.rights", "dcterms.rights"),
    "language": ("dc.language", "content-language"),
    "url": ("og:url",),
}  # fmt: skip
"""Names under which pages say it, the first found wins."""
_READ = frozenset(key for keys in _KEYS.values() for key in keys) | {"status", "draft"}
_OF_WORKS = ("og:", "video:", "music:", "book:")
"""What names begin with under which a page tells of a work: https://ogp.me has `book:release_date`."""


def find_article(tree: Any, report: Report, name: str) -> Any:
    """Return the node of the article: the one `article` that holds most of them, else `main`, else the body.

    What stands around it is reported. None for a page without a body.
    """
    body = tree.body
    if body is None:
        return None
    articles = [node for node in tree.css("article") if not _within(node, "article")]
    counts = [_count(node) for node in articles]
    chosen = body
    if articles and max(counts) > 0 and max(counts) >= _MOST * sum(counts):
        chosen = articles[counts.index(max(counts))]
    else:
        chosen = tree.css_first("main") or tree.css_first("[role=main]") or body
    left = _count(body, all_of_it=True) - _count(chosen)
    if left:
        report.info(
            "page-content-skipped",
            f"{left} word{'s' if left > 1 else ''} around the article are left out",
            Place(name, 1, 1),
            "Save the article alone if something is missing",
        )
    return chosen


def _within(node: Any, tag: str) -> bool:
    holder = node.parent
    while holder is not None:
        if holder.tag == tag:
            return True
        holder = holder.parent
    return False


def is_furniture(node: Any) -> bool:
    """Return whether this element is of the page rather than of the article: navigation, or what is not shown."""
    tag = node.tag
    if tag == "nav" or (tag in _FURNITURE and node.parent is not None and node.parent.tag == "body"):
        return True
    attributes = node.attributes
    if not attributes:
        return False
    shown = "hidden" not in attributes and not _UNSEEN.search(attributes.get("style") or "")
    return not shown or attributes.get("role") in _FURNITURE_ROLES


def _count(node: Any, *, all_of_it: bool = False) -> int:
    """Return the words of a node, without those of scripts and the like, and unless asked for, of furniture."""
    count = 0
    stack = [node]
    while stack:
        found = stack.pop()
        if found.tag == "-text":
            count += len((found.text_content or "").split())
        elif found.tag not in DROPPED and (all_of_it or found is node or not is_furniture(found)):
            stack.extend(found.iter(include_text=True))
    return count


def read_page_meta(tree: Any, article: Any, given: Meta, name: str, report: Report, *, noticed: bool = False) -> Meta:
    """Return the meta with what the page says of itself, where the front matter says nothing.

    `noticed` says that the page has words of an embargo somewhere, so that all of it must be searched.
    """
    said = _said(tree)
    if noticed or tree.css_first('script[type*="ld+json"]') is not None:
        for key, words in said_to_machines(tree):
            said.setdefault(key.lower(), []).append(words)
    values: dict[str, object] = {}
    for field, keys in _KEYS.items():
        found = next((said[key] for key in keys if key in said), [])
        if found:
            values[field] = found if field == "author" else ", ".join(found) if field == "keywords" else found[0]
    people = values.get("author")
    if isinstance(people, list):
        named = [person for person in people if "://" not in person]  # Facebook wants addresses there
        values["author"] = named[0] if len(named) == 1 else named
    heading = None if article is None else article.css_first("h1")
    heading = heading or tree.css_first("h1")
    words = _words(heading) if heading is not None else str(values.get("title", ""))
    if not words and (title := tree.css_first("head > title")) is not None:
        words = _words(title)
    values["title"] = words
    html, body = tree.css_first("html"), tree.body
    for attribute, field in (("lang", "language"), ("dir", "direction")):
        for node in (article, body, html):
            value = ((node.attributes.get(attribute) or "") if node is not None else "").strip()
            if value:
                values[field] = value
                break
    canonical = tree.css_first("link[rel=canonical]")
    if canonical is not None and (canonical.attributes.get("href") or "").strip():
        values["url"] = (canonical.attributes.get("href") or "").strip()
    for field, words in (("published", "datePublished"), ("modified", "dateModified")):
        node = tree.css_first(f"[itemprop={words}]")
        if node is not None:
            word = node.attributes.get("datetime") or node.attributes.get("content") or ""
            values.setdefault(field, word)
            said.setdefault(words.lower(), []).append(word)
    _take_latest(values, said)
    place = Place(name, 1, 1)
    held = {key: found[0] for key, found in said.items() if is_held(key)}
    held |= {key: found[0] for key, found in said.items() if key in ("status", "draft") and found[0].lower() in _STATES}
    for key in held:
        if len(set(said[key])) > 1:
            report_repeated(key, place, report)
        elif not held[key]:
            report.error(
                "embargo-unclear",
                f"the page names {key[:40]!r}, but gives no time with it",
                place,
                'Write <meta name="embargo" content="2025-11-24T06:00:00-05:00">, or remove it',
            )
    values |= held
    values |= {
        key: found[0] if len(found) == 1 else found
        for key, found in said.items()
        if key not in _READ and _may_hold(key)
    }
    states = {key.rpartition(":")[2]: found[0] for key, found in said.items() if key not in _READ}
    states = {key: state for key, state in states.items() if key not in values and would_hold(key, state)}
    values |= states
    held |= states
    read = MetaReader(
        {key: value for key, value in values.items() if value}, dict.fromkeys(values, place), name, report
    ).meta()
    changes = {
        field: getattr(read, field)
        for field in (
            "title", "contributors", "published", "modified", "summary", "keywords", "section", "publisher", "rights",
            "language", "direction", "url",
        )
        if not getattr(given, field)
    }  # fmt: skip
    embargoes = [meta.embargo for meta in (given, read) if meta.embargo is not None]
    if embargoes:
        changes["embargo"] = max(embargoes)
    if held and given.status == "published":
        changes["status"] = read.status
    meta = msgspec.structs.replace(given, **changes)
    if noticed and article is not None:
        check_page(tree, article, is_furniture, meta, name, report)
    return meta


def _may_hold(key: str) -> bool:
    """Return whether a page may say by this name, which is not read, when the story comes out."""
    return not is_held(key) and not key.startswith(_OF_WORKS) and meaning(key) != ""


def _take_latest(values: dict[str, object], said: Mapping[str, list[str]]) -> None:
    """Have the latest of the days of publication that a page gives count; what is no day is passed over."""
    days: dict[str, object] = {"": values.get("published")}
    for key in _PUBLISHED:
        for number, word in enumerate(said.get(key, ())):
            with suppress(UnreadableDate):
                days[f"{key} {number}"] = word if read_moment(word) else None
    if len(days) > 1 and days[""]:
        values["published"] = days[latest_key(list(days), days)]


def _said(tree: Any) -> dict[str, list[str]]:
    """Return the contents of the `meta` elements by name, in lower case, those of the same name in their order."""
    said: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        keys = (attributes.get(key) for key in ("name", "property", "itemprop", "http-equiv"))
        key = next((key for key in keys if key), "").strip().lower()
        content = " ".join((attributes.get("content") or "").split())
        if key and (content or is_held(key)):
            said.setdefault(key, []).append(content)
    return said


def _words(node: Any) -> str:
    """Return the text of a node, a bar for what is redacted."""
    return " ".join("".join(_pieces(node)).split())


def _pieces(node: Any) -> Iterator[str]:
    stack = [node]
    while stack:
        found = stack.pop()
        if found.tag == "-text":
            yield found.text_content or ""
        elif found.tag == "redact":
            yield REDACTION_BAR
        elif found.tag in ("br", "img"):
            yield " "
        elif found.tag not in DROPPED or found is node:
            stack.extend(reversed(list(found.iter(include_text=True))))
