"""Write docs/reference: `python -m docs.generate [FOLDER]`."""

from __future__ import annotations

import sys
from pathlib import Path

from docs.generate.write import write_reference

HERE = Path(__file__).parents[1]

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "reference"
    print(f"{len(write_reference(folder))} pages in {folder}")
