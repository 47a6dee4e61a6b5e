"""Printed papers read back from their bytes: slip, registration form and register."""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw
import pytest
import segno

from petidesk import paths
from petidesk.documents.forms.forms import Form, load_form
from petidesk.documents.layout.marks import MM
from petidesk.documents.printing import Printed, render
from tests.clock import pause

AT = datetime(2026, 11, 19, 9, 42)
SLIP_PAPERS = ("a4", "a5", "80mm", "58mm")
LONG_NAME = "欧阳" + "桂花香满清溪" * 4 + "之孙女家"
MANY = [f"第{number}件：村道路面破损、排水沟堵塞，雨天积水进屋" for number in range(1, 9)]


def form(name: str) -> Form:
    return load_form(name, [paths.forms()])


def printed(name: str, paper: str = "a4", *, practice: bool = False, **changes: Any) -> Printed:
    loaded = form(name)
    return render(loaded, {**loaded.sample(), **changes}, paper=paper, practice=practice, at=AT)


def texts(pdf: bytes) -> list[str]:
    """The text of every page without white space."""
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def sizes(pdf: bytes) -> list[tuple[float, float]]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_size() for page in document]


def outside(pdf: bytes, left: float, right: float, top: float = 0, bottom: float = 0) -> list[str]:
    """The characters whose ink leaves the given margins (mm)."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for page in document:
            width, height = page.get_size()
            textpage = page.get_textpage()
            for index in range(textpage.count_chars()):
                x0, y0, x1, y1 = textpage.get_charbox(index)
                if x1 <= x0:
                    continue
                if x0 < left * MM - 0.6 or x1 > width - right * MM + 0.6 or y0 < bottom * MM or y1 > height - top * MM:
                    found.append(textpage.get_text_range(index, 1))
    return found


@pytest.mark.parametrize("paper", SLIP_PAPERS)
def test_a_slip_says_what_it_must(paper: str) -> None:
    result = printed("visit_slip", paper, 系统信访件编号="ZJ2026111900012345", 查询码="A7K29Q")
    text = "".join(texts(result.pdf))
    for word in (
        "来访登记回执",
        "清访2026-0123",
        "张*花：",
        "你于2026年11月19日到清溪镇人民政府群众来访接待窗口反映征地补偿款未到账一事，我们已登记",
        "土地承包合同复印件（1份共3页）",
        "不迟于2026年12月4日书面告知你",
        "本回执仅证明来访已登记，不作为受理凭据",
        "接待人：",
        "李敏",
        "0571-00000000",
        "综治中心一楼",
        "ZJ2026111900012345",
        "A7K29Q",
        "个人信息由清溪镇人民政府处理",
        "交信访人",
        "存档",
    ):
        assert text.count(word) >= 1, word
    assert result.missing_characters == ()


@pytest.mark.parametrize(("paper", "pages"), [("a4", 1), ("a5", 2), ("80mm", 2), ("58mm", 2)])
def test_two_copies_with_the_same_text(paper: str, pages: int) -> None:
    result = printed("visit_slip", paper)
    assert result.pages == pages
    assert "".join(texts(result.pdf)).count("编号：清访2026-0123") == 2


@pytest.mark.parametrize(
    ("paper", "width", "height"), [("a4", 210, 297), ("a5", 148, 210), ("80mm", 80, None), ("58mm", 58, None)]
)
def test_page_sizes(paper: str, width: float, height: float | None) -> None:
    for wide, high in sizes(printed("visit_slip", paper).pdf):
        assert wide == pytest.approx(width * MM, abs=0.1)
        if height is not None:
            assert high == pytest.approx(height * MM, abs=0.1)
        else:
            assert 100 * MM < high < 200 * MM


def test_a_roll_grows_with_its_text() -> None:
    short, long = (sizes(printed("visit_slip", "58mm", 反映事项=matters).pdf)[0][1] for matters in (MANY[:1], MANY))
    assert long > short + 20 * MM


@pytest.mark.parametrize("paper", SLIP_PAPERS)
def test_nothing_leaves_the_margins(paper: str) -> None:
    result = printed(
        "visit_slip",
        paper,
        姓名=LONG_NAME,
        反映事项=MANY,
        窗口地址="A" * 120,
        系统信访件编号="9" * 60,
        接待人="李" * 40,
    )
    _, right, _, left = form("visit_slip").papers[paper].margins
    assert outside(result.pdf, left, right, 3, 3) == []
    text = "".join(texts(result.pdf))
    assert text.count(LONG_NAME) == 2
    assert all(matter in text for matter in MANY)


def test_a_slip_that_is_too_long_for_half_a_page_gets_pages_of_its_own() -> None:
    result = printed("visit_slip", "a4", 反映事项=[matter * 3 for matter in MANY])
    first, second = texts(result.pdf)
    assert "交信访人" in first and "存档" in second
    assert "沿此线裁开" not in first


@pytest.mark.parametrize("paper", SLIP_PAPERS)
def test_an_accusation_leaves_no_content_on_the_slip(paper: str) -> None:
    result = printed("visit_slip", paper, 检举控告=True, 反映事项=["村干部截留补偿款", "虚报面积"])
    text = "".join(texts(result.pdf))
    assert "提出信访事项，我们已登记" in text
    for word in ("截留", "虚报", "土地承包合同", "2件", "检举", "控告"):
        assert word not in text


def test_an_anonymous_slip_promises_no_letter() -> None:
    text = "".join(texts(printed("visit_slip", "80mm", 姓名="", 告知期限="", 材料=[]).pdf))
    assert text.startswith("来访登记回执")
    assert "来访人：你于" in text
    assert "书面告知" not in text
    assert "凭登记编号" in text
    assert "收到材料" not in text and "收到的材料" not in text


@pytest.mark.parametrize(
    ("channel", "words"),
    [
        ("来信", "你寄来的信，清溪镇人民政府已于2026年11月19日收到。信中反映征地补偿款未到账一事，我们已登记"),
        ("来电", "你于2026年11月19日打来电话，向清溪镇人民政府反映征地补偿款未到账一事，我们已登记"),
        ("网上", "你于2026年11月19日通过网络向清溪镇人民政府反映征地补偿款未到账一事，我们已登记"),
        ("上级转送", "上级机关转来你的信访材料，清溪镇人民政府已于2026年11月19日收到。材料中反映征地补偿款未到账一事"),
    ],
)
def test_every_channel_has_its_own_sentence(channel: str, words: str) -> None:
    text = texts(printed("visit_slip", "a5", 渠道=channel).pdf)[0]
    assert words in text
    assert "来访登记" not in text


def test_several_matters_are_counted_and_numbered() -> None:
    text = texts(printed("visit_slip", "a5", 反映事项=["路灯不亮", "水沟堵塞"]).pdf)[0]
    assert "提出2件事项，我们已登记" in text
    assert "1.路灯不亮2.水沟堵塞" in text


@pytest.mark.parametrize("paper", SLIP_PAPERS)
def test_practice_is_plain_to_see_on_every_page(paper: str) -> None:
    result = printed("visit_slip", paper, practice=True)
    assert all("演练" in text for text in texts(result.pdf))
    assert all("演练" not in text for text in texts(printed("visit_slip", paper).pdf))


def test_equal_values_give_equal_bytes_and_the_date_is_the_given_one() -> None:
    first = printed("visit_slip", "80mm")
    pause(1.1)
    assert printed("visit_slip", "80mm").pdf == first.pdf
    with pypdfium2.PdfDocument(first.pdf) as document:
        assert document.get_metadata_value("CreationDate").startswith("D:20261119094200")
    assert printed("visit_slip", "80mm", 姓名="王*").pdf != first.pdf


def test_another_process_prints_the_same_bytes() -> None:
    script = (
        "import sys; from datetime import datetime; from petidesk import paths;"
        "from petidesk.documents.forms.forms import load_form; from petidesk.documents.printing import render;"
        "f = load_form('visit_slip', [paths.forms()]);"
        "sys.stdout.buffer.write(render(f, f.sample(), paper='58mm', at=datetime(2026, 11, 19, 9, 42)).pdf)"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "7", "PYTHONPATH": str(Path(__file__).parents[2])}
    other = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, env=environment).stdout
    assert other == printed("visit_slip", "58mm").pdf


def test_several_threads_print_the_same_bytes() -> None:
    with ThreadPoolExecutor(max_workers=6) as pool:
        made = list(pool.map(lambda number: printed("visit_slip", "80mm", 姓名=f"王{number % 2}").pdf, range(12)))
    assert len(set(made)) == 2
    assert made[0] == printed("visit_slip", "80mm", 姓名="王0").pdf


def test_fonts_are_embedded_and_named(tmp_path: Path) -> None:
    result = printed("visit_slip", "a4")
    file = tmp_path / "slip.pdf"
    file.write_bytes(result.pdf)
    listed = subprocess.run(["pdffonts", str(file)], check=True, capture_output=True, text=True).stdout.splitlines()[2:]
    assert listed
    for line in listed:
        assert re.search(r"\s+yes\s+yes\s+yes\s+\d+\s+\d+$", line), line
    assert {re.split(r"[+\s]", line)[1] for line in listed} == set(result.fonts)


def test_a_character_without_a_glyph_is_reported_and_boxed() -> None:
    result = printed("visit_slip", "80mm", 姓名="王\U0002a6d7")
    assert result.missing_characters == ("\U0002a6d7",)
    assert "王□：" in texts(result.pdf)[0]


def test_rare_names_come_out_again() -> None:
    assert "张㛃𬱟䶮𠮷：" in texts(printed("visit_slip", "80mm", 姓名="张㛃𬱟䶮𠮷").pdf)[0]


def test_the_qr_code_holds_number_and_telephone_only() -> None:
    pdf = printed("visit_slip", "80mm").pdf
    rows = [list(row) for row in segno.make_qr("编号：清访2026-0123\n电话：0571-00000000", error="m", mask=2).matrix]
    side = 28 * MM / (len(rows) + 8)
    with pypdfium2.PdfDocument(pdf) as document:
        page = document[0]
        boxes = []
        for item in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH]):
            bounds = [ctypes.c_float() for _ in range(4)]
            pypdfium2.raw.FPDFPageObj_GetBounds(item.raw, *bounds)
            boxes.append([bound.value for bound in bounds])
        square = [box for box in boxes if abs((box[3] - box[1]) - (box[2] - box[0])) < 1 and box[2] - box[0] > 40]
        ((left, _, right, top),) = square
        assert right - left == pytest.approx(side * len(rows), abs=0.5)
        scale = 6
        image = page.render(scale=scale).to_pil().convert("L")
        height = page.get_size()[1]
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            point = (int((left + (x + 0.5) * side) * scale), int((height - top + (y + 0.5) * side) * scale))
            assert (image.getpixel(point) < 128) == bool(dark), (x, y)


def test_the_registration_form_prints_everything_in_full() -> None:
    result = printed("visit_register_form")
    assert result.pages == 1
    text = texts(result.pdf)[0]
    sample = form("visit_register_form").sample()
    for name, value in sample.items():
        if isinstance(value, str):
            assert "".join(value.split()) in text, name
    assert "330100196803054021" in text
    assert "1.查清我家补偿款没有发放的原因2.把应得的补偿款发到我的银行卡里" in text
    assert "来访人（代表）签名：" in text and "接待人签名：" in text
    assert "检举控告" not in text


def test_an_accusation_is_marked_on_the_file_copy() -> None:
    assert "本表含检举控告内容，依法保密" in texts(printed("visit_register_form", 检举控告=True).pdf)[0]


def test_twice_the_story_is_twice_the_work(calls: Callable[[Callable[[], object]], int]) -> None:
    story = "补偿款没有到账，水渠也没有修。" * 400
    once, twice = (
        calls(lambda times=times: printed("visit_register_form", 反映问题=story * times)) for times in (2, 4)
    )
    assert twice <= 2.2 * once


def test_a_hundred_thousand_characters_flow_over_pages_and_none_is_lost() -> None:
    story = "".join(f"第{number}句，补偿款没有到账。" for number in range(1, 7200))
    assert len(story) > 100_000
    result = printed("visit_register_form", 反映问题=story)
    pages = texts(result.pdf)
    assert len(pages) == result.pages > 30
    assert f"第{result.pages}页共{result.pages}页" in pages[-1]
    assert "（续）" in pages[1] and "（续）" not in pages[0]
    numbers = [int(number) for number in re.findall(r"第(\d+)句", "".join(pages))]
    assert len(set(numbers)) >= 7100  # a page number may stand between the parts of a sentence
    assert outside(result.pdf, 25, 20, 15, 10) == []


def test_the_register_repeats_its_heading_and_counts_its_pages() -> None:
    row = form("visit_register").sample()["登记"][0]
    rows = [{**row, "序号": str(number), "登记编号": f"清访2026-{number:04}"} for number in range(1, 601)]
    result = printed("visit_register", 登记=rows)
    pages = texts(result.pdf)
    assert len(pages) == result.pages > 10
    for number, text in enumerate(pages, start=1):
        assert text.count("反映事项") == 1
        assert f"第{number}页共{len(pages)}页" in text
    found = re.findall(r"清访2026-(\d{4})", "".join(pages))
    assert found == [f"{number:04}" for number in range(1, 601)]
    assert outside(result.pdf, 14, 14, 10, 7) == []
    assert sizes(result.pdf)[0] == pytest.approx((297 * MM, 210 * MM), abs=0.1)


def test_an_empty_register_says_so() -> None:
    assert "这段时间没有登记。" in texts(printed("visit_register", 登记=[]).pdf)[0]


def test_a_row_taller_than_a_page_is_divided() -> None:
    row = {**form("visit_register").sample()["登记"][0], "反映事项": "补偿款没有到账，" * 800}
    result = printed("visit_register", 登记=[row, row])
    assert result.pages > 3
    assert "".join(texts(result.pdf)).count("补偿款没有到账") > 1500


@pytest.mark.parametrize("name", ["visit_slip", "visit_register_form", "visit_register"])
def test_samples_render_on_every_paper_of_their_form(name: str) -> None:
    loaded = form(name)
    for paper in loaded.papers:
        result = render(loaded, loaded.sample(), paper=paper, practice=True, at=AT)
        assert result.pages == len(sizes(result.pdf))
        assert result.missing_characters == ()
