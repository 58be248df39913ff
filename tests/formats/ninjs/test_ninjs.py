"""ninjs 3.1: the structure holds, and what the public reads is what newsroom systems get."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings

from exporters.contract import Job, MadeFile
from exporters.formats.ninjs import FORMAT, NinjsOptions
from exporters.model.meta import Correction, Meta
from exporters.model.nodes import Figure, Image, Paragraph, Text
from exporters.model.publication import Article, Publication, Resource, lone_story
from exporters.report import Report
from exporters.testing import MemoryOutput, briefing, check_format, specimen
from tests.formats.ninjs.structure import broken_ninjs_rules
from tests.strategies import numbered_publications

DAY = datetime(2025, 11, 20, 9, tzinfo=UTC)


def item(publication: Publication, made: dict[str, list[MadeFile]] | None = None, **options: str) -> Any:
    output = MemoryOutput()
    job = Job(NinjsOptions(**options), Report(), datetime(2025, 12, 1, tzinfo=UTC), made=made or {})
    FORMAT.write(publication, output, job)
    return json.loads(output.files[None])


def broken(found: Any) -> list[str]:
    return broken_ninjs_rules(json.dumps(found).encode())


def story(**fields: object) -> Article:
    meta = {"title": "T", "slug": "t", "id": "tag:example.org,2025:t", "published": DAY, **fields}
    return Article(meta=msgspec.convert(meta, Meta), body=(Paragraph((Text("The words."),)),))


def test_the_contract() -> None:
    check_format(FORMAT)


@pytest.mark.parametrize("publication", [specimen(), briefing()], ids=["lone", "briefing"])
def test_the_structure_holds(publication: Publication) -> None:
    assert broken(item(publication, pictures="https://example.org/media", files="https://example.org/")) == []


@settings(max_examples=10)
@given(numbered_publications())
def test_the_structure_holds_for_anything(publication: Publication) -> None:
    assert broken(item(publication, pictures="https://example.org/media")) == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"uri": ""}, "uri"),
        ({"pubStatus": "withdrawn"}, "pubStatus"),
        ({"versionCreated": "2025-11-20"}, "versionCreated"),
        ({"body_html": "<p>"}, "body_html"),
        ({"version": 2}, "version"),
        ({"associations": [{"uri": "https://example.org/"}]}, "name"),
    ],
)
def test_the_structure_refuses_what_is_wrong(change: dict[str, object], told: str) -> None:
    assert told in " ".join(broken({**item(specimen()), **change}))


def test_the_words_of_the_model_are_those_of_ninjs() -> None:
    found = item(specimen())
    meta = specimen().articles[0].meta
    assert (found["uri"], found["title"], found["slugline"]) == (meta.id, meta.title, meta.slug)
    assert (found["firstCreated"], found["versionCreated"]) == (
        "2025-11-20T09:30:00+00:00",
        "2025-11-22T08:00:00+00:00",
    )
    assert (found["by"], found["located"], found["language"]) == ("By Ada Example", "Washington", "en")
    assert {subject["name"] for subject in found["subjects"]} == {"Tests", "tests", "formats"}
    assert found["infoSources"][0]["uri"] == "https://example.org/record"
    assert "The text of the note." in found["bodies"][0]["value"]
    assert found["pubStatus"] == "usable"


def test_each_correction_is_a_version_and_a_note_to_editors() -> None:
    first = Correction(date=datetime(2025, 11, 21, tzinfo=UTC), text="It was 47.")
    second = Correction(date=datetime(2025, 11, 23, tzinfo=UTC), text="He is a judge.", kind="clarification")
    article = msgspec.structs.replace(story(modified=second.date.isoformat()), corrections=(first, second))
    found = item(lone_story(article))
    assert found["version"] == "3"
    assert found["edNote"] == "Clarification (2025-11-23): He is a judge.\nCorrection (2025-11-21): It was 47."
    assert (found["firstCreated"][:10], found["versionCreated"][:10]) == ("2025-11-20", "2025-11-23")


def test_what_was_withdrawn_is_canceled_and_says_nothing() -> None:
    notice = Correction(date=datetime(2025, 11, 25, tzinfo=UTC), text="Withdrawn: the document was forged.")
    article = msgspec.structs.replace(
        story(status="withdrawn", modified=notice.date.isoformat(), summary="A summary."), corrections=(notice,)
    )
    found = item(lone_story(article))
    assert broken(found) == []
    assert (found["pubStatus"], found["version"]) == ("canceled", "2")
    assert "forged" in found["edNote"]
    assert not {"bodies", "descriptions", "renditions", "title", "headlines", "subjects"} & set(found)
    assert "The words." not in json.dumps(found)


def test_an_embargo_is_said_where_there_is_one_and_a_draft_is_withheld() -> None:
    assert item(lone_story(story(status="draft")))["pubStatus"] == "withheld"
    found = item(lone_story(story(status="embargoed", embargo="2025-11-30T06:00:00+01:00")))
    assert (found["embargoedUntil"], found["pubStatus"]) == ("2025-11-30T06:00:00+01:00", "usable")


def test_pictures_are_associations_and_files_renditions() -> None:
    figure = Figure(Image("images/map.png", alt="A map"), caption=(Text("The district"),), credit="Pia Photo")
    article = msgspec.structs.replace(story(url="https://example.org/t"), body=(figure,))
    picture = Resource(name="images/map.png", media_type="image/png", width=30, height=20)
    made = {"t": [MadeFile("stories/t.pdf", "application/pdf", 4711)]}
    found = item(
        lone_story(article, (picture,)), made, pictures="https://example.org/media/", files="https://example.org/dist"
    )
    assert broken(found) == []
    (association,) = found["associations"]
    assert (association["by"], association["name"], association["type"]) == ("Pia Photo", "The district", "picture")
    assert association["renditions"][0]["href"] == "https://example.org/media/images/map.png"
    assert [(rendition["name"], rendition.get("sizeInBytes")) for rendition in found["renditions"]] == [
        ("web", None),
        ("pdf", 4711),
    ]


def test_a_briefing_is_one_composite_item() -> None:
    found = item(briefing())
    assert found["type"] == "composite"
    assert [story["uri"] for story in found["associations"]] == [article.meta.id for article in briefing().articles]
