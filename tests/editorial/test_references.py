"""Links lead somewhere or become their text; notes and references are in step; each change is said."""

from __future__ import annotations

import pytest

from exporters.editorial.references import Index, bind_references, release_cross_links
from exporters.model.meta import Meta
from exporters.model.nodes import Heading, Link, Note, Paragraph, Span, Text
from exporters.model.outline import number_article
from exporters.model.place import Place
from exporters.model.publication import Article, Footnote
from exporters.report import Report


def story(slug: str, target: str = "", file: str = "", url: str = "") -> Article:
    link = (Link(target, (Text("words"),)),) if target else ()
    body = (Heading(1, (Text("The costs"),)), Paragraph((Text("x "), *link)))
    meta = Meta(title=slug, slug=slug, url=url, place=Place(file or f"{slug}.md", 1, 1))
    return number_article(Article(meta=meta, body=body))


def bound(target: str, *others: Article, url: str = "") -> tuple[str, list[str]]:
    """Return the target after binding, empty when the link became its text, and the codes reported."""
    article = story("one", target, file="news/one.md", url=url)
    report = Report()
    result = bind_references(article, Index((article, *others)), report)
    paragraph = result.body[1]
    assert isinstance(paragraph, Paragraph)
    last = paragraph.children[-1]
    codes = [diagnostic.code for diagnostic in report.diagnostics]
    if isinstance(last, Link):
        return last.target, codes
    assert last == Span((Text("words"),))
    return "", codes


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://example.org/a?b=1#c", "https://example.org/a?b=1#c"),
        ("mailto:desk@example.org", "mailto:desk@example.org"),
        ("//example.org/x", "https://example.org/x"),
        ("https://example.org/a b", "https://example.org/a%20b"),
        ("https://example.org/é", "https://example.org/%C3%A9"),
        ("https://example.org/100%", "https://example.org/100%25"),
        ("#the-costs", "#the-costs"),
        ("#The%20Costs", "#the-costs"),
        ("two.md", "story:two"),
        ("two.html#the-costs", "story:two#the-costs"),
        ("../news/two.md#the-costs", "story:two#the-costs"),
        ("story:two", "story:two"),
    ],
)
def test_a_good_target_is_bound(target: str, expected: str) -> None:
    assert bound(target, story("two", file="news/two.md")) == (expected, [])


@pytest.mark.parametrize(
    ("target", "code"),
    [
        ("javascript:alert(1)", "link-unsafe"),
        ("JaVaScRiPt:alert(1)", "link-unsafe"),
        ("data:text/html,x", "link-unsafe"),
        ("file:///etc/passwd", "link-unsafe"),
        ("#nowhere", "link-dead"),
        ("story:none", "link-dead"),
        ("/about/", "link-relative"),
        ("https://[x", "link-broken"),
    ],
)
def test_a_bad_target_leaves_its_words_and_is_reported(target: str, code: str) -> None:
    assert bound(target) == ("", [code])


@pytest.mark.parametrize(
    ("target", "remedy"),
    [
        ("#que-dice", "Link to #qué-dice"),
        ("#Quédice", "Link to #qué-dice"),
        ("story:one#que-dice", "Link to #qué-dice"),
        ("#costs", "Link to the words of a heading in lower case with hyphens, or give it a name with {#name}"),
    ],
)
def test_the_remedy_of_a_dead_link_names_what_is_written_almost_so(target: str, remedy: str) -> None:
    body = (Heading(1, (Text("¿Qué dice?"),)), Paragraph((Link(target, (Text("words"),)),)))
    article = number_article(Article(meta=Meta(title="t", slug="one", place=Place("one.md", 1, 1)), body=body))
    report = Report()
    bind_references(article, Index((article,)), report)
    assert [(diagnostic.code, diagnostic.remedy) for diagnostic in report.diagnostics] == [("link-dead", remedy)]


def test_a_relative_link_is_led_to_the_web_when_the_story_has_an_address() -> None:
    assert bound("../about", url="https://example.org/news/one") == ("https://example.org/about", [])


def test_a_source_that_is_not_there_is_no_page_of_the_site() -> None:
    target, codes = bound("costs.md", url="https://desk.example/2025/one/")
    assert target == ""
    assert codes == ["link-relative"]


def test_notes_and_references_are_in_step() -> None:
    notes = tuple(Footnote(key=key, children=(Paragraph((Text(key),)),)) for key in ("a", "old"))
    article = number_article(
        Article(meta=Meta(title="t", slug="t"), body=(Paragraph((Note("a"), Note("gone"))),), notes=notes)
    )
    report = Report()
    result = bind_references(article, Index((article,)), report)
    assert result.body == (Paragraph((Note("a", 1),), anchor=result.body[0].anchor, number=1),)  # type: ignore[union-attr]
    assert [note.key for note in result.notes] == ["a"]
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["note-missing", "note-unreferenced"]


def test_a_link_out_of_a_lone_story_goes_to_the_web_or_becomes_text() -> None:
    two = story("two", file="news/two.md")
    article = story("one", "two.md#the-costs", file="news/one.md")
    article = bind_references(article, Index((article, two)), Report())
    report = Report()
    led = release_cross_links(article, {"two": "https://example.org/two"}, report)
    assert "https://example.org/two#the-costs" in str(led)
    assert not report.diagnostics
    assert "story:" not in str(release_cross_links(article, {"two": ""}, report))
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["link-elsewhere"]
