"""What cannot be done because of a setting of the office: it is still empty, or says what does not go.

An office begins without a name: what nobody typed stays empty and is never made up. A paper that needs it is refused
here, and whoever shows the refusal leads to the very setting.
"""

from __future__ import annotations

from collections.abc import Sequence

from petidesk.domain.office.fields import CALENDAR, SETTINGS
from petidesk.domain.trouble import Refused, Trouble

NAME, COUNTY = "name", "county"


class OfSetting(Refused):
    """Refused for what stands in the settings: `settings` are their keys, the first to be mended first."""

    def __init__(
        self, code: str, message: str, settings: Sequence[str], *, field: str | None = None, basis: str | None = None
    ) -> None:
        super().__init__(code, message, field=field or settings[0], basis=basis)
        self.settings = tuple(settings)


class Unset(OfSetting):
    """Refused ``missing``: these settings are empty."""

    def __init__(self, settings: Sequence[str], why: str = "", basis: str | None = None) -> None:
        """`why` says what cannot be made for it, as 公示牌 does; without it the sentence names the settings alone."""
        labels = "、".join(SETTINGS[key].label for key in settings)
        words = f"{why or '单位设置'}还缺：{labels}。请先在“设置”里填写。"
        super().__init__("missing", words, settings, basis=basis)


def way_out(trouble: Trouble) -> tuple[str, str]:
    """Where the settings mend a trouble: the key, and what it is called; two empty words where they do not."""
    if isinstance(trouble, OfSetting):
        return trouble.settings[0], SETTINGS[trouble.settings[0]].label
    return (CALENDAR, "放假日历") if trouble.code == "no_calendar" else ("", "")
