"""Stories laid out beside each other: the same bytes as one after another, whatever happens to who lays them out."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import sampled_from

from exporters.formats.pdf import beside, processes, segments
from exporters.formats.pdf.plan import letters_of, steps_of
from exporters.formats.pdf.processes import Channel, Processes, ProcessFailedError
from exporters.model.meta import Meta
from exporters.model.nodes import (
    Code,
    Emphasis,
    Figure,
    Heading,
    Image,
    Link,
    Math,
    MathBlock,
    Note,
    Paragraph,
    SmallCaps,
    Span,
    Text,
)
from exporters.model.outline import number_publication
from exporters.model.publication import Article, Footnote, Part, Publication, Resource
from exporters.pipeline import export, load_edition
from exporters.registry import choose_formats
from exporters.report import Report
from exporters.testing import PIXEL
from tests.formats.pdf.inspection import failures, paragraph, read_pdf, written
from tests.strategies import numbered_publications
from tests.test_cases import CASES

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")

EXAMPLE = sorted((Path(__file__).parents[3] / "assets" / "examples").glob("*.md"))
WORDS = "Several words that make up a sentence of the usual length, one after another; the office filed its reply. "
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="200" height="80"><rect width="200" height="80" fill="#eee"/>'
    b'<text x="10" y="40">On\xc2\xa0file \xe2\x80\x90 %d</text></svg>'
)


@pytest.fixture(autouse=True)
def small_runs_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "LEAST_LETTERS", 1)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The pages that each segment brought, as they were put into the file."""
    pages: list[int] = []
    absorb = segments.absorb

    def noted(*arguments: object) -> None:
        absorb(*arguments)  # type: ignore[arg-type]
        pages.append(len(arguments[1].pages))  # type: ignore[attr-defined]

    monkeypatch.setattr(beside, "absorb", noted)
    return pages


def article(index: int, *more: object, length: int = 6) -> Article:
    """Return a story with what hangs on the order of a document: notes, links, pictures, second codes of glyphs."""
    other = (index + 1) % 6
    mixed = Paragraph(
        children=(
            Text(text=f"No.\u00a0{index} of the office\u2010file, na\u00efve \u2126 and \u03a9. "),
            SmallCaps(children=(Text(text="Finding"),)),
            Code(text=f"fn main_{index}()"),
            Note(key="a"),
            Text(text=" See "),
            Link(target=f"#story-{other}/within", children=(Emphasis(children=(Text(text="the other"),)),)),
            Text(text=f" {chr(0x10000 + index)} \u65e5{chr(0x672C + index)} "),
            Span(language="ar", children=(Text(text="\u0643\u062a\u0627\u0628 \u0648\u0642\u0644\u0645"),)),
            Math(source=f"x_{index}^2"),
        )
    )
    body = (
        mixed,
        *(paragraph(WORDS * (4 + (index + at) % 5)) for at in range(length)),
        Heading(level=1 + index % 3, children=(Text(text=f"Within {index}"),), anchor="within"),
        Figure(image=Image(source="images/pixel.png", alt="A point"), caption=(Text(text="A point."),)),
        Figure(image=Image(source=f"images/{index % 2}.svg", alt="Words"), caption=(Text(text="Words."),)),
        MathBlock(source="\\frac{a}{b}"),
        *(paragraph(WORDS * 8) for _ in range(length)),
        *more,
    )
    notes = (Footnote(key="a", number=1, children=(paragraph(f"About {index}. {WORDS}"),)),)
    return Article(meta=Meta(title=f"Story\u00a0{index}", slug=f"story-{index}"), body=body, notes=notes)  # type: ignore[arg-type]


def publication(count: int = 6, *, parts: bool = True) -> Publication:
    """Return several stories, some of them in parts."""
    stories = tuple(article(index, length=3 + index) for index in range(count))
    contents: tuple[Article | Part, ...] = (
        (stories[0], Part(title="The first part", anchor="one", articles=stories[1:4]), *stories[4:])
        if parts
        else stories
    )
    pixel = Resource(name="images/pixel.png", media_type="image/png", width=1, height=1, data=PIXEL)
    drawings = tuple(
        Resource(name=f"images/{at}.svg", media_type="image/svg+xml", width=200, height=80, data=DRAWING % at)
        for at in range(2)
    )
    meta = Meta(title="The briefing", slug="b", publisher="The Specimen", language="en")
    return number_publication(Publication(meta=meta, contents=contents, resources=(pixel, *drawings)))


@pytest.mark.parametrize(
    "settings_",
    [
        {},
        {"contents_depth": "2", "page_map": "yes", "note_numbers": "page"},
        {"layout": "filing", "line_numbers": "yes", "paragraph_numbers": "yes", "exhibit": "A", "bates": "X001"},
        {"notes": "end", "contents": "no", "standard": "ua2", "columns": "2"},
        {"marks": "all", "bleed_mm": "3", "colours": "grey"},
        {"standard": "a3a"},
    ],
)
def test_the_bytes_do_not_hang_on_the_number_of_processes(settings_: dict[str, str], taken: list[int]) -> None:
    one, said = written(publication(), jobs="1", **settings_)
    assert taken == []
    for jobs in ("2", "4"):
        several, also_said = written(publication(), jobs=jobs, **settings_)
        assert len(taken) == int(jobs) - 1
        assert min(taken) > 0
        taken.clear()
        assert several == one
        assert also_said.diagnostics == said.diagnostics
        assert list(map(str, also_said.diagnostics)) == list(map(str, said.diagnostics))
        assert also_said.losses == said.losses
    if settings_.get("standard", "") not in ("ua2", "a3a"):
        assert failures(one) == []


def test_pages_are_numbered_on_and_the_total_is_told(tmp_path: Path, taken: list[int]) -> None:
    theme = tmp_path / "own.toml"
    theme.write_text(
        '[head]\nstart = "{exhibit} {docket}"\n'
        '[foot]\nstart = "{story}\u00a0\u2010 {section}"\nend = "{page} / {pages}"\nopening = true\n'
    )
    one, several = (exported(EXAMPLE, jobs, tmp_path, f"pdf.theme={theme}", "pdf.exhibit=A") for jobs in (1, 3))
    assert len(taken) == 2
    assert several == one
    read = read_pdf(several)
    *_, page, _, total = read.artifacts[-1].split()
    assert page == total == str(len(read.pdf.pages) - 2)


@pytest.mark.parametrize("options", [{"page_references": "yes"}, {"layout": "newspaper"}])
def test_what_hangs_on_pages_before_is_laid_out_by_one_process(options: dict[str, str], taken: list[int]) -> None:
    one, several = (written(publication(), jobs=jobs, **options)[0] for jobs in ("1", "3"))
    assert taken == []
    assert several == one


@given(numbered_publications(), sampled_from(["2", "3"]))
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
def test_any_publication_is_the_same_by_several(made: Publication, jobs: str) -> None:
    assert written(made, jobs=jobs)[0] == written(made, jobs="1")[0]


@pytest.mark.parametrize("sources", [EXAMPLE, sorted(CASES.glob("*/story.*"))], ids=["example", "cases"])
def test_the_example_and_the_cases_are_the_same_by_several(
    sources: list[Path], tmp_path: Path, taken: list[int]
) -> None:
    one, *others = (exported(sources, jobs, tmp_path) for jobs in (1, 2, 4))
    assert len(taken) > 1
    assert others == [one, one]


def exported(sources: list[Path], jobs: int, folder: Path, *more: str) -> bytes:
    """Return the PDF of these sources as one publication."""
    report = Report()
    edition = load_edition(sources, report, as_one=True)
    settings_ = [f"pdf.jobs={jobs}", *more]
    done = export(edition, choose_formats("pdf"), folder / str(jobs), report, settings=settings_)
    return done.written[0].path.read_bytes()


# ------------------------------------------------------------------------------------------- who takes how much


def test_a_small_run_begins_no_process(monkeypatch: pytest.MonkeyPatch, taken: list[int]) -> None:
    monkeypatch.undo()
    steps = steps_of(publication())
    assert beside.shares_of(steps, 4) == [steps]
    assert sum(map(letters_of, steps)) < beside.LEAST_LETTERS
    assert taken == []


def test_shares_hold_all_steps_in_order_and_part_no_head_from_its_story() -> None:
    steps = steps_of(publication())
    for jobs in range(2, 9):
        shares = beside.shares_of(steps, jobs)
        assert [step for share in shares for step in share] == steps
        assert 1 < len(shares) <= jobs
        assert all(share[-1].article is not None for share in shares)
    first, second = (sum(map(letters_of, share)) for share in beside.shares_of(steps, 2))
    assert 0.5 < first / second < 2.5


def test_a_process_with_threads_is_not_copied(monkeypatch: pytest.MonkeyPatch) -> None:
    assert processes.most_processes(3) == 3
    monkeypatch.setattr("threading.active_count", lambda: 2)
    assert processes.most_processes(3) == 1
    assert processes.most_processes(0) == 1


# ----------------------------------------------------------------------------------------------- when it fails


@pytest.mark.parametrize("moment", ["needs", "segment"])
def test_what_another_process_cannot_do_is_done_here(
    moment: str, monkeypatch: pytest.MonkeyPatch, taken: list[int]
) -> None:
    one, said = written(publication(), jobs="1")
    monkeypatch.setattr(segments.Gatherer, moment, lambda *_: os.kill(os.getpid(), signal.SIGKILL))
    several, also_said = written(publication(), jobs="3")
    assert taken == []
    assert several == one
    assert list(map(str, also_said.diagnostics)) == list(map(str, said.diagnostics))


def test_a_part_of_what_others_do_is_kept_if_one_fails(monkeypatch: pytest.MonkeyPatch, taken: list[int]) -> None:
    one, _ = written(publication(), jobs="1")
    segment = segments.Gatherer.segment

    def fails(self: segments.Gatherer, given_: segments.Given) -> segments.Segment:
        if given_.before > 8:
            raise MemoryError
        return segment(self, given_)

    monkeypatch.setattr(segments.Gatherer, "segment", fails)
    several, _ = written(publication(), jobs="4")
    assert 0 < len(taken) < 3
    assert several == one


def test_no_process_outlives_the_one_that_began_it() -> None:
    with Processes() as begun:
        begun.begin(lambda channel: channel.send(os.getpid()))
        begun.begin(_waits)
        (first, second) = (channel.receive() for channel in begun.channels)
    for process in (first, second):
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_process_that_breaks_off_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    def breaks(_channel: Channel) -> None:
        raise ValueError("not to be seen")

    with Processes() as begun:
        begun.begin(breaks)
        with pytest.raises(ProcessFailedError):
            begun.channels[0].receive()
    assert capfd.readouterr() == ("", "")


_KILLED = """
import os, sys
from exporters.formats.pdf.processes import Processes
def waits(channel):
    channel.send(os.getpid())
    while True:
        pass
with Processes() as begun:
    begun.begin(waits)
    print(begun.channels[0].receive(), flush=True)
    os.kill(os.getpid(), int(sys.argv[1]))
    while True:
        pass
"""


@pytest.mark.parametrize("by", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_none_is_left_when_the_first_is_killed(by: int) -> None:
    # The other process holds an end of the pipe that is read here: this comes back when both have ended.
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(int(by))], capture_output=True, check=False, text=True, timeout=60
    )
    assert done.stdout.strip().isdigit()
    assert done.returncode in (-by, 1)
    assert by == signal.SIGINT or done.stderr == ""


def _waits(channel: Channel) -> None:
    channel.send(os.getpid())
    channel.receive()
