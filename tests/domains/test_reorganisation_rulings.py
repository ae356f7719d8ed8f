"""What a superior decided about competence outlives the agency and the unit it named."""

from datetime import date
from typing import Any

import pytest
from tests.builders import BIRTH
from tests.builders_reorganisation import DAY, NEW, NEW_DESK, apply, merger

from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import services
from thongsuot.domains.organisation.models import Agency, Area, Competence
from thongsuot.kernel.clock import local_date

pytestmark = pytest.mark.usefixtures("neighbour")

ON = local_date(DAY)
EARLIER, RULED_ON = date(2026, 3, 3), date(2026, 3, 4)
RULING = "Phân định số 1 của UBND tỉnh Mẫu"
OLDER = "Phân định số 0 của UBND tỉnh Mẫu"
DEPARTMENT = "H99.05"


def rule(agency: str, area: str = "99001", source: str = RULING, on: date = RULED_ON) -> None:
    """Let a superior decide who settles births in a unit."""
    services.add_precedent(
        procedure_code=BIRTH, agency_id=Agency.objects.get(code=agency).pk,
        area_id=Area.objects.get(code=area).pk, source=source, on=on,
    )  # fmt: skip


def into_the_neighbour() -> dict[str, Any]:
    """Return a plan that merges Xã Mẫu An into the neighbour, which stands."""
    return merger(
        areas={"go": [{"old": "99001", "new": "99002"}]},
        steps=[
            {"do": "merge", "from": ["H99.31"], "into": "H99.32"},
            {"do": "merge", "from": ["H99.31.01"], "into": "H99.32.01"},
        ],
    )  # fmt: skip


def rulings() -> list[tuple[str, str, str]]:
    """Return the decisions that hold from the plan's day on: agency, unit and source."""
    rows = Competence.objects.filter(is_precedent=True, valid_to=None).order_by("pk")
    return list(rows.values_list("agency__code", "area__code", "source"))


def settler(desk: str) -> str:
    """Return who settles what a desk receives from the plan's day on."""
    return organisation.competent_for(BIRTH, organisation.get_desk(desk, ON), ON).code


def test_it_goes_on_for_the_unit_that_its_own_went_into(province):
    rule(DEPARTMENT)
    apply(merger())
    assert rulings() == [(DEPARTMENT, "99003", RULING)]
    assert settler(NEW_DESK) == DEPARTMENT


def test_it_goes_before_a_plain_row_of_the_same_agency_for_another_unit_that_merges(province):
    rule(DEPARTMENT)
    Competence.objects.create(
        procedure_code=BIRTH, level="province", agency=Agency.objects.get(code=DEPARTMENT),
        area=Area.objects.get(code="99002"), valid_from=EARLIER, source="Bảng mẫu, dòng 9",
    )  # fmt: skip
    apply(merger())
    assert rulings() == [(DEPARTMENT, "99003", RULING)]


def test_it_goes_on_with_the_successor_of_the_agency_it_named(province):
    rule("H99.31")
    apply(merger())
    assert rulings() == [(NEW, "99003", RULING)]


def test_it_goes_before_what_the_plan_or_the_table_says_of_the_same(province):
    rule("H99.31")
    standing = Competence.objects.create(
        procedure_code=BIRTH, level="commune", agency=Agency.objects.get(code="H99.32"),
        area=Area.objects.get(code="99002"), valid_from=EARLIER, source="Bảng mẫu, dòng 9",
    )  # fmt: skip
    named = {
        "procedure": BIRTH, "level": "commune", "area": "99002", "agency": "H99.32",
        "source": "Bảng mẫu, dòng 12",
    }  # fmt: skip
    report = apply(into_the_neighbour() | {"competences": [named]})
    standing.refresh_from_db()
    assert report.problems == ()
    assert rulings() == [("H99.32", "99002", RULING)]
    assert (standing.valid_to, standing.is_precedent) == (ON, False)


def test_a_row_that_begins_on_the_very_day_becomes_it(province):
    rule("H99.31")
    standing = Competence.objects.create(
        procedure_code=BIRTH, level="commune", agency=Agency.objects.get(code="H99.32"),
        area=Area.objects.get(code="99002"), valid_from=ON, source="Bảng mẫu, dòng 9",
    )  # fmt: skip
    apply(into_the_neighbour())
    standing.refresh_from_db()
    assert (standing.is_precedent, standing.source) == (True, RULING)


def test_one_that_a_newer_decision_overruled_does_not_come_back(province):
    rule("H99.31", source=OLDER, on=EARLIER)
    rule(DEPARTMENT)
    apply(merger())
    assert rulings() == [(DEPARTMENT, "99003", RULING)]
    assert settler(NEW_DESK) == DEPARTMENT


def test_an_overruled_one_stays_overruled_where_the_newer_one_needs_no_change(province):
    rule("H99.31", "99002", source=OLDER, on=EARLIER)
    rule(DEPARTMENT, "99002")
    apply(into_the_neighbour())
    assert rulings() == [(DEPARTMENT, "99002", RULING)]
    assert settler("H99.32.01") == DEPARTMENT
