"""Stories laid out beside each other: who takes which, and how it comes together again.

This process takes the first of them, a copy of it each of the others. When all are laid out, each is told what it could
not know (see `segments.py`) and gives back its pages, which are put into the file in order. Whatever another process
cannot do is done here, from there on as if there had been none: the file is the same in any case.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from exporters.formats.pdf.plan import Step, letters_of
from exporters.formats.pdf.processes import Channel, Processes, ProcessFailedError, most_processes
from exporters.formats.pdf.segments import Desk, Gatherer, Needs, SegmentError, absorb, settle
from exporters.formats.pdf.tags import Element

LEAST_LETTERS = 200_000
"""The text of some 80 pages: with less than so much for each, another process takes about what it saves."""
_FIRST_SHARE = 1.05
"""The first process has so much more to lay out: it would only wait while the others finish their pages."""

Laying = Callable[[Sequence[Step]], None]


def shares_of(steps: Sequence[Step], jobs: int) -> list[Sequence[Step]]:
    """Return the steps parted among as many processes as pay, `jobs` at most (0: as many as there are processors)."""
    most = most_processes(jobs) if len(steps) > 1 else 1
    if most == 1:
        return [steps]
    letters = [letters_of(step) for step in steps]
    count = min(most, sum(letters) // LEAST_LETTERS)
    if count < 2:
        return [steps]
    whole = sum(letters) / (count - 1 + _FIRST_SHARE)
    shares: list[Sequence[Step]] = []
    begin = done = 0
    for at in range(len(steps)):
        middle = done + letters[at] / 2
        # A part's head, which has no text, goes with the first of its stories.
        if at > begin and len(shares) < count - 1 and middle > whole * (len(shares) + _FIRST_SHARE):
            cut = at - 1 if steps[at - 1].article is None else at
            if cut > begin:
                shares.append(steps[begin:cut])
                begin = cut
        done += letters[at]
    return [*shares, steps[begin:]]


def lay_out(shares: Sequence[Sequence[Step]], desk: Desk, laying: Laying) -> None:
    """Lay out all shares: the first here, each of the others in a process of its own, as far as that can be."""
    first, *others = shares
    with Processes() as processes:
        try:
            for share in others:
                processes.begin(partial(_serve, desk, laying, share))
        except ProcessFailedError:
            processes.end()
        laying(first)
        desk.pages.finish_page()
        absorbed = _absorbed(others, desk, processes.channels)
    for share in others[absorbed:]:
        laying(share)


def _absorbed(shares: Sequence[Sequence[Step]], desk: Desk, channels: Sequence[Channel]) -> int:
    """Put what other processes laid out into the file; return how many of the shares are done with that."""
    done = 0
    try:
        all_needs: list[Needs] = [channel.receive() for channel in channels]
        before = desk.pages.number - 1
        total = before + sum(needs.pages for needs in all_needs)
        for channel, needs in zip(channels, all_needs, strict=True):
            channel.send(settle(desk, needs, before, total))
            before += needs.pages
        for channel, share in zip(channels, shares, strict=False):
            absorb(desk, channel.receive(), _continued(desk, share[0]))
            done += 1
    except (ProcessFailedError, SegmentError):
        pass
    return done


def _continued(desk: Desk, step: Step) -> Element | None:
    """Return the part that this step goes on with, if it is not the first of it."""
    last = desk.canvas.tree.root.kids[-1]
    return last if step.part is not None and step.article is not None and isinstance(last, Element) else None


def _serve(desk: Desk, laying: Laying, share: Sequence[Step], channel: Channel) -> None:
    """Lay out a share in a process of its own."""
    gatherer = Gatherer(desk)
    laying(share)
    desk.pages.finish_page()
    channel.send(gatherer.needs())
    channel.send(gatherer.segment(channel.receive()))
