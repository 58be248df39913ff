"""The exact form loses nothing: what is written comes back equal, and its schema is the one published."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from exporters.assets import read_asset_file
from exporters.errors import SourceError
from exporters.formats.native import FORMAT, publication_schema, without_places
from exporters.model.publication import Publication
from exporters.pipeline import export, load_edition
from exporters.report import Report
from exporters.source.images import AssetStore
from exporters.source.native import read_native
from exporters.testing import briefing, check_format, specimen, write_to_memory


def test_the_contract() -> None:
    check_format(FORMAT)


@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "briefing"])
def test_what_is_written_comes_back_equal(publication: Publication) -> None:
    files, _ = write_to_memory(FORMAT, publication)
    again = msgspec.json.decode(files[None] or b"", type=Publication)
    assert again == publication


def test_places_are_kept_only_when_asked_for() -> None:
    publication = specimen()
    assert without_places(publication) == publication
    files, _ = write_to_memory(FORMAT, publication)
    assert b'"place"' not in files[None]


def test_the_published_schema_is_that_of_the_model() -> None:
    assert read_asset_file("schema/publication.json") == publication_schema(), (
        "write it anew: publication_schema() -> assets/schema/publication.json"
    )


def test_an_export_reads_back_as_the_same_stories(tmp_path: Path) -> None:
    source = tmp_path / "story.md"
    source.write_text("---\ntitle: A\ndate: 2025-11-01\nid: urn:x:a\n---\n\nWords *and* more[^1].\n\n[^1]: Note.\n")
    report = Report()
    first = load_edition([source], report)
    export(first, [FORMAT], tmp_path / "out", report)
    second = load_edition([tmp_path / "out" / "story.native.json"], report)
    assert second.exact.articles == first.exact.articles


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"{}", "missing required field"),
        (
            b'{"meta": {"title": "x"}, "contents": [{"kind": "article", "meta": {"title": 1}}]}',
            r"\$.contents\[0\].meta.title",
        ),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"meta": {"title": "x", "nonsense": 1}, "contents": []}', "nonsense"),
    ],
)
def test_what_is_no_publication_is_refused_with_its_path(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words):
        read_native(data, "x.json", Report(), AssetStore())
