"""One source, every format: what a reader of each gets to read, beside the source, for an editor to check.

Each folder of `cases/` holds a story and, for each format, the text that comes out.
`pytest --accept tests/test_cases.py` writes them anew: read the difference before you commit it. A bug becomes a case
named after it.
"""

from __future__ import annotations

import html
import re
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from exporters.pipeline import export, load_edition
from exporters.registry import choose_formats
from exporters.report import Report
from tests.formats.pdf.inspection import read_pdf

CASES = Path(__file__).parent / "cases"
FORMATS = ("pdf", "epub", "docx", "rss", "atom")

_BLOCK_END = re.compile(r"</(?:p|h[1-6]|li|td|th|dt|dd|figcaption|caption|summary|pre|aside|div)>|<br/?>|<hr/?>")
_TAG = re.compile(r"<[^>]*>")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _lines(markup: str) -> list[str]:
    """Return the text of HTML, a line for each block."""
    text = html.unescape(_TAG.sub("", _BLOCK_END.sub("\n", re.sub(r"\s+", " ", markup))))
    return [line for line in (" ".join(part.split()) for part in text.split("\n")) if line]


def text_of_pdf(path: Path) -> list[str]:
    read = read_pdf(path.read_bytes())
    return [f"{seen.tag}: {' '.join(seen.text.split())}" for seen in read.root.walk() if seen.text.strip()]


def text_of_epub(path: Path) -> list[str]:
    lines: list[str] = []
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("EPUB/text/"):
                lines += _lines(book.read(name).decode().partition("<body")[2].partition(">")[2])
    return lines


def text_of_docx(path: Path) -> list[str]:
    lines: list[str] = []
    with zipfile.ZipFile(path) as package:
        for name in ("word/document.xml", "word/footnotes.xml"):
            if name in package.namelist():
                for paragraph in etree.fromstring(package.read(name)).iter(f"{_W}p"):
                    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
                    words = "".join(
                        node.text or "" if node.tag == f"{_W}t" else " "
                        for node in paragraph.iter(f"{_W}t", f"{_W}br", f"{_W}tab")
                    )
                    if words.strip():
                        lines.append(
                            f"{'Normal' if style is None else style.get(f'{_W}val')}: {' '.join(words.split())}"
                        )
    return lines


def text_of_feed(path: Path) -> list[str]:
    lines: list[str] = []
    for node in etree.parse(path).iter():
        name = etree.QName(node).localname
        if name in ("encoded", "content"):
            lines += _lines(node.text or "")
        elif node.text and node.text.strip() and name not in ("docs", "generator"):
            lines.append(f"{name}: {' '.join(node.text.split())}")
    return lines


READERS = {"pdf": text_of_pdf, "epub": text_of_epub, "docx": text_of_docx, "rss": text_of_feed, "atom": text_of_feed}


@pytest.mark.parametrize("case", sorted(path.name for path in CASES.iterdir() if path.is_dir()))
def test_what_readers_get_to_read(case: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    source = next(path for path in (CASES / case).iterdir() if path.stem == "story")
    report = Report()
    edition = load_edition([source], report, syndicated=True)
    export(edition, choose_formats(",".join(FORMATS)), tmp_path, report)
    said = [f"{d.severity}[{d.code}] {d.place.line}" for d in report.diagnostics if d.severity != "info"]
    texts = {name: READERS[name](tmp_path / f"story.{name}") for name in FORMATS} | {"diagnostics": said}
    different = []
    for name, lines in texts.items():
        golden = CASES / case / f"{name}.txt"
        text = "".join(f"{line}\n" for line in lines)
        if request.config.getoption("--accept"):
            golden.write_text(text, encoding="utf-8")
        elif golden.read_text(encoding="utf-8") != text:
            different.append((name, text))
    assert different == [], "pytest --accept tests/test_cases.py writes them anew; read the difference first"
