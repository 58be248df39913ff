"""What the files of a project are called, apart from what reads them: a run of loose stories needs only the names."""

from __future__ import annotations

FILE = "broadsheet.toml"
LEDGER = "withdrawn.toml"
FORMERLY = "formerly.toml"
