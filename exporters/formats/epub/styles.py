"""The style sheet of the e-book: ours, what a theme adds, and what vertical lines and embedded fonts need.

A theme is CSS that follows ours. What it may not do is refused or told: it fetches nothing, and it takes nothing that a
reader may choose, such as colours, without the claim being withheld that text can be changed to one's needs.
"""

from __future__ import annotations

from typing import Final

from exporters.assets import read_asset_file
from exporters.errors import UsageError
from exporters.formats.epub.watermark import watermark_sheet
from exporters.options import OptionFile
from exporters.patterns import pattern
from exporters.words import words_for

STYLE_FILE: Final = "style.css"
SHIPPED: Final = ("book",)

_COMMENT: Final = pattern(r"/\*.*?\*/", 0x10)  # re.DOTALL
_FETCHES: Final = pattern(r"(?i)@import|@namespace|url\s*\(|src\s*:|image-set\s*\(")
_FORBIDDEN: Final = pattern(r"(?i)(?<![\w-])(?:direction|unicode-bidi)\s*:|position\s*:\s*fixed")
_FIXED: Final = pattern(
    r"(?i)(?<![\w-])(?:(?:background-)?color|background)\s*:\s*(?!inherit|currentcolor|transparent|none|initial|unset)\w?[\w#]"
    r"|(?<![\w-])(?:font-size|line-height)\s*:\s*[\d.]+(?:px|pt|cm|mm|in)"
)
_COVER_COLOUR: Final = pattern(r"(?i)--cover-(paper|ink|accent)\s*:\s*(#[0-9a-f]{6})\b")
_VERTICAL: Final = frozenset({"ja", "zh"})


def is_vertical(language: str, *, wanted: bool) -> bool:
    """Return whether text in this language is set in vertical lines, if they are wanted."""
    return wanted and language.lower().replace("_", "-").partition("-")[0] in _VERTICAL


def theme_text(theme: OptionFile) -> str:
    """Return the CSS of a theme, "" for none. Raises UsageError for one that is not there or fetches anything."""
    if not theme.name:
        return ""
    if not theme.data:
        if theme.name not in SHIPPED:
            raise UsageError(
                f"there is no theme {theme.name!r} for e-books",
                remedy=f"Take {words_for('en').join(SHIPPED)}, or name a CSS file such as ./theme.css",
            )
        return _sheet(f"epub-{theme.name}.css")
    text = theme.text
    bare = _COMMENT.sub("", text)
    for line, said in enumerate(bare.splitlines(), 1):
        found = _FETCHES.search(said) or _FORBIDDEN.search(said)
        if found is not None:
            raise UsageError(
                f"{theme.name}, line {line}: an e-book's style sheet cannot hold {found[0].strip()!r}",
                remedy="A theme fetches nothing and leaves the direction of text to the text",
            )
    return text


def cover_colours(theme: OptionFile) -> dict[str, str]:
    """Return the colours of a made cover that a theme sets as `--cover-paper`, `--cover-ink` and `--cover-accent`."""
    text = theme_text(theme)
    if not text:
        return {}
    found = {name.lower(): colour for name, colour in _COVER_COLOUR.findall(_COMMENT.sub("", text))}
    return {"soft": found["ink"], **found} if "ink" in found else found


def takes_choices(theme: OptionFile) -> bool:
    """Return whether a theme sets colours or sizes that a reader then cannot choose."""
    return bool(theme.data) and _FIXED.search(_COMMENT.sub("", theme.text)) is not None


def stylesheet(theme: str, fonts: str, *, vertical: bool, watermark: str = "") -> str:
    """Return the style sheet: ours, fonts, vertical lines, the theme, which may change them, and a watermark last."""
    lines = _sheet("epub-vertical.css") if vertical else ""
    return "".join((_sheet("epub.css"), fonts, lines, theme, watermark_sheet(watermark)))


def _sheet(name: str) -> str:
    style = read_asset_file(f"styles/{name}")
    assert style is not None, "the style sheets are part of the package"
    return style.decode()
