"""The bidirectional algorithm (UAX 9): the level of each character, and the order in which a line is seen.

https://www.unicode.org/reports/tr9/ ; rule names in the comments are its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from unicodedata import bidirectional

from exporters.formats.pdf.runs import Direction
from exporters.patterns import pattern

# Any character that can make a level odd.
HAS_RIGHT_TO_LEFT = pattern(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MAX_DEPTH = 125
_MAX_PAIRS = 63
# Openings of pairs whose closing is the next character (BidiBrackets.txt); the rest stand in `_CLOSING` itself.
_OPENINGS = (
    "\u0f3a\u0f3c\u169b\u2045\u207d\u208d\u2308\u230a\u2329\u2768\u276a\u276c\u276e\u2770\u2772\u2774\u27c5"
    "\u27e6\u27e8\u27ea\u27ec\u27ee\u2983\u2985\u2987\u2989\u298b\u2991\u2993\u2995\u2997\u29d8\u29da\u29fc"
    "\u2e22\u2e24\u2e26\u2e28\u2e55\u2e57\u2e59\u2e5b\u3008\u300a\u300c\u300e\u3010\u3014\u3016\u3018\u301a"
    "\ufe59\ufe5b\ufe5d\uff5f\uff62"
)
_CLOSING = {opening: chr(ord(opening) + 1) for opening in f"({_OPENINGS}"}
_CLOSING |= dict(zip("[{\u298d\u298f\uff08\uff3b\uff5b", "]}\u2990\u298e\uff09\uff3d\uff5d", strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
# The angle brackets of 1992 are those of CJK by another number (canonical equivalents, BD16).
_SAME = {"\u2329": "\u3008", "\u232a": "\u3009"}
_REMOVED = ("RLE", "LRE", "RLO", "LRO", "PDF", "BN")
_ISOLATES = ("LRI", "RLI", "FSI")
_NEUTRAL = ("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI")


def paragraph_levels(text: str, direction: Direction) -> tuple[list[int], int]:
    """Return the level of each character of a paragraph, and the base level; line feeds do not end the paragraph."""
    kinds = ["WS" if character == "\n" else bidirectional(character) or "L" for character in text]
    base = _first_strong(kinds, 0, len(kinds)) if direction == "auto" else int(direction == "rtl")
    own = ["B" if character == "\n" else kind for character, kind in zip(text, kinds, strict=True)]
    explicit, matches = _explicit_levels(kinds, base)
    levels = list(explicit)
    for sequence in _isolating_runs(kinds, explicit, matches):
        _resolve(text, kinds, explicit, sequence, base, levels)
    _removed_follow(kinds, levels, base)
    _restore(own, levels, base)
    return levels, base


def visual_order(levels: Sequence[int]) -> list[int]:
    """Return the indexes of a line's items from left to right (rule L2)."""
    order = list(range(len(levels)))
    highest = max(levels, default=0)
    odd = [level for level in levels if level & 1]
    if not odd:
        return order
    for level in range(highest, min(odd) - 1, -1):
        start = 0
        while start < len(order):
            if levels[order[start]] >= level:
                end = start
                while end < len(order) and levels[order[end]] >= level:
                    end += 1
                order[start:end] = order[start:end][::-1]
                start = end
            else:
                start += 1
    return order


def _first_strong(kinds: Sequence[str], start: int, end: int) -> int:
    """Return the level that the first strong character outside isolates asks for (P2, P3)."""
    depth = 0
    for kind in kinds[start:end]:
        if kind in _ISOLATES:
            depth += 1
        elif kind == "PDI":
            if depth == 0 and start:
                break
            depth = max(depth - 1, 0)
        elif depth == 0 and kind in ("L", "R", "AL"):
            return 0 if kind == "L" else 1
    return 0


def _explicit_levels(kinds: list[str], base: int) -> tuple[list[int], dict[int, int]]:
    """Return the levels by embeddings, overrides and isolates (X1 to X8), and which isolate each PDI ends.

    Overridden characters change their kind in place.
    """
    levels = [base] * len(kinds)
    # Level, override, isolate?
    stack: list[tuple[int, str, bool]] = [(base, "", False)]
    overflowed = overflowed_embeddings = 0
    opened: list[int] = []
    matches: dict[int, int] = {}
    for index, kind in enumerate(kinds):
        level, override, _ = stack[-1]
        if kind in ("RLE", "LRE", "RLO", "LRO"):
            levels[index] = level
            new = (level + 1) | 1 if kind[0] == "R" else (level + 2) & ~1
            if new <= _MAX_DEPTH and not overflowed and not overflowed_embeddings:
                stack.append((new, {"RLO": "R", "LRO": "L"}.get(kind, ""), False))
            elif not overflowed:
                overflowed_embeddings += 1
        elif kind in _ISOLATES:
            levels[index] = level
            backwards = kind == "RLI" or (kind == "FSI" and _first_strong(kinds, index + 1, len(kinds)) == 1)
            if override:
                kinds[index] = override
            new = (level + 1) | 1 if backwards else (level + 2) & ~1
            if new <= _MAX_DEPTH and not overflowed and not overflowed_embeddings:
                stack.append((new, "", True))
                opened.append(index)
            else:
                overflowed += 1
        elif kind == "PDI":
            if overflowed:
                overflowed -= 1
            elif opened:
                overflowed_embeddings = 0
                while not stack[-1][2]:
                    stack.pop()
                stack.pop()
                matches[opened.pop()] = index
            levels[index] = stack[-1][0]
            kinds[index] = stack[-1][1] or kind
        elif kind == "PDF":
            levels[index] = level
            if not overflowed:
                if overflowed_embeddings:
                    overflowed_embeddings -= 1
                elif not stack[-1][2] and len(stack) > 1:
                    stack.pop()
        elif kind == "B":
            # A separator ends all of them (X8).
            stack, opened = stack[:1], []
            overflowed = overflowed_embeddings = 0
        else:
            levels[index] = level
            if override and kind != "BN":
                kinds[index] = override
    return levels, matches


def _isolating_runs(kinds: Sequence[str], levels: Sequence[int], matches: dict[int, int]) -> list[list[int]]:
    """Return the indexes of each isolating run sequence, without what rule X9 removes (X10, BD13)."""
    runs: list[list[int]] = []
    for index, kind in enumerate(kinds):
        if kind in _REMOVED:
            continue
        if runs and levels[runs[-1][-1]] == levels[index]:
            runs[-1].append(index)
        else:
            runs.append([index])
    by_start = {run[0]: run for run in runs}
    continued = {matches[run[-1]] for run in runs if run[-1] in matches and matches[run[-1]] in by_start}
    sequences: list[list[int]] = []
    for run in runs:
        if run[0] in continued:
            continue
        sequence = list(run)
        while sequence[-1] in matches and matches[sequence[-1]] in by_start:
            sequence += by_start[matches[sequence[-1]]]
        sequences.append(sequence)
    return sequences


def _resolve(
    text: str, kinds: Sequence[str], explicit: Sequence[int], sequence: list[int], base: int, levels: list[int]
) -> None:
    """Set the levels of one isolating run sequence (W1 to W7, N0 to N2, I1, I2)."""
    level = explicit[sequence[0]]
    before = next((explicit[i] for i in range(sequence[0] - 1, -1, -1) if kinds[i] not in _REMOVED), base)
    after = next((explicit[i] for i in range(sequence[-1] + 1, len(kinds)) if kinds[i] not in _REMOVED), base)
    if kinds[sequence[-1]] in _ISOLATES:
        after = base
    start = "R" if max(level, before) & 1 else "L"
    end = "R" if max(level, after) & 1 else "L"
    types = [kinds[index] for index in sequence]
    _weak(types, start)
    own = "R" if level & 1 else "L"
    _brackets([text[index] for index in sequence], [kinds[index] for index in sequence], types, start, own)
    _neutral(types, start, end, own)
    for index, kind in zip(sequence, types, strict=True):
        if level & 1:
            levels[index] = level + (kind in ("L", "EN", "AN"))
        else:
            levels[index] = level + (1 if kind == "R" else 2 if kind in ("EN", "AN") else 0)


def _weak(types: list[str], start: str) -> None:
    """Resolve weak types in place (W1 to W7)."""
    count = len(types)
    previous = strong = start
    for index in range(count):
        if types[index] == "NSM":
            types[index] = "ON" if previous in (*_ISOLATES, "PDI") else previous
        if types[index] in ("L", "R", "AL"):
            strong = types[index]
        elif types[index] == "EN" and strong == "AL":
            types[index] = "AN"
        previous = types[index]
    types[:] = ["R" if kind == "AL" else kind for kind in types]
    for index in range(1, count - 1):
        kind, left, right = types[index], types[index - 1], types[index + 1]
        if left == right and ((kind in ("ES", "CS") and left == "EN") or (kind == "CS" and left == "AN")):
            types[index] = left
    index = 0
    while index < count:
        if types[index] == "ET":
            end = index
            while end < count and types[end] == "ET":
                end += 1
            if (index and types[index - 1] == "EN") or (end < count and types[end] == "EN"):
                types[index:end] = ["EN"] * (end - index)
            index = end
        else:
            index += 1
    strong = start
    for index, kind in enumerate(types):
        if kind in ("ES", "ET", "CS"):
            types[index] = "ON"
        elif kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            types[index] = "L"


def _brackets(characters: list[str], kinds: list[str], types: list[str], start: str, own: str) -> None:
    """Give paired brackets the direction of what they hold or stand in, in place (N0)."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for index, character in enumerate(characters):
        if types[index] != "ON":
            continue
        if character in _CLOSING:
            if len(opened) == _MAX_PAIRS:
                break
            opened.append((_SAME.get(character, character), index))
        elif character in _OPENING:
            opening = _OPENING[_SAME.get(character, character)]
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == opening:
                    pairs.append((opened[depth][1], index))
                    del opened[depth:]
                    break
    for first, last in sorted(pairs):
        inside = {_strength(kind) for kind in types[first + 1 : last]} - {""}
        if own in inside:
            chosen = own
        elif inside:
            other = "L" if own == "R" else "R"
            context = next((s for k in reversed(types[:first]) if (s := _strength(k))), start)
            chosen = other if context == other else own
        else:
            continue
        for place in (first, last):
            types[place] = chosen
            for index in range(place + 1, len(types)):
                if kinds[index] != "NSM":
                    break
                types[index] = chosen


def _strength(kind: str) -> str:
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _neutral(types: list[str], start: str, end: str, own: str) -> None:
    """Resolve neutrals in place (N1, N2)."""
    index = 0
    count = len(types)
    while index < count:
        if types[index] not in _NEUTRAL:
            index += 1
            continue
        stop = index
        while stop < count and types[stop] in _NEUTRAL:
            stop += 1
        before = _strength(types[index - 1]) if index else start
        after = _strength(types[stop]) if stop < count else end
        types[index:stop] = [before if before == after else own] * (stop - index)
        index = stop


def _removed_follow(kinds: Sequence[str], levels: list[int], base: int) -> None:
    """Give characters that rule X9 removes the level of what stands before them (5.2)."""
    before = base
    for index, kind in enumerate(kinds):
        if kind in _REMOVED:
            levels[index] = before
        before = levels[index]


def _restore(own: Sequence[str], levels: list[int], base: int) -> None:
    """Give separators, and white space before them and at the end, the base level again (L1).

    Where a line ends is known only later; the space at a line's end is drawn with the word before it.
    """
    trailing = True
    for index in range(len(own) - 1, -1, -1):
        kind = own[index]
        if kind in ("B", "S"):
            trailing = True
        elif kind not in ("WS", *_ISOLATES, "PDI", *_REMOVED):
            trailing = False
        if trailing:
            levels[index] = base
