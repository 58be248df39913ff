from __future__ import annotations

import pytest

from exporters.model.nodes import Cite, Link
from exporters.model.walk import plain_text
from tests.source.reading import article, codes, find, places, read

HEAD = "---\ntitle: x\nsources:\n  - {key: order, title: Order}\n  - {key: doc-2, title: Other}\n---\n"


def test_citations_with_locators_everywhere() -> None:
    story, report = read(
        f"{HEAD}a [@order, p. 4] *b [@order]*\n\n- c [@doc-2,\n  ¶ 12]\n\n| d [@order] |\n|---|\n| e[^1] |\n\n"
        "## f [@order]\n\n[^1]: g [@order, at 3; @doc-2]\n"
    )
    assert [(cite.key, cite.locator) for cite in find(story, Cite)] == [
        *(("order", "p. 4"), ("order", ""), ("doc-2", "¶ 12"), ("order", ""), ("order", "")),
        *(("order", "at 3"), ("doc-2", "")),
    ]
    assert places(find(story, Cite))[:2] == [(7, 3), (7, 21)]
    assert codes(report) == []


def test_citations_of_unknown_sources_stay_text_and_are_said() -> None:
    story, report = read(f"{HEAD}a [@nobody, p. 4] \\[@order] `[@order]`")
    assert plain_text(story.body) == "a [@nobody, p. 4] [@order] [@order]"
    assert codes(report) == ["source-unknown"]


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("https://example.org/a_b?c=d&e=f.", "https://example.org/a_b?c=d&e=f"),
        ("(https://example.org/a_(b))", "https://example.org/a_(b)"),
        ("www.example.org/x,", "http://www.example.org/x"),
        ("“https://example.org”", "https://example.org"),
        ("https://example.org/...", "https://example.org/"),
        ("*https://example.org*", "https://example.org"),
    ],
)
def test_bare_addresses_are_links(text: str, target: str) -> None:
    story = article(f"See {text}")
    assert [link.target for link in find(story, Link)] == [target]
    assert plain_text(story.body) == f"See {text.strip('*')}"


@pytest.mark.parametrize(
    "text", ["`https://a.org`", "a@www.b.org", "https://", "www.", "\\https//a.org", "x.https://a"]
)
def test_other_things_are_none(text: str) -> None:
    assert [link for link in find(article(text), Link) if link.target != "https://a"] == []


def test_the_words_of_a_link_are_no_second_link() -> None:
    assert len(find(article("[see https://a.org now](https://b.org)"), Link)) == 1
