"""What the desk adds and mends: corrections, sources, headings, names, and what it warns of."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from exporters.editorial.accessibility import check_accessibility, mend_headings
from exporters.editorial.corrections import place_corrections
from exporters.editorial.identity import name_articles
from exporters.editorial.references import Index, bind_references
from exporters.editorial.sources import place_sources
from exporters.model.meta import Correction, Meta, Source
from exporters.model.nodes import (
    Aside,
    Block,
    Callout,
    Cite,
    Group,
    Heading,
    Image,
    Link,
    Paragraph,
    Table,
    Text,
)
from exporters.model.publication import Article
from exporters.model.walk import plain_text
from exporters.report import Report
from exporters.words import words_for

EN = words_for("en")


def day(number: int) -> datetime:
    return datetime(2025, 11, number, tzinfo=UTC)


def story(*body: Block, meta: Meta | None = None, **fields: object) -> Article:
    return Article(meta=meta or Meta(title="T"), body=body, **fields)  # type: ignore[arg-type]


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def test_an_error_is_told_before_the_story_and_an_update_after_it() -> None:
    corrections = (
        Correction(date=day(3), text="Later news.", kind="update"),
        Correction(date=day(2), text="It was 47,489.", author="The desk"),
    )
    article = place_corrections(story(words("x"), corrections=corrections), EN)
    first, middle, last = article.body
    assert isinstance(first, Group)
    assert isinstance(last, Group)
    assert plain_text(first) == "Correction, November 2, 2025 It was 47,489. — The desk"
    assert middle == words("x")
    assert [type(child) for child in last.children] == [Callout]
    assert article.meta.modified == day(3)


def test_a_later_edit_stays_the_time_of_the_story() -> None:
    meta = Meta(title="T", modified=day(9))
    article = place_corrections(story(meta=meta, corrections=(Correction(date=day(3), text="c"),)), EN)
    assert article.meta.modified == day(9)


def test_sources_are_listed_and_citations_lead_to_them() -> None:
    record = Source(
        key="record",
        title="Administrative record",
        court="D.D.C.",
        docket="No. 1",
        number="12",
        filed=date(2025, 11, 5),
        url="https://example.org/r",
        archived_url="https://archive.example/r",
    )
    article = place_sources(story(Paragraph((Text("x"), Cite("record", "p. 4"), Cite("gone"))), sources=(record,)), EN)
    paragraph, listing = article.body
    assert isinstance(paragraph, Paragraph)
    assert paragraph.children[1:] == (Link("#source-record", (Text("[1, p. 4]"),)), Cite("gone"))
    assert plain_text(listing) == (
        "Sources Administrative record, D.D.C., No. 1, document 12, filed November 5, 2025, archived copy"
    )


def test_only_what_goes_to_a_court_is_filed() -> None:
    audit = Source(key="audit", title="Audit of Public Works", author="City Auditor", filed=date(2025, 3, 1))
    listing = place_sources(story(Paragraph((Cite("audit"),)), sources=(audit,)), EN).body[1]
    assert plain_text(listing) == "Sources Audit of Public Works, City Auditor, March 1, 2025"


def test_a_citation_of_no_source_stays_as_its_key_and_is_reported() -> None:
    report = Report()
    article = story(Paragraph((Cite("gone", "p. 4"),)), meta=Meta(title="T", slug="t"))
    bound = bind_references(article, Index((article,)), report)
    assert bound.body == (Paragraph((Text("[gone, p. 4]"),)),)
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["source-unknown"]


def test_skipped_headings_move_up_together_and_are_reported() -> None:
    levels = [1, 3, 3, 4, 2, 3, 9]
    report = Report()
    mended = mend_headings(story(*(Heading(level, (Text(str(level)),)) for level in levels)), report)
    assert [block.level for block in mended.body if isinstance(block, Heading)] == [1, 2, 2, 3, 2, 3, 4]
    assert {diagnostic.code for diagnostic in report.diagnostics} == {"heading-skipped"}


def test_headings_beside_the_story_are_left_alone() -> None:
    article = story(Heading(1, (Text("a"),)), Aside((Heading(4, (Text("b"),)),)))
    assert mend_headings(article, Report()) == article


def test_what_shuts_a_reader_out_is_reported() -> None:
    report = Report()
    body = (
        Paragraph((Image("a.png"), Image("b.png", decorative=True), Image("c.png", alt="A map"))),
        Table((), (), ()),
        Paragraph((Link("https://example.org/", ()),)),
    )
    check_accessibility(story(*body), report)
    assert [diagnostic.code for diagnostic in report.diagnostics] == [
        "image-without-alt",
        "table-without-header",
        "link-without-text",
    ]


def test_every_story_has_a_slug_and_an_id_of_its_own_that_never_follow_the_url_or_text() -> None:
    one = story(words("a"), meta=Meta(title="Same title", published=day(1)))
    moved = story(words("other text"), meta=Meta(title="Same title", published=day(1)))
    report = Report()
    first, second = name_articles((one, one), report)
    assert (first.meta.slug, second.meta.slug) == ("same-title", "same-title-2")
    assert first.meta.id.startswith("urn:uuid:")
    assert first.meta.id != second.meta.id
    assert name_articles((moved,), Report())[0].meta.id == first.meta.id


def test_an_id_that_two_stories_share_is_an_error() -> None:
    report = Report()
    meta = Meta(title="T", id="tag:example.org,2025:a")
    name_articles((story(meta=meta), story(meta=meta)), report)
    assert [diagnostic.code for diagnostic in report.diagnostics if diagnostic.severity == "error"] == ["id-repeated"]


def test_an_id_that_is_no_uri_becomes_one() -> None:
    first = name_articles((story(meta=Meta(title="T", id="17")),), Report())[0]
    assert first.meta.id.startswith("urn:uuid:")
    assert name_articles((story(meta=Meta(title="Other", id="17")),), Report())[0].meta.id == first.meta.id


@pytest.mark.parametrize("url", ["javascript:alert(1)", "https://[::1"])
def test_an_address_that_is_none_goes_nowhere(url: str) -> None:
    report = Report()
    meta = Meta(title="T", slug="../../etc/x", id="tag:x,2025:y", url=url)
    (named,) = name_articles([story(meta=meta)], report)
    assert (named.meta.slug, named.meta.url) == ("etc-x", "")
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["url-relative"]
