"""The sweep: every story of a folder through every format, and what became of each.

    python -m tests.sweep FOLDER... [--to all] [--judge] [--report sweep.json] [--jobs 2]

A file may end in two ways: outputs, or an error with a place. A traceback, a run of over 30 seconds or over 1 GiB is a
fault of ours. With --judge, the outputs go to the judges of tests/conformance in batches.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from pathlib import Path

SECONDS = 30
MEMORY = 1 << 30
SUFFIXES = {".md", ".markdown", ".html", ".htm", ".xhtml", ".txt", ".json", ".xml"}
_BATCH = 100
_ADDRESSES_KB = 4 * MEMORY // 1024  # address space, of which a fraction is ever used


@dataclass
class Outcome:
    """What became of one file: ok, error (with a place), or one of the faults traceback, hang, memory."""

    file: str
    result: str
    seconds: float
    message: str = ""
    codes: list[str] = field(default_factory=list)
    judged: list[str] = field(default_factory=list)


def stories(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder, in order, that somebody might take for a story."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.suffix.lower() in SUFFIXES and path.name != "SOURCE.txt":
            yield path


def export(path: Path, formats: str, output: Path) -> Outcome:
    """Export one file in a process of its own, within the limits."""
    command = ["sh", "-c", f'ulimit -v {_ADDRESSES_KB}; exec "$@"', "sh"]
    command += [sys.executable, "-m", "exporters", "export", str(path), "--to", formats, "-o", str(output), "--json"]
    kinds = {".xml": "html", ".json": "native"}
    if path.suffix.lower() in kinds:
        command += ["--from", kinds[path.suffix.lower()]]
    started = time.monotonic()
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "PYTHONHASHSEED": "0"},
    )
    try:
        said, complained = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return Outcome(str(path), "hang", SECONDS)
    seconds = round(time.monotonic() - started, 2)
    text = complained.decode(errors="replace")
    if "Traceback" in text or "error[internal]" in text:
        return Outcome(str(path), "traceback", seconds, text[-800:])
    if process.returncode < 0 or "MemoryError" in text:
        return Outcome(str(path), "memory", seconds, text[-300:])
    try:
        told = json.loads(said)
    except ValueError:
        return Outcome(str(path), "traceback", seconds, f"no JSON: {said[-200:]!r} {text[-400:]}")
    codes = sorted({diagnostic["code"] for diagnostic in told["diagnostics"]})
    if told["error"] is None:
        return Outcome(str(path), "ok", seconds, codes=codes)
    errors = [diagnostic for diagnostic in told["diagnostics"] if diagnostic["severity"] == "error"]
    placed = bool(told["error"]["place"]) or any(diagnostic.get("place") for diagnostic in errors)
    message = f"{told['error']['code']}: {told['error']['message']} {[error['code'] for error in errors]}"
    internal = told["error"]["code"] == "format-failed"
    result = "traceback" if internal else "error" if placed else "unplaced"
    return Outcome(str(path), result, seconds, message, codes)


def judge(folder: Path, outcomes: dict[str, Outcome]) -> None:
    """Have the judges judge everything in the folder of outputs, whose parts are named by the number of their file."""
    from tests.conformance.judges import JUDGES_BY_NAME, suffix_of

    for one in JUDGES_BY_NAME.values():
        if one.missing() or one.name == "ooxml-integrity":
            continue
        files = sorted(file for file in folder.glob("*/*") if suffix_of(file) == one.suffix)
        for start in range(0, len(files), _BATCH):
            for file, found in one.judge(files[start : start + _BATCH]).items():
                outcomes[file.parent.name].judged.extend(f"{one.name}: {finding}" for finding in found[:3])


def main() -> int:
    """Run the sweep and return 1 if any file ended as none should."""
    parser = argparse.ArgumentParser(description="Every story of a folder through every format.")
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--to", default="all")
    parser.add_argument("--judge", action="store_true")
    parser.add_argument("--report", type=Path)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--most", type=int, default=0, help="files a folder, evenly spread; 0 for all")
    chosen = parser.parse_args()
    files = [path for folder in chosen.folders for path in _spread(list(stories(folder)), chosen.most)]
    with tempfile.TemporaryDirectory() as outputs, ThreadPoolExecutor(chosen.jobs) as pool:
        done = pool.map(lambda item: export(item[1], chosen.to, Path(outputs) / str(item[0])), enumerate(files))
        outcomes = {str(number): outcome for number, outcome in enumerate(done)}
        if chosen.judge:
            judge(Path(outputs), outcomes)
    results = Counter(outcome.result for outcome in outcomes.values())
    refused = [outcome for outcome in outcomes.values() if outcome.judged]
    print(f"{len(files)} files: {', '.join(f'{count} {result}' for result, count in results.most_common())}")
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"slowest {max((outcome.seconds for outcome in outcomes.values()), default=0)} s, largest {largest} MB")
    if chosen.judge:
        print(f"{len(refused)} with findings of the judges")
    for outcome in outcomes.values():
        if outcome.result not in ("ok", "error") or outcome.judged:
            print(f"{outcome.result:10} {outcome.file}\n    {outcome.message[-300:]}")
            for finding in outcome.judged[:4]:
                print(f"    {finding[:220]}")
    if chosen.report:
        chosen.report.write_text(json.dumps([asdict(outcome) for outcome in outcomes.values()], indent=1))
    return int(bool(refused) or largest > MEMORY >> 20 or bool(set(results) - {"ok", "error"}))


def _spread(files: list[Path], most: int) -> list[Path]:
    step = max(1, len(files) // most) if most else 1
    return files[::step][:most] if most else files


if __name__ == "__main__":
    sys.exit(main())
