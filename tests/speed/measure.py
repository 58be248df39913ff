"""One measurement: the CPU seconds and the peak memory of a command, as the system counts them."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Cost:
    """Medians: CPU seconds (user and system, all threads and processes) and peak memory in MB, of the largest process.

    `wall` is the shortest time that passed, which is least disturbed by what else the machine does; `failed` says why
    there are no figures.
    """

    seconds: float
    memory_mb: float
    failed: str = ""
    wall: float = 0.0


def measure(command: Sequence[str], folder: Path, rounds: int) -> Cost:
    """Return what a command costs. It runs once before it counts, so that byte code and disk cache are warm."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    costs: list[tuple[float, float, float]] = []
    for at in range(rounds + 1):
        with tempfile.TemporaryFile() as complaints:
            begin = time.perf_counter()
            process = subprocess.Popen(
                command, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=complaints
            )
            _, status, used = os.wait4(process.pid, 0)
            passed = time.perf_counter() - begin
            process.returncode = os.waitstatus_to_exitcode(status)
            if process.returncode:
                complaints.seek(0)
                said = complaints.read().decode(errors="replace").strip().splitlines()
                return Cost(0.0, 0.0, (said or [f"exit {process.returncode}"])[-1][:200])
        if at:
            scale = 1 << 20 if sys.platform == "darwin" else 1 << 10  # ru_maxrss: bytes there, kilobytes elsewhere
            costs.append((used.ru_utime + used.ru_stime, used.ru_maxrss / scale, passed))
    return Cost(
        round(statistics.median(cost[0] for cost in costs), 3),
        round(statistics.median(cost[1] for cost in costs), 1),
        wall=round(min(cost[2] for cost in costs), 3),
    )
