"""Tall first letters: seen as an outline, read as the first letter of their word."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from datetime import UTC, datetime

import pypdf
import pytest

from exporters.contract import Job
from exporters.formats.pdf import FORMAT
from exporters.formats.pdf.options import PdfOptions
from exporters.model.nodes import (
    Block,
    Code,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    Math,
    Note,
    Paragraph,
    Quote,
    Redacted,
    SmallCaps,
    Span,
    Text,
)
from exporters.model.publication import Footnote, Publication
from exporters.options import OptionFile
from exporters.report import Report
from exporters.testing import MemoryOutput
from tests.formats.pdf.inspection import failures, paragraph, read_pdf, story

WORDS = "The committee heard from several witnesses before it adjourned for the day. "


TALL = PdfOptions(theme=OptionFile("tall.toml", b"[type]\ndrop-caps = 3\n"))


def drawn(publication: Publication, options: PdfOptions | None = None) -> tuple[bytes, int]:
    """Return the file, and how many tall letters it has."""
    output = MemoryOutput()
    now = datetime(2025, 1, 1, tzinfo=UTC)
    FORMAT.write(publication, output, Job(options or PdfOptions(), Report(), now, dict[str, bytes]().__getitem__))
    data = output.files[None]
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    contents = b" ".join(found.get_data() for page in pages if (found := page.get_contents()) is not None)
    return data, len(re.findall(rb"\b3 Tr\b", contents))


def inlines(*children: Inline) -> Paragraph:
    return Paragraph(children=children)


def test_a_story_begins_with_a_tall_letter_where_the_theme_says_so() -> None:
    data, letters = drawn(story(paragraph(WORDS * 4), paragraph(WORDS * 4)), TALL)
    assert letters == 1
    assert failures(data) == []
    first, second = (seen for seen in read_pdf(data).all("P") if "committee" in seen.all_text)
    assert first.all_text.split() == second.all_text.split() == (WORDS * 4).split()
    assert drawn(story(paragraph(WORDS * 4)))[1] == 0


def test_its_word_is_one_word_to_those_who_copy_it() -> None:
    data, _ = drawn(story(paragraph(WORDS * 4)), TALL)
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert "The committee" in text
    if shutil.which("pdftotext"):
        told = subprocess.run(["pdftotext", "-", "-"], input=data, capture_output=True, check=True).stdout.decode()
        assert "The committee" in told


@pytest.mark.parametrize(
    "begins", ["“Quoted,”", "„Zitiert“,", "«Cité»,", "‘Quoted,’", '"Quoted,"', "¿Citado?", "(Quoted)"]
)
def test_what_opens_a_story_is_tall_with_its_letter(begins: str) -> None:
    data, letters = drawn(story(paragraph(f"{begins} she said. " + WORDS * 4)), TALL)
    assert letters == 1
    assert failures(data) == []
    text = pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()
    assert f"{begins} she said." in " ".join(text.split())


def test_the_lines_beside_it_stand_clear_of_it_and_those_below_do_not() -> None:
    document = story(paragraph(WORDS * 9))
    found: list[set[float]] = []
    for options in (TALL, None):
        data, _ = drawn(document, options)
        (page,) = pypdf.PdfReader(io.BytesIO(data)).pages
        contents = page.get_contents()
        assert contents is not None
        found.append({float(x) for x in re.findall(rb"BT.*?([\d.-]+) [\d.-]+ Td", contents.get_data(), re.DOTALL)})
    tall, usual = found
    assert usual < tall
    (beside,) = tall - usual
    assert min(usual) + 10 < beside < min(usual) + 60


@pytest.mark.parametrize(
    "body",
    [
        (paragraph("Too short."),),
        (paragraph("“…Quoted,” she said. " + WORDS * 4),),
        (paragraph("1 January was the day. " + WORDS * 4),),
        (paragraph("省は水曜日に記録を提出した。" * 20),),
        (inlines(Text("The first line"), LineBreak(), Text(WORDS * 4)),),
        (Quote(children=(paragraph(WORDS * 4),)),),
        (inlines(Redacted(reason="minor"), Text(" said so. " + WORDS * 4)),),
        (inlines(Emphasis((Redacted(),)), Text(" said so. " + WORDS * 4)),),
        (inlines(Code("make"), Text(" makes it. " + WORDS * 4)),),
        (inlines(Math("E"), Text(" is energy. " + WORDS * 4)),),
        (inlines(SmallCaps((Text("The committee"),)), Text(" heard. " + WORDS * 4)),),
        (inlines(Span((Text("Der Ausschuss"),), language="de"), Text(" heard. " + WORDS * 4)),),
    ],
    ids=[
        "short",
        "quotation",
        "digit",
        "ideograph",
        "line end",
        "within",
        "redaction",
        "redaction in emphasis",
        "code",
        "formula",
        "small capitals",
        "language",
    ],
)
def test_what_cannot_have_one_is_set_as_always(body: tuple[Block, ...]) -> None:
    data, letters = drawn(story(*body), TALL)
    assert letters == 0
    assert failures(data) == []


@pytest.mark.parametrize(
    "opening",
    [
        inlines(Emphasis((Text("The committee"),)), Text(" " + WORDS * 4)),
        inlines(Link("https://example.org/", (Text(WORDS * 3),)), Text(WORDS)),
        inlines(Text("The committee"), Note("a"), Text(" heard " + WORDS * 3)),
        inlines(Text("É" + WORDS * 3)),
        inlines(Text("The  com\u00admittee\u200b heard " + WORDS * 3), Emphasis((Text(WORDS),)), Text(WORDS)),
    ],
    ids=["emphasis", "link", "note", "accent", "unseen characters"],
)
def test_whatever_a_paragraph_holds_stays_whole_and_in_order(opening: Paragraph) -> None:
    notes = (Footnote(key="a", number=1, children=(paragraph("What the note says."),)),)
    has_note = any(isinstance(child, Note) for child in opening.children)
    document = story(Heading(level=1, children=(Text("Above"),)), opening, notes=notes if has_note else ())
    data, letters = drawn(document, TALL)
    assert letters == 1
    assert failures(data) == []
    plain, _ = drawn(document)
    tall, usual = (" ".join(read_pdf(file).text.split()).replace("\u00ad", "") for file in (data, plain))
    assert re.sub(r"\s", "", tall) == re.sub(r"\s", "", usual)
