"""Makes tests/data/petidesk-0009.db: what 0008 holds, and periods that the office set for itself.

Nothing of it can go yet: the first records ended in 2026. Run from the checkout's root, and only while 0009 is not
released; afterwards the file stays as it is.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from petidesk.desk.opening import open_desk

HERE = Path(__file__).parent


def main() -> None:
    """0008 upgraded, with that; then the verified copy."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "office"
        folder.mkdir()
        shutil.copyfile(HERE / "petidesk-0008.db", folder / "petidesk.db")
        desk = open_desk(folder, staff="值班员", purpose="window")
        desk.office.change({"retention_visit": 15, "retention_dispute": 0, "valid_from": "2026-11-01"})
        made = desk.backups.make()
        desk.close()
        shutil.copyfile(made.file, HERE / "petidesk-0009.db")


if __name__ == "__main__":
    main()
