"""The gate stays shut in doubt."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from exporters.editorial.embargo import hold_back
from exporters.model.meta import Meta, Status
from exporters.model.publication import Article
from exporters.report import Report

NOW = datetime(2025, 11, 24, 12, tzinfo=UTC)
LATER, EARLIER = NOW + timedelta(seconds=1), NOW - timedelta(days=1)


def held(meta: Meta, *, syndicated: bool) -> tuple[bool, list[str]]:
    report = Report()
    result = hold_back(Article(meta=meta), NOW, report, syndicated=syndicated)
    return result, [f"{diagnostic.severity} {diagnostic.code}" for diagnostic in report.diagnostics]


@pytest.mark.parametrize("syndicated", [True, False])
@pytest.mark.parametrize(
    ("meta", "code"),
    [
        (Meta(title="t", embargo=LATER), "embargoed"),
        (Meta(title="t", embargo=LATER, status="published"), "embargoed"),
        (Meta(title="t", status="embargoed"), "embargo-without-time"),
        (Meta(title="t", status="scheduled"), "schedule-without-time"),
        (Meta(title="t", status="withdrawn", published=EARLIER), "withdrawn"),
    ],
)
def test_nothing_goes_out(meta: Meta, code: str, syndicated: bool) -> None:
    assert held(meta, syndicated=syndicated) == (True, [f"error {code}"])


@pytest.mark.parametrize("meta", [Meta(title="t", status="draft"), Meta(title="t", published=LATER)])
def test_a_draft_can_be_printed_but_not_syndicated(meta: Meta) -> None:
    assert held(meta, syndicated=True) == (True, ["error not-yet"])
    assert held(meta, syndicated=False) == (False, ["warning not-yet"])


@pytest.mark.parametrize("status", ["published", "corrected"])
def test_what_is_out_goes_out(status: Status) -> None:
    assert held(Meta(title="t", status=status, published=EARLIER, embargo=NOW), syndicated=True) == (
        False,
        [],
    )
