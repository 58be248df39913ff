"""The keys that front matter knows, in every spelling in use."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from functools import lru_cache

from exporters.patterns import pattern

SPELLINGS: dict[str, tuple[str, ...]] = {
    "title": ("title", "headline", "name"),
    "subtitle": ("subtitle", "deck", "dek", "subhead", "standfirst"),
    "slug": ("slug",),
    "id": ("id", "guid", "uuid", "identifier", "uri"),
    "language": ("language", "lang", "locale"),
    "direction": ("direction", "dir"),
    "authors": ("authors", "author", "byline", "by"),
    "contributors": ("contributors", "contributor"),
    "editor": ("editor", "editors"),
    "translator": ("translator", "translators"),
    "people": ("people",),
    "publisher": ("publisher", "publication", "site_name"),
    "published": ("published", "date", "pubdate", "publishdate", "publish_date", "publication_date", "created"),
    "modified": ("modified", "updated", "lastmod", "last_modified_at", "last_updated", "update_date"),
    "embargo": ("embargo", "embargo_until", "embargoed", "embargoed_until"),
    "status": ("status",),
    "draft": ("draft",),
    "version": ("version",),
    "section": ("section", "category", "categories", "desk"),
    "keywords": ("keywords", "tags", "tag", "subjects"),
    "summary": ("summary", "description", "excerpt", "abstract", "lede"),
    "located": ("located", "dateline", "location"),
    "url": ("url", "canonical", "canonical_url", "permalink", "link"),
    "path": ("path",),
    "rights": ("rights", "copyright"),
    "licence": ("licence", "license"),
    "usage_terms": ("usage_terms", "usageterms", "terms"),
    "series": ("series",),
    "number": ("number", "issue"),
    "cover": ("cover", "image", "featured_image", "hero_image", "thumbnail"),
    "cover_alt": ("cover_alt", "alt", "image_alt", "image_accessibility", "hero_image_alt"),
    "sources": ("sources", "documents"),
    "corrections": ("corrections", "correction"),
}
"""All spellings of each field, the one that counts first."""

FIELD = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
"""The field of each spelling."""

_HELD = pattern(r"em+[bp]argo")
"""What a key about an embargo has in its name, however it goes on and in its usual misspellings."""


def normal(key: str) -> str:
    """Return the key as spellings are compared: in lower case, parted by underscores."""
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def is_held(key: str) -> bool:
    """Return whether this key seems to be about an embargo, be it known or not."""
    return _HELD.search(normal(key)) is not None


def is_gate(key: str) -> bool:
    """Return whether this key decides if a story may go out, so that of two of them neither can be left out."""
    return FIELD.get(normal(key)) in ("embargo", "status", "draft")


_HOLDS = frozenset(
    {"draft", "embargoed", "scheduled", "withdrawn", "unpublished", "private", "pending", "true", "yes", "on"}
)
_STATES = frozenset({"state", "workflow", "workflow_state", "post_status", "publish_status", "visibility"})
_TABLES = frozenset({"extra", "params", "front_matter", "frontmatter"})


def would_hold(key: str, value: object, like: str) -> bool:
    """Return whether a key that is not read would hold the story back: `statsu: draft`, `params: {draft: true}`.

    `like` is the known key that this one is most like, or nothing.
    """
    if normal(key) in _TABLES and isinstance(value, Mapping):
        return any(is_gate(str(name)) and _holds(inner) for name, inner in value.items())
    return (is_gate(like) or normal(key) in _STATES) and _holds(value)


def _holds(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() in _HOLDS)


def held_within(value: object) -> Iterator[str]:
    """Yield the keys about an embargo that lie somewhere in a value, however deep."""
    stack, seen = [value], set()
    while stack:
        found = stack.pop()
        if not isinstance(found, (Mapping, list, tuple)) or id(found) in seen:
            continue
        seen.add(id(found))
        if isinstance(found, Mapping):
            yield from (str(key) for key in found if is_held(str(key)))
            stack.extend(found.values())
        else:
            stack.extend(found)


def is_true(value: object) -> bool:
    """Return whether a value says yes."""
    return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "yes", "on"))


def is_false(value: object) -> bool:
    """Return whether a value says no."""
    return value is False or (isinstance(value, str) and value.strip().lower() in ("false", "no", "off"))


@lru_cache(maxsize=1024)
def nearest_key(key: str) -> tuple[str, ...]:
    """Return the known key that is most like this one, if any; the stories of a newsroom share their odd keys."""
    return tuple(difflib.get_close_matches(key, list(FIELD), n=1, cutoff=0.75))
