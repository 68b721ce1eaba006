"""``python -m timeline``: the program, where its own command is not on the PATH."""

from __future__ import annotations

import sys

from timeline.cli import main

if __name__ == "__main__":
    sys.exit(main())
