"""Who has a role, asked of everybody at once; of one visitor ``queries`` asks."""

from datetime import date

from django.db.models import Exists, OuterRef

from thongsuot.domains.organisation.questions import granted_on, held_on, midnight
from thongsuot.domains.organisation.terms import Role


def officers_with(role: Role, on: date) -> list[tuple[str, int]]:
    """Return who has the role for an agency and a post in it on ``on``, in one query.

    Agency codes and officers.
    """
    sits = held_on(on, midnight(on)).filter(
        officer=OuterRef("officer"), post__agency=OuterRef("agency")
    )
    rows = granted_on(on, midnight(on)).filter(Exists(sits), role=role)
    return list(rows.values_list("agency__code", "officer_id").distinct())
