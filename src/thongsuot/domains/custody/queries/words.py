"""What officers wrote where custody was asked for, given, ruled on or moved, with its salt."""

from collections.abc import Iterator

from thongsuot.domains.custody.models import Custody, Dispute, Move, Offer, OpinionRequest

Salted = tuple[str, bytes]
"""Words, and the salt of the commitment to them in the record."""


def words_of(subject: str) -> Iterator[Salted]:
    """Yield all words about a subject to which the record commits."""
    for offer in Offer.objects.filter(subject=subject):
        yield from _each(offer.salt, offer.why, offer.legal_basis, offer.explanation)
    for asked in OpinionRequest.objects.filter(subject=subject):
        yield from _each(asked.salt, asked.question, asked.text)
    for dispute in Dispute.objects.filter(subject=subject):
        yield from _each(dispute.salt, dispute.legal_basis)
    moves = Custody.objects.filter(subject=subject).exclude(move=None).values("move")
    for move in Move.objects.filter(pk__in=moves):
        yield from _each(move.salt, move.why)


def _each(salt: bytes | memoryview, *written: str | None) -> Iterator[Salted]:
    return ((words, bytes(salt)) for words in written if words is not None)
