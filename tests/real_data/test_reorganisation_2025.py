"""The reform of 1 July 2025 whole: 63 provinces into 34, 10,035 communes into 3,321.

Agencies, officers and dossiers are invented, one committee for every true unit; units and what
became of them are those of data/admin, as shipped. The committees of 471 divided communes stop
the plan until a person has decided.
"""

import csv
import random
from collections import Counter, defaultdict
from datetime import date, datetime

import pytest
from django.conf import settings
from django.db import connection, transaction
from tests.builders import BIRTH, LAN, build_procedure
from tests.builders_reorganisation import SYSTEM, apply

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines import services as deadlines
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.faults import holder_faults
from thongsuot.domains.dossiers.queries.figures import Reading, public_figures
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import memory, queries, services, successors
from thongsuot.domains.organisation.models import (
    Agency,
    Appointment,
    Area,
    AreaSuccession,
)
from thongsuot.kernel.clock import LOCAL

DAY = datetime(2025, 7, 1, tzinfo=LOCAL)
BEFORE, ON = date(2025, 6, 30), date(2025, 7, 1)
FIRST_DAY = "2020-01-01"
NOON = datetime(2025, 7, 1, 12, tzinfo=LOCAL)
DOSSIERS = 600
STANDING = {"province": 34, "commune": 3_321}
BEFORE_IN_ALL = 63 + 10_035 + 5
"""Provinces, communes, and the five island districts that had none; eleven provinces go on."""
MERGERS = settings.SHARED_DATA / "data" / "admin" / "merge_wards_2025.csv"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not MERGERS.is_file(), reason="needs data/admin; set THONGSUOT_SHARED"),
]


def code(letter: str, province: str, commune: str = "") -> str:
    """Return an invented agency code: H01.000.04 before the reform, M01.000.04 from it on."""
    return ".".join(filter(None, (f"{letter}{province}", commune[:3], commune[3:])))


def province_of(unit) -> str:
    """Return the code of the province in which a unit lies, or its own."""
    while unit.parent is not None:
        unit = unit.parent
    return unit.code


def organisation_file(units) -> dict:
    """Return one committee, that is its own desk, and one officer for every unit before."""
    file = defaultdict(list)
    for unit in units:
        is_province = unit.level == "province"
        agency = code("H", province_of(unit), "" if is_province else unit.code)
        username, since = f"mau.{unit.code}", {"valid_from": FIRST_DAY}
        file["agencies"].append(
            {"code": agency, "code_legacy": "", "name": f"UBND {unit.name}", "desk": True,
             "kind": f"{unit.level}_committee", "level": unit.level, "area": unit.code,
             "parent": None if is_province else code("H", province_of(unit)), **since}
        )  # fmt: skip
        post = f"{agency}:mot-cua"
        file["posts"].append({"code": post, "title": "Một cửa", "kind": "desk", **since})
        file["officers"].append({"username": username, "full_name": f"Mẫu {unit.code}"})
        file["appointments"].append({"officer": username, "post": post, **since})
        file["roles"] += [
            {"officer": username, "agency": agency, "role": role, **since}
            for role in ("receive", "handle")
        ]
        if not is_province:
            row = {"procedure": BIRTH, "level": unit.level, "agency": agency, **since}
            file["competences"].append(row)
    return {"format": "thongsuot-organisation/1", "source": "Dữ liệu mẫu", **file}


class Reform:
    """The plan that the true successions make, with or without what was decided."""

    def __init__(self) -> None:
        rows = AreaSuccession.objects.select_related("old__parent__parent", "new__parent")
        self.into: dict = defaultdict(list)
        self.new: dict = {}
        for row in rows.order_by("old__code", "new__code"):
            self.into[row.old].append(row.new)
            self.new[row.new.pk] = row.new
        self.described: set[str] = set()

    def plan(self, *, decided: bool) -> dict:
        """Return the plan file."""
        self.described.clear()
        steps = [self._step(old, new, decided) for old, new in self.into.items()]
        settled = [
            {"old": old.code, "new": new[0].code} for old, new in self.into.items() if len(new) > 1
        ]
        return {
            "format": "thongsuot-reorganisation/1", "code": "cai-cach-2025",
            "source": "Nghị quyết 202/2025/QH15 và các nghị quyết liên quan (dữ liệu mẫu)",
            "instant": "2025-07-01T00:00:00+07:00",
            "areas": {"decided": settled if decided else []}, "steps": steps,
        }  # fmt: skip

    def old_code(self, old) -> str:
        """Return the code of the committee of a unit before."""
        return code("H", province_of(old), "" if old.level == "province" else old.code)

    def new_code(self, new) -> str:
        """Return the code of the committee of a unit from the reform on."""
        return code("M", new.code) if new.level == "province" else code(
            "M", new.parent.code, new.code
        )  # fmt: skip

    def _step(self, old, new, decided: bool) -> dict:
        into = [self._target(unit) for unit in new]
        if len(into) == 1:
            return {"do": "merge", "from": [self.old_code(old)], "into": into[0]}
        step = {"do": "split", "from": self.old_code(old), "into": into}
        return step | ({"heir": self.new_code(new[0]), "by": "heir"} if decided else {})

    def _target(self, unit) -> str | dict:
        target = self.new_code(unit)
        if target in self.described:
            return target
        self.described.add(target)
        is_province = unit.level == "province"
        above = None if is_province else self._province(unit.parent)
        level = "province" if is_province else "commune"
        return {
            "code": target, "code_legacy": "", "name": f"UBND {unit.name}", "desk": True,
            "kind": f"{level}_committee", "level": level, "area": unit.code, "parent": above,
        }  # fmt: skip

    def _province(self, unit) -> str:
        return code("M" if unit.pk in self.new else "H", unit.code)


@pytest.fixture(scope="module")
def country(django_db_setup, django_db_blocker):
    """Put the whole country as it was until 30 June 2025 on record, once."""
    django_db_setup.enter()
    with django_db_blocker.unblock(), transaction.atomic():
        at = datetime(2025, 5, 5, 8, tzinfo=LOCAL)
        deadlines.publish_shipped_calendar(by=SYSTEM, at=at)
        services.import_areas(by=SYSTEM, at=at)
        islands = Area.objects.filter(level="district", successions__isnull=False)
        units = [*queries.provinces(BEFORE), *queries.communes(BEFORE), *islands]
        report = services.import_plan(document=organisation_file(units), by=SYSTEM, at=at)
        assert report.problems == ()
        build_procedure(BIRTH, days=5)
        _scatter(DOSSIERS)
        with connection.cursor() as cursor:  # plans of triggers, made while the tables were empty
            cursor.execute("DISCARD PLANS")
        yield Reform()
        transaction.set_rollback(True)


def _scatter(count: int) -> None:
    """Receive dossiers in communes chosen by a seed; every third divided commune has some."""
    chance = random.Random(2025)  # noqa: S311 - a sample, no secret
    divided = sorted(
        set(AreaSuccession.objects.filter(share="part").values_list("old__code", flat=True))
    )
    seats = {
        row.post.agency.code: row
        for row in Appointment.objects.filter(post__agency__level="commune").select_related(
            "post__agency__area"
        )
    }
    by_area = {seat.post.agency.area.code: agency for agency, seat in seats.items()}
    wanted = [by_area[area] for area in divided[::3]]
    wanted += chance.choices(sorted(seats), k=count - len(wanted))
    with memory.unchanging():
        for number, agency in enumerate(wanted):
            _receive(seats[agency], datetime(2025, 6, 30, 8, number % 60, tzinfo=LOCAL))


def _receive(seat: Appointment, at: datetime) -> None:
    agency = seat.post.agency.code
    by = Actor.officer(officer_id=seat.officer_id, post_id=seat.post_id, agency=agency)
    sent = dossiers.register(
        procedure_code=BIRTH, receiving_agency=agency, channel="direct", identity=LAN, answers={},
        by=by, at=at,
    )  # fmt: skip
    dossiers.receive(code=sent.code, by=by, at=at)


def divided_communes() -> set[str]:
    """Return the codes of the communes that the list of data/admin divides."""
    with MERGERS.open(encoding="utf-8") as file:
        return {row["old_ward_code"] for row in csv.DictReader(file) if row["share"] == "part"}


@pytest.mark.timeout(1200)
@pytest.mark.django_db
def test_the_reform_of_2025_stops_for_471_divisions_and_then_leaves_nothing_behind(country):
    before = _counts(), public_figures(NOON)
    stopped = apply(country.plan(decided=False), at=DAY)
    assert stopped.problems == ()
    assert Counter(decision.kind for decision in stopped.decisions) == {"heir": 471}
    open_ = {decision.subject.replace(".", "")[3:] for decision in stopped.decisions}
    assert open_ == divided_communes()
    assert stopped.applied_at is None
    assert Agency.objects.filter(valid_to=None).count() == BEFORE_IN_ALL

    report = apply(country.plan(decided=True), at=DAY)

    assert (report.problems, report.decisions, report.work.orphans) == ((), (), ())
    assert report.applied_at == DAY
    assert Counter(agency.level for agency in queries.agencies(ON)) == STANDING
    assert report.counts["agencies_ended"] == BEFORE_IN_ALL - 11
    _check_work(report, before)
    _check_codes(country)


def _check_work(report, before) -> None:
    """Everything that was open and held is so still, in agencies that stand; nobody is left."""
    work = report.work
    assert (work.open_before, work.held_before) == (work.open_after, work.held_after)
    assert (
        sum(row.dossiers for row in work.moves) == sum(row.held for row in work.moves) == DOSSIERS
    )
    assert _counts() == before[0]
    standing = {agency.pk for agency in queries.agencies(ON)}
    rows = Dossier.objects.values_list("receiving_agency", "competent_agency")
    assert {agency for row in rows for agency in row} <= standing
    assert (report.officers_without_post, report.competences_orphaned) == ((), ())
    assert list(holder_faults()) == []
    assert public_figures(NOON, Reading.AS_WAS) == before[1]
    assert public_figures(NOON, Reading.AS_NOW)[0] == before[1][0]


def _check_codes(country) -> None:
    """Every code of before says what became of it: agencies by the settled units."""
    heirs = successors.heirs(ON)
    by_id = {agency.pk: agency for agency in Agency.objects.all()}
    ended = {agency.code: agency for agency in by_id.values() if agency.valid_to == ON}
    for old, new in country.into.items():
        was = ended[country.old_code(old)]
        stands = by_id[heirs[was.pk]]
        assert stands.code == country.new_code(new[0])
    for old in list(country.into)[::500]:
        assert successors.agency_became(country.old_code(old), ON).ended_on == ON
        assert successors.area_became(old.code, ON).stands == country.into[old][0].code


def _counts() -> tuple[int, int]:
    return Dossier.objects.filter(returned_at=None).count(), custodies.held_in_all()
