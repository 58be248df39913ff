"""The test of a format: what every format promises, for those who write one.

from exporters.testing import check_format

def test_my_format() -> None:
    check_format(FORMAT)
"""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from typing import BinaryIO

from exporters.contract import API_VERSION, Format, Job
from exporters.editorial.references import Index, bind_references
from exporters.editorial.sources import place_sources
from exporters.model.meta import Contributor, Meta, Source
from exporters.model.nodes import (
    Aside,
    Callout,
    Cell,
    Cite,
    Code,
    CodeBlock,
    Column,
    Definition,
    Definitions,
    Emphasis,
    Figure,
    Group,
    Heading,
    Image,
    Inline,
    LineBreak,
    Lines,
    Link,
    List,
    ListItem,
    Math,
    MathBlock,
    Note,
    Paragraph,
    Quote,
    Redacted,
    Row,
    Rule,
    SmallCaps,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Table,
    Text,
    Underline,
)
from exporters.model.outline import number_article
from exporters.model.publication import Article, Footnote, Publication, Resource, lone_story
from exporters.options import describe_options, make_options
from exporters.report import Report
from exporters.words import words_for

# One grey pixel, so that no test needs a file or a library to have a picture.
PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000"
    "000a4944415478da6368000000820081da45083b0000000049454e44ae426082"
)


class MemoryOutput:
    """An output that keeps its files in memory: `files` maps each name, None for the main file, to its bytes."""

    def __init__(self) -> None:
        self.files: dict[str | None, bytes] = {}

    def open(self, name: str | None = None) -> BinaryIO:
        """Return a stream whose bytes are kept under this name when it is closed."""
        if name in self.files:
            raise FileExistsError(f"the output {name} was opened twice")
        self.files[name] = b""
        return _KeptBytes(self, name)


class _KeptBytes(io.BytesIO):
    def __init__(self, output: MemoryOutput, name: str | None) -> None:
        super().__init__()
        self._output = output
        self._name = name

    def close(self) -> None:
        if not self.closed:
            self._output.files[self._name] = self.getvalue()
        super().close()


def write_to_memory(
    format_: Format, publication: Publication, **settings: str
) -> tuple[dict[str | None, bytes], Report]:
    """Return the files that the format writes of this publication, and what it reports.

    `settings` are options as the command line takes them. Pictures are those of the publication's resources, or one
    grey pixel.
    """
    output, report = MemoryOutput(), Report()
    data = {resource.name: resource.data or PIXEL for resource in publication.resources}
    job = Job(
        options=make_options(format_, settings),
        report=report,
        now=datetime(2025, 11, 24, 12, tzinfo=UTC),
        read_asset=data.__getitem__,
    )
    format_.write(publication, output, job)
    return output.files, report


def check_format(format_: Format) -> None:
    """Raise AssertionError unless the format keeps the contract: total, deterministic, described, silent on nothing."""
    assert format_.api_version == API_VERSION, "made for another version of the contract"
    assert format_.suffix.startswith("."), "the suffix begins with a dot"
    assert "/" in format_.media_type, "the media type is type/subtype"
    assert format_.summary, "a summary tells what the format is"
    for option in describe_options(format_.options):
        assert option.description, f"the option {option.name} has no description"
    for publication in (specimen(), briefing()):
        first, report = write_to_memory(format_, publication)
        second, _ = write_to_memory(format_, publication)
        assert first.get(None), "the main file is written"
        assert first == second, "the same publication gives the same bytes"
        assert not report.count("error"), f"a plain publication gives no error: {report.diagnostics}"


def specimen() -> Publication:
    """Return a lone story that holds every kind of node, as formats get it: numbered, linked, with its sources."""
    report, words = Report(), words_for("en")
    article = number_article(place_sources(_article("specimen", "A specimen of everything"), words))
    article = bind_references(article, Index((article,)), report)
    return lone_story(
        article, (Resource(name="images/pixel.png", media_type="image/png", width=1, height=1, data=PIXEL),)
    )


def briefing() -> Publication:
    """Return a publication of two stories that link to each other."""
    report, words = Report(), words_for("en")
    pair = tuple(
        number_article(place_sources(_article(slug, title, other), words))
        for slug, title, other in (
            ("first", "The first story", "second"),
            ("second", "The second story", "first"),
        )
    )
    index = Index(pair)
    meta = Meta(
        title="A briefing",
        subtitle="Two stories",
        slug="a-briefing",
        id="urn:uuid:9c1f1c34-6d0e-5a8b-8d5e-000000000001",
        publisher="The Specimen",
        published=datetime(2025, 11, 23, 9, tzinfo=UTC),
    )
    resource = Resource(name="images/pixel.png", media_type="image/png", width=1, height=1, data=PIXEL)
    return Publication(
        meta=meta,
        contents=tuple(bind_references(article, index, report) for article in pair),
        resources=(resource,),
    )


def _paragraph(*children: Inline | str) -> Paragraph:
    return Paragraph(tuple(Text(child) if isinstance(child, str) else child for child in children))


def _article(slug: str, title: str, other: str = "") -> Article:
    kinds = (Emphasis, Strong, Strike, Underline, SmallCaps, Superscript, Subscript)
    typographic: list[Inline | str] = [part for kind in kinds for part in (kind((Text(kind.__name__),)), " ")]
    cross: list[Inline | str] = [Link(f"story:{other}", (Text("the other story"),)), " "] if other else []
    table = Table(
        columns=(Column(), Column(alignment="right")),
        header=(Row((Cell((_paragraph("Who"),)), Cell((_paragraph("How many"),)))),),
        rows=(
            Row((Cell((_paragraph("Asked for"),), header=True), Cell((_paragraph("1,270,000"),)))),
            Row((Cell((_paragraph("Matched and more"),), column_span=2),)),
        ),
        caption=(Text("Requests"),),
        description="Each row says how many were asked for, and of those how many matched.",
    )
    body = (
        _paragraph("Text with a note", Note("one"), ", a citation ", Cite("record", "p. 4"), " and a bar ", Redacted()),
        Heading(1, (Text("Inlines"),)),
        _paragraph(*typographic),
        _paragraph(
            Code("a  b"), " ", Link("https://example.org/a?b=c&d", (Text("a link"),)), " ", *cross,
            Link("#blocks", (Text("below"),)), " ", Math("x^2"), LineBreak(), "after the break ",
            Image("images/pixel.png", alt="a pixel"), " ", Span((Text("مرحبا"),), language="ar", direction="rtl"), " ",
            Span((Text("IRS"),), role="abbreviation", title="Internal Revenue Service"),
        ),
        Heading(1, (Text("Blocks"),)),
        Heading(2, (Text("A level down"),)),
        Quote((_paragraph("Quoted."),), attribution=(Text("Somebody"),)),
        Quote((_paragraph("Pulled."),), pull=True),
        List((
            ListItem((_paragraph("first"), List((ListItem((_paragraph("nested"),)),)))),
            ListItem((_paragraph("done"),), checked=True),
        )),
        List((ListItem((_paragraph("third"),)), ListItem((_paragraph("fourth"),))), ordered=True, start=3),
        Definitions((Definition((Text("Term"),), ((_paragraph("Explained."),), (_paragraph("Again."),))),)),
        CodeBlock("def f():\n\treturn  1\n", language="python"),
        table,
        Figure(Image("images/pixel.png", alt="A grey pixel"), caption=(Text("A pixel"),), credit="Nobody"),
        Callout("warning", (_paragraph("Mind the gap."),)),
        Aside((_paragraph("Beside the story."),), title=(Text("Background"),)),
        Rule(),
        Lines(((Text("1 Main Street"),), (Text("Springfield"),))),
        MathBlock("\\sum_{i=1}^n i"),
        Group((_paragraph("שלום"),), language="he", direction="rtl"),
        Group((_paragraph("More."),), role="details", title=(Text("Details"),)),
    )  # fmt: skip
    return Article(
        meta=Meta(
            title=title,
            subtitle="Every kind of node in one story",
            slug=slug,
            id=f"urn:uuid:9c1f1c34-6d0e-5a8b-8d5e-{len(slug):012d}",
            contributors=(Contributor(name="Ada Example"), Contributor(name="Ed Example", role="edt")),
            publisher="The Specimen",
            published=datetime(2025, 11, 20, 9, 30, tzinfo=UTC),
            modified=datetime(2025, 11, 22, 8, tzinfo=UTC),
            section="Tests",
            keywords=("tests", "formats"),
            summary="One story that holds every kind of node.",
            located="Washington",
            url=f"https://example.org/{slug}",
            rights="© The Specimen",
        ),
        body=body,
        notes=(Footnote(key="one", children=(_paragraph("The text of the note."),)),),
        sources=(
            Source(
                key="record",
                title="Administrative record",
                court="US District Court for the District of Columbia",
                number="12",
                filed=date(2025, 11, 19),
                url="https://example.org/record",
            ),
        ),
    )
