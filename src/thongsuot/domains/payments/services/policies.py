"""Publishing payment policies: codes of the platform, how long a payment and a run may last."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.payments import policy, queries
from thongsuot.domains.payments.models import Policy
from thongsuot.domains.payments.rules.policies import parse_policy
from thongsuot.domains.payments.services import tariffs
from thongsuot.domains.payments.terms import PaymentPolicy, PaymentPolicyTaken, PaymentPolicyWrong
from thongsuot.kernel.clock import local_date

SUBJECT = "policy:payment"


@transaction.atomic
def publish_policy(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> PaymentPolicy:
    """Publish a version; payments begun before keep the time they were given.

    Publishing the same document again changes nothing and writes no entry; so does ``dry_run``.
    A group of applicants that tariffs still name is ended by its own day, never left out.
    Raises:  TariffsNotYours; PaymentPolicyWrong; PaymentPolicyTaken.
    """
    policy.check_may_import(by, local_date(at))
    stated = parse_policy(document)
    locks.hold(tariffs.SUBJECT)
    _check_groups(stated)
    publish_dated(
        Policy, stated=stated, document=document, subject=SUBJECT, act="payment_policy_published",
        taken=PaymentPolicyTaken("another policy has this version", version=stated.version),
        by=by, at=at, dry_run=dry_run,
    )  # fmt: skip
    return stated


def _check_groups(stated: PaymentPolicy) -> None:
    gone = queries.groups_named(stated.valid_from) - {one.code for one in stated.groups}
    if gone:
        named = ", ".join(sorted(gone))
        raise PaymentPolicyWrong(f"tariffs still name {named}: give it a valid_to", field="groups")
