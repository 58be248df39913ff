"""Words shaped many at a time before they are set, which takes a quarter of the time of one after the other.

Only words of letters and the marks around them are, in which nothing but kerning happens; all others wait until they
are needed. What is learnt here is what `Shaper.word` would have found, and a test holds it to that.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import sub

from exporters.formats.pdf.shaping import Shaper
from exporters.formats.pdf.sheet import BODY, HEADINGS, Ink, Sheet
from exporters.formats.pdf.words import SizedWords
from exporters.model.nodes import Emphasis, Heading, Strong, Text
from exporters.model.publication import Article
from exporters.model.walk import plain_text, walk
from exporters.patterns import pattern

# No place for a line end, and with marks too short to be a technical word, by the rules of opportunities.py. Letters
# that most faces join are left out.
_LETTERS = "[A-Za-z0-9\u00c0-\u017f\u2019']+"
_PLAIN_WORD = pattern(
    f"(?!.*f[bfhijklt])(?:{_LETTERS}|(?!.{{14}})[(\"'\u201c\u2018]?{_LETTERS}[).,;:!?\"'\u201d\u2019]{{0,3}})"
)
_TOGETHER = 200
# Fewer are shaped as soon one after the other.
_ENOUGH = 3
# Stands between the words: fonts kern letters with a space, hardly any with a bar.
_BETWEEN = "|"


def learn_story(article: Article, sheet: Sheet) -> None:
    """Shape the words of a story together, in the faces that most of them are set in."""
    plain: list[str] = []
    apart: dict[type, list[str]] = {Emphasis: [], Strong: [], Heading: []}
    for nodes in (article.body, *(note.children for note in article.notes)):
        for node in walk(nodes):
            if isinstance(node, Text):
                plain.append(node.text)
            elif type(node) in apart:
                apart[type(node)].append(plain_text(node))
    language = article.meta.language
    body = sheet.style(BODY)
    shaper = body.face.shaper(language, body.features)
    shaper.foreseen = True
    learn_words(shaper, plain)
    styles = (sheet.style(BODY, Ink(italic=True)), sheet.style(BODY, Ink(bold=True)), sheet.style(HEADINGS[0]))
    for style, texts in zip(styles, apart.values(), strict=True):
        if texts:
            learn_words(style.face.shaper(language, style.features), texts)


def learn_words(shaper: Shaper, texts: Iterable[str]) -> None:
    """Shape the plain words of these texts."""
    _learn_all(shaper, dict.fromkeys(" ".join(texts).split(" ")))


def learn_fresh(known: SizedWords, words: Sequence[str]) -> None:
    """Shape the plain words among these that are not known yet, if they are enough to gain by it."""
    if known.shaper.foreseen:
        return
    fresh = [word for word in words if word not in known]
    if len(fresh) >= _ENOUGH:
        _learn_all(known.shaper, dict.fromkeys(fresh))


def _learn_all(shaper: Shaper, words: Iterable[str]) -> None:
    if shaper.letterwise or shaper.made_small_capitals:
        return
    fresh = [word for word in words if word not in shaper.words and _PLAIN_WORD.fullmatch(word)]
    if len(fresh) < _ENOUGH:
        return
    glyph_of = shaper.own_glyphs
    without = {character for character in {_BETWEEN}.union(*fresh) if glyph_of[character] < 0}
    if without:
        fresh = [word for word in fresh if without.isdisjoint(word)]
    for start in range(0, len(fresh), _TOGETHER):
        _learn(shaper, fresh[start : start + _TOGETHER])


def _learn(shaper: Shaper, words: list[str]) -> None:
    """Shape these words as one text, and keep those that come out as they would alone.

    Only what is drawn counts as used: which words stand together here hangs on what was learnt before.
    """
    text = _BETWEEN.join(words)
    found, placed = shaper.placed_glyphs(text)
    if found != list(map(shaper.own_glyphs.__getitem__, text)):
        return  # letters that change beside each other
    across, up, widths, _ = zip(*placed, strict=True)
    if any(across) or any(up):
        return
    # Kerning: minus moves to the right.
    moves = list(map(sub, map(shaper.advances.__getitem__, text), widths))
    kept, code = shaper.words, shaper.own_codes.__getitem__
    start = 0
    for word in words:
        end = start + len(word)
        # A letter that is kerned with what stands between would be elsewhere alone.
        if not (moves[end - 1] or any(moves[start - 1 : start]) or any(moves[end : end + 1])):
            kerns = moves[start:end]
            if any(kerns):
                drawn = [
                    f"{code(letter)}){move}(" if move else code(letter)
                    for letter, move in zip(word, kerns, strict=True)
                ]
                kept[word] = (sum(widths[start:end]), "".join(drawn), None)
            else:
                kept[word] = (sum(widths[start:end]), "".join(map(code, word)), None)
        start = end + 1
