"""The roll holds the stories that go out under their final names, and needs no memory for it."""

from __future__ import annotations

import shlex
import tracemalloc
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from exporters.formats.feed.archives import Slot, page_slots
from exporters.project.cards import Card
from exporters.project.channels import FeedMaker
from exporters.project.index import Index
from exporters.project.names import name_stories
from exporters.project.planning import make_plan
from exporters.project.roll import Roll
from exporters.project.slots import Slots
from exporters.project.stories import entry_key
from exporters.project.tables import FeedTable, Project, PublicationTable, StoriesTable
from exporters.report import Report
from tests.project.cards import START, card, put
from tests.project.newsroom import Newsroom, story

PROJECT = Project(
    publication=PublicationTable(title="The Desk", id="tag:desk.example,2020:desk", url="https://desk.example/"),
    stories=StoriesTable(url="https://desk.example/{slug}/"),
    feeds=(FeedTable(name="all", formats=("rss", "atom", "jsonfeed"), entries=50, page=50),),
)


def rolled(index: Index, cards: list[Card], report: Report) -> Roll:
    roll = Roll(index, PROJECT)
    roll.enter(((one, "") for _, one in put(index, cards).pairs()), report)
    return roll


@pytest.mark.parametrize(
    "slugs", ["abc", "aaaa", ["a", "a-2", "a", "a", "a-2"], ["a-2", "a", "a", "a-3", "a", "a-2-2", "a-2"]]
)
def test_names_are_settled_as_by_the_whole_list(tmp_path: Path, slugs: str | list[str]) -> None:
    cards = [card(number, slug, id_given=number % 2 == 0) for number, slug in enumerate(slugs)]
    expected, told = Report(), Report()
    named = name_stories(cards, PROJECT, expected)
    with Index(tmp_path) as index:
        roll = rolled(index, cards[::-1], told)
        assert list(roll.newest()) == named
        assert [roll.path_of(one.slug) for one in named] == [one.path for one in named]
        slots = Slots(index)
        slots.put_all(slots.new_channel())
        given = {one.path: one.slug for one in cards}
        assert [one.path for one, _ in roll.apart()] == [one.path for one in named if one.slug != given[one.path]]
    assert told.diagnostics == expected.diagnostics


def test_an_id_that_two_stories_have_is_an_error(tmp_path: Path) -> None:
    report = Report()
    with Index(tmp_path) as index:
        rolled(index, [card(1), card(2, id=card(1).id), card(3)], report)
    assert [(said.code, said.place.file) for said in report.diagnostics] == [("id-repeated", "stories/00002.md")]


@pytest.mark.parametrize("copy", ["stories/2025/a.md", "stories/a copy.md", "stories/a-1.md", "stories/Copy of a.md"])
def test_the_copy_of_a_file_is_told_and_not_the_original(tmp_path: Path, copy: str) -> None:
    original = card(1, "a", path="stories/a.md", id_given=True)
    report, listed = Report(), Report()
    cards = [original, msgspec.structs.replace(original, path=copy, key=b"copy")]
    named = name_stories(cards, PROJECT, listed)
    with Index(tmp_path) as index:
        roll = rolled(index, cards, report)
        assert roll.path_of("a") == "stories/a.md"
        assert list(roll.newest()) == named
    assert sorted(map(str, report.diagnostics)) == sorted(map(str, listed.diagnostics))
    told = {said.code: said for said in report.diagnostics}
    assert {said.place.file for said in told.values()} == {copy}
    assert "taken by stories/a.md" in told["slug-repeated"].message
    assert "also that of stories/a.md" in told["id-repeated"].message
    assert told["id-repeated"].remedy.endswith(f"--hold {shlex.quote(copy)}")


def test_stories_are_asked_for_in_pages_and_between_times(tmp_path: Path) -> None:
    cards = [card(number) for number in range(450)] + [card(900, published=None)]
    with Index(tmp_path) as index:
        roll = rolled(index, cards, Report())
        assert [one.path for one in roll.newest()] == [one.path for one in (*cards[449::-1], cards[450])]
        span = START + timedelta(hours=10), START + timedelta(hours=12)
        assert [one.path for one in roll.newest(*span)] == [one.path for one in cards[12:9:-1]]


@pytest.mark.parametrize(
    ("count", "entries", "page"), [(0, 5, 5), (4, 5, 5), (9, 5, 5), (10, 5, 5), (73, 7, 5), (9, 0, 5)]
)
def test_places_in_a_feed_are_those_of_the_whole_list(tmp_path: Path, count: int, entries: int, page: int) -> None:
    late = START + timedelta(days=400)
    cards = [
        card(number, published=START + timedelta(hours=number // 3), modified=late if number % 7 == 2 else None)
        for number in range(count)
    ]
    whole = page_slots(
        [
            Slot(one.published or START, one.id, max(moment for moment in (one.published, one.modified) if moment))
            for one in cards
        ],
        entries,
        page,
    )
    project = Project(publication=PROJECT.publication, feeds=(FeedTable(name="all", entries=entries, page=page),))
    with Index(tmp_path) as index:
        plan = make_plan(index, project, put(index, cards), (), late, Report())
        maker = FeedMaker(project, plan, {}, lambda row, recipe: (row.key or b"") + b"|", {}, b"")
        told = [[slot.key for slot in task.slots] for _, task in maker.documents(plan.channels[0])]
    keys = {one.id: one.key + b"|" for one in cards}
    expected = [whole.current, *whole.archives[::-1]]
    assert told == [[keys[slot.id] for slot in slots] for slots in expected]


def planned(folder: Path, count: int) -> int:
    """Return the most memory that planning and finding the documents of so many stories took, in bytes."""
    with Index(folder) as index:
        cards = put(index, [card(number) for number in range(count)])
        tracemalloc.start()
        plan = make_plan(index, PROJECT, cards, (), START + timedelta(days=4000), Report())
        maker = FeedMaker(PROJECT, plan, {}, lambda row, recipe: entry_key(row.key or b"", recipe), {}, b"")
        documents = sum(len(files) for files, _ in maker.documents(plan.channels[0]))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert documents >= count // 50
    return peak


def test_a_plan_of_many_stories_takes_the_memory_of_one_of_few(tmp_path: Path) -> None:
    planned(tmp_path / "first", 300)  # what is imported and cached stays
    few, many = planned(tmp_path / "few", 300), planned(tmp_path / "many", 3_000)
    assert many - few < 2_700 * 40  # less than the name of each story's file


def test_no_query_stays_open_while_stories_are_asked_for(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        roll = rolled(index, [card(number) for number in range(450)], Report())
        slots = Slots(index)
        slots.put_all(slots.new_channel())
        for stories in (roll.newest(), roll.marked()):
            next(stories)
            index.put({"any": b"thing"})
            index.commit()
            (busy, *_) = index.base.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            assert not busy


def looked_through(folder: Path, count: int) -> int:
    """Return the steps in thousands that SQLite takes to find the stories of feeds whose entries stand apart."""
    steps: list[int] = []
    with Index(folder) as index:
        linked = [msgspec.structs.replace(card(number), links=("a.md",)) for number in range(count)]
        roll, slots = rolled(index, linked, Report()), Slots(index)
        for _ in range(4):
            slots.put_all(slots.new_channel())
        index.base.set_progress_handler(lambda: steps.append(1), 1000)
        assert sum(1 for _ in roll.apart()) == count
        index.base.set_progress_handler(None, 0)
    return len(steps)


def test_stories_of_feeds_are_found_in_time_that_grows_as_they_do(tmp_path: Path) -> None:
    few, many = looked_through(tmp_path / "few", 1_000), looked_through(tmp_path / "many", 8_000)
    assert many < 12 * few


def test_a_feed_whose_stories_have_no_address_is_told_once(tmp_path: Path) -> None:
    table = '[[feeds]]\nname = "{}"\nsplit = "section"\n'
    room = Newsroom(
        tmp_path / "desk", f'[publication]\ntitle = "The Desk"\n{table.format("all")}{table.format("more")}'
    )
    room.write("one", story("one", section="Courts"))
    room.write("two", story("two", section="Tax", url="https://desk.example/two"))
    room.write("draft", story("draft", status="draft"))
    room.build()
    told = [(said.severity, said.message) for said in room.report.diagnostics if said.code == "feed-without-links"]
    assert told == [
        ("warning", f"the feed {name!r} gives readers no address for 1 of 2 stories") for name in ("all", "more")
    ]
    assert "[stories]" in next(said.remedy for said in room.report.diagnostics if said.code == "feed-without-links")
