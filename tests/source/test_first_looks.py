"""A first look that says no is sure: what it spares would have found nothing, however it is written."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from exporters.notices import any_may_hold_notice, find_notice, surely_told
from exporters.report import Report
from exporters.source.characters import FORBIDDEN, SourceText, clean_end, clean_text, decode
from exporters.source.first_looks import may_be_edited, may_hold_comments
from exporters.source.frontmatter import EDITOR_COMMENT
from exporters.source.redaction import ANY_MARK, MEANT_MARK, ONLY_MARK, may_be_marked

UNSEEN = ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff"]
AROUND = [
    "",
    " ",
    "\n",
    "a",
    "É",
    "“",
    "日",
    "İ",
    "ſ",
    "\u212a",
    "\x00",
    "\r\n",
    "<",
    "</",
    "&lt;",
    "＜",
    "[",
    "{.",
    "::: ",
]


@st.composite
def mixed(draw: st.DrawFn, words: list[str], gaps: list[str]) -> str:
    """Return words in letters of either case with something between some of them, and other text around them."""
    parts = [draw(st.sampled_from(AROUND))]
    for _ in range(draw(st.integers(1, 3))):
        for letter in draw(st.sampled_from(words)):
            parts.append(draw(st.sampled_from([letter.lower(), letter.upper()])))
            parts.append(draw(st.sampled_from(["", "", *gaps])))
        parts += [draw(st.sampled_from(AROUND)), draw(st.sampled_from([">", "]", "}", "\n", " x"]))]
    return "".join(parts)


@given(mixed(["redact", "/redacted", "redaction", "redcat", "x:redact"], UNSEEN))
@example("＜/re\u200bdact＞")
@example("[!REDACT]")
@example("<!-- end redact -->")
def test_no_mark_of_redaction_is_passed_over(text: str) -> None:
    found = ANY_MARK.search(text) or MEANT_MARK.search(text) or ONLY_MARK.search(text)
    for seen in (text, text.encode()):
        assert may_be_marked(seen) or not found


def test_most_texts_need_no_search() -> None:
    assert not may_be_marked("The read act of “reda” ct’s.".replace("reda", "rela"))
    assert not may_be_edited(b"fn main() { a[1] = {}; } {% x %} {{ y }}")
    assert not may_hold_comments(b"<!-- more --> {a}")
    assert not surely_told("A story of a release — in March.".encode())


@given(st.text(st.sampled_from("<>!- \n\teditorEDITOR:{}+=~\\é\x01"), max_size=40), st.sampled_from(["", "ab\n"]))
@example("<!--\n\teDitor :", "")
@example("{\x01>>a<<}", "")
@example("{{>>", "ab\n")
def test_no_comment_or_change_of_an_editor_is_passed_over(text: str, head: str) -> None:
    whole = decode((head + text).encode(), "s.md", Report())
    source = clean_end(whole, whole.text[len(head) :], "s.md", 1, Report())
    assert may_hold_comments(source.file) or ("{>>" not in source.text and not EDITOR_COMMENT.search(source.text))
    assert may_be_edited(source.file) or not re.search(r"\{(?:>>|\+\+|--|~~|==)", source.text)


GAPS = ["\u00a0", "\u00ad", " ", ".", "_", "*", "-", "\n", "~"]
SURE = ["embargo", "sperr", "notforpub", "notforrel", "nottobe", "holdforrel", "nietvoorpub"]


@given(mixed(SURE, [*GAPS, "&nbsp;", "&shy;"]), st.sampled_from(["utf-8", "utf-16", "cp1252"]))
def test_a_notice_is_told_whatever_stands_within_it(text: str, encoding: str) -> None:
    assert surely_told(text.encode(encoding, "replace"))


@given(mixed(["nepaspublié", "nepasdiffé", "nopublicaró", "nonpubblicè", "nichtzurverö"], GAPS))
def test_a_notice_in_other_languages_is_told(text: str) -> None:
    for encoding in ("utf-8", "utf-16", "cp1252"):
        assert surely_told(text.encode(encoding, "replace"))


@given(st.sampled_from(["Эмбарго", "ЭМБАРГО", "εμπάργκο", "ΕΜΠΆΡΓΚΟ"]), st.data())
def test_a_notice_in_other_letters_is_told(word: str, data: st.DataObject) -> None:
    text = "".join(letter + data.draw(st.sampled_from(["", *GAPS, "\u200b", "&shy;"])) for letter in word)
    assert surely_told(f"a {text} b".encode())
    assert surely_told(f"a {text} b".encode("utf-16"))


PHRASES = [
    "EMBARGOED UNTIL 3 March 2027", "Sperrfrist: 3. März 2027, 10 Uhr", "E M B A R G O E D until Monday",
    "ЭМБАРГО до 3.03.2027", "Not for release before 3 March", "ＥＭＢＡＲＧＯＥＤ UNTIL 3 March 2027", "a", "é", "The",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from([*PHRASES, " ", "\n", "\u00ad"]), max_size=4).map("".join), max_size=5))
def test_asked_of_many_texts_at_once_no_notice_is_passed_over(texts: list[str]) -> None:
    assert any_may_hold_notice(texts) or not any(find_notice(text) for text in texts)


@given(
    st.text(
        st.characters() | st.sampled_from("a\x00\x1f\x7f\x80\x85\x9f\xa0é한，\ufdd0\ufffd\uffff\ud800"), max_size=30
    )
)
@example("a\ud800")
def test_no_character_is_kept_that_no_document_may_hold(text: str) -> None:
    assert clean_text(text, "s.md", 1, Report()) == FORBIDDEN.sub("", text)


@pytest.mark.parametrize("head", ["", "a\n", "é’\n"])
@given(body=st.text(st.sampled_from("aé’😀\n\x01\x85"), max_size=12))
def test_the_bytes_of_an_end_are_its_utf_8(head: str, body: str) -> None:
    whole = SourceText(head + body, (head + body).encode(), (head + body).encode())
    end = clean_end(whole, whole.text[len(head) :], "s.md", 1, Report())
    assert end.data == end.text.encode()
    assert end.text == FORBIDDEN.sub("", body)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_the_bytes_of_a_file_are_its_utf_8(start: bytes, line_end: bytes) -> None:
    read = decode(start + "é".encode() + line_end + b"b", "s.md", Report())
    assert read.text == "é\nb"
    assert read.data == read.text.encode()
