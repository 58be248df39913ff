"""An embargo that a file announces out of a reader's sight stops the story, or is read."""

from __future__ import annotations

import pytest

from exporters.report import Report
from exporters.source.html import read_html
from exporters.source.markdown import read_markdown


def errors(report: Report) -> list[str]:
    return [said.code for said in report.diagnostics if said.severity == "error"]


NOTICE = "EMBARGOED UNTIL 3 March 2999, 9 a.m."


@pytest.mark.parametrize(
    "text",
    [
        f"<!-- {NOTICE} -->\n\nWords.",
        f"Words.\n\nMore words <!-- {NOTICE} --> here.",
        "Words.\n\n<!--\nembargo: 2999-01-01\n-->\n",
        "Words.\n\n<!-- embargo till Friday! -->\n",
        f"Wörter.\n\n- a <!-- {NOTICE} -->\n",
    ],
)
def test_a_notice_in_a_comment_of_markdown_stops_the_story(text: str) -> None:
    report = Report()
    read_markdown(f"---\ntitle: T\n---\n{text}".encode(), "story.md", report)
    assert errors(report) == ["embargo-unclear"]


@pytest.mark.parametrize(
    "text",
    [
        f"```html\n<!-- {NOTICE} -->\n```\n",
        f"Write `<!-- {NOTICE} -->` above it.",
        "Words <!-- ask about the embargo on oil --> here.",
        "<!-- The embargo ended in 1974. -->",
    ],
)
def test_what_is_no_comment_or_no_notice_stops_nothing(text: str) -> None:
    report = Report()
    read_markdown(f"---\ntitle: T\n---\n{text}".encode(), "story.md", report)
    assert errors(report) == []


def test_a_comment_that_says_what_the_front_matter_says_is_no_matter() -> None:
    report = Report()
    read_markdown(f"---\ntitle: T\nembargo: 2999-03-03T09:00Z\n---\n<!-- {NOTICE} -->\n".encode(), "story.md", report)
    assert errors(report) == []


def test_what_a_comment_withholds_is_not_told() -> None:
    report = Report()
    read_markdown(
        b"---\ntitle: T\n---\n<!-- Embargoed until Friday: <redact>secret</redact> -->\nWords", "story.md", report
    )
    assert errors(report)
    assert "secret" not in "".join(map(str, report.diagnostics))


def page(head: str = "", around: str = "", within: str = "") -> tuple[str, list[str]]:
    """Return the time until which a page is held, and its errors."""
    report = Report()
    text = (
        f"<html><head><title>T</title>{head}</head><body>{around}"
        f"<article><h1>T</h1><p>One word after the other, and many more of them.</p>{within}</article></body></html>"
    )
    article = read_html(text.encode(), "story.html", report)
    return str(article.meta.embargo or article.meta.status), errors(report)


@pytest.mark.parametrize(
    ("head", "around", "within"),
    [
        (f"<!-- {NOTICE} -->", "", ""),
        ("", f"<div class='banner'>{NOTICE}</div>", ""),
        ("", f"<header><p><strong>{NOTICE}</strong></p></header>", ""),
        ("", f"<div><div><span>Press office</span></div><p>News. {NOTICE}</p></div>", ""),
        ("", "", f"<p hidden>{NOTICE}</p>"),
        ("", "", f"<p style='display: none'>{NOTICE}</p>"),
        ("", "<p itemprop='embargo'>Friday</p>", ""),
        ("", "<p data-embargo>x</p>", ""),
        ('<script type="application/ld+json">{"embargoUntil": "tomorrow"}</script>', "", ""),
        ('<script type="application/ld+json">{"embargo": "2999-01-01",}</script>', "", ""),
    ],
)
def test_a_notice_around_the_article_stops_it(head: str, around: str, within: str) -> None:
    assert page(head, around, within)[1] != []


@pytest.mark.parametrize(
    ("head", "around"),
    [
        ('<script type="application/ld+json">{"@type": "NewsArticle", "embargo": "2999-01-01T00:00:00Z"}</script>', ""),
        ('<script type="application/ld+json">[{"@graph": [{"embargoedUntil": "2999-01-01T00:00:00Z"}]}]</script>', ""),
        ("", '<p data-embargo="2999-01-01T00:00:00Z">x</p>'),
        ("", '<time itemprop="embargo" datetime="2999-01-01T00:00:00Z">Friday</time>'),
    ],
)
def test_an_embargo_said_to_machines_is_held(head: str, around: str) -> None:
    assert page(head, around) == ("2999-01-01 00:00:00+00:00", [])


def test_the_state_and_date_of_linked_data_are_read() -> None:
    linked = '<script type="application/ld+json">{"@type": "NewsArticle", "%s": "%s"}</script>'
    assert page(linked % ("creativeWorkStatus", "Draft"))[0] == "draft"
    report = Report()
    text = f"<html><head>{linked % ('datePublished', '2999-01-01T00:00:00Z')}</head><body><p>W</body></html>"
    article = read_html(text.encode(), "story.html", report)
    assert article.meta.published is not None
    assert article.meta.published.year == 2999


@pytest.mark.parametrize(
    ("head", "around", "within"),
    [
        ("", "<aside><a href='/x'>Embargo: 5 things to know</a></aside>", ""),
        ("", "<ul><li><a href='/tags/embargo'>Embargo</a></li></ul>", ""),
        ("", "<p class='tag-embargo' id='embargo'>Oil embargo</p>", ""),
        ('<script type="application/ld+json">{"keywords": ["embargo", "oil"]}</script>', "", ""),
        ('<script type="application/ld+json">{"isEmbargoed": false}</script>', "", ""),
        ("", "", f"<blockquote><p>The memo said “{NOTICE}”.</p></blockquote>"),
        ("<script>var a = {embargo: '2999-01-01'}</script>", "", ""),
    ],
)
def test_a_page_about_an_embargo_goes_on(head: str, around: str, within: str) -> None:
    assert page(head, around, within) == ("published", [])


def test_deep_nesting_around_the_article_is_no_matter() -> None:
    deep = "<div>a" * 150 + "</div>" * 150
    report = Report()
    text = f"<html><body><article><p>{'word ' * 50}</article>{deep * 20}embargo</body></html>"
    read_html(text.encode(), "story.html", report)
    assert errors(report) == []


@pytest.mark.parametrize(
    "line",
    [
        f"dateline: {NOTICE}",
        f"rights: {NOTICE}",
        "usage_terms: Not for publication before 1 March 2999",
        "tags: [tax, embargoed until 1 March 2999]",
        "note: embargoed until 1 March 2999",
        f"custom: {{desk: [{NOTICE}]}}",
        f"# {NOTICE}",
        f"slug: a # {NOTICE}",
    ],
)
def test_a_notice_anywhere_in_the_front_matter_stops_the_story(line: str) -> None:
    report = Report()
    read_markdown(f"---\ntitle: T\ndate: 2025-11-24\n{line}\n---\n\nWords.\n".encode(), "story.md", report)
    assert errors(report) == ["embargo-unclear"]
    report = Report()
    head = f"title: T\ndate: 2025-11-24\nembargo: 2999-03-03T09:00:00Z\n{line}"
    read_markdown(f"---\n{head}\n---\n\nWords.\n".encode(), "story.md", report)
    assert errors(report) == []


@pytest.mark.parametrize(
    "line",
    [
        "# embargo: 2999-01-15T06:00:00-05:00   would hold the story back until then",
        "usage_terms: Not for publication without a word to us",
        "note: The embargo of 1974 was lifted in March",
        "tags: [embargo, oil]",
        "section: Embargo",
    ],
)
def test_other_words_in_the_front_matter_stop_nothing(line: str) -> None:
    report = Report()
    read_markdown(f"---\ntitle: T\ndate: 2025-11-24\n{line}\n---\n\nWords.\n".encode(), "story.md", report)
    assert errors(report) == []
