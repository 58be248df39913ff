"""What a build makes, with a correction and a withdrawal in it, passes the judges of feeds and catalogues."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporters.project.withdrawing import withdraw_story
from tests.conformance.judges import JUDGES_BY_NAME, suffix_of
from tests.conformance.test_judges import require
from tests.formats.catalogue.test_catalogue import broken_opds1, broken_opds2
from tests.project.newsroom import Newsroom, story

pytestmark = pytest.mark.conformance

RIGHT = '[{date: 2025-12-01T10:00:00Z, text: "It was 47, not 74.", kind: correction, author: Ed}]'


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build of six stories in three sections, one of them corrected, one withdrawn."""
    room = Newsroom(tmp_path_factory.mktemp("desk"))
    for number in range(1, 7):
        more = {"corrections": RIGHT} if number == 2 else {}
        text = f"Words of {number}, by [the first](s1.md).\n\n## Part\n\nMore."
        room.write(f"s{number}", story(f"s{number}", f"2025-11-0{number}", text, section=f"Desk {number % 3}", **more))
    room.build()
    withdraw_story(room.root, "s3", "The document was forged", by="The editor", now=datetime(2026, 1, 5, tzinfo=UTC))
    room.build()
    return room.root / "dist"


@pytest.mark.parametrize("name", ["RFC 4287 grammar", "RSS 2.0 rules", "JSON Feed 1.1 rules", "ninjs 3.1 structure"])
def test_every_feed_and_item_is_accepted(name: str, dist: Path) -> None:
    judge = JUDGES_BY_NAME[name]
    require(judge.missing())
    folder = dist / ("stories" if name.startswith("ninjs") else "feeds")
    files = [file for file in sorted(folder.iterdir()) if suffix_of(file) == judge.suffix]
    assert len(files) >= 6
    assert {file.name: found for file, found in judge.judge(files).items() if found} == {}


def test_the_catalogues_are_accepted(dist: Path) -> None:
    judge = JUDGES_BY_NAME["RFC 4287 grammar"]
    require(judge.missing())
    atom = dist / "catalogue.opds.xml"
    assert judge.judge([atom])[atom] == []
    assert broken_opds1(atom.read_bytes()) == []
    assert broken_opds2((dist / "catalogue.opds.json").read_bytes()) == []


def test_the_judges_would_have_told(dist: Path, tmp_path: Path) -> None:
    judge = JUDGES_BY_NAME["RFC 4287 grammar"]
    require(judge.missing())
    bad = tmp_path / "all.atom"
    good = (dist / "feeds" / "all.atom").read_bytes()
    assert b"deleted-entry" in b"".join(path.read_bytes() for path in (dist / "feeds").glob("all*.atom"))
    bad.write_bytes(good.replace(b"<id>", b"<ident>", 1).replace(b"</id>", b"</ident>", 1))
    assert judge.judge([bad])[bad] != []
