"""Which judge finds which damage: every kind that is done to a finished file must be found by one at least.

`python -m tests.conformance.test_mutants` prints the table afresh.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from exporters.testing import specimen
from tests.conformance.judges import JUDGES_BY_NAME
from tests.conformance.spoken import said_by_text, said_by_tree, unsaid
from tests.conformance.test_judges import require
from tests.formats.pdf.damage import LIES, MUTANTS, damaged
from tests.formats.pdf.inspection import written

pytestmark = pytest.mark.conformance

_NAMES = {"u": "veraPDF ua1", "a": "veraPDF 2a", "p": "page-validation", "q": "qpdf", "x": "text", "s": "struct-text"}

KILLS = {
    "figure without alternative": "up",
    "formula without alternative": "up",
    "cells that nothing heads": "up",
    "note without identifier": "up",
    "page without tab order": "up",
    "content neither tagged nor artifact": "up",
    "paragraph not tagged": "up",
    "link without contents": "up",
    "link without element": "up",
    "link not printed": "ap",
    "font without text": "uapxs",
    "font without glyph map": "uap",
    "font with wrong widths": "uap",
    "no language": "up",
    "no output intent": "ap",
    "not marked": "uap",
    "title not shown": "up",
    "no metadata": "uap",
    "no tree": "uaps",
    "skipped heading": "up",
    "unknown type": "uaps",
    "row that is no row": "up",
    "item that is no item": "up",
    "words left out": "xs",
    "text that says something else": "xs",
    "read from the end to the beginning": "ups",
    "file cut short": "uapqxs",
    "streams without their end of line": "ap",
    "objects not where the table says": "uapqxs",
}
"""The judges that must find each kind of damage, by their letters. What only one sees shows why there are six."""


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]


def _end_of_line_lost(data: bytes) -> bytes:
    return data.replace(b"\nendstream", b" endstream")


def _moved(data: bytes) -> bytes:
    return data[:20] + b"% shifted\n" + data[20:]


_BYTES: dict[str, Callable[[bytes], bytes]] = {
    "file cut short": _cut,
    "streams without their end of line": _end_of_line_lost,
    "objects not where the table says": _moved,
}


def _mutants(folder: Path) -> dict[str, Path]:
    """Return the undamaged file, rewritten as the others are, and every damaged one, by the name of the damage."""
    good, _ = written(specimen())
    made = {"none": damaged(good, lambda _pdf: None)}
    made |= {name: damaged(good, damage) for name, (damage, _) in MUTANTS.items()}
    made |= {name: damaged(good, damage) for name, damage in LIES.items()}
    made |= {name: spoil(good) for name, spoil in _BYTES.items()}
    files: dict[str, Path] = {}
    for position, (name, data) in enumerate(made.items()):
        files[name] = folder / f"{position}.pdf"
        files[name].write_bytes(data)
    return files


def kills(folder: Path) -> dict[str, str]:
    """Return for each kind of damage the letters of the judges that find it."""
    files = _mutants(folder)
    found = dict.fromkeys(files, "")
    for letter, name in _NAMES.items():
        if name in ("text", "struct-text"):
            said = said_by_text if name == "text" else said_by_tree
            guilty = {damage for damage, file in files.items() if unsaid(specimen(), said(file))}
        else:
            judged = JUDGES_BY_NAME[name].judge(list(files.values()))
            guilty = {damage for damage, file in files.items() if judged[file]}
        for damage in guilty:
            found[damage] += letter
    return found


def test_every_damage_is_found(tmp_path: Path) -> None:
    for name in _NAMES.values():
        require(JUDGES_BY_NAME[name].missing() if name in JUDGES_BY_NAME else "")
    found = kills(tmp_path)
    assert found.pop("none") == "", "the file is good before it is damaged"
    assert set(found) == set(KILLS)
    lost = {name: set(KILLS[name]) - set(letters) for name, letters in found.items() if set(KILLS[name]) - set(letters)}
    assert lost == {}, "judges that no longer see what they saw"
    assert [name for name, letters in found.items() if not letters] == []


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as scratch:
        for kind, letters in kills(Path(scratch)).items():
            print(f'    "{kind}": "{letters}",')
