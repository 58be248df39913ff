"""Booklets: every page once, where it is when the sheets are folded."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from exporters.delivery.imposition import Booklet, impose, sides
from exporters.errors import DeliveryError, UsageError


def document(pages: int, *, bleed: float = 0.0, direction: str = "", width: float = 200, height: float = 300) -> bytes:
    """Return a PDF whose pages say their own number."""
    pdf = pikepdf.new()
    for number in range(pages):
        pdf.add_blank_page(page_size=(width, height))
        page = pdf.pages[-1]
        page.Contents = pdf.make_stream(f"% page {number}\n0 0 10 10 re f".encode())
        if bleed:
            page.MediaBox = pikepdf.Array([-20, -20, width + 20, height + 20])
            page.BleedBox = pikepdf.Array([-bleed, -bleed, width + bleed, height + bleed])
            page.TrimBox = pikepdf.Array([0, 0, width, height])
    if direction:
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(Direction=pikepdf.Name(direction))
    pdf.docinfo["/Title"] = "A leaflet"
    stream = io.BytesIO()
    pdf.save(stream, static_id=True)
    return stream.getvalue()


def placed(data: bytes) -> list[list[tuple[int, float]]]:
    """Return for each side of a sheet the pages on it with where their left edge is."""
    found = []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            code = page.Contents.read_bytes().decode()
            found.append([
                (int(number), float(x))
                for x, number in re.findall(r"([\d.-]+) [\d.-]+ cm /P(\d+) Do", code)
            ])  # fmt: skip
    return found


def folded(sheets: list[tuple[int | None, ...]]) -> list[int]:
    """Return the order in which a reader meets the pages of sheets that lie in each other."""
    front = [page for left, right, back_left, back_right in sheets for page in (right, back_left)]
    back = [page for left, right, back_left, back_right in reversed(sheets) for page in (back_right, left)]
    return [page for page in (*front, *back) if page is not None]


@pytest.mark.parametrize("count", range(1, 41))
@pytest.mark.parametrize("signature", [0, 4, 8, 16])
def test_folded_sheets_read_in_order(count: int, signature: int) -> None:
    every = list(sides(count, signature))
    assert len(every) % 2 == 0
    read: list[int] = []
    sheets: list[tuple[int | None, ...]] = []
    for front, back in zip(every[::2], every[1::2], strict=True):
        if front.depth == 0 and sheets:
            read += folded(sheets)
            sheets = []
        assert front.depth == back.depth == len(sheets)
        sheets.append((front.left, front.right, back.left, back.right))
    assert read + folded(sheets) == list(range(count))


def test_a_leaflet_of_four_pages() -> None:
    made = impose(document(4), Booklet(thickness_mm=0))
    assert placed(made) == [[(3, 0.0), (0, 200.0)], [(1, 0.0), (2, 200.0)]]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert [float(edge) for edge in pdf.pages[0].MediaBox] == [0, 0, 400, 300]
        assert str(pdf.docinfo["/Title"]) == "A leaflet"


def test_inner_pages_move_toward_the_fold() -> None:
    millimetre = 72 / 25.4
    made = placed(impose(document(12), Booklet(thickness_mm=1.0)))
    for depth, side in enumerate(made[::2]):
        (_, left), (_, right) = side
        assert left == pytest.approx(depth * millimetre, abs=0.01)
        assert right == pytest.approx(200 - depth * millimetre, abs=0.01)


def test_what_is_read_from_right_to_left_opens_at_the_other_side() -> None:
    assert placed(impose(document(4, direction="/R2L"), Booklet(thickness_mm=0)))[0] == [(0, 0.0), (3, 200.0)]


def test_pages_are_fitted_to_the_sheet() -> None:
    made = impose(document(4, width=595.28, height=841.89), Booklet(paper="a4", thickness_mm=0))
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert float(pdf.pages[0].MediaBox[2]) == pytest.approx(841.89, abs=0.01)
        (scale,) = {float(s) for s in re.findall(r"n ([\d.]+) 0 0", pdf.pages[0].Contents.read_bytes().decode())}
    assert scale == pytest.approx(0.707, abs=0.001)


def test_bleed_is_kept_but_not_over_the_fold_and_the_sheet_is_marked() -> None:
    with pikepdf.open(io.BytesIO(impose(document(4, bleed=9.0), Booklet()))) as pdf:
        page = pdf.pages[0]
        assert [float(edge) for edge in page.TrimBox] == [0, 0, 400, 300]
        assert float(page.MediaBox[0]) < -9
        code = page.Contents.read_bytes().decode()
        clips = [[float(value) for value in clip] for clip in re.findall(r"q (\S+) (\S+) (\S+) (\S+) re W n", code)]
        assert clips[0][0] + clips[0][2] == pytest.approx(200)
        assert clips[1][0] == pytest.approx(200)
        assert "[2 2] 0 d" in code
        assert [float(edge) for edge in page.Resources.XObject["/P0"].BBox] == [-9, -9, 209, 309]


def test_the_same_file_gives_the_same_booklet() -> None:
    assert impose(document(8), Booklet()) == impose(document(8), Booklet())


def test_an_edition_of_ours_folds(tmp_path: Path) -> None:
    from exporters.formats.pdf import FORMAT
    from exporters.testing import specimen, write_to_memory

    files, _ = write_to_memory(FORMAT, specimen(), paper="a5", bleed_mm="3", marks="crop")
    made = impose(files[None], Booklet())
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert pdf.check_pdf_syntax() == [] if hasattr(pdf, "check_pdf_syntax") else True
        assert len(pdf.pages) % 2 == 0
        assert "/OutputIntents" in pdf.Root
        assert "/StructTreeRoot" not in pdf.Root, "a copy for the press claims nothing"


def _locked() -> bytes:
    with pikepdf.open(io.BytesIO(document(2))) as pdf:
        stream = io.BytesIO()
        pdf.save(stream, encryption=pikepdf.Encryption(owner="x", user="y"))
    return stream.getvalue()


@pytest.mark.parametrize("make", [lambda: b"no PDF", lambda: document(3)[:200], _locked])
def test_what_is_no_pdf_or_locked_is_refused(make: Callable[[], bytes]) -> None:
    with pytest.raises(DeliveryError):
        impose(make(), Booklet())


def test_what_cannot_be_folded_is_refused() -> None:
    with pytest.raises(UsageError, match="6 pages"):
        Booklet(signature_pages=6)
    with pytest.raises(UsageError, match="sheet"):
        Booklet(paper="a9")
