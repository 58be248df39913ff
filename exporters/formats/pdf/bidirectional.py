"""The bidirectional algorithm (UAX 9): the level of each character, and the order in which a line is seen.

https://www.unicode.org/reports/tr9/ ; rule names in the comments are its own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import bidirectional

from exporters.formats.pdf.runs import Direction

# Any character that can make a level odd.
HAS_RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\u200f\u202b\u202e\u2067\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
_MAX_DEPTH = 125
_PAIRS = "()[]{}\u2045\u2046\u207d\u207e\u208d\u208e\u2308\u2309\u230a\u230b\u27e6\u27e7\u27e8\u27e9\u27ea\u27eb"
_PAIRS += "\u3008\u3009\u300a\u300b\u300c\u300d\u300e\u300f\u3010\u3011\u3014\u3015\u3016\u3017\u3018\u3019\u301a\u301b"
_PAIRS += "\uff08\uff09\uff3b\uff3d\uff5b\uff5d\uff5f\uff60\uff62\uff63"
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_REMOVED = ("RLE", "LRE", "RLO", "LRO", "PDF", "BN")
_ISOLATES = ("LRI", "RLI", "FSI")
_NEUTRAL = ("B", "S", "WS", "ON", "LRI", "RLI", "FSI", "PDI")


def paragraph_levels(text: str, direction: Direction) -> tuple[list[int], int]:
    """Return the level of each character of a paragraph, and the base level; line feeds do not end the paragraph."""
    kinds = ["WS" if character == "\n" else bidirectional(character) or "L" for character in text]
    base = _first_strong(kinds, 0, len(kinds)) if direction == "auto" else int(direction == "rtl")
    levels, matches = _explicit_levels(kinds, base)
    for sequence in _isolating_runs(kinds, levels, matches):
        _resolve(text, kinds, levels, sequence, base)
    _removed_follow(kinds, levels, base)
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


def _resolve(text: str, kinds: Sequence[str], levels: list[int], sequence: list[int], base: int) -> None:
    """Set the levels of one isolating run sequence (W1 to W7, N0 to N2, I1, I2)."""
    level = levels[sequence[0]]
    before = next((levels[i] for i in range(sequence[0] - 1, -1, -1) if kinds[i] not in _REMOVED), base)
    after = next((levels[i] for i in range(sequence[-1] + 1, len(kinds)) if kinds[i] not in _REMOVED), base)
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
            opened.append((character, index))
            if len(opened) > 63:
                break
        elif character in _OPENING:
            for depth in range(len(opened) - 1, -1, -1):
                if opened[depth][0] == _OPENING[character]:
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
