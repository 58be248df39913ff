"""What a publication of stories in several languages says itself is in one of them, and that is told."""

from __future__ import annotations

import pytest

from exporters.editorial.languages import common_language, report_languages
from exporters.model.meta import Meta
from exporters.model.publication import Article
from exporters.report import Report


def stories(*languages: str) -> list[Article]:
    return [Article(meta=Meta(title="T", language=language)) for language in languages]


@pytest.mark.parametrize(
    ("languages", "common"),
    [
        (("es", "es"), "es"),
        (("en-GB", "en-US"), "en"),
        (("en-GB", "es", "es"), "es"),
        (("es", "en-GB", "en-US"), "en"),
        (("es", "en-GB"), "es"),
        (("en-GB", "es", "en-GB"), "en-GB"),
        ((), ""),
    ],
)
def test_the_language_of_most_stories_counts(languages: tuple[str, ...], common: str) -> None:
    assert common_language(stories(*languages)) == common


def test_a_mix_is_told_once() -> None:
    report = Report()
    report_languages(stories("en-GB", "es", "es"), "es", report, briefing=True)
    (said,) = report.diagnostics
    assert str(said) == (
        "warning[languages-mixed]: the stories are in en-GB, es; what the briefing says itself is in 'es'. "
        "Say which with --language."
    )
    report = Report()
    report_languages(stories("en-GB", "es"), "en-GB", report, briefing=False)
    assert [item.severity for item in report.diagnostics] == ["info"]


def test_one_language_with_its_regions_is_no_mix() -> None:
    report = Report()
    report_languages(stories("en-GB", "en-US", "en"), "en", report, briefing=True)
    assert report.diagnostics == []
