"""Addresses as they may stand in a file: URIs as RFC 3986 defines them, whatever the writer typed.

Browsers forgive a bracket in a path or a second number sign; validators of EPUB and feeds do not.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote

from exporters.patterns import pattern

# https://www.rfc-editor.org/rfc/rfc3986#appendix-A: pchar, and what each part allows beside
_SAFE = "!$&'()*+,;=:@%/"
_WEB = pattern(
    r"(https?):/{2}"
    r"((?:[^\s/?#@\[\]<>\"\\^`{|}]*@)?(?:[^\s/?#@:\[\]<>\"\\^`{|}%!$&'()*+,;=]+|\[[0-9A-Fa-f:.]+\])(?::\d{0,5})?)"
    r"((?:/[^?#]*)?)(\?[^#]*)?(#.*)?",
    re.IGNORECASE | re.DOTALL,
)
_CLEAN = pattern(
    r"https?://[A-Za-z0-9.-]+(?:/(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:\?(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
    r"(?:#(?:[A-Za-z0-9._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})*)?"
    r"|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+"
)
_STRAY_PERCENT = pattern(r"%(?![0-9A-Fa-f]{2})")


def is_clean(address: str) -> bool:
    """Return whether nothing has to be done to this address, which is of the web or for mail, as most are."""
    return _CLEAN.fullmatch(address) is not None


@lru_cache(maxsize=4096)
def clean_address(address: str) -> str:
    """Return an absolute address as a valid URI, or "" where it has no host that a reader could go to."""
    if _CLEAN.fullmatch(address) is not None:
        return address
    scheme, colon, rest = address.partition(":")
    if scheme.lower() not in ("http", "https"):
        return f"{scheme}:{_encoded(rest, '?')}" if colon and scheme.isascii() and scheme.isalpha() and rest else ""
    found = _WEB.fullmatch(address.strip())
    if found is None:
        return ""
    scheme, host, path, query, fragment = found.groups(default="")
    query = f"?{_encoded(query[1:], '?')}" if query else ""
    fragment = f"#{_encoded(fragment[1:], '?')}" if fragment else ""
    return f"{scheme}://{host}{_encoded(path)}{query}{fragment}"


@lru_cache(maxsize=4096)
def web_address(address: str) -> str:
    """Return an address of the web as a valid URI, "" for any other: `javascript:` has no place in a file."""
    clean = clean_address(address.strip())
    return clean if clean[:8].lower().startswith(("http://", "https://")) else ""


def _encoded(part: str, more: str = "") -> str:
    """Return a part of an address with all that may not stand in it as percent escapes; escapes stay."""
    return quote(_STRAY_PERCENT.sub("%25", part), safe=_SAFE + more, errors="replace")
