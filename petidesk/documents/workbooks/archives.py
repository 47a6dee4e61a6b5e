"""Several files in one ZIP; with a password each is AES-256 encrypted (WinZip AE-2), which common archivers open."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime

import pyzipper
from pyzipper.zipfile_aes import AESZipInfo

from petidesk.domain.trouble import Refused

SHORTEST_PASSWORD = 8


def pack(files: Mapping[str, bytes], *, at: datetime, password: str = "") -> bytes:
    """The files by name, in their order, dated `at`. File names stay readable: they hold no personal data.

    Refused (bad_value) for a password shorter than eight characters.
    """
    if password and len(password) < SHORTEST_PASSWORD:
        raise Refused("bad_value", f"密码至少{SHORTEST_PASSWORD}位。", field="password")
    out = io.BytesIO()
    encryption = pyzipper.WZ_AES if password else None
    with pyzipper.AESZipFile(out, "w", compression=pyzipper.ZIP_DEFLATED, encryption=encryption) as archive:
        if password:
            archive.setpassword(password.encode("utf-8"))
            archive.setencryption(pyzipper.WZ_AES, nbits=256)
        for name, data in files.items():
            entry = AESZipInfo(name, date_time=(at.year, at.month, at.day, at.hour, at.minute, at.second))
            entry.compress_type = pyzipper.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            archive.writestr(entry, data)
    return out.getvalue()
