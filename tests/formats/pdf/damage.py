"""Damage done on purpose to a finished PDF, each kind by its own hand: what judges must find.

Every kind takes away, or turns into a lie, one thing that PDF/UA-1 (ISO 14289-1), PDF/A-2 (ISO 19005-2) or plain PDF
promises; the rest of the file stays as it was.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from typing import Any

import pikepdf

Damage = Callable[[pikepdf.Pdf], None]


def elements(pdf: pikepdf.Pdf) -> Iterator[Any]:
    stack: list[Any] = [pdf.Root.StructTreeRoot.K]
    while stack:
        entry = stack.pop()
        yield entry
        kids = entry.get("/K", pikepdf.Array())
        several = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
        stack.extend(kid for kid in several if isinstance(kid, pikepdf.Dictionary) and "/S" in kid)


def without(tag: str, key: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        for entry in elements(pdf):
            if tag == entry.S and key in entry:
                del entry[key]

    return damage


def renamed(old: str, new: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        for entry in elements(pdf):
            if old == entry.S:
                entry.S = pikepdf.Name(new)

    return damage


def without_heads(pdf: pikepdf.Pdf) -> None:
    without("/TH", "/A")(pdf)
    without("/TD", "/A")(pdf)


def without_root(key: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        del pdf.Root[key]

    return damage


def without_tabs(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        del page.Tabs


def links_without(key: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            for annotation in page.get("/Annots", []):
                del annotation[key]

    return damage


def fonts_without(subtype: str, key: str) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        for entry in pdf.objects:
            if isinstance(entry, pikepdf.Dictionary) and entry.get("/Subtype") == subtype and key in entry:
                del entry[key]

    return damage


def with_wrong_widths(pdf: pikepdf.Pdf) -> None:
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Dictionary) and entry.get("/Subtype") == "/CIDFontType2":
            entry.DW = 500
            entry.W = pikepdf.Array()


def rewritten(pattern: bytes, replacement: bytes, count: int = 0) -> Damage:
    def damage(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        page.Contents = pdf.make_stream(re.sub(pattern, replacement, page.Contents.read_bytes(), count=count))

    return damage


MUTANTS: dict[str, tuple[Damage, str]] = {
    "figure without alternative": (without("/Figure", "/Alt"), "ua1"),
    "formula without alternative": (without("/Formula", "/Alt"), "ua1"),
    "cells that nothing heads": (without_heads, "ua1"),
    "note without identifier": (without("/Note", "/ID"), "ua1"),
    "page without tab order": (without_tabs, "ua1"),
    "content neither tagged nor artifact": (rewritten(rb"/Artifact BMC", b"/Span BMC"), "ua1"),
    "paragraph not tagged": (rewritten(rb"/P<</MCID \d+>>BDC", b"/Span BMC", 1), "ua1"),
    "link without contents": (links_without("/Contents"), "ua1"),
    "link without element": (links_without("/StructParent"), "ua1"),
    "link not printed": (links_without("/F"), "a2a"),
    "font without text": (fonts_without("/Type0", "/ToUnicode"), "a2a"),
    "font without glyph map": (fonts_without("/CIDFontType2", "/CIDToGIDMap"), "a2a"),
    "font with wrong widths": (with_wrong_widths, "a2a"),
    "no language": (without_root("/Lang"), "ua1"),
    "no output intent": (without_root("/OutputIntents"), "a2a"),
    "not marked": (without_root("/MarkInfo"), "ua1"),
    "title not shown": (without_root("/ViewerPreferences"), "ua1"),
    "no metadata": (without_root("/Metadata"), "a2a"),
    "no tree": (without_root("/StructTreeRoot"), "ua1"),
    "skipped heading": (renamed("/H1", "/H4"), "ua1"),
    "unknown type": (renamed("/LBody", "/Foo"), "ua1"),
    "row that is no row": (renamed("/TR", "/Div"), "ua1"),
    "item that is no item": (renamed("/LI", "/P"), "ua1"),
}


def turned_round(pdf: pikepdf.Pdf) -> None:
    """Read every story from its end to its beginning."""
    for entry in elements(pdf):
        if entry.S == "/Art":
            entry.K = pikepdf.Array(reversed(list(entry.K)))


def with_another_text(pdf: pikepdf.Pdf) -> None:
    """Make every font say t where it shows e."""
    for entry in pdf.objects:
        if isinstance(entry, pikepdf.Dictionary) and entry.get("/Subtype") == "/Type0":
            entry.ToUnicode = pdf.make_stream(entry.ToUnicode.read_bytes().replace(b"<0065>", b"<0074>"))


LIES: dict[str, Damage] = {
    "words left out": rewritten(rb"(?s)\[\((?:\\.|[^\\)])*\)[^\]]*\]TJ", b"", 3),
    "text that says something else": with_another_text,
    "read from the end to the beginning": turned_round,
}
"""Damage that breaks no rule of form: only the words tell."""


def damaged(data: bytes, damage: Damage) -> bytes:
    """Return the file with this damage done to it, written anew."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        damage(pdf)
        stream = io.BytesIO()
        pdf.save(stream)
    return stream.getvalue()
