"""A page of help as values for paper."""

from __future__ import annotations

from datetime import date

from petidesk.domain.help_pages import help_values

ON = date(2026, 11, 23)


def test_headings_items_and_leading_words_stay_apart() -> None:
    text = "# 登记\n\n先看[这里](x.md)。\n\n## 保存\n\n1. **F9**：`保存`\n   并打印\n- 不是**粗**的\n"
    values = help_values(text, ON)
    assert values["标题"] == "登记" and values["印制"] == "2026年11月23日印"
    assert [tuple(line.values()) for line in values["内容"]] == [
        ("", "", "", "先看这里。"),
        ("保存", "", "", ""),
        ("", "1. ", "F9", "：保存并打印"),
        ("", "· ", "", "不是粗的"),
    ]
    assert values["左"] == values["右"] == []


def test_keys_stand_in_two_columns_under_their_places() -> None:
    table = "| 按键 | 作用 |\n| --- | --- |\n"
    values = help_values(f"# 键\n## 甲\n{table}| F1 | 帮助 |\n| F2 | 登记 |\n## 乙\n{table}| F9 | 打印 |\n尾", ON)
    assert [tuple(key.values()) for key in values["左"]] == [("甲", "", ""), ("", "F1", "帮助"), ("", "F2", "登记")]
    assert [tuple(key.values()) for key in values["右"]] == [("乙", "", ""), ("", "F9", "打印")]
    assert [line["话"] for line in values["内容"]] == ["尾"]
