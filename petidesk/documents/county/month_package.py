"""A month package as it comes in: opened within limits, every file held against the sum that its list names."""

from __future__ import annotations

import hashlib
import io
import json

import pyzipper

from petidesk.documents.workbooks.xlsx_guard import DAMAGE
from petidesk.domain.county.month_rows import ROWS, Incoming, IncomingFile, parse_rows
from petidesk.domain.trouble import KnownTrouble, Refused

MANIFEST = "清单.json"
MOST_BYTES = 300 * 1024 * 1024
_MOST_FILES = 60
_NO_PACKAGE = "这不是本程序做的月报包。"


def open_package(data: bytes, password: str = "") -> Incoming:
    """Open a month package. Refused (bad_value) for what is none, or damaged; missing for one with a password when
    none is given. KnownTrouble wrong_password."""
    try:
        with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if MANIFEST not in names or ROWS not in names or len(entries) > _MOST_FILES:
                raise Refused("bad_value", _NO_PACKAGE)
            if sum(entry.file_size for entry in entries) > MOST_BYTES:
                raise Refused("too_many", "这个月报包太大，没有打开。")
            if any(entry.flag_bits & 1 for entry in entries):
                if not password:
                    raise Refused("missing", "这个月报包设有密码，请输入密码。", field="password")
                archive.setpassword(password.encode("utf-8"))
            held = {entry.filename: archive.read(entry) for entry in entries}
    except Refused:
        raise
    except RuntimeError as error:
        if "password" in str(error).casefold():
            raise KnownTrouble("wrong_password", "密码不对，没有打开月报包。", field="password") from None
        raise Refused("bad_value", "这个月报包已损坏，请让对方重新发一份。") from None
    except (*DAMAGE, pyzipper.BadZipFile, NotImplementedError):
        raise Refused("bad_value", "这个月报包已损坏，请让对方重新发一份。") from None
    try:
        listed = {str(one["name"]): str(one["sha256"]) for one in json.loads(held[MANIFEST])["files"]}
        rows = json.loads(held[ROWS])
    except (ValueError, KeyError, TypeError):
        raise Refused("bad_value", _NO_PACKAGE) from None
    files = tuple(
        IncomingFile(name, content, listed.get(name) == hashlib.sha256(content).hexdigest())
        for name, content in held.items()
        if name != MANIFEST
    )
    return Incoming(parse_rows(rows), files, hashlib.sha256(data).hexdigest())
