from __future__ import annotations

import pytest

from exporters.formats.epub.accessibility import STANDARD
from exporters.formats.epub.moving import moves
from exporters.model.nodes import Block, Cell, Column, Figure, Heading, Image, Math, Paragraph, Row, Table, Text
from exporters.model.place import Place
from exporters.report import Report
from exporters.testing import PIXEL
from tests.formats.epub.reading import Opened, lone, write

WHERE = Place("story.md", 7, 1)
STILL_GIF = b"GIF89a" + b"\x21\xf9\x04\x00\x00\x00\x00\x00"


def words(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def claims(*body: Block, picture: bytes = PIXEL, **meta: object) -> tuple[Opened, Report]:
    data, report = write(lone(*body, **{"publisher": "P", **meta}), picture=picture)
    return Opened(data), report


def withheld(report: Report) -> list[tuple[str, str]]:
    return [(d.message, str(d.place)) for d in report.diagnostics if d.code == "claim-withheld"]


def test_plain_text_claims_what_text_can() -> None:
    made, report = claims(Heading(1, (Text("One"),)), words("x"))
    assert made.properties("schema:accessMode") == ["textual"]
    assert made.properties("schema:accessModeSufficient") == ["textual"]
    assert made.properties("schema:accessibilityFeature") == [
        "tableOfContents", "readingOrder", "displayTransformability", "structuralNavigation",
    ]  # fmt: skip
    assert made.properties("schema:accessibilityHazard") == ["none"]
    assert made.properties("dcterms:conformsTo") == [STANDARD]
    assert made.properties("a11y:certifiedBy") == ["P"]
    assert withheld(report) == []


def test_described_pictures_are_claimed() -> None:
    made, _ = claims(Figure(Image("images/pixel.png", alt="A pixel")))
    assert made.properties("schema:accessMode") == ["textual", "visual"]
    assert made.properties("schema:accessModeSufficient") == ["textual", "textual,visual"]
    assert "alternativeText" in made.properties("schema:accessibilityFeature")
    assert made.properties("dcterms:conformsTo") == [STANDARD]


def test_a_decorative_picture_is_nothing_to_see() -> None:
    made, _ = claims(Figure(Image("images/pixel.png", decorative=True)))
    assert made.properties("schema:accessMode") == ["textual"]
    assert made.properties("dcterms:conformsTo") == [STANDARD]


def test_one_picture_without_description_withholds_claims_and_says_where() -> None:
    made, report = claims(
        Figure(Image("images/pixel.png", alt="A pixel")), Figure(Image("images/pixel.png", place=WHERE))
    )
    assert made.properties("schema:accessModeSufficient") == ["textual,visual"]
    assert "alternativeText" not in made.properties("schema:accessibilityFeature")
    assert made.properties("dcterms:conformsTo") == []
    assert made.properties("a11y:certifiedBy") == []
    assert withheld(report) == [
        ("the e-book does not claim to be readable as text alone: 1 picture has no alternative text", "story.md:7:1"),
        (f"the e-book does not claim {STANDARD}: 1 picture has no alternative text", "story.md:7:1"),
    ]
    assert "1 picture is not described." in made.properties("schema:accessibilitySummary")[0]


@pytest.mark.parametrize(
    ("node", "reason"),
    [
        (
            Table(columns=(Column(),), header=(), rows=(Row((Cell((words("x"),)),)),), place=WHERE),
            "1 table has no headings",
        ),
        (Heading(3, (Text("Deep"),), place=WHERE), "1 heading skips a level"),
        (Paragraph((Math("\\frac{", place=WHERE),)), "1 formula is written as TeX"),
    ],
)
def test_what_fails_a_check_withholds_the_standard(node: Block, reason: str) -> None:
    made, report = claims(node)
    assert made.properties("dcterms:conformsTo") == []
    assert withheld(report) == [(f"the e-book does not claim {STANDARD}: {reason}", "story.md:7:1")]


def test_every_place_in_the_way_of_a_claim_is_named() -> None:
    places = [Place("story.md", line, 1) for line in (3, 5, 9)]
    _, report = claims(*(Figure(image=Image(source="images/pixel.png", place=place)) for place in places))
    message, place = withheld(report)[0]
    assert message.endswith("3 pictures have no alternative text; also story.md:5:1, story.md:9:1")
    assert place == "story.md:3:1"


def test_nobody_to_stand_for_it_and_no_language_withhold_the_standard() -> None:
    made, report = claims(words("x"), publisher="")
    assert made.properties("dcterms:conformsTo") == []
    assert withheld(report)[0][0].endswith("neither a publisher nor an author stands for it")
    made, report = claims(words("x"), language="")
    assert made.properties("dcterms:conformsTo") == []
    assert withheld(report)[0][0].endswith("1 story names no language")


def test_of_moving_pictures_nobody_knows_whether_they_flash() -> None:
    made, report = claims(Figure(Image("images/pixel.png", alt="A pixel")), picture=PIXEL[:33] + b"acTL" + PIXEL[33:])
    assert "unknownFlashingHazard" in made.properties("schema:accessibilityHazard")
    assert "none" not in made.properties("schema:accessibilityHazard")
    assert made.properties("dcterms:conformsTo") == []
    assert len(withheld(report)) == 2


@pytest.mark.parametrize(
    ("content", "media_type", "expected"),
    [
        (STILL_GIF, "image/gif", False),
        (STILL_GIF * 2, "image/gif", True),
        (PIXEL, "image/png", False),
        (b"RIFF\0\0\0\0WEBPVP8X\0\0ANIM", "image/webp", True),
        (b"RIFF\0\0\0\0WEBPVP8 \0\0", "image/webp", False),
        (b"<svg><set attributeName='x'/></svg>", "image/svg+xml", True),
        (b"<svg><text>set</text></svg>", "image/svg+xml", False),
        (b"acTL", "image/jpeg", False),
    ],
)
def test_motion_is_seen_in_the_bytes(content: bytes, media_type: str, expected: bool) -> None:
    assert moves(content, media_type) is expected
