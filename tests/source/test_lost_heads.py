"""Keys that hold a story stop it where no head is read; words that only look like them do not."""

from __future__ import annotations

import pytest

from exporters.report import Report
from exporters.source.frontmatter import split_front_matter
from exporters.source.lost_heads import check_lost_head
from tests.source.reading import codes
from tests.work import calls

BLOCK = "title: A\ndate: 2099-11-01\n"
HEAD = "---\ntitle: A\ndate: 2025-11-01\n---\n\n"


def _codes(text: str) -> list[str]:
    report = Report()
    split_front_matter(text, "story.md", report)
    return codes(report)


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- exported -->\n---\n{BLOCK}---\n\nWords.\n",
        f"\ufeff\u200b---\n{BLOCK}---\n\nWords.\n",
        f"\u00a0---\n{BLOCK}---\n\nWords.\n",
        f"———\n{BLOCK}———\n\nWords.\n",
        f"---yaml\n{BLOCK}---\n\nWords.\n",
        f"--- # head\n{BLOCK}---\n\nWords.\n",
        f"```yaml\n{BLOCK}```\n\nWords.\n",
        f"===\n{BLOCK}===\n\nWords.\n",
        f"~~~\n{BLOCK}tags: [a]\n  - b\n~~~\n\nWords.\n",
        "=====\nstatus: draft\n=====\n\nWords.\n",
        ';;;\n{"title": "A", "date": "2099-11-01"}\n;;;\n\nWords.\n',
        '{"title": "A", "date": "2099-11-01",}\n\nWords.\n',
        '{"title": "A", // words\n "status": "draft"}\n\nWords.\n',
        "{'title': 'A', 'draft': True}\n\nWords.\n",
        "Date: 2099-11-01\nStatus: draft\n\nWords.\n",
        "status = 'draft'\ntitle = 'A'\n\nWords.\n",
        f"{HEAD}---\nstatus: draft\n---\n\nWords.\n",
        f"{HEAD}status: draft\n\nWords.\n",
        f"{HEAD}<!-- x -->\nDraft: yes\n\nWords.\n",
        f"{HEAD}---\ntitle: B\nembargo: 2099-01-01\n---\n\nWords.\n",
        "<!--\ntitle: A\nstatus: draft\n-->\n\n# A\n\nWords.\n",
        "<!-- ---\ntitle: A\ndate: 2099-01-01\n--- -->\n\nWords.\n",
        f"{HEAD}<!-- status: draft -->\n\nWords.\n",
        "# A\n\nStatus: Draft\nDate: November 1, 2099\n\nWords.\n",
        f"{HEAD}# A\n\nstatus: draft\ntags: a\n\nWords.\n",
        "   Title: A\n   Status: draft\n   Date: 2099-01-01\n\nWords.\n",
        ":title: A\n:status: draft\n\nWords.\n",
        "#+TITLE: A\n#+DATE: 2099-01-01\n\nWords.\n",
        "- status: draft\n- date: 2099-01-01\n\nWords.\n",
        "**Status:** draft\n**Date:** 2099-01-01\n\nWords.\n",
        "> status: draft\n> date: 2099-01-01\n\nWords.\n",
    ],
)
def test_keys_of_a_head_that_is_not_read_stop_the_story(text: str) -> None:
    assert "head-lost" in _codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "Words.\n",
        "Date: March 3\n\nWords.\n",
        "To: Ada\nFrom: Ben\nDate: March 3, 2025\nSubject: The file\n\nWords.\n",
        "Status: the court has not ruled.\n\nWords.\n",
        "---\n\nA rule, and then words.\n",
        "- Date: March 3\n- Location: Paris\n\nWords.\n",
        "**Status:** the court has not ruled.\n**Date:** March 3\n\nWords.\n",
        f"{HEAD}Status: pending\n\nWords.\n",
        f"{HEAD}- status: draft\n- date: 2099-01-01\n\nWords.\n",
        "# A\n\nDate: March 3\n\nWords.\n",
        "<!-- date: of the file -->\n\nWords.\n",
        "```python\ndate: int = 3\n```\n\nWords.\n",
        "{title} is a word in braces: date and status.\n",
        f"{HEAD}Status: open since Monday.\n\nWords.\n",
        f"{HEAD}---\n\nDraft: yes, said the court.\n",
        f"{HEAD}Draft: a word about drafts, and what they hold back.\n\nWords.\n",
        f"{HEAD}```yaml\nstatus: published\n```\n",
        f'{HEAD}{{"status": "draft"}} is what the file said.\n',
        f"{HEAD}The status: draft\n\nWords.\n",
        f"{HEAD}",
    ],
)
def test_words_that_look_like_keys_stop_nothing(text: str) -> None:
    assert "head-lost" not in _codes(text)


def test_only_the_beginning_is_looked_at() -> None:
    def work(count: int) -> int:
        text = "- x\n\n" + "Note: a\n" * count + "\nWords.\n"
        return calls(lambda: check_lost_head(text, 5, "s.md", Report(), second=True))

    assert work(4000) < work(400) + 50


@pytest.mark.parametrize(
    "line",
    [
        "wip: true", "internal: yes", "ready: false", "publish: never", "publish: later", "build: {render: never}",
        "_build:\n  render: never\n  list: never", "permalink: false",
    ],
)  # fmt: skip
def test_keys_by_which_systems_hold_a_page_back_stop_it(line: str) -> None:
    assert "status-unknown" in _codes(f"---\ntitle: A\ndate: 2025-11-01\n{line}\n---\n\nWords.\n")


@pytest.mark.parametrize("line", ["build: {render: always}", "ready: true", "internal: false", "publish: now"])
def test_and_those_that_do_not_do_not(line: str) -> None:
    assert "status-unknown" not in _codes(f"---\ntitle: A\ndate: 2025-11-01\n{line}\n---\n\nWords.\n")


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: A\ndate: 2025-11-01\ndate: 2099-11-01\n---\n\nWords.\n",
        "Title: A\nDate: 2025-11-01\nDate: 2099-11-01\n\nWords.\n",
        '{"title": "A", "date": "2025-11-01", "date": "2099-11-01"}\n\nWords.\n',
    ],
)
def test_a_day_that_stands_twice_stops_the_story(text: str) -> None:
    assert "gate-repeated" in _codes(text)


@pytest.mark.parametrize(
    "text",
    [
        "---\nmeta:\n  title: A\n  date: 2099-11-01T00:00:00Z\n---\n\nWords.\n",
        "---\ntitle: A\ndate: 2025-11-01\nparams:\n  date: 2099-11-01T00:00:00Z\n---\n\nWords.\n",
        "---\ntitle: A\ndate: 2025-11-01\nbase: &b {date: 2099-11-01T00:00:00Z}\n<<: *b\n---\n\nWords.\n",
        "+++\ntitle = 'A'\ndate = 2025-11-01\n[extra]\ndate = 2099-11-01T00:00:00Z\n+++\n\nWords.\n",
        '{"title": "A", "date": "2025-11-01", "params": {"date": "2099-11-01T00:00:00Z"}}\n\nWords.\n',
    ],
)
def test_the_day_of_a_story_holds_it_within_a_table_of_the_head(text: str) -> None:
    meta = split_front_matter(text, "story.md", Report()).meta
    assert meta.embargo is not None
    assert meta.embargo.year == 2099


def test_the_day_of_something_else_holds_nothing() -> None:
    text = "---\ntitle: A\ndate: 2025-11-01\nhearing: {date: 2099-11-01}\n---\n\nWords.\n"
    assert split_front_matter(text, "story.md", Report()).meta.embargo is None


def test_keys_in_letters_of_full_width_are_read() -> None:
    meta = split_front_matter("---\ntitle: A\nｅｍｂａｒｇｏ: 2099-01-01T00:00:00Z\n---\n", "story.md", Report()).meta
    assert meta.embargo is not None
