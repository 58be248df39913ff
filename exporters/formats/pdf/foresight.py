"""Words shaped many at a time before they are set, which takes a quarter of the time of one after the other.

Only words of letters and the marks around them are, and what others are made of; all else waits until it is needed.
What is learnt here is what `Shaper.word` would have found, and a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from exporters.formats.pdf.opportunities import NOTEWORTHY
from exporters.formats.pdf.runs import TextStyle
from exporters.formats.pdf.shaping import segments
from exporters.formats.pdf.sheet import BODY, HEADINGS, RUNNING, Ink, Sheet
from exporters.formats.pdf.words import SizedWords
from exporters.model.nodes import Emphasis, Heading, Strong, Text
from exporters.model.publication import Article
from exporters.model.walk import children, walk
from exporters.patterns import pattern

# No place for a line end, and with marks too short to be a technical word, by the rules of opportunities.py.
_LETTERS = "[A-Za-z0-9\u00c0-\u017f\u2019']+"
_PLAIN_WORD = pattern(f"{_LETTERS}|(?!.{{14}})[(\"'\u201c\u2018]?{_LETTERS}[).,;:!?\"'\u201d\u2019]{{0,3}}")
# What other words are made of, those of code and addresses too.
_PIECE = pattern("(?=.*[A-Za-z0-9\u00c0-\u017f])[!-{}~\u00c0-\u017f\u2010-\u2026]+")
_TOGETHER = 200
# Fewer are shaped as soon one after the other.
_ENOUGH = 3


def learn_story(article: Article, sheet: Sheet, *, running: bool = False) -> None:
    """Shape the words of a story together, in the faces that most of them are set in.

    With `running` its headings stand at the edges of pages, too.
    """
    plain: list[str] = []
    apart: dict[type, list[str]] = {Emphasis: [], Strong: [], Heading: []}
    whole = frozenset(apart)
    for nodes in (article.body, *(note.children for note in article.notes)):
        for node in walk(nodes, whole=whole):
            if isinstance(node, Text):
                plain.append(node.text)
            elif type(node) in apart:
                apart[type(node)].extend([words.text for words in walk(children(node)) if isinstance(words, Text)])
    language = article.meta.language
    words = _words(sheet.style(BODY), language)
    words.shaper.foreseen = True
    learn_words(words, plain)
    styles = (sheet.style(BODY, Ink(italic=True)), sheet.style(BODY, Ink(bold=True)), sheet.style(HEADINGS[0]))
    for style, texts in zip(styles, apart.values(), strict=True):
        if texts:
            learn_words(_words(style, language), texts)
    if running:
        learn_words(_words(sheet.style(RUNNING), language), apart[Heading])


def _words(style: TextStyle, language: str) -> SizedWords:
    found: SizedWords = style.face.words(language, style.features, style.size_pt)
    return found


def learn_words(known: SizedWords, texts: Iterable[str]) -> None:
    """Shape the plain words of these texts, and what the others are made of."""
    _learn_all(known, dict.fromkeys(" ".join(texts).split(" ")))


def learn_fresh(known: SizedWords, words: Sequence[str]) -> None:
    """Shape those of these words that are not known yet, if they are enough to gain by it."""
    if known.shaper.foreseen:
        return
    fresh = [word for word in words if word not in known]
    if len(fresh) >= _ENOUGH:
        _learn_all(known, dict.fromkeys(fresh))


def _learn_all(known: SizedWords, words: Iterable[str]) -> None:
    shaper, unit = known.shaper, known.unit_pt
    if shaper.letterwise or shaper.made_small_capitals:
        return
    pieces, before = shaper.pieces, shaper.words
    fresh = [word for word in words if word not in before]
    plain = list(filter(_PLAIN_WORD.fullmatch, fresh))
    others = dict.fromkeys(plain)
    for word in filter(NOTEWORTHY.search, fresh):
        if word not in others:
            shaper.segmented[word] = parts = segments(word)
            others.update([(piece, None) for piece, _ in parts if piece not in pieces and _PIECE.fullmatch(piece)])
    if len(others) < _ENOUGH:
        return
    every = list(others)
    for start in range(0, len(every), _TOGETHER):
        shaper.learn(every[start : start + _TOGETHER])
    for word in filter(pieces.__contains__, plain):
        before[word] = found = pieces[word]
        known[word] = (found[0] * unit, found[1], None)
