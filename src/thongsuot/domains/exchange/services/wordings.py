"""Publishing texts and settings of messages."""

from datetime import date, datetime

from django.db import transaction

from thongsuot.domains.exchange import policy, queries, rules
from thongsuot.domains.exchange.models import Wording
from thongsuot.domains.exchange.terms import (
    TemplateUnknown,
    WordingBackDated,
    Wordings,
    WordingVersionTaken,
)
from thongsuot.domains.ledger.publishing import publish_dated
from thongsuot.domains.ledger.services import bookkeeping
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


@bookkeeping("it publishes: that is the recorded act")
def publish_text(
    *, code: str, sms: str, title: str, body: list[str], source: str, valid_from: date,
    by: Actor, at: datetime,
) -> Wordings:  # fmt: skip
    """Word one occasion anew from a day on; values, ways at Zalo and duty stay as they were.

    Raises:  MessagesNotYours; TemplateUnknown; WordingBackDated; WordingWrong.
    """
    policy.check_may_tend(by, local_date(at))
    if valid_from < local_date(at):
        raise WordingBackDated("from today on, or later", valid_from=valid_from.isoformat())
    standing = queries.said_on(valid_from).templates.get(code)
    if standing is None:
        raise TemplateUnknown("nothing is worded under this code", template=code[:40])
    document = {
        "format": rules.FORMAT,
        "version": f"{at:%y%m%d%H%M%S%f}-{code}"[:40],
        "valid_from": valid_from.isoformat(),
        "source": source,
        "templates": [rules.reworded(standing, sms=sms, title=title, body=body)],
    }
    return publish_wordings(document=document, by=by, at=at)
