"""What both doors say of a folder whose data file is gone while backups of its office are there."""

from __future__ import annotations

from pathlib import Path

from petidesk.domain.backups import read_name
from petidesk.domain.trouble import Refused
from petidesk.storage.safety import backup_log, lost

_NEW_ONE = "要另建一个单位，请换一个空文件夹。"


def refuse_lost(folder: Path, code: str) -> None:
    """Refuse, with `code` and the field ``data``, to begin anew or to open where an office is to be restored."""
    trouble = trouble_of_lost(folder, code)
    if trouble is not None:
        raise trouble


def trouble_of_lost(folder: Path, code: str = "not_found") -> Refused | None:
    """What to do, and as its hint how the command line does it; None for a folder whose data file is there, or never
    was.
    """
    left = lost.left_of(folder)
    if left is None:
        return None
    gone = f"“{folder}”里的数据文件不见了，"
    if left.best is not None:
        name = read_name(left.best.name)
        day = f"（{name.at:%Y-%m-%d %H:%M}）" if name else ""
        found = f"但有{left.copies}份备份，最近可用的一份是{left.best.name}{day}。请先恢复它，编号才能接着用。"
        hint = f"用 restore {_name(folder, left.best)} 恢复。"
        return Refused(code, gone + found + _NEW_ONE, field="data", hint=hint)
    if left.elsewhere:
        found = f"最后一份备份在“{left.elsewhere}”，现在找不到。请插上U盘，从那份备份恢复。"
    else:
        found = "只剩下日志文件。请从U盘或别处的备份恢复。"
    return Refused(code, gone + found + _NEW_ONE, field="data", hint="用 restore 加备份文件的位置恢复。")


def _name(folder: Path, file: Path) -> str:
    """How the command line names a copy: its bare name where it lies in the folder's own backups."""
    return file.name if file.parent.absolute() == (folder / backup_log.FOLDER).absolute() else str(file)
