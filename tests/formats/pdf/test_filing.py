"""Papers for a court: the caption, stamps, numbers of pages, lines and paragraphs; and the page map beside the file."""

from __future__ import annotations

import json

import msgspec
import pytest

from exporters.contract import page_key
from exporters.formats.pdf import FORMAT
from exporters.formats.pdf.filing import Case, case_of, counted
from exporters.formats.pdf.labels import label_of, roman
from exporters.formats.pdf.numbering import stamped
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.writer import PageLabels
from exporters.model.meta import Source
from exporters.model.nodes import Paragraph
from exporters.model.publication import Publication
from exporters.testing import briefing, specimen, write_to_memory
from tests.formats.pdf.inspection import failures, paragraph, read_pdf, story, written

WORDS = "Several words that make up a sentence of the usual length, one after another. "
RECORD = Source(
    key="record", title="Complaint, Doe v. Internal Revenue Service", court="District Court", docket="1:25-cv-00457"
)


def filed(publication: Publication, *sources: Source) -> Publication:
    (article,) = publication.articles
    article = msgspec.structs.replace(article, sources=sources)
    return Publication(meta=article.meta, contents=(article,))


def test_the_case_follows_from_the_sources_and_options_win() -> None:
    assert case_of(PdfOptions(), (RECORD,)) == Case(
        "District Court", "Doe v. Internal Revenue Service", "1:25-cv-00457"
    )
    options = PdfOptions(court="Supreme Court", case="A v. B", docket="7")
    assert case_of(options, (RECORD,)) == Case("Supreme Court", "A v. B", "7")
    assert not case_of(PdfOptions(), (Source(key="x", title="A report"),))


def test_the_caption_stands_above_the_title_and_is_read_first() -> None:
    data, _ = written(filed(story(paragraph(WORDS * 5)), RECORD), layout="filing")
    assert failures(data) == []
    read = read_pdf(data)
    (article,) = read.all("Art")
    assert article.kids[0].tag == "Div"
    said = [seen.all_text for seen in article.kids[0].kids]
    assert said == ["District Court", "Doe,", "v.", "Internal Revenue Service.", "1:25-cv-00457"]
    assert article.kids[1].tag == "H1"


def test_exhibits_and_pages_are_stamped_and_count_on() -> None:
    data, _ = written(briefing(), layout="filing", exhibit="Exhibit A", bates="ABC-0098")
    assert failures(data) == []
    read = read_pdf(data)
    said = [kid.all_text for article in read.all("Art") for kid in article.kids if "Exhibit" in kid.all_text]
    assert said == ["Exhibit A", "Exhibit B"]
    for position, loose in enumerate(read.artifacts):
        assert f"ABC-{98 + position:04d}" in loose, "every page has its number, the cover too"


@pytest.mark.parametrize("theme", ["report", "newspaper"])
def test_any_theme_has_room_for_the_numbers_of_pages(theme: str) -> None:
    data, _ = written(specimen(), theme=theme, bates="X1")
    assert "X1" in read_pdf(data).artifacts[0]


@pytest.mark.parametrize(
    ("first", "position", "expected"),
    [("Exhibit A", 0, "Exhibit A"), ("Exhibit Y", 2, "Exhibit AA"), ("Ex. 9", 1, "Ex. 10"), ("Stamp", 3, "Stamp")],
)
def test_exhibits_are_counted_as_lawyers_do(first: str, position: int, expected: str) -> None:
    assert counted(first, position) == expected


def test_stamps_keep_their_width() -> None:
    assert stamped("ABC-0099", 1) == "ABC-0100"
    assert stamped("nothing", 4) == "nothing"


def test_lines_are_numbered_anew_on_each_page_and_are_no_content() -> None:
    data, _ = written(story(*(paragraph(WORDS * 9) for _ in range(8))), line_numbers="yes")
    assert failures(data) == []
    read = read_pdf(data)
    plain, _ = written(story(*(paragraph(WORDS * 9) for _ in range(8))))
    assert read.text == read_pdf(plain).text
    for loose in read.artifacts[:2]:
        assert [word for word in loose.split() if word.isdigit()][:4] == ["1", "2", "3", "4"]


def test_paragraphs_carry_the_numbers_of_the_model() -> None:
    data, _ = written(specimen(), paragraph_numbers="yes")
    assert failures(data) == []
    numbers = [seen.text.split()[1] for seen in read_pdf(data).all("Span") if seen.text.startswith("\u00b6")]
    body = specimen().articles[0].body
    expected = [str(block.number) for block in body if isinstance(block, Paragraph) and block.number]
    assert numbers == sorted(set(numbers), key=int)
    assert set(expected) <= set(numbers)


def test_a_right_to_left_filing_conforms() -> None:
    (article,) = specimen().articles
    meta = msgspec.structs.replace(article.meta, language="he")
    hebrew = msgspec.structs.replace(article, meta=meta, sources=(RECORD,))
    publication = Publication(meta=meta, contents=(hebrew,), resources=specimen().resources)
    data, _ = written(publication, layout="filing", exhibit="1", line_numbers="yes", paragraph_numbers="yes")
    assert failures(data) == []


def test_the_page_map_is_written_on_request() -> None:
    publication = briefing()
    files, _ = write_to_memory(FORMAT, publication, page_map="yes")
    assert list(files) == [None, "a-briefing.pages.json"]
    told = json.loads(files["a-briefing.pages.json"])
    assert told["pages"][:3] == ["Cover", "i", "1"]
    assert told["blocks"][page_key("first", "")] == "1"
    read = read_pdf(files[None])
    assert told["pages"] == [page.label for page in read.pdf.pages]


def test_roman_numbers_are_those_of_the_standard() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 90, 400, 1994)] == [
        "i", "iv", "ix", "xiv", "xl", "xc", "cd", "mcmxciv",
    ]  # fmt: skip
    assert label_of((PageLabels(0, "", prefix="Cover"), PageLabels(1, "r")), 0) == "Cover"
