"""What each glyph of a word is read as, when text is copied, searched or spoken."""

from __future__ import annotations

import unicodedata


def texts_of_glyphs(text: str, clusters: list[int], *, backwards: bool) -> list[str]:
    """Return what each glyph extracts as, so that all of them in the order of the text give the text.

    The characters of a cluster are dealt to its glyphs one by one, the last glyph taking the rest; it does not matter
    which glyph shows which. Where there are more glyphs than characters, the canonical decomposition may have
    enough (a vowel sign drawn in two halves); if not, the glyphs left over extract as nothing.
    """
    if clusters == list(range(len(text))):
        return list(text)
    starts = sorted(set(clusters))
    starts[0] = 0
    ends = dict(zip(starts, [*starts[1:], len(text)], strict=True))
    counts: dict[int, int] = {}
    least = min(clusters)
    keys = [0 if cluster == least else cluster for cluster in clusters]
    for key in keys:
        counts[key] = counts.get(key, 0) + 1
    shares: dict[int, list[str]] = {}
    for key, count in counts.items():
        said = text[key : ends[key]]
        if count > len(said):
            said = unicodedata.normalize("NFD", said)
        share = [*said[: count - 1], said[count - 1 :]]
        shares[key] = share + [""] * (count - len(share))
    result = [shares[key].pop(0) for key in (reversed(keys) if backwards else keys)]
    return result[::-1] if backwards else result
