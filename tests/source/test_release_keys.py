"""A key that nobody reads, and that says when a story may come out, holds it until then."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from exporters.report import Report
from exporters.source.markdown import read_markdown
from exporters.source.release_keys import meaning


def _read(*lines: str, date: str = "2025-11-24T09:00:00Z") -> tuple[datetime | None, list[str], list[str]]:
    report = Report()
    head = "\n".join(["title: A", *([f"date: {date}"] if date else []), *lines])
    article = read_markdown(f"---\n{head}\n---\n\nWords.\n".encode(), "a.md", report)
    said = [f"{found.severity} {found.code}" for found in report.diagnostics]
    return article.meta.embargo, said, [f"{found.message} {found.remedy}" for found in report.diagnostics]


@pytest.mark.parametrize(
    "key",
    [
        "release", "release_date", "release-at", "releaseDate", "released", "pubStart", "not-before", "notBefore",
        "not_until", "hold", "hold_until", "holdUntil", "held-till",
        "on_hold", "sperrfrist", "Sperrfrist", "Sperrvermerk", "freigabe", "veröffentlichung", "gesperrt_bis",
        "live_at", "available_from", "visible-from", "scheduled_for", "schedule", "lift", "lifts_at", "until",
        "post_at",
        "publicar_el", "fecha_publicacion", "date_de_publication", "diffusion", "data_pubblicazione", "publicatie",
        "ne_pas_avant", "эмбарго", "дата_публикации", "private_until", "do_not_publish_before", "show_after",
    ],
)  # fmt: skip
def test_a_time_of_release_holds(key: str) -> None:
    held, said, words = _read(f"{key}: 2099-01-01T06:00:00Z")
    assert held == datetime(2099, 1, 1, 6, tzinfo=UTC)
    assert "warning release-unread" in said
    assert any("Write `embargo:`" in told for told in words)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("publish_time", "date-unread"),
        ("publish-after", "date-unread"),
        ("publication_time", "date-unread"),
        ("go-live-at", "date-unread"),
        ("embargo_lifts", "embargo-unclear"),
    ],
)
def test_what_is_like_a_known_key_stops(key: str, code: str) -> None:
    assert f"error {code}" in _read(f"{key}: 2099-01-01T06:00:00Z")[1]


@pytest.mark.parametrize(
    ("line", "held"),
    [
        ("release: 2099-01-01", datetime(2099, 1, 1, 12, tzinfo=UTC)),  # the last that it can mean on Earth
        ("release: 20990101", datetime(2099, 1, 1, 12, tzinfo=UTC)),
        ("release: 2051222400", datetime(2035, 1, 1, tzinfo=UTC)),
        ("releaseDate: 2051222400000", datetime(2035, 1, 1, tzinfo=UTC)),
        ("release: {web: 2098-01-01T00:00:00Z, print: [2099-01-01T00:00:00Z]}", datetime(2099, 1, 1, tzinfo=UTC)),
        ("params: {release: 2099-01-01T00:00:00Z}", datetime(2099, 1, 1, tzinfo=UTC)),
        ("anything: {hold_until: 2099-01-01T00:00:00Z}", datetime(2099, 1, 1, tzinfo=UTC)),
        ("release: 2099-01-01T00:00:00Z\nembargo: 2026-01-01T00:00:00Z", datetime(2099, 1, 1, tzinfo=UTC)),
        ("release: 2026-01-01T00:00:00Z\nembargo: 2099-01-01T00:00:00Z", datetime(2099, 1, 1, tzinfo=UTC)),
    ],
)
def test_the_latest_time_counts(line: str, held: datetime) -> None:
    assert _read(*line.split("\n"))[0] == held


@pytest.mark.parametrize(
    "line",
    [
        "custom: {release: 2099-01-01T00:00:00Z}",
        "custom: {hold: 2099-01-01T00:00:00Z}",
        "anything: {deep: {deeper: [{release-date: 2099-01-01T00:00:00Z}]}}",
        "anything: [[{publish_on: 2099-01-01T00:00:00Z}]]",
        "seo: {release: 4070908800}",
        "publisher: {name: The Paper, release: 2099-01-01T00:00:00Z}",
        "cover: {path: a.png, not_before: 2099-01-01T00:00:00Z}",
        "custom: {title: A, release: 2099-01-01T00:00:00Z}",
        "release: [" + "2020-01-01, " * 60 + "2099-01-01T00:00:00Z]",
        "release: [2099-01-01T00:00:00Z, " + "2020-01-01, " * 60 + "]",
    ],
)
def test_a_time_of_release_holds_within_any_table(line: str) -> None:
    assert _read(line)[0] == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "front",
    [
        '+++\ntitle = "A"\ndate = 2025-11-24\n[custom]\nrelease = 2099-01-01T00:00:00Z\n+++\n',
        '+++\ntitle = "A"\ndate = 2025-11-24\n[[a.b]]\nhold_until = "2099-01-01T00:00:00Z"\n+++\n',
        '+++\ntitle = "A"\ndate = 2025-11-24\n[params.custom]\nrelease = 2099-01-01T00:00:00Z\n+++\n',
        '{"title": "A", "date": "2025-11-24", "custom": {"x": [{"release": "2099-01-01T00:00:00Z"}]}}\n',
    ],
)
def test_it_holds_in_toml_and_json(front: str) -> None:
    meta = read_markdown(f"{front}\nWords.\n".encode(), "a.md", Report()).meta
    assert meta.embargo == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("line", ["custom: {draft: true}", "a: {b: [{draft: yes}]}", "meta: {status: draft}"])
def test_a_draft_within_any_table_stops(line: str) -> None:
    assert "error status-unknown" in _read(line)[1]


@pytest.mark.parametrize(
    "line", ["authors: [{name: A, embargo: 2099-01-01}]", "sources: [{title: B, embargo: 2099-01-01}]"]
)
def test_an_embargo_within_a_known_key_stops(line: str) -> None:
    assert "error embargo-unclear" in _read(line)[1]


def test_a_head_of_tables_within_tables_is_read_to_the_end() -> None:
    deep = '{"a": ' * 400 + '{"release": "2099-01-01T00:00:00Z"}' + "}" * 400
    text = f'{{"title": "A", "date": "2025-11-24", "x": {deep}}}\n\nWords.\n'
    assert read_markdown(text.encode(), "a.md", Report()).meta.embargo == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "line",
    [
        "sperrfrist: nächste Woche",
        "hold_until: further notice",
        "release: Friday noon",
        "release: 1/2/2099",
        "release: 1.2.2099",
        "release: 01-02-2099",
        "release: 2099",
        "release: 2099-06",
        "release: January 2099",
        "release: in two weeks",
        "freigabe: nächste Woche",
        "hold: {until: after the vote}",
        "custom: {release: [Friday noon]}",
        "release: {web: 2020-01-01, print: Friday noon}",
    ],
)
def test_a_time_that_nobody_can_read_stops(line: str) -> None:
    assert "error release-unread" in _read(line)[1]


@pytest.mark.parametrize(
    "line",
    [
        "release: 2025-11-24",
        "release: 1.75.0",
        "release: true",
        "release: ",
        "released: 2019-01-01",
        "publisher_place: 2099-01-01",
        "first_published: 2099-01-01",
        "expires: 2099-01-01",
        "event_date: 2099-01-01",
        "deadline: 2099-01-01",
        "hold: no",
        "book: {title: B, release_date: 2099-01-01}",
        "available: on request",
        "film: {release: 2099-01-01}",
        "related: [{title: B, published: 2099-01-01}]",
        "release: 2025",
        "release: focal",
        "sources: [{title: B, published: 2099-01-01}]",
        "custom: {release: 2019-01-01, hold: no, draft: false}",
    ],
)
def test_what_says_no_time_to_come_does_not_hold(line: str) -> None:
    held, said, _ = _read(line)
    assert held is None
    assert "release-unread" not in " ".join(said)


def test_without_a_date_any_time_holds() -> None:
    assert _read("release: 2020-01-01T00:00:00Z", date="")[0] == datetime(2020, 1, 1, tzinfo=UTC)


def test_the_meaning_of_a_name() -> None:
    assert meaning("releaseDate") == "release"
    assert meaning("not-before") == "hold"
    assert meaning("layout") == ""


@pytest.mark.parametrize("key", ["go_live", "go-live", "publishDate", "date_published", "publish_on"])
def test_a_later_day_beside_the_date_is_the_one_that_counts(key: str) -> None:
    report = Report()
    text = f"---\ntitle: A\ndate: 2025-11-24T09:00:00Z\n{key}: 2099-01-01T00:00:00Z\n---\n\nWords.\n"
    assert read_markdown(text.encode(), "a.md", report).meta.published == datetime(2099, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (("published: 2025-01-01", "date: 2099-01-01"), ["date-twice"]),
        (("date: 2099-01-01", "published: 2025-01-01"), ["date-twice"]),
        (("published: 2025-01-01", "created: 2099-01-01"), ["date-twice"]),
        (("date: 2025-01-01", "created: 2099-01-01"), ["date-twice"]),
        (("created: 2025-01-01", "published: 2099-01-01"), []),
        (("date: 2025-01-01", "published: 2099-01-01"), []),
        (("date: {published: 2025-01-01, date: 2099-01-01}",), []),
    ],
)
def test_of_two_days_the_later_one_counts(lines: tuple[str, ...], said: list[str]) -> None:
    report = Report()
    head = "\n".join(["title: A", *lines])
    meta = read_markdown(f"---\n{head}\n---\n\nWords.\n".encode(), "a.md", report).meta
    assert meta.published == datetime(2099, 1, 1, tzinfo=UTC)
    assert [found.code for found in report.diagnostics] == said


def test_an_earlier_day_beside_the_date_is_passed_over() -> None:
    assert _read("created: 2020-01-01")[1] == []
    assert _read("published: 2025-11-24")[1] == []  # one says the day, the other the hour


@pytest.mark.parametrize("date", ["{release: 2099-01-01}", "{from: 2099-01-01}"])
def test_a_day_under_a_name_that_nobody_knows_stops(date: str) -> None:
    assert "error date-unreadable" in _read(date=date)[1]


@pytest.mark.parametrize(
    "line", ["go-live: Friday noon", "publishDate: soon", "publish_on: [2099-01-01, 2098-01-01]", "created: soon"]
)
def test_a_day_that_nobody_can_read_stops_beside_the_date(line: str) -> None:
    assert any(said.startswith("error date-") for said in _read(line)[1])


@pytest.mark.parametrize("key", ["expiryDate", "expires", "unpublish_on", "valid-until", "takedown", "article_expires"])
def test_a_day_on_which_a_story_should_go_is_told(key: str) -> None:
    assert _read(f"{key}: 2099-01-01")[:2] == (None, ["warning expiry-unread"])
    assert "warning expiry-unread" not in _read(f"{key}: no")[1]


@pytest.mark.parametrize(
    "line",
    [
        "unpublished_until: 2099-01-01T06:00:00Z",
        "unpublished: {until: 2099-01-01T06:00:00Z}",
        "draft-until: 2099-01-01T06:00:00Z",
    ],
)
def test_a_name_like_that_of_an_end_holds_until_then(line: str) -> None:
    held, said, _ = _read(line)
    assert held == datetime(2099, 1, 1, 6, tzinfo=UTC) or any(told.startswith("error ") for told in said)
    assert "warning expiry-unread" not in said
