"""Every paper of six kinds of records, read back: nothing left out, nothing beyond its frame, nothing over anything."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator

import pypdfium2
import pytest

from petidesk import paths
from petidesk.desk import clock
from tests.desk.papers.six_records import RECORDS, Clock, Printed, all_papers, open_office

# What a form or a value left open, and what nobody knows.
BROKEN = re.compile(r"…|\.{3}|None|[{}]|未命名|未填|某某|\bnan\b")
# What only somebody who came in person can do, and where.
IN_PERSON = re.compile("宣读|来访地点|接待地点|来访人（代表）签名|来访人签名")
# Who signs each for himself: the representatives of the group; two who came together and chose nobody.
SIGNERS = {"group": ("张桂花", "李大山", "欧阳春兰"), "long": ("张桂花", "李大山")}
EDGE = 2.0  # mm from the edge of the paper that no printer reaches
TOUCHING = 1.2  # pt by which lines may touch that stand close
MM = 72 / 25.4
Line = tuple[str, float, float, float, float]


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[tuple[Printed, list[list[Line]]]]]:
    before: object = clock.source
    now = Clock()
    clock.source = now
    try:
        with contextlib.closing(open_office(tmp_path_factory.mktemp("six") / "data")) as desk:
            yield [(one, _pages(one.paper.pdf)) for one in all_papers(desk, now)]
    finally:
        clock.source = before  # type: ignore[assignment]


def _pages(pdf: bytes) -> list[list[Line]]:
    """The lines of each page: words, left, bottom, right and top in pt; the page's own size as the last line."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_lines(page) for page in document]


def _lines(page: pypdfium2.PdfPage) -> list[Line]:
    text = page.get_textpage()
    found = [text.get_rect(place) for place in range(text.count_rects())]
    lines = [(text.get_text_bounded(*box).strip(), *box) for box in found]
    width, height = page.get_size()
    return [*(line for line in lines if line[0]), ("", 0.0, 0.0, width, height)]


def test_no_paper_leaves_anything_open(printed: list[tuple[Printed, list[list[Line]]]]) -> None:
    assert {one.record for one, _ in printed} == set(RECORDS) and len(printed) > 250
    found = {
        (one.form, one.record, word)
        for one, pages in printed
        for word in BROKEN.findall("".join(line[0] for page in pages for line in page))
    }
    assert found == set()
    assert {(one.form, one.paper.missing_characters) for one, _ in printed if one.paper.missing_characters} == set()


def test_only_an_accusation_is_nameless(printed: list[tuple[Printed, list[list[Line]]]]) -> None:
    nameless = {one.form for one, pages in printed if "×××" in _words(pages) and one.record != "accusation"}
    assert nameless == set()


def test_nothing_is_printed_beyond_the_frame(printed: list[tuple[Printed, list[list[Line]]]]) -> None:
    beyond = set()
    for one, pages in printed:
        for *lines, (_, _, _, width, height) in pages:
            edge = EDGE * MM
            for words, left, bottom, right, top in lines:
                if min(left, bottom, width - right, height - top) < edge:
                    beyond.add((one.form, one.record, words))
    assert beyond == set()


def test_no_line_is_printed_over_another(printed: list[tuple[Printed, list[list[Line]]]]) -> None:
    over = set()
    for one, pages in printed:
        for *lines, _ in pages:
            ordered = sorted(lines, key=lambda line: -line[4])
            for place, first in enumerate(ordered):
                for second in ordered[place + 1 :]:
                    if second[4] < first[2]:
                        break
                    if _overlap(first, second):
                        over.add((one.form, one.record, first[0], second[0]))
    assert over == set()


def _overlap(first: Line, second: Line) -> bool:
    wide = min(first[3], second[3]) - max(first[1], second[1])
    high = min(first[4], second[4]) - max(first[2], second[2])
    return wide > TOUCHING and high > TOUCHING


def test_no_paragraph_ends_in_a_single_character(printed: list[tuple[Printed, list[list[Line]]]]) -> None:
    single = {
        (one.form, one.record, words)
        for one, pages in printed
        if pages[0] and any(line[0] == "清溪镇人民政府" for line in pages[0])
        for page in pages
        for words, left, _, right, _ in page
        if re.fullmatch(r"[一-龥][。，；：）]?", words) and _alone((words, left, 0.0, right, 0.0), page)
    }
    assert single == set()


def _alone(line: Line, page: list[Line]) -> bool:
    """Whether nothing else stands in its row."""
    whole = next(other for other in page if other[0] == line[0] and other[1] == line[1])
    middle = (whole[2] + whole[4]) / 2
    return not any(other is not whole and other[0] and other[2] < middle < other[4] for other in page)


def test_only_who_came_signs_and_is_read_to(printed: list[tuple[Printed, list[list[Line]]]]) -> None:
    said = {
        (one.form, one.record, word)
        for one, pages in printed
        if one.record in ("letter", "hotline") and one.form.startswith("visit_")
        for word in IN_PERSON.findall(_words(pages))
    }
    assert said == set()


@pytest.mark.parametrize("record", SIGNERS)
def test_each_of_several_signs_and_is_served(printed: list[tuple[Printed, list[list[Line]]]], record: str) -> None:
    names = SIGNERS[record]
    by_all = [path.parent.name for path in paths.forms().glob("*/form.toml") if "签名人" in path.read_text("utf-8")]
    signed = [(one.form, _words(pages)) for one, pages in printed if one.record == record]
    missing = {
        (form, name)
        for form, words in signed
        for name in names
        if form in by_all and not re.search(f"{name}签名|签收人（{name}）", words)
    }
    assert len(by_all) >= 9 and missing == set()
    # What one of several signs alone: whom the office called or visited.
    alone = {form for form, words in signed if re.search("(信访人|申请人|甲方|来访人（代表）)签名|签收人：", words)}
    assert alone == {"follow_up_record"}
    receipts = [pages for one, pages in printed if one.record == record and one.form.startswith("service_receipt")]
    assert receipts
    for pages in receipts:
        assert [name in _words([page]) for page, name in zip(pages, names, strict=True)] == [True] * len(names)


def test_a_paper_speaks_to_all_who_ask(printed: list[tuple[Printed, list[list[Line]]]]) -> None:
    called = {"long": "张桂花、李大山：你们", "group": "张桂花等23人：你们", "letter": "周国强等7人：你们"}
    said = {(one.record, one.form): _words(pages) for one, pages in printed}
    for record, words in called.items():
        for form in ("visit_slip", "visit_notice_slip", "acceptance_notice", "handling_opinion", "review_guidance"):
            assert words in said[record, form], (record, form)
    titles = {"long": "张桂花、李大山", "group": "张桂花等人", "letter": "周国强等人", "accusation": "有关人员"}
    assert {
        record: re.search("关于(.+?)信访事项的办结报告", said[record, "conclusion_report"])[1]  # type: ignore[index]
        for record in titles
    } == titles


def test_nothing_is_said_of_a_body_or_a_call_that_was_not(printed: list[tuple[Printed, list[list[Line]]]]) -> None:
    reports = [_words(pages) for one, pages in printed if one.form == "conclusion_report"]
    assert len(reports) == 6 and not [words for words in reports if "贵单位交办" in words]
    orders = [_words(pages) for one, pages in printed if one.record == "hotline" and "withdrawal" in one.form]
    assert orders and "向清溪镇人民政府反映" not in orders[0]


def test_an_accusation_names_its_accuser_to_himself_and_in_the_file_alone(
    printed: list[tuple[Printed, list[list[Line]]]],
) -> None:
    out = ("accusation_handover", "conclusion_report", "objection_letter")
    named = {one.form for one, pages in printed if one.record == "accusation" and "孙立人" in _words(pages)}
    assert not named & set(out)
    told = {one.form for one, pages in printed if one.record == "accusation" and "截留" in _words(pages)}
    assert told <= {"visit_register_form"}


def _words(pages: list[list[Line]]) -> str:
    return "".join("".join(line[0].split()) for page in pages for line in page)
