"""What a run leaves behind that was ended: nothing, or what the next one sweeps."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from exporters.delivery.files import OutputFolder
from exporters.delivery.staging import STAGING, hold, sweep

# Says so when the folder is there, and waits in it for a signal.
_WAITING = """
import signal, sys
from exporters.cli import end_by_signals
from exporters.delivery.files import OutputFolder
from pathlib import Path
signal.signal(signal.SIGINT, signal.default_int_handler)  # both may be ignored where the tests run in the background
signal.signal(signal.SIGHUP, signal.SIG_DFL)
end_by_signals()
with OutputFolder(Path(sys.argv[1])) as outputs:
    outputs.new_file("a.pdf").write(b"half")
    print("ready", flush=True)
    while True:
        signal.pause()
"""


def _left(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def _old(folder: Path) -> Path:
    os.utime(folder, (1, 1))
    return folder


def _ended_by(number: int, folder: Path) -> int:
    """Return how a run ends that is sent this signal while it writes."""
    with subprocess.Popen([sys.executable, "-c", _WAITING, str(folder)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert len(_left(folder)) == 1
        process.send_signal(number)
        return process.wait()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals")
@pytest.mark.parametrize(
    ("number", "code"), [(signal.SIGTERM, 128 + 15), (signal.SIGHUP, 128 + 1), (signal.SIGINT, -signal.SIGINT)]
)
def test_a_run_that_is_asked_to_end_leaves_nothing(number: int, code: int, tmp_path: Path) -> None:
    assert _ended_by(number, tmp_path) == code
    assert _left(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such locks")
def test_what_a_killed_run_left_is_swept_by_the_next(tmp_path: Path) -> None:
    _ended_by(signal.SIGKILL, tmp_path)
    (left,) = tmp_path.iterdir()
    sweep(tmp_path)
    assert left.exists()  # so new that it may be another run's, which has no lock yet
    _old(left)
    with OutputFolder(tmp_path) as outputs:
        outputs.new_file("b.pdf").close()
        outputs.keep()
    assert _left(tmp_path) == ["b.pdf"]


def test_what_is_in_use_or_not_ours_is_left_alone(tmp_path: Path) -> None:
    used = tmp_path / f"{STAGING}used"
    used.mkdir()
    lock = hold(used)
    other = tmp_path / f"{STAGING}other"
    other.mkdir()
    (other / "notes.txt").write_text("Not ours")
    _old(used)
    _old(other)
    sweep(tmp_path)
    assert sorted(_left(tmp_path)) == [other.name, used.name]
    if lock is not None:
        lock.close()


def test_an_empty_one_that_is_old_goes(tmp_path: Path) -> None:
    empty = tmp_path / f"{STAGING}empty"
    empty.mkdir()
    _old(empty)
    sweep(tmp_path)
    assert _left(tmp_path) == []
