"""What cannot be made because a setting of the office is still empty.

An office begins without a name: what nobody typed stays empty and is never made up. A paper that needs it is refused
here, and whoever shows the refusal can lead to the very setting.
"""

from __future__ import annotations

from collections.abc import Sequence

from petidesk.domain.office.fields import SETTINGS
from petidesk.domain.trouble import Refused

NAME, COUNTY = "name", "county"


class Unset(Refused):
    """Refused ``missing``: `settings` are the keys (of SETTINGS) that are empty, `field` the first of them."""

    def __init__(self, settings: Sequence[str], why: str = "", basis: str | None = None) -> None:
        """`why` says what cannot be made for it, as 公示牌 does; without it the sentence names the settings alone."""
        self.settings = tuple(settings)
        words = f"{why or '单位设置'}还缺：{setting_labels(self.settings)}。请先在“设置”里填写。"
        super().__init__("missing", words, field=self.settings[0], basis=basis)


def setting_labels(settings: Sequence[str]) -> str:
    """The settings as a sentence names them."""
    return "、".join(SETTINGS[key].label for key in settings)
