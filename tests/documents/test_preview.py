"""Previews are made from the printed bytes and nothing else."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest
from PIL import Image

from petidesk import paths
from petidesk.documents.forms.forms import load_form
from petidesk.documents.preview import page_count, preview
from petidesk.documents.printing import render
from petidesk.domain.trouble import KnownTrouble, Refused


def slip() -> bytes:
    form = load_form("visit_slip", [paths.forms()])
    return render(form, form.sample(), paper="a5", at=datetime(2026, 11, 19, 9, 42)).pdf


def test_a_preview_has_the_size_of_its_paper_and_shows_ink() -> None:
    pdf = slip()
    assert page_count(pdf) == 2
    with Image.open(io.BytesIO(preview(pdf, dpi=100, page=1))) as image:
        assert image.format == "PNG"
        assert image.size == pytest.approx((148 / 25.4 * 100, 210 / 25.4 * 100), abs=2)
        dark = sum(image.convert("L").histogram()[:100])
    assert 1000 < dark < 100_000


def test_several_threads_may_ask_for_pictures_at_once() -> None:
    pdf = slip()
    with ThreadPoolExecutor(max_workers=6) as pool:
        assert len(set(pool.map(lambda page: preview(pdf, 60, page % 2), range(24)))) == 2


def test_a_page_that_does_not_exist_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        preview(slip(), page=2)
    assert caught.value.field == "page"
    with pytest.raises(Refused):
        preview(slip(), dpi=0)


def test_damaged_bytes_are_known_trouble() -> None:
    with pytest.raises(KnownTrouble) as caught:
        page_count(b"%PDF-1.4 broken")
    assert caught.value.code == "damaged"
