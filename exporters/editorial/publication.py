"""What a publication says of itself: what it was told, and what its stories have in common."""

from __future__ import annotations

from urllib.parse import urlsplit

import msgspec

from exporters.editorial.identity import derive_id
from exporters.editorial.languages import common_language
from exporters.model.meta import Meta
from exporters.model.outline import slugify
from exporters.model.publication import Article
from exporters.words import words_for


def publication_meta(given: Meta | None, articles: tuple[Article, ...]) -> Meta:
    """Return the meta of the publication: what was given, filled up with what its stories have in common.

    A lone story gives all of its own. Several came out when the last of them did.
    """
    if len(articles) == 1:
        own, unsaid = articles[0].meta, Meta(title="")
        said = {
            name: value
            for name in Meta.__struct_fields__
            if (value := getattr(given, name, None)) and value != getattr(unsaid, name)
        }
        return msgspec.structs.replace(own, **said)

    def shared(field_name: str) -> str:
        values = {getattr(article.meta, field_name) for article in articles}
        return str(values.pop()) if len(values) == 1 else ""

    meta = given or Meta(title="", language="")
    filled = {
        name: shared(name)
        for name in ("publisher", "section", "rights", "licence", "usage_terms")
        if not getattr(meta, name)
    }
    filled["language"] = meta.language or common_language(articles)
    dates = [article.meta.published for article in articles if article.meta.published]
    published = meta.published or max(dates, default=None)
    words = words_for(filled["language"])
    named = filled.get("publisher") or meta.publisher or shared("section")
    filled["title"] = meta.title or named or _site(meta, articles) or words.contents
    filled["slug"] = meta.slug or slugify(filled["title"]) or "briefing"
    filled["id"] = meta.id or derive_id(filled["slug"], [article.meta for article in articles])
    return msgspec.structs.replace(meta, published=published, **filled)


def _site(meta: Meta, articles: tuple[Article, ...]) -> str:
    """Return the name of the site that the publication is on, or that all its stories are on; empty for several."""
    urls = [meta.url] if meta.url else [article.meta.url for article in articles]
    try:
        hosts = {urlsplit(url).hostname or "" for url in urls}
    except ValueError:  # such as `https://[::1`
        return ""
    return hosts.pop().removeprefix("www.") if len(hosts) == 1 else ""
