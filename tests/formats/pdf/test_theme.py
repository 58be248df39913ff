"""Themes: the shipped ones can be read and stand on pages, and what is written wrong is told with its line."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporters.assets import assets_folder
from exporters.contract import Job
from exporters.errors import AssetError, BroadsheetError, UsageError
from exporters.formats.pdf import FORMAT
from exporters.formats.pdf.families import family_named
from exporters.formats.pdf.sheet import LOOKS
from exporters.formats.pdf.theme import SHIPPED, Theme, contrast, load_theme, parse_theme
from exporters.model.nodes import Block, Heading, Text
from exporters.model.publication import Publication
from exporters.options import OptionFile, make_options
from exporters.pipeline import export, load_edition
from exporters.report import Report
from exporters.testing import PIXEL, MemoryOutput, briefing, specimen
from tests.formats.pdf.inspection import failures, paragraph, read_pdf, story

WORDS = "Several words that make up a sentence of the usual length, one after another. "


def themed(publication: Publication, text: str, **settings: str) -> tuple[bytes, Report]:
    """Return the publication set in a theme of this text, and what was reported."""
    output, report = MemoryOutput(), Report()
    options = make_options(FORMAT, {"theme": "my.toml", **settings}, lambda name: text.encode())
    data = {resource.name: resource.data or PIXEL for resource in publication.resources}
    job = Job(options=options, report=report, now=datetime(2025, 1, 1, tzinfo=UTC), read_asset=data.__getitem__)
    FORMAT.write(publication, output, job)
    return output.files[None], report


def test_the_theme_that_is_there_by_default_is_written_out_in_full() -> None:
    text = (assets_folder() / "themes/report.toml").read_text()
    assert parse_theme(text, "report.toml", LOOKS) == Theme()
    for table in (Theme().page, Theme().type, Theme().fonts, Theme().colours, Theme().head):
        for field in type(table).__struct_encode_fields__:
            assert f"\n{field} = " in text, f"{field} is told"
    kinds = text[text.index("# Kinds:") :].replace("\n#", "").removeprefix("# Kinds:").rstrip(".\n").split(",")
    assert [kind.strip() for kind in kinds] == list(LOOKS)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_themes_are_readable_and_reported_by_nothing(name: str) -> None:
    report = Report()
    load_theme(OptionFile(name), LOOKS, report)
    assert not report.diagnostics


def test_each_shipped_theme_is_a_file() -> None:
    assert sorted(path.stem for path in (assets_folder() / "themes").iterdir()) == sorted(SHIPPED)


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "several"])
def test_every_kind_of_node_conforms_in_each_theme(publication: Publication, name: str) -> None:
    output, report = MemoryOutput(), Report()
    data = {resource.name: PIXEL for resource in publication.resources}
    options = make_options(FORMAT, {"theme": name})
    job = Job(options=options, report=report, now=datetime(2025, 1, 1, tzinfo=UTC), read_asset=data.__getitem__)
    FORMAT.write(publication, output, job)
    file = output.files[None]
    assert failures(file) == []
    assert "Mind the gap." in read_pdf(file).text


@pytest.mark.parametrize(
    ("text", "place", "message", "remedy"),
    [
        ("[page]\ncolums = 2", "my.toml:2:1", "no 'page.colums'", "Did you mean 'columns'?"),
        ("\n[pages]\n", "my.toml:2:1", "no 'pages'", "Did you mean 'page'?"),
        ("[looks.titel]\nsize = 2", "my.toml:1:1", "no 'looks.titel'", "Did you mean 'title'?"),
        ("[looks.title]\nweight = 2", "my.toml:2:1", "no 'looks.title.weight'", "Known are"),
        ('[colours]\nink = "black"', "my.toml:2:1", "colours.ink cannot be so", ""),
        ('[head]\nstart = "{stroy}"', "my.toml:2:1", "no slot 'stroy'", "Did you mean 'story'?"),
        ('[head]\nstart = "{page:>99999999}"', "my.toml:2:1", "no slot 'page:>99999999'", ""),
        ('[head]\nstart = "{story"', "my.toml:2:1", "braces", "{page}"),
        ('[page]\npaper = "a9"', "my.toml:2:1", "'a9' is no paper", ""),
        ('[page]\npaper = "1x2mm"', "my.toml:2:1", "too small", ""),
        ("[page]\ncolumns = 9", "my.toml:2:1", "page.columns cannot be so", ""),
        ("[page\n", "my.toml:1:6", "no TOML", "toml.io"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text: str, place: str, message: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        themed(story(paragraph(WORDS)), text)
    assert str(caught.value.place) == place
    assert message in caught.value.message
    assert remedy in caught.value.remedy


def test_a_theme_that_is_not_shipped_is_an_error_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        load_theme(OptionFile("newspapr"), LOOKS, Report())
    assert caught.value.remedy == "Did you mean 'newspaper'?"


def test_pale_colours_are_reported_with_their_line() -> None:
    _, report = themed(story(paragraph(WORDS)), '[colours]\nsoft = "#999999"')
    told = [str(diagnostic) for diagnostic in report.diagnostics]
    assert told[0].startswith("my.toml:2:1: warning[pdf-theme-contrast]: colours.soft has a contrast of 2.8 to 1")


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    assert contrast((1, 1, 1), (1, 1, 1)) == pytest.approx(1)
    assert contrast((0x77 / 255,) * 3, (1, 1, 1)) == pytest.approx(4.48, abs=0.01)


def test_lines_at_head_and_foot_hold_what_their_slots_say() -> None:
    text = """
[head]
start = "{publisher}: {title}"
end = "{section}"
opening = true
[foot]
centre = "{page} of {pages}"
"""
    head = Heading(level=1, children=(Text(text="Findings"),))
    body: tuple[Block, ...] = (
        *(paragraph(WORDS * 30) for _ in range(4)),
        head,
        *(paragraph(WORDS * 30) for _ in range(6)),
    )
    data, _ = themed(story(*body, publisher="The Desk", section="Courts"), text)
    assert failures(data) == []
    loose = [" ".join(artifact.split()) for artifact in read_pdf(data).artifacts]
    count = len(loose)
    assert count > 3
    assert all("The Desk: A story" in artifact for artifact in loose)
    assert all(f"{number} of {count}" in artifact for number, artifact in enumerate(loose, 1))
    assert "Courts" in loose[0]
    assert "Findings" in loose[-1]


def test_mirrored_margins_and_lines_change_sides() -> None:
    text = '[page]\nmirrored = true\ninner = 40\nouter = 20\n[foot]\nend = "{page}"\n'
    data, _ = themed(story(*(paragraph(WORDS * 30) for _ in range(4))), text)
    assert failures(data) == []
    read = read_pdf(data)
    right, left = (page.Contents.read_bytes() for page in list(read.pdf.pages)[:2])
    assert b"1 0 0 1 -56.69 0 cm" in left
    assert b" cm" not in right


def test_an_option_of_the_user_wins_over_the_theme() -> None:
    data, _ = themed(story(paragraph(WORDS)), '[page]\npaper = "a5"\n', paper="4x6in")
    read = read_pdf(data)
    assert [float(side) for side in read.pdf.pages[0].MediaBox] == [0, 0, 288, 432]


@pytest.mark.parametrize("paper", ["a5", "legal", "tabloid", "letter", "120x180mm", "72x72cm"])
def test_a_page_of_any_size_conforms(paper: str) -> None:
    data, _ = themed(specimen(), "", paper=paper)
    assert failures(data) == []


@pytest.mark.parametrize("paper", ["a9", "1x1mm", "210x297", "9999x9999in", "x"])
def test_a_paper_that_does_not_exist_is_an_error(paper: str) -> None:
    with pytest.raises(UsageError, match=r"pdf\.paper cannot be so"):
        themed(specimen(), "", paper=paper)


def test_a_family_that_is_not_installed_is_told_by_its_package() -> None:
    with pytest.raises(AssetError) as caught:
        family_named("No Such Hand")
    assert "pip install fontpkg-no-such-hand" in caught.value.remedy
    assert family_named("Amiri").regular.path.endswith("Amiri-Regular.ttf")


def test_the_command_line_reads_the_file_of_a_theme(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# Title\n\nText.\n")
    (tmp_path / "mine.toml").write_text('[page]\npaper = "a5"\n')
    report = Report()
    edition = load_edition([tmp_path / "a.md"], report)
    done = export(edition, [FORMAT], tmp_path / "out", report, settings=[f"theme={tmp_path / 'mine.toml'}"])
    read = read_pdf(done.written[0].path.read_bytes())
    assert round(float(read.pdf.pages[0].MediaBox[2])) == 420
    with pytest.raises(BroadsheetError, match="cannot read"):
        export(edition, [FORMAT], tmp_path / "out", report, settings=["theme=./nothing.toml"])
