"""What a feed says, before it is RSS or Atom: the feed and its entries as plain values, content as HTML."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

from exporters.contract import Job
from exporters.formats.addresses import clean_address
from exporters.formats.feed.content import EntryRenderer
from exporters.formats.feed.options import FeedOptions
from exporters.formats.xmltext import drop_forbidden
from exporters.model.meta import Meta, text_direction
from exporters.model.nodes import Paragraph
from exporters.model.publication import Article, Publication
from exporters.model.walk import plain_text
from exporters.words import words_for

_LONGEST_SUMMARY = 320

AUTHORS = frozenset({"aut", "rpt", "ctb", "pht", "ill", "trl", "cre"})
"""The roles of those whom a reader takes for the authors of a story (MARC relators)."""


@dataclass(frozen=True, slots=True)
class Person:
    """Who wrote something. Addresses for mail are not given out: what a feed holds is harvested."""

    name: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One story as a feed reader gets it. `url` may be empty; `published` is None where the story does not say it."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    authors: tuple[Person, ...]
    published: datetime | None
    updated: datetime
    categories: tuple[tuple[str, str], ...]
    rights: str
    licence: str


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed: `url` is never empty (RSS wants a link), `home` only where there is a page."""

    id: str
    title: str
    subtitle: str
    url: str
    home: str
    self_url: str
    hub: str
    language: str
    author: Person
    rights: str
    updated: datetime
    entries: tuple[Entry, ...]


def feed_of(publication: Publication, job: Job[FeedOptions], format_name: str) -> Feed:
    """Return the feed that a publication makes: entries newest first, its date that of the latest change in it."""
    options, meta = job.options, publication.meta
    articles = sorted(publication.articles, key=lambda article: (_age(article, job.now), article.meta.slug))
    if options.entries and len(articles) > options.entries:
        job.report.info(
            "entries-left-out",
            f"{len(articles) - options.entries} older stories are not in the {format_name} feed",
            remedy=f"Raise -O {format_name}.entries, or set it to 0",
        )
        articles = articles[: options.entries]
    # Numbers of notes and sources would clash only within an entry: one renderer serves each language.
    renderers: dict[str, EntryRenderer] = {}
    entries = tuple(_entry(article, job, format_name, renderers, publication) for article in articles)
    home = clean_address(options.url or meta.url) or _common_host(publication.articles)
    title = _clean(meta.title) or words_for(meta.language).untitled
    return Feed(
        id=_feed_id(meta, {entry.id for entry in entries}),
        title=title,
        subtitle=_clean(meta.subtitle or meta.summary),
        url=home or meta.id,
        home=home,
        self_url=clean_address(options.self_url),
        hub=clean_address(options.hub),
        language=meta.language or "en",
        author=Person(_clean(meta.publisher) or next((p.name for e in entries for p in e.authors), title), home),
        rights=_clean(meta.rights),
        updated=max((entry.updated for entry in entries), default=_utc(job.now)),
        entries=entries,
    )


def _feed_id(meta: Meta, taken: set[str]) -> str:
    """Return the id of the feed, which is never that of an entry: a lone story and its feed are two things."""
    given = meta.id or f"urn:x-broadsheet:{quote(meta.slug or 'feed')}"
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'feed of {given}')}" if given in taken else given


def _entry(
    article: Article,
    job: Job[FeedOptions],
    format_name: str,
    renderers: dict[str, EntryRenderer],
    publication: Publication,
) -> Entry:
    meta = article.meta
    language = meta.language or "en"
    renderer = renderers.get(language)
    if renderer is None:
        renderer = renderers[language] = EntryRenderer(format_name, job, words_for(language), publication)
    if meta.published is None and meta.modified is None:
        job.report.warning(
            "date-missing",
            f"the story has no date; the {format_name} feed gives it that of the edition",
            meta.place,
            "Write `date:` into the front matter: without one, readers cannot tell new from old",
        )
    published = _utc(meta.published) if meta.published else None
    updated = max((_utc(moment) for moment in (meta.published, meta.modified) if moment), default=_utc(job.now))
    summary = _summary(article)
    html = ""
    if job.options.content == "full":
        html = drop_forbidden(renderer.entry(article))
        if text_direction(language, meta.direction) == "rtl":  # readers rarely take it from the language
            html = f'<div dir="rtl">{html}</div>'
    people = [person for person in meta.contributors if person.role in AUTHORS]
    return Entry(
        id=meta.id or f"urn:x-broadsheet:{quote(meta.slug or meta.title)}",
        url=clean_address(meta.url),
        title=_clean(meta.title) or words_for(language).untitled,
        summary=summary,
        html=html,
        language=language,
        authors=tuple(
            Person(_clean(person.name), clean_address(person.url)) for person in people if person.name.strip()
        ),
        published=published,
        updated=updated,
        categories=_categories(meta),
        rights=_clean(meta.rights),
        licence=clean_address(meta.licence) if "://" in meta.licence else "",
    )


def _categories(meta: Meta) -> tuple[tuple[str, str], ...]:
    """Return section and keywords, each with the vocabulary it is from."""
    found = ([(_clean(meta.section), "section")] if meta.section else []) + [
        (_clean(word), "keyword") for word in meta.keywords
    ]
    return tuple(dict.fromkeys(pair for pair in found if pair[0]))


def _summary(article: Article) -> str:
    """Return a summary that stands alone: the writer's, else the first sentences of the text."""
    if article.meta.summary:
        return _clean(article.meta.summary)
    text = ""
    for block in article.body:
        if isinstance(block, Paragraph):
            text = _clean(plain_text(block))
            if text:
                break
    if len(text) <= _LONGEST_SUMMARY:
        return text
    cut = text[:_LONGEST_SUMMARY]
    stop = max(cut.rfind(mark) for mark in (". ", "! ", "? ", "。", "؟ ", "।"))
    if stop > _LONGEST_SUMMARY // 3:
        return cut[: stop + 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def _age(article: Article, now: datetime) -> float:
    """Return what sorts the newest first; an undated story counts as of the edition."""
    moment = article.meta.published or article.meta.modified or now
    return -moment.timestamp()


def _common_host(articles: tuple[Article, ...]) -> str:
    """Return the address of the one site that all stories are on, if it is one."""
    hosts = {urlsplit(article.meta.url)[:2] for article in articles if article.meta.url}
    if len(hosts) != 1:
        return ""
    scheme, host = hosts.pop()
    return clean_address(f"{scheme}://{host}/")


def _utc(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)


def _clean(text: str) -> str:
    return " ".join(drop_forbidden(text).split())
