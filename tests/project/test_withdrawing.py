"""A story that is taken back leaves its place and nothing else: tombstones, stubs, and a list of where it went."""

from __future__ import annotations

import hashlib
import json
import xml.etree.ElementTree as ET
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from exporters.errors import SourceError, UsageError
from exporters.model.walk import plain_text
from exporters.project.withdrawals import Withdrawal, read_ledger, stub_of
from exporters.project.withdrawing import withdraw_story
from tests.project.newsroom import Newsroom, opened, story

AT = datetime(2026, 1, 5, 10, tzinfo=UTC)
TOMBSTONE = "{http://purl.org/atompub/tombstones/1.0}deleted-entry"


@pytest.fixture
def newsroom(tmp_path: Path) -> Newsroom:
    room = Newsroom(tmp_path / "desk")
    for number in range(1, 7):
        room.write(f"s{number}", story(f"s{number}", f"2025-11-0{number}", f"Sentence {number}.", section="Courts"))
    room.write("bad", story("bad", "2025-11-02", "Kolibri did it.", section="Courts").replace("Bad", "Kolibri accused"))
    room.build()
    return room


def test_no_word_of_it_is_left(newsroom: Newsroom) -> None:
    assert b"Kolibri" in newsroom.everything()
    withdraw_story(newsroom.root, "bad", "The court has ordered it", now=AT)
    newsroom.build()
    everything = newsroom.everything()
    assert b"Kolibri" not in everything
    assert b"kolibri" not in everything
    ledger = (newsroom.root / "withdrawn.toml").read_bytes()
    assert b"Kolibri" not in ledger


def test_its_places_say_that_it_was_withdrawn(newsroom: Newsroom) -> None:
    identifier = "tag:desk.example,2025:bad"
    withdraw_story(newsroom.root, identifier, "The court has ordered it", by="The editor", now=AT)
    newsroom.build()
    files = newsroom.files()
    for suffix in (".pdf", ".epub", ".docx"):
        data = files[f"stories/bad{suffix}"]
        assert any(b"The court has ordered it" in part for part in opened(data)), suffix
    item = json.loads(files["stories/bad.ninjs.json"])
    assert item["pubStatus"] == "canceled"
    atom = [name for name in files if name.startswith("feeds/all") and name.endswith(".atom")]
    dead = [stone for name in atom for stone in ET.fromstring(files[name]).iter(TOMBSTONE)]
    assert {stone.get("ref") for stone in dead} == {identifier}
    assert {stone.get("when") for stone in dead} == {"2026-01-05T10:00:00+00:00"}
    for name, data in files.items():
        if name.startswith("feeds/") and name.endswith((".rss", ".json")):
            assert identifier.encode() not in data, name
    assert all(b"Withdrawn" not in part for part in opened(files["briefings/weekly.epub"]))


def test_the_list_names_every_file_that_held_it(newsroom: Newsroom) -> None:
    before = newsroom.files()
    record = withdraw_story(newsroom.root, "bad.md", "Wrong person", now=AT)
    newsroom.build()
    (told,) = json.loads(newsroom.files()["withdrawn.json"])["withdrawn"]
    assert told["reason"] == "Wrong person"
    listed = {file["name"]: file["sha256"] for file in told["files"]}
    assert listed == {file.name: file.sha256 for file in record.files}
    holding = {
        name
        for name, data in before.items()
        if name.startswith(("stories/", "briefings/", "feeds/")) and any(b"Kolibri" in part for part in opened(data))
    }
    assert holding
    assert holding <= listed.keys()
    assert all(listed[name] == hashlib.sha256(before[name]).hexdigest() for name in listed)


def test_the_list_names_titles_corrections_and_pictures_too(tmp_path: Path) -> None:
    room = Newsroom(tmp_path / "desk")
    Image.new("RGB", (30, 20), (200, 10, 10)).save(room.root / "stories" / "p.png")
    told = "[{date: 2025-11-25, text: Wrong.}]"
    room.write("bad", story("kolibri", "2025-11-24", "![A bird](p.png)", corrections=told, section="Courts"))
    room.write("good", story("good", "2025-11-23", section="Courts"))
    room.build()
    before = room.files()
    record = withdraw_story(room.root, "bad.md", "Wrong person", now=AT)
    listed = {file.name for file in record.files}
    holding = {
        name
        for name, data in before.items()
        if name != "manifest.json" and any(b"olibri" in part or b"Wrong." in part for part in opened(data))
    }
    assert holding - {"feeds/feeds.opml"} <= listed
    assert {"catalogue.opds.json", "corrections.pdf", "feeds/corrections.rss"} <= holding
    assert {name for name in before if name.startswith("images/")} <= listed


@pytest.mark.parametrize(("status", "kept"), [("published", {"shared"}), ("draft", set())])
def test_a_picture_of_its_own_is_listed_beside_one_that_another_story_shows(
    tmp_path: Path, status: str, kept: set[str]
) -> None:
    room = Newsroom(tmp_path / "desk")
    for number, name in enumerate(("own", "shared")):
        Image.new("RGB", (30, 20), (200, 10, number)).save(room.root / "stories" / f"{name}.png")
    room.write("bad", story("bad", "2025-11-24", "![A bird](own.png)\n\n![A tree](shared.png)"))
    room.write("good", story("good", "2025-11-23", "![A tree](shared.png)", status=status))
    room.write("more", story("more", "2025-11-22"))
    room.build()
    before = {name for name in room.files() if name.startswith("images/")}
    record = withdraw_story(room.root, "bad.md", "Not our photo", now=AT)
    room.build()
    after = {name for name in room.files() if name.startswith("images/")}
    assert {name.removeprefix("images/").rpartition("-")[0] for name in after} == kept
    assert {file.name for file in record.files if file.name.startswith("images/")} == before - after


def test_archives_beside_its_own_stay_as_they_are(newsroom: Newsroom) -> None:
    before = newsroom.files()
    withdraw_story(newsroom.root, "bad", "Wrong person", now=AT)
    newsroom.build()
    after = newsroom.files()
    archives = {name for name in before if "all-archive" in name}
    changed = {name for name in archives if before[name] != after[name]}
    assert archives == {name for name in after if "all-archive" in name}
    assert {name.rpartition(".")[0] for name in changed} == {"feeds/all-archive-1"}


def test_it_stays_withdrawn_without_source_and_cache(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "bad", "Wrong person", now=AT)
    newsroom.build()
    before = newsroom.files()
    newsroom.build(cache=False)
    assert newsroom.files() == before
    (newsroom.root / "stories/bad.md").unlink()
    newsroom.build(cache=False)
    assert newsroom.files() == before


def test_a_front_matter_can_say_it_too(newsroom: Newsroom) -> None:
    path = newsroom.root / "stories/bad.md"
    path.write_text(path.read_text().replace("language: en", "language: en\nstatus: withdrawn"))
    newsroom.build()
    assert b"Kolibri" not in newsroom.everything()
    assert any(b"Withdrawn" in part for part in opened(newsroom.files()["stories/bad.epub"]))


def test_what_cannot_be_withdrawn_is_said(newsroom: Newsroom) -> None:
    with pytest.raises(UsageError, match="no story"):
        withdraw_story(newsroom.root, "nothing", "x")
    with pytest.raises(UsageError, match="needs a reason"):
        withdraw_story(newsroom.root, "bad", " ")
    withdraw_story(newsroom.root, "bad", "x", now=AT)
    with pytest.raises(UsageError, match="withdrawn before"):
        withdraw_story(newsroom.root, "bad", "x")
    assert len(read_ledger(newsroom.root)[0]) == 1


def test_a_ledger_that_cannot_be_read_stops_the_build(newsroom: Newsroom) -> None:
    before = newsroom.files()
    (newsroom.root / "withdrawn.toml").write_text("[[story]\n")
    with pytest.raises(SourceError, match=r"withdrawn\.toml"):
        newsroom.build()
    assert newsroom.files() == before


def test_a_story_that_takes_its_slug_leaves_its_tombstone(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "bad", "Wrong person", now=AT)
    (newsroom.root / "stories" / "bad.md").unlink()
    anew = story("bad", "2026-01-06", "What is right.").replace("2025:bad", "2026:anew")
    newsroom.write("anew", anew)
    newsroom.build()
    files = newsroom.files()
    stones = [stone for name in files if name.endswith(".atom") for stone in ET.fromstring(files[name]).iter(TOMBSTONE)]
    assert {stone.get("ref") for stone in stones} == {"tag:desk.example,2025:bad"}
    assert b"What is right." in b"".join(opened(files["stories/bad.epub"]))
    assert b"tag:desk.example,2026:anew" in files["feeds/all.rss"]


def test_of_two_withdrawn_under_one_slug_the_later_has_the_stub(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "bad", "Wrong person", now=AT)
    (newsroom.root / "stories" / "bad.md").unlink()
    newsroom.write("anew", story("bad", "2026-01-06", "What is right.").replace("2025:bad", "2026:anew"))
    newsroom.build()
    withdraw_story(newsroom.root, "bad", "Wrong again", now=AT.replace(day=7))
    newsroom.build()
    files = newsroom.files()
    assert b"Wrong again" in b"".join(opened(files["stories/bad.epub"]))
    stones = [stone for name in files if name.endswith(".atom") for stone in ET.fromstring(files[name]).iter(TOMBSTONE)]
    assert {stone.get("ref") for stone in stones} == {"tag:desk.example,2025:bad", "tag:desk.example,2026:anew"}


@pytest.mark.parametrize(
    ("language", "title", "told"),
    [
        ("de", "Zurückgezogener Beitrag", "Dieser Beitrag wurde am 5. Januar 2026 zurückgezogen."),
        ("fr-CA", "Article retiré", "Cet article a été retiré le 5 janvier 2026."),
        ("ja", "取り下げられた記事", "この記事は2026年1月5日に取り下げられました。"),
        ("he", "כתבה שהוסרה", "כתבה זו הוסרה בתאריך 5 בינואר 2026."),
        ("tlh", "Withdrawn story", "This story was withdrawn on January 5, 2026."),
    ],
)
def test_a_stub_speaks_the_language_of_its_story(language: str, title: str, told: str) -> None:
    record = Withdrawal(id="urn:x:1", slug="x", at=AT, reason="Falsch", language=language)
    stub = stub_of(record)
    assert stub.meta.title == title
    assert stub.meta.language == language
    assert plain_text(stub.body) == f"{told} Falsch{told[-1]}"


def test_stubs_of_a_story_that_says_so_itself_give_the_reason_in_its_language(newsroom: Newsroom) -> None:
    newsroom.write(
        "bad", story("bad", "2025-11-02", "Kolibri.", status="withdrawn").replace("language: en", "language: es")
    )
    newsroom.build()
    text = b"".join(opened(newsroom.files()["stories/bad.epub"])).decode("utf-8", "replace")
    assert "Artículo retirado" in text
    assert "Retirado por la redacción." in text
    assert 'xml:lang="es"' in text


def test_a_file_of_a_withdrawn_story_that_holds_another_is_told(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "bad", "Wrong person", now=AT)
    newsroom.write("bad", story("anew", "2026-01-06", "What is right."))
    newsroom.build()
    assert ("withdrawn-file", "stories/bad.md") in {
        (said.code, said.place.file) for said in newsroom.report.diagnostics if said.severity == "warning"
    }
    assert b"What is right" not in newsroom.everything()
    newsroom.write("anew", story("anew", "2026-01-06", "What is right."))
    (newsroom.root / "stories" / "bad.md").unlink()
    newsroom.build()
    assert b"What is right" in newsroom.everything()
    assert newsroom.report.diagnostics == []


@pytest.mark.parametrize("fate", ["embargo: 2099-02-01T06:30:00Z", "status: draft", ""])
@pytest.mark.parametrize("cache", [True, False])
def test_a_story_that_was_out_can_be_withdrawn_though_it_is_out_no_more(
    newsroom: Newsroom, fate: str, *, cache: bool
) -> None:
    before = newsroom.files()
    path = newsroom.root / "stories/bad.md"
    if fate:
        path.write_text(path.read_text().replace("language: en", f"language: en\n{fate}"))
    else:
        path.unlink()
    newsroom.build()
    said = [said for said in newsroom.report.diagnostics if said.code == "taken-down"]
    if fate:
        assert "stories/bad.pdf" in said[0].message
        assert "Take them down wherever they went" in said[0].remedy
    newsroom.build(cache=cache)
    assert b"Kolibri" not in newsroom.everything()
    record = withdraw_story(newsroom.root, "bad", "Wrong person", now=AT)
    assert record.id == "tag:desk.example,2025:bad"
    assert record.published == datetime(2025, 11, 2, 9, tzinfo=UTC)
    held = {
        name
        for name, data in before.items()
        if name.startswith(("stories/", "briefings/", "feeds/")) and any(b"Kolibri" in part for part in opened(data))
    }
    listed = {file.name: file.sha256 for file in record.files}
    assert held <= listed.keys()
    assert all(listed[name] == hashlib.sha256(before[name]).hexdigest() for name in held)
    newsroom.build()
    assert b"Kolibri" not in newsroom.everything()
    assert any(b"Wrong person" in part for part in opened(newsroom.files()["stories/bad.epub"]))


@pytest.mark.parametrize("fate", ["embargo: 2099-02-01T06:30:00Z", "status: draft"])
def test_a_story_that_never_was_out_cannot_be_withdrawn(newsroom: Newsroom, fate: str) -> None:
    newsroom.write("late", story("late", "2025-11-02").replace("language: en", f"language: en\n{fate}"))
    newsroom.build()
    newsroom.build(press=True)
    with pytest.raises(UsageError, match="not out"):
        withdraw_story(newsroom.root, "late", "Wrong person", now=AT)


def test_a_story_whose_file_was_renamed_is_no_former_one(newsroom: Newsroom) -> None:
    path = newsroom.root / "stories/bad.md"
    path.rename(path.with_name("better.md"))
    newsroom.build()
    assert [said.code for said in newsroom.report.diagnostics if said.code == "taken-down"] == []
    record = withdraw_story(newsroom.root, "bad", "Wrong person", now=AT)
    assert record.path == "stories/better.md"


def test_what_took_the_file_of_a_former_story_is_not_withdrawn_for_it(newsroom: Newsroom) -> None:
    newsroom.write("bad", story("anew", "2025-11-02", "What is right.").replace("2025:anew", "2026:anew"))
    newsroom.build()
    assert withdraw_story(newsroom.root, "anew", "Wrong", now=AT).id == "tag:desk.example,2026:anew"


def test_another_story_under_its_slug_is_told(newsroom: Newsroom) -> None:
    withdraw_story(newsroom.root, "bad", "Wrong", now=AT)
    newsroom.build()
    assert "withdrawn-slug" not in [said.code for said in newsroom.report.diagnostics]
    (newsroom.root / "stories/bad.md").unlink()
    newsroom.write("again", story("bad", "2025-11-02").replace("2025:bad", "2025:again"))
    newsroom.build()
    (told,) = [said for said in newsroom.report.diagnostics if said.code == "withdrawn-slug"]
    assert (told.severity, told.place.file) == ("warning", "stories/again.md")
