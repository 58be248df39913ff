"""The keys that front matter knows, in every spelling in use."""

from __future__ import annotations

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
    "published": (
        "published", "date", "pubdate", "publishdate", "publish_date", "publication_date", "published_at", "publish_at",
        "published_on", "publish_on", "date_published", "go_live", "created",
    ),
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
}  # fmt: skip
"""All spellings of each field, the one that counts first."""

FIELD = {spelling: name for name, spellings in SPELLINGS.items() for spelling in spellings}
"""The field of each spelling."""

_JOINED = {spelling.replace("_", ""): spelling for spelling in reversed(FIELD)}
"""The spelling of each without underscores, as `heroImage` has it; of two the one that counts first."""

_HELD = pattern(r"em+[bp]argo")
"""What a key about an embargo has in its name, however it goes on and in its usual misspellings."""


def normal(key: str) -> str:
    """Return the key as spellings are compared: in lower case, parted by underscores; `heroImage` is `hero_image`."""
    if key in FIELD:  # as most are written
        return key
    return _known_normal(key) if len(key) < _LONGEST_KEPT else _normal(key)


def _normal(key: str) -> str:
    if not key.isascii():  # letters of full width
        import unicodedata  # seldom needed

        key = unicodedata.normalize("NFKC", key)
    lower = key.strip().lower().replace("-", "_").replace(" ", "_")
    return lower if lower in FIELD else _JOINED.get(lower.replace("_", ""), lower)


_LONGEST_KEPT = 80
_known_normal = lru_cache(maxsize=4096)(_normal)
"""The stories of a newsroom have the same keys."""


def is_held(key: str) -> bool:
    """Return whether this key seems to be about an embargo, be it known or not."""
    return _HELD.search(normal(key)) is not None


def is_gate(key: str) -> bool:
    """Return whether this key decides if a story may go out, so that of two of them neither can be left out."""
    return FIELD.get(normal(key)) in ("embargo", "status", "draft")


_HOLDS = frozenset({
    "draft", "embargo", "embargoed", "held", "hold", "in progress", "in review", "not ready", "on hold", "pending",
    "private", "review", "scheduled", "unpublished", "wip", "withdrawn", "true", "yes", "on", "1",
})  # fmt: skip
_OPEN = frozenset({"published", "corrected", "public", "live", "final", "done", "ok"})
_STATES = frozenset({"state", "workflow", "workflow_state", "post_status", "publish_status", "visibility"})
_CLOSING = frozenset({
    "private", "hidden", "unpublished", "confidential", "hold", "on_hold", "do_not_publish", "internal", "secret",
    "wip", "work_in_progress", "not_ready",
})  # fmt: skip
_OPENING = frozenset({
    "live", "publish", "publishable", "public", "released", "approved", "cleared", "ready", "ready_to_publish",
})  # fmt: skip
_NOT_NOW = frozenset({"never", "later", "not yet", "not now", "nobody", "none"})
_TABLES = frozenset({
    "article", "cms", "config", "custom", "custom_fields", "data", "extra", "fields", "front_matter", "frontmatter",
    "head", "header", "matter", "meta", "metadata", "options", "page", "params", "post", "properties", "publishing",
    "settings", "story", "workflow", "<<",
})  # fmt: skip
_BUILDS = frozenset({"build", "_build"})
_GATES = ("embargo", "embargoed", "embargo_until", "status", "draft")


def is_table(key: str) -> bool:
    """Return whether a table of this name holds keys of the head itself, as publishing systems have them."""
    return normal(key) in _TABLES


def tells_of_work(name: str, table: Mapping[str, object]) -> bool:
    """Return whether a table of this name is about something else than the story: a book, a film, a related story."""
    name = normal(name)
    if name in _TABLES:
        return False
    return name.rstrip("s") in _WORKS or any(normal(str(key)) in _OF_WORKS for key in table)


_WORKS = frozenset({
    "album", "book", "dataset", "device", "episode", "event", "film", "game", "movie", "product", "record", "software",
    "song", "version",
})  # fmt: skip
_OF_WORKS = frozenset({"title", "name", "isbn", "doi", "href"})


def would_hold(key: str, value: object) -> bool:
    """Return whether a key that is not read would hold the story back.

    Such as `statsu: draft`, `params: {draft: true}`, `private: yes`, `publish: no`.
    """
    name = normal(key)
    if name in _TABLES and isinstance(value, Mapping):
        return any(
            (is_gate(str(inner)) and _holds(said)) or would_hold(str(inner), said) for inner, said in value.items()
        )
    if name in _STATES:
        return _holds(value)
    if name in _CLOSING or name in _OPENING:
        if name in _CLOSING:
            return is_true(value) or value == "1"
        return is_false(value) or value == "0" or (isinstance(value, str) and value.strip().lower() in _NOT_NOW)
    if name in _BUILDS and isinstance(value, Mapping):  # as Hugo has it: the page is not made
        return any(str(value.get("render", "")).lower() == word for word in ("never", "false", "no"))
    like = near_gate(name)
    if like == "status":  # a word that a known status could be
        words = value.strip().lower() if isinstance(value, str) else ""
        return any(letter.isalpha() for letter in words) and len(words) < 40 and words not in _OPEN
    return like == "draft" and _holds(value)


@lru_cache(maxsize=1024)
def near_gate(key: str) -> str:
    """Return the field of those that decide whether a story may go out that this key is most like, or nothing."""
    if not 4 <= len(key) <= 16:
        return ""
    import difflib

    close = difflib.get_close_matches(key, _GATES, n=1, cutoff=0.75)
    return FIELD[close[0]] if close else ""


def _holds(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower().replace("-", " ") in _HOLDS)


def says_hold(words: str) -> bool:
    """Return whether the words of a line of a head say that the story may not go out."""
    return _holds(words.strip().strip("\"',;"))


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
    import difflib

    return tuple(difflib.get_close_matches(key, list(FIELD), n=1, cutoff=0.75))
