"""Makes tests/data/petidesk-0008.db: what 0007 holds, and a desk of several, each with a role, one of them retired.

Run from the checkout's root, and only while 0008 is not released; afterwards the file stays as it is.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from petidesk.desk.opening import open_desk

HERE = Path(__file__).parent


def main() -> None:
    """0007 upgraded, with that; then the verified copy."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        folder.mkdir()
        shutil.copyfile(HERE / "petidesk-0007.db", folder / "petidesk.db")
        desk = open_desk(folder, purpose="window")
        desk.staff.add("成小满", "lead", accusations=True)
        desk.staff.add("麦知秋", "registrar")
        desk.staff.add("柏向阳", "registrar")
        desk.staff.change("柏向阳", retire=True)
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, HERE / "petidesk-0008.db")


if __name__ == "__main__":
    main()
