"""Which lateness policy counts; extensions, reminders and digests as pages show them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import QuerySet

from thongsuot.domains.dossiers.lateness import rules
from thongsuot.domains.dossiers.lateness.models import Extension, LatenessPolicyVersion
from thongsuot.domains.dossiers.lateness.terms import ExtensionView, LatenessPolicy, Timing
from thongsuot.domains.ledger.publishing import Published
from thongsuot.kernel.clock import local_date

_PUBLISHED = Published(LatenessPolicyVersion, rules.parse_policy)


def policy_in_force(on: date) -> LatenessPolicy:
    """Return the policy in force on a day: published here, else the one that is shipped."""
    found = _PUBLISHED.find_on(on)
    return rules.policy_on(on, [found] if found else [])


def published_policies() -> list[LatenessPolicy]:
    """Return every published policy, oldest first."""
    return _PUBLISHED.every()


def extension_of(dossier: object) -> ExtensionView | None:
    """Return the extension of a dossier's row, drafted or signed, if there is one."""
    row: Extension | None = getattr(dossier, "extension", None)
    if row is None:
        return None
    return ExtensionView(
        original_due_at=row.original_due_at,
        new_due_at=row.new_due_at,
        new_due_on=local_date(row.new_due_at),
        notice_by=row.notice_by,
        days=row.days,
        reason=row.reason,
        legal_basis=row.legal_basis,
        drafted_by=row.drafted_by.full_name if row.drafted_by else "",
        drafted_by_id=row.drafted_by_id,
        drafted_at=row.drafted_at,
        signed_by=row.signed_by.full_name if row.signed_by else "",
        signed_at=row.signed_at,
        timing=Timing(row.timing) if row.timing else None,
        paper=row.paper,
        calendar_version=row.calendar_version,
        hours_of=row.hours_of,
        policy=row.policy,
    )


def new_dates_of(dossier_ids: Collection[int]) -> dict[int, datetime]:
    """Return what was promised anew, by dossier, in one query; signed extensions alone."""
    signed = Extension.objects.filter(dossier_id__in=dossier_ids, signed_at__isnull=False)
    return dict(signed.values_list("dossier_id", "new_due_at"))


def unsigned() -> QuerySet[Extension, int]:
    """Return the dossiers whose extension waits for its signature, as a query of their ids."""
    return Extension.objects.filter(signed_at__isnull=True).values_list("dossier_id", flat=True)
