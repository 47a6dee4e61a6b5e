"""What a process asks of the disk, recorded with strace, and what a disk may hold when the power fails after any of it.

The law of such a disk, stricter than any that is sold: what was written to a file since its last flush is there, or
not, piece by piece and in any order; a name that was given, changed or taken since the last flush of its folder is as
it is now or as it was, the names of one folder in their order, those of two folders in any. A rename is one step.
"""

from __future__ import annotations

import random
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_CALLS = (
    "openat,open,creat,close,dup,dup2,dup3,fcntl,lseek,write,pwrite64,writev,pwritev,sendfile,copy_file_range,ftruncate,"
    "truncate,fallocate,fsync,fdatasync,rename,renameat,renameat2,unlink,unlinkat,link,linkat,mkdir,mkdirat,rmdir"
)
_BEGUN = re.compile(r"^\d+ +(\w+)\((.*) <unfinished \.\.\.>$")
_RESUMED = re.compile(r"^(\d+) +<\.\.\. (\w+) resumed>(.*)$")
_DONE = re.compile(r"^\d+ +(\w+)\((.*)\) += +(-?\d+)")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
_NEVER_KEPT = "-shm"
SECTOR = 512


@dataclass(frozen=True)
class Step:
    """One thing asked of the disk: `what` with the file (a number) or folder and name it is asked of."""

    what: str
    file: int = 0
    at: int = 0
    data: bytes = b""
    folder: str = ""
    name: str = ""
    to: tuple[str, str] = ("", "")


@dataclass
class _Handle:
    file: int
    folder: str = ""
    place: int = 0
    append: bool = False


class Recording:
    """The steps of a process below a folder, in order; what it said on standard output stands between them."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self.steps: list[Step] = []
        self._files: dict[str, int] = {}
        self._sizes: dict[int, int] = {}
        self._contents: dict[int, bytearray] = {}
        self._handles: dict[int, _Handle] = {}
        self.first: dict[str, bytes | None] = {}
        for path in sorted(root.rglob("*")):
            self.first[str(path.relative_to(root))] = path.read_bytes() if path.is_file() else None
            if path.is_file():
                number = self._new(str(path))
                self._contents[number] = bytearray(path.read_bytes())

    def _new(self, path: str) -> int:
        number = len(self._contents) + 1
        self._files[path] = number
        self._contents[number] = bytearray()
        return number

    # ---- reading what strace wrote

    def read(self, trace: Path) -> None:
        """Take in all calls of a trace."""
        for call, words, result in _calls(trace):
            if result >= 0 or call == "close":
                take = getattr(self, f"_{call}", None)
                if take is not None:
                    take(words, result)

    def _split(self, path: str) -> tuple[str, str]:
        folder, _, name = path[len(self._root) + 1 :].rpartition("/")
        return folder, name

    def _ours(self, path: str) -> bool:
        return path.startswith(self._root + "/") and not path.endswith(_NEVER_KEPT)

    def _openat(self, words: str, result: int) -> None:
        (path,), flags = _paths(words)[:1], words
        self._handles.pop(result, None)
        if path == self._root:
            self._handles[result] = _Handle(0, "")
            return
        if not self._ours(path):
            return
        if "O_DIRECTORY" in flags or (path not in self._files and "O_CREAT" not in flags):
            self._handles[result] = _Handle(0, path[len(self._root) + 1 :])
            return
        if path not in self._files:
            folder, name = self._split(path)
            self.steps.append(Step("name", self._new(path), folder=folder, name=name))
        elif "O_TRUNC" in flags:
            self._cut(self._files[path], 0)
        self._handles[result] = _Handle(self._files[path], append="O_APPEND" in flags)

    _open = _openat

    def _close(self, words: str, _result: int) -> None:
        self._handles.pop(_first(words), None)

    def _dup(self, words: str, result: int) -> None:
        if (handle := self._handles.get(_first(words))) is not None:
            self._handles[result] = handle

    _dup2 = _dup3 = _dup

    def _fcntl(self, words: str, result: int) -> None:
        if "F_DUPFD" in words:
            self._dup(words, result)

    def _lseek(self, words: str, result: int) -> None:
        if (handle := self._handles.get(_first(words))) is not None:
            handle.place = result

    def _write(self, words: str, result: int) -> None:
        number = _first(words)
        data = _bytes(words)[:result]
        if number == 1:
            self.steps += [Step("said", name=line) for line in data.decode().splitlines()]
        elif (handle := self._handles.get(number)) is not None and handle.file:
            at = len(self._contents[handle.file]) if handle.append else handle.place
            self._put(handle.file, at, data)
            handle.place = at + len(data)

    def _pwrite64(self, words: str, result: int) -> None:
        if (handle := self._handles.get(_first(words))) is not None and handle.file:
            self._put(handle.file, int(words.rsplit(", ", 1)[1]), _bytes(words)[:result])

    def _sendfile(self, words: str, result: int) -> None:
        target, source = (self._handles.get(int(word)) for word in words.split(", ")[:2])
        if target is None or not target.file or not result:
            return
        assert source is not None and source.file, "copied from outside of the recorded folder"
        given = re.search(r"\[(\d+)\]", words)
        at = int(given[1]) if given else source.place
        self._put(target.file, target.place, bytes(self._contents[source.file][at : at + result]))
        target.place += result
        if not given:
            source.place += result

    def _writev(self, words: str, _result: int) -> None:
        assert _first(words) not in self._handles, "written in a way that is not recorded"

    _pwritev = _copy_file_range = _fallocate = _writev

    def _ftruncate(self, words: str, _result: int) -> None:
        if (handle := self._handles.get(_first(words))) is not None and handle.file:
            self._cut(handle.file, int(words.rsplit(", ", 1)[1]))

    def _truncate(self, words: str, _result: int) -> None:
        (path,) = _paths(words)
        if path in self._files:
            self._cut(self._files[path], int(words.rsplit(", ", 1)[1]))

    def _fsync(self, words: str, _result: int) -> None:
        if (handle := self._handles.get(_first(words))) is not None:
            self.steps.append(Step("sync", handle.file) if handle.file else Step("sync folder", folder=handle.folder))

    _fdatasync = _fsync

    def _rename(self, words: str, _result: int) -> None:
        old, new = _paths(words)
        if self._ours(new) and old in self._files:
            number = self._files.pop(old)
            self._files[new] = number
            folder, name = self._split(old)
            self.steps.append(Step("rename", number, folder=folder, name=name, to=self._split(new)))

    _renameat = _renameat2 = _rename

    def _unlink(self, words: str, _result: int) -> None:
        (path,) = _paths(words)
        if path in self._files:
            number = self._files.pop(path)
            folder, name = self._split(path)
            self.steps.append(Step("gone", number, folder=folder, name=name))
        elif self._ours(path) and "AT_REMOVEDIR" in words:
            self._rmdir(words, 0)

    _unlinkat = _unlink

    def _rmdir(self, words: str, _result: int) -> None:
        (path,) = _paths(words)
        folder, name = self._split(path)
        self.steps.append(Step("gone", folder=folder, name=name))

    def _link(self, words: str, _result: int) -> None:
        old, new = _paths(words)
        if old in self._files:
            self._files[new] = self._files[old]
            folder, name = self._split(new)
            self.steps.append(Step("name", self._files[old], folder=folder, name=name))

    _linkat = _link

    def _mkdir(self, words: str, _result: int) -> None:
        (path,) = _paths(words)
        if self._ours(path):
            folder, name = self._split(path)
            self.steps.append(Step("folder", folder=folder, name=name))

    _mkdirat = _mkdir

    def _put(self, file: int, at: int, data: bytes) -> None:
        content = self._contents[file]
        content.extend(bytes(max(at + len(data) - len(content), 0)))
        content[at : at + len(data)] = data
        self.steps.append(Step("write", file, at, data))

    def _cut(self, file: int, size: int) -> None:
        content = self._contents[file]
        del content[size:]
        content.extend(bytes(size - len(content)))
        self.steps.append(Step("size", file, size))


def _calls(trace: Path) -> Iterator[tuple[str, str, int]]:
    begun: dict[str, str] = {}
    with trace.open(encoding="ascii") as lines:
        for raw in lines:
            line = raw.rstrip("\n")
            pid = line.split(" ", 1)[0]
            if _BEGUN.match(line):
                begun[pid] = line.removesuffix(" <unfinished ...>")
                continue
            if (resumed := _RESUMED.match(line)) is not None:
                line = begun.pop(pid) + resumed[3]
            if (done := _DONE.match(line)) is not None:
                yield done[1], done[2], int(done[3])


def _first(words: str) -> int:
    return int(re.match(r"-?\d+", words)[0])  # type: ignore[index]


def _bytes(words: str) -> bytes:
    found = _TEXT.search(words)
    return bytes.fromhex(found[1].replace("\\x", "")) if found else b""


def _paths(words: str) -> list[str]:
    return [bytes.fromhex(one.replace("\\x", "")).decode() for one in _TEXT.findall(words)]


def record(command: list[str], root: Path, trace: Path) -> Recording:
    """Run a command to its end; what it asked of the disk below `root`."""
    recording = Recording(root)
    strace = ["strace", "-f", "-qq", "--seccomp-bpf", "-e", f"trace={_CALLS}", "-e", "signal=none"]
    subprocess.run([*strace, "-xx", "-s", "33554432", "-o", str(trace), *command], check=True, capture_output=True)
    recording.read(trace)
    trace.unlink()
    return recording


# ---- what the disk may hold


@dataclass
class _File:
    """A file: what is surely on the disk, and what was asked since."""

    durable: bytearray = field(default_factory=bytearray)
    pending: list[Step] = field(default_factory=list)
    flushed: int = 0

    def content(self, kept: list[Step]) -> bytes:
        data = bytearray(self.durable)
        for step in kept:
            if step.what == "size":
                del data[step.at :]
                data.extend(bytes(step.at - len(data)))
            else:
                data.extend(bytes(max(step.at + len(step.data) - len(data), 0)))
                data[step.at : step.at + len(step.data)] = step.data
        return bytes(data)


class Disk:
    """A disk that is asked one step after the other; `states` says what it may hold when the power fails now."""

    def __init__(self, recording: Recording) -> None:
        self._files: dict[int, _File] = {0: _File()}
        # Each name with the file that it surely means; a folder means nothing but itself.
        self._names: dict[tuple[str, str], int | None] = {}
        self._pending: list[Step] = []
        for path, data in recording.first.items():
            folder, _, name = path.rpartition("/")
            if data is None:
                self._names[folder, name] = None
            else:
                number = len(self._files)
                self._files[number] = _File(bytearray(data))
                self._names[folder, name] = number

    def take(self, step: Step) -> None:
        """Ask one step more."""
        if step.what in ("write", "size"):
            self._files.setdefault(step.file, _File()).pending.append(step)
        elif step.what == "sync":
            file = self._files.setdefault(step.file, _File())
            file.durable, file.flushed = bytearray(file.content(file.pending)), file.flushed + len(file.pending)
            file.pending = []
        elif step.what == "sync folder":
            flushed = [one for one in self._pending if step.folder in (one.folder, *one.to[:1])]
            for one in flushed:
                _named(self._names, one)
            self._pending = [one for one in self._pending if one not in flushed]
        elif step.what != "said":
            self._pending.append(step)

    def version(self) -> tuple[object, ...]:
        """What tells this moment from another: names, and how much was asked of each file that has its own name."""
        names = dict(self._names)
        for step in self._pending:
            _named(names, step)
        return tuple(
            (place, number, 0 if _unfinished(place[1]) or not number else self._asked(number))
            for place, number in sorted(names.items())
        )

    def _asked(self, number: int) -> tuple[int, int]:
        file = self._files.get(number, _File())
        return file.flushed, len(file.pending)

    def write(self, root: Path, chance: random.Random | None, *, everything: bool = False) -> None:
        """Make the folder as the disk may hold it: `everything` that was asked, by `chance` some, else what is sure."""
        names = dict(self._names)
        for step in self._kept_names(chance, everything=everything):
            _named(names, step)
        for left in root.iterdir():
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        for (folder, name), number in sorted(names.items()):
            path = root / folder / name
            if not path.parent.is_dir():
                continue  # the folder's own name was lost
            if number is None:
                path.mkdir(mode=0o700)
            else:
                path.write_bytes(self._content(number, chance, everything=everything))
                path.chmod(0o600)

    def _kept_names(self, chance: random.Random | None, *, everything: bool) -> list[Step]:
        if everything or chance is None:
            return self._pending if everything else []
        ends = {
            folder: chance.randint(0, len(self._pending)) for folder in sorted({one.folder for one in self._pending})
        }
        return [one for place, one in enumerate(self._pending) if place < ends[one.folder]]

    def _content(self, number: int, chance: random.Random | None, *, everything: bool) -> bytes:
        file = self._files.get(number, _File())
        if everything or chance is None:
            return file.content(file.pending if everything else [])
        kept = [_torn(step, chance) for step in file.pending if chance.random() < 0.5]
        return file.content(kept)


def _torn(step: Step, chance: random.Random) -> Step:
    """Now and then only the first sectors of a piece come to the disk."""
    if step.what == "write" and len(step.data) > SECTOR and chance.random() < 0.2:
        return Step("write", step.file, step.at, step.data[: chance.randrange(len(step.data) // SECTOR) * SECTOR])
    return step


def _named(names: dict[tuple[str, str], int | None], step: Step) -> None:
    here = (step.folder, step.name)
    if step.what == "rename":
        names.pop(here, None)
        names[step.to] = step.file
    elif step.what == "gone":
        names.pop(here, None)
    else:
        names[here] = step.file if step.what == "name" else None


def _unfinished(name: str) -> bool:
    return re.search(r"\.(part|new|restoring|moving|recast)(-|$)", name) is not None
