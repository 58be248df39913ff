"""What the package says of the publication: Dublin Core with its refinements (https://www.w3.org/TR/epub-33/#sec-pkg-metadata)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Final

from exporters.formats.epub.book import Book, language_tag
from exporters.formats.epub.package import Statement
from exporters.model.meta import Contributor, Meta
from exporters.words import words_for

_ROLE: Final = re.compile(r"[a-z]{3}")
_POSITION: Final = re.compile(r"[0-9]+(?:\.[0-9]+)*")
_URI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")


def identifier(meta: Meta) -> str:
    """Return the id of the publication, or where it has none a URN that follows from its slug and title."""
    given = "".join(meta.id.split())
    return given or f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{meta.url} {meta.slug} {meta.title}')}"


def statements(book: Book) -> list[Statement]:
    """Return the metadata of the book but for its identifier, its time of change and its claims."""
    meta = book.publication.meta
    made = [*_titles(meta), *_languages(book), *_people(_credited(book))]
    if meta.publisher:
        made.append(_dc("publisher", meta.publisher))
    if meta.published is not None:
        made.append(_dc("date", meta.published.isoformat()))
    if meta.summary:
        made.append(_dc("description", meta.summary))
    made.extend(_dc("subject", word) for word in _unique((meta.section, *meta.keywords)))
    if meta.url:
        made.append(_dc("source", meta.url))
    if meta.rights:
        made.append(_dc("rights", meta.rights))
    if meta.licence:
        made.append(_meta("dcterms:license", meta.licence))
    if meta.usage_terms:
        made.append(_meta("dcterms:accessRights", meta.usage_terms))
    made.extend(_meta("dcterms:references", address) for address in _cited(book))
    made.extend(_series(meta))
    return [
        Statement(line.element, None if line.value is None else book.clean(line.value, meta.place), line.attributes,
                  line.dublin_core)
        for line in made
    ]  # fmt: skip


def _titles(meta: Meta) -> Iterator[Statement]:
    yield _dc("title", meta.title or words_for(meta.language).untitled, id="meta-title")
    yield _meta("title-type", "main", refines="#meta-title")
    if meta.subtitle:
        yield _dc("title", meta.subtitle, id="meta-subtitle")
        yield _meta("title-type", "subtitle", refines="#meta-subtitle")


def _languages(book: Book) -> Iterator[Statement]:
    metas = (book.publication.meta, *(article.meta for article in book.publication.articles))
    tags = _unique(language_tag(meta.language) for meta in metas)
    for tag in tags or ["und"]:
        yield _dc("language", tag)


def _credited(book: Book) -> list[Contributor]:
    """Return the people of the publication, or where it names none those of its stories, each once."""
    publication = book.publication
    people = publication.meta.contributors or tuple(
        person for article in publication.articles for person in article.meta.contributors
    )
    return list({(person.name, person.role): person for person in people if person.name.strip()}.values())


def _people(people: list[Contributor]) -> Iterator[Statement]:
    for number, person in enumerate(people, 1):
        name = f"meta-person-{number}"
        element = "creator" if person.role in ("aut", "") else "contributor"
        yield _dc(element, person.name, id=name)
        if _ROLE.fullmatch(person.role):
            yield _meta("role", person.role, refines=f"#{name}", scheme="marc:relators")
        if person.file_as:
            yield _meta("file-as", person.file_as, refines=f"#{name}")
        yield _meta("display-seq", str(number), refines=f"#{name}")


def _series(meta: Meta) -> Iterator[Statement]:
    if not meta.series:
        return
    yield _meta("belongs-to-collection", meta.series, id="meta-series")
    yield _meta("collection-type", "series", refines="#meta-series")
    if _POSITION.fullmatch(meta.number):
        yield _meta("group-position", meta.number, refines="#meta-series")


def _cited(book: Book) -> list[str]:
    sources = (source for article in book.publication.articles for source in article.sources)
    return [address for address in _unique(source.url for source in sources) if _URI.fullmatch(address)]


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def _dc(element: str, value: str, **attributes: str) -> Statement:
    return Statement(element, value, attributes, dublin_core=True)


def _meta(property_: str, value: str, **attributes: str) -> Statement:
    return Statement("meta", value, {"property": property_, **attributes})
