"""`python -m tests.conformance.extraction FILE...` compares what pdftotext takes out of a PDF with what its story says.

Every paragraph and heading of the model must be found whole, after the one before it; counted by language.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from exporters.formats import pdf
from exporters.model.nodes import Heading, Paragraph
from exporters.model.publication import Publication
from exporters.model.walk import plain_text, walk
from exporters.pipeline import load_edition
from exporters.report import Report
from exporters.testing import write_to_memory

# Running heads and page numbers stand outside of this part of an A4 page, in points.
_CROP = ("-x", "0", "-y", "64", "-W", "600", "-H", "715")
# Soft hyphens, marks of direction and byte order, and spaces, which lines may add or swallow.
_UNSEEN = re.compile("[\u00ad\u200b\ufeff\u2060\ufffe\u200e\u200f\u202a-\u202e\u2066-\u2069\\s]")


@dataclass(slots=True)
class Found:
    """How many paragraphs a language has, and how many of them came out in order, or at all."""

    said: int = 0
    in_order: int = 0
    elsewhere: int = 0


def compare_texts(sources: Sequence[str]) -> tuple[dict[str, Found], list[str]]:
    """Return what was found by language, and the beginnings of the paragraphs that were not."""
    found: dict[str, Found] = {}
    lost: list[str] = []
    for source in sources:
        for story in load_edition([source], Report()).stories:
            taken = _seen(_taken_out(story))
            count = found.setdefault(story.meta.language or "und", Found())
            position = 0
            for text in _paragraphs(story):
                count.said += 1
                at = taken.find(text, position)
                if at >= 0:
                    count.in_order += 1
                    position = at + len(text)
                elif text in taken:
                    count.elsewhere += 1
                else:
                    lost.append(f"{source}: {text[:60]}")
    return found, lost


def _paragraphs(story: Publication) -> Iterator[str]:
    for article in story.articles:
        for node in walk(article.body):
            if isinstance(node, Paragraph | Heading):
                text = _seen(plain_text(node.children))
                if len(text) > 1:
                    yield text


def _taken_out(story: Publication) -> str:
    files, _ = write_to_memory(pdf.FORMAT, story)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(files[None])
        file.flush()
        done = subprocess.run(["pdftotext", "-raw", *_CROP, file.name, "-"], capture_output=True, check=True)
    return done.stdout.decode()


def _seen(text: str) -> str:
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def main() -> int:
    """Print what was found of each language; fail if anything was lost."""
    found, lost = compare_texts(sys.argv[1:])
    for language, count in sorted(found.items()):
        print(f"{language:8} {count.said} paragraphs, {count.in_order} in order, {count.elsewhere} elsewhere")
    for text in lost:
        print(f"lost: {text}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
