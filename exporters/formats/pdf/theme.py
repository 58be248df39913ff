"""Themes: the design of pages as data, from a TOML file that a newsroom can write.

Everything has a default, that of the theme `report`; a theme says only what it wants otherwise. What it says wrong
is an error with its line; colours too pale to read are reported (WCAG 2.2, 1.4.3, level AA).
"""

from __future__ import annotations

import difflib
import re
import string
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

from exporters.assets import read_asset_file
from exporters.errors import UsageError
from exporters.formats.pdf.options import LetterScaling
from exporters.formats.pdf.papers import paper_size_pt
from exporters.model.place import Place
from exporters.options import OptionFile
from exporters.report import Report
from exporters.toml import TomlError, read_toml

SHIPPED = ("report", "newspaper", "filing")
SLOTS = ("title", "section", "story", "page", "pages", "date", "publisher", "docket", "exhibit", "bates")
"""What the lines at head and foot can hold, in braces."""

_READABLE = 4.5
"""The contrast that text must have with its ground (https://www.w3.org/TR/WCAG22/#contrast-minimum)."""

Layout = Literal["report", "newspaper", "filing"]
Hex = Annotated[str, msgspec.Meta(pattern="^#[0-9a-fA-F]{6}$")]
Millimetres = Annotated[float, msgspec.Meta(ge=5, le=150)]


class Section(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab", kw_only=True):
    """What all tables of a theme share."""


class PageDesign(Section, frozen=True):
    """The page: its size, its margins in millimetres, its columns.

    With `mirrored`, left-hand pages have the inner margin at their right, and ends of lines at head and foot change
    places. `head` and `foot` are how far from the paper's edge the lines there stand.
    """

    layout: Layout = "report"
    paper: str = "a4"
    inner: Millimetres = 32.0
    outer: Millimetres = 32.0
    top: Millimetres = 26.0
    bottom: Millimetres = 27.0
    head: Millimetres = 15.0
    foot: Millimetres = 14.0
    mirrored: bool = False
    columns: Annotated[int, msgspec.Meta(ge=1, le=3)] = 1
    gutter: Annotated[float, msgspec.Meta(ge=2, le=40)] = 6.0
    rule: bool = False
    """Whether a hairline stands between columns."""
    line_numbers: bool = False


class TypeDesign(Section, frozen=True):
    """The running text: its size in points, whether it is flush on both sides, whether words are divided, by how many
    percent letters may be wider or narrower in flush lines, how many lines the first letter of a story is tall.
    """

    size: Annotated[float, msgspec.Meta(ge=6, le=20)] = 10.5
    justify: bool = True
    hyphenate: bool = True
    letter_scaling: LetterScaling = 1.5
    drop_caps: Annotated[int, msgspec.Meta(ge=0, le=6)] = 0


class Fonts(Section, frozen=True):
    """The families: a name of those that come along, or of an installed package (`fontpkg-…`)."""

    text: str = "Source Serif 4"
    headings: str = "Source Sans 3"
    code: str = "Source Code Pro"


class Colours(Section, frozen=True):
    """The palette. Text stands in `ink`, `soft`, `accent` and `link`; `hair` is for rules; the others are grounds."""

    ink: Hex = "#000000"
    soft: Hex = "#4a4a4a"
    accent: Hex = "#8f121c"
    link: Hex = "#0d3873"
    hair: Hex = "#9e9e9e"
    tint: Hex = "#f4f3ef"
    marker: Hex = "#ffed99"
    code: Hex = "#f1f1ed"


class Line(Section, frozen=True):
    """A line at the head or foot of pages: text with slots at its start, its centre and its end."""

    start: str = ""
    centre: str = ""
    end: str = ""
    rule: bool = False
    opening: bool = True
    """Whether it stands on the first page of a story as well."""


class LookChange(Section, frozen=True):
    """What a theme changes of one kind of text: sizes in parts of the running text's, leading in parts of its own."""

    family: Literal["text", "headings", "code"] | None = None
    size: Annotated[float, msgspec.Meta(ge=0.4, le=8)] | None = None
    leading: Annotated[float, msgspec.Meta(ge=0.9, le=3)] | None = None
    bold: bool | None = None
    italic: bool | None = None
    colour: Literal["ink", "soft", "accent", "link"] | None = None
    align: Literal["justify", "left", "right", "centre"] | None = None
    hyphenate: bool | None = None
    before: Annotated[float, msgspec.Meta(ge=0, le=10)] | None = None
    after: Annotated[float, msgspec.Meta(ge=0, le=10)] | None = None
    indent: Annotated[float, msgspec.Meta(ge=0, le=6)] | None = None


class Theme(Section, frozen=True):
    """The design of a document's pages."""

    page: PageDesign = PageDesign()
    type: TypeDesign = TypeDesign()
    fonts: Fonts = Fonts()
    colours: Colours = Colours()
    head: Line = Line(start="{story}", end="{section}", opening=False)
    foot: Line = Line(end="{page}")
    looks: dict[str, LookChange] = msgspec.field(default_factory=dict)


def load_theme(file: OptionFile, looks: Iterable[str], report: Report) -> Theme:
    """Return the theme of this file, or the shipped one of this name; `looks` are the kinds of text it may change.

    Raises UsageError, with the line, for what no theme can say.
    """
    text, name = file.text, file.name
    if not text:
        if name == "report":
            return Theme()
        raw = read_asset_file(f"themes/{name}.toml") if name in SHIPPED else None
        if raw is None:
            raise UsageError(
                f"there is no theme {name!r}",
                remedy=_nearest(name, SHIPPED) or f"Shipped are {', '.join(SHIPPED)}; else name a file: my/theme.toml",
            )
        text, name = raw.decode(), f"themes/{name}.toml"
    theme = parse_theme(text, name, looks)
    check_contrast(theme, text, name, report)
    return theme


def parse_theme(text: str, name: str, looks: Iterable[str]) -> Theme:
    """Return the theme that this TOML text describes. Raises UsageError, with its line, for what it cannot mean."""
    try:
        table = read_toml(text)
    except TomlError as exc:
        raise UsageError(
            f"the theme is no TOML: {exc}", Place(name, exc.line, exc.column), "See https://toml.io"
        ) from exc
    _check_keys(table, Theme, "", text, name)
    kinds = list(looks)
    for kind, change in (table.get("looks") or {}).items():
        if kind not in kinds:
            raise _unknown(kind, f"looks.{kind}", kinds, text, name)
        if isinstance(change, dict):
            _check_keys(change, LookChange, f"looks.{kind}", text, name)
    try:
        theme = msgspec.convert(table, Theme)
    except msgspec.ValidationError as exc:
        what, _, path = str(exc).partition(" - at `$.")
        key = path.rstrip("`").replace("[...]", "")
        raise UsageError(
            f"the theme's {key or 'text'} cannot be so: {what[0].lower()}{what[1:]}", _place(key, text, name)
        ) from exc
    _check_slots(theme, text, name)
    try:
        paper_size_pt(theme.page.paper)
    except ValueError as exc:
        raise UsageError(f"the theme's paper cannot be: {exc}", _place("page.paper", text, name)) from exc
    return theme


def check_contrast(theme: Theme, text: str, name: str, report: Report) -> None:
    """Report colours of text that do not stand out from the page, or from the grounds they stand on."""
    colours = theme.colours
    grounds = (("the page", "#ffffff"), ("colours.tint", colours.tint))
    pairs = [(key, ground) for key in ("ink", "soft", "accent", "link") for ground in grounds]
    pairs += [("ink", ("colours.marker", colours.marker)), ("ink", ("colours.code", colours.code))]
    for key, (ground, shade) in pairs:
        ratio = contrast(rgb(getattr(colours, key)), rgb(shade))
        if ratio < _READABLE:
            report.warning(
                "pdf-theme-contrast",
                f"colours.{key} has a contrast of {ratio:.1f} to 1 with {ground}; WCAG 2.2, 1.4.3 asks for 4.5 to 1",
                _place(f"colours.{key}", text, name),
                "Take a darker colour",
            )


def rgb(hexadecimal: str) -> tuple[float, float, float]:
    """Return a colour as parts of 1."""
    red, green, blue = (round(int(hexadecimal[at : at + 2], 16) / 255, 3) for at in (1, 3, 5))
    return red, green, blue


def contrast(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return the contrast ratio of two colours (https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: tuple[float, float, float]) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# ------------------------------------------------------------------------------------------------------ what is wrong


def _check_keys(table: Mapping[str, Any], kind: type[msgspec.Struct], path: str, text: str, name: str) -> None:
    """Raise UsageError for the first key that this table of a theme does not have."""
    hints = get_type_hints(kind)
    fields = {
        alias: hints[field] for field, alias in zip(kind.__struct_fields__, kind.__struct_encode_fields__, strict=True)
    }
    for key, value in table.items():
        full = f"{path}.{key}" if path else key
        if key not in fields:
            raise _unknown(key, full, fields, text, name)
        hint = fields[key]
        if isinstance(value, dict) and isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            _check_keys(value, hint, full, text, name)


def _unknown(key: str, full: str, known: Iterable[str], text: str, name: str) -> UsageError:
    names = list(known)
    return UsageError(
        f"a theme has no {full!r}", _place(full, text, name), _nearest(key, names) or f"Known are {', '.join(names)}"
    )


def _check_slots(theme: Theme, text: str, name: str) -> None:
    for where, line in (("head", theme.head), ("foot", theme.foot)):
        for end in ("start", "centre", "end"):
            said = getattr(line, end)
            place = _place(f"{where}.{end}", text, name)
            try:
                slots = [
                    (slot, f"{slot}:{spec}" if spec else slot, bool(spec or conversion))
                    for _, slot, spec, conversion in string.Formatter().parse(said)
                    if slot is not None
                ]
            except ValueError as exc:
                raise UsageError(f"the braces in {said!r} do not match", place, "Write slots as {page}") from exc
            for slot, written, dressed in slots:
                if slot not in SLOTS or dressed:
                    remedy = _nearest(slot, SLOTS) or f"Known are {', '.join(SLOTS)}"
                    raise UsageError(f"a line at the {where} has no slot {written!r}", place, remedy)


def _place(path: str, text: str, name: str) -> Place:
    """Return where in the text of a theme this key stands, as far as its tables are written one below the other."""
    *tables, key = path.split(".")
    table = ".".join(tables)
    current, best = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        head = re.match(r"\s*\[([^\]]+)\]", line)
        if head:
            current = head[1].replace('"', "").replace(" ", "")
            if current == path:
                return Place(name, number, 1)
            if current == table:
                best = number
            continue
        pair = re.match(r"""\s*["']?([^=\s"']+)["']?\s*=""", line)
        if pair and ((pair[1] == key and current == table) or (pair[1] == path and not current)):
            return Place(name, number, line.index(pair[1]) + 1)
    return Place(name, best or 1, 1)


def _nearest(word: str, known: Iterable[str]) -> str:
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.5)
    return f"Did you mean {close[0]!r}?" if close else ""
