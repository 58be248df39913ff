"""Changes that an editor suggests are told as long as nobody took or refused them."""

from __future__ import annotations

import pytest

from exporters.model.walk import plain_text
from exporters.report import Report
from exporters.source.html import read_html
from exporters.source.text import read_text
from tests.source.reading import codes, read


def told(text: str) -> list[tuple[int, int, str]]:
    """Return line and column of each suggestion that is told, and its kind."""
    _, report = read(f"---\ntitle: T\n---\n{text}\n")
    found = [one for one in report.diagnostics if one.code == "change-suggested"]
    assert all(one.severity == "warning" and one.remedy for one in found)
    return [(one.place.line, one.place.column, one.message.split(" of ")[0]) for one in found]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("One {++more++} word.", [(4, 5, "an insertion")]),
        ("Ünder {--one less--} word.", [(4, 7, "a deletion")]),
        ("One {~~old~>new~~} word.", [(4, 5, "a substitution")]),
        ("One {==marked==} word.", [(4, 5, "a highlight")]),
        ("{--96--}{++97++} percent.", [(4, 1, "a deletion"), (4, 9, "an insertion")]),
        ("{--One.\n\nTwo.--} Three.", [(4, 1, "a deletion")]),
        ("{>>why?<<} {--Two--} three.", [(4, 12, "a deletion")]),
        ("A `code` {--Two--} three.", [(4, 10, "a deletion")]),
    ],
)
def test_each_is_told_where_it_stands(text: str, kinds: list[tuple[int, int, str]]) -> None:
    assert told(text) == kinds


@pytest.mark.parametrize(
    "text",
    [
        "Code `{--x--}` and `{++y++}`.",
        "```\n{--x--}\n```",
        "    {==x==}",
        r"Escaped \{--x--}.",
        "A set {--x} alone.",
        "{~~struck~~}",
        "{==said of==}{>>why?<<} this.",
        "$e^{++}$ and $e^{--}$.",
        "--} backwards {--",
    ],
)
def test_what_is_none_is_not_told(text: str) -> None:
    assert told(text) == []


def test_plain_text_has_them_too() -> None:
    report = Report()
    story = read_text(b"Title\n\nOne {--less--} word.\n", "s.txt", report)
    assert "{--less--}" in plain_text(story.body)
    assert [str(one.place) for one in report.diagnostics if one.code == "change-suggested"] == ["s.txt:3:5"]


def test_those_beyond_the_first_fifty_are_counted() -> None:
    _, report = read("---\ntitle: T\n---\n" + "{--x--} " * 60)
    assert codes(report).count("change-suggested") == 51
    assert report.diagnostics[-1].message.startswith("10 more changes")


def page(text: str) -> list[tuple[str, str, str]]:
    """Return severity, code and place of what is said of marks of editors in a page of HTML."""
    report = Report()
    read_html(f"<article>\n<h1>T</h1>\n{text}\n</article>".encode(), "s.html", report)
    sought = ("change-suggested", "comment-unclosed")
    return [(one.severity, one.code, str(one.place)) for one in report.diagnostics if one.code in sought]


@pytest.mark.parametrize(
    "text",
    ["<p>One {--less--} word.</p>", "<p>One {++<b>more</b>++} word.</p>", "<p>&#123;~~as~&gt;so~~}</p>"],
)
def test_a_page_of_html_has_them_too(text: str) -> None:
    ((severity, code, place),) = page(text)
    assert (severity, code) == ("warning", "change-suggested")
    assert place.startswith("s.html:3:")


@pytest.mark.parametrize("text", ["<p>So{>>why?<<}.</p>", "<p>So{&gt;&gt;why, <i>Ada</i>?&lt;&lt;}.</p>"])
def test_a_comment_in_the_text_of_a_page_is_an_error(text: str) -> None:
    assert page(text) == [("error", "comment-unclosed", "s.html:3:1")]


@pytest.mark.parametrize(
    "text",
    [
        '<p>A <a href="https://e.org" title="{>>why?<<}">b</a></p>',
        '<p>A <abbr title="b {&gt;&gt;why?&lt;&lt;}">c</abbr></p>',
        '<img src="https://e.org/a.png" alt="&#123;>>why?<<}">',
    ],
)
def test_a_comment_in_words_beside_the_text_is_an_error(text: str) -> None:
    ((severity, code, place),) = page(text)
    assert (severity, code) == ("error", "comment-unclosed")
    assert place.startswith("s.html:3:")


@pytest.mark.parametrize(
    "head",
    ['<meta name="description" content="A {&gt;&gt;why?&lt;&lt;}">', '<meta name="author" content="Ada {>>who?<<}">'],
)
def test_a_comment_in_the_head_of_a_page_is_an_error(head: str) -> None:
    report = Report()
    read_html(f"<head>{head}</head><article><h1>T</h1><p>Words.</p></article>".encode(), "s.html", report)
    assert "comment-unclosed" in [one.code for one in report.diagnostics if one.severity == "error"]


@pytest.mark.parametrize(
    "text",
    [
        "<pre>{--x--} {>>y<<}</pre>",
        "<p><code>{&gt;&gt;y&lt;&lt;}</code></p>",
        "<script>{--x--}</script><p>Words {a}.</p>",
        '<p title="{--x--}">Words.</p><!-- {>>y<<} -->',
    ],
)
def test_what_is_no_text_of_a_page_is_not_told(text: str) -> None:
    assert page(text) == []
