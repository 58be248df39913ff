"""A cover made of words where the newsroom gives no picture: title, subtitle, series and publisher as SVG.

It holds no font: the reading system sets the words in its own serif, so that every script comes out.
"""

from __future__ import annotations

import unicodedata

from exporters.formats.xmltext import escape_text
from exporters.model.meta import Meta, text_direction
from exporters.words import Words

_WIDTH, _HEIGHT, _MARGIN = 1200, 1800, 120
_INK, _SOFT, _PAPER, _ACCENT = "#1d1d1b", "#4a4a4a", "#fbfaf7", "#8f121c"
_MOST_LINES = 7


def cover_alt(meta: Meta, words: Words) -> str:
    """Return the alternative text of a cover: what is written on it."""
    title = meta.title or words.untitled
    return meta.cover_alt or f"{words.cover}: {title}"


def made_cover(meta: Meta, words: Words) -> str:
    """Return the cover as an SVG document of 2 to 3, with text that a screen reader is given by `cover_alt`."""
    rtl = text_direction(meta.language, meta.direction) == "rtl"
    room = _WIDTH - 2 * _MARGIN
    x = _WIDTH - _MARGIN if rtl else _MARGIN
    made = [
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="{_PAPER}"/>',
        f'<rect x="{x - 240 if rtl else x}" y="230" width="240" height="14" fill="{_ACCENT}"/>',
    ]
    kicker = " ".join(part for part in (meta.series or meta.section or meta.publisher, meta.number) if part)
    if kicker:
        made.append(_line(x, 190, 44, kicker, _ACCENT, 'font-family="sans-serif" font-weight="700" letter-spacing="2"'))
    size, lines = _fitted(meta.title or words.untitled, room)
    y = 290.0
    for line in lines:
        y += size * 1.08
        made.append(_line(x, y, size, line, _INK, 'font-weight="700"'))
    y += 60
    for line in _broken(meta.subtitle, room / 58)[:4]:
        y += 74
        made.append(_line(x, y, 58, line, _SOFT, 'font-style="italic"'))
    foot = []
    if meta.publisher and meta.publisher != kicker:
        foot.append(meta.publisher)
    if meta.published is not None:
        foot.append(words.format_date(meta.published))
    for position, line in enumerate(reversed(foot)):
        made.append(_line(x, _HEIGHT - 130 - position * 64, 42, line, _SOFT, 'font-family="sans-serif"'))
    inside = "\n".join(made)
    direction = ' direction="rtl"' if rtl else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_WIDTH}" height="{_HEIGHT}" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
        f" font-family=\"Georgia, 'Source Serif 4', serif\"{direction}>\n{inside}\n</svg>\n"
    )


def _line(x: float, y: float, size: float, text: str, colour: str, more: str) -> str:
    return f'<text x="{x:g}" y="{y:g}" font-size="{size:g}" fill="{colour}" {more}>{escape_text(text)}</text>'


def _fitted(title: str, room: float) -> tuple[float, list[str]]:
    """Return the size of the title and its lines: as large as seven lines allow."""
    for size in (150, 130, 112, 96, 84, 72, 62):
        lines = _broken(title, room / size)
        if len(lines) <= _MOST_LINES and all(_ems(line) * size <= room for line in lines):
            return size, lines
    return 62, [*_broken(title, room / 62)[: _MOST_LINES - 1], "…"]


def _broken(text: str, room_em: float) -> list[str]:
    """Return text in lines of at most so many ems, by estimate; a script without spaces breaks anywhere."""
    lines: list[str] = []
    line = ""
    for word in text.split():
        wide = _ems(word) > room_em
        for piece in _pieces(word, room_em) if wide else (word,):
            joined = f"{line} {piece}" if line else piece
            if line and _ems(joined) > room_em:
                lines.append(line)
                line = piece
            else:
                line = joined
    return [*lines, line] if line else lines


def _pieces(word: str, room_em: float) -> list[str]:
    step = max(int(room_em / max(_ems(word) / len(word), 0.3)), 1)
    return [word[start : start + step] for start in range(0, len(word), step)]


def _ems(text: str) -> float:
    """Return about how wide text is in ems: bold serif letters, capitals and ideographs."""
    return sum(
        1.0
        if unicodedata.east_asian_width(c) in "WF"
        else 0.28
        if c in " ilj.,:;'!|"
        else 0.76
        if c.isupper()
        else 0.56
        for c in text
    )
