"""Which supplement policy counts: published here, else the one that is shipped."""

from collections.abc import Collection, Mapping
from datetime import date

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.dossiers.supplements import rules
from thongsuot.domains.dossiers.supplements.models import SupplementPolicyVersion
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicies, SupplementPolicy
from thongsuot.domains.ledger.publishing import Published

_PUBLISHED = Published(SupplementPolicyVersion, rules.parse_policies)


def policies_in_force(on: date) -> SupplementPolicies:
    """Return the version in force on a day."""
    return _PUBLISHED.find_on(on) or rules.shipped_policies()


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
