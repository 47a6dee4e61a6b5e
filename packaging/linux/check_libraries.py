"""Refuse a tree that would not start where it is promised to: check_libraries.py TREE.

Every ELF file is read. None may ask for a symbol of a newer glibc or libstdc++ than the oldest system has, nor for a
library that neither ships in the tree nor is named here, each with the Debian package that `deb/control.in` depends on.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

GLIBC = (2, 28)
# Of GCC 8, which Debian 10, Kylin V10 and UOS 20 have.
GLIBCXX = (3, 4, 25)
FROM_THE_SYSTEM = {
    **dict.fromkeys(("libc.so.6", "libm.so.6", "libdl.so.2", "libpthread.so.0", "librt.so.1", "libutil.so.1"), "libc6"),
    **dict.fromkeys(("ld-linux-x86-64.so.2", "libcrypt.so.1"), "libc6"),
    **dict.fromkeys(("libglib-2.0.so.0", "libgthread-2.0.so.0"), "libglib2.0-0"),
    "libstdc++.so.6": "libstdc++6",
    "libgcc_s.so.1": "libgcc-s1",
    "libz.so.1": "zlib1g",
    "libzstd.so.1": "libzstd1",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libdbus-1.so.3": "libdbus-1-3",
}
# Asked for by a plug-in of Qt (printing), which Qt leaves out, without a word, where its library is not.
OPTIONAL = {"libcups.so.2"}


def elf_files(tree: Path) -> list[Path]:
    """Every ELF file of a tree."""
    return [file for file in sorted(tree.rglob("*")) if file.is_file() and file.open("rb").read(4) == b"\x7fELF"]


def read(file: Path) -> tuple[set[str], set[str], set[str]]:
    """What an ELF file asks for: names of libraries, versions of glibc, versions of libstdc++."""
    told = subprocess.run(["objdump", "-p", "-T", file], capture_output=True, text=True, check=False).stdout
    return (
        set(re.findall(r"NEEDED\s+(\S+)", told)),
        set(re.findall(r"\bGLIBC_(\d[\d.]*)", told)),
        set(re.findall(r"\bGLIBCXX_(\d[\d.]*)", told)),
    )


def highest(versions: set[str]) -> tuple[int, ...]:
    """The highest of some versions; (0,) of none."""
    return max((tuple(int(part) for part in version.split(".")) for version in versions), default=(0,))


def main() -> None:
    """Check TREE and say what was found, or what is wrong and where."""
    tree = Path(sys.argv[1])
    files = elf_files(tree)
    shipped = {file.name for file in files}
    wrong: list[str] = []
    of_glibc: set[str] = set()
    of_libstdcxx: set[str] = set()
    for file in files:
        needed, glibc, libstdcxx = read(file)
        place = file.relative_to(tree)
        of_glibc |= glibc
        of_libstdcxx |= libstdcxx
        wrong += [f"{place}: no library {name}" for name in sorted(needed - shipped - set(FROM_THE_SYSTEM) - OPTIONAL)]
        if highest(glibc) > GLIBC or highest(libstdcxx) > GLIBCXX:
            wrong.append(f"{place}: glibc {highest(glibc)}, libstdc++ {highest(libstdcxx)}")
    found = [".".join(str(part) for part in highest(versions)) for versions in (of_glibc, of_libstdcxx)]
    print(f"{len(files)} ELF files; highest GLIBC {found[0]}, highest GLIBCXX {found[1]}")
    if wrong or not files:
        raise SystemExit("\n".join(wrong) or "no ELF file")


if __name__ == "__main__":
    main()
