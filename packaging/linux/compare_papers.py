"""Whether two demonstrations made the same papers and workbooks, byte for byte: compare_papers.py ONE OTHER."""

from __future__ import annotations

import sys
from pathlib import Path

FEWEST = 30  # papers of a demonstration; fewer: it has not run


def papers(folder: Path) -> dict[str, bytes]:
    """Every file of a demonstration but the office's data and its backup, by name."""
    names = [file.relative_to(folder) for file in folder.rglob("*") if file.is_file()]
    return {str(name): (folder / name).read_bytes() for name in names if name.parts[0] not in ("office", "backup")}


def main() -> None:
    """Compare, say how many, exit 1 with the names of those that differ."""
    one, other = (papers(Path(word)) for word in sys.argv[1:])
    differ = sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))
    if differ or len(one) < FEWEST:
        raise SystemExit(f"{len(differ)} of {len(one)} papers differ: {', '.join(differ)}")
    print(f"{len(one)} papers and workbooks, all the same bytes")


if __name__ == "__main__":
    main()
