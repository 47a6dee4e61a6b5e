"""Opening and writing the files that people name."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from petidesk.domain.trouble import KnownTrouble, Trouble


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


@contextlib.contextmanager
def written_whole(out: Path, data: bytes) -> Iterator[None]:
    """Write a file whole under its name or not at all; the old file of that name stays until the new one is on disk.

    What is done inside the block belongs to it: when that fails, nothing is written. KnownTrouble: full or read_only.
    """
    unfinished = out.with_name(f".{out.name}.part")
    try:
        try:
            with unfinished.open("wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            yield
            os.replace(unfinished, out)
        except OSError as error:
            if error.errno == 28:
                raise KnownTrouble("full", "磁盘已满，没有导出；原来的文件没有动。请清理磁盘后再试。") from None
            raise KnownTrouble(
                "read_only", f"“{out}”不能写入，没有导出。请检查位置和权限；文件开着的请先关闭。"
            ) from None
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
