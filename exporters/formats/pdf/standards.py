"""The standards a PDF can claim to conform to, and what each asks of the document as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Standard = Literal["ua1+a2a", "ua1+a3a", "ua1", "a2a", "a2u", "a2b", "a3a", "a3u", "a3b", "none"]


@dataclass(frozen=True, slots=True)
class Claims:
    """What a file says of itself: PDF/UA part (ISO 14289), PDF/A part and level (ISO 19005), or nothing."""

    ua_part: int = 0
    archive_part: int = 0
    archive_level: str = ""

    @property
    def accessible(self) -> bool:
        """Whether every picture must have words and every heading its level: PDF/UA, and level A of PDF/A."""
        return bool(self.ua_part) or self.archive_level == "A"

    @property
    def archival(self) -> bool:
        """Whether the file must be readable by itself for ever."""
        return bool(self.archive_part)


def claims_of(standard: Standard) -> Claims:
    """Return the claims that an option value stands for."""
    ua_part, archive_part, level = 0, 0, ""
    for word in standard.split("+"):
        if word.startswith("ua"):
            ua_part = int(word[2:])
        elif word.startswith("a"):
            archive_part, level = int(word[1]), word[2].upper()
    return Claims(ua_part, archive_part, level)


ALL_STANDARDS: tuple[Standard, ...] = get_args(Standard)
