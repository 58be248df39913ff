"""From a file on disk to files in a folder: everything that a run promises as a whole."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from exporters.contract import Format, Job, NoOptions, Output
from exporters.errors import BroadsheetError, DeliveryError, EditorialError, StrictError, UsageError
from exporters.model.meta import Meta
from exporters.model.publication import Publication
from exporters.pipeline import EPOCH, edition_time, export, load_edition
from exporters.registry import choose_formats
from exporters.report import Report

STORY = """---
title: {title}
date: 2025-11-0{day}T09:00:00Z
id: urn:x-test:{title}
url: https://example.org/{title}
---

Words of {title}[^1], and [the other](other.md#part).

## Part

- one
- two

[^1]: A note.
"""


def write(folder: Path, title: str, day: int = 1, text: str = STORY) -> Path:
    path = folder / f"{title}.md"
    path.write_text(text.format(title=title, day=day), encoding="utf-8")
    return path


def run(sources: list[Path], folder: Path, to: str = "all", **options: object) -> tuple[list[str], Report]:
    """Return the names of the files that a run writes, and its report."""
    report = Report()
    strict = bool(options.pop("strict", False))
    edition = load_edition(sources, report, syndicated=True, **options)  # type: ignore[arg-type]
    done = export(edition, choose_formats(to), folder, report, strict=strict)
    return [written.path.name for written in done.written], report


def test_one_story_in_all_formats(tmp_path: Path) -> None:
    names, _ = run([write(tmp_path, "alpha")], tmp_path / "out")
    assert names == [
        "alpha.pdf", "alpha.epub", "alpha.docx", "alpha.ninjs.json", "alpha.rss", "alpha.atom", "alpha.json",
    ]  # fmt: skip


def test_several_stories_are_files_of_their_own_and_one_feed(tmp_path: Path) -> None:
    write(tmp_path, "alpha")
    write(tmp_path, "other", 2)
    meta = Meta(title="The Desk", language="")
    names, _ = run([tmp_path], tmp_path / "out", "epub,atom", meta=meta)
    assert names == ["alpha.epub", "other.epub", "the-desk.atom"]


def test_a_feed_without_a_title_is_called_after_its_site(tmp_path: Path) -> None:
    write(tmp_path, "alpha")
    other = write(tmp_path, "other", 2)
    names, report = run([tmp_path], tmp_path / "out", "atom")
    assert names == ["example-org.atom"]
    assert b"<title>example.org</title>" in (tmp_path / "out/example-org.atom").read_bytes()
    assert "feed-untitled" not in [said.code for said in report.diagnostics]
    other.write_text(other.read_text().replace("https://example.org", "https://example.net"))
    names, report = run([tmp_path], tmp_path / "out", "atom")
    assert names == ["contents.atom"]
    assert "feed-untitled" in [said.code for said in report.diagnostics]


def test_a_feed_offers_the_files_of_the_same_run_with_their_true_length(tmp_path: Path) -> None:
    for sources in (["alpha"], ["alpha", "other"]):
        folder = tmp_path / str(len(sources))
        folder.mkdir()
        paths = [write(folder, name, number) for number, name in enumerate(sources, 1)]
        report = Report()
        edition = load_edition(paths, report, meta=Meta(title="The Desk", language=""), syndicated=True)
        settings = ["files=https://example.org/dist"]
        export(edition, choose_formats("rss,epub,ninjs,docx"), folder / "out", report, settings=settings)
        channel: Any = etree.parse(next((folder / "out").glob("*.rss")))
        offered = {}
        for node in channel.xpath("//item/enclosure | //item/*[local-name()='link'][@rel='enclosure']"):
            offered[(node.get("url") or node.get("href")).rpartition("/")[2]] = int(node.get("length"))
        sizes = {path.name: path.stat().st_size for path in (folder / "out").iterdir()}
        assert offered == {name: size for name, size in sizes.items() if name.endswith(".epub")}


def test_as_one_makes_a_briefing(tmp_path: Path) -> None:
    write(tmp_path, "alpha")
    write(tmp_path, "other", 2)
    meta = Meta(title="The Briefing", language="")
    names, report = run([tmp_path], tmp_path / "out", "pdf,docx", meta=meta, as_one=True)
    assert names == ["the-briefing.pdf", "the-briefing.docx"]
    assert report.count("warning") == 0


def test_the_same_source_gives_the_same_bytes_anywhere(tmp_path: Path) -> None:
    results = []
    for at, (zone, seed) in enumerate((("UTC", "0"), ("Asia/Tokyo", "1"))):
        folder = tmp_path / f"place{at}"
        folder.mkdir()
        write(folder, "alpha")
        write(folder, "other", 2)
        command = [
            sys.executable,
            "-m",
            "exporters",
            "export",
            "alpha.md",
            "other.md",
            "--to",
            "all,native",
            "--as-one",
        ]
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C" if at else "C.UTF-8"}
        subprocess.run(
            [*command, "--title", "Both", "-o", "out", "-q"], cwd=folder, env=environment, check=True, timeout=120
        )
        results.append({path.name: path.read_bytes() for path in sorted((folder / "out").iterdir())})
    assert len(results[0]) == 8
    assert {name for name in results[0] if results[0][name] != results[1][name]} == set()


def test_the_time_of_an_edition_is_that_of_its_stories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "alpha")
    write(tmp_path, "other", 2)
    edition = load_edition([tmp_path], Report())
    assert edition.now == datetime(2025, 11, 2, 9, tzinfo=UTC)
    undated = load_edition([write(tmp_path, "undated", text="# Undated\n\nWords.\n")], Report())
    assert undated.now == EPOCH
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    assert edition_time(edition.whole) == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "soon")
    with pytest.raises(UsageError):
        edition_time(edition.whole)


def test_an_embargo_stops_everything_and_leaves_nothing(tmp_path: Path) -> None:
    path = write(tmp_path, "alpha", text=STORY.replace("date:", "embargo: 2999-01-01T00:00:00Z\ndate:"))
    with pytest.raises(EditorialError) as caught:
        run([path], tmp_path / "out", "pdf")
    assert caught.value.exit_code == 8
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("date", ["2018-02-29", "soon", "2025-13-01 10:00"])
def test_a_date_that_does_not_exist_stops_the_run(tmp_path: Path, date: str) -> None:
    path = write(tmp_path, "alpha", text=STORY.replace("2025-11-0{day}T09:00:00Z", date))
    with pytest.raises(EditorialError):
        run([path], tmp_path / "out", "epub")


def test_what_is_redacted_is_in_no_byte_of_any_file(tmp_path: Path) -> None:
    import zipfile

    import pikepdf

    secret = "Zylberstein"
    text = STORY.replace("Words", f"He is <redact reason='a minor'>{secret} *and {secret}*</redact>. Words")
    names, report = run([write(tmp_path, "alpha", text=text)], tmp_path / "out", "all,native")
    for name in names:
        path = tmp_path / "out" / name
        data = [path.read_bytes()]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                data += [archive.read(item) for item in archive.infolist()]
        if path.suffix == ".pdf":
            with pikepdf.open(path) as pdf:
                data += [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream)]
        assert not any(secret.encode() in part for part in data), name
    assert secret not in str(report.diagnostics)


def test_a_redaction_that_is_not_closed_stops_the_run(tmp_path: Path) -> None:
    path = write(tmp_path, "alpha", text=STORY.replace("Words", "He is <redact>somebody. Words"))
    with pytest.raises(EditorialError):
        run([path], tmp_path / "out", "rss")


def test_strict_takes_warnings_for_errors(tmp_path: Path) -> None:
    with pytest.raises(StrictError):
        run(
            [write(tmp_path, "alpha", text=STORY.replace("other.md#part", "#gone"))],
            tmp_path / "out",
            "epub",
            strict=True,
        )
    assert not (tmp_path / "out" / "alpha.epub").exists()


def test_a_briefing_in_print_hands_its_pages_on(tmp_path: Path) -> None:
    import zipfile

    write(tmp_path, "alpha")
    write(tmp_path, "other", 2)
    meta = Meta(title="Both", slug="both", language="")
    run([tmp_path], tmp_path / "out", "pdf,epub", meta=meta, as_one=True)
    with zipfile.ZipFile(tmp_path / "out" / "both.epub") as book:
        everything = "".join(book.read(name).decode() for name in book.namelist() if name.endswith((".xhtml", ".opf")))
    assert "page-list" in everything
    assert "doc-pagebreak" in everything


def test_nothing_to_export_is_said(tmp_path: Path) -> None:
    with pytest.raises(BroadsheetError, match="no story"):
        load_edition([tmp_path], Report())


def test_what_the_command_line_says_of_a_lone_story_adds_to_what_the_story_says(tmp_path: Path) -> None:
    text = STORY.replace("date:", "authors: [Ada Example]\ndate:")
    edition = load_edition(
        [write(tmp_path, "alpha", text=text)], Report(), meta=Meta(title="Another title", language="")
    )
    meta = edition.whole.meta
    assert (meta.title, meta.language, meta.contributors[0].name) == ("Another title", "en", "Ada Example")
    assert meta.published == datetime(2025, 11, 1, 9, tzinfo=UTC)


def test_a_briefing_came_out_when_its_last_story_did(tmp_path: Path) -> None:
    write(tmp_path, "alpha")
    write(tmp_path, "other", 2)
    edition = load_edition([tmp_path], Report(), meta=Meta(title="Both", language=""), as_one=True)
    assert edition.whole.meta.published == datetime(2025, 11, 2, 9, tzinfo=UTC)


def test_a_briefing_of_several_languages_says_which_it_speaks(tmp_path: Path) -> None:
    for name, language in (("a", "es"), ("b", "en"), ("c", "en")):
        (tmp_path / f"{name}.md").write_text(
            f"---\ntitle: {name}\nlanguage: {language}\n---\n\nWords.\n", encoding="utf-8"
        )
    sources = [tmp_path / f"{name}.md" for name in "abc"]
    report = Report()
    edition = load_edition(sources, report, as_one=True, meta=Meta(title="Weekly", language=""))
    assert edition.whole.meta.language == "en"
    assert [article.meta.language for article in edition.whole.articles] == ["es", "en", "en"]
    assert "languages-mixed" in [said.code for said in report.diagnostics if said.severity == "warning"]
    report = Report()
    edition = load_edition(sources, report, as_one=True, meta=Meta(title="Weekly", language="es"))
    assert edition.whole.meta.language == "es"
    assert "languages-mixed" not in [said.code for said in report.diagnostics]


def test_a_full_disk_is_no_fault_of_the_format(tmp_path: Path) -> None:
    def full(publication: Publication, output: Output, job: Job[NoOptions]) -> None:
        del publication, output, job
        raise OSError(errno.ENOSPC, "No space left on device")

    report = Report()
    edition = load_edition([write(tmp_path, "alpha")], report)
    format_ = Format(name="x", suffix=".x", media_type="text/plain", summary="", write=full)
    with pytest.raises(DeliveryError, match="cannot write the x: No space left"):
        export(edition, [format_], tmp_path / "out", report)
    assert list((tmp_path / "out").iterdir()) == []
