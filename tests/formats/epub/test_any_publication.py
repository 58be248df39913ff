"""Whatever a publication holds, its e-book is well-formed, whole, and the same twice."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import HealthCheck, given, settings

from exporters.model.publication import Publication
from tests.formats.epub.reading import OPF, Opened, write
from tests.strategies import numbered_publications


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(numbered_publications())
def test_any_publication_becomes_a_whole_book(publication: Publication) -> None:
    data = write(publication)[0]
    assert write(publication)[0] == data
    made = Opened(data)
    listed = [f"EPUB/{item.get('href')}" for item in made.package.iter(f"{OPF}item")]
    assert sorted(listed) == sorted(set(made.names) - {"mimetype", "META-INF/container.xml", "EPUB/content.opf"})
    for name in made.names:
        if name.endswith((".xhtml", ".ncx", ".opf", ".xml")):
            ids = [element.get("id") for element in ET.fromstring(made.members[name]).iter() if element.get("id")]
            assert len(ids) == len(set(ids)), name
