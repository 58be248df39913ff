"""What stands on every page and in every entry of a press copy: until when the story may not be published."""

from __future__ import annotations

import re
from datetime import datetime

import msgspec

from exporters.assets import read_asset_file
from exporters.model.nodes import Callout, Paragraph, Strong, Text
from exporters.model.publication import Article
from exporters.options import OptionFile


def embargo_mark(until: datetime | None) -> str:
    """Return the notice of an embargo, in words that a desk anywhere understands."""
    if until is None:
        return "EMBARGOED: not for publication"
    zone = f"{until:%z}"
    told = "UTC" if zone in ("", "+0000") else f"UTC{zone[:3]}:{zone[3:]}"
    return f"EMBARGOED until {until:%Y-%m-%d %H:%M} {told}"


_HOUR = re.compile(r"EMBARGOED until (\d{4}-\d\d-\d\d \d\d:\d\d) UTC([+-]\d\d:\d\d)?")


def is_same_hour(mark: str, other: str) -> bool:
    """Return whether two notices tell the same hour, in whichever zones."""
    found, too = _HOUR.fullmatch(mark), _HOUR.fullmatch(other)
    if found is None or too is None:
        return mark == other
    try:
        return datetime.fromisoformat(f"{found[1]}{found[2] or 'Z'}") == datetime.fromisoformat(
            f"{too[1]}{too[2] or 'Z'}"
        )
    except ValueError:  # an hour that is none
        return False


_HEAD_TABLE = re.compile(r"^[ \t]*\[[ \t]*head[ \t]*\][^\n]*\n(?:(?![ \t]*\[)[^\n]*\n?)*", re.MULTILINE)
_HEAD_LINE = re.compile(r"^[ \t]*head[ \t]*[.=][^\n]*\n?", re.MULTILINE)


def mark_options(options: msgspec.Struct, mark: str) -> msgspec.Struct:
    """Return the options of a format with the notice as its watermark, and at the head of each page that it draws.

    The head takes the place of that of the theme: whatever else stands there, a press copy needs the notice more.
    Formats without a watermark have their options as they are.
    """
    if "watermark" in options.__struct_fields__:
        options = msgspec.structs.replace(options, watermark=mark)
    theme = getattr(options, "theme", None)
    if not isinstance(theme, OptionFile) or not hasattr(options, "paper"):  # an e-book's theme has no head
        return options
    text = theme.text
    if not text:
        name = theme.name or getattr(options, "layout", "") or "report"
        text = (read_asset_file(f"themes/{name}.toml") or b"").decode()
    # Keys that stand before the first table are the theme's own; those of [head] may stand in a table or as a line.
    first = text.find("\n[") + 1 if not text.startswith("[") else 0
    text = _HEAD_LINE.sub("", text[:first]) + _HEAD_TABLE.sub("", text[first:])
    head = f"[head]\nstart = {msgspec.json.encode(mark).decode()}\nrule = true\nopening = true\n"
    marked = OptionFile(theme.name or "press", f"{text}\n{head}".encode())
    return msgspec.structs.replace(options, theme=marked)


def mark_article(article: Article, mark: str) -> Article:
    """Return the story with the notice in its title, which pages carry at their head, and above its first words."""
    meta = msgspec.structs.replace(
        article.meta,
        title=f"{mark}: {article.meta.title}",
        summary=f"{mark}. {article.meta.summary}" if article.meta.summary else f"{mark}.",
        usage_terms=f"{mark}. {article.meta.usage_terms}".strip(),
    )
    notice = Callout("warning", (Paragraph((Strong((Text(f"{mark}. Press copy, not for publication."),)),)),))
    return msgspec.structs.replace(article, meta=meta, body=(notice, *article.body))
