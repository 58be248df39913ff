"""The sweep: every story of a folder through every format, and what became of each.

    python -m tests.sweep FOLDER... [--to all] [--judge] [--report sweep.json] [--jobs 2]

A file may end in two ways: outputs, or an error with a place. A traceback, a run of over 30 seconds of the processor,
or over 1 GiB for a file of under 1 MiB is a fault of ours. With --judge, the outputs go to the judges of
tests/conformance in batches.

Each file has a process of its own, forked off one that has imported everything: to start Python anew for each would
take longer than to export it.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from importlib import import_module
from itertools import repeat
from pathlib import Path
from typing import NoReturn

from exporters.registry import choose_formats

SECONDS = 30
"""Of the processor's time, which a busy machine does not stretch."""
STANDSTILL = 10 * SECONDS
"""Seconds after which a process that only waits is ended too."""
MEMORY = 1 << 30
SMALL = 1 << 20
"""Bytes of a file for which MEMORY is enough."""
SUFFIXES = {".md", ".markdown", ".html", ".htm", ".xhtml", ".txt", ".json", ".xml"}
_BATCH = 100
_CLAIMED = frozenset({"veraPDF ua1", "veraPDF 2a", "page-validation"})
_LOWERED = frozenset({"pdf-picture-without-alt"})
"""Diagnostics after which a PDF does not claim what these judges judge by."""
_ADDRESSES = 4 * MEMORY  # address space, of which a fraction is ever used


@dataclass
class Outcome:
    """What became of one file: ok, error (with a place), or one of the faults traceback, hang, memory."""

    file: str
    result: str
    seconds: float = 0
    megabytes: int = 0
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
    arguments = ["export", str(path), "--to", formats, "-o", str(output), "--json"]
    kinds = {".xml": "html", ".json": "native"}
    if path.suffix.lower() in kinds:
        arguments += ["--from", kinds[path.suffix.lower()]]
    with tempfile.TemporaryFile() as said, tempfile.TemporaryFile() as complained:
        process = os.fork()
        if not process:
            _command(arguments, said.fileno(), complained.fileno())
        _, status, usage = os.wait4(process, 0)
        said.seek(0)
        complained.seek(0)
        outcome = _outcome(
            path, os.waitstatus_to_exitcode(status), said.read(), complained.read().decode("utf-8", "replace")
        )
    outcome.seconds = round(usage.ru_utime + usage.ru_stime, 2)
    outcome.megabytes = usage.ru_maxrss // 1024
    if usage.ru_maxrss > MEMORY // 1024 and path.stat().st_size < SMALL:
        outcome.result = "memory"
    return outcome


def _command(arguments: list[str], said: int, complained: int) -> NoReturn:
    """Be the command `broadsheet`, within the limits."""
    try:
        signal.alarm(STANDSTILL)
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        os.dup2(said, 1)
        os.dup2(complained, 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - they last as long as the process
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.argv = ["broadsheet", *arguments]
        import_module("exporters.cli").run()
    except BaseException:  # noqa: BLE001 - whatever happens, not on into the sweep
        traceback.print_exc()
        sys.stderr.flush()
    os._exit(70)


def _outcome(path: Path, code: int, said: bytes, complained: str) -> Outcome:
    """Return what became of a file, by the exit code of its process and by what that said."""
    if code in (-signal.SIGALRM, -signal.SIGXCPU):
        return Outcome(str(path), "hang")
    if code < 0 or "MemoryError" in complained:
        return Outcome(str(path), "memory", message=complained[-300:])
    if code == 70 or "Traceback" in complained or "error[internal]" in complained:
        return Outcome(str(path), "traceback", message=complained[-800:])
    try:
        told = json.loads(said)
    except ValueError:
        return Outcome(str(path), "traceback", message=f"no JSON: {said[-200:]!r} {complained[-400:]}")
    codes = sorted({diagnostic["code"] for diagnostic in told["diagnostics"]})
    if told["error"] is None:
        return Outcome(str(path), "ok", codes=codes)
    errors = [diagnostic for diagnostic in told["diagnostics"] if diagnostic["severity"] == "error"]
    placed = bool(told["error"]["place"]) or any(diagnostic.get("place") for diagnostic in errors)
    message = f"{told['error']['code']}: {told['error']['message']} {[error['code'] for error in errors]}"
    internal = told["error"]["code"] == "format-failed"
    result = "traceback" if internal else "error" if placed else "unplaced"
    return Outcome(str(path), result, message=message, codes=codes)


def judge(folder: Path, outcomes: dict[str, Outcome]) -> None:
    """Have the judges judge everything in the folder of outputs, whose parts are named by the number of their file.

    A PDF that claims less than it was asked for, and says why, is not held to the rest.
    """
    from tests.conformance.judges import JUDGES_BY_NAME, suffix_of

    for one in JUDGES_BY_NAME.values():
        if one.missing() or one.name == "ooxml-integrity":
            continue
        files = sorted(
            file
            for file in folder.glob("*/*")
            if suffix_of(file) == one.suffix
            and not (one.name in _CLAIMED and _LOWERED.intersection(outcomes[file.parent.name].codes))
        )
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
    choose_formats(chosen.to)
    import_module("exporters.cli.application")
    outputs = Path(tempfile.mkdtemp())  # a TemporaryDirectory would go with the first process forked off
    try:
        with ProcessPoolExecutor(chosen.jobs, multiprocessing.get_context("fork")) as pool:
            places = [outputs / str(number) for number in range(len(files))]
            done = pool.map(export, files, repeat(chosen.to), places)
            outcomes = {str(number): outcome for number, outcome in enumerate(done)}
        if chosen.judge:
            judge(outputs, outcomes)
    finally:
        shutil.rmtree(outputs)
    results = Counter(outcome.result for outcome in outcomes.values())
    refused = [outcome for outcome in outcomes.values() if outcome.judged]
    print(f"{len(files)} files: {', '.join(f'{count} {result}' for result, count in results.most_common())}")
    slowest = max((outcome.seconds for outcome in outcomes.values()), default=0)
    largest = max((outcome.megabytes for outcome in outcomes.values()), default=0)
    print(f"slowest {slowest} s, largest {largest} MB")
    if chosen.judge:
        print(f"{len(refused)} with findings of the judges")
    for outcome in outcomes.values():
        if outcome.result not in ("ok", "error") or outcome.judged:
            print(f"{outcome.result:10} {outcome.file}\n    {outcome.message[-300:]}")
            for finding in outcome.judged[:4]:
                print(f"    {finding[:220]}")
    if chosen.report:
        chosen.report.write_text(json.dumps([asdict(outcome) for outcome in outcomes.values()], indent=1))
    return int(bool(refused) or bool(set(results) - {"ok", "error"}))


def _spread(files: list[Path], most: int) -> list[Path]:
    step = max(1, len(files) // most) if most else 1
    return files[::step][:most] if most else files


if __name__ == "__main__":
    sys.exit(main())
