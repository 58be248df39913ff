"""A notice of an embargo stops a story wherever it stands by itself; words about one do not, below the head either."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.report import Report
from exporters.source.folder import SourceFile
from exporters.source.images import AssetStore
from exporters.source.stories import read_file

HEAD = "---\ntitle: A\ndate: 2027-01-01\n---\n\n" + "".join(f"Paragraph {number}.\n\n" for number in range(7))
NOTICES = [
    "EMBARGOED UNTIL 12:01 a.m., 3 March 2027",
    "**EMBARGOED UNTIL 3 March 2027**",
    "- one\n- Embargoed until 9 a.m., 3 March 2027",
    "> Under embargo until Friday, 9 a.m.",
    "    EMBARGO: 3 March 2027, 10:00",
    "| EMBARGOED UNTIL 3 March 2027 | a |\n| --- | --- |\n| b | c |",
    "Words.[^1]\n\n[^1]: EMBARGOED UNTIL 3 March 2027.",
    "NOT FOR PUBLICATION BEFORE 3 March 2027",
    "Not for release before 00:01, 3 March 2027",
    "HOLD FOR RELEASE until 3 March 2027",
    "E M B A R G O E D until 3 March 2027",
    "SPERRFRIST: 3. März 2027, 10 Uhr",
    "Ne pas diffuser avant le 3 février 2027",
    "Under no name the file went round: EMBARGOED UNTIL 3 March 2027, 9 a.m., said every page of it, and so it was.",
    "STRICTLY EMBARGOED UNTIL MONDAY 9 A.M.",
    '<figure><img src="x.png" alt="x"><figcaption>EMBARGOED UNTIL 3 March 2027</figcaption></figure>',
    "![EMBARGOED UNTIL 3 March 2027](x.png) and words",
    '[Words](https://x.example "EMBARGOED UNTIL 3 March 2027") and others',
    '<abbr title="EMBARGOED UNTIL 3 March 2027">Words</abbr>',
    "> [!NOTE] EMBARGOED UNTIL 3 March 2027\n> Words",
]
STORIES = [
    "Embargoed until then, the files were short.",
    "The study was embargoed until Monday, 3 March 2027, but a paper broke it.",
    'The memo, stamped "EMBARGOED UNTIL 3 March 2027", was leaked.',
    "Embargo: what the word means",
    "## Embargo",
    "EMBARGO",
    "The opinion says NOT FOR PUBLICATION at its head.",
    "For release: March 3, 2027",
    "Embargoed until 3 March 2027, the study " + "says much of what was known before. " * 8,
]


def _codes(text: str, name: str, folder: Path, encoding: str = "utf-8") -> list[str]:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    report = Report()
    read_file(SourceFile(path, name, folder.resolve()), "", report, AssetStore())
    return [said.code for said in report.diagnostics if said.severity == "error"]


@pytest.mark.parametrize("words", NOTICES)
def test_a_notice_below_the_head_stops_the_story(words: str, tmp_path: Path) -> None:
    assert _codes(f"{HEAD}{words}\n\nThe end.\n", "a.md", tmp_path) == ["embargo-unclear"]


@pytest.mark.parametrize("words", STORIES)
def test_words_about_one_do_not(words: str, tmp_path: Path) -> None:
    assert _codes(f"{HEAD}{words}\n\nThe end.\n", "a.md", tmp_path) == []


def test_what_the_front_matter_says_settles_it(tmp_path: Path) -> None:
    told = HEAD.replace("title: A", "title: A\nembargo: 2027-03-03T00:01:00Z")
    assert _codes(f"{told}EMBARGOED UNTIL 3 March 2027\n", "a.md", tmp_path) == []
    assert _codes(f"{told}EMBARGOED UNTIL 30 March 2027\n", "a.md", tmp_path) == ["embargo-unclear"]


@pytest.mark.parametrize("gap", ["\u00a0", "&nbsp;", "\u00a0\u200b"])
def test_a_notice_counts_whatever_stands_between_its_words(gap: str, tmp_path: Path) -> None:
    words = f"NOT{gap}FOR{gap}PUBLICATION{gap}BEFORE{gap}3 March 2027"
    assert _codes(f"{HEAD}{words}\n\nThe end.\n", "a.md", tmp_path) == ["embargo-unclear"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
@pytest.mark.parametrize(
    "words",
    [
        "NOT\u00a0FOR\u00a0PUBLICATION\u00a0BEFORE\u00a03 March 2027",
        "EM\u00adBAR\u00adGOED UNTIL 3 March 2027",
        "Ne pas\u00a0publier avant le 3\u00a0février 2027",
        "Nicht zur Veröffentlichung vor 3. März 2027",
    ],
)
def test_a_notice_counts_in_other_encodings(words: str, encoding: str, tmp_path: Path) -> None:
    assert _codes(f"{HEAD}{words}\n\nFrançais.\n", "a.md", tmp_path, encoding) == ["embargo-unclear"]


def test_a_notice_in_cyrillic_counts_in_utf_16(tmp_path: Path) -> None:
    assert _codes(f"{HEAD}ЭМБАРГО до 3 марта 2027\n", "a.md", tmp_path, "utf-16") == ["embargo-unclear"]
    assert _codes(f"{HEAD}ЭМБАРГО до 3 марта 2027\n", "a.md", tmp_path) == ["embargo-unclear"]


@pytest.mark.parametrize("gap", ["\u00ad", "&shy;", "\x01"])
def test_a_notice_counts_whatever_stands_within_its_words(gap: str, tmp_path: Path) -> None:
    words = f"EM{gap}BAR{gap}GOED UNTIL 3 March 2027"
    assert _codes(f"{HEAD}{words}\n\nThe end.\n", "a.md", tmp_path) == ["embargo-unclear"]


def test_a_notice_counts_in_utf_16(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_bytes(f"{HEAD}EMBARGOED UNTIL 3 March 2027\n".encode("utf-16"))
    report = Report()
    read_file(SourceFile(path, "a.md", tmp_path.resolve()), "", report, AssetStore())
    assert [said.code for said in report.diagnostics if said.severity == "error"] == ["embargo-unclear"]
