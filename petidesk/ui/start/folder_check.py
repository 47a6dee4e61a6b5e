"""Is this a good place for the records? A local disk is; synchronised, network and removable folders are not.

SQLite files on network shares and in synchronised folders get damaged or hang; a stick is lost or pulled out.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QStorageInfo

from petidesk.ui.translate import translate

_SYNCED = (
    "onedrive",
    "dropbox",
    "google drive",
    "nutstore",
    "坚果云",
    "baidusyncdisk",
    "baidunetdisk",
    "百度网盘",
    "微云",
    "wpsdrive",
    "wps云盘",
    "icloud",
    "nextcloud",
    "seafile",
)
_NETWORK = {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "sshfs", "fuse.sshfs", "davfs", "9p", "afs"}
_STICKS = {"vfat", "exfat", "fat32", "fat"}
NEED_BYTES = 500 << 20


@dataclass(frozen=True, slots=True)
class Advice:
    """What to say of a folder: `level` good, soon (advised against) or bad (will not do), and a sentence."""

    level: str
    words: str


def advise(folder: Path) -> Advice:
    """Look at a folder (it need not exist yet) without writing to it."""
    if words := misplaced(folder):
        return Advice("soon", words)
    storage = QStorageInfo(str(_nearest(folder)))
    if storage.isValid() and storage.isReadOnly():
        return Advice("bad", translate("FolderCheck", "这个位置是只读的，不能保存。请换一个位置。"))
    if storage.isValid() and 0 <= storage.bytesAvailable() < NEED_BYTES:
        return Advice("soon", translate("FolderCheck", "这块盘快满了（剩余不到 500 MB），请先清理或换一块盘。"))
    return Advice("good", translate("FolderCheck", "在本机硬盘上，位置合适。"))


def misplaced(folder: Path) -> str:
    """Why records should not lie in this folder, whatever room there is; empty on a local disk."""
    return {
        "network": translate("FolderCheck", "这是网络上的文件夹，断网时记录会打不开，也容易损坏。建议换到本机硬盘。"),
        "synced": translate(
            "FolderCheck",
            "这是网盘的同步文件夹，同步会弄坏正在使用的记录，也会把来访人的信息传出去。建议换到本机硬盘。",
        ),
        "removable": translate("FolderCheck", "这像是U盘。U盘容易丢、容易拔错，只适合放备份。建议换到本机硬盘。"),
    }.get(place_kind(folder, _nearest(folder)), "")


def _nearest(folder: Path) -> Path:
    nearest = folder
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    return nearest


def place_kind(folder: Path, nearest: Path) -> str:
    """network, synced, removable or local, from the path's words and the file system of its nearest parent."""
    words = str(folder).lower()
    storage = QStorageInfo(str(nearest))
    system = bytes(storage.fileSystemType().data()).decode("utf-8", "replace").lower()
    if words.startswith(("\\\\", "//")) or system in _NETWORK:
        return "network"
    if any(name in words for name in _SYNCED):
        return "synced"
    root = storage.rootPath().lower()
    if system in _STICKS and (root.startswith(("/media", "/run/media", "/mnt")) or root[1:3] == ":/"):
        return "removable"
    return "local"
