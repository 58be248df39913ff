"""What is measured, row by row: start-up, one article, the book, stories by the hundred, feeds."""

from __future__ import annotations

import sys
from dataclasses import replace

from tests.source.hostile import REPEATED
from tests.speed.bench import Bench, total
from tests.speed.lines import compare_lines

_TYPST = "import typst; typst.compile({0!r}, output={1!r}, pdf_standards=['ua-1', 'a-2a'])"
_WEASYPRINT = "import weasyprint; weasyprint.HTML({0!r}).write_pdf('peer.pdf', pdf_variant='pdf/ua-1')"
_OUT = "out/the-book.pdf"
_SAMPLE = 10
"""Of 500 articles, so many go through the peers; what each costs is taken for all."""


def measure_start(bench: Bench) -> None:
    """Measure what a command costs that does nothing."""
    for option in ("--version", "--help"):
        cost = bench.cost(f"broadsheet {option}", [sys.executable, "-m", "exporters", option])
        bench.seconds_at_most(f"`broadsheet {option}`", cost, 0.12)


def measure_article(bench: Bench) -> None:
    """Measure one article to each format and to all."""
    pandoc = bench.pandoc
    peers = [
        bench.cost(f"pandoc article {form}", [pandoc, "article.md", "-o", f"p.{form}"]) for form in ("epub", "docx")
    ]
    peers.append(bench.cost("pandoc article typst", [pandoc, "article.md", "-s", "-o", "p.typ"]))
    peers.append(bench.cost("typst article", [sys.executable, "-c", _TYPST.format("article.typ", "peer.pdf")]))
    for to, limit in (("pdf", 0.30), ("epub", 0.20), ("docx", 0.22), ("rss", 0), ("atom", 0)):
        cost = bench.ours(f"article {to}", ["article.md"], to)
        if limit:
            bench.seconds_at_most(f"one article to {to.upper()}", cost, limit)
    everything = bench.ours("article all five", ["article.md"], "pdf,epub,docx,rss,atom")
    bench.part_at_most(
        "one article, all five, against pandoc's EPUB, DOCX and PDF by Typst", everything, total(*peers), 1.5
    )


def measure_book(bench: Bench) -> None:
    """Measure the book to each format."""
    chapters = bench.inputs.chapters
    if not chapters:
        return
    meta = ["--as-one", "--title", "The book"]
    peers = []
    for form, wanted in (("epub", 12), ("docx", 6)):
        name = form.upper()
        command = [bench.pandoc, *chapters, "-f", "gfm", "-M", "title=The book", "-o", f"p.{form}"]
        there = bench.cost(f"pandoc book {form}", command)
        here = bench.ours(f"book {form}", chapters, form, *meta)
        bench.times_faster(f"the book to {name}, against pandoc", here, there, wanted)
        bench.part_at_most(f"its peak memory to {name}, against pandoc", here, there, 0.2, memory=True)
        peers.append(there)
    twice = bench.ours("book twice docx", ["book2"], "docx", *meta)
    bench.part_at_most("double the book to DOCX", twice, bench.costs["broadsheet book docx"], 2.2)
    three = bench.ours("book epub,docx,pdf", chapters, "epub,docx,pdf", *meta)
    bench.part_at_most("the book to EPUB, DOCX and PDF, against pandoc's EPUB and DOCX", three, total(*peers), 1)
    _measure_print(bench, chapters, meta)


def _measure_print(bench: Bench, chapters: list[str], meta: list[str]) -> None:
    here = bench.ours("book pdf", chapters, "pdf", *meta, "-O", "pdf.jobs=1")
    beside = bench.ours("book pdf by two", chapters, "pdf", *meta, "-O", "pdf.jobs=2")
    size = bench.size(_OUT)
    there = bench.cost("typst book", [sys.executable, "-c", _TYPST.format("book.typ", "typst.pdf")])
    bench.times_faster("the book to PDF (UA-1, A-2a), against Typst", here, there, 1.3)
    bench.wall_at_most("the same by two processes: time that passes, against Typst", beside, there, 1)
    bench.part_at_most("peak memory of each of the two, against Typst", beside, there, 0.45, memory=True)
    bench.part_at_most("what two processes cost, against one", beside, here, 1.15)
    bench.part_at_most("its peak memory, against Typst", here, there, 0.45, memory=True)
    bench.size_at_most("its size, against Typst", size, bench.size("typst.pdf"), 0.35)
    bare = bench.ours("book pdf untagged", chapters, "pdf", *meta, "-O", "pdf.jobs=1", "-O", "pdf.standard=none")
    bench.part_at_most("tags and conformance: time, against the same text untagged", here, bare, 1.15)
    bench.size_at_most("tags and conformance: size, against the same text untagged", size, bench.size(_OUT), 1.06)
    slow = bench.cost("weasyprint book", [sys.executable, "-c", _WEASYPRINT.format("book.html")])
    bench.times_faster("the book to PDF, against WeasyPrint", here, slow, 14)
    bench.part_at_most("its peak memory, against WeasyPrint", here, slow, 0.34, memory=True)


def measure_lines(bench: Bench) -> None:
    """Count what can be said against the lines of the book, beside lines that are filled one after the other."""
    if not bench.inputs.chapters:
        return
    here, there = compare_lines([bench.inputs.folder / chapter for chapter in bench.inputs.chapters])
    bench.fewer("loose lines of the book (space over 1.75), against first fit", here.loose, there.loose, 0.3)
    bench.fewer("divided words of the book, against first fit", here.divided, there.divided, 0.6)
    bench.none_of("overfull lines of the book", here.overfull)


def measure_hostile(bench: Bench) -> None:
    """Measure what is read of markup that is repeated and never closed, and of twice as much."""
    costs = []
    for count in (3000, 6000):
        folder = bench.inputs.folder / f"hostile{count}"
        folder.mkdir()
        for number, piece in enumerate(REPEATED):
            (folder / f"{number:02}.md").write_text(piece * count, encoding="utf-8")
        command = f"'{sys.executable}' -m exporters check {folder.name} -q; true"  # its errors are not the point
        costs.append(bench.cost(f"{len(REPEATED)} files of {count:,} pieces", ["sh", "-c", command]))
    bench.part_at_most("hostile markup, twice as much", costs[1], costs[0], 2.2)


def measure_hundreds(bench: Bench) -> None:
    """Measure stories by the hundred: 500 to the page formats, 2,000 to the feeds."""
    posts = bench.inputs.posts
    some = posts[:500]
    each = [
        bench.cost(f"pandoc {_SAMPLE} of 500 {form}", _one_by_one(bench.pandoc, some[:_SAMPLE], form))
        for form in ("epub", "docx", "typ")
    ]
    each.append(bench.costs["typst article"])
    peer = total(*(replace(cost, seconds=cost.seconds / _SAMPLE) for cost in each[:3]), each[3])
    here = bench.ours("500 articles epub,docx,pdf", some, "epub,docx,pdf")
    bench.times_faster("500 articles to EPUB, DOCX and PDF", here, replace(peer, seconds=peer.seconds * len(some)), 8)
    if len(posts) >= 2000:
        one = bench.ours("1,000 posts rss,atom", posts[:1000], "rss,atom")
        two = bench.ours("2,000 posts rss,atom", posts[:2000], "rss,atom")
        bench.part_at_most("2,000 posts to RSS and Atom, against 1,000", two, one, 2.2)


def _one_by_one(pandoc: str, posts: list[str], form: str) -> list[str]:
    """Return the command that has pandoc write each of these, one call each, as it must for files of their own."""
    calls = (f"'{pandoc}' '{post}' -s -o 'p.{form}'" for post in posts)
    return ["sh", "-c", " && ".join(calls)]
