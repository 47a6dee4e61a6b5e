"""One ZIP of several files: readable by anybody, or with the password alone."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
import pyzipper

from petidesk.documents.workbooks.archives import pack
from petidesk.domain.trouble import Refused

AT = datetime(2026, 11, 3, 9, 30, 2)
FILES = {"台账2026-10.xlsx": b"workbook" * 100, "清单.json": b"{}"}


def test_without_a_password_any_archiver_reads_it() -> None:
    packed = pack(FILES, at=AT)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == FILES
        assert archive.infolist()[0].date_time == (2026, 11, 3, 9, 30, 2)
    assert pack(FILES, at=AT) == packed


def test_with_a_password_every_file_is_aes_256() -> None:
    packed = pack(FILES, at=AT, password="清溪镇2026年")
    assert b"workbook" not in packed
    # Method 99 with the AE extra field, strength 3: what 7-Zip, WinRAR and Keka call AES-256.
    assert packed[8:10] == (99).to_bytes(2, "little")
    assert bytes((3,)) + (8).to_bytes(2, "little") in packed[:120]
    with pyzipper.AESZipFile(io.BytesIO(packed)) as archive:
        with pytest.raises(RuntimeError):
            archive.read("清单.json")
        archive.setpassword(b"wrong-password")
        with pytest.raises(RuntimeError):
            archive.read("清单.json")
        archive.setpassword("清溪镇2026年".encode())
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


def test_a_short_password_is_refused() -> None:
    with pytest.raises(Refused) as raised:
        pack(FILES, at=AT, password="1234567")
    assert raised.value.field == "password"
