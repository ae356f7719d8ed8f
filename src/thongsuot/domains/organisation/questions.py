"""What every request asks of the organisation, worded once; ``queries`` asks it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.ledger.settled import while_settled
from thongsuot.domains.organisation.models import Agency, Appointment, Competence, RoleGrant
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel.clock import LOCAL

AN_INSTANT = datetime.min.replace(tzinfo=UTC)
MOST_AREAS = 3
"""Commune, district, province."""


def midnight(on: date) -> datetime:
    """Return the end of the day ``on``."""
    return datetime.combine(on + timedelta(days=1), time(), tzinfo=LOCAL)


def enabled(midnight: datetime, prefix: str) -> Q:
    """Return the condition that the account was not disabled before ``midnight``."""
    return Q(**{f"{prefix}disabled_at__isnull": True}) | Q(
        **{f"{prefix}disabled_at__gte": midnight}
    )


def held_on(on: date, midnight: datetime) -> QuerySet[Appointment]:
    """Return the appointments that give authority on the day ``on``, until ``midnight``."""
    return Appointment.objects.filter(
        in_force(on),
        in_force(on, "post__"),
        in_force(on, "post__agency__"),
        enabled(midnight, "officer__"),
    )


def granted_on(on: date, midnight: datetime) -> QuerySet[RoleGrant]:
    """Return the roles granted to enabled accounts on the day ``on``, until ``midnight``."""
    return RoleGrant.objects.filter(
        in_force(on), in_force(on, "agency__"), enabled(midnight, "officer__")
    )


@dataclass(frozen=True, slots=True)
class Acting:
    """For which agency an officer acts on a post that day, and what may end it any instant."""

    agency: str
    disabled_at: datetime | None
    tokens_from: datetime | None

    def enabled(self, at: datetime) -> bool:
        """Whether the account has authority at an instant."""
        return self.disabled_at is None or self.disabled_at > at

    def revoked(self, issued_at: datetime) -> bool:
        """Whether tokens issued at an instant were revoked."""
        return self.tokens_from is not None and self.tokens_from > issued_at


ACTING = Question(
    lambda officer, post, on: Appointment.objects.filter(
        in_force(on), in_force(on, "post__"), in_force(on, "post__agency__"),
        officer_id=officer, post_id=post,
    ).values_list("post__agency__code", "officer__disabled_at", "officer__tokens_from"),
    officer=-1, post=-2, on=date.min,
)  # fmt: skip
"""What ``Acting`` says of an officer on a post."""


@while_settled
def acting(officer: int, post: int, on: date) -> Acting | None:
    """Return on what terms an officer acts on a post that day, if he does."""
    found = ACTING.first(officer=officer, post=post, on=on)
    return Acting(*found) if found else None


ROLE_ON_POST = Question(
    lambda officer, post, agency, role, on, midnight: (
        granted_on(on, midnight)
        .filter(officer_id=officer, agency__code=agency, role=role)
        .filter(
            officer__in=held_on(on, midnight)
            .filter(post_id=post, post__agency__code=agency)
            .values("officer_id")
        )
        .values_list("pk")
    ),
    officer=-1, post=-2, agency="agency", role="role", on=date.min, midnight=AN_INSTANT,
)  # fmt: skip
"""A row if the officer on the post has the role for its agency."""


@while_settled
def has_on_post(officer: int, post: int, agency: str, role: Role, on: date) -> bool:
    """Return whether the officer on the post has the role for its agency that day."""
    found = ROLE_ON_POST.first(
        officer=officer, post=post, agency=agency, role=role.value, on=on, midnight=midnight(on)
    )
    return found is not None


_DESK = (
    "pk", "code", "is_desk", "parent_id", "area__valid_to",
    "area_id", "area__parent_id", "area__parent__parent_id",
)  # fmt: skip
DESK_BY_CODE = Question(
    lambda code, on: Agency.objects.filter(
        in_force(on), Q(code=code) | Q(code_legacy=code)
    ).values_list(*_DESK),
    code="code", on=date.min,
)  # fmt: skip
DESK_BY_ID = Question(
    lambda agency: Agency.objects.filter(pk=agency).values_list(*_DESK), agency=-1
)

COMPETENT = Question(
    lambda procedure, on, area, above, top: (
        Competence.objects.filter(in_force(on), in_force(on, "agency__"))
        .filter(procedure_code=procedure)
        .filter(
            Q(area_id__in=[area, above, top])
            | Q(area_id__isnull=True, agency__area_id__in=[area, above, top])
        )
        .order_by("agency__code")
        .values_list(
            "area_id", "agency__area_id", "agency_id", "agency__code",
            "is_precedent", "valid_from", "pk",
        )
    ),
    procedure="procedure", on=date.min, area=-1, above=-2, top=-3,
)  # fmt: skip
"""Who settles a procedure in an area or in one that it lies in."""


def place_in_table(row: Competence, near: Sequence[int]) -> tuple[tuple[int, int], int]:
    """Return what sorts a superior's newest decision first, then by nearness."""
    decided = _decided_first(row.is_precedent, row.valid_from, row.pk)
    return decided, near.index(row.area_id or row.agency.area_id)


def place_at_desk(
    row: tuple[Any, ...], parent: int | None, near: Sequence[int]
) -> tuple[tuple[int, int], bool, int]:
    """Return the same for an answer of ``COMPETENT``; before nearness, whose desk it is."""
    return _decided_first(*row[4:]), row[2] != parent, near.index(row[0] or row[1])


def _decided_first(is_precedent: bool, since: date, place: int) -> tuple[int, int]:
    return (-since.toordinal(), -place) if is_precedent else (0, 0)
