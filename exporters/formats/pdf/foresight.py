"""Words shaped many at a time before they are set, which takes a quarter of the time of one after the other.

Only words of letters and the marks around them are, in which nothing but kerning happens; all others wait until they
are needed. What is learnt here is what `Shaper.word` would have found, and a test holds it to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from exporters.formats.pdf.shaping import Shaper

# No place for a line end, and with marks too short to be a technical word, by the rules of opportunities.py. Letters
# that most faces join are left out.
_LETTERS = "[A-Za-z0-9\u00c0-\u017f\u2019']+"
_PLAIN_WORD = re.compile(
    f"(?!.*f[bfhijklt])(?:{_LETTERS}|(?!.{{14}})[(\"'\u201c\u2018]?{_LETTERS}[).,;:!?\"'\u201d\u2019]{{0,3}})"
)
_TOGETHER = 60
# Stands between the words: fonts kern letters with a space, hardly any with a bar.
_BETWEEN = "|"


def learn_words(shaper: Shaper, texts: Iterable[str]) -> None:
    """Shape the plain words of these texts."""
    if shaper.letterwise or shaper.made_small_capitals:
        return
    words = dict.fromkeys(word for text in texts for word in text.split(" "))
    fresh = [word for word in words if word not in shaper.words and _PLAIN_WORD.fullmatch(word)]
    for start in range(0, len(fresh), _TOGETHER):
        _learn(shaper, fresh[start : start + _TOGETHER])


def _learn(shaper: Shaper, words: list[str]) -> None:
    """Shape these words as one text, and keep those that come out as they would alone."""
    text = _BETWEEN.join(words)
    placed = shaper.placed_glyphs(text)
    own = {character: shaper.own_glyph(character) for character in sorted(set(text)) if character != _BETWEEN}
    own[_BETWEEN] = (shaper.face.program.font.get_nominal_glyph(ord(_BETWEEN)) or 0, "", shaper.advances[_BETWEEN])
    plain = [own[character] for character in text]
    if [glyph for glyph, _ in placed] != [glyph for glyph, _, _ in plain]:
        return  # letters that change beside each other
    if any(across or up for _, (across, up, _, _) in placed):
        return
    codes = [code for _, code, _ in plain]
    widths = [width for _, (_, _, width, _) in placed]
    # Kerning: minus moves to the right.
    moves = [width - drawn for (_, _, width), drawn in zip(plain, widths, strict=True)]
    start = 0
    for word in words:
        end = start + len(word)
        # A letter that is kerned with what stands between would be elsewhere alone.
        if not moves[end - 1] and not any(moves[start - 1 : start]) and not any(moves[end : end + 1]):
            if any(moves[start:end]):
                pieces = zip(codes[start:end], moves[start:end], strict=True)
                fragment = "".join([f"{code}){move}(" if move else code for code, move in pieces])
            else:
                fragment = "".join(codes[start:end])
            shaper.words[word] = (sum(widths[start:end]), fragment, None)
        start = end + 1
