"""Publishing hand-over policies: how long to answer, when a loop goes up."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import policy, queries, rules
from thongsuot.domains.custody.models import Policy
from thongsuot.domains.custody.terms import HandoverPolicy, PolicyVersionTaken
from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

SUBJECT = "policy:handover"


@transaction.atomic
def publish_policy(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> HandoverPolicy:
    """Publish a version of the hand-over policy; what was asked before keeps its own time.

    Publishing the same document again changes nothing and writes no entry; so does ``dry_run``.
    Raises:  PolicyNotYours; PolicyWrong; PolicyVersionTaken.
    """
    policy.check_may_publish(by, local_date(at))
    stated = rules.parse_policy(document)
    rules.check_consent_is_bounded(stated)
    before = queries.policy_in_force(stated.valid_from)
    rules.check_owed_stays(stated, before, document if isinstance(document, Mapping) else {})
    publish_dated(
        Policy, stated=stated, document=document, subject=SUBJECT,
        act="handover_policy_published",
        taken=PolicyVersionTaken("another policy has this version", version=stated.version),
        by=by, at=at, dry_run=dry_run,
    )  # fmt: skip
    return stated
