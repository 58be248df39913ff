"""A story as HTML that works anywhere: nothing that readers strip, nothing twice, marks that nobody confuses."""

from __future__ import annotations

import msgspec

from exporters.formats.licences import licence_address
from exporters.formats.portable import PortableRenderer
from exporters.model.meta import Meta, Source
from exporters.model.nodes import Emphasis, Link, Note, Paragraph, Quote, Text
from exporters.model.publication import Article, Footnote
from exporters.report import Report
from exporters.words import words_for


def html(article: Article, urls: dict[str, str] | None = None) -> str:
    renderer = PortableRenderer("feed", Report(), words_for("en"), urls=urls or {}, resources={})
    return renderer.story(article)


def said(text: str) -> Paragraph:
    return Paragraph((Text(text),))


def test_a_pull_quote_that_repeats_the_story_is_left_to_print() -> None:
    body = (Paragraph((Text("He said: what he had "), Emphasis((Text("attached"),)), Text(" did not settle it."))),)
    pulled = Quote((said("“What he had attached did not settle it.”"),), pull=True)
    repeats = Quote((said("“what he had attached did not settle it.”"),), pull=True)
    assert "blockquote" not in html(Article(meta=Meta(title="T"), body=(*body, repeats)))
    assert "blockquote" in html(Article(meta=Meta(title="T"), body=(*body, pulled)))
    assert "blockquote" in html(Article(meta=Meta(title="T"), body=(*body, Quote(repeats.children))))


def test_a_note_is_not_taken_for_a_source() -> None:
    article = Article(
        meta=Meta(title="T"),
        body=(Paragraph((Text("Words"), Note("a", number=1))),),
        notes=(Footnote(key="a", children=(said("The note."),)),),
    )
    assert "<sup>[1]</sup>" in html(article)
    sourced = msgspec.structs.replace(article, sources=(Source(key="s", title="S"),))
    assert "<sup>[Note 1]</sup>" in html(sourced)


def test_links_to_other_stories_lead_to_their_pages() -> None:
    body = (Paragraph((Link("story:other#x", (Text("there"),)), Link("story:nowhere", (Text("lost"),)))),)
    article = Article(meta=Meta(title="T"), body=body)
    made = html(article, {"other": "https://example.org/other#top"})
    assert made == '<p><a href="https://example.org/other#x">there</a>lost</p>'


def test_the_address_of_a_licence() -> None:
    assert licence_address("CC-BY-SA-4.0") == "https://creativecommons.org/licenses/by-sa/4.0/"
    assert licence_address("cc by-nc-nd 3.0") == "https://creativecommons.org/licenses/by-nc-nd/3.0/"
    assert licence_address("CC0-1.0") == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert licence_address("GFDL-1.3-only") == "https://spdx.org/licenses/GFDL-1.3-only.html"
    assert licence_address("https://example.org/terms") == "https://example.org/terms"
    assert licence_address("All rights reserved") == licence_address("proprietary") == licence_address("") == ""
