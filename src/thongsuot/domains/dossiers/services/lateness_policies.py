"""Publishing lateness policies: how late an apology may be, who is reminded when."""

import hashlib
from datetime import datetime

from django.db import transaction

from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.lateness import rules
from thongsuot.domains.dossiers.lateness.models import LatenessPolicyVersion
from thongsuot.domains.dossiers.lateness.terms import LatenessPolicy, LatenessPolicyVersionTaken
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.canonical import canonical_json
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
    digest = hashlib.sha256(canonical_json(document)).hexdigest()
    locks.hold(SUBJECT)
    same = LatenessPolicyVersion.objects.filter(version=stated.version).first()
    if same is not None and same.digest != digest:
        raise LatenessPolicyVersionTaken("another policy has it", version=stated.version)
    if same is not None or dry_run:
        return stated
    LatenessPolicyVersion.objects.create(
        version=stated.version, valid_from=stated.valid_from, document=document, digest=digest,
        published_at=at,
    )  # fmt: skip
    record(
        subject=SUBJECT, act="lateness_policy_published", by=by, at=at,
        detail={"version": stated.version, "file_sha256": digest,
                "from": stated.valid_from.isoformat()},
    )  # fmt: skip
    return stated
