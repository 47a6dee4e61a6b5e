"""`petidesk FILE`, `open FILE`, `ledger look FILE`: a package by a double click and on the command line."""

from __future__ import annotations

import configparser
from pathlib import Path
from xml.etree import ElementTree

from petidesk.commands import opening
from petidesk.paths import resources
from tests.commands.conftest import Run


def test_a_package_is_looked_at_without_its_folder(office: Run, tmp_path: Path) -> None:
    out = tmp_path / "十月.petidesk.zip"
    assert office("ledger", "package", "--month", "2026-10", "--out", out).status == 0
    told = office("ledger", "look", out, "--json")
    said = told.document
    assert told.status == 0 and (said["month"], said["right"], said["rows"]) == ("2026-10", True, [])
    assert [one["name"].rpartition(".")[2] for one in said["files"]] == ["xlsx", "pdf", "json"]
    assert office("ledger", "package", "--month", "2026-10", "--out", out, "--force", "--full").status == 2
    text = office("ledger", "look", out)
    assert "2026-10" in text.out.decode() and "不符" not in text.out.decode()
    assert office("ledger", "look", tmp_path / "没有.zip").status == 2


def test_a_file_in_the_place_of_a_word_is_opened(office: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x")
    for words in ([tmp_path / "a.txt"], ["open", tmp_path / "a.txt"], ["open", tmp_path / "没有.zip"]):
        refused = office(*words)
        assert refused.status == 2 and ("月报包" in refused.told or "找不到" in refused.told)
    assert "没有“a.txt”这个命令" in office("a.txt").told


def test_desktops_know_the_kind_by_its_ending() -> None:
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(resources() / "desktop" / "petidesk.desktop", encoding="utf-8")
    kind = entry["Desktop Entry"]["MimeType"].rstrip(";")
    assert entry["Desktop Entry"]["Exec"] == "petidesk %f"
    tree = ElementTree.parse(resources() / "desktop" / "petidesk.xml").getroot()
    told = {one.tag.rpartition("}")[2]: one.attrib for one in tree[0]}
    assert tree[0].attrib["type"] == kind and told["glob"]["pattern"] == f"*.petidesk{opening.PACKAGE_END}"
