"""Pages: what may not be parted stays together, what stands at a page's edge is what should."""

from __future__ import annotations

from collections.abc import Sequence

from exporters.formats.pdf.boxes import Box
from exporters.formats.pdf.canvas import TaggedCanvas
from exporters.formats.pdf.fonts import FontSet
from exporters.formats.pdf.options import PdfOptions
from exporters.formats.pdf.pages import PageBuilder
from exporters.formats.pdf.sheet import Sheet
from exporters.formats.pdf.stacks import split_stack, stack_height_pt
from exporters.formats.pdf.tags import StructureTree
from tests.formats.pdf.inspection import paragraph, story, written
from tests.work import calls


class Brick(Box):
    """A box of lines ten points high, which notes where it is drawn."""

    def __init__(self, name: str, log: list[tuple[int, str]], height_pt: float, *, lines: bool = False) -> None:
        super().__init__(height_pt)
        self.name = name
        self.log = log
        self.lines = lines

    def split(self, room_pt: float, *, force: bool = False) -> tuple[Box, Box] | None:
        fitting = int(room_pt // 10) * 10
        if not self.lines or not 0 < fitting < self.height_pt or (fitting < 20 and not force):
            return None
        first = Brick(f"{self.name}<", self.log, fitting, lines=True)
        rest = Brick(f"{self.name}>", self.log, self.height_pt - fitting, lines=True)
        rest.inherit(self)
        return first, rest

    def draw(self, canvas: TaggedCanvas, top_pt: float, *, artifact: bool = False) -> None:
        self.log.append((len(canvas.pages) + 1, self.name))


class Landings:
    def __init__(self) -> None:
        self.landings: list[tuple[str, str, str]] = []

    def landed(self, slug: str, anchor: str, label: str, top_pt: float) -> None:
        self.landings.append((slug, anchor, label))

    def turned(self, slug: str, anchor: str, told: int, label: str) -> None:
        self.landings.append((slug, f"{anchor}+{told}", label))


def poured(boxes: Sequence[Box], observer: Landings | None = None) -> None:
    sheet = Sheet(PdfOptions(), FontSet())
    sheet.top_pt, sheet.bottom_pt = 200.0, 100.0  # a column of a hundred points
    builder = PageBuilder(TaggedCanvas(StructureTree()), sheet, observer or Landings())
    builder.pour(boxes)
    builder.finish_page()


def brick(name: str, log: list[tuple[int, str]], height_pt: float, **fields: object) -> Brick:
    made = Brick(name, log, height_pt, lines=bool(fields.pop("lines", False)))
    for key, value in fields.items():
        setattr(made, key, value)
    return made


def test_boxes_fill_pages_in_order() -> None:
    log: list[tuple[int, str]] = []
    poured([brick(name, log, 40) for name in "abcde"])
    assert log == [(1, "a"), (1, "b"), (2, "c"), (2, "d"), (3, "e")]


def test_the_larger_of_two_spaces_counts_and_none_at_the_top() -> None:
    log: list[tuple[int, str]] = []
    poured([brick("a", log, 40, before_pt=50, after_pt=10), brick("b", log, 40, before_pt=20), brick("c", log, 40)])
    assert log == [(1, "a"), (1, "b"), (2, "c")]


def test_a_heading_goes_with_what_follows() -> None:
    log: list[tuple[int, str]] = []
    poured([brick("a", log, 70), brick("heading", log, 20, keep_with_next=True), brick("b", log, 40)])
    assert log == [(1, "a"), (2, "heading"), (2, "b")]


def test_a_heading_stays_if_a_part_of_what_follows_does() -> None:
    log: list[tuple[int, str]] = []
    poured([brick("a", log, 60), brick("heading", log, 10, keep_with_next=True), brick("b", log, 40, lines=True)])
    assert log == [(1, "a"), (1, "heading"), (1, "b<"), (2, "b>")]


def test_a_heading_stays_if_no_page_has_room_for_it_and_what_follows() -> None:
    log: list[tuple[int, str]] = []
    poured(
        [
            brick("a", log, 40),
            brick("heading", log, 20, keep_with_next=True),
            brick("page", log, 100),
            brick("b", log, 9),
        ]
    )
    assert log == [(1, "a"), (1, "heading"), (2, "page"), (3, "b")]


def test_a_page_of_nothing_but_headings_ends_all_the_same() -> None:
    log: list[tuple[int, str]] = []
    poured([brick(name, log, 40, keep_with_next=True) for name in "abcdef"])
    assert [page for page, _ in log] == [1, 1, 2, 2, 3, 3]


def test_a_box_higher_than_a_page_is_parted_wherever_it_must_be() -> None:
    log: list[tuple[int, str]] = []
    poured([brick("a", log, 250, lines=True)])
    assert log == [(1, "a<"), (2, "a><"), (3, "a>>")]


def test_a_box_that_cannot_be_parted_and_is_too_high_stands_alone() -> None:
    log: list[tuple[int, str]] = []
    poured([brick("a", log, 10), brick("tall", log, 150), brick("b", log, 10)])
    assert log == [(1, "a"), (2, "tall"), (3, "b")]


def test_an_optional_box_is_left_out_where_no_room_is_left() -> None:
    log: list[tuple[int, str]] = []
    poured([brick("a", log, 95), brick("padding", log, 10, optional=True), brick("b", log, 10)])
    assert log == [(1, "a"), (2, "b")]


def test_what_is_repeated_stands_on_top_of_each_page_but_the_first() -> None:
    log: list[tuple[int, str]] = []
    again = brick("again", log, 10, repeated=True, keep_with_next=True)
    head = brick("head", log, 10, keep_with_next=True)
    rows = [brick(f"row{index}", log, 40, continuation=lambda: [again]) for index in range(5)]
    poured([head, *rows])
    assert log == [
        (1, "head"), (1, "row0"), (1, "row1"), (2, "again"), (2, "row2"), (2, "row3"), (3, "again"), (3, "row4"),
    ]  # fmt: skip


def test_names_are_told_with_the_page_they_landed_on() -> None:
    log: list[tuple[int, str]] = []
    observer = Landings()
    poured([brick("a", log, 70, anchors=(("s", "one"),)), brick("b", log, 70, anchors=(("s", "two"),))], observer)
    assert observer.landings == [("s", "one", "1"), ("s", "two", "2")]


def test_a_stack_is_as_high_as_its_boxes_and_the_spaces_between() -> None:
    log: list[tuple[int, str]] = []
    stack = [brick("a", log, 10, before_pt=9, after_pt=5), brick("b", log, 20, before_pt=3, after_pt=9)]
    assert stack_height_pt(stack) == 35
    first, rest = split_stack(stack, 30)
    assert [len(first), len(rest)] == [1, 1]
    assert split_stack(stack, 35) == (stack, [])


def test_a_stack_is_parted_within_a_box_that_can_be() -> None:
    log: list[tuple[int, str]] = []
    stack = [brick("a", log, 10), brick("b", log, 60, lines=True), brick("c", log, 10)]
    first, rest = split_stack(stack, 45)
    assert [box.height_pt for box in first] == [10, 30]
    assert [box.height_pt for box in rest] == [30, 10]


def test_a_running_head_is_cut_with_work_that_grows_with_the_title() -> None:
    def work(count: int) -> int:
        publication = story(paragraph("Text."), title="word " * count)
        return calls(lambda: written(publication))

    work(500)
    assert work(2000) < 2.5 * work(1000)
