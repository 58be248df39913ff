"""What was published once is known without the cache: from formerly.toml, and from dist/ itself."""

from __future__ import annotations

import shutil
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from exporters.errors import BroadsheetError, SourceError
from exporters.project.withdrawing import withdraw_story
from tests.project.newsroom import NOW, PROJECT, Newsroom, story

NEVER = "2099-02-01T06:30:00Z"
LIGHT = PROJECT.replace('["pdf", "epub", "docx", "ninjs"]', '["ninjs"]').replace('["pdf", "epub", "docx"]', '["epub"]')
BROKEN = story("broken", "2025-11-25").replace("It was filed late.", "This <redact>is not closed.")


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk", LIGHT)
    room.write("one", story("one", section="Courts"))
    room.write("bad", story("bad", "2025-12-01", "Of Quokka.", section="Courts", tags="[law, tax]"))
    room.build()
    return room


def _forget(room: Newsroom, *, dist: bool = False) -> None:
    shutil.rmtree(room.root / ".broadsheet")
    if dist:
        shutil.rmtree(room.root / "dist")


def _told(room: Newsroom) -> dict[str, set[str]]:
    path = room.root / "formerly.toml"
    if not path.exists():
        return {}
    return {one["id"]: {file["name"] for file in one["files"]} for one in tomllib.loads(path.read_text())["story"]}


def _fate(room: Newsroom, fate: str) -> None:
    path = room.root / "stories/bad.md"
    if fate == "gone":
        path.unlink()
    else:
        path.write_text(path.read_text().replace("language: en", f"language: en\n{fate}"))


FATES = ["gone", f"embargo: {NEVER}", "status: draft"]


@pytest.mark.parametrize("fate", FATES)
def test_a_fresh_copy_of_the_project_can_withdraw_what_was_out(newsroom: Newsroom, fate: str) -> None:
    _fate(newsroom, fate)
    newsroom.build()
    assert "Quokka" not in (newsroom.root / "formerly.toml").read_text()
    _forget(newsroom, dist=True)
    newsroom.build()
    record = withdraw_story(newsroom.root, "bad", "Wrong person", now=NOW)
    assert record.id == "tag:desk.example,2025:bad"
    assert record.published == datetime(2025, 12, 1, 9, tzinfo=UTC)
    assert {"stories/bad.ninjs.json", "feeds/all.rss", "briefings/weekly.epub"} <= {f.name for f in record.files}
    newsroom.build()
    assert _told(newsroom) == {}  # the ledger has it now
    assert b"Wrong person" in newsroom.files()["feeds/all.atom"]
    assert b"Wrong person" in newsroom.files()["feeds/all-courts.atom"]


@pytest.mark.parametrize("fate", FATES)
@pytest.mark.parametrize("formats", ['"atom"', '"rss"', '"jsonfeed"'])
def test_without_the_cache_dist_itself_says_what_was_out(tmp_path: Path, fate: str, formats: str) -> None:
    room = Newsroom(tmp_path / "desk", LIGHT.replace("entries = 2", f"entries = 2\nformats = [{formats}]"))
    room.write("bad", story("bad", "2025-12-01", "Of Quokka.", section="Courts", tags="[law]"))
    room.write("one", story("one", section="Courts"))
    room.build()
    _fate(room, fate)
    _forget(room)
    room.build()
    assert _told(room).keys() == {"tag:desk.example,2025:bad"}
    record = withdraw_story(room.root, "bad", "Wrong person", now=NOW)
    assert record.published == datetime(2025, 12, 1, 9, tzinfo=UTC)
    assert record.url == "https://desk.example/2025/bad/"
    assert record.section == "Courts"
    assert "stories/bad.ninjs.json" in {file.name for file in record.files}


def test_what_a_stopped_build_took_down_is_remembered(newsroom: Newsroom) -> None:
    _fate(newsroom, f"embargo: {NEVER}")
    newsroom.write("broken", BROKEN)
    with pytest.raises(BroadsheetError):
        newsroom.build()
    _forget(newsroom, dist=True)
    (newsroom.root / "stories" / "broken.md").unlink()
    newsroom.build()
    assert "stories/bad.ninjs.json" in {f.name for f in withdraw_story(newsroom.root, "bad", "Wrong", now=NOW).files}


def test_names_from_before_are_taken_back_too(newsroom: Newsroom) -> None:
    newsroom.write("bad", story("bad", "2025-12-01", section="Courts").replace("slug: bad", "slug: better"))
    newsroom.build()
    assert _told(newsroom) == {"tag:desk.example,2025:bad": {"stories/bad.ninjs.json"}}
    _forget(newsroom)
    newsroom.build()
    names = {file.name for file in withdraw_story(newsroom.root, "better", "Wrong", now=NOW).files}
    assert {"stories/bad.ninjs.json", "stories/better.ninjs.json"} <= names


def test_what_is_out_again_is_no_former_story(newsroom: Newsroom) -> None:
    _fate(newsroom, "status: draft")
    newsroom.build()
    assert _told(newsroom)
    newsroom.write("bad", story("bad", "2025-12-01", section="Courts"))
    newsroom.build()
    assert _told(newsroom) == {}


@pytest.mark.parametrize("orders", [{"dry_run": True}, {}])
def test_nothing_is_told_where_nothing_was_out_before(newsroom: Newsroom, orders: dict[str, bool]) -> None:
    newsroom.write("one", story("one", body="Changed.", section="Courts"))
    newsroom.build(**orders)  # type: ignore[arg-type]  # flags
    _forget(newsroom)
    newsroom.build(**orders)  # type: ignore[arg-type]  # flags
    assert not (newsroom.root / "formerly.toml").exists()


def test_where_nothing_says_what_was_out_a_build_says_so(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "bad", "Wrong person", now=NOW)
    newsroom.build()
    codes = [said.code for said in newsroom.report.diagnostics]
    _forget(newsroom)
    newsroom.build()
    codes += [said.code for said in newsroom.report.diagnostics]
    assert "former-unknown" not in codes  # dist/ says it
    _forget(newsroom, dist=True)
    newsroom.build()
    assert "former-unknown" in [said.code for said in newsroom.report.diagnostics]
    (newsroom.root / "formerly.toml").write_text("")
    _forget(newsroom, dist=True)
    newsroom.build()
    assert "former-unknown" not in [said.code for said in newsroom.report.diagnostics]
    assert (newsroom.root / "formerly.toml").read_text() == ""


def test_stubs_stay_when_a_build_is_stopped_without_the_cache(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "bad", "Wrong person", now=NOW)
    newsroom.build()
    before = newsroom.files()
    _forget(newsroom)
    newsroom.write("broken", BROKEN)
    with pytest.raises(BroadsheetError):
        newsroom.build()
    assert newsroom.files() == before


def test_a_record_that_cannot_be_read_stops_the_build(newsroom: Newsroom) -> None:
    (newsroom.root / "formerly.toml").write_text("[[story]]\nid = 1\n")
    newsroom.write("one", story("one", body="Changed."))
    with pytest.raises(SourceError, match=r"formerly\.toml"):
        newsroom.build()
