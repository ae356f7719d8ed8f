"""What one officer asked of citizens and told them of new dates, as flat rows."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Q

from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import SupplementRequest


@dataclass(frozen=True, slots=True)
class RequestFact:
    """One request for papers that he wrote or signed.

    ``drafted_by`` is None where who signed it wrote it; ``again``: the dossier had one before
    that counts, having not been taken back.
    """

    code: str
    asked_at: datetime
    asked_by: int
    drafted_by: int | None
    before_receipt: bool
    again: bool


def requests_of(
    officer: int, *, since: datetime, until: datetime, code: str | None = None
) -> list[RequestFact]:
    """Return the requests for papers that went out between the instants by his hand.

    ``code`` keeps to those about one dossier.
    """
    earlier = SupplementRequest.objects.filter(
        dossier=OuterRef("dossier"), pk__lt=OuterRef("pk"), before_receipt=False,
        overturned_at=None,
    )  # fmt: skip
    rows = (
        SupplementRequest.objects.filter(_of(code), asked_at__gte=since, asked_at__lt=until)
        .filter(Q(asked_by=officer) | Q(drafted_by=officer))
        .annotate(again=Exists(earlier))
        .order_by("asked_at", "pk")
    )
    return [
        RequestFact(*row)
        for row in rows.values_list(
            "dossier__code", "asked_at", "asked_by", "drafted_by", "before_receipt", "again"
        )
    ]


def _of(code: str | None) -> Q:
    return Q() if code is None else Q(dossier__code=code)


@dataclass(frozen=True, slots=True)
class PutOffFact:
    """One new date with its signed apology; ``timing``: in time, or how late it was told."""

    code: str
    signed_at: datetime
    signed_by: int
    drafted_by: int | None
    timing: str


def put_off(
    officer: int,
    codes: Collection[str],
    *,
    since: datetime,
    until: datetime,
    code: str | None = None,
) -> list[PutOffFact]:
    """Return the new dates signed between the instants, by his hand or of these dossiers.

    ``code`` keeps to those of one dossier.
    """
    signed = Extension.objects.filter(_of(code), signed_at__gte=since, signed_at__lt=until)
    told = signed.values_list(
        "dossier__code", "signed_at", "signed_by", "drafted_by", "timing", "id"
    )
    by_his_hand = told.filter(Q(signed_by=officer) | Q(drafted_by=officer))
    rows = by_his_hand.union(told.filter(dossier__code__in=list(codes)))
    return [
        PutOffFact(of, signed_at, signed_by or 0, drafted_by, timing)
        for of, signed_at, signed_by, drafted_by, timing, _id in rows.order_by("signed_at", "id")
        if signed_at
    ]
