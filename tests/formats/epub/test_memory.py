"""Memory is measured in a process of its own, since a process never gives back its peak."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SCRIPT = """
import random, resource, sys
from datetime import UTC, datetime
from exporters.contract import Job
from exporters.formats.epub import EpubOptions, write_epub
from exporters.model.meta import Meta
from exporters.model.nodes import Figure, Image, Paragraph, Text
from exporters.model.outline import number_article
from exporters.model.publication import Article, Publication, Resource
from exporters.report import Report

class Output:
    def open(self, name=None):
        return open(sys.argv[1], "w+b")

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

def chapter(number):
    shown = Figure(image=Image(source=f"images/{number % 100}.jpg", alt="Noise"))
    text = tuple(Paragraph(children=(Text(text=f"{number} {at} " + "word " * 100),)) for at in range(30))
    return number_article(Article(meta=Meta(title=f"Chapter {number}", slug=f"c{number}"), body=(*text, shown)))

pictures = tuple(
    Resource(name=f"images/{number}.jpg", media_type="image/jpeg", width=1600, height=1200) for number in range(100)
)
chapters = tuple(map(chapter, range(500)))
publication = Publication(meta=Meta(title="Big", slug="big"), contents=chapters, resources=pictures)
one = random.Random(1).randbytes(2_000_000)
options = EpubOptions(cover="never")
write_epub(  # what is imported is no part of what is measured
    Publication(meta=publication.meta, contents=chapters[:1], resources=pictures[:1]), Output(),
    Job(options=options, report=Report(), now=datetime(2025, 1, 1, tzinfo=UTC), read_asset=lambda name: bytes(one)),
)
before = peak()
write_epub(
    publication, Output(),
    Job(options=options, report=Report(), now=datetime(2025, 1, 1, tzinfo=UTC), read_asset=lambda name: bytes(one)),
)
print(peak() - before)
"""


def test_five_hundred_chapters_and_200_mb_of_pictures_pass_through_little_memory(tmp_path: Path) -> None:
    book = tmp_path / "big.epub"
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(book)], capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert book.stat().st_size > 200_000_000
    assert float(done.stdout) < 25
