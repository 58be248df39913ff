"""The codes of all diagnostics, as `assets/codes.toml` documents them: what each means, and what to do about it."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from exporters.assets import read_asset_file


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What stands behind a diagnostic code. `exit_code` is how a run ends that reports it as an error."""

    meaning: str
    remedy: str
    example: str
    exit_code: int = 3


@lru_cache
def documented_codes() -> dict[str, Code]:
    """Return every code with what stands behind it."""
    raw = read_asset_file("codes.toml")
    assert raw is not None, "codes.toml is part of the package"
    import tomllib

    return msgspec.convert(tomllib.loads(raw.decode()), dict[str, Code])


def exit_code_of(code: str) -> int:
    """Return how a run ends that reports this code as an error; 3 for one that is not documented."""
    known = documented_codes().get(code)
    return known.exit_code if known else 3
