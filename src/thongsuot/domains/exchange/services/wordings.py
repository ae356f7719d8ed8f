"""Publishing texts and settings of messages."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.exchange import policy, rules
from thongsuot.domains.exchange.models import Wording
from thongsuot.domains.exchange.terms import Wordings, WordingVersionTaken
from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.terms import Actor
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
    publish_dated(
        Wording, stated=stated, document=document, subject=SUBJECT,
        act="messages_published",
        taken=WordingVersionTaken("another document has this version", version=stated.version),
        by=by, at=at, dry_run=dry_run,
    )  # fmt: skip
    return stated
