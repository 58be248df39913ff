"""Processes of a build end with it, however it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

_BUILD = """
import os, time
from exporters.project.workforce import Workforce

def pids(rules, work):
    return [os.getpid()]

with Workforce(2) as workforce:
    print(*{pid for made in workforce.do(pids, b"", range(60), 1) for pid in made}, flush=True)
    time.sleep(60)
"""


def runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stream:  # noqa: PTH123 - gone at any moment
        return stream.read().rpartition(")")[2].split()[0] != "Z"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no signal for it")
def test_processes_end_with_a_build_that_is_killed() -> None:
    building = subprocess.Popen([sys.executable, "-c", _BUILD], stdout=subprocess.PIPE)
    assert building.stdout is not None
    begun = [int(pid) for pid in building.stdout.readline().split()]
    assert begun
    assert all(runs(pid) for pid in begun)
    building.send_signal(signal.SIGKILL)
    building.wait()
    building.stdout.close()
    for _ in range(200):
        if not any(runs(pid) for pid in begun):
            break
        time.sleep(0.05)
    assert not any(runs(pid) for pid in begun)
