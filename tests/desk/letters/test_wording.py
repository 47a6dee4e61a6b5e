"""The office's own wording: what is checked, that it is put in place whole, what remembers it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from petidesk.desk.desk import Desk
from petidesk.desk.letters import wording as templates
from petidesk.desk.opening import open_desk
from petidesk.documents.forms.forms import form_names
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.safety import audit
from tests.offices import new_office

NAME = "acceptance_notice"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    folder = tmp_path / "data"
    new_office(folder, office="清溪镇", county="安平县", villages=["东村"])
    desk = open_desk(folder, purpose="window")
    yield desk
    desk.close()


@pytest.fixture
def own(desk: Desk) -> str:
    """A wording of the office's own."""
    return desk.templates.text(NAME).replace("特此告知。", "请妥善保管。特此告知。")


def files(desk: Desk) -> list[str]:
    return sorted(str(file.relative_to(desk.folder)) for file in (desk.folder / "forms").rglob("*"))


def test_every_paper_that_ships_reads_and_previews(desk: Desk) -> None:
    found = desk.templates.all()
    assert {template.name for template in found} == set(form_names(desk.shelf.folders()))
    assert all(template.built_in and not template.own and not template.broken for template in found)
    for template in found:
        assert desk.templates.check(template.name, desk.templates.text(template.name)).version == template.version
        paper = desk.templates.preview(template.name)
        assert desk.papers.page_count(paper.pdf) >= 1 and not paper.missing_characters, template.name


def test_chips_are_what_the_paper_may_use(desk: Desk) -> None:
    chips = {chip.name: chip for chip in desk.templates.chips(NAME)}
    assert chips["称谓"].kind == "text" and chips["请求"].kind == "list"
    assert chips["请求答复"].columns[:4] == ("请求", "结果", "答复", "落实")
    asks = [ask.name for ask in desk.templates.asks(NAME)]
    assert asks and asks == [chip.name for chip in desk.templates.chips(NAME)][: len(asks)]
    assert desk.templates.asks("visit_slip") == ()


def test_a_table_of_figures_is_no_chip_for_a_text(desk: Desk) -> None:
    chips = {chip.name: chip.kind for chip in desk.templates.chips("bulletin_month")}
    assert chips["总量"] == chips["统计截止时间"] == "text"
    assert not {"渠道表", "走势图"} & set(chips), "they are blocks of their own"


def test_saving_restoring_and_what_remembers_it(desk: Desk, own: str) -> None:
    before = desk.templates.get(NAME)
    saved = desk.templates.save(NAME, own)
    assert saved.own and saved.version != before.version and desk.templates.text(NAME) == own
    assert desk.templates.built_in(NAME) != own
    assert files(desk) == ["forms/acceptance_notice", "forms/acceptance_notice/form.toml"]
    again = desk.templates.save(NAME, own.replace("请妥善保管。", "请保管好。"))
    restored = desk.templates.restore(NAME)
    assert restored == before and files(desk) == []
    with pytest.raises(Refused):
        desk.templates.restore(NAME)
    lines = [line for line in desk.audit.lines(10) if line.subject_kind == "template"]
    assert [line.action for line in lines] == ["template.restored", "template.changed", "template.changed"]
    with desk.reading() as connection:
        changes = audit.for_subject(connection, "template", NAME)
    assert changes[1].before is not None and changes[1].before["version"] == saved.version
    assert changes[1].after is not None and changes[1].after["version"] == again.version
    assert desk.checks.run(deep=True) == []


def test_a_letter_is_issued_with_the_wording_of_its_day(desk: Desk, own: str) -> None:
    matter = {"purpose": "appeal", "route": 6, "statement": "水渠渗水。", "requests": ["修渠"]}
    visit = {"at": "2026-10-19T09:20", "channel": "visit", "petitioners": [{"name": "杨柳"}], "matters": [matter]}
    saved = desk.templates.save(NAME, own)
    draft = desk.letters.draft(NAME, desk.visits.add(visit)[0].matters[0].case_no)
    issued = desk.letters.issue(draft.letter_id, "李建国", date(2026, 10, 20)).letter
    assert issued.form_version == saved.version
    first = desk.letters.print_letter(issued.document_no).pdf
    desk.templates.restore(NAME)
    assert desk.letters.print_letter(issued.document_no).pdf == first


@pytest.mark.parametrize("moment", ["rename", "commit"])
def test_a_failure_leaves_the_wording_of_before(
    desk: Desk, own: str, moment: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.templates.save(NAME, own)
    newer = own.replace("请妥善保管。", "请保管好。")
    kept = files(desk)
    if moment == "rename":
        real = os.replace

        def full(source: Path, target: Path) -> None:
            if str(source).endswith(".part"):
                raise OSError(28, "No space left on device")
            real(source, target)

        monkeypatch.setattr(templates.os, "replace", full)
        with pytest.raises(KnownTrouble) as raised:
            desk.templates.save(NAME, newer)
        assert raised.value.code == "full"
    else:
        # The transaction that would remember the change fails.
        with desk.writing() as connection:
            connection.exec_driver_sql(
                "CREATE TRIGGER no_more BEFORE INSERT ON audit_event BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
            )
        with pytest.raises(KnownTrouble):
            desk.templates.save(NAME, newer)
        with pytest.raises(KnownTrouble):
            desk.templates.restore(NAME)
    monkeypatch.undo()
    assert desk.templates.text(NAME) == own and files(desk) == kept


def test_a_wording_broken_by_hand_is_named_and_does_not_stop_the_others(desk: Desk, own: str) -> None:
    desk.templates.save(NAME, own)
    (desk.folder / "forms" / NAME / "form.toml").write_text(own.replace("{称谓}", "{称呼}"), encoding="utf-8")
    broken = desk.templates.get(NAME)
    assert broken.own and "{称呼}" in broken.broken and "第" in broken.broken
    assert NAME in {kind.name for kind in desk.letters.kinds()}
    with pytest.raises(Refused) as refused:
        desk.letters.draft(NAME, "清信2026-0001")
    said = refused.value
    assert f"“{broken.title}”的文字改坏了" in said.message and "文书模板" in said.message
    assert "form.toml" not in said.message and "{称呼}" not in said.message, "words, not source"
    assert "form.toml" in said.hint and "{称呼}" in said.hint
    assert desk.templates.restore(NAME).broken == ""


@pytest.mark.parametrize("name", ["../visits", "", "没有", "letter.base"])
def test_only_papers_that_exist_are_read(desk: Desk, name: str) -> None:
    for look in (desk.templates.text, desk.templates.get, desk.templates.built_in, desk.templates.preview):
        with pytest.raises(Refused) as refusal:
            look(name)
        assert refusal.value.code == "not_found"


def test_a_text_beyond_measure_is_refused(desk: Desk, own: str) -> None:
    with pytest.raises(Refused, match="最多200000个字"):
        desk.templates.check(NAME, own + "#" * 200_000)
