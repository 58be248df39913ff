"""Licences as addresses: what a machine that asks for the terms of a story can follow."""

from __future__ import annotations

import re

from exporters.formats.addresses import web_address
from exporters.patterns import pattern

_CREATIVE_COMMONS = pattern(r"CC[ -](BY(?:-(?:SA|ND|NC(?:-(?:SA|ND))?))?)[ -](\d\.\d)", re.IGNORECASE)
_PUBLIC_DOMAIN = pattern(r"CC0(?:[ -]1\.0)?", re.IGNORECASE)
_SPDX = pattern(r"[A-Za-z0-9][A-Za-z0-9.+-]*")


def licence_address(licence: str) -> str:
    """Return the address of a licence given as one or by its SPDX name, "" where it is neither.

    `CC-BY-4.0` becomes that of its deed; any other name one at https://spdx.org/licenses/.
    """
    text = licence.strip()
    if "://" in text:
        return web_address(text)
    found = _CREATIVE_COMMONS.fullmatch(text)
    if found is not None:
        return f"https://creativecommons.org/licenses/{found[1].lower()}/{found[2]}/"
    if _PUBLIC_DOMAIN.fullmatch(text) is not None:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    # a name of one word without a digit is as likely a word of the writer's ("proprietary")
    known = _SPDX.fullmatch(text) is not None and any(character.isdigit() for character in text)
    return f"https://spdx.org/licenses/{text}.html" if known else ""
