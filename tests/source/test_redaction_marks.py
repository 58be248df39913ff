"""Marks that are no tags: whatever a writer took for a redaction, what it was to hide does not go out."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.errors import EditorialError
from exporters.pipeline import check_report, load_edition
from exporters.report import Report


@pytest.mark.parametrize(
    "text",
    [
        "A <red\u200bact>Zylberstein</red\u200bact> b.",
        "A <x:redact>Zylberstein</x:redact> b.",
        "A ＜redact＞Zylberstein＜/redact＞ b.",
        "A [redact]Zylberstein[/redact] b.",
        "::: redact\nZylberstein\n:::",
        "::: {.redacted}\nZylberstein\n:::",
        "A \\<redact>Zylberstein\\</redact> b.",
        "A &lt;redact&gt;Zylberstein&lt;/redact&gt; b.",
        "A <redact>Zylberstein b.",
        "A Zylberstein</redact> b.",
        "`<redact>Zylberstein</redact>`",
    ],
)
@pytest.mark.parametrize("suffix", [".md", ".txt"])
def test_a_mark_that_is_no_tag_stops_the_run(text: str, suffix: str, tmp_path: Path) -> None:
    source = tmp_path / f"story{suffix}"
    source.write_text(f"A title\n=======\n\n{text}\n", encoding="utf-8")
    report = Report()
    edition = load_edition([source], report)
    with pytest.raises(EditorialError):
        check_report(report)
    assert "Zylberstein" not in f"{edition.whole}{report.diagnostics}"


@pytest.mark.parametrize("suffix", [".md", ".html"])
def test_a_class_that_only_blacks_out_stops_the_run(suffix: str, tmp_path: Path) -> None:
    source = tmp_path / f"story{suffix}"
    source.write_text(
        '<h1>A</h1>\n\n<p>Her name is <span class="x Redacted">Zylberstein</span>.</p>\n', encoding="utf-8"
    )
    report = Report()
    edition = load_edition([source], report)
    with pytest.raises(EditorialError):
        check_report(report)
    assert "Zylberstein" not in f"{edition.whole}{report.diagnostics}"


@pytest.mark.parametrize("text", ["The file is [redacted] in full.", "To redact is to hide.", "Mr. X [redacted]: no."])
def test_the_word_itself_is_no_mark(text: str, tmp_path: Path) -> None:
    source = tmp_path / "story.md"
    source.write_text(f"# A title\n\n{text}\n", encoding="utf-8")
    report = Report()
    load_edition([source], report)
    check_report(report)
    assert report.count("error") == 0


def test_of_two_embargoes_in_toml_neither_is_left_out(tmp_path: Path) -> None:
    source = tmp_path / "story.md"
    head = 'title = "T"\nembargo = 2020-01-01T00:00:00Z\n[extra]\nembargo = 2999-01-01T00:00:00Z\n'
    source.write_text(f"+++\n{head}+++\n\nWords.\n", encoding="utf-8")
    report = Report()
    load_edition([source], report)
    with pytest.raises(EditorialError):
        check_report(report)
