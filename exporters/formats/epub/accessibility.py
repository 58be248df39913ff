"""What the package claims of its accessibility, each claim by a function that looks at what was written.

EPUB Accessibility 1.1 (https://www.w3.org/TR/epub-a11y-11/), terms from https://www.w3.org/community/reports/a11y-discov-vocab/.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from exporters.formats.epub.book import Book
from exporters.formats.epub.parts import Statement
from exporters.model.place import NOWHERE, Place
from exporters.report import Report

_MOST_PLACES: Final = 8
STANDARD: Final = "EPUB Accessibility 1.1 - WCAG 2.2 Level AA"


class Claims(msgspec.Struct):
    """The claims that stand, and of the others why they do not, and the places of all that stands in their way."""

    access_modes: list[str] = msgspec.field(default_factory=list)
    sufficient: list[str] = msgspec.field(default_factory=list)
    features: list[str] = msgspec.field(default_factory=list)
    hazards: list[str] = msgspec.field(default_factory=list)
    summary: str = ""
    certifier: str = ""
    withheld: list[tuple[str, str, tuple[Place, ...]]] = msgspec.field(default_factory=list)


def look(book: Book) -> Claims:
    """Return what may be claimed of the chapters that were written."""
    claims = Claims()
    _access_modes(book, claims)
    for name, holds in _FEATURES.items():
        if holds(book):
            claims.features.append(name)
    _hazards(book, claims)
    _conformance(book, claims)
    claims.summary = _summary(book, claims)
    return claims


def statements(claims: Claims) -> list[Statement]:
    """Return the claims as metadata."""
    made = [_meta("schema:accessMode", mode) for mode in claims.access_modes]
    made += [_meta("schema:accessModeSufficient", modes) for modes in claims.sufficient]
    made += [_meta("schema:accessibilityFeature", feature) for feature in claims.features]
    made += [_meta("schema:accessibilityHazard", hazard) for hazard in claims.hazards]
    made.append(_meta("schema:accessibilitySummary", claims.summary, **{_XML_LANG: "en"}))
    if claims.certifier:
        made.append(_meta("dcterms:conformsTo", STANDARD, id="meta-conforms"))
        made.append(_meta("a11y:certifiedBy", claims.certifier, refines="#meta-conforms"))
    return made


def report_withheld(claims: Claims, report: Report) -> None:
    """Say which claims were not made, and where what stands in their way is; `broadsheet check` prints it."""
    for claim, reason, places in claims.withheld:
        others = [str(place) for place in places[1:_MOST_PLACES] if str(place)]
        also = f"; also {', '.join(others)}" if others else ""
        more = ", and more" if len(places) > _MOST_PLACES else ""
        report.info(
            "claim-withheld",
            f"the e-book does not claim {claim}: {reason}{also}{more}",
            places[0],
            "Mend it, and the claim is made",
        )


# ------------------------------------------------------------------------------------------------------ claims


def _access_modes(book: Book, claims: Claims) -> None:
    """By which senses the content comes, and by which alone all of it can be had."""
    claims.access_modes.append("textual")
    if book.facts.pictures:
        claims.access_modes.append("visual")
        claims.sufficient.append("textual,visual")
    missing = book.facts.undescribed
    if missing:
        reason = _count(missing, "picture has", "pictures have") + " no alternative text"
        claims.withheld.append(("to be readable as text alone", reason, tuple(missing)))
    else:
        claims.sufficient.insert(0, "textual")


def _pictures_described(book: Book) -> bool:
    return book.facts.pictures > 0 and not book.facts.undescribed


def _has_headings(book: Book) -> bool:
    return len(book.publication.articles) > 1 or book.facts.headings > 0


def _formulas_in_mathml(book: Book) -> bool:
    return book.facts.formulas > 0 and not book.facts.formulas_as_text


def _always(book: Book) -> bool:
    """Whether there is a text: each of ours has contents, one order, and a style that fixes neither size nor colour."""
    return bool(book.stories)


def _can_be_changed(book: Book) -> bool:
    return _always(book) and not book.facts.fixed_by_theme


def _has_pages(book: Book) -> bool:
    return bool(book.pages)


_FEATURES: Final[dict[str, Callable[[Book], bool]]] = {
    "tableOfContents": _always,
    "readingOrder": _always,
    "displayTransformability": _can_be_changed,
    "structuralNavigation": _has_headings,
    "alternativeText": _pictures_described,
    "MathML": _formulas_in_mathml,
    "pageBreakMarkers": _has_pages,
    "pageNavigation": _has_pages,
}


def _hazards(book: Book, claims: Claims) -> None:
    """What may harm: nothing moves or sounds in text and still pictures; of moving pictures it is not known."""
    if book.facts.moving:
        claims.hazards += ["unknownFlashingHazard", "unknownMotionSimulationHazard", "noSoundHazard"]
        name = book.facts.moving[0]
        claims.withheld.append(("to be free of flashing", f"the picture {name} moves", (NOWHERE,)))
    else:
        claims.hazards.append("none")


def _conformance(book: Book, claims: Claims) -> None:
    """The standard as a whole: only when every check passes, and there is a name to stand for it."""
    facts, meta = book.facts, book.publication.meta
    faults: list[tuple[str, Sequence[Place]]] = [
        (_count(facts.undescribed, "picture has", "pictures have") + " no alternative text", facts.undescribed),
        (_count(facts.headless_tables, "table has", "tables have") + " no headings", facts.headless_tables),
        (_count(facts.skipped_headings, "heading skips", "headings skip") + " a level", facts.skipped_headings),
        (_count(facts.formulas_as_text, "formula is", "formulas are") + " written as TeX", facts.formulas_as_text),
        (_count(facts.unnamed_languages, "story names", "stories name") + " no language", facts.unnamed_languages),
    ]
    if facts.fixed_by_theme:
        reason = "the theme sets colours or sizes that a reader cannot change"
        claims.withheld.append(("that its display can be changed", reason, tuple(facts.fixed_by_theme)))
        faults.append((reason, facts.fixed_by_theme))
    if facts.moving:
        faults.append(("a picture moves", (meta.place,)))
    found = [(reason, tuple(places)) for reason, places in faults if places]
    authors = [person.name for person in meta.contributors if person.name]
    certifier = meta.publisher or (authors[0] if authors else "")
    if not certifier:
        found.append(("neither a publisher nor an author stands for it", (meta.place,)))
    claims.withheld.extend((STANDARD, reason, places) for reason, places in found)
    if not found:
        claims.certifier = certifier


def _summary(book: Book, claims: Claims) -> str:
    facts = book.facts
    told = [
        "The text can be read aloud."
        if facts.fixed_by_theme
        else "The text can be enlarged, recoloured and read aloud.",
        "Stories and headings can be reached from the table of contents.",
    ]
    if facts.pictures:
        told.append(
            "All pictures are described."
            if not facts.undescribed
            else _count(facts.undescribed, "picture is", "pictures are") + " not described."
        )
    if facts.formulas and not facts.formulas_as_text:
        told.append("Formulas are MathML.")
    if book.pages:
        told.append("The pages of the printed edition are marked.")
    if claims.certifier:
        told.append(f"Checked against {STANDARD} by the program that made it.")
    return " ".join(told)


def _count(places: Sequence[Place], one: str, many: str) -> str:
    return f"{len(places)} {one if len(places) == 1 else many}"


def _meta(property_: str, value: str, **attributes: str) -> Statement:
    return Statement("meta", value, {"property": property_, **attributes})


_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
