"""The project file is checked whole: each mistake at its line, with what was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from exporters.assets import assets_folder, read_asset_file
from exporters.errors import UsageError
from exporters.project import tables
from exporters.project.reading import decode_project, find_project
from exporters.project.tables import Project, describe_tables, project_schema

HEAD = '[publication]\ntitle = "The Desk"\n'


@pytest.mark.parametrize(
    ("text", "line", "message", "remedy"),
    [
        ('[publication]\ntitel = "x"\n', 2, "has no key 'titel'", "Did you mean 'title'?"),
        ("[publication]\n", 1, "lacks 'title'", "title"),
        (f"{HEAD}[feedz]\n", 3, "has no key 'feedz'", "Did you mean 'feeds'?"),
        (f'{HEAD}[[feeds]]\nname = "a"\n\n[[feeds]]\nname = "b"\nentrys = 3\n', 8, "entrys", "entries"),
        (f'{HEAD}[people.ada]\nname = "Ada"\nemial = ""\n', 5, "emial", "email"),
        (f'{HEAD}[[feeds]]\nname = "a"\nsplit = "sektion"\n', 5, "feeds.0.split", "section, tag"),
        (f'{HEAD}[[feeds]]\nname = "a"\nsince = "a while"\n', 5, "a while", "7 days"),
        (f'{HEAD}[[feeds]]\nname = "a"\nsince = "99999 years"\n', 5, "beyond all dates", '"1000 years"'),
        (f'{HEAD}[[feeds]]\nname = "a"\nentries = {10**30}\n', 5, "feeds.0.entries", "nearest that it takes is 100000"),
        (f'{HEAD}[[feeds]]\nname = "a"\nlimit = -1\n', 5, "feeds.0.limit", "nearest that it takes is 0"),
        (f'{HEAD}[[feeds]]\nname = "a"\nttl = {10**9}\n', 5, "feeds.0.ttl", "nearest that it takes is 525600"),
        (f"{HEAD}[formats.rss]\nentries = {10**30}\n", 4, "entries is too large", "at most"),
        (f'{HEAD}[[feeds]]\nname = "a"\n[[feeds]]\nname = "a"\n', 6, "called 'a'", "own name"),
        (f'{HEAD}[[feeds]]\nname = "a"\nformats = ["pdf"]\n', 5, "no format of feeds", "rss"),
        (f'{HEAD}[[briefings]]\nname = "a"\ntitle = "x"\nformats = ["rss"]\n', 6, "is a feed", "[[feeds]]"),
        (f'{HEAD}[stories]\nformats = ["pfd"]\n', 4, "no format 'pfd'", "pdf"),
        (f'{HEAD}[stories]\ninclude = ["../x"]\n', 4, "leads out", "below"),
        (f'{HEAD}[stories]\nurl = "https://x.example/{{slugg}}"\n', 4, "{slugg}", "{slug}"),
        (f'{HEAD}url = "https://[::1"\n', 3, "is no address", "host"),
        (f'{HEAD}[stories]\nurl = "https://[{{slug}}/"\n', 4, "is no address", "host"),
        (f'{HEAD}[formats.pdf]\npapr = "a4"\n', 4, "papr", "paper"),
        (f'{HEAD}[formats.pfd]\npaper = "a4"\n', 3, "no format 'pfd'", "pdf"),
        (f"{HEAD}x = [\n", 4, "not TOML", ""),
        ("title = 3\n", 1, "has no key 'title'", ""),
        ("[publication]\ntitle = 3\n", 2, "publication.title", ""),
    ],
)
def test_each_mistake_is_told_at_its_line(text: str, line: int, message: str, remedy: str) -> None:
    with pytest.raises(UsageError) as caught:
        decode_project(text.encode())
    assert caught.value.place.line == line
    assert message in caught.value.message
    assert remedy in caught.value.remedy


def test_a_project_needs_its_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no broadsheet\.toml"):
        find_project(tmp_path)


def test_the_published_schema_is_that_of_the_tables() -> None:
    assert read_asset_file("schema/project.json") == project_schema(), (
        "write it anew: project_schema() -> assets/schema/project.json"
    )


def test_the_readme_names_every_key() -> None:
    readme = (Path(tables.__file__).parent / "README.md").read_text(encoding="utf-8")
    assert describe_tables() in readme, "write it anew: describe_tables() -> exporters/project/README.md"


def test_the_template_uses_what_the_readme_documents() -> None:
    project = decode_project((assets_folder() / "templates/project/broadsheet.toml").read_bytes())
    assert isinstance(project, Project)
    assert project.briefings
    assert project.feeds


@pytest.mark.parametrize(
    "data", [b"\xff\xfe", b"a.b." * 50 + b"c = 1", b"[" * 2000, b"x = " + b"[" * 2000, b"#" * 2**21]
)
def test_what_is_no_project_file_ends_well(data: bytes) -> None:
    with pytest.raises(UsageError):
        decode_project(data)
