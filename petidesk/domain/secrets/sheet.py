"""What the recovery sheet says."""

from __future__ import annotations

from datetime import date
from typing import Any

from petidesk.domain.visits.papers import chinese_day

SHEET = "recovery_sheet"
_DIGITS = "零一二三四五六七八九"


def sheet_values(code: str, office: str, on: date) -> dict[str, Any]:
    """The values of the form: each group with its place, and how its signs are told apart aloud."""
    groups = [
        {
            "第": str(place),
            "组": group,
            "念": " ".join(_aloud(sign) for sign in group),
        }
        for place, group in enumerate(code.split("-"), 1)
    ]
    return {"机关名称": office or "信访接待窗口", "制作日期": chinese_day(on), "恢复码": groups}


def _aloud(sign: str) -> str:
    return _DIGITS[int(sign)] if sign.isdigit() else sign
