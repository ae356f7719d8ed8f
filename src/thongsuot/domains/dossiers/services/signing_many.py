"""Several decisions signed by one press: each an act of its own, none in the way of the others."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid5

from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.dossiers.models import Decision
from thongsuot.domains.dossiers.services.decision import sign_decision
from thongsuot.domains.dossiers.terms.signing import Shown, Signed
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.errors import Refused


@bookkeeping("each signature is an act of its own with its own entry")
def sign_decisions(
    *, chosen: Sequence[Shown], signer: Signer, by: Actor, at: datetime, key: str
) -> list[Signed]:
    """Sign each text that was shown; return what became of each, in the order given.

    Each in a transaction of its own: what is refused leaves the others signed, and is named.
    Pressed twice (the same ``key``) each is signed once.
    Source:  NĐ 61/2018 Art. 19(2): every result is signed by itself.
    """
    found = [_signed(one, signer=signer, by=by, at=at, key=key) for one in chosen]
    rows = Decision.objects.filter(dossier__code__in=[one.code for one in found])
    numbers = dict(rows.values_list("dossier__code", "number"))
    return [one if one.refused else Signed(one.code, numbers[one.code]) for one in found]


def _signed(one: Shown, *, signer: Signer, by: Actor, at: datetime, key: str) -> Signed:
    own_key = str(uuid5(UUID(key), one.code))
    try:
        sign_decision(code=one.code, signer=signer, by=by, at=at, key=own_key, seen_at=one.seen_at)
    except Refused as refusal:
        return Signed(one.code, refused=refusal)
    return Signed(one.code)
