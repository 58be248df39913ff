"""Options that name files and stories: read by the pipeline, limited, and held to the rules of the desk."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from exporters import pipeline
from exporters.errors import EditorialError, SourceError, UsageError
from exporters.formats.docx import FORMAT
from exporters.model.publication import Publication
from exporters.options import LONGEST_TEXT, OptionFile, OptionStory, describe_options, make_options
from exporters.pipeline import export, load_edition
from exporters.registry import choose_formats
from exporters.report import Report
from exporters.testing import specimen

STORY = "---\ntitle: Alpha\nlang: en\ndate: 2025-11-01T09:00:00Z\n---\n\nThe share is 96.3 percent.\n"


def word(folder: Path, *settings: str, text: str = STORY) -> str:
    """Return the text of the Word file that the command line would write with these settings."""
    (folder / "alpha.md").write_text(text, encoding="utf-8")
    report = Report()
    edition = load_edition([folder / "alpha.md"], report)
    export(edition, choose_formats("docx"), folder / "out", report, settings=settings)
    with zipfile.ZipFile(folder / "out" / "alpha.docx") as archive:
        return archive.read("word/document.xml").decode()


def test_a_name_is_not_read_and_a_path_is() -> None:
    read: list[str] = []

    def read_file(name: str) -> bytes:
        read.append(name)
        return b"data"

    for text, data in (("report", b""), ("my.docx", b"data"), ("folder/report", b"data")):
        made = make_options(FORMAT, {"template": text}, read_file)
        assert made.template == OptionFile(text, data)  # type: ignore[attr-defined]
    assert read == ["my.docx", "folder/report"]


def test_an_empty_file_is_not_taken_for_a_name() -> None:
    made = make_options(FORMAT, {"template": "a.docx"}, lambda _name: b"")
    assert made.template.data == b"\n"  # type: ignore[attr-defined]


def test_a_file_as_text() -> None:
    assert OptionFile("a.toml", b"\xef\xbb\xbfkey = 1").text == "key = 1"
    with pytest.raises(UsageError, match=r"cannot read a\.toml"):
        _ = OptionFile("a.toml", b"\xff").text
    with pytest.raises(UsageError, match="too long"):
        _ = OptionFile("a.toml", b" " * (LONGEST_TEXT + 1)).text


def test_a_story_is_what_its_source_makes() -> None:
    def read_story(_name: str) -> Publication:
        return specimen()

    made = make_options(FORMAT, {"compare": "old.md"}, read_story=read_story)
    assert made.compare == OptionStory("old.md", specimen())  # type: ignore[attr-defined]


def test_what_they_take_is_said() -> None:
    takes = {option.name: option.takes for option in describe_options(FORMAT.options)}
    assert takes["template"] == "a name or the path of a file"
    assert takes["compare"] == "the path of a story"


def test_a_file_that_is_not_there_is_a_wrong_use(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read .*gone\.docx"):
        word(tmp_path, f"docx.template={tmp_path / 'gone.docx'}")


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "LARGEST_OPTION_FILE", 10)
    (tmp_path / "large.docx").write_bytes(b" " * 11)
    with pytest.raises(UsageError, match="too large"):
        word(tmp_path, f"docx.template={tmp_path / 'large.docx'}")


def test_an_older_version_is_compared(tmp_path: Path) -> None:
    (tmp_path / "old.md").write_text(STORY.replace("96.3", "97.3"), encoding="utf-8")
    made = word(tmp_path, f"docx.compare={tmp_path / 'old.md'}")
    assert "<w:delText>97.3</w:delText>" in made


def test_what_is_withheld_in_the_older_version_stays_so(tmp_path: Path) -> None:
    old = STORY.replace("96.3 percent", "<redact>SECRET</redact>")
    (tmp_path / "old.md").write_text(old, encoding="utf-8")
    made = word(tmp_path, f"docx.compare={tmp_path / 'old.md'}")
    assert "SECRET" not in made
    assert "█" in made


@pytest.mark.parametrize(
    ("old", "error"),
    [
        (STORY.replace("lang:", "embargo: 2999-01-01T00:00:00Z\nlang:"), EditorialError),
        (STORY.replace("96.3", "<redact>open"), EditorialError),
        (STORY.replace("2025-11-01T09:00:00Z", "not a day"), EditorialError),
    ],
)
def test_an_older_version_that_may_not_go_out_stops_the_run(tmp_path: Path, old: str, error: type[Exception]) -> None:
    (tmp_path / "old.md").write_text(old, encoding="utf-8")
    with pytest.raises(error):
        word(tmp_path, f"docx.compare={tmp_path / 'old.md'}")
    assert not list(tmp_path.glob("out/*"))


@pytest.mark.parametrize(
    "setting",
    [
        "pdf.papr=a4",
        "pdf.columns=many",
        "pdf.theme=nosuch",
        "pdf.colours=cmyk",
        "epub.theme=nosuch",
        "docx.template=nosuch",
        "docx.template=no/such.docx",
        "docx.template={here}",
        "docx.compare=no/such.md",
    ],
)
def test_what_cannot_be_an_option_is_told_before_stories_are_read(setting: str, tmp_path: Path) -> None:
    here = tmp_path / "a.md"
    here.write_text(STORY, encoding="utf-8")
    with pytest.raises((UsageError, SourceError)):
        pipeline.read_options(choose_formats("pdf,epub,docx"), [setting.format(here=here)], Report())


def test_options_that_are_right_are_read_once(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(STORY, encoding="utf-8")
    report = Report()
    formats = choose_formats("pdf,epub,docx")
    options = pipeline.read_options(
        formats, ["pdf.theme=newspaper", "epub.theme=book", "docx.template=manuscript"], report
    )
    edition = load_edition([tmp_path / "a.md"], report)
    done = export(edition, formats, tmp_path / "out", report, options=options)
    assert len(done.written) == 3
