"""The judge itself: damage done to a good file on purpose must be found, each by its own rule.

Without these a validator that finds nothing would look like a format that does nothing wrong.
"""

from __future__ import annotations

from functools import cache

import pytest

from exporters.testing import specimen
from tests.formats.pdf.damage import MUTANTS, damaged
from tests.formats.pdf.inspection import failures, written


@cache
def good() -> bytes:
    data, _ = written(specimen())
    return data


def test_the_file_is_good_before_it_is_damaged() -> None:
    assert failures(damaged(good(), lambda _pdf: None)) == []


@pytest.mark.parametrize("name", MUTANTS)
def test_damage_is_found(name: str) -> None:
    damage, standard = MUTANTS[name]
    assert failures(damaged(good(), damage), (standard,)), f"{name} goes unnoticed"
