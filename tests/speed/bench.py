"""One run of the benchmarks: commands measured once each, and a table of what they come to."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.speed.inputs import Inputs
from tests.speed.measure import Cost, measure


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: a measure, its figure, the target it has to reach and whether it does (None: unknown)."""

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

    def size(self, name: str) -> int:
        """Return the bytes of a file that the run has written."""
        path = self.inputs.folder / Path(name)
        return path.stat().st_size if path.exists() else 0

    def seconds_at_most(self, name: str, cost: Cost, limit: float) -> None:
        """Add a row for a command that must not cost more than so many CPU seconds."""
        if not self._failed(name, f"at most {limit:g} s", cost):
            self.rows.append(Row(name, f"{cost.seconds:.2f} s", f"at most {limit:g} s", cost.seconds <= limit))

    def times_faster(self, name: str, here: Cost, there: Cost, wanted: float) -> None:
        """Add a row that says how many times faster we are."""
        target = f"{wanted:g} times"
        if not self._failed(name, target, here, there):
            ratio = there.seconds / here.seconds
            figure = f"{ratio:.1f} times faster ({here.seconds:.2f} s, {there.seconds:.2f} s)"
            self.rows.append(Row(name, figure, target, ratio >= wanted))

    def part_at_most(self, name: str, here: Cost, there: Cost, limit: float, *, memory: bool = False) -> None:
        """Add a row that says what part of a peer's CPU time, or of its peak memory, we need."""
        target = f"at most {limit:g} x"
        if not self._failed(name, target, here, there):
            mine, other = (here.memory_mb, there.memory_mb) if memory else (here.seconds, there.seconds)
            figure = f"{mine / other:.2f} x ({mine:.0f} MB, {other:.0f} MB)" if memory else f"{mine / other:.2f} x"
            self.rows.append(Row(name, figure, target, mine / other <= limit))

    def wall_at_most(self, name: str, here: Cost, there: Cost, limit: float) -> None:
        """Add a row that says how long one waits for us, of the time one waits for a peer: the best of all rounds."""
        target = f"at most {limit:g} x"
        if not self._failed(name, target, here, there):
            ratio = here.wall / there.wall
            figure = f"{ratio:.2f} x ({here.wall:.2f} s, {there.wall:.2f} s)"
            self.rows.append(Row(name, figure, target, ratio <= limit))

    def size_at_most(self, name: str, here: int, there: int, limit: float) -> None:
        """Add a row that says what part of another file's size ours has."""
        target = f"at most {limit:g} x"
        if not here or not there:
            self.rows.append(Row(name, "not measured: no file", target, None))
            return
        figure = f"{here / there:.2f} x ({here / 1e6:.2f} MB, {there / 1e6:.2f} MB)"
        self.rows.append(Row(name, figure, target, here / there <= limit))

    def fewer(self, name: str, here: int, there: int, wanted: float) -> None:
        """Add a row that says by what part we have fewer of something bad."""
        part = 1 - here / there if there else 0.0
        self.rows.append(Row(name, f"{part:.0%} fewer ({here}, {there})", f"{wanted:.0%} fewer", part >= wanted))

    def none_of(self, name: str, found: int) -> None:
        """Add a row for something that must not be at all."""
        self.rows.append(Row(name, str(found), "none", not found))

    def _failed(self, name: str, target: str, *costs: Cost) -> bool:
        """Add a row that says what could not be measured, if any could not; a command that failed meets no target."""
        reasons = [cost.failed or "it took no time" for cost in costs if cost.failed or not cost.seconds]
        if reasons:
            self.rows.append(Row(name, f"not measured: {reasons[0]}", target, None))
        return bool(reasons)


def total(*costs: Cost) -> Cost:
    """Return what commands cost one after the other; failed if any of them failed."""
    return Cost(
        sum(cost.seconds for cost in costs),
        max(cost.memory_mb for cost in costs),
        next((cost.failed for cost in costs if cost.failed), ""),
    )
