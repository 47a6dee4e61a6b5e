"""Download the wheels that a lock names for Linux on x86_64 and Python 3.11, each refused unless its hash is locked.

fetch_wheels.py LOCK FOLDER. The index is pip's own (its configuration and environment); no other is ever asked. Runs
under any Python 3.11 or newer with `packaging` and pip: markers are judged for the Python that ships.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import parse_wheel_filename

# What the shipped Python says of itself (PEP 508). Shared with unpack_wheels.py.
SHIPPED = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_python_implementation": "CPython",
    "platform_system": "Linux",
    "python_full_version": "3.11.2",
    "python_version": "3.11",
    "sys_platform": "linux",
    "extra": "",
}
# Newest first: pip takes them as they are and derives no older one. 2.28 is the oldest system that a release starts on.
PLATFORMS = [
    *(f"manylinux_2_{minor}_x86_64" for minor in range(28, 16, -1)),
    *("manylinux2014_x86_64", "manylinux_2_12_x86_64", "manylinux2010_x86_64", "manylinux_2_5_x86_64"),
    *("manylinux1_x86_64", "linux_x86_64"),
]


def wanted(lock: str) -> list[str]:
    """The lines of a lock whose marker holds on the shipped Python: name, version and hashes, without the marker."""
    lines = []
    for line in lock.replace("\\\n", " ").splitlines():
        if not line.strip():
            continue
        requirement, *hashes = line.split(" --hash=")
        parsed = Requirement(requirement)
        if parsed.marker is None or parsed.marker.evaluate(dict(SHIPPED)):
            lines.append(f"{parsed.name}{parsed.specifier} " + " ".join(f"--hash={one.strip()}" for one in hashes))
    return lines


def main() -> None:
    """Fill FOLDER; what is in it already and fits is not fetched again."""
    lock, folder = Path(sys.argv[1]), Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    chosen = folder / "wanted.txt"
    chosen.write_text("\n".join(wanted(lock.read_text(encoding="utf-8"))) + "\n", encoding="utf-8")
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "--quiet", "--no-deps"]
    command += ["--require-hashes", "--only-binary", ":all:", "--python-version", "3.11", "--implementation", "cp"]
    command += ["--abi", "cp311", "--abi", "abi3", "--abi", "none"]
    for platform in PLATFORMS:
        command += ["--platform", platform]
    subprocess.run([*command, "--dest", str(folder), "--find-links", str(folder), "-r", str(chosen)], check=True)
    locked = {tuple(line.split()[0].split("==")) for line in chosen.read_text(encoding="utf-8").splitlines()}
    for wheel in folder.glob("*.whl"):
        name, version, *_ = parse_wheel_filename(wheel.name)
        if (name, str(version)) not in locked:  # of an older lock
            wheel.unlink()


if __name__ == "__main__":
    main()
