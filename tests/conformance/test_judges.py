"""What we write passes every judge, and every judge still tells good from bad."""

from __future__ import annotations

import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.judges import JUDGES, JUDGES_BY_NAME, ace, libreoffice
from tests.formats.docx.lint import lint

pytestmark = pytest.mark.conformance

Documents = dict[str, list[Path]]


def require(missing: str) -> None:
    """Skip where a judge is not installed; in CI that is a failure, for a skipped judge lets everything pass."""
    if missing and os.environ.get("CI"):
        pytest.fail(missing)
    if missing:
        pytest.skip(missing)


@pytest.mark.parametrize("name", list(JUDGES_BY_NAME))
def test_every_document_is_accepted(name: str, documents: Documents) -> None:
    judge = JUDGES_BY_NAME[name]
    require(judge.missing())
    files = documents[judge.suffix]
    assert len(files) >= 6
    assert {file.name: found for file, found in judge.judge(files).items() if found} == {}


# ------------------------------------------------------------------------------------------- negative controls


def _changed(old: bytes, new: bytes) -> Callable[[Path, Path], None]:
    def change(good: Path, bad: Path) -> None:
        data = good.read_bytes()
        assert old in data
        bad.write_bytes(data.replace(old, new, 1))

    return change


def _untagged(good: Path, bad: Path) -> None:
    import pikepdf

    with pikepdf.open(good) as pdf:
        del pdf.Root.MarkInfo
        pdf.save(bad)


def _cut(good: Path, bad: Path) -> None:
    data = good.read_bytes()
    bad.write_bytes(data[: len(data) * 2 // 3])


def _member_changed(pattern: str, old: str, new: str) -> Callable[[Path, Path], None]:
    """Return what rewrites a package with one change in the first member whose name matches."""

    def change(good: Path, bad: Path) -> None:
        changed = False
        with zipfile.ZipFile(good) as source, zipfile.ZipFile(bad, "w") as target:
            for item in source.infolist():
                data = source.read(item)
                if not changed and re.search(pattern, item.filename):
                    text = data.decode()
                    altered = re.sub(old, new, text, count=1)
                    changed = altered != text
                    data = altered.encode()
                target.writestr(item, data)
        assert changed

    return change


@pytest.mark.parametrize(
    ("name", "spoil", "message"),
    [
        ("veraPDF ua1", _untagged, r"FAIL|6\.2"),
        ("veraPDF 2a", _untagged, r"6\.7\.2"),
        ("page-validation", _untagged, r"(?i)markinfo|marked"),
        ("qpdf", _cut, r"(?i)xref|trailer|damaged"),
        (
            "EPUBCheck",
            _member_changed(r"\.opf$", r'<item [^>]*media-type="application/xhtml\+xml"[^>]*/>', ""),
            "RSC-00|OPF-",
        ),
        ("Open XML SDK", _member_changed(r"document\.xml$", "<w:pPr>", '<w:pPr><w:nonsense w:val="1"/>'), "nonsense"),
        (
            "ooxml-integrity",
            _member_changed(r"document\.xml\.rels$", r'Target="[^"]*footnotes[^"]*"', 'Target="gone.xml"'),
            "gone",
        ),
        ("RFC 4287 grammar", _changed(b"<updated>", b"<updatd>"), "updatd"),
        ("RSS 2.0 rules", _changed(b"<guid ", b"<guid/><guid "), "guid stands more than once"),
        ("JSON Feed 1.1 rules", _changed(b'"date_published":"', b'"date_published":"on '), "date_published"),
        ("ninjs 3.1 structure", _changed(b'"pubStatus": "usable"', b'"pubStatus": "out"'), "pubStatus"),
    ],
)
def test_every_judge_refuses_what_is_wrong(
    name: str, spoil: Callable[[Path, Path], None], message: str, documents: Documents, tmp_path: Path
) -> None:
    judge = JUDGES_BY_NAME[name]
    require(judge.missing())
    good = next(file for file in documents[judge.suffix] if file.name == f"specimen{judge.suffix}")
    bad = tmp_path / f"bad{judge.suffix}"
    spoil(good, bad)
    found = judge.judge([bad])[bad]
    assert re.search(message, " ".join(found)), found


# ----------------------------------------------------------------------------------------------- one by one


def test_our_own_lint_of_word_files(documents: Documents) -> None:
    assert {file.name: found for file in documents[".docx"] if (found := lint(file.read_bytes()))} == {}


def test_ace_accepts_a_book_and_refuses_one_without_language(documents: Documents, tmp_path: Path) -> None:
    program = JUDGES / "node/node_modules/.bin/ace-puppeteer"
    require("" if program.exists() else "not installed: Ace by DAISY (make conformance installs it)")
    book = next(file for file in documents[".epub"] if file.stem == "the-taxpayer-records")
    assert ace(book, tmp_path / "good") == []
    bad = tmp_path / "bad.epub"
    _member_changed(r"\.opf$", r'(<package[^>]*?) xml:lang="[^"]*"', r"\1")(book, bad)
    assert any("epub-lang" in found for found in ace(bad, tmp_path / "bad"))


def test_libreoffice_opens_a_word_file_and_shows_its_text(documents: Documents, tmp_path: Path) -> None:
    import shutil
    import subprocess

    require("" if shutil.which("soffice") and shutil.which("pdftotext") else "not installed: LibreOffice, pdftotext")
    document = next(file for file in documents[".docx"] if file.stem == "the-taxpayer-records")
    made = libreoffice(document, tmp_path)
    assert made is not None
    text = subprocess.run(["pdftotext", made, "-"], capture_output=True, text=True, check=True).stdout
    for words in ("Contents", "47,489 taxpayers to match", "Key points", "Deemed to match", "Sources"):
        assert words in text
    broken = tmp_path / "broken.docx"
    broken.write_bytes(document.read_bytes()[:2000])
    assert libreoffice(broken, tmp_path) is None


def test_word_pages_say_at_their_foot_what_the_list_of_contents_says(documents: Documents, tmp_path: Path) -> None:
    import shutil
    import subprocess

    from exporters.report import Report
    from tests.formats.docx.reading import Word

    require("" if shutil.which("soffice") and shutil.which("pdftotext") else "not installed: LibreOffice, pdftotext")
    document = next(file for file in documents[".docx"] if file.stem == "the-taxpayer-records")
    listed = [line.text.split("\t") for line in Word(document.read_bytes(), Report()).lines() if line.style == "toc 1"]
    assert len(listed) == 3
    made = libreoffice(document, tmp_path)
    assert made is not None
    text = subprocess.run(["pdftotext", "-layout", made, "-"], capture_output=True, text=True, check=True).stdout
    _front, *pages = [page.split() for page in text.split("\f") if page.strip()]
    assert [page[-1] for page in pages] == [str(number) for number in range(1, len(pages) + 1)]
    for title, number in listed:  # this document breaks in Word where it does in print
        assert title in " ".join(next(page for page in pages if page[-1] == number))


def test_poppler_reads_the_story_in_order(documents: Documents) -> None:
    import shutil
    import subprocess

    require("" if shutil.which("pdfinfo") else "not installed: pdfinfo")
    book = next(file for file in documents[".pdf"] if file.stem == "the-taxpayer-records")
    read = subprocess.run(["pdfinfo", "-struct-text", book], capture_output=True, text=True, check=True).stdout
    tree = read[read.index("Document") :]
    places = [
        tree.index(words)
        for words in ("Key points", "What was asked for", "Deemed to match", "Who is suing", "Sources")
    ]
    assert places == sorted(places)
    for element in ("H1", "H2", "Table", "TH", "Figure", "Caption", "LBody", "Link", "Note", "BlockQuote"):
        assert re.search(rf"^\s*{element}\b", tree, re.MULTILINE), element
