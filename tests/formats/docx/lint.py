"""What Word is strict about and no validator looks at, or not all: one list of findings for a file."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
PACKAGE = "{http://schemas.openxmlformats.org/package/2006/relationships}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

MAX_BOOKMARK = 40
MAX_COLUMNS = 63
ORDERS = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs"
    " suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd"
    " snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment"
    " textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "ins del rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
    " snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign"
    " rtl cs em lang eastAsianLayout specVanish oMath glow shadow reflection ligatures numForm",
    "tcPr": "tcW gridSpan vMerge tcBorders shd vAlign",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW"
    " jc tblInd tblBorders tblLayout tblCellMar tblLook tblCaption tblDescription",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType"
    " pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
}


def lint(data: bytes) -> list[str]:
    """Return what is wrong with a DOCX file, in the words of a person who has to mend it; empty if nothing is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    trees = {name: etree.fromstring(content) for name, content in members.items() if name.endswith((".xml", ".rels"))}
    body, styles = trees["word/document.xml"], trees["word/styles.xml"]
    texts = [
        tree
        for name, tree in trees.items()
        if re.match(r"word/(document|footnotes|endnotes|comments|header|footer)", name)
    ]
    return [
        *_package(members, trees),
        *_relationships(members, trees),
        *_bookmarks(texts),
        *_pictures(texts),
        *_fields(texts),
        *_styles(texts, styles),
        *_notes(body, trees.get("word/footnotes.xml")),
        *_lists(texts, trees.get("word/numbering.xml")),
        *_tables(texts),
        *_order([*texts, styles]),
    ]


def _package(members: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    types = trees["[Content_Types].xml"]
    suffixes = {element.get("Extension") for element in types.iter(f"{TYPES}Default")}
    named = {element.get("PartName") for element in types.iter(f"{TYPES}Override")}
    if next(iter(members)) != "[Content_Types].xml":
        yield "[Content_Types].xml is not the first member"
    for name in members:
        if f"/{name}" not in named and name.rpartition(".")[2] not in suffixes:
            yield f"{name} has no content type"
    for part in named:
        if str(part)[1:] not in members:
            yield f"{part} has a content type but is not there"


def _relationships(members: dict[str, bytes], trees: dict[str, etree._Element]) -> Iterator[str]:
    reached = set()
    for name, tree in trees.items():
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        owner = posixpath.join(folder, posixpath.basename(name)[: -len(".rels")])
        known = set()
        for relationship in tree.iter(f"{PACKAGE}Relationship"):
            known.add(relationship.get("Id"))
            if relationship.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join(folder, str(relationship.get("Target"))))
                reached.add(target)
                if target not in members:
                    yield f"{name} leads to {target}, which is not there"
        if owner in trees:
            used = {
                value
                for element in trees[owner].iter()
                for key, value in element.attrib.items()
                if str(key).startswith(R)
            }
            yield from (f"{owner} uses {missing!r}, which is no relationship of it" for missing in sorted(used - known))
    for name in members:
        if not name.endswith(".rels") and name != "[Content_Types].xml" and name not in reached:
            yield f"nothing leads to {name}"


def _bookmarks(texts: list[etree._Element]) -> Iterator[str]:
    starts = [element for tree in texts for element in tree.iter(f"{W}bookmarkStart")]
    ends = Counter(element.get(f"{W}id") for tree in texts for element in tree.iter(f"{W}bookmarkEnd"))
    names = Counter(str(element.get(f"{W}name")).casefold() for element in starts)
    if Counter(element.get(f"{W}id") for element in starts) != ends or any(count > 1 for count in ends.values()):
        yield "bookmarks are not balanced"
    yield from (f"the bookmark {name} is there {count} times" for name, count in names.items() if count > 1)
    yield from (f"the bookmark {name} is too long" for name in names if len(name) > MAX_BOOKMARK)
    yield from (f"{name} is no name for a bookmark" for name in names if re.fullmatch(r"[^\W\d]\w*", name) is None)
    for tree in texts:
        for link in tree.iter(f"{W}hyperlink"):
            anchor = link.get(f"{W}anchor")
            if anchor is not None and str(anchor).casefold() not in names:
                yield f"a link leads to {anchor}, which is no bookmark"
            if link.find(f".//{W}hyperlink") is not None:
                yield "a link stands within a link"


def _pictures(texts: list[etree._Element]) -> Iterator[str]:
    numbers = Counter(element.get("id") for tree in texts for element in tree.iter(f"{WP}docPr"))
    yield from (f"{count} pictures have the number {number}" for number, count in numbers.items() if count > 1)


def _fields(texts: list[etree._Element]) -> Iterator[str]:
    for tree in texts:
        depth = 0
        for element in tree.iter(f"{W}fldChar"):
            kind = element.get(f"{W}fldCharType")
            depth += {"begin": 1, "end": -1}.get(str(kind), 0)
            if depth < 0:
                yield "a field ends that did not begin"
        if depth:
            yield "a field does not end"


def _styles(texts: list[etree._Element], styles: etree._Element) -> Iterator[str]:
    known = {element.get(f"{W}styleId") for element in styles.iter(f"{W}style")}
    kinds = (f"{W}pStyle", f"{W}rStyle", f"{W}tblStyle")
    used = {element.get(f"{W}val") for tree in texts for element in tree.iter(*kinds)}
    based = {element.get(f"{W}val") for element in styles.iter(f"{W}basedOn", f"{W}next", f"{W}link")}
    yield from (f"the style {name} does not exist" for name in sorted(map(str, (used | based) - known)))


def _notes(body: etree._Element, notes: etree._Element | None) -> Iterator[str]:
    called = Counter(element.get(f"{W}id") for element in body.iter(f"{W}footnoteReference"))
    there = set() if notes is None else {element.get(f"{W}id") for element in notes.iter(f"{W}footnote")}
    yield from (f"the note {number} is called {count} times" for number, count in called.items() if count > 1)
    if set(called) != there - {"-1", "0"}:
        yield "calls and notes do not agree"
    if notes is not None:
        if notes.find(f".//{W}footnoteReference") is not None:
            yield "a note is called within a note"
        for note in notes.iter(f"{W}footnote"):
            if len(note) == 0 or note[-1].tag != f"{W}p":
                yield f"the note {note.get(f'{W}id')} does not end with a paragraph"


def _lists(texts: list[etree._Element], numbering: etree._Element | None) -> Iterator[str]:
    used = {element.get(f"{W}val") for tree in texts for element in tree.iter(f"{W}numId")}
    known = set() if numbering is None else {element.get(f"{W}numId") for element in numbering.iter(f"{W}num")}
    yield from (f"the list {number} does not exist" for number in sorted(map(str, used - known)))
    if numbering is not None:
        tags = [element.tag for element in numbering]
        if tags != sorted(tags):
            yield "a list stands before the definitions"


def _tables(texts: list[etree._Element]) -> Iterator[str]:
    for tree in texts:
        for table in tree.iter(f"{W}tbl"):
            columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
            if not 1 <= columns <= MAX_COLUMNS:
                yield f"a table has {columns} columns"
            if table.find(f"{W}tr") is None:
                yield "a table has no row"
            for row in table.iterfind(f"{W}tr"):
                spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iterfind(f"{W}tc")]
                wide = sum(1 if span is None else int(str(span.get(f"{W}val"))) for span in spans)
                if wide != columns:
                    yield f"a row fills {wide} of {columns} columns"
            following = table.getnext()
            if following is not None and following.tag == f"{W}tbl":
                yield "two tables would run together"
        for cell in tree.iter(f"{W}tc"):
            if cell[-1].tag != f"{W}p":
                yield "a cell does not end with a paragraph"


def _order(trees: list[etree._Element]) -> Iterator[str]:
    for name, names in ORDERS.items():
        places = {child: place for place, child in enumerate(names.split())}
        for tree in trees:
            for element in tree.iter(f"{W}{name}"):
                children = [etree.QName(child).localname for child in element]
                unknown = [child for child in children if child not in places]
                if unknown:
                    yield f"{name} holds {', '.join(unknown)}, whose place is not known"
                elif children != sorted(children, key=places.__getitem__):
                    yield f"{name} has its children in the wrong order: {' '.join(children)}"
