"""`python -m exporters` is the command `broadsheet`."""

from exporters.cli import run

run()
