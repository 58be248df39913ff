from __future__ import annotations

import io
import tracemalloc
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree as ET

import msgspec
import pytest

from exporters.contract import Job
from exporters.formats.epub import FORMAT, EpubOptions
from exporters.formats.zipped import content_digest
from exporters.model.meta import Contributor, Meta
from exporters.model.nodes import Figure, Heading, Image, Paragraph, Text
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Part, Publication, Resource
from exporters.report import Report
from exporters.testing import briefing, check_format, specimen
from tests.formats.epub.reading import DC, NOW, OPF, TYPE, XHTML, XML_LANG, Opened, lone, opened, write

FULL = Meta(
    title="Title & more",
    subtitle="Subtitle",
    slug="full",
    id="urn:uuid:9c1f1c34-6d0e-5a8b-8d5e-000000000009",
    language="en-US",
    contributors=(
        Contributor(name="Ada Example", file_as="Example, Ada"),
        Contributor(name="Ben Example", role="pht"),
        Contributor(name="Cy Example", role="editor in chief"),
    ),
    publisher="The Specimen",
    published=datetime(2025, 11, 20, 9, tzinfo=UTC),
    modified=datetime(2025, 11, 22, 8, 30, 15, 999, tzinfo=UTC),
    section="Courts",
    keywords=("tax", "data", "Courts"),
    summary="What it is about.",
    url="https://example.org/full",
    rights="© The Specimen",
    licence="https://creativecommons.org/licenses/by/4.0/",
    usage_terms="Quote freely.",
    series="Friday briefing",
    number="3",
)


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def test_the_format_keeps_the_contract() -> None:
    check_format(FORMAT)


def test_bytes_repeat_and_have_no_name_of_any_tool() -> None:
    first, second = write(briefing())[0], write(briefing())[0]
    assert first == second
    assert content_digest(io.BytesIO(first)) == content_digest(io.BytesIO(second))
    assert b"Ebook" not in Opened(first).members["EPUB/content.opf"]


def test_the_package_says_what_the_meta_says() -> None:
    made = opened(Publication(meta=FULL, contents=(Article(meta=FULL, body=(words("x"),)),)))
    assert made.core("identifier") == [FULL.id]
    assert made.core("title") == ["Title & more", "Subtitle"]
    assert made.core("language") == ["en-US"]
    assert made.core("creator") == ["Ada Example"]
    assert made.core("contributor") == ["Ben Example", "Cy Example"]
    assert made.core("publisher") == ["The Specimen"]
    assert made.core("date") == ["2025-11-20T09:00:00+00:00"]
    assert made.core("subject") == ["Courts", "tax", "data"]
    assert made.core("description") == ["What it is about."]
    assert made.core("source") == ["https://example.org/full"]
    assert made.core("rights") == ["© The Specimen"]
    assert made.properties("role") == ["aut", "pht"]
    assert made.properties("file-as") == ["Example, Ada"]
    assert made.properties("title-type") == ["main", "subtitle"]
    assert made.properties("belongs-to-collection") == ["Friday briefing"]
    assert made.properties("group-position") == ["3"]
    assert made.properties("dcterms:license") == [FULL.licence]
    assert made.properties("dcterms:accessRights") == ["Quote freely."]
    assert made.properties("dcterms:modified") == ["2025-11-22T08:30:15Z"]
    assert (made.package.get(XML_LANG), made.package.get("dir")) == ("en-US", "ltr")
    assert made.package.get("unique-identifier") == made.package.find(f".//{DC}identifier").get("id")  # type: ignore[union-attr]


def test_every_refinement_refines_something_and_ids_are_unique() -> None:
    made = opened(Publication(meta=FULL, contents=(Article(meta=FULL, body=(words("x"),)),)))
    ids = [element.get("id") for element in made.package.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    refined = {element.get("refines") for element in made.package.iter() if element.get("refines")}
    assert refined <= {f"#{name}" for name in ids}


def test_a_meta_of_almost_nothing_is_enough() -> None:
    meta = Meta(title="", language="no such language")
    made = opened(Publication(meta=meta, contents=(Article(meta=meta),)))
    assert made.core("title") == ["Untitled"]
    assert made.core("language") == ["und"]
    assert made.core("identifier")[0].startswith("urn:uuid:")
    assert made.properties("dcterms:modified") == [NOW.strftime("%Y-%m-%dT%H:%M:%SZ")]


def test_a_lone_story_opens_at_once_and_a_briefing_with_cover_title_and_contents() -> None:
    assert opened(specimen()).texts() == ["text/specimen.xhtml"]
    assert opened(briefing()).texts() == [
        "cover.xhtml", "title.xhtml", "nav.xhtml", "text/first.xhtml", "text/second.xhtml",
    ]  # fmt: skip


@pytest.mark.parametrize(("setting", "alone", "several"), [("always", 1, 1), ("never", 0, 0), ("auto", 0, 1)])
def test_a_cover_is_made_as_asked(setting: str, alone: int, several: int) -> None:
    for publication, count in ((specimen(), alone), (briefing(), several)):
        made = opened(publication, cover=setting)
        assert made.names.count("EPUB/cover.png") == count
        assert made.texts().count("cover.xhtml") == count


def test_a_given_picture_is_the_cover() -> None:
    publication = lone(words("x"), cover="images/pixel.png", cover_alt="A grey pixel")
    made = opened(publication)
    assert made.document("cover.xhtml").find(f".//{XHTML}img").get("alt") == "A grey pixel"  # type: ignore[union-attr]
    covers = [item for item in made.package.iter(f"{OPF}item") if item.get("properties") == "cover-image"]
    assert [item.get("href") for item in covers] == ["images/pixel.png"]


def test_every_file_is_in_the_manifest_and_every_item_is_a_file() -> None:
    made = opened(briefing())
    listed = {f"EPUB/{item.get('href')}" for item in made.package.iter(f"{OPF}item")}
    assert listed == set(made.names) - {"mimetype", "META-INF/container.xml", "EPUB/content.opf"}
    assert made.names[0] == "mimetype"


def test_pictures_that_no_story_shows_stay_out() -> None:
    unused = Resource(name="images/unused.png", media_type="image/png", width=1, height=1)
    publication = msgspec.structs.replace(specimen(), resources=(*specimen().resources, unused))
    assert "EPUB/images/unused.png" not in opened(publication).names


def test_a_picture_of_a_foreign_type_gives_its_description() -> None:
    foreign = Resource(name="a.tiff", media_type="image/tiff", width=1, height=1)
    article = Article(meta=Meta(title="T", slug="t"), body=(Figure(Image("a.tiff", alt="A map")),))
    data, report = write(Publication(meta=article.meta, contents=(article,), resources=(foreign,)))
    assert "[Picture: A map]" in Opened(data).members["EPUB/text/t.xhtml"].decode()
    assert "epub-picture" in {diagnostic.code for diagnostic in report.diagnostics}


def test_contents_nest_parts_stories_and_headings() -> None:
    def article(name: str) -> Article:
        return Article(
            meta=Meta(title=name, slug=name.lower()),
            body=(Heading(1, (Text("One"),)), Heading(2, (Text("Two & a half"),))),
        )

    contents = (article("Intro"), Part(title="Part A", articles=(article("Alpha"), article("Beta"))))
    made = opened(number_publication(Publication(meta=Meta(title="All", slug="all"), contents=contents)))
    toc = next(nav for nav in made.document("nav.xhtml").iter(f"{XHTML}nav") if nav.get(TYPE) == "toc")

    def tree(listing: ET.Element | None) -> list[object]:
        items = () if listing is None else listing
        return [(item.findtext(f"{XHTML}a"), tree(item.find(f"{XHTML}ol"))) for item in items]

    headings: list[object] = [("One", [("Two & a half", [])])]
    assert tree(toc.find(f"{XHTML}ol")) == [
        ("Intro", headings),
        ("Part A", [("Alpha", headings), ("Beta", headings)]),
    ]
    assert made.dead_links() == []
    assert made.texts()[3:] == ["text/intro.xhtml", "text/part.2.xhtml", "text/alpha.xhtml", "text/beta.xhtml"]
    ncx = made.members["EPUB/toc.ncx"].decode()
    assert ncx.count("<navPoint") == 10
    assert '<meta name="dtb:depth" content="4"/>' in ncx


def test_landmarks_lead_where_readers_look() -> None:
    made = opened(briefing()).document("nav.xhtml")
    marks = next(nav for nav in made.iter(f"{XHTML}nav") if nav.get(TYPE) == "landmarks")
    assert [(link.get(TYPE), link.get("href")) for link in marks.iter(f"{XHTML}a")] == [
        ("cover", "cover.xhtml"),
        ("titlepage", "title.xhtml"),
        ("toc", "nav.xhtml"),
        ("bodymatter", "text/first.xhtml"),
    ]


def test_a_right_to_left_book_turns_its_pages_that_way() -> None:
    made = opened(lone(words("مرحبا"), language="ar", title="خبر"), cover="always")
    assert made.package.get("dir") == "rtl"
    assert made.package.find(f"{OPF}spine").get("page-progression-direction") == "rtl"  # type: ignore[union-attr]
    assert 'direction="rtl"' in made.members["EPUB/cover.svg"].decode()


def test_many_pictures_need_the_memory_of_one(tmp_path: Path) -> None:
    size = 2_000_000
    resources = tuple(
        Resource(name=f"images/{number}.jpg", media_type="image/jpeg", width=9, height=9) for number in range(30)
    )
    articles = tuple(
        Article(
            meta=Meta(title=resource.name, slug=f"story-{number}"),
            body=(Figure(Image(resource.name, alt="x")), *(words("word " * 100) for _ in range(20))),
        )
        for number, resource in enumerate(resources)
    )
    publication = Publication(meta=Meta(title="All", slug="all"), contents=articles, resources=resources)

    class Sink:
        def open(self, name: str | None = None) -> io.BufferedRandom:
            assert name is None
            return (tmp_path / "book.epub").open("w+b")

    job = Job(options=EpubOptions(), report=Report(), now=NOW, read_asset=lambda name: bytes(size))
    FORMAT.write(lone(words("x")), Sink(), job)  # so that libraries are loaded
    tracemalloc.start()
    FORMAT.write(publication, Sink(), job)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 4 * size
