"""What a build says of itself: catalogues that show what there is to be had."""

from __future__ import annotations

from pathlib import Path

from tests.project.newsroom import Newsroom, story


def test_the_catalogue_shows_the_covers_of_briefings(tmp_path: Path) -> None:
    newsroom = Newsroom(tmp_path / "desk")
    newsroom.write("one", story("one", "2025-11-20"))  # a briefing of one story is that story, and has no cover
    newsroom.write("two", story("two", "2025-11-21"))
    newsroom.build()
    files = newsroom.files()
    assert files["covers/weekly.png"].startswith(b"\x89PNG")
    for name in ("catalogue.opds.xml", "catalogue.opds.json"):
        assert b"https://desk.example/files/covers/weekly.png" in files[name]
        assert b"https://desk.example/files/briefings/weekly.epub" in files[name]
