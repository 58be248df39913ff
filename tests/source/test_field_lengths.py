from __future__ import annotations

from datetime import UTC, datetime

from exporters.model.meta import Contributor, Correction, Meta, Source
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.report import Report
from exporters.source.field_lengths import LONGEST_LINE, LONGEST_TEXT, shortened, with_fields_cut


def test_fields_as_long_as_they_may_be_stay() -> None:
    meta = Meta(title="t" * LONGEST_LINE, summary="s" * LONGEST_TEXT, keywords=("k" * LONGEST_LINE,))
    article = Article(meta=meta)
    assert with_fields_cut(article, report := Report()) is article
    assert report.diagnostics == []


def test_what_is_longer_is_cut_and_told_where_it_stands() -> None:
    words = "word " * 10_000
    place = Place("a.md", 3, 1)
    article = Article(
        meta=Meta(title=words, summary=words, keywords=("x", words), contributors=(Contributor(name="q" * 5000),)),
        sources=(Source(key="a", title=words, place=place),),
        corrections=(Correction(date=datetime(2025, 11, 1, tzinfo=UTC), text=words, place=place),),
    )
    made = with_fields_cut(article, report := Report())
    assert made.meta.title.endswith("word…")
    assert len(made.meta.contributors[0].name) == LONGEST_LINE
    fields = (made.meta.title, made.meta.keywords[1], made.sources[0].title)
    assert all(900 < len(text) <= LONGEST_LINE for text in fields)
    assert all(9000 < len(text) <= LONGEST_TEXT for text in (made.meta.summary, made.corrections[0].text))
    assert {told.code for told in report.diagnostics} == {"field-cut"}
    told = {told.message.split("'")[1]: told.place for told in report.diagnostics}
    assert list(told) == ["title", "summary", "contributor name", "keywords", "source title", "correction text"]
    assert told["correction text"] == place


def test_a_text_is_cut_between_words() -> None:
    assert shortened("one two three", 13) == "one two three"
    assert shortened("one two three", 9) == "one two…"
    assert shortened("onetwothree", 4) == "one…"
