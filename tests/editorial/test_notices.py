"""A notice of an embargo in the text stops the story; a story about an embargo does not."""

from __future__ import annotations

import pytest

from exporters.editorial.notices import check_notices
from exporters.model.meta import Meta
from exporters.model.nodes import Paragraph, Text
from exporters.model.publication import Article
from exporters.report import Report
from exporters.source.text import read_text


@pytest.mark.parametrize(
    "text",
    [
        "EMBARGOED UNTIL 12:01 a.m., 3 March 2027\n\nA title\n\nWords of the story.",
        "A title\n\nEmbargo: 2027-03-03 12:00\n\nWords of the story.",
        "A title\n\nUnder embargo until Friday\n\nWords.",
        "A title\n\n*** STRICTLY EMBARGOED till noon ***\n\nWords.",
        "A title\n\nNot for release before 3 March\n\nWords.",
        "A title\n\n--\nslug: a\nembargo: 2099-01-01T00:00:00Z\n--\n\nWords.",
        '{"title": "A title", "embargo": "2099-01-01",}\n\nWords.',
        "A title\n\nEm\u00adbargoed until\u200b May 1, 2099: the rest.",
        "A title\n\n\uff25\uff2d\uff22\uff21\uff32\uff27\uff2f\uff25\uff24 UNTIL MAY 1, 2099",
        "A title\n\n\U0001d5d8\U0001d5e0\U0001d5d5\U0001d5d4\U0001d5e5\U0001d5da\U0001d5e2 UNTIL MAY 1, 2099",
    ],
)
def test_a_notice_stops_the_story(text: str) -> None:
    report = Report()
    check_notices(read_text(text.encode(), "story.txt", Report()), report)
    assert [diagnostic.code for diagnostic in report.diagnostics if diagnostic.severity == "error"] == [
        "embargo-unclear"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "The embargo of 1962\n\nEmbargoes until then had been short.",
        "A title\n\nEmbargo: what the word means\n\nWords.",
        "A title\n\nThe court lifted the embargo until May.",
        "A title\n\nThe oil embargo: 1973 and what it changed.",
    ],
)
def test_a_story_about_an_embargo_goes_on(text: str) -> None:
    report = Report()
    check_notices(read_text(text.encode(), "story.txt", Report()), report)
    assert not report.count("error")


@pytest.mark.parametrize("before", ["x" * 30_000, "\u00a0" + "x" * 30_000, "\U0001f600" + "x" * 30_000])
def test_long_blocks_before_a_notice_hide_nothing(before: str) -> None:
    blocks = (before, "Embargoed until 1 May 2099")
    article = Article(meta=Meta(title="T"), body=tuple(Paragraph((Text(words),)) for words in blocks))
    report = Report()
    check_notices(article, report)
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["embargo-unclear"]
