"""What is measured: the same text in the form that each system reads, made anew in a folder for each run."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from pathlib import Path

_PICTURE = re.compile(r"!\[[^\]]*\]\([^)]*\)|<img\b[^>]*/?>|</?figure\b[^>]*>|</?figcaption\b[^>]*>")
_INCLUDE = re.compile(r"\{\{#[^}]*\}\}")
_DEAD_LINK = re.compile(r"#link\((?:<[^>]*>|\"(?!https?:)[^\"]*\")\)")
_BEYOND_FONTS = re.compile("[\u0370-\u03ff\u0590-\u1fff\u2190-\U0010ffff]")
_TYPST_HEADING = re.compile(r"(=+) (.*)")
_CHAPTER = re.compile(r"\]\(([^)]+\.md)\)")

ARTICLE = """---
title: What the file says
author: Noor Example
date: 2025-11-14
lang: en
---

"""
_TEXT = """\
The agency filed it late on a Wednesday: the record from which a court is to see what was decided, and on what. It
holds two numbers, a name for the network over which the files were to travel, and very little else. [A reader](
https://example.org/record) who wants to know who asked whom has to read it backwards.
---
A request of this size is, in the end, a *long list of people*. For each of them the file gives four things: a name,
a date of birth, an address and a number. None of them was asked. **None of them was told.**
---
What the analysis said in full is not known. What it concluded is: the request could not be met. The man who signed it
retired in the same month, and his successor resigned over the agreement six weeks later."""
_PARAGRAPHS = [part.strip() for part in _TEXT.split("---")]


@dataclass(frozen=True, slots=True)
class Inputs:
    """The folder of a run and what lies in it."""

    folder: Path
    chapters: list[str]
    posts: list[str]
    corpora: Path


def make_inputs(folder: Path, corpora: Path, pandoc: str, posts: int) -> Inputs:
    """Return the inputs, written into the folder: an article, the book without pictures, stories by the hundred."""
    (folder / "article.md").write_text(ARTICLE + article_body(), encoding="utf-8")
    source = corpora / "book-rust" / "src"
    chapters: list[str] = []
    if source.is_dir():
        (folder / "book").mkdir()
        for at, name in enumerate(_CHAPTER.findall((source / "SUMMARY.md").read_text(encoding="utf-8"))):
            text = (source / name).read_text(encoding="utf-8")
            text = _INCLUDE.sub("", _PICTURE.sub("", text))
            chapter = f"book/{at:03d}-{Path(name).name}"
            (folder / chapter).write_text(text, encoding="utf-8")
            chapters.append(chapter)
        meta = ["-M", "title=The book", "-M", "lang=en"]
        for form, suffix in (("typst", ".typ"), ("html5", ".html")):
            subprocess.run(
                [pandoc, *chapters, "-f", "gfm", "-t", form, "-s", *meta, "-o", f"book{suffix}"], cwd=folder, check=True
            )
        # Typst refuses links into other files of the book, and characters that none of its own fonts has.
        typst = _DEAD_LINK.sub("", (folder / "book.typ").read_text(encoding="utf-8"))
        typst = _without_gaps(_BEYOND_FONTS.sub("?", typst))
        (folder / "book.typ").write_text(typst, encoding="utf-8")
        (folder / "book2").mkdir()
        for half in ("a", "b"):
            for chapter in chapters:
                text = (folder / chapter).read_text(encoding="utf-8")
                (folder / "book2" / f"{half}-{Path(chapter).name}").write_text(text, encoding="utf-8")
    subprocess.run(
        [pandoc, "article.md", "-t", "typst", "-s", "--shift-heading-level-by=-1", "-o", "article.typ"],
        cwd=folder,
        check=True,
    )
    (folder / "posts").mkdir()
    written: list[str] = []
    for at in range(posts):
        name = f"posts/post-{at:04d}.md"
        head = ARTICLE.replace("What the file says", f"What the file says, part {at}").replace("2025-11-14", _day(at))
        (folder / name).write_text(head + article_body(at), encoding="utf-8")
        written.append(name)
    return Inputs(folder, chapters, written, corpora)


def _without_gaps(typst: str) -> str:
    """Return the text with no heading more than one level below the one before it."""
    before = 0
    lines: list[str] = []
    for line in typst.split("\n"):
        found = _TYPST_HEADING.match(line)
        if found:
            before = min(len(found[1]), before + 1)
            line = f"{'=' * before} {found[2]}"  # noqa: PLW2901 - the line goes on as it now is
        lines.append(line)
    return "\n".join(lines)


def article_body(turn: int = 0) -> str:
    """Return some 800 words with what a story has: headings, a list, a table, a quotation, two notes."""
    parts: list[str] = []
    for section in range(4):
        parts.append(f"## Section {section + 1}\n")
        parts.extend(f"{_PARAGRAPHS[(turn + section + at) % 3]}\n" for at in range(4))
    parts.insert(4, "- the first point\n- the second point\n- the third point\n")
    parts.insert(8, "| Step | Records |\n|:-----|--------:|\n| Asked | 1,270,000 |\n| Matched | 47,489 |\n")
    parts.insert(12, "> About one record in 27 was deemed a match.\n")
    parts.append("It ends here.[^a] For now.[^b]\n\n[^a]: The first note.\n[^b]: The second note.\n")
    return "\n".join(parts)


def _day(at: int) -> str:
    return f"{2010 + at // 336}-{at // 28 % 12 + 1:02d}-{at % 28 + 1:02d}"
