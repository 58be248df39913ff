"""Where words of a language may be divided: Liang's algorithm over the pattern files that the pyphen package ships.

F. M. Liang, Word Hy-phen-a-tion by Com-put-er, Stanford 1983, https://tug.org/docs/liang/ . Reading the files here
rather than through pyphen takes a tenth of the time: a one-page document with one word to divide must not wait for
ten thousand patterns to be taken apart, so patterns are only looked at when a word holds their first letters.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from exporters.patterns import pattern

# At least this many letters stay before and after a hyphen; the habit of most house styles.
_BEFORE, _AFTER = 2, 3
_SHORTEST = 5
_LETTERS = pattern(r"[^\W\d_]+")
_DIGITS = {ord(digit): None for digit in "0123456789"}
# What a language means where its tag names no country and several pattern files exist.
_USUAL = {"en": "en_US", "de": "de_DE", "pt": "pt_PT", "no": "nb_NO", "nb": "nb_NO", "nn": "nn_NO", "sr": "sr"}


class Hyphenator:
    """The division of words by the patterns of one file."""

    def __init__(self, path: Path) -> None:
        data = path.read_bytes()
        encoding = data[: data.index(b"\n")].strip().decode("ascii")
        text = data.decode(encoding)
        # A pattern with "/" changes the spelling; words stay whole there. The rest of such a file does without it.
        if "/" in text:
            text = "\n".join(line for line in text.split("\n") if "/" not in line)
        lines = text.replace("\r", "").split("\n")
        letters = text.replace("\r", "").translate(_DIGITS).split("\n")
        # By their first two letters. Lines with a space are options and remarks, and fit no word.
        self._patterns: dict[str, dict[str, str]] = {}
        for key, line in zip(letters, lines, strict=True):
            self._patterns.setdefault(key[:2], {})[key] = line
        # Letter by letter what patterns go on with; under nothing the pattern that ends there, or its numbers.
        self._trees: dict[str, dict[str, Any]] = {}
        self._known: dict[str, list[int]] = {}

    def positions(self, word: str) -> list[int]:
        """Return how many characters may stand before a hyphen, ascending; the word may hold punctuation."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._divide(word)
        return found

    def _divide(self, word: str) -> list[int]:
        positions: list[int] = []
        for match in _LETTERS.finditer(word):
            letters = match.group()
            # Initials and words in capitals are not divided.
            if len(letters) < _SHORTEST or letters.isupper():
                continue
            lowered = letters.lower()
            if len(lowered) == len(letters):
                positions += [match.start() + place for place in self.places(lowered, _BEFORE, _AFTER)]
        return positions

    def places(self, letters: str, before: int, after: int) -> list[int]:
        """Return the places in small letters that the patterns allow, with so many letters on each side."""
        framed = f".{letters}."
        values = [0] * (len(framed) + 1)
        trees = self._trees
        for start in range(len(framed) - 1):
            tree = trees.get(framed[start : start + 2])
            if tree is None:
                tree = self._grown(framed[start : start + 2])
            for letter in framed[start:]:
                tree = tree.get(letter)
                if tree is None:
                    break
                found = tree.get("")
                if found is not None:
                    if type(found) is str:
                        found = tree[""] = _numbers(found)
                    for offset, value in found:
                        if value > values[start + offset]:  # noqa: PLR1730 - a call would cost more than all else here
                            values[start + offset] = value
        return [place for place in range(before, len(letters) - after + 1) if values[place + 1] & 1]

    def _grown(self, beginning: str) -> dict[str, Any]:
        """Return the tree of the patterns that begin with these two letters, or are the first of them."""
        root: dict[str, Any] = {}
        for patterns in (self._patterns.get(beginning[0], {}), self._patterns.get(beginning, {})):
            for letters, line in patterns.items():
                tree = root
                for letter in letters:
                    tree = tree.setdefault(letter, {})
                tree[""] = line
        self._trees[beginning] = root
        return root


def _numbers(pattern: str) -> list[tuple[int, int]]:
    """Return the numbers in a pattern, each with how many letters come before it: "a1bc3" is (1, 1), (3, 3)."""
    numbers: list[tuple[int, int]] = []
    letters = 0
    for character in pattern:
        if character.isdigit():
            numbers.append((letters, int(character)))
        else:
            letters += 1
    return numbers


@lru_cache(maxsize=16)
def hyphenator(language: str) -> Hyphenator | None:
    """Return the hyphenator for a BCP 47 tag, the same object each time, or None if the language has no patterns."""
    spec = find_spec("pyphen") if language else None
    if spec is None or not spec.origin:
        return None
    folder = Path(spec.origin).parent / "dictionaries"
    subtags = language.replace("-", "_").split("_")
    main = subtags[0].lower()
    names = [f"{main}_{subtag.upper()}" if len(subtag) == 2 else f"{main}_{subtag.title()}" for subtag in subtags[1:]]
    for name in (*names, _USUAL.get(main, main), main):
        path = folder / f"hyph_{name}.dic"
        if path.is_file():
            return _opened(path)
    others = sorted(folder.glob(f"hyph_{main}_*.dic")) if main.isalpha() else []
    return _opened(others[0]) if others else None


@lru_cache(maxsize=16)
def _opened(path: Path) -> Hyphenator:
    return Hyphenator(path)
