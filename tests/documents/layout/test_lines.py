"""Line breaking: nothing lost, nothing wider than the measure, no line that begins or ends as it must not."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from petidesk.documents.forms.forms import Style
from petidesk.documents.layout.lines import HANG, NO_END, NO_START, Line, may_break, measure_text, paragraphs

BODY = Style(size=10.0, align="justify")
TEXTS = st.text(alphabet="征地补偿款未到账，。、；：（）《》“”！ABCabc0123456789.,- %…—𠮷", max_size=200)


def lines(text: str, width: float, style: Style = BODY) -> list[Line]:
    return [line for paragraph in paragraphs([(text, None)], style, width) for line in paragraph.lines]


def words(line: Line) -> str:
    return "".join(run.text for run in line.runs)


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_all_text_is_set_in_its_order(text: str, characters: int) -> None:
    found = "".join(words(line) for line in lines(text, characters * 10.0))
    assert found.replace(" ", "") == text.replace(" ", "")


@given(TEXTS, st.integers(min_value=2, max_value=40))
def test_no_line_is_wider_than_the_measure_but_for_hanging_marks(text: str, characters: int) -> None:
    for line in lines(text, characters * 10.0):
        set_text = words(line)
        natural = measure_text(set_text.rstrip(" "), BODY)
        if line.last:  # drawn together for a single last character
            natural -= max(BODY.spread - line.stretch, 0.0) * (len(set_text) - 1)
        hung = HANG * BODY.size if set_text[-1:] in NO_START else 0.0
        assert natural <= characters * 10.0 + hung + 0.01


@given(TEXTS, st.integers(min_value=8, max_value=40))
def test_a_line_ends_where_it_may_or_where_a_long_word_fills_it(text: str, characters: int) -> None:
    flat = text.replace(" ", "")
    start = 0
    for line in lines(flat, characters * 10.0)[:-1]:
        end = start + len(words(line))
        allowed = [at for at in range(start + 1, end + 1) if may_break(flat[at - 1], flat[at])]
        assert may_break(flat[end - 1], flat[end]) or not allowed
        start = end


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("款", "，", False),
        ("（", "款", False),
        ("款", "（", True),
        ("，", "款", True),
        ("2", "0", False),
        ("6", "年", True),
        (".", "5", False),
        ("—", "—", False),
        ("…", "…", False),
        ("a", "款", True),
        (" ", "a", True),
        ("款", " ", False),
    ],
)
def test_where_a_line_may_end(before: str, after: str, allowed: bool) -> None:
    assert may_break(before, after) is allowed


def test_prohibited_marks_do_not_overlap() -> None:
    assert not NO_START & NO_END - {"”"}


def test_full_lines_reach_the_right_edge_and_the_last_does_not() -> None:
    style = Style(size=10.0, align="justify", indent=2.0)
    first, *_, last = lines("你于二〇二六年到窗口反映补偿款未到账a一事" * 4, 203.0, style)
    assert first.width == pytest.approx(183.0)
    assert first.stretch > 0
    assert last.stretch == 0


def test_a_line_end_begins_a_new_paragraph_with_its_own_indent() -> None:
    made = paragraphs([("一\n二", None), ("三\n", None)], BODY, 100.0)
    assert ["".join(words(line) for line in paragraph.lines) for paragraph in made] == ["一", "二三", ""]


def test_faces_change_within_a_line() -> None:
    line = paragraphs([("编号", None), ("12", "粗黑")], BODY, 200.0)[0].lines[0]
    assert [run.font for run in line.runs] == ["NotoSerifSC-Regular", "NotoSansSC-Bold"]


@pytest.mark.parametrize("piece", ["补偿款，", "a", "。", " ", "补\n"])
def test_twice_the_text_is_twice_the_work(piece: str, calls: Callable[[Callable[[], object]], int]) -> None:
    lines(piece * 100, 200.0)
    short, long = (calls(lambda times=times: lines(piece * times, 200.0)) for times in (2_000, 4_000))
    assert long <= 2.1 * short


@pytest.mark.parametrize("text", ["补偿款，" * 25_000, "a" * 100_000, "。" * 100_000, " " * 100_000, "补\n" * 50_000])
def test_a_hundred_thousand_characters_are_set(text: str) -> None:
    set_text = "".join(words(line) for line in lines(text, 200.0))
    assert set_text.replace(" ", "") == text.replace(" ", "").replace("\n", "")


@pytest.mark.parametrize("end", ["付", "付。"])
def test_a_single_last_character_is_drawn_onto_the_line_before(end: str) -> None:
    text = "补偿款" * 9 + "支"
    assert [words(line) for line in lines(text + end, 280.0)] == [text + end]
    [line] = lines(text + end, 280.0)
    assert line.stretch < BODY.spread and line.width <= 280.0 + HANG * BODY.size
    twice = lines(text + text + end, 280.0)
    assert [words(line) for line in twice] == [text, text + end]


def test_two_last_characters_or_a_short_line_stay_as_they_are() -> None:
    text = "补偿款" * 9 + "支"
    assert [words(line) for line in lines(text + "付了", 280.0)] == [text, "付了"]
    assert [words(line) for line in lines("补偿款未到账", 50.0)] == ["补偿款未到", "账"]
    assert len(lines(text + "付", 280.0, Style(size=10.0, align="left"))) == 2
