"""poppler takes out of a PDF what its story says, in every script, in the order of reading."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.conformance import extraction
from tests.conformance.extraction import compare_texts

pytestmark = [
    pytest.mark.conformance,
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler's pdftotext is not installed"),
]

STORIES = {
    "ar": "قدمت الوزارة الملف يوم الأربعاء (رقم 25-cv-457)، وفيه عددان فقط. لم يسأل أحد من الناس عن رأيه في ذلك.",
    "he": "המשרד הגיש את התיק ביום רביעי (מס' 25-cv-457), ובו שני מספרים בלבד. איש לא נשאל לדעתו.",
    "hi": "मंत्रालय ने बुधवार को फ़ाइल जमा की, जिसमें केवल दो संख्याएँ हैं। किसी से उसकी राय नहीं पूछी गई।",
    "ja": "省は水曜日に記録を提出した。そこには二つの数字しかなく、誰も意見を聞かれなかった。",
    "ko": "그 부처는 수요일에 기록을 제출했다. 거기에는 숫자 두 개뿐이며, 아무도 의견을 묻지 않았다.",
    "ru": "Министерство подало дело в среду; в нём всего два числа, и никого не спросили о его мнении.",
    "de": "Das Ministerium reichte die Verwaltungsgerichtsakte am Mittwoch ein; darin stehen zwei Zahlen.",
}


@pytest.fixture
def stories(tmp_path: Path) -> list[str]:
    """Return files with a story in each language, of paragraphs that fill several lines."""
    for language, text in STORIES.items():
        body = "\n\n".join(" ".join([text] * count) for count in (1, 3, 5))
        (tmp_path / f"{language}.md").write_text(f"---\ntitle: {text[:20]}\nlang: {language}\n---\n\n{body}\n")
    return [str(path) for path in sorted(tmp_path.glob("*.md"))]


def test_every_script_is_taken_out_as_it_was_written(stories: list[str]) -> None:
    found, lost = compare_texts(stories)
    assert lost == []
    assert {language: count.in_order for language, count in found.items()} == dict.fromkeys(STORIES, 3)


def test_words_in_another_order_are_found_missing(stories: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    taken_out = extraction._taken_out
    monkeypatch.setattr(extraction, "_taken_out", lambda story: " ".join(reversed(taken_out(story).split())))
    found, lost = compare_texts(stories)
    assert len(lost) > len(found)
