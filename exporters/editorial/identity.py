"""Names that every story must have: a slug of its own within the run, and an id that never changes."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from urllib.parse import urlsplit

import msgspec

from exporters.digests import named_uuid
from exporters.model.meta import Meta
from exporters.model.outline import article_slugs, slugify
from exporters.model.publication import Article
from exporters.patterns import pattern
from exporters.report import Report

# Our own namespace, so that an id made here is never one that somebody else makes from the same words
# (https://www.rfc-editor.org/rfc/rfc9562#section-5.5).
_NAMESPACE = named_uuid(uuid.NAMESPACE_DNS, "broadsheet.story")

_WEB = pattern(r"(?i)https?://[^\s/]")
_ID_SCHEMES = ("urn:", "tag:", "http://", "https://", "doi:", "info:")


def name_articles(articles: Sequence[Article], report: Report) -> tuple[Article, ...]:
    """Return the articles with a unique slug and an id each; what had to be made up is reported.

    An id is taken from the slug and the date of publication, not from the URL or the text, so that moving or editing
    a story does not make it a new one for feed readers (https://www.rfc-editor.org/rfc/rfc4287#section-4.2.6).
    """
    slugs = article_slugs(slugify(article.meta.slug, 200) or slugify(article.meta.title) for article in articles)
    named: list[Article] = []
    seen: dict[str, str] = {}
    holders: dict[str, str] = {}
    for article, slug in zip(articles, slugs, strict=True):
        meta = _addressed(article.meta, report)
        holders[slug] = meta.place.file
        if meta.slug and slug != (wanted := slugify(meta.slug, 200)):
            holder = holders.get(wanted) or "another story of this run"
            report.warning(
                "slug-repeated",
                f"the slug {meta.slug!r} is taken by {holder}; {slug!r} is used",
                meta.place,
                "Give each story a slug of its own",
            )
        identifier = meta.id
        if identifier and not identifier.startswith(_ID_SCHEMES):
            identifier = f"urn:uuid:{named_uuid(_NAMESPACE, identifier)}"
            report.info(
                "id-not-uri",
                f"the id {meta.id!r} is not a URN or tag URI; {identifier} is made from it",
                meta.place,
                "Write the id as urn:uuid:… or tag:domain,date:name",
            )
        if not identifier:
            identifier = derive_id(slug, [meta])
            report.info(
                "id-derived",
                f"the story has no id; {identifier} is made from its slug and date",
                meta.place,
                f"Put `id: {identifier}` into the front matter, so that it stays when slug or date change",
            )
        if identifier in seen:
            report.error(
                "id-repeated",
                f"the id {identifier} is also that of {seen[identifier]}",
                meta.place,
                "Give each story an id of its own: readers of a feed would see only one of them",
            )
        seen[identifier] = meta.place.file or slug
        named.append(msgspec.structs.replace(article, meta=msgspec.structs.replace(meta, slug=slug, id=identifier)))
    return tuple(named)


def _addressed(meta: Meta, report: Report) -> Meta:
    """Return the meta without a URL that is no web address: feeds and links to the story would carry it on."""
    if not meta.url or (_WEB.match(meta.url) and _can_be_split(meta.url)):
        return meta
    report.warning(
        "url-relative", f"{meta.url[:80]!r} is not a full address and is left out", meta.place, "Begin with https://"
    )
    return msgspec.structs.replace(meta, url="")


def _can_be_split(url: str) -> bool:
    try:
        return bool(urlsplit(url).hostname)
    except ValueError:  # such as `https://[::1`
        return False


def derive_id(slug: str, metas: Sequence[Meta]) -> str:
    """Return a `urn:uuid:` that the same slug, first date and host of a story or briefing always give."""
    dates = [meta.published.date().isoformat() for meta in metas if meta.published]
    hosts = [urlsplit(meta.url).hostname or "" for meta in metas if meta.url]
    return f"urn:uuid:{named_uuid(_NAMESPACE, '|'.join((min(hosts, default=''), min(dates, default=''), slug)))}"
