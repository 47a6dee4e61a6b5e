"""Opening the files that people name."""

from __future__ import annotations

import sys
from pathlib import Path

from petidesk.domain.trouble import Trouble


def contents(file: Path | str, *, most: int = -1) -> bytes:
    """The bytes of `file`, or of standard input for ``-``; no more than `most` where that is not negative.

    Trouble (usage) with a sentence when it cannot be found or read.
    """
    try:
        if str(file) == "-":
            return sys.stdin.buffer.read(most)
        with Path(file).open("rb") as stream:
            return stream.read(most)
    except FileNotFoundError:
        raise Trouble("usage", f"找不到文件“{file}”，请核对路径。") from None
    except IsADirectoryError:
        raise Trouble("usage", f"“{file}”是文件夹，不是文件。") from None
    except (OSError, ValueError):
        raise Trouble("usage", f"文件“{file}”无法读取。请核对路径和权限；如果正在别的软件里打开，请先关闭。") from None
