"""The structure tree: reading order, the way back from content, and what PDF/UA asks of headings."""

from __future__ import annotations

from exporters.formats.pdf.tags import Content, Element, HeadingLevels, PageHandle, StructureTree


def page(number: int) -> PageHandle:
    return PageHandle(number)


def test_prune_drops_the_undrawn_but_keeps_empty_cells() -> None:
    tree = StructureTree()
    row = tree.root.child("Table").child("TR")
    row.child("TD")
    tree.root.child("P").child("Span")
    tree.prune()
    assert [kid.tag for kid in tree.root.kids if isinstance(kid, Element)] == ["Table"]
    assert len(tree) == 4


def test_deep_trees_cost_no_recursion() -> None:
    tree = StructureTree()
    element = tree.root
    for _ in range(5000):
        element = element.child("Div")
    element.kids.append(Content(page(5), 0))
    tree.prune()
    assert len(tree) == 5001


def test_heading_levels_never_skip_on_the_way_down() -> None:
    told: list[tuple[int, int]] = []
    levels = HeadingLevels(lambda wanted, given: told.append((wanted, given)))
    assert [levels.take(wanted) for wanted in (2, 2, 4, 4, 1, 9)] == ["H1", "H2", "H3", "H4", "H1", "H2"]
    assert told == [(2, 1), (4, 3), (9, 2)]


def test_texts_of_an_element_are_text_strings() -> None:
    figure = Element("Figure").describe(alt="Karte (alt)", actual="ü", expansion="long", language="de")
    assert figure.properties == {
        "Alt": r"(Karte \(alt\))",
        "ActualText": "<FEFF00FC>",
        "E": "(long)",
        "Lang": "(de)",
    }


def test_figures_say_where_they_stand() -> None:
    figure = Element("Figure")
    figure.place_in(1, 2, 3, 4)
    assert figure.properties == {"A": "<</O /Layout /Placement /Block /BBox [1 2 3 4]>>"}


def test_headings_step_down_in_reading_order() -> None:
    tree = StructureTree()
    for tag in ("H1", "H3", "H4", "H2"):
        tree.root.child(tag).kids.append(Content(page(5), 0))
    tree.prune()
    assert [kid.tag for kid in tree.root.kids if isinstance(kid, Element)] == ["H1", "H2", "H3", "H2"]
