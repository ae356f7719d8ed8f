"""Who comes to answer an objection after it was made: a new head, an heir, one who stands in."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.services import telling_officers
from thongsuot.domains.exchange import queries as exchange
from thongsuot.domains.exchange.terms import to_officer
from thongsuot.domains.ledger.services import bookkeeping


@bookkeeping("what it tells follows from acts on the organisation, which have their own entries")
@transaction.atomic
def tell_new_answerers(*, at: datetime) -> int:
    """Tell of each objection that waits whoever may answer it now and was not told; of how many.

    A post was filled anew, its holder is away, or the agency has an heir. Repeating it tells
    nobody twice.
    """
    rows = list(objections.waiting().annotate(code=F("request__dossier__code")))
    subjects = {row.pk: subject_of(row.code) for row in rows}
    told = exchange.told_of(subjects.values(), telling_officers.OBJECTED.values())
    done = 0
    for row, able in zip(rows, objections.answering(rows, at), strict=True):
        known = subjects[row.pk], telling_officers.cause_of_objection(row.pk)
        new = {one for one in able if (known[0], to_officer(one), known[1]) not in told}
        if new:
            telling_officers.tell_objection(row, to=new, at=at)
            done += 1
    return done
