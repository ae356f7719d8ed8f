"""Publishing answering policies: within how much working time a desk answers a submission."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.answering import rules
from thongsuot.domains.dossiers.answering.models import AnsweringPolicyVersion
from thongsuot.domains.dossiers.answering.terms import (
    AnsweringPolicy,
    AnsweringPolicyVersionTaken,
)
from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

SUBJECT = "policy:answering"


@transaction.atomic
def publish_answering_policy(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> AnsweringPolicy:
    """Publish a version of the answering policy; what was sent before keeps its hour.

    Publishing the same document again changes nothing and writes no entry; so does ``dry_run``.
    Raises:  LatenessPolicyNotYours; AnsweringPolicyWrong; AnsweringPolicyVersionTaken.
    """
    policy.check_may_publish(by, local_date(at))
    stated = rules.parse_policy(document)
    publish_dated(
        AnsweringPolicyVersion, stated=stated, document=document, subject=SUBJECT,
        act="answering_policy_published",
        taken=AnsweringPolicyVersionTaken("another policy has it", version=stated.version),
        by=by, at=at, dry_run=dry_run,
    )  # fmt: skip
    return stated
