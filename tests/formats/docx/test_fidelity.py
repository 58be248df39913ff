"""Nothing lost: every word of the model is in the Word file, in its order."""

from __future__ import annotations

import re

import pytest

from exporters.model.nodes import Code, CodeBlock, Text
from exporters.model.publication import Article, Publication, lone_story
from exporters.model.walk import AnyNode, walk
from exporters.testing import briefing, specimen
from tests.formats.docx.lint import W
from tests.formats.docx.reading import Word, text_of, write

_SPACE = re.compile(r"\s+")


def bare(text: str) -> str:
    """Return the text without spaces, which tables and lists place as they need."""
    return _SPACE.sub("", text)


def pieces(nodes: tuple[AnyNode, ...]) -> list[str]:
    """Return the texts of the model in reading order."""
    return [bare(node.text) for node in walk(nodes) if isinstance(node, (Text, Code, CodeBlock))]


def shown(word: Word, name: str) -> str:
    """Return all that a part of the file shows, formulas aside."""
    return bare("".join(text_of(element) for element in word.tree(name).iter(f"{W}p")))


def missing(article: Article, word: Word) -> list[str]:
    """Return the texts of an article that are not in the file, or not in their order."""
    lost, position, text = [], 0, shown(word, "document")
    for piece in pieces(article.body):
        found = text.find(piece, position)
        if found < 0:
            lost.append(piece)
        else:
            position = found + len(piece)
    notes = shown(word, "footnotes") if "word/footnotes.xml" in word.names else text
    lost += [piece for note in article.notes for piece in pieces(note.children) if piece not in notes]
    return lost


@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["specimen", "briefing"])
def test_every_word_comes_back(publication: Publication) -> None:
    word = write(publication)
    assert [missing(article, word) for article in publication.articles] == [[]] * len(publication.articles)


def test_a_lost_word_would_be_found() -> None:
    article = specimen().articles[0]
    kept = lone_story(Article(meta=article.meta, body=article.body[1:], notes=article.notes), specimen().resources)
    assert "Textwithanote" in missing(article, write(kept))
