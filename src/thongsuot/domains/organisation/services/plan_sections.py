"""How each section of an organisation file meets what is on record.

Every section resolves what its rows refer to, compares them with the rows on record under the
same natural key, refuses what would hold twice on one day, and then writes in bulk.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from thongsuot.domains.organisation.models import (
    Agency,
    Appointment,
    Area,
    Competence,
    Officer,
    Post,
    RoleGrant,
)
from thongsuot.domains.organisation.rules.plan import PlanRow, agency_columns
from thongsuot.domains.organisation.services.plan_changes import (
    BATCH,
    Changes,
    Fields,
    KeyOf,
    Taken,
    holds,
)
from thongsuot.kernel.text import fold

Section = Callable[[Sequence[PlanRow], Taken], None]


def _days(row: PlanRow) -> Fields:
    return {"valid_from": row.values["valid_from"], "valid_to": row.values["valid_to"]}


def _by_key(rows: Iterable[Any], key: KeyOf) -> dict[Hashable, Any]:
    return {key(row): row for row in rows}


def _take_agencies(rows: Sequence[PlanRow], taken: Taken) -> None:
    """Take over agencies; their parents are looked up once all are on record."""

    def key(agency: Agency) -> Hashable:
        return agency.code, agency.valid_from

    areas = {row.text("area") for row in rows}
    taken.know("area", Area.objects.filter(code__in=areas))
    changes = Changes(Agency, key, _by_key(Agency.objects.all(), key), taken)
    for row in rows:
        area = taken.find("area", row, "area")
        if area is not None:
            changes.take(row, _agency_fields(row, area))
    changes.refuse_twice_at_once(lambda agency: agency.code, "code")
    changes.refuse_twice_at_once(lambda agency: agency.code_legacy, "code_legacy")
    changes.write("agencies")
    on_record = [*changes.on_record.values(), *(a for a in changes.new if a.pk)]
    taken.know("agency", on_record)
    _take_parents(changes, on_record, taken)


def _agency_fields(row: PlanRow, area: Area) -> Fields:
    return {**agency_columns(row), "area_id": area.pk, **_days(row)}


def _take_parents(changes: Changes, agencies: Sequence[Agency], taken: Taken) -> None:
    by_key = _by_key(agencies, changes.key)
    moved: list[Agency] = []
    for key, row in changes.rows.items():
        parent = taken.find("agency", row, "parent") if row.text("parent") else None
        agency = by_key.get(key)
        if agency is not None and agency.parent_id != (parent.pk if parent else None):
            agency.parent = parent
            moved.append(agency)
    _refuse_circles(changes, agencies, taken)
    Agency.objects.bulk_update(moved, ["parent"], batch_size=BATCH)
    counted = {id(agency) for agency in (*changes.new, *changes.changed, *changes.shortened)}
    only_moved = sum(id(agency) not in counted for agency in moved)
    taken.updated["agencies"] += only_moved
    taken.unchanged["agencies"] -= only_moved


def _refuse_circles(changes: Changes, agencies: Sequence[Agency], taken: Taken) -> None:
    parents = {agency.pk: agency.parent_id for agency in agencies}
    for agency in agencies:
        above, steps = agency.parent_id, 0
        while above is not None and above != agency.pk and steps < len(parents):
            above, steps = parents.get(above), steps + 1
        row = changes.rows.get(changes.key(agency))
        if above == agency.pk and row is not None:
            taken.problems.append(row.problem("parent", "leads back to the agency itself"))


def _take_posts(rows: Sequence[PlanRow], taken: Taken) -> None:
    """Take over posts; the agency is the one that the post's code begins with."""

    def key(post: Post) -> Hashable:
        return post.code, post.valid_from

    changes = Changes(Post, key, _by_key(Post.objects.all(), key), taken)
    for row in rows:
        agency = taken.find("agency", row, "code", of=_agency_part)
        if agency is not None:
            fields = {name: row.text(name) for name in ("code", "title", "kind")}
            changes.take(row, {**fields, "agency_id": agency.pk, **_days(row)})
    changes.refuse_twice_at_once(lambda post: post.code, "code")
    changes.write("posts")
    taken.know("post", [*changes.on_record.values(), *(p for p in changes.new if p.pk)])


def _agency_part(post_code: str) -> str:
    return post_code.split(":")[0]


def _take_officers(rows: Sequence[PlanRow], taken: Taken) -> None:
    """Take over officers; new accounts have no password until one is set."""

    def key(officer: Officer) -> Hashable:
        return officer.username

    changes = Changes(Officer, key, _by_key(Officer.objects.all(), key), taken)
    for row in rows:
        name = row.text("full_name")
        fields = {"username": row.text("username"), "full_name": name, "phone": row.text("phone")}
        changes.take(row, {**fields, "full_name_folded": fold(name)})
    for officer in changes.new:
        officer.set_unusable_password()
    changes.write("officers")
    on_record = [*changes.on_record.values(), *(o for o in changes.new if o.pk)]
    taken.officers = {officer.username: officer for officer in on_record}


def _take_appointments(rows: Sequence[PlanRow], taken: Taken) -> None:
    """Take over who holds which post."""

    def key(row: Appointment) -> Hashable:
        return row.officer_id, row.post_id, row.valid_from

    changes = Changes(Appointment, key, _by_key(Appointment.objects.all(), key), taken)
    for row in rows:
        officer = taken.find_officer(row)
        post = taken.find("post", row, "post")
        if officer is not None and post is not None:
            changes.take(row, {"officer_id": officer.pk, "post_id": post.pk, **_days(row)})
    changes.refuse_twice_at_once(lambda row: (row.officer_id, row.post_id), "valid_from")
    _refuse_leavers(changes, taken)
    changes.write("appointments")


def _refuse_leavers(changes: Changes, taken: Taken) -> None:
    """Note a problem for each row that ends an appointment while something is held on the post."""

    def seat(row: Appointment) -> tuple[int, int]:
        return row.officer_id, row.post_id

    on_record = [*changes.on_record.values(), *changes.new]
    serving = {seat(row) for row in on_record if holds(row, taken.on)}
    ended = [
        row
        for row in (*changes.shortened, *changes.changed)
        if row.valid_to and row.valid_to <= taken.on and seat(row) not in serving
    ]
    held = taken.held({row.officer_id for row in ended}) if ended else {}
    for row in ended:
        if left := held.get(seat(row), 0):
            say = f"ends while {left} held there; name who takes over: org end-appointment --to"
            taken.problems.append(changes.rows[changes.key(row)].problem("valid_to", say))


def _take_roles(rows: Sequence[PlanRow], taken: Taken) -> None:
    """Take over who may do what for which agency."""

    def key(row: RoleGrant) -> Hashable:
        return row.officer_id, row.agency_id, row.role, row.valid_from

    changes = Changes(RoleGrant, key, _by_key(RoleGrant.objects.all(), key), taken)
    for row in rows:
        officer = taken.find_officer(row)
        agency = taken.find("agency", row, "agency")
        if officer is not None and agency is not None:
            changes.take(
                row,
                {
                    "officer_id": officer.pk,
                    "agency_id": agency.pk,
                    "role": row.text("role"),
                    "source": row.text("source") or taken.source,
                    **_days(row),
                },
            )
    changes.refuse_twice_at_once(
        lambda row: (row.officer_id, row.agency_id, row.role), "valid_from"
    )
    changes.write("roles")


def _take_competences(rows: Sequence[PlanRow], taken: Taken) -> None:
    """Take over which agency settles which procedure, where."""

    def key(row: Competence) -> Hashable:
        return (*what(row), row.valid_from)

    def what(row: Competence) -> tuple[Hashable, ...]:
        return row.procedure_code, row.level, row.area_id, row.agency_id

    procedures = {row.text("procedure") for row in rows}
    taken.know("area", Area.objects.filter(code__in={row.text("area") for row in rows}))
    stated = Competence.objects.filter(procedure_code__in=procedures)
    changes = Changes(Competence, key, _by_key(stated, key), taken)
    for row in rows:
        _take_competence(row, changes, taken)
    changes.refuse_twice_at_once(what, "valid_from")
    changes.write("competences")


def _take_competence(row: PlanRow, changes: Changes, taken: Taken) -> None:
    agency = taken.find("agency", row, "agency")
    area = taken.find("area", row, "area") if row.text("area") else None
    if agency is None or (area is None and row.text("area")):
        return
    changes.take(
        row,
        {
            "procedure_code": row.text("procedure"),
            "level": row.text("level"),
            "area_id": area.pk if area else None,
            "agency_id": agency.pk,
            "source": row.text("source") or taken.source,
            **_days(row),
        },
    )


SECTIONS: Mapping[str, Section] = {
    "agencies": _take_agencies,
    "posts": _take_posts,
    "officers": _take_officers,
    "appointments": _take_appointments,
    "roles": _take_roles,
    "competences": _take_competences,
}
