"""A swap of days that is announced late, and the promises that are counted anew after it."""

from datetime import timedelta

from tests.builders import MONDAY
from tests.builders_deadlines import SHIPPED, document

from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor

SYSTEM = Actor.system()
TUESDAY = MONDAY + timedelta(days=1)


def swapped(off="2026-03-06", worked="2026-03-14", **parts):
    """Return the shipped calendar with one more swap of days, in force from 3 March 2026."""
    year = SHIPPED["years"]["2026"]
    return document(
        version="2022-2026.2", in_force_from="2026-03-03", source="Công văn mẫu số 1",
        years=SHIPPED["years"] | {"2026": {
            "day_off": year["day_off"] | {off: f"Ngày nghỉ (thay cho ngày {worked})"},
            "work_on": sorted([*year["work_on"], worked]),
        }},
    ) | parts  # fmt: skip


def publish_swap(at=TUESDAY, **parts):
    """Publish it the day after the dossiers came."""
    deadlines.publish_calendar(document=swapped(**parts), by=SYSTEM, at=at)


def publish_2027(at):
    """Publish one more year, from that day on."""
    off = {"day_off": {"2027-01-01": "Tết Dương lịch"}, "work_on": []}
    longer = document(
        version="2022-2027.1", in_force_from=f"{at:%Y-%m-%d}", source="Thông báo mẫu",
        years=SHIPPED["years"] | {"2027": off},
    )  # fmt: skip
    deadlines.publish_calendar(document=longer, by=SYSTEM, at=at)


def recount(at=TUESDAY, **more):
    """Do one part of counting anew."""
    return dossiers.recount_due_dates(by=SYSTEM, at=at, **more)
