"""Briefings and feeds hold what their queries say, in order."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exporters.project.cards import Card
from exporters.project.queries import arrange, missing, read_bound, select, split_of
from exporters.project.tables import BriefingTable, FeedTable, Query

NOW = datetime(2026, 1, 10, tzinfo=UTC)


def card(name: str, day: int, **more: object) -> Card:
    made: dict[str, object] = {
        "path": f"stories/{name}.md",
        "key": b"",
        "slug": name,
        "id": f"urn:x:{name}",
        "title": name,
    }
    return Card(**{**made, "published": datetime(2026, 1, day, tzinfo=UTC), **more})  # type: ignore[arg-type]


CARDS = [
    card("d", 9, section="Courts", tags=("Records",), language="en-GB", authors=("Noor Example",)),
    card("c", 6, section="Money", tags=("tax", "records"), language="es"),
    card("b", 4, section="courts", language="en", authors=("Sam Example",)),
    card("a", 1, section="Money", language="en"),
]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        (Query(), "dcba"),
        (Query(section="Courts"), "db"),
        (Query(section=("courts", "money"), limit=3), "dcb"),
        (Query(tag="records"), "dc"),
        (Query(language="en"), "dba"),
        (Query(language="en-GB"), "d"),
        (Query(author="noor"), "d"),
        (Query(author=("Sam Example", "noor")), "db"),
        (Query(since="7 days"), "dcb"),
        (Query(since="2026-01-04", until="2026-01-06T00:00:00Z"), "cb"),
        (Query(until="1 week"), "a"),
        (Query(section="Courts", language="en-GB", tag="records"), "d"),
        (Query(stories=("a", "urn:x:c", "stories/d.md", "b.md", "a")), "acdb"),
        (Query(section="nothing"), ""),
    ],
)
def test_a_query_finds(query: Query, found: str) -> None:
    got = list(select(query, CARDS, NOW, {"noor": "Noor Example"}))
    assert "".join(item.slug for item in got) == found


def test_orders_of_a_briefing() -> None:
    def ordered(order: str) -> str:
        table = BriefingTable(name="x", title="x", order=order)  # type: ignore[arg-type]
        return "".join(item.slug for item in arrange(list(CARDS), table))

    assert (ordered("newest"), ordered("oldest"), ordered("title")) == ("dcba", "abcd", "abcd")


def test_a_split_gives_each_its_own() -> None:
    def parts(split: str) -> list[tuple[str, str, str]]:
        table = FeedTable(name="all", split=split)  # type: ignore[arg-type]
        return [(name, value, "".join(c.slug for c in cards)) for name, value, cards in split_of(table, CARDS)]

    assert parts("language") == [("all-en", "en", "ba"), ("all-en-gb", "en-GB", "d"), ("all-es", "es", "c")]
    assert parts("author") == [("all-noor-example", "Noor Example", "d"), ("all-sam-example", "Sam Example", "b")]
    assert parts("section") == [("all-courts", "Courts", "db"), ("all-money", "Money", "ca")]


def test_what_a_list_names_and_nobody_has_is_said() -> None:
    assert missing(Query(stories=("a", "x", "b.md")), CARDS) == ["x"]


@pytest.mark.parametrize(
    ("text", "bound"),
    [
        ("", None),
        ("7 days", timedelta(days=7)),
        ("1 hour", timedelta(hours=1)),
        ("2026-01-04", datetime(2026, 1, 4, tzinfo=UTC)),
        ("2026-01-04T05:00:00+05:00", datetime(2026, 1, 4, tzinfo=UTC)),
    ],
)
def test_bounds(text: str, bound: object) -> None:
    assert read_bound(text) == bound


@pytest.mark.parametrize("text", ["seven days", "-7 days", "7", "2026-02-31", "yesterday"])
def test_what_is_no_bound(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any message will do
        read_bound(text)


def test_a_span_beyond_all_dates_names_the_longest() -> None:
    with pytest.raises(OverflowError, match="52142 weeks"):
        read_bound("999999999 weeks")


def test_a_span_that_goes_back_before_all_dates_takes_in_everything() -> None:
    early = datetime(200, 1, 1, tzinfo=UTC)
    assert list(select(FeedTable(name="a", since="1000 years"), CARDS, early, {})) == CARDS
