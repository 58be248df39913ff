from __future__ import annotations

import pytest

from exporters.contract import Job
from exporters.errors import UsageError
from exporters.formats.epub import EpubOptions, write_epub
from exporters.formats.epub.styles import is_vertical, takes_choices, theme_text
from exporters.model.nodes import CodeBlock, Paragraph, Text
from exporters.model.publication import Publication
from exporters.options import OptionFile
from exporters.report import Report
from exporters.testing import MemoryOutput
from tests.formats.epub.reading import NOW, OPF, XHTML, Opened, lone, opened


def words(text: str) -> Paragraph:
    return Paragraph(children=(Text(text=text),))


def themed(css: str, publication: Publication | None = None) -> tuple[Opened, Report]:
    output, report = MemoryOutput(), Report()
    options = EpubOptions(theme=OptionFile("my.css", css.encode()))
    write_epub(publication or lone(words("x"), publisher="P"), output, Job(options=options, report=report, now=NOW))
    return Opened(output.files[None]), report


def test_a_theme_follows_our_own_rules() -> None:
    made, _ = themed("h1 { letter-spacing: 0.02em }")
    assert made.members["EPUB/style.css"].decode().endswith("h1 { letter-spacing: 0.02em }")
    assert "displayTransformability" in made.properties("schema:accessibilityFeature")


def test_a_theme_that_ships_with_us_goes_by_its_name() -> None:
    made = opened(lone(words("x")), theme="book")
    assert b"text-indent: 1.3em" in made.members["EPUB/style.css"]
    with pytest.raises(UsageError, match="no theme 'boook'"):
        opened(lone(words("x")), theme="boook")


@pytest.mark.parametrize(
    "css",
    [
        "@import 'more.css';",
        "p { background: url(https://example.org/a.png) }",
        "@font-face { font-family: A; src: local(a) }",
        "p {\n direction: rtl }",
        "p { unicode-bidi: embed }",
        "p { position: fixed }",
    ],
)
def test_a_theme_fetches_nothing_and_turns_no_text(css: str) -> None:
    with pytest.raises(UsageError, match=r"my\.css, line \d: an e-book's style sheet cannot hold"):
        themed(css)


def test_comments_of_a_theme_may_say_anything() -> None:
    assert theme_text(OptionFile("my.css", b"/* @import url(x) */ p { flex-direction: column }"))


@pytest.mark.parametrize("css", ["p { color: #333 }", "p{background-color:white}", "p { font-size: 12pt }"])
def test_a_theme_that_takes_a_readers_choice_costs_the_claim(css: str) -> None:
    made, report = themed(css)
    assert "displayTransformability" not in made.properties("schema:accessibilityFeature")
    assert made.properties("dcterms:conformsTo") == []
    assert next((told.code, told.place.file) for told in report.diagnostics) == ("claim-withheld", "my.css")


@pytest.mark.parametrize(
    "css", ["p { color: inherit }", "p { border: 1px solid currentColor }", "p { font-size: 90% }"]
)
def test_what_leaves_the_choice_to_readers_costs_nothing(css: str) -> None:
    assert not takes_choices(OptionFile("my.css", css.encode()))


def test_a_theme_colours_the_cover_that_is_made() -> None:
    css = ":root { --cover-paper: #102030; --cover-ink: #FFFFFF; --cover-accent: #ffcc00 }"
    publication = lone(words("x"), title="題", publisher="P")  # in letters for which the cover is drawn, not painted
    output, report = MemoryOutput(), Report()
    options = EpubOptions(theme=OptionFile("my.css", css.encode()), cover="always")
    write_epub(publication, output, Job(options=options, report=report, now=NOW))
    drawn = Opened(output.files[None]).members["EPUB/cover.svg"].decode()
    assert 'fill="#102030"' in drawn
    assert 'fill="#FFFFFF"' in drawn
    assert 'height="14" fill="#ffcc00"' in drawn
    assert report.count("warning") == 0


def test_a_cover_that_nobody_could_read_is_told() -> None:
    options = EpubOptions(theme=OptionFile("my.css", b"h1 { --cover-ink: #f0f0f0 }"), cover="always")
    report = Report()
    write_epub(lone(words("x")), MemoryOutput(), Job(options=options, report=report, now=NOW))
    assert [told.code for told in report.diagnostics if told.severity == "warning"] == ["epub-cover"]


def test_japanese_in_vertical_lines_turns_its_pages_leftwards() -> None:
    publication = lone(words("11月6日に127万件"), CodeBlock(text="a 10"), language="ja")
    made = opened(publication, vertical="yes")
    root = made.document("text/story.xhtml")
    assert (root.get("class"), root.get("dir")) == ("vertical", "ltr")
    assert made.package.find(f"{OPF}spine").get("page-progression-direction") == "rtl"  # type: ignore[union-attr]
    upright = [span.text for span in root.iter(f"{XHTML}span") if span.get("class") == "upright"]
    assert upright == ["11", "6"]
    assert b"writing-mode: vertical-rl" in made.members["EPUB/style.css"]


@pytest.mark.parametrize(("language", "settings"), [("ja", {}), ("en", {"vertical": "yes"})])
def test_other_text_stays_in_horizontal_lines(language: str, settings: dict[str, str]) -> None:
    made = opened(lone(words("11"), language=language), **settings)
    assert made.document("text/story.xhtml").get("class") is None
    assert b"vertical-rl" not in made.members["EPUB/style.css"]


def test_which_languages_can_run_downwards() -> None:
    assert [is_vertical(tag, wanted=True) for tag in ("ja", "zh-Hant-TW", "JA_jp", "ko", "en", "")] == [
        True, True, True, False, False, False,
    ]  # fmt: skip


def test_a_watermark_stands_at_the_head_of_each_file_and_behind_its_text() -> None:
    made = opened(lone(words("x")), watermark='Until "noon" <UTC>')
    sheet = made.members["EPUB/style.css"].decode()
    assert 'content: "Until \\"noon\\" <UTC>"' in sheet
    assert "data:image/svg+xml,%3Csvg" in sheet
    assert "%26lt%3BUTC%26gt%3B" in sheet
    plain = opened(lone(words("x")))
    assert "watermark" not in plain.members["EPUB/style.css"].decode()
    assert {name: data for name, data in made.members.items() if name != "EPUB/style.css"} == {
        name: data for name, data in plain.members.items() if name != "EPUB/style.css"
    }
