"""Asking witnesses to cosign, and what of it is kept and published.

It runs beside the sealer and never holds it up. A checkpoint that no witness has seen is published
all the same; proofs prefer the newest checkpoint that enough witnesses cosigned.
"""

from collections.abc import Iterable
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from thongsuot.domains.ledger.models import Cosignature, Sealed
from thongsuot.domains.ledger.ports import (
    Witness,
    WitnessAhead,
    WitnessElsewhere,
    WitnessRefused,
)
from thongsuot.domains.ledger.rules import notes, tiles, tree
from thongsuot.domains.ledger.rules.notes import NoteWrong, Verifier
from thongsuot.domains.ledger.rules.witnesses import Policy
from thongsuot.domains.ledger.sealing import TileReader
from thongsuot.domains.ledger.services import bookkeeping

LOOKED_AT: Final = 50
"""Of the newest cosigned checkpoints so many are looked at for a quorum."""


@bookkeeping("a witness's signature adds no act: it says who saw the checkpoint")
def ask(witness: Witness) -> int | None:
    """Have a witness cosign the newest checkpoint; return its size, or None if it did before.

    Raises:  WitnessUnavailable; WitnessRefused; WitnessAhead when it remembers more than we have.
    """
    newest = Sealed.objects.order_by("-size").first()
    last = last_size(witness.verifier)
    if newest is None or newest.size == last:
        return None
    try:
        lines = witness.cosign(newest.note, old=last, proof=_growth(last, newest.size))
    except WitnessElsewhere as elsewhere:
        if elsewhere.size > newest.size:
            raise WitnessAhead(
                f"the witness saw {elsewhere.size} entries, there are {newest.size}"
            ) from elsewhere
        old = elsewhere.size
        lines = witness.cosign(newest.note, old=old, proof=_growth(old, newest.size))
    _keep(newest, witness.verifier, lines)
    return newest.size


def last_size(key: Verifier) -> int:
    """Return the size of the newest checkpoint that this witness cosigned, 0 for none."""
    seen = Cosignature.objects.filter(key=str(key)).order_by("-sealed_id")
    return seen.values_list("sealed_id", flat=True).first() or 0


def newest_witnessed(policy: Policy, *, covering: int = 0) -> Sealed | None:
    """Return the newest checkpoint of more than ``covering`` leaves that enough cosigned."""
    if not policy.wants_any:
        return None
    sizes = Cosignature.objects.filter(sealed_id__gt=covering).values("sealed_id")
    found = with_lines(Sealed.objects.filter(size__in=sizes).order_by("-size"))[:LOOKED_AT]
    return next((row for row in found if policy.is_met(_seen(row, policy.verifiers()))), None)


def with_lines(found: QuerySet[Sealed]) -> QuerySet[Sealed]:
    """Return the checkpoints with what their notes need."""
    return found.prefetch_related("cosignatures")


def published(row: Sealed) -> str:
    """Return a checkpoint as it is published: our signature, then the witnesses'."""
    return row.note + "".join(kept.line for kept in row.cosignatures.all())


def policy() -> Policy:
    """Return the policy of this installation."""
    found: Policy = settings.WITNESS_POLICY
    return found


def _seen(row: Sealed, keys: Iterable[Verifier]) -> list[Verifier]:
    names = {kept.key for kept in row.cosignatures.all()}
    return [key for key in keys if str(key) in names]


def _growth(old: int, new: int) -> list[bytes]:
    return tree.consistency_proof(old, new, tiles.node_from(TileReader()))


def _keep(row: Sealed, key: Verifier, answer: str) -> None:
    try:
        found = notes.cosignature_in(row.note + answer, key)
    except NoteWrong as error:
        raise WitnessRefused(str(error)) from error
    if found is None:
        raise WitnessRefused("the witness's own signature is not in its answer")
    Cosignature.objects.get_or_create(
        sealed=row, key=str(key), defaults={"line": found[0], "seen_at": found[1]}
    )
