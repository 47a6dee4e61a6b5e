"""Every text of the windows goes through a call that the extractor of translations finds, under its own class.

What the extractor (pyside6-lupdate) reads, measured: literals as arguments of `self.tr(...)` inside a class, of
`translate("Context", ...)` and of `QT_TRANSLATE_NOOP("Context", ...)`; nothing inside an f-string. `self.tr` looks a
text up under each class of an object in turn, so that it also finds those of the classes it inherits from.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import petidesk

ROOT = Path(petidesk.__file__).parent
HAN = re.compile(r"[\u3400-\u9fff]")
# Chinese that is read, matched or kept, not shown by the window: what people type, values of the ledger,
# names of forms, of other programs and of groups of settings, patterns.
NOT_SHOWN: dict[str, set[str]] = {
    "backfill/model.py": {"元"},
    "backfill/tab.py": {"待化解", "化解中", "已化解", "已上报", "已销号"},
    "cases/words.py": {"一二三四五六"},
    "forms/fields.py": {"人"},
    "imports/page.py": {"年"},
    "paper/printout.py": {"回执"},
    "reception/plan_fields.py": {r"至|到|\.\.|~|～|—+", "至"},
    "reception/plan_rules.py": {"一二三四五六七八九十", "一二三四五", "日号逢初"},
    "registration/after.py": {"登记表"},
    "settings/bodies.py": {"复查", "复核", "县级", "预约"},
    "settings/ledger.py": {"台账"},
    "settings/letters.py": {"用语"},
    "settings/limits.py": {"期限", "工单", "保管"},
    "settings/page.py": {
        *("单位", "窗口", "公布", "附件", "复查", "复核", "县级", "领导", "预约", "版面", "用语"),
        *("期限", "工单", "地方", "报县", "保管", "台账", "统计", "编号"),
    },
    "settings/statistics.py": {"统计"},
    "settings/office.py": {"附件", "单位", "窗口", "公布"},
    "start/folder_check.py": {"坚果云", "百度网盘", "微云", "wps云盘"},
    "forms/chinese.py": {"㐀", "鿿"},
    "visits/detail.py": {"登记表"},
    "wording/chips.py": {"{项}"},
    "wording/page.py": {r"第(\d+)行", r"^.*?(?=第\d+行)"},
}


def _files() -> list[Path]:
    return [*sorted((ROOT / "ui").rglob("*.py")), ROOT / "app.py"]


def lost_texts(source: str, not_shown: frozenset[str] | set[str] = frozenset()) -> list[str]:
    """The texts of a module that no catalogue can hold: line and text."""
    tree = ast.parse(source)
    above = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    found = []
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not HAN.search(node.value):
            continue
        if isinstance(above[node], ast.Expr) or node.value in not_shown:
            continue
        if not _is_found(node, above):
            found.append(f"{node.lineno}: {node.value[:30]}")
    return found


def _is_found(text: ast.Constant, above: dict[ast.AST, ast.AST]) -> bool:
    call = above[text]
    if not isinstance(call, ast.Call) or text not in call.args:
        return False
    around: list[ast.AST] = [call]
    while around[-1] in above:
        around.append(above[around[-1]])
    if any(isinstance(node, ast.JoinedStr) for node in around):
        return False
    place = call.args.index(text)
    match call.func:
        case ast.Attribute(value=ast.Name(id="self"), attr="tr"):
            return place == 0 and any(isinstance(node, ast.ClassDef) for node in around)
        case ast.Name(id="translate" | "QT_TRANSLATE_NOOP"):
            context = call.args[0]
            return place == 1 and isinstance(context, ast.Constant) and bool(context.value)
    return False


def test_every_text_of_the_windows_can_be_extracted() -> None:
    lost = []
    for file in _files():
        name = file.relative_to(ROOT / "ui").as_posix() if file.is_relative_to(ROOT / "ui") else file.name
        lost += [f"{name}:{line}" for line in lost_texts(file.read_text(encoding="utf-8"), NOT_SHOWN.get(name, set()))]
    assert lost == []


def test_what_the_extractor_would_miss_is_seen() -> None:
    module = '''
class Page(QWidget):
    """中文说明。"""
    title = "标题"
    def words(self, n):
        good = self.tr("好"), translate("Page", "好"), QT_TRANSLATE_NOOP("Page", "好")
        return f"{self.tr('件')} {n}人" + tr("坏") + self.tr("第一" + "第二") + translate("", "空")
'''
    assert sorted(line.split(": ")[1] for line in lost_texts(module)) == sorted(
        ["标题", "件", "人", "坏", "第一", "第二", "空"]
    )
