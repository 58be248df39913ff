"""Measures and prints one table: what each thing costs here, what it costs beside, and whether the target is met."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.speed.inputs import Inputs, make_inputs
from tests.speed.measure import Cost, measure

ROOT = Path(__file__).resolve().parents[2]
_TYPST = "import typst; typst.compile({0!r}, output='peer.pdf', pdf_standards=['ua-1', 'a-2a'])"
_WEASYPRINT = "import weasyprint; weasyprint.HTML({0!r}).write_pdf('peer.pdf', pdf_variant='pdf/ua-1')"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a measure, its figure, the target it has to reach and whether it does."""

    measure: str
    figure: str
    target: str
    met: bool | None


class Bench:
    """One run: every command is measured once for all rows that need it."""

    def __init__(self, inputs: Inputs, pandoc: str, rounds: int) -> None:
        self.inputs = inputs
        self.pandoc = pandoc
        self.rounds = rounds
        self.costs: dict[str, Cost] = {}
        self.rows: list[Row] = []

    def ours(self, name: str, sources: Sequence[str], to: str, *more: str) -> Cost:
        """Return what an export costs."""
        command = [sys.executable, "-m", "exporters", "export", *sources, "--to", to, "-o", "out", "-q", *more]
        return self.cost(f"broadsheet {name}", command)

    def cost(self, name: str, command: Sequence[str]) -> Cost:
        """Return what a command costs, and say so while the run goes on."""
        cost = measure(command, self.inputs.folder, self.rounds)
        self.costs[name] = cost
        said = cost.failed or f"{cost.seconds:8.3f} s CPU  {cost.memory_mb:7.1f} MB"
        print(f"  {name:44} {said}", file=sys.stderr, flush=True)
        return cost

    def at_most(self, measure_name: str, figure: float, limit: float, unit: str = "s") -> None:
        """Add a row whose figure must not pass a limit."""
        self.rows.append(Row(measure_name, f"{figure:.2f} {unit}", f"at most {limit:g} {unit}", figure <= limit))

    def times_faster(self, measure_name: str, here: Cost, there: Cost, wanted: float) -> None:
        """Add a row that says how many times faster we are."""
        if here.failed or there.failed or not here.seconds:
            self.rows.append(
                Row(measure_name, f"not measured: {here.failed or there.failed}", f"{wanted:g} times", None)
            )
            return
        ratio = there.seconds / here.seconds
        figure = f"{ratio:.1f} times faster ({here.seconds:.2f} s, {there.seconds:.2f} s)"
        self.rows.append(Row(measure_name, figure, f"{wanted:g} times", ratio >= wanted))


def run(bench: Bench) -> None:
    """Measure everything."""
    pandoc, chapters = bench.pandoc, bench.inputs.chapters
    for option in ("--version", "--help"):
        cost = bench.cost(f"broadsheet {option}", [sys.executable, "-m", "exporters", option])
        bench.at_most(f"`broadsheet {option}`", cost.seconds, 0.12)

    article = [
        bench.cost(f"pandoc article {form}", [pandoc, "article.md", "-o", f"p.{form}"]) for form in ("epub", "docx")
    ]
    to_typst = bench.cost("pandoc article typst", [pandoc, "article.md", "-s", "-o", "p.typ"])
    typst = bench.cost("typst article", [sys.executable, "-c", _TYPST.format("article.typ")])
    for to in ("pdf", "epub", "docx", "rss", "atom"):
        bench.ours(f"article {to}", ["article.md"], to)
    everything = bench.ours("article all", ["article.md"], "all")
    peers = sum(cost.seconds for cost in (*article, to_typst, typst))
    bench.at_most(
        "one article, all five, against pandoc's EPUB, DOCX and PDF by Typst", everything.seconds / peers, 1.5, "x"
    )

    if chapters:
        book(bench, pandoc, chapters)

    hundreds = bench.inputs.posts[:500]
    for form in ("epub", "docx"):
        bench.cost(f"pandoc one of 500 {form}", [pandoc, hundreds[0], "-o", f"p.{form}"])
    each = sum(bench.costs[f"pandoc one of 500 {form}"].seconds for form in ("epub", "docx"))
    each += to_typst.seconds + typst.seconds
    here = bench.ours("500 articles epub,docx,pdf", hundreds, "epub,docx,pdf")
    bench.times_faster("500 articles to EPUB, DOCX and PDF", here, Cost(each * len(hundreds), 0.0), 8)
    if len(bench.inputs.posts) >= 2000:
        one = bench.ours("1,000 posts rss,atom", bench.inputs.posts[:1000], "rss,atom")
        two = bench.ours("2,000 posts rss,atom", bench.inputs.posts[:2000], "rss,atom")
        bench.at_most("2,000 posts to RSS and Atom, against 1,000", two.seconds / one.seconds, 2.2, "x")


def book(bench: Bench, pandoc: str, chapters: list[str]) -> None:
    """Measure the book."""
    meta = ["--as-one", "--title", "The book"]
    for form, wanted in (("epub", 10), ("docx", 4)):
        there = bench.cost(
            f"pandoc book {form}", [pandoc, *chapters, "-f", "gfm", "-M", "title=The book", "-o", f"p.{form}"]
        )
        here = bench.ours(f"book {form}", chapters, form, *meta)
        bench.times_faster(f"the book to {form.upper()}, against pandoc", here, there, wanted)
    twice = bench.ours("book twice docx", ["book2"], "docx", *meta)
    bench.at_most("double the book to DOCX", twice.seconds / bench.costs["broadsheet book docx"].seconds, 2.2, "x")
    here = bench.ours("book pdf", chapters, "pdf", *meta)
    there = bench.cost("typst book", [sys.executable, "-c", _TYPST.format("book.typ")])
    bench.times_faster("the book to PDF (UA-1, A-2a), against Typst", here, there, 1)
    if not there.failed:
        bench.at_most("its peak memory, against Typst", here.memory_mb / there.memory_mb, 0.5, "x")
    slow = bench.cost("weasyprint book", [sys.executable, "-c", _WEASYPRINT.format("book.html")])
    bench.times_faster("the book to PDF, against WeasyPrint", here, slow, 10)
    bench.ours("book all", chapters, "all", *meta)


def main() -> int:
    """Run the benchmarks, print the table, keep it as JSON."""
    parser = argparse.ArgumentParser(description="Broadsheet beside pandoc, Typst and WeasyPrint.")
    parser.add_argument("--rounds", type=int, default=5, help="medians of so many runs")
    parser.add_argument("--quick", action="store_true", help="one run each, a tenth of the stories")
    parser.add_argument(
        "--corpora", type=Path, default=Path(os.environ.get("BROADSHEET_CORPORA") or ROOT.parent / "shared/corpora")
    )
    parser.add_argument("--json", type=Path, default=ROOT / "dist" / "bench.json")
    chosen = parser.parse_args()
    import pypandoc

    pandoc = pypandoc.get_pandoc_path()
    with tempfile.TemporaryDirectory() as folder:
        inputs = make_inputs(Path(folder), chosen.corpora, pandoc, 200 if chosen.quick else 2000)
        bench = Bench(inputs, pandoc, 1 if chosen.quick else chosen.rounds)
        run(bench)
    print("\n| measure (CPU, same run) | reached | to reach | |\n|---|---|---|---|")
    for row in bench.rows:
        met = {None: "—", True: "yes", False: "no"}[row.met]
        print(f"| {row.measure} | {row.figure} | {row.target} | {met} |")
    chosen.json.parent.mkdir(exist_ok=True)
    kept = {
        "rows": [asdict(row) for row in bench.rows],
        "costs": {name: asdict(cost) for name, cost in bench.costs.items()},
    }
    chosen.json.write_text(json.dumps(kept, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
