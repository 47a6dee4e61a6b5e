"""Unpack the program's wheel and the libraries that it needs, no others, into a folder that Python imports from.

unpack_wheels.py WHEELS PROGRAM.whl SITE LISTING. WHEELS was filled and checked by fetch_wheels.py; it also holds what
only developers need, and that stays behind. LISTING is written for the list of components: name, version, licence.
"""

from __future__ import annotations

import json
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

from fetch_wheels import SHIPPED
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name, parse_wheel_filename


def metadata(wheel: Path) -> Message:
    """What a wheel says of itself."""
    with zipfile.ZipFile(wheel) as packed:
        (name,) = [one for one in packed.namelist() if one.endswith(".dist-info/METADATA") and one.count("/") == 1]
        return Parser().parsestr(packed.read(name).decode("utf-8"))


def needed(program: Path, wheels: dict[str, Path]) -> list[Path]:
    """The wheels that `program` asks for, directly and through others, by name."""
    found: dict[str, Path] = {}
    todo = [(program, frozenset[str]())]
    while todo:
        wheel, extras = todo.pop()
        for line in metadata(wheel).get_all("Requires-Dist", []):
            asked = Requirement(line)
            if asked.marker is not None and not any(
                asked.marker.evaluate({**SHIPPED, "extra": extra}) for extra in ("", *extras)
            ):
                continue
            name = canonicalize_name(asked.name)
            if name not in wheels:
                raise SystemExit(f"{wheel.name} asks for {line}, which the lock does not name")
            version = parse_wheel_filename(wheels[name].name)[1]
            if not asked.specifier.contains(version, prereleases=True):
                raise SystemExit(f"{wheel.name} asks for {line}; the lock has {version}")
            if name not in found:
                found[name] = wheels[name]
                todo.append((wheels[name], frozenset(asked.extras)))
    return [found[name] for name in sorted(found)]


def unpack(wheel: Path, site: Path) -> None:
    """Put a wheel's modules and metadata into `site`; its scripts and headers stay behind, nobody runs them."""
    with zipfile.ZipFile(wheel) as packed:
        for entry in packed.infolist():
            first, _, rest = entry.filename.partition("/")
            if first.endswith(".data"):
                kind, _, rest = rest.partition("/")
                if kind not in ("purelib", "platlib"):
                    continue
                target = site / rest
            else:
                target = site / entry.filename
            if entry.is_dir() or not target.resolve().is_relative_to(site.resolve()):
                continue
            if target.exists():
                raise SystemExit(f"two wheels bring {target.relative_to(site)}")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(packed.read(entry))


def licence(told: Message) -> str:
    """The licence in a wheel's own words: expression, else classifiers, else field; "" when it names none."""
    if told["License-Expression"]:
        return str(told["License-Expression"])
    classifiers = [line for line in told.get_all("Classifier", []) if line.startswith("License :: ")]
    if classifiers:
        return "; ".join(line.rsplit(" :: ", 1)[1] for line in classifiers)
    return str(told["License"] or "").splitlines()[0].strip() if told["License"] else ""


def main() -> None:
    """Unpack everything and write the listing."""
    folder, program, site, listing = (Path(word) for word in sys.argv[1:])
    wheels = {canonicalize_name(parse_wheel_filename(file.name)[0]): file for file in folder.glob("*.whl")}
    site.mkdir(parents=True)
    rows = []
    for wheel in (program, *needed(program, wheels)):
        unpack(wheel, site)
        told = metadata(wheel)
        rows.append({"name": told["Name"], "version": told["Version"], "licence": licence(told), "file": wheel.name})
    listing.write_text(json.dumps(rows, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
