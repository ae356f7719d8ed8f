"""Which one-stop desks receive, for which agencies, and whether anybody does there."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef

from thongsuot.domains.organisation import queries, questions, successors
from thongsuot.domains.organisation.models import Agency
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.terms import Role


def desks_of(codes: Iterable[str], on: date) -> dict[str, str]:
    """Return for each agency the desk that ``queries.desk_of`` names; none where none serves it."""
    standing = queries.agencies(on)
    by_id = {agency.pk: agency for agency in standing}
    by_code = {agency.code: agency for agency in standing}
    desks = [agency for agency in standing if agency.is_desk]
    found = {code: _nearest(by_code.get(code), desks, by_id) for code in codes}
    return {code: desk for code, desk in found.items() if desk}


def _nearest(agency: Agency | None, desks: list[Agency], by_id: dict[int, Agency]) -> str:
    """Return the agency itself if it is a desk, else one beside it under the nearest parent."""
    while agency is not None:
        own = agency.pk
        beside = sorted((d.pk != own, d.code) for d in desks if own in (d.pk, d.parent_id))
        if beside:
            return beside[0][1]
        agency = by_id.get(agency.parent_id or 0)
    return ""


def desks_below(agency_code: str, on: date) -> list[str]:
    """Return the codes of the desks that belong to an agency on a day."""
    below = Agency.objects.filter(in_force(on), parent__code=agency_code, is_desk=True)
    return list(below.order_by("code").values_list("code", flat=True))


def served_desks(on: date) -> set[str]:
    """Return the codes of the desks at which somebody receives on ``on``, in one query.

    A desk may stand before it works here: until then nobody would hold what is sent to it.
    """
    midnight = questions.midnight(on)
    seated = questions.held_on(on, midnight).filter(
        officer=OuterRef("officer"), post__agency=OuterRef("agency")
    )
    receiving = questions.granted_on(on, midnight).filter(
        Exists(seated), role=Role.RECEIVE, agency__is_desk=True
    )
    return set(receiving.values_list("agency__code", flat=True))


def receives(agency_code: str, on: date) -> bool:
    """Return whether somebody receives that day at the desk, or at the one that it went into."""
    standing = successors.find_standing(agency_code, on)
    return standing is not None and standing.code in served_desks(on)
