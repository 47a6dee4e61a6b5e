"""The words of taking old records in: `visit import`, `ledger import`, `import undo`, `import list`."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from petidesk.commands.answers import MOST_ROWS, NUMBERED, json_flag, print_json, read_json
from petidesk.domain.headings import Chosen, MappedHeading
from petidesk.domain.imports.dispute_rows import EXTRA
from petidesk.domain.imports.imports import ImportReport
from petidesk.domain.json_output import iso
from petidesk.domain.ledger.fields import LEDGER_FIELDS
from petidesk.domain.trouble import Refused
from petidesk.domain.visits.fields import VISIT_CATALOGUE
from petidesk.domain.watched import NOT_KEPT

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk
    from petidesk.desk.imports.imports import Imports


def register(root: click.Group) -> None:
    """Add the `import` group to the root."""
    root.add_command(import_group)


def register_visits(group: click.Group) -> None:
    """Add `import` to the visits."""
    group.add_command(_import_command("把旧的来访登记簿（.xlsx .xls .csv）整批导入。", _visits))


def register_disputes(group: click.Group) -> None:
    """Add `import` to the ledger."""
    group.add_command(_import_command("把旧的矛盾纠纷台账（.xlsx .xls .csv）整批导入。", _disputes))


def _visits(desk: Desk) -> Imports:
    return desk.imports


def _disputes(desk: Desk) -> Imports:
    return desk.imports.of("dispute")


def _import_command(words: str, of: Callable[[Desk], Imports]) -> click.Command:
    """`import F`: dry run, skip bad rows, year, mapping; for one kind of table."""

    @click.command("import", help=f"{words}F 为 - 时读标准输入。")
    @click.argument("file", metavar="F")
    @click.option(
        "--mapping", "mapping_file", metavar="M.json", help="栏目对应：{“表头”: “项目”}，null 表示不导入这一栏。"
    )
    @click.option(
        "--words",
        "words_file",
        metavar="W.json",
        help="看不懂的词：{“表头”: {“词”: “改成的词”}}，null 表示这一格不读。",
    )
    @click.option("--sheet", metavar="NAME", help="只读这一张工作表；不写时表头一样的几张一起读。")
    @click.option("--dry-run", is_flag=True, help="只试读，不保存。")
    @click.option("--skip-bad", is_flag=True, help="跳过有问题的行，导入其余各行。")
    @click.option("--year", type=click.IntRange(1950, 2100), help="没有写年份的日期按这一年。")
    @json_flag
    @click.pass_context
    def import_command(
        context: click.Context,
        file: str,
        mapping_file: str | None,
        words_file: str | None,
        sheet: str | None,
        dry_run: bool,
        skip_bad: bool,
        year: int | None,
        as_json: bool,
    ) -> None:
        mapping = None if mapping_file is None else _mapping(read_json(mapping_file))
        words = None if words_file is None else _words(read_json(words_file))
        progress = None if as_json else _progress
        with context.obj.open_desk(write=not dry_run) as desk:
            report = of(desk).run(
                file,
                mapping,
                words=words,
                sheet=sheet,
                dry_run=dry_run,
                skip_bad=skip_bad,
                year=year,
                progress=progress,
            )
        if as_json:
            print_json(report.document())
        else:
            click.echo("\n".join(_lines(report, dry_run)))
        if report.refused and not skip_bad and not dry_run:
            first = report.refusals[0]
            raise Refused(
                first.code,
                f"有{report.refused}行不能导入，整个文件都没有导入。第一处：第{first.row}行“{first.column}”。"
                "请改好表格再导入，或加 --skip-bad 跳过这些行。",
                field=first.column,
                hint=_hint(report),
            )

    return import_command


@click.group("import")
def import_group() -> None:
    """已导入的各批旧记录。"""


@import_group.command("undo")
@click.argument("import_id", type=NUMBERED, metavar="ID")
@json_flag
@click.pass_context
def undo_command(context: click.Context, import_id: int, as_json: bool) -> None:
    """整批作废第 ID 批导入的来访或者纠纷，编号保留。"""
    with context.obj.open_desk(write=True) as desk:
        voided = desk.imports.undo(import_id)
    if as_json:
        print_json({"import_id": import_id, "voided": voided})
    else:
        click.echo(f"已撤销第{import_id}批导入，{voided}件作废，编号保留。")


@import_group.command("compare")
@click.argument("first", metavar="OLD.xlsx")
@click.argument("second", metavar="NEW.xlsx")
@click.option("--ledger", is_flag=True, help="是矛盾纠纷的表，不是来访的。")
@json_flag
@click.pass_context
def compare_command(context: click.Context, first: str, second: str, ledger: bool, as_json: bool) -> None:
    """比较同一个系统的两次导出：多了哪些、少了哪些、哪一格变了。什么也不写进去。"""
    with context.obj.open_desk(write=False) as desk:
        found = (_disputes if ledger else _visits)(desk).compare(first, second)
    if as_json:
        print_json(found.document())
        return
    click.echo(f"前一个{found.first}件，后一个{found.second}件，按“{found.key}”比较")
    for words, numbers in (("后一个多出", found.only_second), ("后一个没有", found.only_first)):
        for no in numbers:
            click.echo(f"{words}　{no}")
    for one in found.changed:
        click.echo(f"变了　{one.no}　{one.heading}：{one.before or '（空）'} → {one.after or '（空）'}")
    for words, headings in (("后一个多出栏目", found.headings_only_second), ("少了栏目", found.headings_only_first)):
        if headings:
            click.echo(f"{words}　{'、'.join(headings)}")


@import_group.command("list")
@click.option("--limit", type=click.IntRange(0, MOST_ROWS), default=50, show_default=True)
@click.option("--offset", type=NUMBERED, default=0)
@json_flag
@click.pass_context
def list_command(context: click.Context, limit: int, offset: int, as_json: bool) -> None:
    """列出导入过的各批，最近的在前。"""
    with context.obj.open_desk(write=False) as desk:
        batches = desk.imports.batches()
    page = batches[offset : offset + limit]
    if as_json:
        rows = [
            {
                "import_id": batch.import_id,
                "source": batch.source,
                "at": iso(batch.at),
                "staff": batch.staff,
                "taken": batch.taken,
                "undone": batch.undone_at is not None,
            }
            for batch in page
        ]
        print_json({"total": len(batches), "rows": rows})
        return
    for batch in page:
        undone = "，已撤销" if batch.undone_at else ""
        click.echo(f"第{batch.import_id}批  {batch.at:%Y-%m-%d %H:%M}  {batch.source}  {batch.taken}件{undone}")


def _hint(report: ImportReport) -> str:
    """How words that are not understood are explained for this file."""
    if not report.unknown:
        return ""
    told = "、".join(f"“{one.name}”里的“{one.word}”" for one in report.unknown[:5])
    return f"看不懂{told}：用 --words 写改成什么（null 是空着），或用 --mapping 把这一栏写成 null。"


def _label(key: str) -> str:
    """What a field is called; a column of the office's own by its identifier."""
    labels = {known.key: known.label for known in (*LEDGER_FIELDS, *VISIT_CATALOGUE)}
    return labels.get(key, key.removeprefix(EXTRA))


def _meaning(one: MappedHeading) -> str:
    if one.field:
        return _label(one.field)
    if one.watched:
        return f"（{NOT_KEPT}）"
    return f"（不导入，可能是{_label(one.guess)}）" if one.guess else "（不导入）"


def _mapping(document: object) -> Chosen:
    """{"heading": "field"}, or the list that --json printed as "mapping", which says it of every column in order."""
    if isinstance(document, list) and all(isinstance(one, dict) and {*one} == {"heading", "field"} for one in document):
        return [MappedHeading(_text(one["heading"], "mapping"), _key(one)) for one in document]
    if not isinstance(document, dict):
        raise Refused("bad_value", "栏目对应应当是一个 JSON 对象：{“表头”: “项目”}。", field="mapping")
    return {heading: _key({"heading": heading, "field": key}) for heading, key in document.items()}


def _key(one: dict[str, Any]) -> str | None:
    key = one["field"]
    if key is not None and not isinstance(key, str):
        raise Refused("bad_value", f"“{one['heading']}”对应的项目应当是文字或 null。", field=str(one["heading"]))
    return key


def _text(value: object, field: str) -> str:
    if not isinstance(value, str):
        raise Refused("bad_value", "表头应当是文字。", field=field)
    return value


def _words(document: object) -> dict[str, dict[str, str | None]]:
    """{"heading": {"word": "value" or null}}."""
    if not isinstance(document, dict) or not all(isinstance(said, dict) for said in document.values()):
        raise Refused("bad_value", "词的对应应当是一个 JSON 对象：{“表头”: {“词”: “改成的词”}}。", field="words")
    for heading, said in document.items():
        for word, value in said.items():
            if value is not None and not isinstance(value, str):
                raise Refused("bad_value", f"“{heading}”里的“{word}”应当改成文字或 null。", field=heading)
    return document


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r正在导入 {done}/{total}", nl=done == total, err=True)


def _lines(report: ImportReport, dry_run: bool) -> list[str]:
    lines = [f"{one.name or one.heading} → {_meaning(one)}" for one in report.mapping]
    lines += [f"第{one.row}行“{one.column}”：{one.reason}" for one in report.refusals]
    lines += list(report.warnings)
    if report.added_villages:
        lines.append(f"新增村（社区）：{'、'.join(report.added_villages)}")
    if report.added_types:
        lines.append(f"新增内容分类：{'、'.join(report.added_types)}")
    verb = "可导入" if dry_run else "已导入"
    total = f"读到{report.read}行，{verb}{report.taken}行，以前导入过{report.already}行，有问题{report.refused}行。"
    lines.append(
        total
        + (f"这是第{report.import_id}批，可用 import undo {report.import_id} 整批撤销。" if report.import_id else "")
    )
    return lines
