"""Stories as entries: everything that any feed format says of a story, worked out once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from exporters.contract import MadeFile
from exporters.formats.addresses import web_address
from exporters.formats.feed.options import FeedOptions
from exporters.formats.feed.values import Attachment, Category, Entry, Person, Picture, Reference, Tombstone
from exporters.formats.licences import licence_address
from exporters.formats.portable import PortableRenderer
from exporters.formats.summaries import clean_language, clean_line, summary_of
from exporters.model.meta import Contributor, Meta
from exporters.model.nodes import Figure
from exporters.model.publication import Article, Resource
from exporters.report import Report
from exporters.words import words_for

AUTHORS = frozenset({"aut", "rpt", "ctb", "pht", "ill", "trl", "cre"})
"""The roles of those whom a reader takes for the authors of a story (MARC relators)."""

OFFERED = ("application/pdf", "application/epub+zip")
"""The types of files that are for the readers of a feed; others are for other newsrooms."""

SECTION, KEYWORD = "urn:x-broadsheet:section", "urn:x-broadsheet:keyword"
"""The vocabularies of an entry's categories."""


class EntryMaker:
    """Makes the entries of one run. It remembers nothing of a story once its entry is made.

    `now` is the time of the edition, which a story without a date takes; `urls` the addresses of stories by slug, for
    links among them; `resources` the pictures by name; `made` the files that the same run made of each story, by slug.
    """

    def __init__(
        self,
        options: FeedOptions,
        report: Report,
        now: datetime,
        *,
        urls: Mapping[str, str],
        resources: Mapping[str, Resource],
        made: Mapping[str, Sequence[MadeFile]],
    ) -> None:
        self._options = options
        self._report = report
        self._now = utc(now)
        self._urls = urls
        self._resources = resources
        self._made = made
        files = web_address(options.files)
        self._files = f"{files.rstrip('/')}/" if files else ""
        # Nothing that a renderer keeps is of one story only: one serves all of a language.
        self._renderers: dict[str, PortableRenderer] = {}

    def entry(self, article: Article) -> Entry:
        """Return the entry of one story."""
        meta = article.meta
        language = clean_language(meta.language)
        if meta.published is None and meta.modified is None:
            self._report.warning(
                "date-missing",
                "the story has no date; feeds give it that of the edition",
                meta.place,
                "Write `date:` into the front matter: without one, readers cannot tell new from old",
            )
        html, pictures = self._content(article, language) if self._options.content == "full" else ("", ())
        return Entry(
            id=entry_id(meta),
            url=web_address(meta.url),
            title=clean_line(meta.title) or words_for(language).untitled,
            summary=summary_of(article),
            html=html,
            language=language,
            authors=_people(meta, authors=True),
            contributors=_people(meta, authors=False),
            published=utc(meta.published) if meta.published else None,
            updated=self.updated(meta),
            categories=_categories(meta),
            rights=clean_line(f"{meta.rights} {meta.usage_terms}"),
            licence=licence_address(meta.licence),
            attachments=tuple(self._attachments(meta)),
            pictures=pictures,
            references=tuple(_references(article)),
        )

    def tombstone(self, article: Article) -> Tombstone:
        """Return what is left of a story that was withdrawn: when, and the latest of its notices as the reason."""
        meta = article.meta
        latest = max(article.corrections, key=lambda correction: correction.date, default=None)
        return Tombstone(
            id=entry_id(meta),
            when=self.updated(meta),
            reason=clean_line(latest.text) if latest else "",
            by=clean_line(latest.author) if latest else "",
            published=utc(meta.published) if meta.published else None,
        )

    def updated(self, meta: Meta) -> datetime:
        """Return when the story was last changed; never before it was published."""
        return max((utc(moment) for moment in (meta.published, meta.modified) if moment), default=self._now)

    def _content(self, article: Article, language: str) -> tuple[str, tuple[Picture, ...]]:
        renderer = self._renderers.get(language)
        if renderer is None:
            renderer = self._renderers[language] = PortableRenderer(
                "feed",
                self._report,
                words_for(language),
                urls=self._urls,
                resources=self._resources,
                pictures=self._options.pictures,
            )
        html = renderer.story(article)
        shown = {
            url: _picture(url, resource, image.alt, figure, article.meta)
            for url, resource, image, figure in renderer.shown
        }
        return html, tuple(shown.values())

    def _attachments(self, meta: Meta) -> Iterator[Attachment]:
        for made in self._made.get(meta.slug, ()) if self._files else ():
            if made.media_type in OFFERED:
                yield Attachment(
                    url=f"{self._files}{quote(made.name)}",
                    media_type=made.media_type,
                    length=made.length,
                    title=clean_line(meta.title),
                )


def entry_id(meta: Meta) -> str:
    """Return the id of a story's entry, which follows neither its address nor its text."""
    return clean_line(meta.id) or f"urn:x-broadsheet:{quote(meta.slug or meta.title)}"


def utc(moment: datetime) -> datetime:
    """Return the moment in UTC, to the second."""
    if moment.tzinfo is UTC and not moment.microsecond:
        return moment
    return moment.astimezone(UTC).replace(microsecond=0)


def _people(meta: Meta, *, authors: bool) -> tuple[Person, ...]:
    chosen: dict[str, Contributor] = {}
    for person in meta.contributors:
        if (person.role in AUTHORS) is authors and person.name.strip():
            chosen.setdefault(clean_line(person.name), person)
    return tuple(Person(name=name, url=web_address(person.url)) for name, person in chosen.items())


def _categories(meta: Meta) -> tuple[Category, ...]:
    """Return section and keywords, each with the vocabulary it is from."""
    pairs = [(clean_line(meta.section), SECTION), *((clean_line(word), KEYWORD) for word in meta.keywords)]
    return tuple(Category(term=term, scheme=scheme) for term, scheme in dict.fromkeys(pairs) if term)


def _picture(url: str, resource: Resource, alt: str, figure: Figure | None, meta: Meta) -> Picture:
    """Return a picture as feeds describe it.

    The licence of the story is said to cover it only where no one else is credited: a picture from an agency does not
    come under the terms of the text around it.
    """
    credit = clean_line(figure.credit) if figure else ""
    own = {clean_line(person.name) for person in meta.contributors} | {clean_line(meta.publisher), ""}
    return Picture(
        url=url,
        media_type=resource.media_type,
        width=resource.width,
        height=resource.height,
        title=_caption(figure),
        description=clean_line(alt),
        credit=credit,
        licence=licence_address(meta.licence) if credit in own else "",
    )


def _caption(figure: Figure | None) -> str:
    from exporters.model.walk import plain_text

    return clean_line(plain_text(figure.caption)) if figure else ""


def _references(article: Article) -> Iterator[Reference]:
    """Yield the documents that a story rests on, and the copies that are kept of them."""
    seen: set[str] = set()
    for source in article.sources:
        title = clean_line(source.title)
        for relation, address in (("via", source.url), ("related", source.archived_url)):
            url = web_address(address)
            if url and url not in seen:
                seen.add(url)
                yield Reference(relation=relation, url=url, title=title)  # type: ignore[arg-type]  # one of two words
