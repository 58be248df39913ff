"""The last look for redactions that did not take: a mark that is still text would print the name it was to hide.

The readers of sources refuse the marks that they find in the bytes. This looks at the words that came of it, whatever
the source: in letters of full width, with marks of no width within, put together from entities, in square brackets.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from exporters.model.nodes import Block, Image
from exporters.model.overview import Overview, look_over
from exporters.model.place import Place
from exporters.model.publication import Article
from exporters.model.walk import gather
from exporters.patterns import beyond_ascii, pattern
from exporters.report import Report

_MARK = pattern(
    r"<\s*/?\s*(?:\w+:)?redact(?:ed|ion)?\b|[\[{]%?\s*/\s*redact(?:ed|ion)?\b|:::+\s*\{?\s*\.?redact", re.IGNORECASE
)
_IMAGE: frozenset[type] = frozenset({Image})
_LETTERS = frozenset("redactREDACT")
_NO_WIDTH = (
    ("\u00ad", "\u00ad"), ("\u0300", "\u036f"), ("\u061c", "\u061c"), ("\u115f", "\u1160"), ("\u180e", "\u180e"),
    ("\u200b", "\u200f"), ("\u202a", "\u202e"), ("\u2060", "\u206f"), ("\u3164", "\u3164"), ("\ufe00", "\ufe0f"),
    ("\ufeff", "\ufeff"), ("\uffa0", "\uffa0"), ("\U000e0000", "\U000e01ef"),
)  # fmt: skip
"""What takes no room of its own, marks above letters included: the first and the last of each range."""

_OPENING = frozenset("<[{:")
_LOOKALIKES = str.maketrans("еЕаАсСтТгԁɑαεϲτ‹›〈〉⟨⟩❮❯", "eEaAcCtTrdaaect<><><><>")
"""Letters and signs that cannot be told from those of a mark: whoever writes in Cyrillic has them under the same keys
(https://www.unicode.org/reports/tr39/#Confusable_Detection)."""


def check_redactions(article: Article, report: Report, seen: Overview | None = None) -> None:
    """Report, as an error, each block and field of the story in which a mark of redaction is still text.

    `seen` is what the body holds, where that is known.
    """
    meta = article.meta
    fields = [meta.title, meta.subtitle, meta.summary, meta.section, meta.cover_alt, *meta.keywords]
    fields += [contributor.name for contributor in meta.contributors]
    fields += [correction.text for correction in article.corrections]
    fields += [source.title for source in article.sources]
    found = [meta.place] if has_mark("\n".join(fields)) else []
    found += _marked(article.body, seen or look_over(article.body))
    notes = [block for note in article.notes for block in note.children]
    found += _marked(notes, look_over(notes)) if notes else []
    for place in found:
        report.error(
            "redaction-unbalanced",
            "a mark of redaction is still part of the text",
            place,
            "Withhold by one <redact> and one </redact> in plain letters, in the same block of text; "
            "to write about the tag, leave its brackets out",
        )


def _marked(blocks: Sequence[Block], seen: Overview) -> Iterable[Place]:
    """Yield the places of those of the blocks that have a mark in them; `seen` is what they hold."""
    for position in range(len(blocks)) if may_have_mark(seen) else seen.holding(_IMAGE):
        block = blocks[position]
        titles = " ".join(node.title for node in gather(block, _IMAGE) if isinstance(node, Image))
        if has_mark(seen.words(position)) or (titles and has_mark(titles)):
            yield block.place


def may_have_mark(seen: Overview) -> bool:
    """Return whether the blocks must be looked at one by one: the words of most stories have nothing like a mark."""
    data = seen.data
    if any(map(_may_hide, seen.signs)) and _may_open(text := data.decode()):
        data = text.translate(_PLAIN).encode()
    return data.lower().find(b"redact") >= 0  # `in` tries first whether it is a number, which costs more than to search


class _PlainLetters(dict[int, str]):
    """The plainest letters that look like a character, by its code; filled as characters are met.

    Nothing for what has no width and for marks above letters.
    """

    def __missing__(self, code: int) -> str:
        letters = unicodedata.normalize("NFKD", chr(code).translate(_LOOKALIKES))
        seen = [letter for letter in letters if not any(first <= letter <= last for first, last in _NO_WIDTH)]
        plain = self[code] = "".join(seen).translate(_LOOKALIKES)
        return plain


_PLAIN = _PlainLetters()


def _may_hide(character: str) -> bool:
    """Return whether a mark may be written with this character, which is no letter of ASCII but counts as one."""
    plain = _PLAIN[ord(character)]
    return not plain or not _LETTERS.isdisjoint(plain)


def _may_open(text: str) -> bool:
    """Return whether anything in the text can begin a mark: most stories in other scripts are spared the folding."""
    return any(sign in text for sign in _OPENING) or any(
        not _OPENING.isdisjoint(_PLAIN[ord(character)]) for character in frozenset(beyond_ascii(text))
    )


def has_mark(text: str) -> bool:
    """Return whether the text has a mark of redaction in it, however it is written."""
    if not text.isascii():
        if not _may_open(text):
            return False
        text = text.translate(_PLAIN)
    return "redact" in text.lower() and _MARK.search(text) is not None
