"""Forms that stand on a base, letters and their typed parts: what is read, and what is refused in which file."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk import paths
from petidesk.documents.dossiers import bind, page_count
from petidesk.documents.forms.forms import Form, load_form, parse_form
from petidesk.documents.layout.prose import balanced, is_heading, tidied
from petidesk.documents.printing import Printed, render, render_many
from petidesk.domain.letters.names import FIELDS
from petidesk.domain.trouble import KnownTrouble, Refused

AT = datetime(2026, 12, 18, 10, 0)
BASE = """format = 1
catalogue = "case"

[fields]
"底稿字段" = "text?"

[paper.a4]
margins = [20, 20, 20, 20]

[style]
body = { size = 12 }
big = { size = 20 }

[[head]]
kind = "text"
style = "big"
text = "头：{标题}"

[[foot]]
kind = "text"
text = "尾：{机关名称}"
"""
FORM = """format = 1
base = "公"
title = "试"
kind = "letter"
version = "1"
""".replace("公", "own")
BLOCK = """
[[block]]
kind = "text"
text = "文：{事项概要}"
"""


def written(folder: Path, body: str = BLOCK, base: str | None = BASE, form: str = FORM) -> list[Path]:
    (folder / "试").mkdir(exist_ok=True)
    (folder / "试" / "form.toml").write_text(form + body, encoding="utf-8")
    if base is not None:
        (folder / "own.base.toml").write_text(base, encoding="utf-8")
    return [folder]


def text_of(form: Form, **values: Any) -> str:
    pdf = render(form, values, paper="a4", at=AT).pdf
    with pypdfium2.PdfDocument(pdf) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document).replace("\r\n", "\n")


def refusal(folders: list[Path]) -> tuple[str, str]:
    with pytest.raises(Refused) as caught:
        load_form("试", folders)
    return caught.value.code, caught.value.message


def test_the_blocks_of_the_base_stand_around_the_forms_own(tmp_path: Path) -> None:
    form = load_form("试", written(tmp_path))
    assert set(FIELDS) < set(form.fields) and "底稿字段" in form.fields
    assert all(form.fields[name].optional for name in FIELDS)
    assert text_of(form, 事项概要="路灯", 机关名称="清溪镇人民政府") == "头：试\n文：路灯\n尾：清溪镇人民政府"
    assert text_of(form) == "头：试\n文：\n尾："
    assert form.letter is None and form.asks == ()


def test_the_keys_of_the_form_win_and_the_rest_stays(tmp_path: Path) -> None:
    own = '\n[paper.a4]\nmargins = [30, 30, 30, 30]\n\n[style]\nbig = { align = "center" }\nnew = { size = 9 }\n'
    paper = load_form("试", written(tmp_path, own + BLOCK)).papers["a4"]
    assert paper.margins == (30, 30, 30, 30)
    assert (paper.styles["big"].size, paper.styles["big"].align) == (20, "center")
    assert (paper.styles["body"].size, paper.styles["new"].size) == (12, 9)


def test_the_version_follows_the_base_and_the_offices_base_goes_first(tmp_path: Path) -> None:
    folders = written(tmp_path)
    before = load_form("试", folders).version
    (tmp_path / "own.base.toml").write_text(BASE.replace("尾：", "末："), encoding="utf-8")
    assert load_form("试", folders).version != before
    office = tmp_path / "office"
    office.mkdir()
    (office / "own.base.toml").write_text(BASE.replace("头：", "首："), encoding="utf-8")
    assert text_of(load_form("试", [office, tmp_path])).startswith("首：试")


@pytest.mark.parametrize(
    ("form", "base", "code", "place", "word"),
    [
        (FORM + BLOCK, None, "not_found", "form.toml 第2行", "own.base.toml"),
        (FORM + BLOCK, BASE.replace("format = 1", "format = 9"), "newer", "own.base.toml 第1行", "升级"),
        (FORM + BLOCK, 'base = "own"\n' + BASE, "bad_value", "own.base.toml 第1行", "底稿"),
        (FORM + BLOCK, BASE + BLOCK, "bad_value", "own.base.toml 第24行", "[[head]]"),
        (FORM + BLOCK, BASE.replace("{标题}", "{题目}"), "unknown_key", "own.base.toml 第17行", "题目"),
        (FORM + BLOCK, BASE.replace("size = 20", "sise = 20"), "unknown_key", "own.base.toml 第12行", "sise"),
        (FORM + BLOCK, BASE.replace('"case"', '"all"'), "bad_value", "own.base.toml 第2行", "catalogue"),
        (FORM + BLOCK + "\n[[foot]]\n", BASE, "unknown_key", "form.toml 第", "foot"),
        (FORM + BLOCK.replace("{事项概要}", "{事由}"), BASE, "unknown_key", "form.toml 第9行", "{事由}"),
        (FORM + "\n[style]\nbig = { sise = 2 }\n" + BLOCK, BASE, "unknown_key", "form.toml 第8行", "sise"),
        (FORM + '\n[ask."甲"]\nkind = "long"\n' + BLOCK, BASE, "bad_value", "form.toml 第8行", "kind"),
        (FORM + '\n[ask."甲"]\nlabel = "甲"\nhelp = "乙"\n' + BLOCK, BASE, "unknown_key", "form.toml 第9行", "help"),
        (FORM + '\n[ask."甲"]\nkind = "choice"\n' + BLOCK, BASE, "bad_value", "form.toml 第7行", "choices"),
        (FORM + '\n[ask."甲"]\ndefault = "{乙}"\n' + BLOCK, BASE, "unknown_key", "form.toml 第8行", "{乙}"),
        (FORM + '\n[ask."请求"]\nlines = 3\n' + BLOCK, BASE, "bad_value", "form.toml 第7行", "请求"),
        (FORM + "\n[letter]\nroutes = [7]\n" + BLOCK, BASE, "bad_value", "form.toml 第8行", "routes"),
        (FORM + '\n[letter]\nto = "court"\n' + BLOCK, BASE, "bad_value", "form.toml 第8行", "to"),
        (FORM + "\n[letter]\nsealed = true\n" + BLOCK, BASE, "unknown_key", "form.toml 第8行", "sealed"),
    ],
)
def test_a_mistake_names_the_file_and_line_it_is_in(
    tmp_path: Path, form: str, base: str | None, code: str, place: str, word: str
) -> None:
    found, message = refusal(written(tmp_path, "", base, form))
    assert found == code
    assert place in message and word in message


def test_what_a_letter_says_of_itself_and_what_is_typed_for_it(tmp_path: Path) -> None:
    body = """heading = "关于{首名来访人}反映事项的函"
receiver = { parts = [{ text = "{去向}", when = "去向" }] }

[letter]
series = "处"
routes = [6]
served = true
signed = false

[ask."经查"]
label = "调查认定的事实"
lines = 6
required = true
default = "{来访人}反映的"

[ask."答复期限"]
kind = "day"
key = "reply_by"

[ask."理由"]
kind = "list"

[[block]]
kind = "text"
parts = ["{主送}；{经查}；", { each = "理由", text = "{序数}是{项}", join = "；" }]
"""
    form = load_form("试", written(tmp_path, body))
    assert form.letter is not None
    assert (form.letter.series, form.letter.routes, form.letter.served, form.letter.signed) == ("处", (6,), True, False)
    assert [ask.name for ask in form.asks] == ["经查", "答复期限", "理由"]
    assert form.asks[0].prefilled({"来访人": "张{桂}花"}) == "张{桂}花反映的"
    assert (form.asks[1].kind, form.asks[1].key, form.asks[1].label) == ("day", "reply_by", "答复期限")
    text = text_of(form, 首名来访人="张桂花", 去向="县人社局", 经查="属实", 理由="路远\n\n 水少 ")
    assert text == "头：关于张桂花反映事项的函\n县人社局；属实；一是路远；二是水少\n尾："


def test_items_may_have_conditions_of_their_own_and_whole_paragraphs_are_repeated(tmp_path: Path) -> None:
    body = """
[[block]]
kind = "text"
each = "请求答复"
parts = [
  "第{序数}项：",
  { text = "予以支持", when = "结果=支持" },
  { text = "不予支持：{答复}", unless = "结果=支持" },
]

[[block]]
kind = "text"
parts = ["支持：", { each = "请求答复", text = "{请求}", join = "、", when = "结果=支持" }]
"""
    form = load_form("试", written(tmp_path, body))
    rows = [
        {"请求": "补款", "结果": "支持", "答复": ""},
        {"请求": "赔息", "结果": "不支持", "答复": "无依据"},
        {"请求": "修路", "结果": "支持", "答复": ""},
    ]
    expected = "头：试\n第一项：予以支持\n第二项：不予支持：无依据\n第三项：予以支持\n支持：补款、修路\n尾："
    assert text_of(form, 请求答复=rows) == expected
    assert text_of(form, 请求答复=[]) == "头：试\n支持：\n尾："


def test_a_text_that_is_not_saved_yet_is_checked_as_the_file_it_will_be(tmp_path: Path) -> None:
    folders = written(tmp_path)
    form = parse_form("试", FORM + BLOCK.replace("文：", "新："), tmp_path / "试", folders)
    assert "新：路" in text_of(form, 事项概要="路")
    with pytest.raises(Refused, match=r"form\.toml 第9行"):
        parse_form("试", FORM + BLOCK.replace("{事项概要}", "{"), tmp_path / "试", folders)
    assert load_form("试", folders) is load_form("试", folders)


def test_a_very_long_answer_and_characters_that_no_font_has(
    tmp_path: Path, calls: Callable[[Callable[[], object]], int]
) -> None:
    form = load_form("sample", written_letter(tmp_path))

    def printed(times: int) -> Printed:
        return render(form, {"经查": "补偿款（2026年）" * times, "机关名称": "清溪镇"}, paper="a4", at=AT)

    assert printed(3000).pages > 35
    assert calls(lambda: printed(800)) < 2.5 * calls(lambda: printed(400)), "no squares of the length"
    strange = render(form, {"经查": "甲\U0001f600乙\ue123"}, paper="a4", at=AT)
    assert strange.missing_characters == ("\ue123", "\U0001f600")


def written_letter(folder: Path) -> list[Path]:
    (folder / "sample").mkdir(exist_ok=True)
    body = '\n[ask."经查"]\nlines = 6\n\n[[block]]\nkind = "text"\ntext = "{经查}"\n\n[[block]]\nkind = "signature"\n'
    (folder / "sample" / "form.toml").write_text(FORM.replace("own", "letter") + body, encoding="utf-8")
    return [folder, paths.forms()]


def test_marks_of_drafts_and_practice_are_found_and_do_not_hide_the_text(tmp_path: Path) -> None:
    form = load_form("试", written(tmp_path))
    for draft, practice in ((True, False), (False, True), (True, True)):
        pdf = render(form, {"事项概要": "路灯"}, paper="a4", at=AT, draft=draft, practice=practice).pdf
        with pypdfium2.PdfDocument(pdf) as document:
            text = document[0].get_textpage().get_text_bounded()
        assert ("送审稿" in text, "演练" in text, "文：路灯" in text) == (draft, practice, True)


def test_a_run_is_one_file_with_each_letter_in_it(tmp_path: Path) -> None:
    form = load_form("sample", written_letter(tmp_path))
    jobs = [(form, {"经查": f"第{n}户。" + "补偿款" * 40 * n, "文号": f"{n}号"}) for n in range(1, 9)]
    seen: list[int] = []
    run = render_many(jobs, paper="a4", title="告知书", at=AT, progress=seen.append)
    assert seen == list(range(1, 9)) and not run.cancelled
    assert run.starts[0] == 0 and run.pages == page_count(run.pdf) > 8
    with pypdfium2.PdfDocument(run.pdf) as document:
        for number, start in enumerate(run.starts, start=1):
            assert f"第{number}户" in document[start].get_textpage().get_text_bounded()
    single = sum(len(render(form, values, paper="a4", at=AT).pdf) for form, values in jobs)
    assert len(run.pdf) < single / 2  # the fonts are in it once
    assert render_many(jobs, paper="a4", title="告知书", at=AT).pdf == run.pdf
    stopped = render_many(jobs, paper="a4", title="告知书", at=AT, cancelled=iter([False, False, True]).__next__)
    assert stopped.cancelled and len(stopped.starts) == 2
    assert render_many([], paper="a4", title="告知书", at=AT).pdf == b""


def test_a_refusal_in_a_run_leaves_the_press_free(tmp_path: Path) -> None:
    form = load_form("sample", written_letter(tmp_path))
    with pytest.raises(Refused):
        render_many([(form, {"经查": ["不对"]})], paper="a4", title="x", at=AT)
    assert render(form, {"经查": "对"}, paper="a4", at=AT).pages == 1


def test_a_bound_file_keeps_its_papers_and_counts_its_sides(tmp_path: Path) -> None:
    form = load_form("sample", written_letter(tmp_path))
    cover = render(form, {"经查": "封面"}, paper="a4", at=AT).pdf
    paper = render(form, {"经查": "补偿款" * 300}, paper="a4", at=AT).pdf
    count = page_count(paper)
    whole = bind([cover, paper, cover], first_page_numbers=[None, 1, 1 + count], at=AT)
    assert page_count(whole) == count + 2
    assert whole == bind([cover, paper, cover], first_page_numbers=[None, 1, 1 + count], at=AT)
    with pypdfium2.PdfDocument(whole) as bound, pypdfium2.PdfDocument(paper) as alone:
        for page in range(count):
            now, before = bound[1 + page], alone[page]
            assert now.get_textpage().get_text_bounded().startswith(before.get_textpage().get_text_bounded())
            width, height = (int(side) for side in before.get_size())
            below = (0, 50, width, height)
            same = [sheet.render(scale=1).to_pil().crop(below).tobytes() for sheet in (now, before)]
            assert same[0] == same[1]
            number = now.get_textpage()
            left, _, _, top = number.get_charbox(number.count_chars() - 1)
            assert (left > width / 2) == (page % 2 == 0) and top > height - 45
        assert bound[0].get_textpage().get_text_bounded() == bound[count + 1].get_textpage().get_text_bounded()[:-3]


def test_a_file_that_cannot_be_bound_is_named(tmp_path: Path) -> None:
    form = load_form("sample", written_letter(tmp_path))
    paper = render(form, {"经查": "一"}, paper="a4", at=AT).pdf
    with pytest.raises(KnownTrouble, match="第2份"):
        bind([paper, b"%PDF-1.7 broken"], first_page_numbers=[1, 2], at=AT)
    for parts, numbers in (([], []), ([paper], [1, 2])):
        with pytest.raises(Refused):
            bind(parts, first_page_numbers=numbers, at=AT)
    assert bind([paper], first_page_numbers=[1], at=AT, cancelled=lambda: True) == b""


def test_typed_text_is_tidied_and_its_headings_get_their_face() -> None:
    typed = "\n　　一、补偿标准\n\n  （一）青苗。按亩计算。\n一、" + "很长" * 30 + "。\n1. 清点表\n \n"
    found = tidied([(typed, None)])
    assert ["".join(text for text, _ in line)[:6] for line in found] == [
        "一、补偿标准",
        "（一）青苗。",
        "一、很长很长",
        "1. 清点表",
    ]
    assert [line[0][1] for line in found] == ["黑", "楷", None, None]
    assert found[1][1] == ("按亩计算。", None)
    assert [is_heading(line) for line in found] == [True, False, False, False]
    assert tidied([("", None), ("　", None)]) == []


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("信访事项处理意见书", 1),
        ("关于商请协助处理张桂花等人反映征地补偿款问题的函", 2),
        ("关于退回《关于转送李某某反映宅基地使用权争议事项的函》（云信转〔2026〕108号）的函", 3),
    ],
)
def test_a_title_is_broken_by_sense(title: str, lines: int) -> None:
    found = balanced(title, 20)
    assert "".join(found) == title
    assert len(found) == lines and all(len(line) <= 20 for line in found)
    assert all(line[0] not in "的了和、）》〕" for line in found)
    assert not any(line.endswith(("信", "补", "征", "〔", "《")) for line in found)


def test_a_title_is_broken_before_what_stands_in_brackets() -> None:
    assert balanced("信访事项登记回执（书面告知）", 9) == ["信访事项登记回执", "（书面告知）"]


@given(st.text(alphabet="信访事项告知书《》（）的和甲乙丙12〔〕", max_size=90), st.integers(5, 25))
def test_a_title_loses_nothing_however_it_is_broken(title: str, fits: int) -> None:
    found = balanced(title, fits)
    assert "".join(found) == title
    assert all(len(line) <= fits for line in found)


def test_the_items_of_a_list_are_set_alike() -> None:
    short = "（一）修好路灯。\n（二）公开方案。"
    assert [line[0][1] for line in tidied([(short, None)])] == ["楷", "楷"]
    assert [line[0][1] for line in tidied([(f"{short}\n（三）" + "很长" * 30, None)])] == [None] * 3
