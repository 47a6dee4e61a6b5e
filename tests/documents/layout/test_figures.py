"""Tables of figures on pages: their heading comes again, the total never stands alone, wide ones are set smaller."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from petidesk import paths
from petidesk.documents.forms.forms import Form, load_form, parse_form
from petidesk.documents.layout.figures import WHOLE
from petidesk.documents.layout.marks import MM, LineMark, TextMark
from petidesk.documents.layout.pages import compose
from petidesk.documents.printing import checked, render
from petidesk.domain.trouble import Refused

AT = datetime(2026, 7, 5)


def sheet() -> Form:
    return load_form("figures_sheet", [paths.forms()])


def values(**more: Any) -> dict[str, Any]:
    return {**sheet().sample(), "图": None, **more}


def rows(count: int) -> Mapping[str, Any]:
    names = [[f"第{n}村", str(n), str(n + 1), "上升1.00%"] for n in range(count)]
    groups = [["", 1], ["件次", 3]]
    return {
        "headings": ["村（社区）", "本期", "上年同期", "同比"],
        "groups": groups,
        "rows": names,
        "total": ["合计", "1", "2", "持平"],
    }


def pages(table: Mapping[str, Any]) -> list[str]:
    pdf = pypdfium2.PdfDocument(render(sheet(), values(表=table), paper="a4", at=AT).pdf)
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]


def test_the_heading_of_both_rows_stands_on_every_page() -> None:
    found = pages(rows(70))
    assert len(found) == 3
    for page in found:
        assert page.count("村（社区）") == page.count("件次") == page.count("上年同期") == 1
    assert "".join(found).count("合计") == 1


@pytest.mark.parametrize("count", range(18, 34))
def test_the_total_is_never_alone_on_a_page(count: int) -> None:
    last = next(page for page in pages(rows(count)) if "合计" in page)
    assert f"第{count - 1}村" in last


@pytest.mark.parametrize("lines", range(6, 18))
def test_a_short_table_is_not_divided(lines: int, tmp_path: Path) -> None:
    text = (paths.forms() / "figures_sheet" / "form.toml").read_text(encoding="utf-8")
    pushed = text.replace(
        '[[block]]\nkind = "chart"', f'[[block]]\nkind = "space"\nlines = {lines}\n\n[[block]]\nkind = "chart"'
    )
    form = parse_form("figures_sheet", pushed, tmp_path, [paths.forms()])
    pdf = pypdfium2.PdfDocument(render(form, values(表=rows(WHOLE - 1)), paper="a4", at=AT).pdf)
    found = ["".join(page.get_textpage().get_text_bounded().split()) for page in pdf]
    of = [number for number, page in enumerate(found) for word in ("第0村", "第3村", "合计") if word in page]
    assert len(set(of)) == 1, found


def test_a_wide_table_is_set_smaller_and_stays_between_the_margins() -> None:
    wide = {
        "headings": ["村（社区）", *["本期", "上年同期", "同比", "占比"] * 3],
        "groups": [["", 1], *[["件次", 4]] * 3],
        "rows": [["清水河新型农村社区居民委员会", *["12345", "12345", "上升12345.00%", "100.00%"] * 3]],
        "total": ["合计", *["12345", "12345", "上升12345.00%", "100.00%"] * 3],
    }
    form = sheet()
    laid, _ = compose(form, form.papers["a4"], checked(form, values(表=wide), "a4"))
    left, right = form.papers["a4"].margins[3] * MM, (210 - form.papers["a4"].margins[1]) * MM
    lines = [mark for mark in laid[0].marks if isinstance(mark, LineMark)]
    assert all(left - 0.1 <= mark.x and mark.to_x <= right + 0.1 for mark in lines)
    texts = [mark for mark in laid[0].marks if isinstance(mark, TextMark) and mark.runs[0].text.startswith("12345")]
    assert len(texts) == 12 and {mark.size for mark in texts} == {texts[0].size} and texts[0].size < 10.5
    said = "".join(run.text for mark in laid[0].marks if isinstance(mark, TextMark) for run in mark.runs)
    assert said.count("12345.00%") == 6 and "居民委员会" in said, "nothing is cut off"


@pytest.mark.parametrize(
    ("kind", "value"),
    [("表", {"headings": ["甲", "乙"], "rows": [["一"]]}), ("图", {"kind": "pie", "bars": []}), ("表", "文字")],
)
def test_what_is_no_table_or_chart_is_refused(kind: str, value: Any) -> None:
    with pytest.raises(Refused):
        render(sheet(), values(**{kind: value}), paper="a4", at=AT)
