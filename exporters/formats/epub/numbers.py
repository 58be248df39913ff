"""Numbers that libraries and shops know a publication by: ISBN and ISSN, with their check digits."""

from __future__ import annotations

from collections.abc import Iterable


def isbn_13(text: str) -> str:
    """Return an ISBN, of ten or thirteen digits, as thirteen digits, or "" where its check digit is not right.

    https://www.isbn-international.org/content/isbn-users-manual/29, 4.5.
    """
    digits = _bare(text, "ISBN")
    if len(digits) == 10 and _ends_in(digits, range(10, 0, -1)):
        body = f"978{digits[:9]}"
        return f"{body}{-_weighted(body) % 10}"
    if len(digits) == 13 and digits.isdecimal() and digits[:3] in ("978", "979") and not _weighted(digits) % 10:
        return digits
    return ""


def issn(text: str) -> str:
    """Return an ISSN as it is written, "1234-5679", or "" where its check digit is not right.

    https://www.issn.org/understanding-the-issn/assignment-rules/issn-manual/, annex.
    """
    digits = _bare(text, "ISSN")
    return f"{digits[:4]}-{digits[4:]}" if len(digits) == 8 and _ends_in(digits, range(8, 0, -1)) else ""


def _bare(text: str, name: str) -> str:
    bare = text.strip().upper().removeprefix("URN:").removeprefix(name).lstrip(":")
    return "".join(c for c in bare if c not in "-\u2010\u2011 \t")


def _ends_in(digits: str, weights: Iterable[int]) -> bool:
    """Whether the last digit, X for ten, makes the weighted sum a multiple of eleven."""
    if not (digits.isascii() and digits[:-1].isdecimal() and (digits[-1].isdecimal() or digits[-1] == "X")):
        return False
    values = [10 if digit == "X" else int(digit) for digit in digits]
    return sum(value * weight for value, weight in zip(values, weights, strict=True)) % 11 == 0


def _weighted(digits: str) -> int:
    return sum(int(digit) * (3 if position % 2 else 1) for position, digit in enumerate(digits))
