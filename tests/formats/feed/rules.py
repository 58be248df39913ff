"""The rules of RSS 2.0 and JSON Feed 1.1 that matter, as judges: each returns what a document breaks.

RSS has no grammar. These are the rules of https://www.rssboard.org/rss-specification and the advice of
https://www.rssboard.org/rss-profile that readers hold feeds to; the schema of JSON Feed follows
https://www.jsonfeed.org/version/1.1/ member by member.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import jsonschema
from lxml import etree

ATOM = "{http://www.w3.org/2005/Atom}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}"
MEDIA = "{http://search.yahoo.com/mrss/}"
HISTORY = "{http://purl.org/syndication/history/1.0}"

_CHANNEL = {
    *("title", "link", "description", "language", "copyright", "managingEditor", "webMaster", "pubDate"),
    *("lastBuildDate", "category", "generator", "docs", "cloud", "ttl", "image", "rating", "textInput", "skipHours"),
    *("skipDays", "item"),
}
_ITEM = {
    *("title", "link", "description", "author", "category", "comments", "enclosure", "guid", "pubDate", "source"),
}
_ONCE = ("title", "link", "description", "guid", "pubDate", "enclosure", f"{CONTENT}encoded", f"{ATOM}updated")
_ADDRESS = re.compile(r"(?:https?://[^\s<>\"]+|mailto:\S+|tel:\S+)\Z", re.IGNORECASE)
_DATE = re.compile(
    r"(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\d\d? (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} "
    r"\d\d:\d\d(?::\d\d)? (?:[+-]\d{4}|GMT|UT|Z)"
)
_STRIPPED = re.compile(
    r"<(?:script|style|iframe|object|embed|form|input|svg|math)\b|\s(?:class|id|style|on\w+)=", re.IGNORECASE
)

_TAG = re.compile(r"""<(?:[^<>"]|"[^"]*")*>""")


def broken_rss_rules(document: bytes) -> list[str]:
    """Return the rules of RSS 2.0 that the document breaks."""
    try:
        root = etree.fromstring(document)
    except etree.XMLSyntaxError as exc:
        return [f"not well-formed: {exc}"]
    if root.tag != "rss" or root.get("version") != "2.0" or len(root) != 1 or root[0].tag != "channel":
        return ["no rss 2.0 with one channel"]
    return list(_channel(root[0]))


def _channel(channel: Any) -> Iterator[str]:
    for name in ("title", "link", "description"):
        if len(channel.findall(name)) != 1 or not channel.findtext(name):
            yield f"channel: {name} is required once"
    for child in channel:
        if isinstance(child.tag, str) and not child.tag.startswith("{") and child.tag not in _CHANNEL:
            yield f"channel: RSS has no {child.tag}"
    for name in ("pubDate", "lastBuildDate"):
        yield from (f"channel: {told}" for told in _date(channel.findtext(name)))
    ttl = channel.findtext("ttl")
    if ttl is not None and not ttl.isdecimal():
        yield f"channel: ttl {ttl!r} is no number"
    items = channel.findall("item")
    guids = [item.findtext("guid") for item in items]
    if len(set(guids)) != len(guids):
        yield "two items have one guid"
    told = [item.findtext("pubDate") or "" for item in items]
    dates = [parsedate_to_datetime(text) for text in told if _DATE.fullmatch(text)]
    if dates != sorted(dates, reverse=True):
        yield "items do not stand newest first"
    for item in items:
        name = item.findtext("guid") or item.findtext("title")
        yield from (f"{name}: {told}" for told in _item(item))


def _item(item: Any) -> Iterator[str]:
    if not item.findtext("title") and not item.findtext("description"):
        yield "an item needs a title or a description"
    for child in item:
        if not child.tag.startswith("{") and child.tag not in _ITEM:
            yield f"RSS has no {child.tag}"
    for name in _ONCE:
        if len(item.findall(name)) > 1:
            yield f"{name} stands more than once"
    yield from _date(item.findtext("pubDate"))
    guid = item.find("guid")
    if guid is None:
        yield "no guid"
    elif guid.get("isPermaLink") != "false" and not _ADDRESS.match(guid.text or ""):
        yield "a guid that is no address must say isPermaLink=false"
    enclosure = item.find("enclosure")
    if enclosure is not None:
        if not (enclosure.get("length") or "").isdecimal() or enclosure.get("length") == "0":
            yield f"the enclosure is of {enclosure.get('length')} bytes"
        if not re.fullmatch(r"[\w.+-]+/[\w.+-]+", enclosure.get("type") or ""):
            yield "the enclosure has no type"
    author = item.findtext("author")
    if author is not None and "@" not in author:
        yield "an author is an address for mail"
    addresses = [item.findtext("link"), *(node.get("url") for node in item.iter("enclosure", f"{MEDIA}content"))]
    addresses += [node.get("href") for node in item.iter(f"{ATOM}link")]
    content = item.findtext(f"{CONTENT}encoded") or ""
    yield from _html(content, [address for address in addresses if address is not None])


def _html(content: str, addresses: list[str]) -> Iterator[str]:
    tags = "".join(_TAG.findall(content))  # not the text between, which may well tell of markup
    found = _STRIPPED.search(tags.replace('<code class="language-', "<code"))
    if found is not None:
        yield f"readers strip {found.group()!r} from the content"
    addresses = [*addresses, *re.findall(r'\b(?:href|src)="([^"]*)"', tags)]
    for address in addresses:
        if not _ADDRESS.match(address.replace("&amp;", "&")):
            yield f"{address!r} is no absolute address"


def _date(text: str | None) -> Iterator[str]:
    if text is not None and not _DATE.fullmatch(text):
        yield f"{text!r} is no date of RFC 822"


_TEXT = {"type": "string", "minLength": 1}
_URL = {"type": "string", "pattern": "^https?://[^\\s]+$"}
_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}
_AUTHORS = {
    "type": "array",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {"name": _TEXT, "url": _URL, "avatar": _URL},
        "additionalProperties": False,
        "minProperties": 1,
    },
}
_OWN = {"^_[^.]+$": {"type": "object"}}
JSON_FEED: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["version", "title", "items"],
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": _TEXT,
        "home_page_url": _URL,
        "feed_url": _URL,
        "description": _TEXT,
        "user_comment": _TEXT,
        "next_url": _URL,
        "icon": _URL,
        "favicon": _URL,
        "authors": _AUTHORS,
        "language": _TEXT,
        "expired": {"type": "boolean"},
        "hubs": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "object", "required": ["type", "url"], "properties": {"type": _TEXT, "url": _URL}},
        },
        "items": {"type": "array", "items": {"$ref": "#/$defs/item"}},
    },
    "patternProperties": _OWN,
    "additionalProperties": False,
    "$defs": {
        "item": {
            "type": "object",
            "required": ["id"],
            "anyOf": [{"required": ["content_html"]}, {"required": ["content_text"]}],
            "properties": {
                "id": _TEXT,
                "url": _URL,
                "external_url": _URL,
                "title": _TEXT,
                "content_html": _TEXT,
                "content_text": _TEXT,
                "summary": _TEXT,
                "image": _URL,
                "banner_image": _URL,
                "date_published": _MOMENT,
                "date_modified": _MOMENT,
                "authors": _AUTHORS,
                "tags": {"type": "array", "minItems": 1, "uniqueItems": True, "items": _TEXT},
                "language": _TEXT,
                "attachments": {
                    "type": "array",
                    "minItems": 1,
                    "items": {
                        "type": "object",
                        "required": ["url", "mime_type"],
                        "properties": {
                            "url": _URL,
                            "mime_type": {"type": "string", "pattern": "^[\\w.+-]+/[\\w.+-]+$"},
                            "title": _TEXT,
                            "size_in_bytes": {"type": "integer", "minimum": 1},
                            "duration_in_seconds": {"type": "number", "minimum": 0},
                        },
                        "additionalProperties": False,
                    },
                },
            },
            "patternProperties": _OWN,
            "additionalProperties": False,
        }
    },
}


def broken_json_rules(document: bytes) -> list[str]:
    """Return the rules of JSON Feed 1.1 that the document breaks."""
    try:
        feed = json.loads(document)
    except ValueError as exc:
        return [f"no JSON: {exc}"]
    broken = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in jsonschema.Draft202012Validator(JSON_FEED).iter_errors(feed)
    ]
    items = feed.get("items", [])
    if len({item.get("id") for item in items}) != len(items):
        broken.append("two items have one id")
    told = [item.get("date_published", "") for item in items]
    dates = [datetime.fromisoformat(text) for text in told if re.match(_MOMENT["pattern"], text)]
    if dates != sorted(dates, reverse=True):
        broken.append("items do not stand newest first")
    for item in items:
        broken += [f"{item.get('id')}: {told}" for told in _html(item.get("content_html", ""), [])]
    return broken
