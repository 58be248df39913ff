"""First looks at the bytes of a file: for what most files have nothing of, so that nobody need search their text.

Several readers ask the same of one file, one after the other; each question is answered once. Where the answer is no,
the search that it stands for finds nothing; where it is yes, that search decides.
"""

from __future__ import annotations

from functools import lru_cache

from exporters.patterns import letters_of_file, pattern

_CRITIC_MARKUP = pattern(rb"\{(?:>>|\+\+|--|~~|==)")


@lru_cache(maxsize=1)
def may_be_edited(file: bytes) -> bool:
    """Return whether the file may hold CriticMarkup: comments of editors, or changes that they suggest."""
    return _CRITIC_MARKUP.search(file) is not None


@lru_cache(maxsize=1)
def may_hold_comments(file: bytes) -> bool:
    """Return whether the file may hold comments of editors, in CriticMarkup or as comments of HTML."""
    if may_be_edited(file) and b"{>>" in file:
        return True
    return b"<!--" in file and b"editor" in letters_of_file(file)
