"""Publishing supplement policies: how often, how soon and how long papers may be asked for."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.supplements import rules
from thongsuot.domains.dossiers.supplements.models import SupplementPolicyVersion
from thongsuot.domains.dossiers.terms.supplements import (
    SupplementPolicies,
    SupplementPolicyVersionTaken,
)
from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

SUBJECT = "policy:supplements"


@transaction.atomic
def publish_supplement_policy(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> SupplementPolicies:
    """Publish a version of the supplement policy; what was asked for before keeps its own.

    Publishing the same document again changes nothing and writes no entry; so does ``dry_run``.
    Raises:  LatenessPolicyNotYours; SupplementPolicyWrong; SupplementPolicyVersionTaken.
    """
    policy.check_may_publish(by, local_date(at))
    stated = rules.parse_policies(document)
    publish_dated(
        SupplementPolicyVersion, stated=stated, document=document, subject=SUBJECT,
        act="supplement_policy_published",
        taken=SupplementPolicyVersionTaken("another policy has it", version=stated.version),
        by=by, at=at, dry_run=dry_run,
    )  # fmt: skip
    return stated
