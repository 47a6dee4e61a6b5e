"""Scans and photos on a record: what is known of one, and what is left of it when the record is an accusation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import Any

from petidesk.domain.json_input import clean_text
from petidesk.domain.json_output import iso
from petidesk.domain.trouble import Refused

# The records that take attachments, as the command line names them.
KINDS = {"visit": "来访", "case": "信访事项", "dispute": "矛盾纠纷", "letter": "文书"}
# What may be kept, told by the content and not by the ending.
MEDIA = {
    "image/png": "PNG",
    "image/jpeg": "JPG",
    "image/webp": "WebP",
    "image/bmp": "BMP",
    "image/tiff": "TIF",
    "application/pdf": "PDF",
}
PDF = "application/pdf"
NAME_LIMIT = 120
_UNNAMED = "附件"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One attachment of a record. `bytes` and `pages` are of its file; a removed one has no file any more."""

    attachment_id: int
    kind: str
    number: str
    name: str
    media: str
    bytes: int
    pages: int
    restricted: bool
    added_at: datetime
    added_by: str
    removed_at: datetime | None = None
    removed_by: str = ""
    why: str = ""

    @property
    def removed(self) -> bool:
        """Whether it was taken away; its line stays."""
        return self.removed_at is not None


@dataclass(frozen=True, slots=True)
class ClosedAttachment:
    """An attachment of an accusation: that it is there. Its name and why it went are words of the record."""

    attachment_id: int
    kind: str
    number: str
    bytes: int
    pages: int
    added_at: datetime
    removed_at: datetime | None = None

    @property
    def removed(self) -> bool:
        """Whether it was taken away; its line stays."""
        return self.removed_at is not None


Kept = Attachment | ClosedAttachment


@dataclass(frozen=True, slots=True)
class Content:
    """An attachment with its bytes."""

    attachment: Attachment
    data: bytes


def close(found: Attachment) -> ClosedAttachment:
    """What anybody may know of an attachment of an accusation."""
    return ClosedAttachment(
        found.attachment_id,
        found.kind,
        found.number,
        found.bytes,
        found.pages,
        found.added_at,
        found.removed_at,
    )


def attachment_name(given: str, file: str = "") -> str:
    """What an attachment is called: the name `given`, else that of its file without the folders before it.

    A name that is typed is refused as any text; one of a file is what can be read of it.
    """
    if given.strip():
        return clean_text(given, limit=NAME_LIMIT, multiline=False, path="name", label="附件名称")
    bare = "".join(sign for sign in PurePath(file.replace("\\", "/")).name if sign.isprintable())
    return " ".join(bare.split())[:NAME_LIMIT] or _UNNAMED


def refuse_size(size: int, most_megabytes: int) -> None:
    """Refuse (bad_value) an empty file and one above the limit of the office."""
    if size == 0:
        raise Refused("bad_value", "这个文件是空的，没有附上。请重新扫描或另选一个文件。", field="file")
    if size > most_megabytes << 20:
        words = f"这个文件有{size / (1 << 20):.1f} MB，一个附件最大{most_megabytes} MB。"
        raise Refused(
            "bad_value",
            words + "请用低一点的分辨率扫描（黑白文字300 dpi就够），或把它分成几个文件；上限可以在设置里改。",
            field="file",
        )


def attachment_document(found: Kept) -> dict[str, Any]:
    """One row as `attachment list --json` prints it; of a closed one what anybody may know."""
    words = found if isinstance(found, Attachment) else None
    return {
        "id": found.attachment_id,
        "closed": words is None,
        "name": words.name if words else "",
        "media": words.media if words else "",
        "bytes": found.bytes,
        "pages": found.pages,
        "added_at": iso(found.added_at),
        "added_by": words.added_by if words else "",
        "removed_at": iso(found.removed_at),
        "removed_by": words.removed_by if words else "",
        "why": words.why if words else "",
    }
