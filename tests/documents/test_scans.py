"""What a file is by its content, its pages on the screen and on A4."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from petidesk.documents import scans
from petidesk.domain.trouble import KnownTrouble, Refused
from tests.scans import drawn, pdf, picture


@pytest.mark.parametrize(
    ("form", "media"),
    [
        ("PNG", "image/png"),
        ("JPEG", "image/jpeg"),
        ("WEBP", "image/webp"),
        ("BMP", "image/bmp"),
        ("TIFF", "image/tiff"),
    ],
)
def test_a_picture_is_known_by_its_content(form: str, media: str) -> None:
    assert scans.sort_of(picture(form=form)) == scans.Sort(media, 1)


def test_pages_are_counted() -> None:
    target = io.BytesIO()
    drawn(1).save(target, "TIFF", save_all=True, append_images=[drawn(2), drawn(3)])
    assert scans.sort_of(target.getvalue()).pages == 3
    assert scans.sort_of(pdf(4)) == scans.Sort("application/pdf", 4)
    assert scans.pages_of(target.getvalue()) == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 word", "不认识"),
        (b"hello", "不认识"),
        (b"GIF89a" + b"\0" * 40, "不认识"),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, "HEIC"),
        (b"%PDF-1.4 and nothing more", "读不出来"),
        (picture(form="JPEG")[:-200], "读不出来"),
        (picture(form="PNG")[:200], "读不出来"),
        (picture(form="BMP")[:100], "读不出来"),
    ],
)
def test_what_is_not_kept_is_refused_in_words(data: bytes, words: str) -> None:
    with pytest.raises(Refused, match=words) as refused:
        scans.sort_of(data)
    assert (refused.value.code, refused.value.field) == ("bad_value", "file")


def test_a_locked_pdf_is_refused_as_locked() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    target = io.BytesIO()
    canvas = Canvas(target, encrypt=StandardEncryption("secret1"))
    canvas.drawString(50, 50, "x")
    canvas.save()
    with pytest.raises(Refused, match="密码"):
        scans.sort_of(target.getvalue())


def test_too_many_pixels_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans, "MOST_PIXELS", 1000)
    with pytest.raises(Refused, match="像素太多"):
        scans.sort_of(picture())
    # A bomb: a few kilobytes that claim to be larger than any scan.
    target = io.BytesIO()
    Image.new("1", (17_000, 17_000)).save(target, "PNG")
    with pytest.raises(Refused, match="像素太多"):
        scans.sort_of(target.getvalue())


@pytest.mark.filterwarnings("ignore::UserWarning")  # Pillow complains of broken headers before it gives up
@given(
    st.binary(max_size=300),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"%PDF-1.7\n", b"II*\0", b"BM"]),
)
def test_any_bytes_are_kept_or_refused_in_words(tail: bytes, head: bytes) -> None:
    try:
        assert scans.sort_of(head + tail).pages > 0
    except Refused as refused:
        assert refused.message.endswith("。")


def test_a_photo_is_shown_as_the_camera_was_held() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # a quarter turn
    shown = Image.open(io.BytesIO(scans.page_png(picture(form="JPEG", size=(400, 200), exif=exif))))
    assert shown.width < shown.height


def test_a_page_is_no_larger_than_a4_at_its_dots() -> None:
    shown = Image.open(io.BytesIO(scans.page_png(picture(size=(2400, 1200)), dpi=50)))
    assert shown.size == (585, 293)
    with pytest.raises(KnownTrouble, match="打不开"):
        scans.page_png(b"\x89PNG\r\n\x1a\n and nothing")


def test_pictures_lie_on_a4_pages_and_a_pdf_stays_as_it_is() -> None:
    target = io.BytesIO()
    drawn(1).save(target, "TIFF", save_all=True, append_images=[drawn(2, (400, 200))])
    made = scans.on_a4(target.getvalue())
    with pypdfium2.PdfDocument(made) as document:
        sizes = [tuple(round(side) for side in document.get_page_size(page)) for page in range(len(document))]
        seen = document[0].render(scale=1).to_pil().convert("L")
    assert sizes == [(595, 842), (842, 595)]
    assert seen.getextrema()[0] < 60, "the strokes are on the paper"
    assert scans.on_a4(target.getvalue()) == made
    assert scans.on_a4(pdf()) == pdf()
    transparent = io.BytesIO()
    Image.new("RGBA", (100, 100), (0, 0, 0, 0)).save(transparent, "PNG")
    with pypdfium2.PdfDocument(scans.on_a4(transparent.getvalue())) as document:
        assert document[0].render(scale=0.2).to_pil().convert("L").getextrema() == (255, 255)
