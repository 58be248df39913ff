"""Inlines in Word: looks, languages, links, bars."""

from __future__ import annotations

import pytest

from exporters.model.nodes import (
    Cite,
    Code,
    Emphasis,
    Heading,
    Inline,
    LineBreak,
    Link,
    Redacted,
    SmallCaps,
    Span,
    Strike,
    Strong,
    Subscript,
    Superscript,
    Text,
    Underline,
)
from exporters.model.walk import REDACTION_BAR
from tests.formats.docx.lint import R, W
from tests.formats.docx.reading import Word, p, story, text_of, write


def written(*inlines: Inline | str) -> Word:
    return write(story(p(*inlines)))


def properties_of(word: Word, text: str) -> list[str]:
    """Return the names of the properties of the run with this text."""
    for run in word.tree("document").iter(f"{W}r"):
        if text_of(run) == text:
            properties = run.find(f"{W}rPr")
            return [] if properties is None else [str(child.tag)[len(W) :] for child in properties]
    raise AssertionError(f"no run says {text!r}")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Emphasis, ["i", "iCs"]),
        (Strong, ["b", "bCs"]),
        (Strike, ["strike"]),
        (Underline, ["u"]),
        (SmallCaps, ["smallCaps"]),
        (Superscript, ["vertAlign"]),
        (Subscript, ["vertAlign"]),
    ],
)
def test_typographic_kinds_are_properties_of_runs(kind: type[Emphasis], expected: list[str]) -> None:
    assert properties_of(written("before ", kind((Text("words"),)), " after"), "words") == expected


def test_looks_add_up() -> None:
    word = written(Strong((Emphasis((Strike((Text("all"),)),)),)))
    assert properties_of(word, "all") == ["b", "bCs", "i", "iCs", "strike"]


def test_spaces_tabs_and_special_hyphens_are_kept() -> None:
    word = written(" a  b\tc", LineBreak(), "d\u00ade\u2011f ")
    assert word.body()[0].text == " a  b\tc\nd\u00ade\u2011f "
    assert "<w:noBreakHyphen/>" in word.xml()


def test_code_has_words_own_style_and_is_not_proofread() -> None:
    word = written(Code("a  <b>"))
    assert properties_of(word, "a  <b>") == ["rStyle"]
    assert 'w:val="VerbatimChar"' in word.xml()


def test_one_address_has_one_relationship() -> None:
    word = written(*(Link("https://example.org/?a=1&b=2", (Text(name),)) for name in ("x", "y")))
    links = list(word.tree("document").iter(f"{W}hyperlink"))
    assert len(links) == 2
    assert len({link.get(f"{R}id") for link in links}) == 1
    assert word.archive.read("word/_rels/document.xml.rels").count(b"https://example.org/?a=1&amp;b=2") == 1


@pytest.mark.parametrize("target", ["https://", "http://[::1", "https://exa mple.org/", "https://a.org/" + "x" * 3000])
def test_addresses_that_word_refuses_are_text_and_reported(target: str) -> None:
    word = written(Link(target, (Text("words"),)))
    assert word.body()[0].text == "words"
    assert word.tree("document").find(f".//{W}hyperlink") is None
    assert [diagnostic.code for diagnostic in word.report.diagnostics] == ["docx-link"]


def test_a_link_within_a_link_is_its_text() -> None:
    word = written(Link("https://a.org", (Text("out "), Link("https://b.org", (Text("in"),)))))
    assert len(list(word.tree("document").iter(f"{W}hyperlink"))) == 1
    assert word.body()[0].text == "out in"


def test_a_link_within_the_story_leads_to_a_bookmark_with_a_valid_name() -> None:
    anchor = "a-heading-whose-name-is-longer-than-forty-characters-can-be"
    word = write(story(Heading(1, (Text("Here"),), anchor=anchor), p(Link(f"#{anchor}", (Text("there"),)))))
    name = word.tree("document").find(f".//{W}hyperlink").get(f"{W}anchor")  # type: ignore[union-attr]
    assert name == "a_heading_whose_name_is_longer_than_fort"


def test_paragraphs_get_a_bookmark_only_if_something_leads_there() -> None:
    linked = p("linked to")
    quiet = p("left alone")
    target = write(story(linked, quiet)).xml().count("bookmarkStart")
    assert target == 1, "the title alone"


def test_right_to_left_words_are_runs_of_their_own() -> None:
    word = written("The word ", Span((Text("مرحبا بكم"),), language="ar"), " and שלום, too")
    assert properties_of(word, "مرحبا بكم") == ["rtl", "lang"]
    assert properties_of(word, "שלום") == ["rtl"]
    assert properties_of(word, ", too") == []


def test_another_language_is_told_to_the_proofreader() -> None:
    word = written("He said ", Span((Text("bonjour"),), language="fr"), ".")
    assert properties_of(word, "bonjour") == ["lang"]
    assert '<w:lang w:val="fr-FR"/>' in word.xml()


def test_the_language_of_the_document_is_not_repeated() -> None:
    assert "w:lang" not in written(Span((Text("hello"),), language="en")).xml()


def test_roles_of_spans_show() -> None:
    word = written(*(Span((Text(role),), role=role) for role in ("highlight", "inserted", "keyboard", "term")))
    assert properties_of(word, "highlight") == ["highlight"]
    assert properties_of(word, "inserted") == ["u"]
    assert properties_of(word, "keyboard") == ["rStyle"]
    assert properties_of(word, "term") == ["i", "iCs"]


def test_quotations_get_the_marks_of_the_language_by_their_depth() -> None:
    inner = Span((Text("in"),), role="quote")
    assert written(Span((Text("out "), inner), role="quote")).body()[0].text == "“out ‘in’”"


def test_a_bar_is_one_width_and_says_nothing() -> None:
    assert written("It was ", Redacted(reason="privacy"), ".").body()[0].text == f"It was {REDACTION_BAR}."


def test_the_reason_of_a_bar_is_its_title() -> None:
    assert '<w:alias w:val="redacted: privacy"/>' in written(Redacted(reason="privacy")).xml()


def test_a_citation_that_was_not_linked_shows_its_key() -> None:
    assert written(Cite("record", "p. 4")).body()[0].text == "[record, p. 4]"
