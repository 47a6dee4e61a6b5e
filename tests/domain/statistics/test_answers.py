"""A line of a table in the words of a report."""

from __future__ import annotations

from datetime import date

from petidesk.domain.statistics.answers import answer
from petidesk.domain.statistics.catalogue import SUBJECTS
from petidesk.domain.statistics.figures import Figure, FigureId
from petidesk.domain.statistics.spans import Span

SPAN = Span(date(2026, 1, 1), date(2026, 12, 31))


def figures(**values: tuple[int, int | None]) -> dict[str, Figure]:
    return {
        name: Figure(FigureId("visits", name, SPAN, SPAN.until), value, base) for name, (value, base) in values.items()
    }


def test_the_pair_of_the_year_is_said_as_the_report_said_it() -> None:
    said = figures(items=(3100, 2000), batches=(2901, 1903), people=(5974, 4018))
    assert answer("visits", said, ["batches", "people"], "2026年") == (
        "2026年，共接待来访2901批5974人次，同比分别上升52.44%、48.68%。"
    )
    assert answer("visits", said, ["items", "batches", "people"], "2026年", places=1) == (
        "2026年，共登记信访3100件，同比上升55.0%；共接待来访2901批5974人次，同比分别上升52.4%、48.7%。"
    )


def test_a_line_says_whose_it_is_and_a_base_of_nought_has_no_rate() -> None:
    said = figures(items=(3, 0), batches=(2, 2), people=(4, 4))
    assert answer("visits", said, ["items"], "2026年10月", row="东村") == "2026年10月，东村：登记信访3件，上年同期为0。"
    assert answer("visits", said, ["batches", "people"], "2026年10月", row="东村", compare="before") == (
        "2026年10月，东村：接待来访2批4人次，环比均持平。"
    )


def test_without_a_comparison_there_are_numbers_only_and_nothing_is_said_of_nothing() -> None:
    said = figures(items=(3, None))
    assert answer("visits", said, ["items"], "2026年", compare="none") == "2026年，共登记信访3件。"
    assert answer("visits", said, [], "2026年") == ""


def test_every_measure_of_every_subject_is_said() -> None:
    for name, subject in SUBJECTS.items():
        for measure in subject.measures:
            said = {measure.name: Figure(FigureId(name, measure.name, SPAN, SPAN.until), 7)}
            words = answer(name, said, [measure.name], "2026年", compare="none")
            assert "7" in words and words.startswith("2026年，") and words.endswith("。"), measure
