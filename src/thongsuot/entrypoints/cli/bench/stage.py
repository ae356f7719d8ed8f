"""The scratch installation: calendar, catalogue, and a small invented organisation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue import reading, shipped
from thongsuot.domains.catalogue import services as catalogue_services
from thongsuot.domains.deadlines import services as deadline_services
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import services
from thongsuot.domains.organisation.rules.plan import FORMAT
from thongsuot.domains.organisation.terms import AreaFact, AreaLevel
from thongsuot.entrypoints.cli.bench.units import PROCEDURE, Counter
from thongsuot.entrypoints.cli.demo.coming_years import with_invented_years
from thongsuot.entrypoints.shared import tokens
from thongsuot.kernel.clock import local_date

SINCE = "2020-01-01"
SOURCE = "thongsuot bench, invented"
COMMUNES = 4
COUNTERS_PER_DESK = 2

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Stage:
    """Who works at the counters, and the version of the procedure they take in."""

    counters: list[Counter]
    version_id: int


def build(at: datetime) -> Stage:
    """Fill an empty scratch database by the rooms' own services."""
    by, on = Actor.system(), local_date(at)
    deadline_services.publish_calendar(document=with_invented_years(on), by=by, at=at)
    catalogue_services.import_records(
        rows=reading.read_jsonl(shipped.SAMPLE_PROCEDURES), by=by, at=at
    )
    settlements = reading.read_settlements(shipped.SAMPLE_SETTLEMENTS)
    catalogue_services.apply_settlements(settlements=settlements, by=by, at=at)
    services.add_areas(facts=_areas(), successions=[], effective_on=on, source=SOURCE, by=by, at=at)
    services.import_plan(document=_organisation(), by=by, at=at)
    return Stage(
        [_counter(place, at) for place in range(COMMUNES * COUNTERS_PER_DESK)],
        catalogue.current_version(PROCEDURE, on).pk,
    )


def _areas() -> list[AreaFact]:
    province = AreaFact("99", "Tỉnh Mẫu", AreaLevel.PROVINCE, "", None, None)
    return [province] + [
        AreaFact(f"990{place:02d}", f"Xã Mẫu {place}", AreaLevel.COMMUNE, "99", None, None)
        for place in range(COMMUNES)
    ]


def _organisation() -> Row:
    """Return the file: a committee and a desk in each commune, some counters at each desk."""
    document: Row = {"format": FORMAT, "source": SOURCE}
    communes = range(COMMUNES)
    counters = range(COMMUNES * COUNTERS_PER_DESK)
    document["agencies"] = [row for place in communes for row in _agencies(place)]
    document["posts"] = [
        _dated(code=_post(place), title="Công chức Một cửa", kind="desk") for place in counters
    ]
    document["officers"] = [
        {"username": _account(place), "full_name": "Trần Thị Mẫu"} for place in counters
    ]
    document["appointments"] = [
        _dated(officer=_account(place), post=_post(place)) for place in counters
    ]
    document["roles"] = [
        _dated(officer=_account(place), agency=_desk(place), role="receive") for place in counters
    ]
    document["competences"] = [
        _dated(agency=f"H99.{place:02d}", level="commune", procedure=PROCEDURE)
        for place in communes
    ]
    return document


def _agencies(place: int) -> list[Row]:
    code = f"H99.{place:02d}"
    common = {"level": "commune", "area": f"990{place:02d}"}
    committee = f"UBND xã Mẫu {place}"
    desk = f"Trung tâm Phục vụ hành chính công xã Mẫu {place}"
    return [
        _dated(code=code, name=committee, kind="commune_committee", **common),
        _dated(
            code=f"{code}.01", name=desk, kind="one_stop_centre", desk=True, parent=code, **common
        ),
    ]


def _dated(**fields: Any) -> Row:
    return {**fields, "valid_from": SINCE}


def _desk(place: int) -> str:
    return f"H99.{place % COMMUNES:02d}.01"


def _post(place: int) -> str:
    return f"{_desk(place)}:counter-{place}"


def _account(place: int) -> str:
    return f"bench.{place}"


def _counter(place: int, at: datetime) -> Counter:
    on = local_date(at)
    officer = organisation.find_officer(_account(place))
    assert officer is not None  # noqa: S101 - imported just now
    [post] = organisation.posts_of(officer.pk, on)
    desk = organisation.get_agency(_desk(place), on)
    return Counter(
        desk=desk.code,
        desk_id=desk.pk,
        competent=desk.parent.code if desk.parent else "",
        competent_id=desk.parent_id or 0,
        officer_id=officer.pk,
        post_id=post.pk,
        token=tokens.issue(officer_id=officer.pk, post_id=post.pk),
    )
