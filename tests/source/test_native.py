from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings

from exporters.errors import SourceError
from exporters.formats.native import FORMAT
from exporters.model.meta import Meta
from exporters.model.nodes import Cell, Column, Image, Paragraph, Row, Table, Text
from exporters.model.place import Place
from exporters.model.publication import Article, Publication
from exporters.model.walk import plain_text, walk
from exporters.report import Report
from exporters.source.images import AssetStore
from exporters.source.native import decode_publication, read_native
from exporters.testing import specimen, write_to_memory
from tests.strategies import publications

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


def _written(publication: Publication, **options: str) -> bytes:
    files, _ = write_to_memory(FORMAT, publication, **options)
    return files[None]


@QUICK
@given(publications())
def test_any_publication_comes_back_equal(publication: Publication) -> None:
    report = Report()
    assert decode_publication(_written(publication), "a.json", report) == publication
    assert not report.diagnostics


@QUICK
@given(publications())
def test_any_publication_is_read_as_its_stories(publication: Publication) -> None:
    report, store = Report(), AssetStore()
    stories = read_native(_written(publication), "a.json", report, store)
    assert [plain_text(story.body) for story in stories] == [plain_text(story.body) for story in publication.articles]
    assert len(store.resources) == len(publication.resources)
    names = {resource.name for resource in store.resources}
    pictures = [node for story in stories for node in walk(story.body) if isinstance(node, Image)]
    assert all(picture.source in names for picture in pictures)


def test_places_are_written_only_when_asked_for() -> None:
    article = Article(meta=Meta(title="A"), body=(Paragraph((Text("x"),), place=Place("a.md", 7)),))
    publication = Publication(meta=article.meta, contents=(article,))
    assert b"a.md" not in _written(publication)
    kept = decode_publication(_written(publication, places="yes"), "a.json", Report())
    assert str(kept.articles[0].body[0].place) == "a.md:7"


def test_a_node_without_place_is_placed_in_the_file() -> None:
    stories = read_native(_written(specimen()), "story.json", Report(), AssetStore())
    assert str(stories[0].body[0].place) == "story.json"


@pytest.mark.parametrize(
    ("data", "words", "place"),
    [
        (b'{"meta": {"title": 3}, "contents": []}', "$.meta.title", "a.json"),
        (b'{"meta": {"title": "A"},\n "contents": [}', "malformed", "a.json:2:15"),
        (b'{"meta": {"title": "A"}, "contents": [{"kind": "article", "colour": 1}]}', "$.contents[0]", "a.json"),
        (b"\xff\xfe\x00", "no publication", "a.json"),
        (b'{"meta": {"title": "\\ud800"}, "contents": []}', "no publication", "a.json"),
        (b"", "no publication", "a.json"),
    ],
)
def test_what_is_no_publication_is_refused_with_its_place(data: bytes, words: str, place: str) -> None:
    with pytest.raises(SourceError) as caught:
        decode_publication(data, "a.json", Report())
    assert words in caught.value.message
    assert str(caught.value.place).startswith(place)
    assert caught.value.remedy


def test_deep_nesting_is_refused_before_anything_recursive_sees_it() -> None:
    with pytest.raises(SourceError, match="deep"):
        decode_publication(b"[" * 100_000, "a.json", Report())


def test_brackets_in_text_do_not_count_as_nesting() -> None:
    article = Article(meta=Meta(title='[{"\\' * 400), body=())
    publication = Publication(meta=article.meta, contents=(article,))
    assert decode_publication(msgspec.json.encode(publication), "a.json", Report()) == publication


@pytest.mark.parametrize("spans", [(0, 1), (1, -3), (10**9, 1)])
def test_impossible_spans_are_refused(spans: tuple[int, int]) -> None:
    cell = Cell((), column_span=spans[0], row_span=spans[1])
    table = Table(columns=(Column(),), header=(), rows=(Row((cell,)),))
    article = Article(meta=Meta(title="A"), body=(table,))
    with pytest.raises(SourceError, match="spans"):
        decode_publication(msgspec.json.encode(Publication(meta=article.meta, contents=(article,))), "a.json", Report())


def test_spans_that_push_cells_beyond_all_columns_are_refused() -> None:
    rows = tuple(Row((Cell((), column_span=1000, row_span=1000),)) for _ in range(3))
    article = Article(meta=Meta(title="A"), body=(Table(columns=(Column(),), header=(), rows=rows),))
    data = msgspec.json.encode(Publication(meta=article.meta, contents=(article,)))
    with pytest.raises(SourceError, match="more than 1,000 columns"):
        decode_publication(data, "a.json", Report())


def test_characters_that_xml_forbids_are_left_out_of_every_field() -> None:
    data = (
        b'{"meta": {"title": "a\\u0000b"}, "contents": [{"kind": "article", "meta": {"title": "c\\u0007"},'
        b' "body": [{"kind": "code-block", "text": "x\\ufffey", "language": "\\u001b"}]}]}'
    )
    report = Report()
    publication = decode_publication(data, "a.json", report)
    assert publication.meta.title == "ab"
    assert plain_text(publication.articles[0].body) == "xy"
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["characters-dropped"]


def test_a_picture_that_is_none_is_refused_and_its_name_reported() -> None:
    publication = specimen()
    resource = msgspec.structs.replace(publication.resources[0], data=b"MZ no picture")
    report, store = Report(), AssetStore()
    read_native(
        msgspec.json.encode(msgspec.structs.replace(publication, resources=(resource,))), "a.json", report, store
    )
    assert not store.resources
    assert [diagnostic.code for diagnostic in report.diagnostics] == ["image-refused"]


def test_pictures_keep_their_names_however_often_they_are_read() -> None:
    publication = specimen()
    first, second = AssetStore(), AssetStore()
    read_native(_written(publication), "a.json", Report(), first)
    kept = tuple(msgspec.structs.replace(item, data=first.read(item.name)) for item in first.resources)
    read_native(_written(msgspec.structs.replace(publication, resources=kept)), "a.json", Report(), second)
    assert second.resources == first.resources


def test_what_holds_back_a_publication_holds_back_its_stories() -> None:
    until = datetime(2099, 1, 1, tzinfo=UTC)
    story = Article(meta=Meta(title="T"))
    whole = Publication(meta=Meta(title="W", embargo=until, status="draft"), contents=(story,))
    (read,) = read_native(msgspec.json.encode(whole), "w.json", Report(), AssetStore())
    assert (read.meta.embargo, read.meta.status) == (until, "draft")


def test_a_time_without_zone_is_no_time() -> None:
    data = b'{"meta":{"title":"T","embargo":"2099-01-01T00:00:00"},"contents":[]}'
    with pytest.raises(SourceError, match="timezone"):
        decode_publication(data, "w.json", Report())


@pytest.mark.parametrize(
    ("member", "value", "words"),
    [
        ("published", "9999-12-31T23:59:59-14:00", "beyond all dates"),
        ("modified", "0001-01-01T00:00:00+14:00", "beyond all dates"),
        ("language", "x" * 500, "no language tag"),
    ],
)
def test_meta_that_no_format_can_hold_is_refused(member: str, value: str, words: str) -> None:
    told = {"contents": [{"kind": "article", "meta": {"title": "T", member: value}}], "meta": {"title": "T"}}
    with pytest.raises(SourceError, match=words):
        decode_publication(msgspec.json.encode(told), "a.json", Report())


@pytest.mark.parametrize("width", [-1, 1e300])
def test_impossible_widths_are_refused(width: float) -> None:
    table = {"kind": "table", "columns": [{"kind": "column", "width": width}], "header": [], "rows": []}
    article = {"kind": "article", "meta": {"title": "T"}, "body": [table]}
    with pytest.raises(SourceError, match="width"):
        decode_publication(msgspec.json.encode({"contents": [article], "meta": {"title": "T"}}), "a.json", Report())
