"""Files that are no text are refused by name, not printed as rubbish."""

from __future__ import annotations

import pytest

from exporters.errors import SourceError
from exporters.report import Report
from exporters.source.characters import decode


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"PK\x03\x04\x14\x00[Content_Types].xml", "Word"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"{\\rtf1\\ansi words}", "rich text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Word"),
        (b"\xff\xd8\xff\xe0JFIF", "picture"),
    ],
)
def test_other_files_are_named_and_refused(data: bytes, said: str) -> None:
    with pytest.raises(SourceError, match=said) as caught:
        decode(data, "story.docx", Report())
    assert caught.value.code == "source-not-text"


def test_words_about_such_files_are_read() -> None:
    assert decode(b"PK is how a ZIP begins", "story.md", Report()).startswith("PK")
