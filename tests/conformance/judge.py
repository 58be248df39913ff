"""`python -m tests.conformance.judge FILE...` has the judges judge any files, by their suffix."""

from __future__ import annotations

import sys

from tests.conformance.judges import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
