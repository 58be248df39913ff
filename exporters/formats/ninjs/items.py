"""Items of ninjs 3.1 from stories, member by member (http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json).

Everything is said by the words of the model, most of which are those of ninjs. A story that was withdrawn is an item
that is canceled: its id and what editors must know, none of its text.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

from exporters.contract import Job
from exporters.formats.addresses import web_address
from exporters.formats.licences import licence_address
from exporters.formats.ninjs import NinjsOptions
from exporters.formats.portable import PortableRenderer
from exporters.formats.summaries import clean_language, clean_line, summary_of
from exporters.formats.xmltext import drop_forbidden
from exporters.model.meta import Contributor, Meta, Source
from exporters.model.publication import Article, Publication
from exporters.model.walk import plain_text
from exporters.words import Words, words_for

_STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json#"}
_BYLINE = frozenset({"aut", "rpt", "ctb", "cre"})

Item = dict[str, Any]

_LEFT = frozenset(
    "uri standard type version firstCreated versionCreated pubStatus language edNote copyrightHolder altIds".split()  # noqa: SIM905
)
"""What is left of a story that was withdrawn: by what it is known, and what editors must know. Not its title: that may
be the fault.
"""


class ItemMaker:
    """Makes the items of one publication."""

    def __init__(self, publication: Publication, job: Job[NinjsOptions]) -> None:
        self._publication = publication
        self._job = job
        self._urls = {article.meta.slug: article.meta.url for article in publication.articles}
        self._resources = {resource.name: resource for resource in publication.resources}
        self._renderers: dict[str, PortableRenderer] = {}
        files = web_address(job.options.files)
        self._files = f"{files.rstrip('/')}/" if files else ""

    def story(self, article: Article) -> Item:
        """Return the item of a story; one that was withdrawn is canceled and has no text."""
        meta = article.meta
        words = words_for(meta.language)
        item = self._described(meta, words)
        item["type"] = "text"
        item["version"] = str(version_of(article))
        item["edNote"] = _editors_note(article, words)
        if meta.status == "withdrawn":
            item["pubStatus"] = "canceled"
            return _said({name: value for name, value in item.items() if name in _LEFT})
        html, associations = self._body(article, words)
        text = drop_forbidden(plain_text(article.body))
        item |= {
            "representationType": "full",
            "profile": "text-photo" if associations else "text-only",
            "descriptions": _valued([("summary", summary_of(article))]),
            "bodies": [
                {
                    "role": "main",
                    "contentType": "text/html",
                    "charCount": len(text),
                    "wordCount": len(text.split()),
                    "value": html,
                }
            ],
            "infoSources": list(_info_sources(article.sources)),
            "renditions": list(self._renditions(meta)),
            "associations": associations,
        }
        return _said(item)

    def briefing(self) -> Item:
        """Return the publication as a composite item, its stories as associations in their order."""
        meta = self._publication.meta
        item = self._described(meta, words_for(meta.language))
        stories = []
        for article in self._publication.articles:
            story = self.story(article)
            del story["standard"]
            stories.append({"name": story.get("title", story["uri"]), "rel": "story", **story})
        item |= {"type": "composite", "representationType": "full", "associations": stories}
        item["descriptions"] = _valued([("summary", clean_line(meta.summary))])
        return _said(item)

    def _described(self, meta: Meta, words: Words) -> Item:
        """Return what ninjs says of any item, much of it still empty."""
        title = clean_line(meta.title) or words.untitled
        published = meta.published or meta.modified or self._job.now
        changed = max(moment for moment in (published, meta.modified) if moment is not None)
        licence = licence_address(meta.licence)
        terms = [("section", meta.section), *(("keyword", word) for word in meta.keywords)]
        return {
            "uri": clean_line(meta.id) or f"urn:x-broadsheet:{quote(meta.slug or meta.title)}",
            "standard": _STANDARD,
            "firstCreated": _time(published),
            "versionCreated": _time(changed),
            "embargoedUntil": _time(meta.embargo) if meta.embargo else "",
            # an embargo is a time, not a status: what is under one is usable when it is over
            "pubStatus": "withheld" if meta.status == "draft" else "usable",
            "title": title,
            "headlines": _valued([("headline", title), ("subheadline", clean_line(meta.subtitle))]),
            "by": _byline(meta, words),
            "slugline": clean_line(meta.slug),
            "language": clean_language(meta.language),
            "located": clean_line(meta.located),
            "places": _named([("dateline", meta.located)]),
            "subjects": _named(terms),
            "people": [_person(person) for person in meta.contributors if person.name.strip()],
            "organisations": _named([("publisher", meta.publisher)]),
            "copyrightHolder": clean_line(meta.publisher),
            "copyrightNotice": clean_line(meta.rights),
            "usageTerms": clean_line(meta.usage_terms),
            "rightsInfo": {"linkedRights": licence} if licence else {},
            "altIds": [{"role": "url", "value": web_address(meta.url)}] if web_address(meta.url) else [],
        }

    def _body(self, article: Article, words: Words) -> tuple[str, list[Item]]:
        """Return the text as HTML, and the pictures in it as associated items."""
        renderer = self._renderers.get(words.language)
        if renderer is None:
            renderer = self._renderers[words.language] = PortableRenderer(
                "ninjs",
                self._job.report,
                words,
                urls=self._urls,
                resources=self._resources,
                pictures=self._job.options.pictures,
            )
        html = renderer.story(article)
        associations: dict[str, Item] = {}
        for url, resource, image, figure in renderer.shown:
            caption = clean_line(plain_text(figure.caption)) if figure else ""
            rendition = {
                "name": "original",
                "href": url,
                "contentType": resource.media_type,
                "width": resource.width,
                "height": resource.height,
            }
            associations[url] = _said(
                {
                    "name": caption or clean_line(image.alt) or words.image,
                    "rel": "picture",
                    "uri": url,
                    "type": "picture",
                    "by": clean_line(figure.credit) if figure else "",
                    "descriptions": _valued([("caption", caption), ("alternative text", clean_line(image.alt))]),
                    "renditions": [_said(rendition)],
                }
            )
        return html, list(associations.values())

    def _renditions(self, meta: Meta) -> Iterator[Item]:
        """Yield the page of the story and the files that the same run made of it."""
        url = web_address(meta.url)
        if url:
            yield {"name": "web", "href": url, "contentType": "text/html"}
        for made in self._job.made.get(meta.slug, ()) if self._files else ():
            yield {
                "name": made.name.rpartition(".")[2],
                "href": f"{self._files}{quote(made.name)}",
                "contentType": made.media_type,
                "sizeInBytes": made.length,
            }


def version_of(article: Article) -> int:
    """Return the version of a story, counted from 1: as it says, but no less than its corrections make it."""
    withdrawn = article.meta.status == "withdrawn"
    return max(article.meta.version, 1 + len(article.corrections) + (withdrawn and not article.corrections))


def _editors_note(article: Article, words: Words) -> str:
    """Return what editors who took the story over must know: each correction, the latest first."""
    latest_first = sorted(article.corrections, key=lambda correction: correction.date, reverse=True)
    notes = [
        f"{words.callout(correction.kind)} ({correction.date.date().isoformat()}): {clean_line(correction.text)}"
        for correction in latest_first
    ]
    return "\n".join(notes)


def _byline(meta: Meta, words: Words) -> str:
    names = tuple(clean_line(person.name) for person in meta.contributors if person.role in _BYLINE)
    return f"{words.by} {words.join(names)}" if names else ""


def _person(person: Contributor) -> Item:
    """Return a person by name and part in the work, a MARC relator; addresses for mail are not given out."""
    url = web_address(person.url)
    relation = f"http://id.loc.gov/vocabulary/relators/{person.role}"
    return {"name": clean_line(person.name), "rel": relation, **({"uri": url} if url else {})}


def _info_sources(sources: tuple[Source, ...]) -> Iterator[Item]:
    """Yield the documents that the story rests on: what each is called, and where it is."""
    for source in sources:
        facts = (source.title, source.author, source.publisher, source.court, source.docket, source.number)
        name = clean_line(", ".join(fact for fact in facts if fact)) or source.key
        url = web_address(source.url or source.archived_url)
        yield {"name": name, "role": "document", **({"uri": url} if url else {})}


def _named(pairs: list[tuple[str, str]]) -> list[Item]:
    return [{"name": name, "rel": relation} for relation, text in pairs if (name := clean_line(text))]


def _valued(pairs: list[tuple[str, str]]) -> list[Item]:
    return [{"role": role, "contentType": "text/plain", "value": value} for role, value in pairs if value]


def _said(item: Item) -> Item:
    """Return the members that say something: an empty member is no less wrong than a wrong one."""
    return {name: value for name, value in item.items() if value not in ("", None, [], {}, 0)}


def _time(moment: datetime) -> str:
    return moment.replace(microsecond=0).isoformat()
