"""The gate: what may not be out yet is in no byte of anything that is built, and in every page of a press copy."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from exporters.errors import EditorialError, UsageError
from exporters.project.build import Orders, build
from exporters.project.withdrawing import withdraw_story
from exporters.report import Report
from tests.formats.pdf.inspection import read_pdf
from tests.project.newsroom import FEEDS_ONLY, NOW, Newsroom, opened, story

LIFT = datetime(2026, 2, 1, 6, 30, tzinfo=UTC)
SECRETS = ("Zanzibar", "zanzibar", "Quokka", "quokka", "2026-02-01", "20260201", "Perdita")


def secret(**more: str) -> str:
    return story(
        "zanzibar-quokka",
        "2025-12-01",
        "The Zanzibar file names Quokka.[^1]\n\n## Quokka heading\n\n[^1]: Of Zanzibar.",
        **{"section": "Quokka", "tags": "[quokka]", "authors": "[Perdita Example]", **more},
    )


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk")
    room.write("one", story("one", "2025-11-20", section="Courts"))
    room.write("two", story("two", "2025-11-21", "See [the other](held.md) and [it](story:zanzibar-quokka)."))
    return room


@pytest.mark.parametrize(
    "held",
    [
        secret(embargo=LIFT.isoformat()),
        secret(embargo=LIFT.isoformat(), status="published"),
        secret(status="scheduled").replace("2025-12-01T", "2026-02-01T"),
        secret().replace("2025-12-01T", "2026-02-01T"),
        secret(status="draft"),
        secret(draft="true"),
        secret(status="withdrawn"),
    ],
    ids=["embargoed", "embargoed and published", "scheduled", "dated later", "draft", "drafted", "withdrawn"],
)
def test_what_is_held_is_in_no_byte(newsroom: Newsroom, held: str) -> None:
    newsroom.write("held", held)
    done = newsroom.build()
    everything = newsroom.everything()
    withdrawn = "status: withdrawn" in held
    for word in SECRETS[:2] if not withdrawn else SECRETS[:1]:
        if withdrawn:
            assert word.encode() not in everything  # of a withdrawn story its id, slug and section remain
            continue
        assert word.encode() not in everything
    if not withdrawn:
        assert [word for word in SECRETS if word.encode() in everything] == []
        assert done.held == 1
    assert "https://desk.example/2025/held" not in everything.decode("latin-1")


@pytest.mark.parametrize("press", [False, True])
@pytest.mark.parametrize("early", [secret(embargo=LIFT.isoformat()), secret().replace("2025-12-01T", "2026-02-01T")])
def test_what_was_withdrawn_before_its_hour_leaves_no_tombstone(newsroom: Newsroom, early: str, press: bool) -> None:
    newsroom.write("held", early.replace("\n---\n", "\nstatus: withdrawn\n---\n"))
    newsroom.build(press=press)
    everything = newsroom.everything("press" if press else "dist")
    assert [word for word in SECRETS if word.encode() in everything] == []


def test_what_is_not_out_is_not_withdrawn_in_public(newsroom: Newsroom) -> None:
    newsroom.write("held", secret(embargo=LIFT.isoformat()))
    newsroom.build()
    with pytest.raises(UsageError, match="not out"):
        withdraw_story(newsroom.root, "zanzibar-quokka", "A mistake", now=NOW)
    newsroom.build()
    assert b"zanzibar" not in newsroom.everything()


@pytest.mark.parametrize(
    "link",
    [
        "[a](zanzibar-quokka)",
        "[a](zanzibar-quokka.html#x)",
        "[a](../zanzibar-quokka/)",
        "[a](/2025/Zanzibar-Quokka/index.html)",
        "[a](https://desk.example/2025/zanzibar-quokka/?x)",
        "[a](//desk.example/2025/zanzibar-quokka)",
        "[a](HELD.md)",
        "<https://desk.example/2025/zanzibar-quokka/>",
        "<story:zanzibar-quokka>",
    ],
)
def test_no_address_leads_to_what_is_held(newsroom: Newsroom, link: str) -> None:
    (newsroom.root / "broadsheet.toml").write_text(FEEDS_ONLY.replace("{slug}", "{year}/{slug}"))
    newsroom.write("two", story("two", "2025-11-21", f"Before {link} after, and [one](one.md)."))
    newsroom.write("held", secret(embargo=LIFT.isoformat()))
    newsroom.build()
    everything = newsroom.everything().lower()
    assert b"zanzibar" not in everything
    assert b"held" not in everything
    assert b"https://desk.example/2025/one/" in everything
    assert "link-held" in {diagnostic.code for diagnostic in newsroom.report.diagnostics}
    newsroom.build(as_of=LIFT)
    assert b"https://desk.example/2025/zanzibar-quokka" in newsroom.everything().lower()


def test_what_goes_back_under_embargo_is_taken_away_without_a_cache_too(newsroom: Newsroom) -> None:
    newsroom.write("held", secret())
    newsroom.build()
    assert b"Zanzibar" in newsroom.everything()
    own = newsroom.root / "dist" / "stories" / "own.txt"
    own.write_text("Not of the build")
    shutil.rmtree(newsroom.root / ".broadsheet")
    newsroom.write("held", secret(embargo=LIFT.isoformat()))
    newsroom.build()
    assert [word for word in SECRETS if word.encode() in newsroom.everything()] == []
    assert own.exists()


def test_exact_copies_keep_no_address_of_what_is_held(newsroom: Newsroom) -> None:
    project = newsroom.root / "broadsheet.toml"
    project.write_text(
        project.read_text().replace('formats = ["pdf", "epub", "docx", "ninjs"]', 'formats = ["native"]')
    )
    newsroom.write("held", secret(embargo=LIFT.isoformat()))
    newsroom.build()
    assert "stories/two.native.json" in newsroom.files()
    everything = newsroom.everything()
    assert b"zanzibar" not in everything
    assert b"held.md" not in everything


def test_it_is_there_when_its_hour_has_come(newsroom: Newsroom) -> None:
    newsroom.write("held", secret(embargo=LIFT.isoformat()))
    newsroom.build(as_of=LIFT - timedelta(seconds=1))
    assert b"Zanzibar" not in newsroom.everything()
    newsroom.build(as_of=LIFT)
    files = newsroom.files()
    assert "stories/zanzibar-quokka.pdf" in files
    for name in ("briefings/weekly.epub", "briefings/weekly.docx", "briefings/weekly.pdf", "feeds/all.rss"):
        assert any(b"Zanzibar" in data for data in opened(files[name])), name
    newsroom.build(as_of=LIFT - timedelta(seconds=1))
    assert b"Zanzibar" not in newsroom.everything()


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"embargo": "next tuesday"}, "date-unreadable"),
        ({"embargo": "2026-13-01"}, "date-unreadable"),
        ({"status": "embargoed"}, "embargo-without-time"),
        ({"embargo": "{until: 2026-02-01T00:00Z}"}, "date-unreadable"),
        ({"draft": "1"}, "status-unknown"),
        ({"embagro": "2026-02-01"}, "embargo-unclear"),
        ({"status": "embargoed-ish"}, "status-unknown"),
        ({"embargo": "2026-02-01T00:00Z\nembargo: 2025-01-01T00:00Z"}, "gate-repeated"),
    ],
)
def test_what_cannot_be_read_stops_the_build(newsroom: Newsroom, more: dict[str, str], code: str) -> None:
    newsroom.write("held", secret(**more))
    with pytest.raises(EditorialError) as caught:
        newsroom.build()
    assert caught.value.exit_code == 8
    assert code in {diagnostic.code for diagnostic in newsroom.report.diagnostics}
    assert not (newsroom.root / "dist").exists()


def test_a_held_story_takes_no_name_from_one_that_is_out(newsroom: Newsroom) -> None:
    newsroom.build()
    before = newsroom.files()["stories/one.epub"]
    newsroom.write("older", story("older", "2025-01-01", embargo=LIFT.isoformat()).replace("slug: older", "slug: one"))
    newsroom.build()
    assert newsroom.files()["stories/one.epub"] == before


def test_the_searcher_finds_what_is_there(newsroom: Newsroom) -> None:
    newsroom.write("open", secret())
    newsroom.build()
    for name, data in newsroom.files().items():
        if name.startswith(("stories/zanzibar", "briefings/")):
            assert any(b"Zanzibar" in part for part in opened(data)), name


def test_a_press_copy_says_so_on_every_page_and_in_every_entry(newsroom: Newsroom) -> None:
    long = "\n\n".join(f"Paragraph {number} of the Zanzibar file." + " It goes on and on." * 30 for number in range(30))
    newsroom.write("held", story("zanzibar-quokka", "2025-12-01", long, embargo=LIFT.isoformat()))
    newsroom.build()
    before = newsroom.files()
    newsroom.build(press=True)
    assert newsroom.files() == before
    files = newsroom.files("press")
    mark = "EMBARGOED until 2026-02-01 06:30 UTC"
    assert {name for name in files if name.startswith("stories/")} == {
        f"stories/zanzibar-quokka{suffix}" for suffix in (".pdf", ".epub", ".docx", ".ninjs.json")
    }
    for name in ("stories/zanzibar-quokka.pdf", "briefings/weekly.pdf"):
        read = read_pdf(files[name])
        assert len(read.pdf.pages) > 3
        told = [" ".join(loose.split()).count(mark) for loose in read.artifacts]
        assert min(told) >= 1, name  # a cover has no head, but the watermark of all pages
        assert min(told[1:]) >= 2, name
        assert mark in read.text[:60]
        assert mark in read.text
    for item in json.loads(files["feeds/all.json"])["items"]:
        assert mark in item["title"]
        assert mark in item["content_html"]
    for name, data in files.items():
        if name.endswith((".epub", ".docx", ".rss", ".atom", ".ninjs.json")):
            assert any(mark.encode() in part for part in opened(data)), name
    for name in ("stories/zanzibar-quokka", "briefings/weekly"):
        (sheet,) = [part for part in opened(files[f"{name}.epub"]) if b"body::before" in part]
        assert mark.encode() in sheet
        assert b"[head]" not in sheet
        heads = [part for part in opened(files[f"{name}.docx"]) if b"<w:hdr" in part]
        assert heads
        assert all(f'string="{mark}"'.encode() in part for part in heads)
    assert json.loads(files["manifest.json"])["press_copy"] is True


def test_a_press_feed_leads_to_no_public_file_and_is_not_the_public_feed(newsroom: Newsroom) -> None:
    newsroom.write("held", story("zanzibar-quokka", "2025-12-01", embargo=LIFT.isoformat()))
    newsroom.build()
    newsroom.build(press=True)
    public, press = newsroom.files(), newsroom.files("press")
    assert b"https://desk.example/files/feeds/all.atom" in public["feeds/all.atom"]
    assert "feeds/feeds.opml" in public.keys() - press.keys()
    for name in ("feeds/all.rss", "feeds/all.atom", "feeds/all.json"):
        assert b"https://desk.example/files" not in press[name], name
    ids = {ET.fromstring(files["feeds/all.atom"]).findtext("{*}id") for files in (public, press)}
    assert len(ids) == 2


def test_a_press_copy_goes_when_the_hour_has_come(newsroom: Newsroom) -> None:
    newsroom.write("held", secret(embargo=LIFT.isoformat()))
    newsroom.build(press=True)
    assert "stories/zanzibar-quokka.pdf" in newsroom.files("press")
    newsroom.build(press=True, as_of=LIFT)
    assert [name for name in newsroom.files("press") if name.startswith("stories/")] == []


def test_the_real_time_is_taken_where_none_is_given(newsroom: Newsroom) -> None:
    coming = datetime.now(UTC) + timedelta(days=2)
    newsroom.write("held", secret(embargo=coming.isoformat()))
    build(newsroom.root, Orders(), Report())
    assert b"Zanzibar" not in newsroom.everything()
    assert coming > NOW


@pytest.mark.parametrize(
    "line", ["modified: 2099-01-01T00:00:00Z", "corrections: [{date: 2099-01-01, text: A name was wrong.}]"]
)
def test_a_day_of_change_still_to_come_is_told(tmp_path: Path, line: str) -> None:
    room = Newsroom(tmp_path / "desk", FEEDS_ONLY)
    room.write("a", story("a").replace("language: en", f"language: en\n{line}"))
    room.build()
    assert [said.code for said in room.report.diagnostics if said.severity == "warning"] == ["day-ahead"]
    room.build(as_of=datetime(2099, 2, 1, tzinfo=UTC))
    assert room.report.count("warning") == 0


def test_a_story_that_takes_another_id_is_told(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk", FEEDS_ONLY)
    room.write("a", story("a"))
    room.write("b", story("b", status="draft"))
    room.build()
    room.write("a", story("a").replace("id: tag:desk.example,2025:a", "id: tag:desk.example,2025:other"))
    room.write("b", story("b").replace("id: tag:desk.example,2025:b", "id: tag:desk.example,2025:more"))
    room.build()
    told = [said for said in room.report.diagnostics if said.code == "id-changed"]
    assert [said.place.file for said in told] == ["stories/a.md"]
    assert "id: tag:desk.example,2025:a" in told[0].remedy
