"""Several decisions signed by one press: each an act of its own, none in the way of the others."""

from collections.abc import Callable, Sequence
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
    *, chosen: Sequence[Shown], signer: Signer, by: Actor, at: datetime, key: str,
    told: Callable[[Signed], object] = lambda _one: None,
) -> list[Signed]:  # fmt: skip
    """Sign each text that was shown; return what became of each, in the order given.

    Each in a transaction of its own: what is refused or breaks leaves the others signed, and is
    named. ``told`` hears of each as soon as it is done. Pressed twice (the same ``key``) each is
    signed once.
    Source:  NĐ 61/2018 Art. 19(2): every result is signed by itself.
    """
    found = []
    for one in chosen:
        found.append(_signed(one, signer=signer, by=by, at=at, key=key))
        told(found[-1])
    return found


def _signed(one: Shown, *, signer: Signer, by: Actor, at: datetime, key: str) -> Signed:
    own_key = str(uuid5(UUID(key), one.code))
    try:
        sign_decision(code=one.code, signer=signer, by=by, at=at, key=own_key, seen_at=one.seen_at)
    except Refused as refusal:
        return Signed(one.code, refused=refusal)
    except Exception as fault:  # one that breaks is named, and hides none that was signed before
        return Signed(one.code, _number_of(one.code), fault=fault)
    return Signed(one.code, _number_of(one.code))


def _number_of(code: str) -> str:
    """Return the number of a decision that is signed, else nothing."""
    signed = Decision.objects.filter(dossier__code=code, signed_at__isnull=False)
    return signed.values_list("number", flat=True).first() or ""
