"""Charts as they are drawn: vectors with embedded fonts on a page, a picture with the places of its bars elsewhere."""

from __future__ import annotations

import io
from datetime import datetime

import pypdfium2
import pytest
from PIL import Image

from petidesk.documents.layout.drawing import Press
from petidesk.documents.layout.marks import ChartMark, Page
from petidesk.documents.preview import chart_picture
from petidesk.documents.statistics.charts import BEFORE, NOW, draw, fitting
from petidesk.domain.statistics import charts
from petidesk.domain.statistics.charts import Chart
from tests.domain.statistics.tables import rate, table

MONTHS = [(f"2026-{n:02}", f"2026年{n}月", {"items": (n * 10, 130 - n * 10)}) for n in range(1, 13)]
VILLAGES = [
    ("𠮷家村", "𠮷家村", {"items": (12, 3)}),
    ("清水", "清水河新型农村社区居民委员会第二居民小组", {"items": (4, 0)}),
    ("", "未填", {"items": (1, 1)}),
]


def trend() -> Chart:
    return charts.counted("trend", "信访量逐月走势", table("month", MONTHS), "items", "件", "2026年", "上年")


def villages() -> Chart:
    return charts.counted("bars", "各村信访量", table("village", VILLAGES), "items", "件", "本期", "上年同期")


def on_time() -> Chart:
    return charts.shares("各项比率", [rate("a", "按期答复率", 150, 151), rate("b", "参评率", 0, 0)])


def page_of(chart: Chart, width: float = 440.0) -> pypdfium2.PdfDocument:
    drawn = draw(chart, width)
    with Press("图", datetime(2026, 7, 5)) as press:
        press.add([Page(drawn.width, drawn.height, [ChartMark(0.0, 0.0, drawn)])])
        return pypdfium2.PdfDocument(press.finish())


@pytest.mark.parametrize("made", [trend, villages, on_time])
def test_a_chart_is_vectors_and_every_bar_says_its_name_and_number(made: object) -> None:
    chart: Chart = made()  # type: ignore[operator]
    page = page_of(chart)[0]
    text = page.get_textpage().get_text_bounded().replace("\r\n", "").replace("\n", "")
    assert chart.title in text and chart.unit in text
    for bar in chart.bars:
        assert bar.words in text
        assert bar.label.removeprefix("2026年") in text or len(bar.label) > 15, bar.label
    kinds = {item.type for item in page.get_objects()}
    assert pypdfium2.raw.FPDF_PAGEOBJ_IMAGE not in kinds, "no picture on paper"


def test_fonts_are_embedded_also_for_rare_characters_of_a_village() -> None:
    pdf = page_of(villages())
    assert "𠮷" in pdf[0].get_textpage().get_text_bounded()


def test_bars_differ_by_lightness_alone() -> None:
    def lightness(colour: object) -> float:
        red, green, blue = (getattr(colour, name) for name in ("red", "green", "blue"))
        return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)

    assert lightness(BEFORE) - lightness(NOW) > 0.5


def test_nothing_of_a_chart_runs_out_of_it_or_into_its_neighbour() -> None:
    for chart in (trend(), villages(), on_time()):
        drawn = draw(chart, 440.0)
        left, bottom, right, top = drawn.drawing.getBounds()
        assert left >= -0.5 and bottom >= -0.5 and right <= drawn.width + 0.5 and top <= drawn.height + 0.5, chart.title


def test_a_picture_knows_where_its_bars_are_and_what_they_open() -> None:
    chart = trend()
    picture = chart_picture(chart, 440.0, dpi=144.0)
    assert picture == chart_picture(chart, 440.0, dpi=144.0), "the same chart gives the same bytes"
    assert [spot.id for spot in picture.spots] == [bar.id for bar in chart.bars]
    with Image.open(io.BytesIO(picture.png)) as image:
        scale = image.width / picture.width
        assert image.height / picture.height == pytest.approx(scale, rel=0.01)
        grey = image.convert("L")
        for spot in picture.spots:
            box = [spot.x, spot.y, spot.x + spot.width, spot.y + spot.height]
            dark = grey.crop([round(edge * scale) for edge in box]).point(lambda value: 255 * (value < 90)).histogram()
            assert dark[255] > 20, spot.words


def test_a_chart_that_is_too_long_for_a_page_is_drawn_in_parts() -> None:
    rows = [(f"{n}村", f"{n}村", {"items": (n, 1)}) for n in range(1, 60)]
    chart = charts.counted("bars", "各村信访量", table("village", rows), "items", "件", "本期", "上年同期")
    parts = fitting(chart, 640.0)
    assert len(parts) == 3
    assert all(draw(part, 440.0).height <= 640.0 for part in parts)
    assert [bar for part in parts for bar in part.bars] == list(chart.bars)
