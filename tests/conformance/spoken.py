"""Two judges of our own: what a PDF says, against what the story says.

The validators ask whether a file keeps the rules; these ask whether the words are there, in order, for a reader who
copies them (pdftotext) and for one who has them read out by the structure tree (pdfinfo -struct-text).
"""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from exporters.model.nodes import Code, CodeBlock, Text
from exporters.model.publication import Publication
from exporters.model.walk import walk

_UNSEEN = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2066-\u2069]+")
_SAID = re.compile(r'^\s*"(.*)"$', re.MULTILINE)


def said_by_text(file: Path) -> str:
    """Return the text that poppler takes out of the pages, in the order of the page's operators."""
    return _run("pdftotext", "-raw", file, "-")


def said_by_tree(file: Path) -> str:
    """Return the text that poppler finds by way of the structure tree; nothing where there is no tree."""
    return "".join(_SAID.findall(_run("pdfinfo", "-struct-text", file)))


def unsaid(publication: Publication, said: str) -> list[str]:
    """Return the stretches of the stories' text that are not found, in order, in what a file says."""
    heard = _squeezed(said)
    missing: list[str] = []
    position = 0
    for words in _stretches(publication):
        found = heard.find(words, position)
        if found < 0:
            missing.append(words)
        else:
            position = found + len(words)
    return missing


def _stretches(publication: Publication) -> Iterator[str]:
    for article in publication.articles:
        yield _squeezed(article.meta.title)
        for node in walk(article.body):
            if isinstance(node, Text | Code):
                yield _squeezed(node.text)
            elif isinstance(node, CodeBlock):
                yield from (_squeezed(line) for line in node.text.splitlines())


def _squeezed(text: str) -> str:
    """Return the text without white space, hyphens at line ends and marks of direction, which say no words."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text))


def _run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, timeout=60)
    return done.stdout
