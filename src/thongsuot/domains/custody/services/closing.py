"""The end of custody: of who holds, and of every question that is still open."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody.models import Dispute, Offer, OpinionRequest
from thongsuot.domains.custody.services.holding import end, held_now
from thongsuot.domains.custody.services.opinions import end_in_silence, lapse
from thongsuot.domains.custody.terms import Answer, EndReason, Opinion, Silence
from thongsuot.domains.ledger.services import bookkeeping


@bookkeeping("the act that ends the subject writes the entry, a silence until then its own")
@transaction.atomic
def close(*, subject: str, at: datetime, decided_at: datetime | None = None) -> list[int]:
    """End the custody of a subject that has come to its end, and any question still open.

    An opinion whose time was over by then, or by ``decided_at`` where that came before, ends in
    silence, whether or not the worker has come by; the others lapse. Returns which did.
    """
    held = held_now(subject)
    end(held, at=at, reason=EndReason.CLOSED)
    for question in Offer.objects.filter(subject=subject, answer=Answer.WAITING):
        question.answer, question.answered_at = Answer.LAPSED, at
        question.save()
    lapsed = _end_opinions(subject, over_by=decided_at or at, at=at)
    Dispute.objects.filter(subject=subject, decided_at=None, lapsed_at=None).update(lapsed_at=at)
    return lapsed


def _end_opinions(subject: str, *, over_by: datetime, at: datetime) -> list[int]:
    waiting = OpinionRequest.objects.filter(subject=subject, answer=Opinion.WAITING)
    silent = waiting.filter(answer_by__lte=over_by).exclude(silence=Silence.OWED)
    for opinion_id in silent.order_by("pk").values_list("pk", flat=True):
        end_in_silence(opinion_id=opinion_id, at=at)
    return lapse(waiting, at)
