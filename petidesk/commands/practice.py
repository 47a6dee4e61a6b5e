"""`sample` and `demo`: the practice office, and a whole reception day on it."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from petidesk.commands.answers import ANY, json_flag, print_json
from petidesk.commands.visits import iso_day
from petidesk.domain.trouble import Trouble


def register(root: click.Group) -> None:
    """Add the words to the root."""
    root.add_command(sample_command)
    root.add_command(demo_command)


@click.command("sample")
@click.option("--visits", type=ANY, default=300, show_default=True, metavar="N", help="多少件来访。")
@click.option("--disputes", type=ANY, default=60, show_default=True, metavar="N", help="多少件矛盾纠纷。")
@click.option("--years", type=ANY, default=2, show_default=True, metavar="N", help="分布在几年里。")
@click.option("--until", default="2026-10-31", show_default=True, metavar="DATE", help="到哪一天止。")
@click.option("--seed", type=ANY, default=1, show_default=True, metavar="N", help="同样的数得到同样的记录。")
@json_flag
@click.pass_context
def sample_command(
    context: click.Context, visits: int, disputes: int, years: int, until: str, seed: int, as_json: bool
) -> None:
    """用虚构的记录建一个演练用的数据文件夹；打印的文书都带“演练”。"""
    from petidesk.practice.office import make_sample

    last = iso_day(until, "until")
    assert last is not None
    folder = context.obj.folder
    make_sample(folder, visits, disputes, years, last, seed, progress=_progress)
    if as_json:
        print_json({"folder": str(folder), "visits": visits, "disputes": disputes})
    else:
        click.echo(f"已生成{visits}件演练来访、{disputes}件矛盾纠纷：{folder}")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r已登记 {done}/{total}", nl=done == total, err=True)


@click.command("demo")
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="DIR", help="把做出来的文件放进哪里。")
@click.option("--force", is_flag=True, help="换掉上一次演示做的文件；别的文件不动。")
@json_flag
def demo_command(out: Path, force: bool, as_json: bool) -> None:
    """从头到尾演示一个接访日（2026年10月15日），文书和表格放进 DIR。不需要屏幕。"""
    from petidesk.practice.day import run_demo

    if out.exists() and not out.is_dir():
        raise Trouble("usage", f"“{out}”不是文件夹。")
    made = run_demo(out, force=force)
    if as_json:
        print_json([{"file": item.file, "what": item.what} for item in made])
        return
    for item in made:
        click.echo(f"{item.file}　{item.what}")
