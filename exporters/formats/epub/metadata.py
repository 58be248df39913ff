"""What the package says of the publication: Dublin Core with its refinements (https://www.w3.org/TR/epub-33/#sec-pkg-metadata)."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Iterator
from typing import Final

from exporters.digests import named_uuid
from exporters.formats.epub.book import Book, language_tag
from exporters.formats.epub.numbers import isbn_13, issn
from exporters.formats.epub.options import EpubOptions
from exporters.formats.epub.parts import Statement
from exporters.formats.epub.relators import RELATORS
from exporters.model.meta import Contributor, Meta
from exporters.patterns import pattern
from exporters.report import Report
from exporters.words import words_for

_POSITION: Final = r"[0-9]+(?:\.[0-9]+)*"
_URI: Final = r"[A-Za-z][A-Za-z0-9+.-]*:\S+"
_TERM: Final = pattern(r"([A-Za-z]{2,8}):([A-Za-z0-9][\w./-]*)(?:\s+(\S.*))?", re.DOTALL)
_SCHEMES: Final = "AAT BIC BISAC CLC DDC CLIL EuroVoc MEDTOP LCSH NDC Thema UDC"
_AUTHORITIES: Final = {name.lower(): name for name in _SCHEMES.split()}
"""https://www.w3.org/publishing/epub32/registries/authority/, MEDTOP being the media topics of IPTC."""
_ARTICLES: Final = {
    "en": {"a", "an", "the"},
    "de": {"der", "die", "das", "ein", "eine"},
    "es": {"el", "la", "los", "las", "un", "una"},
    "fr": {"le", "la", "les", "un", "une"},
    "pt": {"o", "a", "os", "as", "um", "uma"},
}


def identifier(meta: Meta) -> str:
    """Return the id of the publication, or where it has none a URN that follows from its slug and title."""
    given = "".join(meta.id.split())
    return given or f"urn:uuid:{named_uuid(uuid.NAMESPACE_URL, f'{meta.url} {meta.slug} {meta.title}')}"


def statements(book: Book, options: EpubOptions) -> list[Statement]:
    """Return the metadata of the book but for its identifier, its time of change and its claims."""
    meta = book.publication.meta
    made = [*_isbn(book, options.isbn), *_titles(meta), *_languages(book), *_people(_credited(book), book.report)]
    if meta.publisher:
        made.append(_dc("publisher", meta.publisher))
    if meta.published is not None:
        made.append(_dc("date", meta.published.isoformat()))
    if meta.summary:
        made.append(_dc("description", meta.summary))
    made.extend(_subjects(_unique((meta.section, *meta.keywords))))
    if meta.url:
        made.append(_dc("source", meta.url))
    if meta.rights:
        made.append(_dc("rights", meta.rights))
    if meta.licence:
        made.append(_meta("dcterms:license", meta.licence))
    if meta.usage_terms:
        made.append(_meta("dcterms:accessRights", meta.usage_terms))
    made.extend(_meta("dcterms:references", address) for address in _cited(book))
    made.extend(_series(meta, _series_number(book, options.issn)))
    return [
        Statement(line.element, None if line.value is None else book.clean(line.value, meta.place), line.attributes,
                  line.dublin_core)
        for line in made
    ]  # fmt: skip


def _isbn(book: Book, given: str) -> Iterator[Statement]:
    """The ISBN of this edition, and that in which the publication's own id consists, as what they are."""
    number = isbn_13(given) if given else ""
    if given and not number:
        _report_number(book, "ISBN", given)
    if number and number != isbn_13(identifier(book.publication.meta)):
        yield _dc("identifier", f"urn:isbn:{number}", id="meta-isbn")
        # https://ns.editeur.org/onix/en/5: 15 is an ISBN of thirteen digits
        yield _meta("identifier-type", "15", refines="#meta-isbn", scheme="onix:codelist5")


def _series_number(book: Book, given: str) -> str:
    number = issn(given) if given else ""
    if given and not number:
        _report_number(book, "ISSN", given)
    return number


def _report_number(book: Book, name: str, given: str) -> None:
    book.report.warning(
        "epub-number",
        f"{given!r} is no {name}: its digits do not agree with the last, so it is left out",
        book.publication.meta.place,
        "Compare it with the number that was assigned",
    )


def _titles(meta: Meta) -> Iterator[Statement]:
    title = meta.title or words_for(meta.language).untitled
    yield _dc("title", title, id="meta-title")
    yield _meta("title-type", "main", refines="#meta-title")
    yield _meta("display-seq", "1", refines="#meta-title")
    sorted_as = _sorted_as(title, meta.language)
    if sorted_as != title:
        yield _meta("file-as", sorted_as, refines="#meta-title")
    if meta.subtitle:
        yield _dc("title", meta.subtitle, id="meta-subtitle")
        yield _meta("title-type", "subtitle", refines="#meta-subtitle")
        yield _meta("display-seq", "2", refines="#meta-subtitle")


def _sorted_as(title: str, language: str) -> str:
    """Return a title as a shelf sorts it: its article, in the languages that have them, behind it."""
    article, space, rest = title.partition(" ")
    known = _ARTICLES.get(language.lower().replace("_", "-").partition("-")[0], ())
    return f"{rest.lstrip()}, {article}" if space and rest.strip() and article.lower() in known else title


def _subjects(words: list[str]) -> Iterator[Statement]:
    """Subjects, those of a known scheme ("medtop:02000000 crime") with their authority and term."""
    for number, word in enumerate(words, 1):
        found = _TERM.fullmatch(word)
        if found is None or found[1].lower() not in _AUTHORITIES:
            yield _dc("subject", word)
            continue
        name = f"meta-subject-{number}"
        yield _dc("subject", found[3] or found[2], id=name)
        yield _meta("authority", _AUTHORITIES[found[1].lower()], refines=f"#{name}")
        yield _meta("term", found[2], refines=f"#{name}")


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


def _people(people: list[Contributor], report: Report) -> Iterator[Statement]:
    for number, person in enumerate(people, 1):
        name = f"meta-person-{number}"
        element = "creator" if person.role in ("aut", "") else "contributor"
        yield _dc(element, person.name, id=name)
        if person.role in RELATORS:
            yield _meta("role", person.role, refines=f"#{name}", scheme="marc:relators")
        elif person.role:
            report.warning(
                "epub-role",
                f"{person.role!r} is no code of the MARC relators; {person.name} is named without a role",
                person.place,
                "Take one of https://www.loc.gov/marc/relators/",
            )
        if person.file_as:
            yield _meta("file-as", person.file_as, refines=f"#{name}")
        yield _meta("display-seq", str(number), refines=f"#{name}")


def _series(meta: Meta, number: str) -> Iterator[Statement]:
    if not meta.series:
        if number:  # of the periodical that the publisher's name stands for
            yield _meta("dcterms:isPartOf", f"urn:ISSN:{number}")
        return
    yield _meta("belongs-to-collection", meta.series, id="meta-series")
    yield _meta("collection-type", "series", refines="#meta-series")
    if re.fullmatch(_POSITION, meta.number):
        yield _meta("group-position", meta.number, refines="#meta-series")
    if number:
        yield _meta("dcterms:identifier", f"urn:ISSN:{number}", refines="#meta-series")


def _cited(book: Book) -> list[str]:
    sources = (source for article in book.publication.articles for source in article.sources)
    return [address for address in _unique(source.url for source in sources) if re.fullmatch(_URI, address)]


def _unique(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word.strip() for word in words if word.strip()))


def _dc(element: str, value: str, **attributes: str) -> Statement:
    return Statement(element, value, attributes, dublin_core=True)


def _meta(property_: str, value: str, **attributes: str) -> Statement:
    return Statement("meta", value, {"property": property_, **attributes})
