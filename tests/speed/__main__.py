"""Measures and prints one table: what each thing costs here, what it costs beside, and whether the target is met."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from tests.speed.bench import Bench
from tests.speed.desk import measure_desk
from tests.speed.inputs import make_inputs
from tests.speed.rows import (
    measure_article,
    measure_book,
    measure_hostile,
    measure_hundreds,
    measure_lines,
    measure_start,
)

ROOT = Path(__file__).resolve().parents[2]
PARTS = {
    "start": measure_start,
    "article": measure_article,
    "book": measure_book,
    "lines": measure_lines,
    "hundreds": measure_hundreds,
    "hostile": measure_hostile,
    "desk": measure_desk,
}


def main() -> int:
    """Run the benchmarks, print the table, keep it as JSON."""
    parser = argparse.ArgumentParser(description="Broadsheet beside pandoc, Typst, WeasyPrint and Hugo.")
    parser.add_argument("--rounds", type=int, default=5, help="medians of so many runs, after one that does not count")
    parser.add_argument("--quick", action="store_true", help="one run each, a tenth of the stories")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="only these parts (hundreds needs article)")
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
        for name, part in PARTS.items():
            if not chosen.only or name in chosen.only:
                part(bench)
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
