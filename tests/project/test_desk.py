"""What the desk does for feeds alone, and what it leaves behind in memory."""

import gc
from pathlib import Path

import msgspec
import pytest

from exporters.editorial.references import Index, bind_references
from exporters.model.nodes import Paragraph
from exporters.project.desk import Desk, read_several
from exporters.project.reading import read_project
from exporters.project.stories import Recipe, Rules, unpack
from exporters.report import Report
from tests.project.newsroom import FEEDS_ONLY, Newsroom, story

NUMBERED = "One.[^a]\n\nSee [below](#here).\n\n## Below {#here}\n\n![A bridge](none.png)\n\n[^a]: A note."


def _rules(room: Newsroom) -> Rules:
    project, _ = read_project(room.root)
    return Rules(str(room.root), project, b"engine", (Recipe("full", ""),))


def test_nothing_is_left_to_the_collector(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FEEDS_ONLY)
    paths = [str(room.write(f"s{number}", story(f"s{number}")).relative_to(room.root)) for number in range(16)]
    rules = msgspec.msgpack.encode(_rules(room))
    thresholds = gc.get_threshold()
    gc.set_threshold(200_000, 50, 1000)  # as the command has it
    try:
        read_several(rules, paths)
        gc.collect()
        read_several(rules, paths)
        left = gc.collect()
    finally:
        gc.set_threshold(*thresholds)
    assert left < len(paths)  # a story alone leaves sixty objects in cycles, and its text and tree with them


def test_what_only_feeds_hold_is_not_kept_whole(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FEEDS_ONLY)
    room.write("plain", story("plain"))
    room.write("linked", story("linked", body="See [the other](plain.md)."))
    desk = Desk(_rules(room))
    assert unpack(desk.copy("stories/plain.md").article).article is None
    assert unpack(desk.copy("stories/linked.md").article).article is not None


@pytest.mark.parametrize("body", ["Plain words.", NUMBERED, "| a |\n|---|\n| b |\n\nTable: What there is."])
def test_an_entry_is_the_same_whether_pages_are_made_or_not(tmp_path: Path, body: str) -> None:
    room = Newsroom(tmp_path, FEEDS_ONLY)
    room.write("one", story("one", body=body))
    desk = Desk(_rules(room))
    paged = Desk(msgspec.structs.replace(desk.rules, project=_with_pages(desk.rules)))
    assert [entry for _, entry in desk.copy("stories/one.md").entries] == [
        entry for _, entry in paged.copy("stories/one.md").entries
    ]
    whole = paged.prepare("stories/one.md", Report()).article
    assert [block.number for block in whole.body if isinstance(block, Paragraph)][:1] == [1]


def _with_pages(rules: Rules):  # type: ignore[no-untyped-def]  # the project, with PDFs of its stories
    return msgspec.structs.replace(
        rules.project, stories=msgspec.structs.replace(rules.project.stories, formats=("pdf",))
    )


LINKS = (
    "https://example.org/a/b.html?c=d#e",
    "http://example.org",
    "https://example.org:8080/",
    "https://example.org:99999/",
    "https://example.org/a%zz",
    "https://example.org/ä",
    "HTTPS://example.org/x|y",
    "//example.org/x",
    "#here",
    "mailto:a@example.org",
    "https://-/",
    "https://../x",
)


@pytest.mark.parametrize("target", LINKS)
def test_a_link_that_is_bound_already_is_what_binding_makes_of_it(tmp_path: Path, target: str) -> None:
    room = Newsroom(tmp_path, FEEDS_ONLY)
    room.write("one", story("one", body=f"See [this](<{target}>)."))
    desk, report = Desk(_rules(room)), Report()
    article = desk.prepare("stories/one.md", report).article
    again = Report()
    assert bind_references(article, Index((article,)), again) == article
    assert again.diagnostics == []


def test_a_story_can_link_to_a_place_in_one_that_was_not_kept(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FEEDS_ONLY)
    room.write("plain", story("plain", body="## The vote\n\nWords."))
    room.write("linked", story("linked", body="See [the vote](plain.md#the-vote)."))
    room.build()
    assert b"https://desk.example/plain/#the-vote" in room.files()["feeds/all.atom"]


def test_a_story_that_changes_while_it_is_needed_again_ends_the_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room = Newsroom(tmp_path, FEEDS_ONLY)
    room.write("plain", story("plain"))
    room.write("linked", story("linked", body="See [the other](plain.md)."))
    before = Desk.copy

    def then_it_changes(desk: Desk, path: str):  # type: ignore[no-untyped-def]  # a copy
        made = before(desk, path)
        if path == "stories/plain.md":
            room.write("plain", story("plain", body="Other words."))
        return made

    monkeypatch.setattr(Desk, "copy", then_it_changes)
    with pytest.raises(Exception, match="1 error"):
        room.build()
    assert "changed while the build was at work" in str(room.report.diagnostics[-1])


def test_a_build_tells_of_a_story_without_text(tmp_path: Path) -> None:
    room = Newsroom(tmp_path, FEEDS_ONLY)
    room.write("full", story("full"))
    room.write("empty", story("empty", body=""))
    room.build()
    told = [found for found in room.report.diagnostics if found.code == "story-empty"]
    assert [(found.severity, str(found.place)) for found in told] == [("warning", "stories/empty.md:1:1")]
