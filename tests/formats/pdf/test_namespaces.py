"""PDF/UA-2: types of PDF 2.0, destinations that are elements, and nothing of it where nobody asked."""

from __future__ import annotations

import io
from typing import Any

import pikepdf

from exporters.model.nodes import Definition, Definitions, Text
from exporters.testing import briefing, specimen
from tests.formats.pdf.inspection import paragraph, read_pdf, story, written

SECOND = "http://iso.org/pdf2/ssn"


def test_every_element_is_of_a_namespace_and_ours_stand_for_standard_ones() -> None:
    data, report = written(specimen(), standard="ua2")
    assert data.startswith(b"%PDF-2.0")
    assert not report.diagnostics
    read = read_pdf(data)
    tree: Any = read.pdf.Root.StructTreeRoot
    assert "/RoleMap" not in tree
    standard, own = tree.Namespaces
    assert str(standard.NS) == SECOND
    for seen in read.root.walk():
        if seen.entry.NS.objgen == own.objgen:
            assert str(own.RoleMapNS[f"/{seen.tag}"][1].NS) == SECOND
        else:
            assert seen.entry.NS.objgen == standard.objgen
    assert read.all("FENote")
    assert not read.all("Note")


def test_destinations_are_elements_on_the_page_where_they_lead() -> None:
    data, _ = written(briefing(), standard="ua2")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        leaves = list(pdf.Root.Names.Dests.Kids)
        places = [value for leaf in leaves for value in list(leaf.Names)[1::2]]
        assert places
        pages = {page.objgen for page in pdf.pages}
        for place in places:
            assert place.D[0].objgen in pages
            assert "/S" in place.SD[0], "a structure element"


def test_the_story_itself_leads_to_its_title() -> None:
    data, _ = written(specimen(), standard="ua2")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        names = list(pdf.Root.Names.Dests.Kids[0].Names)
        found = {bytes(key).decode(): value for key, value in zip(names[::2], names[1::2], strict=True)}
        assert found["inlines"].SD[0].S == "/H2"
        assert found["blocks"].SD[0].S == "/H2"


def test_lists_of_terms_say_so() -> None:
    terms = Definitions((Definition((Text("Term"),), ((paragraph("Explained."),),)),))
    data, _ = written(story(terms), standard="ua2")
    read = read_pdf(data)
    (found,) = read.all("L")
    assert str(found.entry.A.ListNumbering) == "/Description"


def test_other_files_know_no_namespaces() -> None:
    data, _ = written(specimen())
    assert data.startswith(b"%PDF-1.7")
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert "/Namespaces" not in pdf.Root.StructTreeRoot
        assert "/RoleMap" in pdf.Root.StructTreeRoot
