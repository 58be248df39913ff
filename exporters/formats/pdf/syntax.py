"""How PDF spells things: numbers, names, strings and dates as they stand in a file (ISO 32000-1, 7.3 and
7.9).

The standard is free at https://opensource.adobe.com/dc-acrobat-sdk-docs/pdfstandards/PDF32000_2008.pdf.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

_ESCAPES = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)", "\r": r"\r", "\n": r"\n"})
_NAME_DELIMITERS = frozenset("%()<>{}[]/#")


def number(value: float) -> str:
    """Return a number of points with two decimals at most, without an exponent or trailing zeros."""
    text = f"{value:.2f}"
    text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


@lru_cache(maxsize=256)
def name(text: str) -> str:
    """Return a name object such as `/Figure`, with what a name cannot hold written as `#` and two digits."""
    encoded = "".join(
        char
        if "!" <= char <= "~" and char not in _NAME_DELIMITERS
        else "".join(f"#{byte:02X}" for byte in char.encode())
        for char in text
    )
    return f"/{encoded}"


def text_string(text: str) -> str:
    """Return a text string: literal where it is ASCII, else UTF-16 as hexadecimal digits (7.9.2.2)."""
    if text.isascii() and text.isprintable():
        return f"({text.translate(_ESCAPES)})"
    return f"<FEFF{text.encode('utf-16-be', 'replace').hex().upper()}>"


def byte_string(data: bytes) -> str:
    """Return a byte string, as names of destinations and identifiers are (7.9.6)."""
    if data.isascii() and (text := data.decode("ascii")).isprintable():
        return f"({text.translate(_ESCAPES)})"
    return f"<{data.hex().upper()}>"


def date_string(moment: datetime) -> str:
    """Return a date string in UTC (7.9.4)."""
    utc = moment.astimezone(UTC)
    return f"(D:{utc:%Y%m%d%H%M%S}+00'00')"


def rectangle(left: float, bottom: float, right: float, top: float) -> str:
    """Return a rectangle array, in points from the lower left corner of the page."""
    return f"[{number(left)} {number(bottom)} {number(right)} {number(top)}]"
