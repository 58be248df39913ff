"""The structure tree: reading order, the way back from content, and what PDF/UA asks of headings."""

from __future__ import annotations

import re

from exporters.formats.pdf.tags import Content, Element, HeadingLevels, PageHandle, StructureTree


def spelled(tree: StructureTree) -> dict[int, str]:
    return {number: body.decode() for number, body in tree.objects(1, 10)}


def page(number: int) -> PageHandle:
    return PageHandle(number)


def test_elements_stand_in_the_order_they_were_made() -> None:
    tree = StructureTree()
    section = tree.root.child("Sect")
    for tag in ("H1", "P"):
        section.child(tag).kids.append(Content(page(5), 0))
    objects = spelled(tree)
    assert "/S /Document" in objects[10]
    assert objects[11].startswith("<</S /Sect /P 10 0 R /K [12 0 R 13 0 R]")
    assert "/S /H1" in objects[12]
    assert "/S /P" in objects[13]


def test_content_on_a_second_page_names_that_page() -> None:
    tree = StructureTree()
    paragraph = tree.root.child("P")
    paragraph.kids += [Content(page(5), 0), Content(page(6), 3)]
    assert "/Pg 5 0 R /K [0 <</Type /MCR /Pg 6 0 R /MCID 3>>]" in spelled(tree)[11]


def test_parent_tree_leads_from_pages_and_annotations_to_their_elements() -> None:
    tree = StructureTree()
    paragraph = tree.root.child("P")
    handle = page(5)
    paragraph.kids.append(Content(handle, 0))
    key = tree.file_annotation(paragraph)
    tree.file_page(handle, [paragraph])
    objects = spelled(tree)
    assert (key, handle.parent_key) == (0, 1)
    nums = next(body for body in objects.values() if body.startswith("<</Nums"))
    target = re.search(r"1 (\d+) 0 R", nums)
    assert target is not None
    assert objects[int(target[1])] == "[11 0 R]"
    assert "/ParentTreeNextKey 2" in objects[1]


def test_identifiers_are_listed_in_order() -> None:
    tree = StructureTree()
    for name in ("note-b", "note-a"):
        tree.root.child("Note", name).kids.append(Content(page(5), 0))
    root = spelled(tree)[1]
    assert root.index("(note-a)") < root.index("(note-b)")


def test_every_own_type_stands_for_a_standard_one() -> None:
    root = spelled(StructureTree())[1]
    assert "/RoleMap <</Aside /Div" in root
    assert "/Title /P" in root


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
    assert len(spelled(tree)) == 5003


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
