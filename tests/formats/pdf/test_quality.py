"""The lines of a text are better than those that are filled one after the other."""

from __future__ import annotations

from pathlib import Path

from tests.speed.inputs import ARTICLE, article_body
from tests.speed.lines import compare_lines


def test_total_fit_sets_fewer_loose_lines_and_divides_fewer_words(tmp_path: Path) -> None:
    story = tmp_path / "story.md"
    story.write_text(ARTICLE + article_body(), encoding="utf-8")
    total, first = compare_lines([story])
    assert total.lines > 50
    assert total.overfull == 0
    assert first.divided >= 5
    assert total.divided <= first.divided * 0.4
    assert total.loose <= first.loose * 0.7
