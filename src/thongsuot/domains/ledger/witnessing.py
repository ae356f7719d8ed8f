"""Asking witnesses to cosign, and what of it is kept and published.

It runs beside the sealer and never holds it up. A checkpoint that no witness has seen is published
all the same; proofs prefer the newest checkpoint that enough witnesses cosigned.
"""

from collections.abc import Collection, Iterator
from typing import Final

from django.conf import settings
from django.contrib.postgres.aggregates import ArrayAgg
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

READ_AT_ONCE: Final = 200
"""Of the cosigned checkpoints so many are read at once, newest first, until a quorum is found."""


@bookkeeping("a witness's signature adds no act: it says who saw the checkpoint")
def ask(witness: Witness, *, size: int | None = None) -> int | None:
    """Have a witness cosign a checkpoint; return its size, or None if it saw as much before.

    It is asked for the one of ``size``, else for the newest that another witness cosigned since
    it did, so that all come to sign the same one although new ones appear each second; where
    there is none it goes ahead with the newest of all.

    Raises:  WitnessUnavailable; WitnessRefused; WitnessAhead when it remembers more than we have.
    """
    last = last_size(witness.verifier)
    wanted = _of_size(size or _others_newest(last)) or newest()
    if wanted is None or wanted.size <= last:
        return None
    try:
        lines = witness.cosign(wanted.note, old=last, proof=_growth(last, wanted.size))
    except WitnessElsewhere as elsewhere:
        old, wanted = elsewhere.size, _that_follows(elsewhere, wanted)
        lines = witness.cosign(wanted.note, old=old, proof=_growth(old, wanted.size))
    _keep(wanted, witness.verifier, lines)
    return wanted.size


@bookkeeping("a witness's signature adds no act: it says who saw the checkpoint")
def take(note: str, known: Policy) -> list[str]:
    """Keep the cosignatures that somebody brought on a checkpoint of ours; return whose.

    Lines of witnesses whom the policy does not name are passed over.
    Raises:  WitnessRefused for what is no checkpoint of ours, or carries none of them.
    """
    try:
        said = notes.parsed(notes.text_of(note))
        brought = [key for key in known.verifiers() if notes.cosignature_in(note, key)]
    except NoteWrong as error:
        raise WitnessRefused(str(error)) from error
    row = _of_size(said.size)
    if row is None or notes.text_of(row.note) != said.text():
        raise WitnessRefused("it is no checkpoint of this log")
    if not brought:
        raise WitnessRefused("no witness of the policy has cosigned it")
    for key in brought:
        found = notes.cosignature_in(note, key)
        _keep(row, key, found[0] if found else "")
    return [key.name for key in brought]


def newest() -> Sealed | None:
    """Return the newest checkpoint, with what its note needs."""
    return with_lines(Sealed.objects.order_by("-size")).first()


def _of_size(size: int | None) -> Sealed | None:
    return Sealed.objects.filter(size=size).first() if size else None


def _others_newest(last: int) -> int | None:
    seen = Cosignature.objects.filter(sealed_id__gt=last).order_by("-sealed_id")
    return seen.values_list("sealed_id", flat=True).first()


def _that_follows(elsewhere: WitnessElsewhere, wanted: Sealed) -> Sealed:
    """Return the checkpoint for a witness that remembers another size.  Raises: WitnessAhead."""
    if elsewhere.size <= wanted.size:
        return wanted
    last = newest() or wanted
    if elsewhere.size > last.size:
        raise WitnessAhead(
            f"the witness saw {elsewhere.size} entries, there are {last.size}"
        ) from elsewhere
    return last


def last_size(key: Verifier) -> int:
    """Return the size of the newest checkpoint that this witness cosigned, 0 for none."""
    seen = Cosignature.objects.filter(key=str(key)).order_by("-sealed_id")
    return seen.values_list("sealed_id", flat=True).first() or 0


def newest_witnessed(policy: Policy) -> Sealed | None:
    """Return the newest checkpoint that enough witnesses cosigned."""
    size = witnessed_size(policy)
    return with_lines(Sealed.objects.filter(size=size)).first() if size else None


def witnessed_size(policy: Policy) -> int:
    """Return the size of the newest checkpoint that enough witnesses cosigned, 0 for none."""
    if not policy.wants_any:
        return 0
    keys = {str(key): key for key in policy.verifiers()}
    for size, seen in _cosigned(keys):
        if policy.is_met([keys[key] for key in seen]):
            return size
    return 0


def _cosigned(keys: Collection[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the sizes that any of these cosigned, with whose keys, newest first.

    Page by page: how far back a quorum lies, nobody knows, and mostly it is among the first.
    """
    found = Cosignature.objects.filter(key__in=keys).order_by("-sealed_id")
    by_size = found.values("sealed_id").annotate(seen=ArrayAgg("key"))
    pages = by_size.values_list("sealed_id", "seen")
    page = list(pages[:READ_AT_ONCE])
    while page:
        yield from page
        page = list(pages.filter(sealed_id__lt=page[-1][0])[:READ_AT_ONCE])


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
