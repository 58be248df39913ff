"""Pages of a finished PDF put on sheets as a printer folds them: two beside each other, stitched through the fold.

A booklet's sheets lie in each other: the outermost holds the first two and the last two pages. What is put together is
a copy for the press: tags, links and the claims to conformance stay with the edition that is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from exporters.errors import DeliveryError, UsageError, wrap

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader, PdfWriter
    from pypdf.generic import IndirectObject

_MM = 72 / 25.4
_MOST_PAGES = 4_000
_LARGEST = 512 * 1024 * 1024
_MARK_PT = 4 * _MM
_AWAY_PT = 2 * _MM
_LEAF_PAGES = 4
"""Pages on one sheet: two at the front, two at the back."""

PAPERS_PT = {
    "a3": (420 * _MM, 297 * _MM),
    "a4": (297 * _MM, 210 * _MM),
    "letter": (792.0, 612.0),
    "legal": (1008.0, 612.0),
    "tabloid": (1224.0, 792.0),
}
"""Sheets that a booklet may be fitted to, lying on their long side."""


class Side(NamedTuple):
    """One side of a sheet: the pages left and right of the fold, counted from 0, None where one is empty.

    `depth` is how many sheets lie around this one when the booklet is folded.
    """

    left: int | None
    right: int | None
    depth: int


@dataclass(frozen=True, slots=True)
class Booklet:
    """How a booklet is made: sheets for one signature (0: all in one), thickness of the paper, the sheet's size.

    `paper` names a sheet to fit the pages to; without it sheets are twice a page. A PDF that says it is read from right
    to left opens at the other side.
    """

    signature_pages: int = 0
    thickness_mm: float = 0.1
    paper: str = ""

    def __post_init__(self) -> None:
        if self.signature_pages % _LEAF_PAGES:
            raise UsageError(
                f"a signature cannot have {self.signature_pages} pages", remedy="Take a multiple of 4, such as 16 or 32"
            )
        if self.paper and self.paper not in PAPERS_PT:
            raise UsageError(f"there is no sheet {self.paper!r}", remedy=f"Take one of {', '.join(PAPERS_PT)}")


def sides(count: int, signature_pages: int = 0) -> Iterator[Side]:
    """Yield the sides of all sheets in the order of printing, front and back in turn.

    The last signature has as many sheets as it needs; pages that are missing at its end stay empty.
    """
    whole = count + -count % _LEAF_PAGES
    size = signature_pages or whole
    for start in range(0, whole, size):
        pages = min(size, whole - start)

        def page(index: int, first: int = start) -> int | None:
            return first + index if first + index < count else None

        for sheet in range(pages // _LEAF_PAGES):
            low, high = 2 * sheet, pages - 1 - 2 * sheet
            yield Side(page(high), page(low), sheet)
            yield Side(page(low + 1), page(high - 1), sheet)


def impose(data: bytes, booklet: Booklet) -> bytes:
    """Return the pages of a PDF as the sheets of a booklet.

    Raises DeliveryError for what is no PDF, is encrypted, or has too many pages.
    """
    try:
        from pypdf import PdfReader, PdfWriter
        from pypdf.errors import DependencyError, PyPdfError
    except ImportError as exc:
        raise DeliveryError("booklets need pypdf", remedy='pip install "broadsheet[press]"') from exc
    if len(data) > _LARGEST:
        raise DeliveryError("the file has more than 512 MiB")
    with wrap(
        DeliveryError, "read the PDF", PyPdfError, DependencyError, ValueError, KeyError, TypeError, RecursionError
    ):
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted:
            raise DeliveryError("the PDF is encrypted", remedy="Take the file as it was written")
        count = len(reader.pages)
        if not 0 < count <= _MOST_PAGES:
            raise DeliveryError(f"a booklet cannot have {count} pages", remedy=f"Take 1 to {_MOST_PAGES}")
        writer = PdfWriter()
        writer.pdf_header = "%PDF-1.7"
        _Sheets(reader, writer, booklet).lay()
        stream = BytesIO()
        writer.write(stream)
    return stream.getvalue()


class _Sheets:
    """The sheets of one booklet being filled."""

    def __init__(self, reader: PdfReader, writer: PdfWriter, booklet: Booklet) -> None:
        self.reader = reader
        self.writer = writer
        self.booklet = booklet
        preferences = reader.root_object.get("/ViewerPreferences")
        self.right_to_left = preferences is not None and preferences.get_object().get("/Direction") == "/R2L"
        pages = list(reader.pages)
        self.pages: Sequence[PageObject] = pages
        trims = [page.trimbox for page in pages]
        self.page_width = max(float(box.width) for box in trims)
        self.page_height = max(float(box.height) for box in trims)
        self.bleed = min(
            (float(trim.left) - float(page.bleedbox.left) for page, trim in zip(pages, trims, strict=True)), default=0.0
        )
        self.bleed = max(self.bleed, 0.0)
        width, height = PAPERS_PT.get(booklet.paper, (2 * self.page_width, self.page_height))
        self.scale = min(width / 2 / self.page_width, height / self.page_height) if booklet.paper else 1.0
        self.sheet = (width, height)
        self.around = 0.0 if booklet.paper else self.bleed and max(self.bleed, _AWAY_PT) + _MARK_PT + 1

    def lay(self) -> None:
        """Fill all sheets."""
        from pypdf.generic import ArrayObject, NameObject

        for side in sides(len(self.pages), self.booklet.signature_pages):
            self._side(side)
        info = self.reader.metadata
        title = info.title if info is not None else None
        self.writer.add_metadata({"/Producer": "Broadsheet", "/Title": title or ""})
        intents = self.reader.root_object.get("/OutputIntents")
        if intents is not None:  # what the inks mean stays true
            kept = ArrayObject(intent.get_object().clone(self.writer) for intent in intents.get_object())
            self.writer.root_object[NameObject("/OutputIntents")] = kept

    def _side(self, side: Side) -> None:
        from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, RectangleObject

        width, height = self.sheet
        around = self.around
        page = self.writer.add_blank_page(width + 2 * around, height + 2 * around)
        page.mediabox = RectangleObject((-around, -around, width + around, height + around))
        page[NameObject("/TrimBox")] = RectangleObject((0, 0, width, height))
        forms = DictionaryObject()
        operators = []
        left, right = (side.right, side.left) if self.right_to_left else (side.left, side.right)
        for number, at_left in ((left, True), (right, False)):
            if number is not None:
                forms[NameObject(f"/P{number}")] = self._form(number)
                operators.append(self._placed(number, side.depth, at_left=at_left))
        if around:
            operators.append(self._marks())
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): forms})
        content = DecodedStreamObject()
        content.set_data("\n".join(operators).encode("ascii"))
        page[NameObject("/Contents")] = self.writer._add_object(content.flate_encode())  # noqa: SLF001 - no other way

    def _placed(self, number: int, depth: int, *, at_left: bool) -> str:
        """Return the operators that paint a page at its side of the fold, cut off where the other one begins.

        Inner sheets stand out at the fore edge and are cut there; their pages are moved toward the fold by what
        the sheets around them are thick, so that all outer margins are alike once they are cut.
        """
        trim = self.pages[number].trimbox
        width, height = self.sheet
        scale = self.scale
        wide, high = float(trim.width) * scale, float(trim.height) * scale
        creep = depth * self.booklet.thickness_mm * _MM
        fold = width / 2
        x = fold - wide + creep if at_left else fold - creep
        y = (height - high) / 2
        low, far = -self.around, width + self.around
        cut = (low, fold) if at_left else (fold, far)
        clip = f"{cut[0]:.3f} {low:.3f} {cut[1] - cut[0]:.3f} {height - 2 * low:.3f} re W n"
        e, f = x - float(trim.left) * scale, y - float(trim.bottom) * scale
        return f"q {clip} {scale:.5f} 0 0 {scale:.5f} {e:.3f} {f:.3f} cm /P{number} Do Q"

    def _form(self, number: int) -> IndirectObject:
        """Return a page as a form that sheets paint, its own resources with it."""
        from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

        page = self.pages[number]
        contents = page.get_contents()
        stream = DecodedStreamObject()
        stream.set_data(contents.get_data() if contents is not None else b"")
        form = stream.flate_encode()
        form[NameObject("/Type")] = NameObject("/XObject")
        form[NameObject("/Subtype")] = NameObject("/Form")
        form[NameObject("/BBox")] = (page.bleedbox if self.around else page.trimbox).clone(self.writer)
        resources = page.get("/Resources")
        form[NameObject("/Resources")] = DictionaryObject()
        if resources is not None and (found := resources.get_object()) is not None:
            form[NameObject("/Resources")] = found.clone(self.writer)
        group = page.get("/Group")
        if group is not None and (blended := group.get_object()) is not None:
            form[NameObject("/Group")] = blended.clone(self.writer)
        return self.writer._add_object(form)  # noqa: SLF001 - no other way

    def _marks(self) -> str:
        """Return the lines by which sheets are cut, and, dashed, by which they are folded."""
        width, height = self.sheet
        near = max(self.bleed, _AWAY_PT)
        far = near + _MARK_PT
        lines = []
        for x, outward in ((0.0, -1), (width, 1)):
            for y, upward in ((0.0, -1), (height, 1)):
                lines.append(f"{x + outward * near:.2f} {y:.2f} m {x + outward * far:.2f} {y:.2f} l S")
                lines.append(f"{x:.2f} {y + upward * near:.2f} m {x:.2f} {y + upward * far:.2f} l S")
        fold = width / 2
        lines.append("[2 2] 0 d")
        for y, upward in ((0.0, -1), (height, 1)):
            lines.append(f"{fold:.2f} {y + upward * near:.2f} m {fold:.2f} {y + upward * far:.2f} l S")
        return f"q 0 G 0.25 w {' '.join(lines)} Q"
