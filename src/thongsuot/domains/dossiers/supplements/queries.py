"""Which supplement policy counts: published here, else the one that is shipped."""

from collections.abc import Collection, Mapping
from datetime import date
from functools import lru_cache

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.dossiers.supplements import rules
from thongsuot.domains.dossiers.supplements.models import SupplementPolicyVersion
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicies, SupplementPolicy
from thongsuot.domains.ledger.rows import Question

_IN_FORCE = Question(
    lambda on: (
        SupplementPolicyVersion.objects.filter(valid_from__lte=on)
        .order_by("-valid_from", "-pk")
        .values_list("pk", "digest")[:1]
    ),
    on=date.min,
)


def policies_in_force(on: date) -> SupplementPolicies:
    """Return the version in force on a day."""
    found = _IN_FORCE.first(on=on)
    return _published(*found) if found else rules.shipped_policies()


def policy_of(procedure: str, on: date) -> SupplementPolicy:
    """Return how papers may be asked for in a procedure on a day."""
    return policies_of([procedure], on)[procedure]


def policies_of(procedures: Collection[str], on: date) -> Mapping[str, SupplementPolicy]:
    """Return the same for several procedures; one question, one more where fields have rows."""
    rows = policies_in_force(on).rows
    has_fields = any(row.field for row in rows)
    fields = catalogue.fields_of(procedures, on) if has_fields else {}
    return {
        code: rules.policy_among(rows, on, code, fields.get(code, "")) for code in set(procedures)
    }


@lru_cache(maxsize=8)
def _published(pk: int, _digest: str) -> SupplementPolicies:
    """Return one published version; the digest keeps apart those of different databases."""
    found = SupplementPolicyVersion.objects.values_list("document", flat=True).get(pk=pk)
    return rules.parse_policies(found)
