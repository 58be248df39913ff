"""The structure tree as objects: each leads to its parent and its kids, and alike ones come in groups."""

from __future__ import annotations

import re

from exporters.formats.pdf.alike import Alike
from exporters.formats.pdf.tags import Annotation, Content, PageHandle, StructureTree
from exporters.formats.pdf.tree_objects import tree_objects


def groups(tree: StructureTree, *, second_edition: bool = False) -> list[tuple[int, dict[int, str]]]:
    def objects(group: Alike) -> dict[int, str]:
        return {number: " ".join(body.decode().split()) for number, body in group.objects}

    return [(group.width, objects(group)) for group in tree_objects(tree, 1, 10, second_edition=second_edition)]


def spelled(tree: StructureTree, *, second_edition: bool = False) -> dict[int, str]:
    """Return the objects by number, each blank as one space."""
    return {number: body for _, group in groups(tree, second_edition=second_edition) for number, body in group.items()}


def number_after(key: str, body: str) -> int:
    found = re.search(rf"/{key} ?(\d+) 0 R", body)
    assert found is not None
    return int(found[1])


def page(number: int) -> PageHandle:
    return PageHandle(number)


def test_elements_lead_to_their_kids_in_order_and_to_their_parent() -> None:
    tree = StructureTree()
    section = tree.root.child("Sect")
    for tag in ("H1", "P"):
        section.child(tag).kids.append(Content(page(5), 0))
    objects = spelled(tree)
    document = number_after("K", objects[1])
    assert objects[document].endswith("/S/Document>>")
    parent = number_after("K", objects[document])
    heading, paragraph = re.findall(r"(\d+) 0 R", objects[parent].partition("/K[")[2])
    assert objects[int(heading)] == f"<</P {parent} 0 R/Pg 5 0 R/K 0/S/H1>>"
    assert objects[int(paragraph)].endswith("/S/P>>")


def test_content_on_a_second_page_names_that_page() -> None:
    tree = StructureTree()
    paragraph = tree.root.child("P")
    paragraph.kids += [Content(page(5), 0), Content(page(6), 3)]
    body = spelled(tree)[paragraph.object_number]
    assert "/Pg 5 0 R/K[ 0 <</Type/MCR/Pg 6 0 R/MCID 3>>]" in body


def test_parent_tree_leads_from_pages_and_annotations_to_their_elements() -> None:
    tree = StructureTree()
    paragraph = tree.root.child("P")
    handle = page(5)
    paragraph.kids.append(Content(handle, 0))
    key = tree.file_annotation(paragraph)
    tree.file_page(handle, [paragraph])
    objects = spelled(tree)
    assert (key, handle.parent_key) == (0, 1)
    pairs = objects[number_after("ParentTree", objects[1])]
    assert f"0 {paragraph.object_number} 0 R" in pairs
    target = re.search(r"1 (\d+) 0 R", pairs)
    assert target is not None
    assert objects[int(target[1])] == f"[{paragraph.object_number} 0 R]"
    assert "/ParentTreeNextKey 2" in objects[1]


def test_a_link_names_its_annotation() -> None:
    tree = StructureTree()
    link = tree.root.child("P").child("Link")
    annotation = Annotation(page(5))
    annotation.object_number = 7
    link.kids += [Content(annotation.page, 0), annotation]
    assert "/K[ 0 <</Type/OBJR/Obj 7 0 R/Pg 5 0 R>>]" in spelled(tree)[link.object_number]


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


def test_each_element_has_a_number_of_its_own_and_those_of_a_group_follow_each_other() -> None:
    tree = StructureTree()
    for item in range(40):
        row = tree.root.child("L" if item % 3 else "Div").describe(language="de" if item % 7 == 0 else "")
        row.child("P").kids.append(Content(page(5), item))
        for _ in range(item % 4):
            row.child("Span").child("P").kids.append(Content(page(6), item))
    elements = tree.in_order()
    found = groups(tree)
    assert len({element.object_number for element in elements}) == len(elements)
    for _, objects in found[:-1]:
        assert list(objects) == list(range(min(objects, default=0), max(objects, default=-1) + 1))
    assert all(f"/S/{element.tag}" in spelled(tree)[element.object_number] for element in elements)


def test_the_second_edition_names_the_namespace_of_each_type() -> None:
    tree = StructureTree()
    tree.root.child("P").kids.append(Content(page(5), 0))
    objects = spelled(tree, second_edition=True)
    assert "/S /P /NS 10 0 R" in objects[tree.in_order()[1].object_number]
    assert "/Namespaces [10 0 R 11 0 R]" in objects[1]
