"""How much work a piece of code does, counted and not timed: the same on a busy machine as on an idle one."""

import sys
from collections.abc import Callable


def calls(run: Callable[[], object]) -> int:
    """The calls of Python and C functions that `run` makes.

    A pass that repeats for each part of its input shows as a count that grows with the square of it. Work inside one
    C function, such as a regular expression that goes back, does not show: `make bench` has a row for that.
    """
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run()
    finally:
        sys.setprofile(before)
    return count
