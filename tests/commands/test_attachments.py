"""`attachment`: what the page of the command line says of it, through the command line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2

from tests.commands.conftest import Run
from tests.scans import pdf, picture


def test_add_list_export_remove(
    office: Run, write: Callable[..., Path], example: dict[str, Any], tmp_path: Path
) -> None:
    visit = office("visit", "add", write(example), "--json").document
    number, case_no = visit["visit_no"], visit["matters"][0]["case_no"]
    scan = write(pdf(3), "合同.pdf")
    added = office("attachment", "add", "visit", number, scan, "--json").document
    assert (added["name"], added["media"], added["pages"]) == ("合同.pdf", "application/pdf", 3)
    named = office("attachment", "add", "case", case_no, write(picture(), "x.png"), "--name", "现场", "--json").document
    assert named["name"] == "现场"
    listed = office("attachment", "list", "visit", number, "--json").document
    assert listed == {"total": 1, "rows": [added]}
    assert office("attachment", "list", "visit", number, "--limit", 0, "--json").document == {"total": 1, "rows": []}
    out = tmp_path / "out.pdf"
    assert office("attachment", "export", added["id"], "--out", out, "--json").document["file"] == str(out)
    assert out.read_bytes() == pdf(3)
    again = office("attachment", "export", added["id"], "--out", out, "--json")
    assert (again.status, again.trouble["code"]) == (3, "forbidden")
    assert office("attachment", "export", added["id"], "--out", out, "--force").status == 0
    removed = office("attachment", "remove", added["id"], "--why", "附错了", "--json").document
    assert removed["why"] == "附错了" and removed["removed_at"]
    assert office("attachment", "list", "visit", number, "--json").document["rows"] == [removed]
    gone = office("attachment", "export", added["id"], "--out", tmp_path / "n.pdf", "--json")
    assert (gone.status, gone.trouble["code"]) == (3, "already_closed")
    assert "已移除" in office("attachment", "list", "visit", number).out.decode()
    assert office("check", "--deep", "--json").document["ok"]


def test_it_refuses_in_words(office: Run, write: Callable[..., Path], example: dict[str, Any], tmp_path: Path) -> None:
    number = office("visit", "add", write(example), "--json").document["visit_no"]
    assert office("office", "set", write({"attachment_megabytes": 1})).status == 0
    cases: tuple[tuple[tuple[object, ...], int, str], ...] = (
        (("visit", number, tmp_path / "nowhere.png"), 2, "usage"),
        (("visit", number, write(b"", "empty.png")), 3, "bad_value"),
        (("visit", number, write(picture() + b"\0" * (1 << 20), "big.png")), 3, "bad_value"),
        (("visit", number, write(b"text", "a.png")), 3, "bad_value"),
        (("visit", "清访2026-9999", write(picture(), "b.png")), 3, "not_found"),
        (("meeting", number, write(picture(), "b.png")), 2, "usage"),
    )
    for words, status, code in cases:
        answer = office("attachment", "add", *words, "--json")
        assert (answer.status, answer.trouble["code"]) == (status, code), words
    assert office("attachment", "list", "visit", number, "--json").document["total"] == 0
    assert office("attachment", "export", 99, "--out", tmp_path / "x", "--json").trouble["code"] == "not_found"


def test_those_of_an_accusation_are_closed(
    office: Run, write: Callable[..., Path], example: dict[str, Any], tmp_path: Path
) -> None:
    example["matters"][0] |= {"purpose": "accusation", "route": None}
    number = office("visit", "add", write(example), "--json").document["visit_no"]
    added = office("attachment", "add", "visit", number, write(picture(), "青石板.png"), "--json").document
    shown = office("attachment", "list", "visit", number, "--json")
    assert shown.document["rows"][0] == {
        "id": added["id"],
        "closed": True,
        "name": "",
        "media": "",
        "bytes": added["bytes"],
        "pages": 1,
        "added_at": added["added_at"],
        "added_by": "",
        "removed_at": None,
        "removed_by": "",
        "why": "",
    }
    out = tmp_path / "out.png"
    closed = office("attachment", "export", added["id"], "--out", out, "--json")
    assert (closed.status, closed.trouble["code"], out.exists()) == (5, "no_permission", False)
    assert office("attachment", "export", added["id"], "--out", out, "--unmask", "县纪委来取").status == 0
    assert out.read_bytes() == picture()
    opened = office("attachment", "list", "visit", number, "--unmask", "核对", "--json").document
    assert opened["rows"][0]["name"] == "青石板.png"
    assert "青石板" not in office("attachment", "remove", added["id"], "--why", "移送", "--json").out.decode()


def test_the_bound_file_takes_them_in_when_asked(
    office: Run, write: Callable[..., Path], example: dict[str, Any], tmp_path: Path
) -> None:
    visit = office("visit", "add", write(example), "--json").document
    number, case_no = visit["visit_no"], visit["matters"][0]["case_no"]
    assert office("print", "登记表", number, "--out", tmp_path / "form.pdf").status == 0
    office("attachment", "add", "case", case_no, write(pdf(2), "合同.pdf"))
    office("attachment", "add", "visit", number, write(picture(1, size=(400, 200)), "现场照片.png"))
    gone = office("attachment", "add", "visit", number, write(picture(2), "附错了.png"), "--json").document["id"]
    assert office("attachment", "remove", gone, "--why", "附错了").status == 0
    out, plain = tmp_path / "whole.pdf", tmp_path / "plain.pdf"
    assert office("print", "dossier", case_no, "--out", plain).status == 0
    assert office("print", "dossier", case_no, "--attachments", "--out", out).status == 0
    assert office("case", "dossier", case_no, "--attachments", "--out", tmp_path / "same.pdf").status == 0
    assert (tmp_path / "same.pdf").stat().st_size == out.stat().st_size
    with pypdfium2.PdfDocument(out) as whole, pypdfium2.PdfDocument(plain) as less:
        assert len(whole) == len(less) + 3
        text = "".join(page.get_textpage().get_text_range() for page in whole)
        sizes = [tuple(round(side) for side in whole.get_page_size(page)) for page in range(len(whole))]
    assert "附件：合同.pdf" in text and "附件：现场照片.png" in text and "附错了" not in text
    assert (842, 595) in sizes, "a picture that lies has a page that lies"
    other = office("print", "登记表", number, "--attachments", "--out", tmp_path / "x.pdf", "--json")
    assert (other.status, other.trouble["field"]) == (3, "attachments")
