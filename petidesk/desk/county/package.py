"""The package for the county every month: workbooks, the ledger for signature, a manifest with counts and hashes.

One ZIP file, with a password AES-256 encrypted. Accusations are not in the ledger; identity and telephone numbers stay
masked unless somebody says why not.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from petidesk import __version__
from petidesk.desk.county.county import FindingsRefused
from petidesk.desk.files import contents, written_whole
from petidesk.desk.ledger.closed_months import asked
from petidesk.desk.ledger.month_reading import CountyMonth, read_month
from petidesk.documents.county.month_package import MANIFEST, MOST_BYTES, open_package
from petidesk.documents.workbooks.archives import pack
from petidesk.domain.county.month_rows import ROWS, Incoming, Sender, rows_document
from petidesk.domain.ledger.listing import balance_document
from petidesk.domain.ledger.months import change_document
from petidesk.domain.office.unset import COUNTY, NAME, Unset
from petidesk.domain.permissions import Permission
from petidesk.domain.trouble import KnownTrouble, Refused
from petidesk.storage.safety import audit as audit_rows
from petidesk.storage.safety import head as heads

if TYPE_CHECKING:
    from petidesk.desk.county.county import County
    from petidesk.desk.ledger.months import LedgerMonths
    from petidesk.desk.ledger.papers import LedgerPapers
    from petidesk.desk.session import Session


@dataclass(frozen=True, slots=True)
class PackedFile:
    """A file of the package: its name, size in bytes, and SHA-256."""

    name: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Package:
    """What was written. `rows`: disputes on the books in the month; `masked`: numbers are shown in part only."""

    path: Path
    files: tuple[PackedFile, ...]
    rows: int
    encrypted: bool
    masked: bool
    sha256: str


class LedgerPackages:
    """`desk.ledger_package`."""

    def __init__(self, session: Session, months: LedgerMonths, ledger_papers: LedgerPapers, county: County) -> None:
        self._session = session
        self._months = months
        self._ledger_papers = ledger_papers
        self._county = county

    def build(
        self,
        month: str,
        out: Path,
        *,
        templates: Sequence[str] = (),
        password: str = "",
        full: bool = False,
        why: str = "",
        anyway: bool = False,
        progress: Callable[[int, int], object] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Package | None:
        """Write the package of a month to `out`, whole or not at all; None when `cancelled`.

        Our own workbook is always in it, and one for each of the county's `templates` by name. Refused: the month's
        errors (`FindingsRefused`) unless `anyway`; missing when `full` has no reason; a password too short. Unset: the
        county has to know whose month it is.

        With `full` it is no package for the county but a bundle to be locked: whole numbers are never among the rows
        that a county's program takes in (rules/people.md), so `rows.json` is left out.
        """
        if full:
            with self._session.reading() as connection:
                self._session.require(connection, Permission.FULL)
        if full and not why.strip():
            raise Refused("missing", "导出完整的身份证号和电话，请写明原因。", field="why", hint="用 --why 写原因。")
        found = read_month(self._session, self._months, month)
        if unset := [key for key in (NAME, COUNTY) if not getattr(found.office, key)]:
            raise Unset(unset, "报县的数据包")
        if not anyway:
            filled = (one for template in templates for one in self._county.unsaid(found, template))
            if errors := tuple(dict.fromkeys((*found.errors, *filled))):
                raise FindingsRefused(month, errors)
        parts: list[str | None] = [None, *templates]
        files: dict[str, bytes] = {}
        for done, template in enumerate(parts):
            if cancelled is not None and cancelled():
                return None
            if progress is not None:
                progress(done, len(parts) + 1)
            name, data = self._county.contents(month, template=template, full=full)
            files[name] = data
        sheet = self._ledger_papers.sheet(month, "a3")
        files[f"矛盾纠纷台账{month}（签字）{'（演练）' if self._session.practice else ''}.pdf"] = sheet.pdf
        if not full:
            files[ROWS] = self._rows(found)
        packed = tuple(PackedFile(name, len(data), hashlib.sha256(data).hexdigest()) for name, data in files.items())
        manifest = self._manifest(found, packed, full)
        files[MANIFEST] = json.dumps(manifest, ensure_ascii=False, indent=2).encode("utf-8")
        archive = pack(files, at=self._session.now(), password=password)
        digest = hashlib.sha256(archive).hexdigest()
        after = {
            "file": out.name,
            "sha256": digest,
            "full": full,
            "encrypted": bool(password),
            "rows": manifest["rows"],
        }
        with written_whole(out, archive):
            self._log(month, {**after, "why": why.strip()} if full else after)
        if progress is not None:
            progress(len(parts) + 1, len(parts) + 1)
        return Package(out, packed, int(manifest["rows"]), bool(password), not full, digest)

    def _rows(self, found: CountyMonth) -> bytes:
        """What another program takes in."""
        with self._session.reading() as connection:
            genesis = audit_rows.first_hash(connection)
            before = audit_rows.last_after(connection, "ledger.packaged").get("sha256", "")
        township = hashlib.sha256(f"township {genesis}".encode()).hexdigest()[:32]
        document = rows_document(
            Sender(township, found.office.full_name, found.office.county_name),
            found.figures.balance,
            asked(found.disputes),
            practice=self._session.practice,
            made_at=self._session.now(),
            previous=str(before),
        )
        return json.dumps(document, ensure_ascii=False, indent=1).encode("utf-8")

    def _log(self, month: str, after: dict[str, Any]) -> None:
        """Leave the audit line; a masked package beside an open window, which alone may write, goes without one."""
        try:
            with self._session.writing() as connection:
                audit_rows.append(connection, self._session.act(), "ledger.packaged", "ledger", month, after=after)
        except KnownTrouble as trouble:
            if after["full"] or trouble.code != "read_only":
                raise

    def _manifest(self, found: CountyMonth, files: Sequence[PackedFile], full: bool) -> dict[str, Any]:
        figures, office = found.figures, found.office
        with self._session.reading() as connection:
            end = heads.of(connection)
        return {
            "unit": office.full_name,
            "month": found.month,
            "made_at": self._session.now().isoformat(timespec="seconds"),
            "program": f"petidesk {__version__}",
            "rows": len(found.disputes),
            "masked": not full,
            "practice": self._session.practice,
            # Kept elsewhere it proves that nothing before it was changed (rules/desk.md, Traces).
            "audit": {"entries": end.entries, "head": end.hash},
            "balance": balance_document(figures.balance),
            "rates": [
                {
                    "label": rate.label,
                    "value": rate.text,
                    "numerator": rate.numerator,
                    "denominator": rate.denominator,
                    "definition": rate.definition,
                }
                for rate in figures.rates
            ],
            "changes_to_closed_months": [change_document(change) for change in figures.changes],
            "files": [{"name": file.name, "bytes": file.bytes, "sha256": file.sha256} for file in files],
        }


def look_into(path: Path | str, password: str = "") -> Incoming:
    """Open a package that came in; no folder is needed. Trouble (usage) when the file cannot be found; the rest as
    `open_package`."""
    return open_package(contents(path, most=MOST_BYTES), password)
