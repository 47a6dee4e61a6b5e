"""The list of components (CycloneDX, JSON) and the notices: write_sbom.py VERSION COMPONENTS.json WHEELS FOLDER.

Into FOLDER go `petidesk.cdx.json` and `NOTICES.txt`: every library that ships, its version, the SHA-256 of the file it
came in, and its licence in its own words. COMPONENTS.json is unpack_wheels.py's. The time is SOURCE_DATE_EPOCH.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NAMESPACE = uuid.UUID("6f1c2f0e-5a0b-4f0e-9f53-2f6f2a6f7d11")  # ours, made once
IDENTIFIER = re.compile(r"[A-Za-z0-9.+-]+")
UNNAMED = "not named by the package"

HEAD = """\
petidesk {version} ships with these. Texts of the licences: of the libraries of Python in the folder *.dist-info of
each, of the rest in the folder licences, of the fonts and icons beside them in petidesk/_data/resources.

PySide6, shiboken6 and the Qt in them are used under the LGPL, version 3 (texts: LGPL-3, GPL-3). They are shared
libraries in files of their own under python/lib/python3.11/dist-packages/PySide6: whoever likes may put others of the
same version in their place. Their sources are those of PySide6 6.7.3 and Qt 6.7.3, published by The Qt Company.
FandolFang (fonts) is under the GPL, version 3 (text: GPL-3), with the exception for embedding in documents.

"""


def licensed(words: str) -> list[dict[str, Any]]:
    """A licence as CycloneDX writes it: an SPDX expression, one SPDX name, or the package's own words."""
    if re.search(r"\b(OR|AND|WITH)\b", words):
        return [{"expression": words}]
    if words and IDENTIFIER.fullmatch(words):
        return [{"license": {"id": words}}]
    return [{"license": {"name": words or UNNAMED}}]


def component(name: str, version: str, purl: str, licence: str, sha256: str) -> dict[str, Any]:
    """One component of the list."""
    found: dict[str, Any] = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return found | {"licenses": licensed(licence), "hashes": [{"alg": "SHA-256", "content": sha256}]}


def python_component() -> dict[str, Any]:
    """CPython, by Debian's source package."""
    pin = dict(
        line.split("=", 1) for line in (HERE / "python.pin").read_text("utf-8").splitlines() if not line.startswith("#")
    )
    purl = f"pkg:deb/debian/python3.11@{pin['source_version']}?arch=source"
    return component("CPython", pin["source_version"], purl, "PSF-2.0", pin["dsc_sha256"])


def system_components() -> list[dict[str, Any]]:
    """What xcb.pin names: packages of Debian."""
    lines = [line.split() for line in (HERE / "xcb.pin").read_text("utf-8").splitlines() if not line.startswith("#")]
    return [
        component(name, version, f"pkg:deb/debian/{name}@{version}?arch=amd64", "MIT", sha256)
        for name, version, sha256, _ in lines
    ]


def wheel_components(listing: Path, wheels: Path) -> list[dict[str, Any]]:
    """The libraries of Python, by their wheels."""
    found = []
    for row in json.loads(listing.read_text(encoding="utf-8"))[1:]:
        sha256 = hashlib.sha256((wheels / row["file"]).read_bytes()).hexdigest()
        purl = f"pkg:pypi/{row['name'].lower().replace('_', '-')}@{row['version']}"
        found.append(component(row["name"], row["version"], purl, row["licence"], sha256))
    return found


def main() -> None:
    """Write both files."""
    version, listing, wheels, folder = sys.argv[1], *(Path(word) for word in sys.argv[2:])
    components = [python_component(), *system_components(), *wheel_components(listing, wheels)]
    made = datetime.fromtimestamp(int(os.environ["SOURCE_DATE_EPOCH"]), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    whole = json.dumps(components, sort_keys=True)
    program = {"type": "application", "bom-ref": "petidesk", "name": "petidesk", "version": version}
    program |= {"licenses": [{"license": {"id": "Apache-2.0"}}]}
    document = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "serialNumber": f"urn:uuid:{uuid.uuid5(NAMESPACE, version + whole)}",
        "version": 1,
        "metadata": {"timestamp": made, "component": program},
        "components": components,
        "dependencies": [{"ref": "petidesk", "dependsOn": [one["bom-ref"] for one in components]}],
    }
    text = json.dumps(document, ensure_ascii=False, indent=1) + "\n"
    (folder / "petidesk.cdx.json").write_text(text, encoding="utf-8")
    rows = []
    for one in components:
        licence = one["licenses"][0]
        words = licence.get("expression") or licence["license"].get("id") or licence["license"]["name"]
        rows.append(f"{one['name']} {one['version']}: {words}")
    notices = HEAD.format(version=version) + "\n".join(rows) + "\n"
    (folder / "NOTICES.txt").write_text(notices, encoding="utf-8")


if __name__ == "__main__":
    main()
