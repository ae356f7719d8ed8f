"""Publishing hand-over policies: how long to answer, when a loop goes up."""

import hashlib
from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import policy, rules
from thongsuot.domains.custody.models import Policy
from thongsuot.domains.custody.terms import HandoverPolicy, PolicyVersionTaken
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.canonical import canonical_json
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
    digest = hashlib.sha256(canonical_json(document)).hexdigest()
    locks.hold(SUBJECT)
    same = Policy.objects.filter(version=stated.version).first()
    if same is not None and same.digest != digest:
        raise PolicyVersionTaken("another policy has this version", version=stated.version)
    if same is not None or dry_run:
        return stated
    Policy.objects.create(
        version=stated.version, valid_from=stated.valid_from, document=document, digest=digest,
        published_at=at,
    )  # fmt: skip
    record(
        subject=SUBJECT, act="handover_policy_published", by=by, at=at,
        detail={"version": stated.version, "file_sha256": digest,
                "from": stated.valid_from.isoformat()},
    )  # fmt: skip
    return stated
