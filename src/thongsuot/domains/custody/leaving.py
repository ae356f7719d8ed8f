"""Who holds something and may not, or soon may not: disabled accounts, appointments that end."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Min, Q, QuerySet

from thongsuot.domains.custody.models import Custody
from thongsuot.domains.custody.terms import Leaver
from thongsuot.kernel.packaged import packaged_json
from thongsuot.kernel.text import name_sort_key

ONE_DAY = timedelta(days=1)
_OPEN = Custody.objects.filter(ended_at=None)
_WHO = ("officer_id", "officer__full_name", "post_id", "post__title", "post__agency__code")


def orphans(on: date) -> list[Leaver]:
    """Return who holds something on ``on`` without being there to answer for it; should be none.

    The account is disabled, or the appointment, the post or its agency has ended.
    """
    served = _OPEN.filter(_serving(on), officer__disabled_at=None)
    held = _OPEN.exclude(pk__in=served.values("pk"))
    return _leavers(held.annotate(last=Max("post__appointments__valid_to", filter=_OWN)))


def leaving_between(first: date, last: date) -> list[Leaver]:
    """Return who holds something and whose appointment to that post ends in these days."""
    staying = _OPEN.filter(_serving(last + ONE_DAY))
    held = _OPEN.filter(_serving(first), officer__disabled_at=None)
    leaving = held.exclude(pk__in=staying.values("pk"))
    return _leavers(leaving.annotate(last=Min("post__appointments__valid_to", filter=_OWN)))


def warned_ahead(on: date) -> timedelta:
    """Return how long before the end of an appointment its head is told, on ``on``."""
    rows = packaged_json("thongsuot.domains.custody", "leaving_policy.json")
    begun = [row for row in rows["policies"] if date.fromisoformat(row["valid_from"]) <= on]
    return timedelta(days=max(begun, key=lambda row: str(row["valid_from"]))["warn_days"])


def subjects_of(leaver: Leaver) -> list[str]:
    """Return what one of them holds on that post, by name."""
    held = _OPEN.filter(officer_id=leaver.officer_id, post_id=leaver.post_id)
    return list(held.order_by("subject").values_list("subject", flat=True))


_OWN = Q(post__appointments__officer_id=F("officer_id"))


def _serving(on: date) -> Q:
    """The holder is appointed to the post of the span that day, and the post still stands."""
    return (
        _OWN
        & Q(post__appointments__valid_from__lte=on)
        & _open_after("post__appointments__valid_to", on)
        & _open_after("post__valid_to", on)
        & _open_after("post__agency__valid_to", on)
    )


def _open_after(field: str, on: date) -> Q:
    return Q(**{f"{field}__isnull": True}) | Q(**{f"{field}__gt": on})


def _leavers(held: QuerySet[Custody]) -> list[Leaver]:
    counted = (
        held.values(*_WHO, "last", "officer__disabled_at")
        .annotate(subjects=Count("pk", distinct=True))
        .order_by("post__agency__code", "post_id", "officer_id")
    )
    return [
        Leaver(
            officer_id=row["officer_id"],
            officer_name=row["officer__full_name"],
            post_id=row["post_id"],
            post_title=row["post__title"],
            agency_code=row["post__agency__code"],
            subjects=row["subjects"],
            last_day=None
            if row["officer__disabled_at"] or not row["last"]
            else row["last"] - ONE_DAY,
        )
        for row in sorted(counted, key=_by_name)
    ]


def _by_name(row: Mapping[str, Any]) -> tuple[str, bytes]:
    return row["post__agency__code"], name_sort_key(row["officer__full_name"])
