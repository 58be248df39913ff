"""The standards a PDF can claim to conform to, and what each asks of the document as a whole."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

Standard = Literal["ua1+a2a", "ua1+a3a", "ua1", "ua2", "a2a", "a2u", "a2b", "a3a", "a3u", "a3b", "x4", "none"]


class Claims(msgspec.Struct, frozen=True):
    """What a file says of itself: PDF/UA part (ISO 14289), PDF/A part and level (ISO 19005), PDF/X (15930), or
    nothing.
    """

    ua_part: int = 0
    archive_part: int = 0
    archive_level: str = ""
    exchange: bool = False
    """Whether it is PDF/X-4 (ISO 15930-7), for the press."""

    @property
    def accessible(self) -> bool:
        """Whether every picture must have words and every heading its level: PDF/UA, and level A of PDF/A."""
        return bool(self.ua_part) or self.archive_level == "A"

    @property
    def archival(self) -> bool:
        """Whether the file must be readable by itself for ever."""
        return bool(self.archive_part)

    @property
    def second_edition(self) -> bool:
        """Whether the file is PDF 2.0 (ISO 32000-2), as PDF/UA-2 asks."""
        return self.ua_part == 2

    @property
    def version(self) -> str:
        """The version of PDF. PDF/X-4 builds on 1.6 (ISO 15930-7, 6.1); no reader minds, some checks for it do."""
        return "2.0" if self.second_edition else "1.6" if self.exchange else "1.7"

    @property
    def intents(self) -> tuple[str, ...]:
        """The kinds of output intent (ISO 32000-1, 14.11.5) that the file needs."""
        return ("GTS_PDFA1",) * self.archival + ("GTS_PDFX",) * self.exchange

    @property
    def brings_source(self) -> bool:
        """Whether what it was made from is put into the file (ISO 19005-3, 6.8 lets any file be)."""
        return self.archive_part == 3


def claims_of(standard: Standard) -> Claims:
    """Return the claims that an option value stands for."""
    ua_part, archive_part, level = 0, 0, ""
    for word in standard.split("+"):
        if word.startswith("ua"):
            ua_part = int(word[2:])
        elif word.startswith("a"):
            archive_part, level = int(word[1]), word[2].upper()
    return Claims(ua_part, archive_part, level, exchange=standard == "x4")


ALL_STANDARDS: tuple[Standard, ...] = get_args(Standard)
