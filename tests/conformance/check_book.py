"""What calibre finds in e-books, one finding a line; runs inside `calibre-debug`, which has these modules."""

from __future__ import annotations

import sys
from typing import Any

from calibre.ebooks.oeb.polish.check.main import run_checks
from calibre.ebooks.oeb.polish.container import get_container


def main(books: list[str]) -> None:
    """Print the severity, message and place of every finding, tabs between, and a line for each book that was read."""
    for book in books:
        findings: list[Any] = run_checks(get_container(book, tweak_mode=True))
        for finding in findings:
            print("FOUND", book, finding.level, finding.msg, finding.name, sep="\t")
        print("READ", book, sep="\t")


main(sys.argv[1:])
