"""Text as XML and HTML want it: escaped, free of forbidden characters, and names that may be ids."""

from __future__ import annotations

from typing import Final

from exporters.patterns import pattern

FORBIDDEN: Final = pattern("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""What no XML 1.0 document may hold, not even escaped (https://www.w3.org/TR/xml/#charsets)."""

_CONTROLS: Final = tuple({*range(0x20)} - {0x09, 0x0A, 0x0D})
_LEAD: Final = 0xEF
_NONCHARACTERS: Final = ("\ufffe".encode(), "\uffff".encode())
_SPACES: Final = {9: "&#9;", 10: "&#10;", 13: "&#13;"}
_NAME: Final = pattern(r"[^\W\d_][\w-]*")
_NOT_IN_NAME: Final = pattern(r"[^\w-]")


def escape_text(text: str) -> str:
    """Return text as the content of an element. Most has nothing to escape, which three plain looks tell fastest."""
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


def escape_attribute(value: str) -> str:
    """Return text as the value of an attribute in double quotes, its line breaks and tabs kept."""
    escaped = escape_text(value).replace('"', "&quot;")
    return escaped if escaped.isprintable() else escaped.translate(_SPACES)


def holds_forbidden(data: bytes) -> bool:
    """Return whether text in UTF-8 has characters that XML forbids.

    Looking for each control character by itself takes a fortieth of the time that a regular expression does.
    """
    for control in _CONTROLS:
        if control in data:
            return True
    # one byte is looked for many times as fast as two, and few texts have it
    return _LEAD in data and any(noncharacter in data for noncharacter in _NONCHARACTERS)


def encoded(text: str) -> bytes:
    """Return the text in UTF-8 without the characters that XML forbids."""
    try:
        data = text.encode()
    except UnicodeEncodeError:  # a lone surrogate
        return FORBIDDEN.sub("", text).encode()
    return FORBIDDEN.sub("", text).encode() if holds_forbidden(data) else data


def drop_forbidden(text: str) -> str:
    """Return the text without the characters that XML forbids; the same object when there are none."""
    try:
        if text.isprintable() or not holds_forbidden(text.encode()):
            return text
    except UnicodeEncodeError:  # a lone surrogate
        pass
    return FORBIDDEN.sub("", text)


def xml_id(anchor: str) -> str:
    """Return an anchor as an XML name (https://www.w3.org/TR/xml-names/#NT-NCName); most are one and stay.

    The result never holds a full stop, so that an id which a format makes for itself (`ref.1`) meets no anchor; what
    had to be changed begins with a low line, as no anchor does.
    """
    if _NAME.fullmatch(anchor) is not None and (anchor.isascii() or anchor.isidentifier()):
        return anchor
    plain = _NOT_IN_NAME.sub(lambda found: f"_{ord(found.group()):x}_", anchor)
    if plain.isascii():
        return f"_{plain}"
    return "_" + "".join(c if c.isascii() else f"_{ord(c):x}_" for c in plain)
