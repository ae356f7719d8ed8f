"""Publishing lateness policies: how late an apology may be, who is reminded when."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.lateness import rules
from thongsuot.domains.dossiers.lateness.models import LatenessPolicyVersion
from thongsuot.domains.dossiers.lateness.terms import LatenessPolicy, LatenessPolicyVersionTaken
from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

SUBJECT = "policy:lateness"


@transaction.atomic
def publish_lateness_policy(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> LatenessPolicy:
    """Publish a version of the lateness policy; what was said and signed before stays.

    Publishing the same document again changes nothing and writes no entry; so does ``dry_run``.
    Raises:  LatenessPolicyNotYours; LatenessPolicyWrong; LatenessPolicyVersionTaken.
    """
    policy.check_may_publish(by, local_date(at))
    stated = rules.parse_policy(document)
    publish_dated(
        LatenessPolicyVersion, stated=stated, document=document, subject=SUBJECT,
        act="lateness_policy_published",
        taken=LatenessPolicyVersionTaken("another policy has it", version=stated.version),
        by=by, at=at, dry_run=dry_run,
    )  # fmt: skip
    return stated
