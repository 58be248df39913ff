from __future__ import annotations

import pytest

from exporters.model.place import NOWHERE
from exporters.report import Report
from exporters.source.people import People, role_code


def read(value: object, **table: object) -> list[tuple[str, str]]:
    return [(person.name, person.role) for person in People(table, Report()).read(value, NOWHERE)]


@pytest.mark.parametrize(
    ("value", "people"),
    [
        ("Ada Example", [("Ada Example", "aut")]),
        ("Kylie Example, Senior editor", [("Kylie Example", "edt")]),
        ("Kylie Example (photographer)", [("Kylie Example", "pht")]),
        ("By Ada Example and Ben Example", [("Ada Example", "aut"), ("Ben Example", "aut")]),
        (
            "Ada Example, Ben Example & Cy Example",
            [("Ada Example", "aut"), ("Ben Example", "aut"), ("Cy Example", "aut")],
        ),
        ("Ada Example; Ben B. Example, translator", [("Ada Example", "aut"), ("Ben B. Example", "trl")]),
        ("Example, Ada", [("Example, Ada", "aut")]),
        ("Martin Luther King, Jr.", [("Martin Luther King, Jr.", "aut")]),
        ("Ada Example, PhD", [("Ada Example, PhD", "aut")]),
        ("Department of Health and Human Services", [("Department of Health and Human Services", "aut")]),
        (
            ["Ada Example", {"name": "Ben", "role": "editor"}, None, 7],
            [("Ada Example", "aut"), ("Ben", "edt"), ("7", "aut")],
        ),
        ({"first_name": "Ada", "last_name": "Example"}, [("Ada Example", "aut")]),
        ([{"Ada Example": "illustrator"}], [("Ada Example", "ill")]),
        ("", []),
        (None, []),
    ],
)
def test_ways_to_name_people(value: object, people: list[tuple[str, str]]) -> None:
    assert read(value) == people


def test_addresses() -> None:
    (person,) = People({}, Report()).read("Ada Example <ada@example.org>", NOWHERE)
    assert (person.name, person.email) == ("Ada Example", "ada@example.org")
    (person,) = People({}, Report()).read({"name": "Ada", "url": "javascript:x", "email": "a@b.org"}, NOWHERE)
    assert (person.url, person.email) == ("", "a@b.org")


def test_handles_are_looked_up_or_said() -> None:
    assert read(["ada", "ben"], ada="Ada Example", ben={"name": "Ben Example", "role": "editor"}) == [
        ("Ada Example", "aut"),
        ("Ben Example", "edt"),
    ]
    report = Report()
    assert [person.name for person in People({}, report).read(["ada-e"], NOWHERE)] == ["ada-e"]
    assert [said.code for said in report.diagnostics] == ["author-handle"]
    assert read("a", a="b", b="a") == [("b", "aut")]


def test_roles() -> None:
    assert [role_code(text) for text in ("Editor", "edt", "Data reporter", "the", "Photos by", "xyz")] == [
        "edt", "edt", "rpt", "", "pht", "",
    ]  # fmt: skip
