"""Forms as data: what is refused, with file and line; which folder wins; what a placeholder may be."""

from __future__ import annotations

import re
import shutil
import tempfile
from datetime import datetime
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from petidesk import paths
from petidesk.documents.forms.forms import form_names, load_form
from petidesk.documents.printing import render
from petidesk.domain.trouble import Refused
from tests.examples import examples

AT = datetime(2026, 11, 19, 9, 42)
HEAD = """format = 1
title = "试"
kind = "notice"
version = "1"

[fields]
"姓名" = "text"
"事项" = "list"
"秘密" = "flag"

[paper.a4]
margins = [20, 20, 20, 20]

"""


def written(tmp_path: Path, body: str, head: str = HEAD) -> list[Path]:
    folder = tmp_path / "试"
    folder.mkdir()
    (folder / "form.toml").write_text(head + body, encoding="utf-8")
    return [tmp_path]


def printed(folders: list[Path], **values: object) -> str:
    given = {"姓名": "张桂花", "事项": [], "秘密": False, **values}
    result = render(load_form("试", folders), given, paper="a4", at=AT)
    with pypdfium2.PdfDocument(result.pdf) as document:
        return "".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("body", "line", "word", "code"),
    [
        ('[[block]]\nkind = "text"\ntext = "你好{性命}"', 16, "{性命}", "unknown_key"),
        ('[[block]]\nkind = "text"\ntext = "你好{姓名"', 16, "花括号", "bad_value"),
        ('[[block]]\nkind = "text"\n\ntext = "你好}姓名"', 17, "花括号", "bad_value"),
        ('[[block]]\nkind = "text"\ntext = "甲"\ncolour = "red"', 17, "colour", "unknown_key"),
        ('[[block]]\nkind = "space"\nheight = 3\n\n[[block]]\nkind = "tezt"', 19, "kind", "bad_value"),
        ('[[block]]\nkind = "text"\nwhen = "有无"\ntext = "甲"', 16, "有无", "unknown_key"),
        ('[[block]]\nkind = "text"\nwhen = "姓名.数>1"\ntext = "甲"', 16, "列表", "bad_value"),
        ('[[block]]\nkind = "text"\neach = "姓名"\ntext = "甲"', 16, "each", "unknown_key"),
        ('[[block]]\nkind = "text"\ntext = "{事项}"', 16, "{事项}", "unknown_key"),
        ('[[block]]\nkind = "text"\nstyle = "big"\ntext = "甲"', 16, "big", "unknown_key"),
        ('[[block]]\nkind = "text"\npapers = ["b5"]\ntext = "甲"', 16, "b5", "bad_value"),
        ('[[block]]\nkind = "space"\nheight = -4', 16, "height", "bad_value"),
        ('[[block]]\nkind = "text"', 14, "text", "missing"),
        ('[[block]]\nkind = "text"\ntext = "没有结尾', 16, "格式", "bad_value"),
        ('[[block]]\nkind = "grid"\ncolumns = [20, "*"]\n\n[[block.row]]\ncells = ["甲"]', 19, "2列", "bad_value"),
        (
            '[[block]]\nkind = "grid"\ncolumns = [20]\n\n[[block.row]]\ncells = [\n  "甲",\n]\nhigh = 3',
            22,
            "high",
            "unknown_key",
        ),
        ('[style.body]\nfase = "宋"', 15, "fase", "unknown_key"),
        ('[style.body]\nface = "隶"', 15, "face", "bad_value"),
        ("[[fixed]]\nleft = 20\nwidth = 100", 14, "top", "bad_value"),
    ],
)
def test_a_mistake_is_refused_with_its_line(tmp_path: Path, body: str, line: int, word: str, code: str) -> None:
    with pytest.raises(Refused) as caught:
        load_form("试", written(tmp_path, body))
    assert f"form.toml 第{line}行" in caught.value.message
    assert word in caught.value.message
    assert caught.value.code == code


BUILT_IN = [(paths.forms() / name / "form.toml").read_text(encoding="utf-8") for name in form_names([paths.forms()])]
JUNK = [
    "",
    "=",
    "[",
    "]",
    "{",
    "}",
    '"',
    "''",
    "0",
    "-1",
    "true",
    "[]",
    "{}",
    "[[",
    "块",
    "\n",
    "[[block]]\n",
    '"*"',
    "1e9",
]


@settings(max_examples=examples(150))
@given(st.sampled_from(BUILT_IN), st.data())
def test_a_damaged_form_loads_or_is_refused_with_a_line(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = min(len(text), start + data.draw(st.integers(0, 40)))
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "试").mkdir()
        damaged = text[:start] + data.draw(st.sampled_from(JUNK)) + text[end:]
        (Path(folder) / "试" / "form.toml").write_text(damaged, encoding="utf-8")
        try:
            load_form("试", [Path(folder)])
        except Refused as refused:
            assert re.search(r"form\.toml 第\d+行：", refused.message)


def test_a_form_from_a_newer_program_is_refused_as_newer(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        load_form("试", written(tmp_path, "", HEAD.replace("format = 1", "# 说明\nformat = 2")))
    assert caught.value.code == "newer"
    assert "第2行" in caught.value.message


@pytest.mark.parametrize("name", ["没有这个", "../visit_slip", "a/b", ""])
def test_an_unknown_or_impossible_name_is_not_found(name: str) -> None:
    with pytest.raises(Refused) as caught:
        load_form(name, [paths.forms()])
    assert caught.value.code == "not_found"


def test_bytes_that_are_not_utf8_are_refused_with_their_line(tmp_path: Path) -> None:
    (tmp_path / "试").mkdir()
    (tmp_path / "试" / "form.toml").write_bytes(HEAD.encode() + b'title2 = "' + "登记".encode("gb18030") + b'"')
    with pytest.raises(Refused, match="第14行"):
        load_form("试", [tmp_path])


def test_a_persons_own_form_goes_before_the_built_in_one(tmp_path: Path) -> None:
    shutil.copytree(paths.forms() / "visit_slip", tmp_path / "visit_slip")
    file = tmp_path / "visit_slip" / "form.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("不作为受理凭据", "不作受理的凭据"), encoding="utf-8")
    own = load_form("visit_slip", [tmp_path, paths.forms()])
    built_in = load_form("visit_slip", [paths.forms()])
    assert own.folder == tmp_path / "visit_slip"
    assert own.version != built_in.version
    assert "visit_slip" in form_names([tmp_path, paths.forms()])


def test_conditions_lists_and_counts(tmp_path: Path) -> None:
    folders = written(
        tmp_path,
        """[[block]]
kind = "text"
parts = [
  "共{事项.数}件{{原样}}：",
  { each = "事项", text = "{序}{项}", join = "、" },
  { text = "；保密", when = "秘密" },
  { text = "；公开", unless = "秘密" },
  { text = "；张家", when = ["姓名=张桂花", "事项.数>1"] },
]
""",
    )
    assert printed(folders, 事项=["路", "水"]) == "共2件{原样}：1路、2水；公开；张家"
    assert printed(folders, 事项=["路"], 秘密=True) == "共1件{原样}：1路；保密"


@pytest.mark.parametrize("text", ["<b>粗</b>&amp;", "{姓名}{{", "a\\nb %s $(x)", '"); os.system("', "<para/>]]>"])
def test_what_a_visitor_says_is_printed_as_it_is(tmp_path: Path, text: str) -> None:
    folders = written(tmp_path, '[[block]]\nkind = "text"\ntext = "甲{姓名}乙"\n')
    assert printed(folders, 姓名=text) == f"甲{text}乙"


def test_control_and_direction_characters_are_dropped(tmp_path: Path) -> None:
    folders = written(tmp_path, '[[block]]\nkind = "text"\ntext = "甲{姓名}乙"\n')
    assert printed(folders, 姓名="张\x00桂\x07\u202e花\u200b\ufeff\x1b葛\U000e0100") == "甲张桂花葛乙"
    assert printed(folders, 姓名="一\r\n二\u2028三") == "甲一\n二\n三乙"


def test_a_missing_value_and_a_value_of_the_wrong_kind_are_refused(tmp_path: Path) -> None:
    form = load_form("试", written(tmp_path, '[[block]]\nkind = "text"\ntext = "{姓名}"\n'))
    with pytest.raises(Refused) as caught:
        render(form, {"事项": [], "秘密": False}, paper="a4", at=AT)
    assert (caught.value.code, caught.value.field) == ("missing", "姓名")
    with pytest.raises(Refused) as caught:
        render(form, {"姓名": "张", "事项": "路", "秘密": False}, paper="a4", at=AT)
    assert (caught.value.code, caught.value.field) == ("bad_value", "事项")
    with pytest.raises(Refused) as caught:
        render(form, {"姓名": "张", "事项": [], "秘密": False}, paper="80mm", at=AT)
    assert caught.value.field == "paper"


def test_exact_places_and_page_numbers(tmp_path: Path) -> None:
    folders = written(
        tmp_path,
        """[[block]]
kind = "text"
text = "第一页"

[[block]]
kind = "break"

[[block]]
kind = "text"
text = "第二页"

[[fixed]]
top = 30
left = 100
width = 60
on = "first"

[[fixed.block]]
kind = "text"
text = "文号"

[[fixed]]
bottom = 10
left = 20
width = 170
on = "rest"

[[fixed.block]]
kind = "text"
text = "{页}/{页数}"
""",
    )
    result = render(load_form("试", folders), {"姓名": "", "事项": [], "秘密": False}, paper="a4", at=AT)
    with pypdfium2.PdfDocument(result.pdf) as document:
        first, second = (page.get_textpage() for page in document)
        assert "文号" in first.get_text_bounded()
        assert "2/2" in second.get_text_bounded()
        assert "/2" not in first.get_text_bounded()
        index, _ = first.search("文号").get_next()
        left, _, _, top = first.get_charbox(index, loose=True)
    assert left == pytest.approx(100 * 72 / 25.4, abs=2)
    assert top == pytest.approx((297 - 30) * 72 / 25.4, abs=6)
