"""Comments of editors reach one file, if it is asked for; no other format, no build, no cache holds a word of them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from exporters.pipeline import export, load_edition
from exporters.registry import choose_formats, installed_formats
from exporters.report import Report
from tests.formats.docx.lint import lint
from tests.project.newsroom import PROJECT, Newsroom, opened
from tests.project.newsroom import story as written

WORDS = ("Zanzibar", "Quokka", "Perdita", "Wombat")
TEXT = """\
# A heading {>>Zanzibar<<}

The {==share==}{>>@Perdita Example: Quokka?<<} is new.[^1] <!-- editor: Wombat -->

| a {>>Zanzibar<<} | b |
|---|---|
| 1 | {>>Quokka<<} 2 |

<!-- editor: @Perdita Example: Zanzibar -->

Last words.

[^1]: A note {>>Wombat<<}.
"""


def found_in(data: bytes) -> list[str]:
    """Return which of the words are in a file, all that is packed in it opened; letters of a PDF as they are read."""
    everything = b"\n".join(opened(data))
    return [word for word in WORDS if word.encode() in everything or word.lower().encode() in everything]


def files(folder: Path, *settings: str, as_one: bool = False) -> dict[str, bytes]:
    """Return what an export of the story writes in every installed format."""
    source = folder / "story.md"
    source.write_text(written("noted", body=TEXT), encoding="utf-8")
    report = Report()
    edition = load_edition([source], report, as_one=as_one)
    done = export(edition, choose_formats(",".join(installed_formats())), folder / "out", report, settings=settings)
    assert len(done.written) == len(installed_formats())
    return {file.path.name: file.path.read_bytes() for file in done.written}


@pytest.mark.parametrize("as_one", [False, True])
def test_no_format_holds_a_word_of_them(tmp_path: Path, as_one: bool) -> None:
    assert {name: found_in(data) for name, data in files(tmp_path, as_one=as_one).items() if found_in(data)} == {}


def test_the_one_that_is_asked_holds_all_and_the_others_none(tmp_path: Path) -> None:
    written = files(tmp_path, "docx.comments=yes")
    assert {name: found_in(data) for name, data in written.items() if found_in(data)} == {
        "noted.comments.docx": list(WORDS)
    }
    assert "noted.docx" not in written
    assert lint(written["noted.comments.docx"]) == []
    with zipfile.ZipFile(io.BytesIO(written["noted.comments.docx"])) as archive:
        holders = {name for name in archive.namelist() for word in WORDS if word.encode() in archive.read(name)}
    assert holders == {"word/comments.xml"}


def test_the_public_file_stays_as_it_was(tmp_path: Path) -> None:
    before = files(tmp_path)
    after = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert files(tmp_path, "docx.comments=yes").keys() - before.keys() == {"noted.comments.docx"}
    assert {name: data for name, data in after.items() if name.endswith(".docx")} == {
        "noted.docx": (tmp_path / "out" / "noted.docx").read_bytes()
    }


def test_pages_of_html_and_plain_text_hold_none_either(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("<h1>A</h1><p>One <!-- editor: Zanzibar --> two.</p>", encoding="utf-8")
    (tmp_path / "b.txt").write_text("B\n\nOne {>>Quokka<<} two <!-- editor: Wombat -->.\n", encoding="utf-8")
    report = Report()
    edition = load_edition([tmp_path / "a.html", tmp_path / "b.txt"], report)
    done = export(
        edition, choose_formats(",".join(installed_formats())), tmp_path / "out", report, settings=["docx.comments=yes"]
    )
    held = {file.path.name: found_in(file.path.read_bytes()) for file in done.written}
    assert {name: words for name, words in held.items() if words} == {
        "a.comments.docx": ["Zanzibar"],
        "b.comments.docx": ["Quokka", "Wombat"],
    }


def test_a_build_holds_none_even_where_it_is_told_to(tmp_path: Path) -> None:
    project = PROJECT.replace('"ninjs"', '"ninjs", "native"') + "\n[formats.docx]\ncomments = true\n"
    room = Newsroom(tmp_path / "desk", project)
    room.write("one", written("one", "2025-11-20", TEXT))
    room.write("two", written("two", "2025-11-21", TEXT))
    room.build()
    everything = room.everything()
    assert len(room.files()) > 10
    assert [word for word in WORDS if word.encode() in everything] == []
    said = [found for found in room.report.diagnostics if found.code == "docx-comments"]
    assert [found.place.file for found in said] == ["broadsheet.toml"]
    cached = [path for path in (tmp_path / "desk" / ".broadsheet").rglob("*") if path.is_file()]
    held = {
        path.name for path in cached for data in opened(path.read_bytes()) for word in WORDS if word.encode() in data
    }
    assert held == set()
