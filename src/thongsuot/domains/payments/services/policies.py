"""Publishing payment policies: codes of the platform, how long a payment and a run may last."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import policy
from thongsuot.domains.payments.models import Policy
from thongsuot.domains.payments.rules.policies import parse_policy
from thongsuot.domains.payments.terms import PaymentPolicy, PaymentPolicyTaken
from thongsuot.kernel.clock import local_date

SUBJECT = "policy:payment"


@transaction.atomic
def publish_policy(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> PaymentPolicy:
    """Publish a version; payments begun before keep the time they were given.

    Publishing the same document again changes nothing and writes no entry; so does ``dry_run``.
    Raises:  TariffsNotYours; PaymentPolicyWrong; PaymentPolicyTaken.
    """
    policy.check_may_import(by, local_date(at))
    stated = parse_policy(document)
    publish_dated(
        Policy, stated=stated, document=document, subject=SUBJECT, act="payment_policy_published",
        taken=PaymentPolicyTaken("another policy has this version", version=stated.version),
        by=by, at=at, dry_run=dry_run,
    )  # fmt: skip
    return stated
