from __future__ import annotations

import pytest

from exporters.formats.epub.numbers import isbn_13, issn
from exporters.model.meta import Contributor
from exporters.model.nodes import Figure, Image, Paragraph, Text
from tests.formats.epub.reading import OPF, PICTURE, TYPE, XHTML, Opened, lone, opened, write


def refined(made: Opened, name: str) -> dict[str, str]:
    """Return what is said of an element of the metadata, by property."""
    metas = (meta for meta in made.package.iter(f"{OPF}meta") if meta.get("refines") == f"#{name}")
    return {meta.get("property", ""): meta.text or "" for meta in metas}


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("978-3-16-148410-0", "9783161484100"),
        ("urn:isbn:9783161484100", "9783161484100"),
        ("3-16-148410-X", "9783161484100"),
        ("0306406152", "9780306406157"),
        ("978-3-16-148410-1", ""),
        ("9773161484100", ""),
        ("x", ""),
        ("", ""),
        ("97831614841²0", ""),
    ],
)
def test_an_isbn_has_the_check_digit_that_its_others_give(text: str, number: str) -> None:
    assert isbn_13(text) == number


@pytest.mark.parametrize(("text", "number"), [
    ("0317-8471", "0317-8471"), ("ISSN 2434-561x", "2434-561X"), ("03178472", ""), ("1234", ""), ("", ""),
])  # fmt: skip
def test_an_issn_has_the_check_digit_that_its_others_give(text: str, number: str) -> None:
    assert issn(text) == number


def test_the_isbn_of_the_edition_stands_beside_the_id() -> None:
    made = opened(lone(id="tag:example.org,2025:a"), isbn="978-3-16-148410-0")
    assert made.core("identifier") == ["tag:example.org,2025:a", "urn:isbn:9783161484100"]
    assert refined(made, "meta-isbn") == {"identifier-type": "15"}


def test_a_wrong_number_is_left_out_and_told() -> None:
    data, report = write(lone(), isbn="978-3-16-148410-1", issn="1234-5678")
    assert len(Opened(data).core("identifier")) == 1
    assert [told.code for told in report.diagnostics if told.severity == "warning"] == ["epub-number", "epub-number"]


def test_the_series_has_its_issn() -> None:
    made = opened(lone(series="Briefings", number="12"), issn="0317-8471")
    assert refined(made, "meta-series") == {
        "collection-type": "series", "group-position": "12", "dcterms:identifier": "urn:ISSN:0317-8471",
    }  # fmt: skip


def test_people_have_roles_of_the_standard_and_their_place_in_an_index() -> None:
    people = (
        Contributor(name="Ada Example", file_as="Example, Ada"),
        Contributor(name="Pia Picture", role="pht"),
        Contributor(name="Odd One", role="zzz"),
    )
    data, report = write(lone(contributors=people))
    made = Opened(data)
    assert made.core("creator") == ["Ada Example"]
    assert made.core("contributor") == ["Pia Picture", "Odd One"]
    assert refined(made, "meta-person-1") == {"role": "aut", "file-as": "Example, Ada", "display-seq": "1"}
    assert refined(made, "meta-person-2") == {"role": "pht", "display-seq": "2"}
    assert refined(made, "meta-person-3") == {"display-seq": "3"}
    assert [told.message for told in report.diagnostics if told.code == "epub-role"] == [
        "'zzz' is no code of the MARC relators; Odd One is named without a role"
    ]


@pytest.mark.parametrize(
    ("title", "language", "sorted_as"),
    [
        ("The records", "en-US", "records, The"),
        ("Die Akten", "de", "Akten, Die"),
        ("Die Hard", "en", None),
        ("The", "en", None),
    ],
)
def test_a_title_is_sorted_without_its_article(title: str, language: str, sorted_as: str | None) -> None:
    said = refined(opened(lone(title=title, language=language)), "meta-title")
    assert (said["title-type"], said.get("file-as")) == ("main", sorted_as)


def test_a_subject_of_a_scheme_has_its_authority() -> None:
    made = opened(lone(keywords=("taxes", "medtop:02000000 crime, law and justice", "thema:JPQ", "note: plain")))
    assert made.core("subject") == ["taxes", "crime, law and justice", "JPQ", "note: plain"]
    assert refined(made, "meta-subject-2") == {"authority": "MEDTOP", "term": "02000000"}
    assert refined(made, "meta-subject-3") == {"authority": "Thema", "term": "JPQ"}


def test_the_navigation_lists_figures() -> None:
    figure = Figure(image=Image(source=PICTURE.name, alt="Grey"), caption=(Text(text="A grey pixel"),))
    made = opened(lone(Paragraph(children=(Text(text="x"),)), figure))
    (listed,) = [nav for nav in made.document("nav.xhtml").iter(f"{XHTML}nav") if nav.get(TYPE) == "loi"]
    assert [(a.text, a.get("href")) for a in listed.iter(f"{XHTML}a")] == [
        ("Figure 1. A grey pixel", "text/story.xhtml#figure-a-grey-pixel")
    ]
    assert made.dead_links() == []
