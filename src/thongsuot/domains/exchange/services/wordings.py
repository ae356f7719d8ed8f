"""Publishing texts and settings of messages."""

import hashlib
from datetime import datetime

from django.db import transaction

from thongsuot.domains.exchange import policy, rules
from thongsuot.domains.exchange.models import Wording
from thongsuot.domains.exchange.terms import Wordings, WordingVersionTaken
from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date

SUBJECT = "policy:messages"


@transaction.atomic
def publish_wordings(
    *, document: object, by: Actor, at: datetime, dry_run: bool = False
) -> Wordings:
    """Publish a document of texts and settings; what it does not name stays as it was.

    Publishing the same document again changes nothing and writes no entry; so does ``dry_run``.
    Raises:  MessagesNotYours; WordingWrong; WordingVersionTaken.
    """
    policy.check_may_tend(by, local_date(at))
    stated = rules.parse_wordings(document)
    rules.check_published(stated)
    digest = hashlib.sha256(canonical_json(document)).hexdigest()
    locks.hold(SUBJECT)
    same = Wording.objects.filter(version=stated.version).first()
    if same is not None and same.digest != digest:
        raise WordingVersionTaken("another document has this version", version=stated.version)
    if same is not None or dry_run:
        return stated
    Wording.objects.create(
        version=stated.version, valid_from=stated.valid_from, document=document, digest=digest,
        published_at=at,
    )  # fmt: skip
    record(
        subject=SUBJECT, act="messages_published", by=by, at=at,
        detail={"version": stated.version, "file_sha256": digest,
                "from": stated.valid_from.isoformat()},
    )  # fmt: skip
    return stated
