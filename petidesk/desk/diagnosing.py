"""The diagnosis file: what whoever looks after the program needs to know of a folder, and nothing about any person.

It is made from a list of what may go in, not from everything with something taken out: versions, sizes, how many rows,
settings that are a number, a switch or a choice, the kinds of findings, the log (which holds places in the code only).
It needs no password and no folder that opens; what could not be learnt is said by its kind of trouble.
"""

from __future__ import annotations

import contextlib
import json
import platform
import re
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from petidesk import __version__
from petidesk.bugs import LOG_BYTES, LOG_NAME, log_folder
from petidesk.desk.clock import computer_now
from petidesk.desk.opening import open_desk
from petidesk.documents.workbooks.archives import pack
from petidesk.domain.listing import Problem
from petidesk.domain.office.fields import SETTINGS
from petidesk.domain.office.office import Office
from petidesk.domain.trouble import Trouble
from petidesk.storage.file.database import FILE_NAME
from petidesk.storage.file.disk import free_bytes
from petidesk.storage.safety import backup_log, head, shape
from petidesk.storage.secrets import keyring

if TYPE_CHECKING:
    from petidesk.desk.desk import Desk

_LIBRARIES = ("PySide6", "SQLAlchemy", "sqlcipher3", "cryptography", "xlsxwriter", "reportlab")
_README = """诊断文件

给维护人员看的：程序和系统的版本，数据文件夹里各种文件的多少和大小，各表的行数，数字和选项类的设置，核对的结果，错误日志。
没有姓名、证件号、电话、住址和反映的内容，没有编号，没有单位和文件夹的名称，也没有密码。
"""
# A finding names its place by a table and an id, or by a number of the office, which stays here.
_TABLE_AND_ID = re.compile(r"[a-z_]+(\.[a-z]+)? ?[0-9]*")
_SAID_BY_SQLITE = re.compile(r"数据文件损坏：[ -~]*")


def diagnose(folder: Path, opened: Callable[[], contextlib.AbstractContextManager[Desk]] | None) -> bytes:
    """The diagnosis file of a data folder, a .zip; it never fails for what is wrong with the folder.

    `opened` opens the folder for reading; None where its password is not known: nothing is then checked.
    """
    files = {
        "README.txt": _README.encode(),
        "versions.json": _json(_versions()),
        "folder.json": _json(dict(_asked(_folder_facts(folder)))),
    }
    found: dict[str, Any] = {"checked": False, "why": "no_password" if opened is None else None}
    if opened is not None:
        with _told(found):
            with opened() as desk:
                files["settings.json"] = _json(_settings(desk.office.current()))
                found["problems"] = [_without_numbers(problem) for problem in desk.checks.run(contents=False)]
            found["checked"] = True
    files["checks.json"] = _json(found)
    files["log.txt"] = _log()
    return pack(files, at=computer_now())


def of_window(folder: Path, desk: Desk | None) -> bytes:
    """The same for a window, with the desk that is open in it; where none is, a plain folder is opened for reading."""
    if desk is not None:
        return diagnose(folder, lambda: contextlib.nullcontext(desk))
    try:
        locked = keyring.is_encrypted(folder / FILE_NAME)
    except Trouble:
        locked = True
    return diagnose(folder, None if locked else lambda: contextlib.closing(open_desk(folder, purpose="read")))


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, indent=2, default=str).encode()


@contextlib.contextmanager
def _told(found: dict[str, Any]) -> Iterator[None]:
    """Keep the kind of whatever goes wrong in place of what could not be learnt; its words may name something."""
    try:
        yield
    except Trouble as trouble:
        found["why"] = trouble.code
    except Exception as error:
        # Whatever it is must not keep the file from being made that tells of it.
        found["why"] = type(error).__name__


def _asked(facts: Mapping[str, Callable[[], Any]]) -> Iterator[tuple[str, Any]]:
    for name, ask in facts.items():
        answer: dict[str, Any] = {}
        with _told(answer):
            answer["is"] = ask()
        yield name, answer.get("is", {"unknown": answer.get("why")})


def _versions() -> dict[str, Any]:
    libraries = {}
    for name in _LIBRARIES:
        with contextlib.suppress(metadata.PackageNotFoundError):
            libraries[name] = metadata.version(name)
    return {
        "petidesk": __version__,
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "sqlite": shape.engine_version(),
        "libraries": libraries,
        "made_at": f"{computer_now():%Y-%m-%d %H:%M}",
    }


def _folder_facts(folder: Path) -> dict[str, Callable[[], Any]]:
    file = folder / FILE_NAME
    return {
        "data_file_bytes": lambda: _size(file),
        "journal_bytes": lambda: _size(file.with_name(FILE_NAME + "-wal")),
        "encrypted": lambda: keyring.is_encrypted(file),
        "keys": lambda: _keys(folder),
        "folder_mode": lambda: oct(stat.S_IMODE(folder.stat().st_mode)),
        "file_mode": lambda: oct(stat.S_IMODE(file.stat().st_mode)),
        "free_bytes": lambda: free_bytes(folder),
        "backups": lambda: _files(folder / backup_log.FOLDER),
        "attachments": lambda: _files(folder / "attachments"),
        "forms": lambda: _files(folder / "forms"),
        "noted_events": lambda: _noted(folder),
        "in_the_file": lambda: shape.of_file(file),
    }


def _size(file: Path) -> int | None:
    return file.stat().st_size if file.exists() else None


def _files(place: Path) -> dict[str, int]:
    sizes = [path.stat().st_size for path in place.rglob("*") if path.is_file()] if place.is_dir() else []
    return {"files": len(sizes), "bytes": sum(sizes)}


def _keys(folder: Path) -> dict[str, int] | None:
    found = keyring.read(folder)
    return None if found is None else {"rings": len(found.rings), "people": len(found.ring.people)}


def _noted(folder: Path) -> int | None:
    found = head.noted(folder)
    return None if found is None else found.entries


def _settings(office: Office) -> dict[str, Any]:
    """Settings that are a number, a switch or one of our own choices; of all others whether they are filled in."""
    said: dict[str, Any] = {}
    for key, setting in SETTINGS.items():
        value = getattr(office, key, None)
        ours = isinstance(value, bool | int | float) or (isinstance(value, str) and value in setting.choices)
        said[key] = value if ours else "filled" if value else "empty"
    return said


def _without_numbers(problem: Problem) -> dict[str, str]:
    what = problem.what if _SAID_BY_SQLITE.fullmatch(problem.what) else problem.what.split("：")[0]
    return {"what": what, "where": problem.where if _TABLE_AND_ID.fullmatch(problem.where) else ""}


def _log() -> bytes:
    try:
        data = (log_folder() / LOG_NAME).read_bytes()[-LOG_BYTES:]
    except OSError:
        return b""
    return data.replace(str(Path.home()).encode(), b"~")


def file_name(at: datetime) -> str:
    """What a diagnosis file is called where nobody says otherwise."""
    return f"petidesk-{at:%Y%m%d-%H%M}.zip"
