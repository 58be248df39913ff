"""The commands of a project say what they did, and end with the exit code that says how."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from exporters.cli.application import app

RUNNER = CliRunner()


def run(*words: str) -> Result:
    return RUNNER.invoke(app, list(words))


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    assert run("init", str(tmp_path / "desk")).exit_code == 0
    return tmp_path / "desk"


def _embargo(path: Path) -> None:
    """Take the comment from the line of the story that shows what an embargo looks like."""
    path.write_text(re.sub(r"# embargo: \S+", "embargo: 2199-01-15T06:00:00-05:00 #", path.read_text()))


def test_a_newcomers_way(desk: Path) -> None:
    begun = run("new", "A third story", "-p", str(desk))
    assert "a-third-story.md" in begun.output
    built = run("build", str(desk))
    assert built.exit_code == 0, built.output
    assert "18 written, 0 unchanged, 1 held back" in built.output
    assert "0 written, 18 unchanged, 1 held back" in run("build", str(desk)).output
    assert "nothing would be built" in run("build", str(desk), "--dry-run").output


def test_a_machine_hears_it_as_json(desk: Path) -> None:
    told = json.loads(run("build", str(desk), "--json").stdout)
    assert told["error"] is None
    assert {"path", "size"} == set(told["written"][0])
    (desk / "stories/the-record.md").unlink()
    told = json.loads(run("build", str(desk), "--json").stdout)
    assert any(path.endswith("the-record.pdf") for path in told["removed"])


def test_what_is_held_back_is_said_with_its_hour_to_who_asks(desk: Path) -> None:
    path = desk / "stories/the-numbers.md"
    _embargo(path)
    told = "held back stories/the-numbers.md: it is under embargo until 2199-01-15T06:00:00-05:00"
    assert "held back stories" not in run("build", str(desk)).output
    assert told in run("build", str(desk), "-v").output  # nothing changed, and it is known all the same
    assert told in json.loads(run("build", str(desk), "--json", "--no-cache").stdout)["notes"]
    assert told in run("build", str(desk), "-v", "--dry-run").output
    assert all(b"the-numbers" not in file.read_bytes() for file in (desk / "dist").rglob("*") if file.is_file())


def test_another_time_and_a_press_copy(desk: Path) -> None:
    path = desk / "stories/the-numbers.md"
    _embargo(path)
    assert "1 held back" in run("build", str(desk)).output
    assert not (desk / "dist/stories/the-numbers.pdf").exists()
    assert run("build", str(desk), "--press").exit_code == 0
    assert (desk / "press/stories/the-numbers.pdf").exists()
    run("build", str(desk), "--as-of", "2199-01-15T12:00:00Z")
    assert (desk / "dist/stories/the-numbers.pdf").exists()


def test_withdrawing_tells_what_to_take_back(desk: Path) -> None:
    run("build", str(desk))
    done = run("withdraw", "the-record", "--reason", "Wrong file", "-p", str(desk))
    assert done.exit_code == 0, done.output
    assert "take back stories/the-record.pdf" in done.output
    assert "take back feeds/all.atom" in done.output
    assert (desk / "dist/withdrawn.json").exists()
    assert "withdrew" in done.output
    assert ": Wrong file" in done.output


def test_a_dry_run_of_a_withdrawal_says_what_it_would_take_back(desk: Path) -> None:
    run("build", str(desk))
    before = {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()}
    told = run("withdraw", "the-record", "--reason", "Wrong file", "-p", str(desk), "--dry-run")
    assert told.exit_code == 0
    assert "would withdraw tag:desk.example,2025:the-record: Wrong file" in told.output
    assert "would take back stories/the-record.pdf" in told.output
    assert {path: path.read_bytes() for path in desk.rglob("*") if path.is_file()} == before
    assert "no story of the project" in str(
        run("withdraw", "another", "--reason", "x", "-p", str(desk), "--dry-run").exception
    )


def test_a_withdrawal_that_was_a_slip_can_be_undone(desk: Path) -> None:
    run("build", str(desk))
    before = {path.relative_to(desk): path.read_bytes() for path in (desk / "dist").rglob("*") if path.is_file()}
    told = run("withdraw", "the-record", "--reason", "Wrong file", "-p", str(desk))
    assert "withdrawn.toml" in told.output  # where it can be undone
    (desk / "withdrawn.toml").unlink()
    assert run("build", str(desk)).exit_code == 0
    after = {path.relative_to(desk): path.read_bytes() for path in (desk / "dist").rglob("*") if path.is_file()}
    assert after == before


def test_a_withdrawal_is_done_though_another_story_stops_the_build(desk: Path) -> None:
    run("build", str(desk))
    (desk / "stories/other.md").write_text("---\ntitle: Other\n---\n\nA <redact>mark.\n")
    told = run("withdraw", "the-record", "--reason", "Wrong file", "-p", str(desk))
    assert getattr(told.exception, "exit_code", None) == 8
    assert "withdrawn.toml has it" in str(getattr(told.exception, "remedy", ""))
    assert "taken-down" in told.output
    assert not (desk / "dist/stories/the-record.pdf").exists()
    assert (desk / "dist/stories/the-numbers.pdf").exists()


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (("broadsheet.toml", "[publication]", "[publikation]"), 2),
        (("stories/the-record.md", "date: ", "date: 2025-11-31  # "), 8),
        (("stories/the-record.md", "section: Courts", "status: soon"), 8),
        (("stories/the-record.md", "slug: the-record", "slug: the-record\nembargo: x"), 8),
    ],
)
def test_what_stops_a_build(desk: Path, change: tuple[str, str, str], code: int) -> None:
    name, old, new = change
    path = desk / name
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    result = run("build", str(desk), "--json")
    error = result.exception
    assert (result.exit_code if result.exit_code != 1 else getattr(error, "exit_code", 1)) == code
    assert not (desk / "dist").exists()


@pytest.mark.parametrize("words", [("build", "--as-of", "soon"), ("build", "nowhere"), ("new", "x", "-p", "nowhere")])
def test_what_cannot_be_asked(desk: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(desk)
    result = run(*words)
    assert getattr(result.exception, "exit_code", None) == 2


def names(folder: Path) -> list[str]:
    """Return the files below a folder, without the cache."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if ".broadsheet" not in path.parts)


def test_check_of_a_project_follows_its_rules_says_all_again_and_writes_nothing(desk: Path) -> None:
    path = desk / "stories/the-record.md"
    path.write_text(path.read_text() + "\n\n![](nowhere.png)\n")
    before = names(desk)
    for _ in range(2):
        told = run("check", str(desk))
        assert told.exit_code == 0, told.output
        assert "warning[image-missing]" in told.output
        assert "18 files can be made" in told.output
    assert names(desk) == before
    assert "18 written" in run("build", str(desk)).output
    assert "warning[image-missing]" in run("check", str(desk / "broadsheet.toml")).output
    assert "0 written" in run("build", str(desk)).output
    assert getattr(run("check", str(desk), "--strict").exception, "exit_code", None) == 1


@pytest.mark.parametrize(
    ("name", "old", "new", "code"),
    [
        ("broadsheet.toml", "[publication]", "[publikation]", 2),
        ("stories/the-record.md", "section: Courts", "status: soon", 8),
    ],
)
def test_check_of_a_project_finds_what_stops_a_build(desk: Path, name: str, old: str, new: str, code: int) -> None:
    path = desk / name
    path.write_text(path.read_text().replace(old, new))
    assert getattr(run("check", str(desk)).exception, "exit_code", None) == code


@pytest.mark.parametrize(
    "words",
    [("export", "desk/broadsheet.toml"), ("check", "desk", "-t", "pdf"), ("check", "desk", ".")],
)
def test_a_project_is_no_folder_of_loose_stories(
    desk: Path, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(desk.parent)
    assert getattr(run(*words).exception, "exit_code", None) == 2
    assert not Path("dist").exists()


def test_export_of_a_project_says_what_it_leaves_out_and_reads_no_outputs(desk: Path) -> None:
    (desk / "dist").mkdir()
    (desk / "dist/made.md").write_text("# Made\n")
    told = run("export", str(desk), "-t", "native", "-o", str(desk.parent / "out"), "--title", "All")
    assert told.exit_code == 0, told.output
    assert "warning[project-loose]" in told.output
    assert "made" not in json.dumps(json.loads((desk.parent / "out/all.native.json").read_text()))


def test_what_a_project_withdrew_is_not_exported_from_its_folder(desk: Path) -> None:
    run("build", str(desk))
    run("withdraw", "the-record", "--reason", "Wrong file", "-p", str(desk))
    out = str(desk.parent / "out")
    (desk.parent / "link.md").symlink_to(desk / "stories/the-record.md")
    for source in ("stories", "stories/the-record.md", "../link.md"):
        for words in (("export", str(desk / source), "-o", out), ("check", str(desk / source))):
            told = run(*words, "-t", "native")
            assert getattr(told.exception, "exit_code", None) == 8
            assert "error[withdrawn]: the project withdrew this story" in told.output
    assert run("export", str(desk / "stories/the-numbers.md"), "-t", "native", "-o", out).exit_code == 0


@pytest.mark.parametrize(
    "named", ["stories/the-record.md", "{desk}/stories/the-record.md", "stories/../stories/the-record.md"]
)
def test_a_story_to_hold_may_be_named_in_any_way(desk: Path, named: str) -> None:
    held = run("build", str(desk), "--dry-run", "--hold", named.format(desk=desk))
    assert held.exit_code == 0, held.output
    assert "held back stories/the-record.md: it is a draft" in held.output
