"""What shuts out a reader is told in words that the writer knows."""

from __future__ import annotations

import pytest

from exporters.editorial.accessibility import check_accessibility
from exporters.model.meta import Meta
from exporters.model.nodes import Figure, Image
from exporters.model.publication import Article
from exporters.report import Report


@pytest.mark.parametrize(
    ("source", "said"),
    [("images/court-bab26795.jpg", "'court.jpg'"), ("court-house.jpg", "'court-house.jpg'")],
)
def test_a_picture_without_alternative_is_named_without_its_digest(source: str, said: str) -> None:
    report = Report()
    check_accessibility(Article(meta=Meta(title="A"), body=(Figure(Image(source)),)), report)
    assert [item.code for item in report.diagnostics] == ["image-without-alt"]
    assert said in report.diagnostics[0].message
