"""Words that stand on every page of an e-book: at the head of each of its files, and aslant behind the text.

All of it is style: nothing is added to what the story says, and readers that know no such styles show the text alone.
"""

from __future__ import annotations

from urllib.parse import quote

from exporters.formats.xmltext import drop_forbidden, escape_text

_TILE = 420
"""The side of the square that is repeated behind the text, in pixels of CSS."""


def watermark_sheet(words: str) -> str:
    """Return the rules that show the words, or "" where there are none."""
    said = " ".join(drop_forbidden(words).split())
    if not said:
        return ""
    size = min(40.0, 1.15 * _TILE / (0.6 * len(said)))
    # Half transparent grey, on light paper and on dark alike.
    drawn = (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{_TILE}' height='{_TILE}'>"
        f"<text x='{_TILE // 2}' y='{_TILE // 2}' transform='rotate(-45 {_TILE // 2} {_TILE // 2})' "
        f"text-anchor='middle' font-family='sans-serif' font-weight='bold' font-size='{size:.1f}' "
        f"fill='#808080' fill-opacity='0.3'>{escape_text(said)}</text></svg>"
    )
    quoted = said.replace("\\", "\\\\").replace('"', '\\"')
    return (
        f'\nbody {{ background-image: url("data:image/svg+xml,{quote(drawn, safe="")}"); }}\n'
        f'body::before {{ content: "{quoted}"; display: block; margin: 0 0 1.5em; padding: 0.4em; '
        "border: thin solid; font-family: sans-serif; font-weight: bold; text-align: center; text-indent: 0; }\n"
    )
