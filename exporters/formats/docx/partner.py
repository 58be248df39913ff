"""Templates of others: a DOCX or DOTX whose styles, theme, page and running heads a file is to have.

The only module of this room that imports python-docx, which opens the package. What is taken is named here; all else
(text, macros, embedded objects, links to files, custom XML, the author) stays behind. Styles are found by the names
that Word gives them in every language, then by those of localised programs; what is missing is added from the house's.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final, Literal

from docx.oxml.parser import parse_xml
from docx.package import Package
from lxml import etree

from exporters.assets import read_asset_file
from exporters.errors import FormatError, wrap
from exporters.formats.docx.archives import check_archive
from exporters.formats.docx.markup import MAIN, RELATIONSHIPS, XML_DECLARATION
from exporters.formats.docx.numbering import Kept
from exporters.formats.docx.package import Part, text_part
from exporters.formats.docx.pages import Paper
from exporters.formats.docx.template import Languages, Template, own_part, own_styles
from exporters.formats.docx.tidying import tidy
from exporters.report import Report

_W: Final = f"{{{MAIN}}}"
_R: Final = f"{{{RELATIONSHIPS}}}"
_STRICT: Final = "http://purl.oclc.org/ooxml/"
_SETTINGS: Final = (
    "zoom", "mirrorMargins", "bordersDoNotSurroundHeader", "bordersDoNotSurroundFooter", "gutterAtTop",
    "defaultTabStop", "autoHyphenation", "consecutiveHyphenLimit", "hyphenationZone", "doNotHyphenateCaps",
    "evenAndOddHeaders", "characterSpacingControl", "noLineBreaksAfter", "noLineBreaksBefore", "compat",
    "themeFontLang", "clrSchemeMapping", "decimalSymbol", "listSeparator",
)  # fmt: skip
"""The settings that are taken, in the order of the schema (17.15.1.78)."""
_MODERN: Final = (
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
)
_DETAILS: Final = ("paperSrc", "pgBorders", "lnNumType")
_DEFAULTS: Final = {"paragraph": "normal", "character": "default paragraph font", "table": "normal table"}
_COUNTED: Final = ("heading", "toc")
_LARGEST_SIDE: Final = 31680  # twentieths of a point: 22 inches, the most that Word takes


def read_template(data: bytes, name: str, languages: Languages, report: Report) -> Template:
    """Return what is taken of this template, its styles complete and in these languages.

    Raises FormatError for what is no template, or is one that cannot be trusted.
    """
    what = f"the template {name}"
    check_archive(data, what)
    with wrap(FormatError, f"read {what}", Exception, remedy="Open it in Word, save it anew as .docx, and take that"):
        package = Package.open(io.BytesIO(data))
        _refuse_strict(package.rels, what)
        main = package.main_document_part
        related = _related(main, what)
        styles = parse_xml(related["styles"].blob) if "styles" in related else parse_xml(own_styles())
        names = _complete(styles)
        _drop_dangling(styles, styles)
        _speak(styles, languages)
        tidy(styles)
        parts = [
            ("styles", text_part("styles", "styles", etree.tostring(styles, xml_declaration=True, encoding="UTF-8"))),
            ("fontTable", _fonts(related)),
            ("theme", _theme(related)),
        ]
        document = main.element if hasattr(main, "element") else parse_xml(main.blob)
        sections = document.findall(f"{_W}body/{_W}sectPr")
        paper = _paper(sections[-1]) if sections else None
        running = tuple(_running(sections[-1], main, report, what)) if sections else ()
        settings = _settings(related, languages)
        lists = _lists(related, styles)
    return Template(parts, settings, names, paper, running, lists)


def _related(main: Any, what: str) -> dict[str, Any]:
    """Return the parts that the document is related to, by the last word of the relationship."""
    _refuse_strict(main.rels, what)
    found: dict[str, Any] = {}
    for relationship in main.rels.values():
        if not relationship.is_external:
            found.setdefault(str(relationship.reltype).rpartition("/")[2], relationship.target_part)
    return found


def _refuse_strict(relationships: Any, what: str) -> None:
    if any(str(found.reltype).startswith(_STRICT) for found in relationships.values()):
        raise FormatError(
            f"{what} is in the strict form of Office Open XML",
            remedy='Save it as "Word Document (.docx)", not as "Strict Open XML Document"',
        )


# Styles


def _complete(styles: Any) -> dict[str, str]:
    """Add what the house's styles have and these lack, and return the id of each style by its name."""
    names, kinds = _names(styles)
    taken = {str(style.get(f"{_W}styleId")).casefold() for style in styles.iter(f"{_W}style")}
    own: Any = parse_xml(own_styles())
    own_names: dict[str, str] = {}
    missing = []
    for style in own.iter(f"{_W}style"):
        name = _name(style)
        own_names[str(style.get(f"{_W}styleId"))] = name
        if kinds.get(name) != style.get(f"{_W}type"):
            missing.append((name, style))
    for name, style in missing:
        wanted = str(style.get(f"{_W}styleId"))
        free = wanted
        for count in range(2, len(taken) + 3):
            if free.casefold() not in taken:
                break
            free = f"{wanted}{count}"
        if name in names:  # a style of another kind has the name
            style.find(f"{_W}name").set(f"{_W}val", f"{name} {style.get(f'{_W}type')}")
        taken.add(free.casefold())
        names[name] = free
        style.set(f"{_W}styleId", free)
    for _, style in missing:
        if style.get(f"{_W}default"):
            del style.attrib[f"{_W}default"]
        for tag in ("basedOn", "next", "link"):
            for reference in style.findall(f"{_W}{tag}"):
                reference.set(f"{_W}val", names[own_names[str(reference.get(f"{_W}val"))]])
        for fonts in style.findall(f"{_W}rPr/{_W}rFonts"):
            if fonts.get(f"{_W}ascii") == "Calibri":  # small matter is set in the fonts of the template
                fonts.getparent().remove(fonts)
        styles.append(style)
    return names


def _drop_dangling(root: Any, styles: Any) -> None:
    """Take out references to styles that do not exist, which some programs leave behind."""
    known = {style.get(f"{_W}styleId") for style in styles.iter(f"{_W}style")}
    tags = [f"{_W}{tag}" for tag in ("basedOn", "next", "link", "pStyle", "styleLink", "numStyleLink")]
    for reference in list(root.iter(*tags)):
        if reference.get(f"{_W}val") not in known:
            reference.getparent().remove(reference)


def _names(styles: Any) -> tuple[dict[str, str], dict[str, str]]:
    """Return the id and the type of each style by name: as Word calls it, then its aliases, then in other languages."""
    names: dict[str, str] = {}
    kinds: dict[str, str] = {}
    every = [style for style in styles.iter(f"{_W}style") if style.get(f"{_W}styleId")]
    for told in (_own_name, _default_name, _alias_names, _localised_names):
        for style in every:
            for name in told(style):
                if name not in names:
                    names[name] = str(style.get(f"{_W}styleId"))
                    kinds[name] = str(style.get(f"{_W}type"))
    return names, kinds


def _name(style: Any) -> str:
    found = style.find(f"{_W}name")
    return str(found.get(f"{_W}val", "")).strip().lower() if found is not None else ""


def _own_name(style: Any) -> list[str]:
    return [name] if (name := _name(style)) else []


def _default_name(style: Any) -> list[str]:
    kind = _DEFAULTS.get(str(style.get(f"{_W}type")))
    return [kind] if kind and style.get(f"{_W}default") in ("1", "true", "on") else []


def _alias_names(style: Any) -> list[str]:
    aliases = style.find(f"{_W}aliases")
    return [part.strip().lower() for part in str(aliases.get(f"{_W}val", "")).split(",")] if aliases is not None else []


def _localised_names(style: Any) -> list[str]:
    """Return the English names of what a program in another language calls this style."""
    name = re.sub(r"\s+", " ", _name(style))
    stem, number = (name[:-1].strip(), name[-1]) if name and name[-1] in "123456789" else (name, "")
    found = _localised().get((stem, bool(number)))
    return [f"{found} {number}".strip()] if found else []


@lru_cache
def _localised() -> dict[tuple[str, bool], str]:
    """Return the English name of styles by their names in other languages, and whether a number follows."""
    import tomllib

    content = read_asset_file("templates/word/names.toml")
    assert content is not None, "names.toml is part of the package"
    told: dict[str, list[str]] = tomllib.loads(content.decode())
    return {(name.lower(), english in _COUNTED): english for english, names in told.items() for name in names}


def _speak(styles: Any, languages: Languages) -> None:
    """Make these the languages of the document; the default style keeps none of its own."""
    for style in styles.iter(f"{_W}style"):
        if _default_name(style):
            for told in style.findall(f"{_W}rPr/{_W}lang"):
                told.getparent().remove(told)
    place = styles
    for name in ("docDefaults", "rPrDefault", "rPr"):
        below = place.find(f"{_W}{name}")
        if below is None:
            below = etree.Element(f"{_W}{name}")
            place.insert(0, below)
        place = below
    for told in place.findall(f"{_W}lang"):
        place.remove(told)
    told = etree.SubElement(place, f"{_W}lang")
    for key, value in (("val", languages.latin), ("eastAsia", languages.east_asian), ("bidi", languages.complex)):
        told.set(f"{_W}{key}", value)


# Other parts


def _fonts(related: dict[str, Any]) -> Part:
    """Return the font table without the fonts that are embedded in the template."""
    if "fontTable" not in related:
        return own_part("fontTable")
    fonts: Any = parse_xml(related["fontTable"].blob)
    for element in list(fonts.iter()):
        if isinstance(element.tag, str) and element.tag.startswith(f"{_W}embed"):
            element.getparent().remove(element)
    tidy(fonts)
    return text_part("fontTable", "fontTable", etree.tostring(fonts, xml_declaration=True, encoding="UTF-8"))


def _theme(related: dict[str, Any]) -> Part:
    if "theme" not in related or len(related["theme"].rels):
        return own_part("theme")
    return text_part("theme", "theme/theme1", related["theme"].blob)


def _settings(related: dict[str, Any], languages: Languages) -> str:
    """Return the settings that are taken: nothing that asks, tracks, protects, or leads out of the file."""
    kept: dict[str, str] = {}
    if "settings" in related:
        settings: Any = parse_xml(related["settings"].blob)
        for element in settings:
            name = element.tag.removeprefix(_W) if isinstance(element.tag, str) else ""
            if name in _SETTINGS and all(str(found.tag).startswith(_W) for found in element.iter()):
                _drop_foreign(element)
                kept[name] = _plain(element)
    kept["themeFontLang"] = f"<w:themeFontLang {languages.attributes()}/>"
    kept.setdefault("characterSpacingControl", '<w:characterSpacingControl w:val="doNotCompress"/>')
    kept.setdefault("compat", f"<w:compat>{_MODERN}</w:compat>")
    made = "".join(kept.get(name, "") for name in _SETTINGS)
    return f'{XML_DECLARATION}<w:settings xmlns:w="{MAIN}">{made}</w:settings>'


def _lists(related: dict[str, Any], styles: Any) -> Kept:
    """Return the numbering of the template, which its styles may use, without pictures for bullets."""
    if "numbering" not in related:
        return Kept()
    root: Any = parse_xml(related["numbering"].blob)
    for element in list(root.iter(f"{_W}lvlPicBulletId")):
        element.getparent().remove(element)
    _drop_dangling(root, styles)
    tidy(root)
    definitions, lists = root.findall(f"{_W}abstractNum"), root.findall(f"{_W}num")
    for element in (*definitions, *lists):
        _drop_foreign(element)
    return Kept(
        "".join(_plain(element) for element in definitions),
        "".join(_plain(element) for element in lists),
        max((int(element.get(f"{_W}abstractNumId")) for element in definitions), default=0),
        max((int(element.get(f"{_W}numId")) for element in lists), default=0),
    )


def _drop_foreign(element: Any) -> None:
    """Take out elements and attributes of later versions of Word, which older ones would have to be told to ignore."""
    for found in list(element.iter()):
        if not isinstance(found.tag, str) or not found.tag.startswith(_W):
            if found.getparent() is not None:
                found.getparent().remove(found)
            continue
        for name in list(found.attrib):
            if not str(name).startswith(_W):
                del found.attrib[name]


def _plain(element: Any) -> str:
    """Return the element as text in which the prefix of Word's own names is w, declared elsewhere."""
    alone = etree.fromstring(etree.tostring(element, with_tail=False), etree.XMLParser(resolve_entities=False))
    wrapped = etree.Element(f"{_W}x", nsmap={"w": MAIN})
    wrapped.append(alone)
    etree.cleanup_namespaces(wrapped, top_nsmap={"w": MAIN})
    text = etree.tostring(wrapped, encoding="unicode")
    return text[text.index(">") + 1 : text.rindex("</")]


# The page


def _paper(section: Any) -> Paper:
    """Return the sheet of a section. Raises ValueError for sizes that Word would refuse."""
    size, margins = section.find(f"{_W}pgSz"), section.find(f"{_W}pgMar")
    usual = Paper(11906, 16838)
    details = "".join(_plain(found) for name in _DETAILS for found in section.findall(f"{_W}{name}"))
    grid, numbers = section.find(f"{_W}docGrid"), section.find(f"{_W}pgNumType")
    columns = section.find(f"{_W}cols")
    count = _length(columns, "num", 1) if columns is not None else 1
    paper = Paper(
        width=_length(size, "w", usual.width), height=_length(size, "h", usual.height),
        left=_length(margins, "left", usual.left), right=_length(margins, "right", usual.right),
        top=abs(_length(margins, "top", usual.top)), bottom=abs(_length(margins, "bottom", usual.bottom)),
        header=_length(margins, "header", usual.header), footer=_length(margins, "footer", usual.footer),
        gutter=_length(margins, "gutter", 0),
        orientation="landscape" if size is not None and size.get(f"{_W}orient") == "landscape" else "",
        columns=min(max(count, 1), 4), details=re.sub(r" r:\w+=\"[^\"]*\"", "", details),
        numbers=_plain(numbers) if numbers is not None else "",
        grid=_plain(grid) if grid is not None else "", first=_is_on(section.find(f"{_W}titlePg")),
    )  # fmt: skip
    if not (0 < paper.width <= _LARGEST_SIDE and 0 < paper.height <= _LARGEST_SIDE):
        raise ValueError(f"its page is {paper.width} by {paper.height} twentieths of a point")
    return paper


def _length(element: Any, name: str, usual: int) -> int:
    value = element.get(f"{_W}{name}") if element is not None else None
    return round(float(value)) if value is not None and re.fullmatch(r"-?\d{1,6}(?:\.\d+)?", value) else usual


def _is_on(element: Any) -> bool:
    return element is not None and element.get(f"{_W}val", "1") not in ("0", "false", "off")


def _running(
    section: Any, main: Any, report: Report, what: str
) -> Iterator[tuple[Literal["header", "footer"], str, Part]]:
    """Yield the heads and feet of a section with their pictures; what holds more than those is left out, and said."""
    pictures: dict[str, Part] = {}
    counts = {"header": 0, "footer": 0}
    kinds: tuple[Literal["header", "footer"], ...] = ("header", "footer")
    for kind in kinds:
        for reference in section.findall(f"{_W}{kind}Reference"):
            relationship = main.rels[reference.get(f"{_R}id")]
            part = relationship.target_part
            others = {
                str(found.reltype).rpartition("/")[2]
                for found in part.rels.values()
                if not str(found.reltype).endswith("/hyperlink" if found.is_external else "/image")
            }
            if others or b"<o:OLEObject" in part.blob:
                held = ", ".join(sorted(others)) or "an object"
                report.warning(
                    "docx-template",
                    f"a {kind} of {what} holds more than text and pictures: {held}",
                    remedy="It is left out; take the object out of the template, or put a picture in its place",
                )
                continue
            counts[kind] += 1
            made = text_part(kind, f"{kind}T{counts[kind]}", part.blob)
            for found in part.rels.values():
                target = found.target_ref if found.is_external else _picture(found.target_part, pictures)
                made.keep(found.rId, str(found.reltype), target)
            yield kind, str(reference.get(f"{_W}type", "default")), made


def _picture(part: Any, pictures: dict[str, Part]) -> Part:
    name = str(part.partname)
    if name not in pictures:
        suffix = re.sub(r"\W", "", str(part.partname.ext)) or "bin"
        pictures[name] = Part(f"word/media/template{len(pictures) + 1}.{suffix}", str(part.content_type), part.blob)
    return pictures[name]
