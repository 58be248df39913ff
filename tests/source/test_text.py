from __future__ import annotations

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exporters.model.nodes import Heading, Lines, Paragraph, Rule
from exporters.model.publication import Article
from exporters.model.walk import plain_text
from exporters.report import Report
from exporters.source.text import read_text


def _read(text: str, name: str = "story.txt") -> tuple[Article, list[str]]:
    report = Report()
    article = read_text(text.encode("utf-8", errors="surrogatepass"), name, report)
    return article, [diagnostic.code for diagnostic in report.diagnostics]


def test_the_first_line_is_the_title_and_blank_lines_part_paragraphs() -> None:
    article, codes = _read(
        "\n  The title \n\t\nOne line that goes on for a while and then is\nbroken by hand.\n \nTwo.\n"
    )
    assert article.meta.title == "The title"
    assert [plain_text(block) for block in article.body] == [
        "One line that goes on for a while and then is broken by hand.",
        "Two.",
    ]
    assert [block.place.line for block in article.body] == [4, 7]
    assert not codes


def test_long_lines_are_paragraphs_without_blank_lines() -> None:
    long = "word " * 60
    article, _ = _read(f"Title\n{long}\n{long}\nshort\n{long}")
    assert len(article.body) == 4


def test_short_lines_below_each_other_stay_apart() -> None:
    article, _ = _read("Title\n\nUS District Court\n333 Constitution Ave NW\nWashington\n\nWords.")
    assert [type(block) for block in article.body] == [Lines, Paragraph]


def test_underlines_make_headings_and_drawn_lines_rules() -> None:
    article, _ = _read("Title\n=====\n\nPart\n====\nText one.\n\n* * *\n\nSub\n---\n\nText two.\n\n----------\n")
    assert [type(block) for block in article.body] == [Heading, Paragraph, Rule, Heading, Paragraph, Rule]
    levels = [block.level for block in article.body if isinstance(block, Heading)]
    assert levels == [1, 2]


def test_nothing_is_markup() -> None:
    article, codes = _read("Title\n\n*not stressed* [no](link) <b>no tag</b> &amp; # no heading")
    assert plain_text(article.body) == "*not stressed* [no](link) <b>no tag</b> &amp; # no heading"
    assert not codes


def test_lines_of_chinese_join_without_a_space() -> None:
    line = "納稅人資料" * 10
    article, _ = _read(f"標題\n\n{line}\n{line}\n")
    assert plain_text(article.body) == line * 2


def test_front_matter_is_read_in_text_too() -> None:
    article, _ = _read("---\ntitle: Given\n---\nFirst words stay text.\n")
    assert (article.meta.title, plain_text(article.body)) == ("Given", "First words stay text.")


@pytest.mark.parametrize(
    "text", ["<redact>SECRET</redact>", "T\n\na <redact>\nSECRET\n</redact>", "T\n\n&lt;redact>SECRET"]
)
def test_a_redaction_in_plain_text_is_an_error_that_leaves_nothing(text: str) -> None:
    article, codes = _read(text)
    assert b"SECRET" not in msgspec.json.encode(article)
    assert "redaction-unbalanced" in codes


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.sampled_from(["word", "a longer line of words " * 6, "===", "- - -", "", " ", "#", "漢字", "\x0c", "\r"])
    )
)
def test_no_word_is_lost(lines: list[str]) -> None:
    article, _ = _read("Title\n\n" + "\n".join(lines))
    kept = plain_text(article.body)
    for word in ("word", "漢字", "#"):
        assert kept.count(word) == sum(line.count(word) for line in lines)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=80))
def test_no_text_makes_it_crash(text: str) -> None:
    article, _ = _read(text)
    assert article.meta.title


def test_ten_thousand_rules_are_no_matter_of_depth() -> None:
    article, _ = _read("Title\n\n" + "a\n----\n----\n" * 10_000)
    assert len(article.body) == 20_000
