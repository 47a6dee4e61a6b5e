"""What 材料退还清单 says: the papers that a visitor left, to be given back one by one."""

from __future__ import annotations

from typing import Any

from petidesk.domain.office.office import Office
from petidesk.domain.visits.papers import chinese_day, visitor_line
from petidesk.domain.visits.visits import Visit

# The folder of its form.
RETURN = "materials_return"


def return_values(visit: Visit, office: Office) -> dict[str, Any]:
    """Values of 材料退还清单; the copies that go back, and whether they are originals, are written by hand."""
    content = visit.content
    return {
        "机关名称": office.name_or_line,
        "登记编号": visit.visit_no,
        "来访人": visitor_line(content),
        "来访日期": chinese_day(content.at),
        "材料": [{"名称": item.name, "份数": f"{item.copies}份"} for item in content.materials],
    }
