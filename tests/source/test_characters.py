"""Files that are no text are refused by name, not printed as rubbish."""

from __future__ import annotations

import pytest

from exporters.errors import SourceError
from exporters.report import Report
from exporters.source.characters import clean_text, decode


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\x00[Content_Types].xml", "Word"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"{\\rtf1\\ansi words}", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"\xff\xd8\xff\xe0JFIF", "picture"),
        (b"II*\x00\xe0'\x00\x00\xff\xff\xff", "no text"),
        (b"BM\x9a\xb0\x00\x00" + b"\xff" * 9000, "no text"),
    ],
)
def test_other_files_are_named_and_refused(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        decode(data, "story.docx", Report())
    assert caught.value.code == "source-not-text"


def test_a_stray_zero_does_not_make_utf_8_another_file() -> None:
    assert decode("Où\x00 est-il ?".encode(), "story.md", Report()).text == "Où\x00 est-il ?"


def test_words_about_such_files_are_read() -> None:
    assert decode(b"PK is how a ZIP begins", "story.md", Report()).text.startswith("PK")


@pytest.mark.parametrize("character", ["\x00", "\x0b", "\x1f", "\x7f", "\x80", "\x9f", "\ud800", "\ufdd0", "\uffff"])
@pytest.mark.parametrize("around", ["plain", "öffentlich"])
def test_what_no_document_may_hold_goes_with_a_word(character: str, around: str) -> None:
    report = Report()
    assert clean_text(f"a\n{around}{character}b", "story.md", 3, report) == f"a\n{around}b"
    assert str(report.diagnostics[0].place) == f"story.md:4:{len(around) + 1}"


def test_what_every_document_may_hold_stays() -> None:
    report = Report()
    text = "\t\n\r ~\x85\xa0é日😀\ufffd"
    assert clean_text(text, "story.md", 1, report) is text
    assert not report.diagnostics
