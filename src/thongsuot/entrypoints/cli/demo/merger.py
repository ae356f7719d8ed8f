"""The merger of two communes: the plan that ``org reorganise`` takes, applied on its day.

What is open in them then goes on in the new one, as in any reorganisation.
"""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.rules.reorganisation import FORMAT
from thongsuot.domains.organisation.rules.reorganised import ReorganisationReport
from thongsuot.entrypoints.cli.demo.province import (
    Row,
    area_name,
    committee_of,
    desk_code,
    one_stop_of,
    sample,
)
from thongsuot.kernel.clock import LOCAL

DEPUTY: Final = "Phó Chủ tịch Ủy ban nhân dân"
POSTS: Final = {"desk": ".01:desk", "handler": ":handler", "head": ":head", "clerk": ":clerk"}
"""Where the posts of a commune are, by what they are for."""


def merged_at() -> datetime:
    """Return the first instant of the day of the merger."""
    day = date.fromisoformat(sample("province")["merged_on"])
    return datetime.combine(day, time(), LOCAL)


def plan() -> Row:
    """Return the plan that merges the communes of the sample which end."""
    province = sample("province")
    merged = [row for row in province["communes"] if "merger_of" in row]
    return {
        "format": FORMAT,
        "code": "H99-2025-07",
        "source": "Nghị quyết mẫu về sắp xếp đơn vị hành chính cấp xã (dữ liệu mẫu)",
        "instant": merged_at().isoformat(),
        "areas": {
            "begin": [_area(row, province["area"]["code"]) for row in merged],
            "go": [change for row in merged for change in _changes(row, province)],
        },
        "steps": [step for row in merged for step in _steps(row)],
        "posts": [post for row in merged for post in _second_posts(row)],
    }


def _area(commune: Row, parent: str) -> Row:
    return {"code": commune["area"], "name": area_name(commune), "parent": parent}


def _changes(commune: Row, province: Row) -> Iterator[Row]:
    areas = {row["code"]: row["area"] for row in province["former_communes"]}
    return ({"old": areas[code], "new": commune["area"]} for code in commune["merger_of"])


def _steps(commune: Row) -> Iterator[Row]:
    ended = commune["merger_of"]
    yield {"do": "merge", "from": ended, "into": committee_of(commune)}
    yield {
        "do": "merge", "from": [desk_code(code) for code in ended], "into": one_stop_of(commune),
    }  # fmt: skip


def _second_posts(commune: Row) -> Iterator[Row]:
    """Whoever serves in the second commune goes on beside the first; its head as a deputy."""
    for place, code in enumerate(commune["merger_of"][1:], start=2):
        for what, tail in POSTS.items():
            titled = {"title": DEPUTY} if what == "head" else {}
            yield {"from": f"{code}{tail}-1", "to": f"{commune['code']}{tail}-{place}", **titled}


def apply() -> ReorganisationReport:
    """Merge them at the instant of the plan, with everything that is open.

    Raises:  ValueError if the plan could not be applied: the sample's data are at fault.
    """
    report = dossiers.reorganise(document=plan(), by=Actor.system(), at=merged_at())
    if report.applied_at is None:
        raise ValueError(f"the merger of the sample cannot be applied: {report}")
    return report
