"""What the system does when a question stays unanswered: offers now, opinions beside them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.services import act, linked, process_steps, telling_officers
from thongsuot.domains.dossiers.services.disputes import pass_dispute_on
from thongsuot.domains.dossiers.services.handover import begin_processing, touch
from thongsuot.domains.dossiers.services.opinions import end_opinion_in_silence
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused


@transaction.atomic
def accept_by_silence(*, offer_id: int, at: datetime, key: str | None = None) -> Dossier:
    """Take silence for an acceptance: the post's least burdened officer holds from ``at`` on.

    The system's act, told to whom it makes the holder. Where nobody serves the post the giver
    holds on, and the record says so.
    Raises:  OfferNotOpen; AnswerNotDue; ActNotAllowed.
    """
    code = rules.code_of(custodies.subject_of_offer(offer_id))
    system = Actor.system()
    dossier, at, done = act.begin(code, Act.ACCEPT_SILENTLY, system, at, key)
    if done:
        return dossier
    taken = custody.accept_by_silence(offer_id=offer_id, at=at, key=key)
    if taken is not None:
        begin_processing(dossier, taken.step, at)
        process_steps.arrive(dossier, offer_id, at)
        linked.send_parts(dossier, at=at)
        telling_officers.tell_held_by_silence(
            dossier.subject, officer=taken.officer_id, offer=offer_id, at=at
        )
    return touch(dossier, at=at)


@bookkeeping("each silence it finds is an act of its own with its entry")
def take_silence_for_answers(*, at: datetime) -> int:
    """Do what every unanswered question comes to by ``at``; return for how many it was done.

    Each in a transaction of its own; what somebody answers meanwhile is left alone. Repeating it
    changes nothing.
    """
    done = 0
    for offer_id in custodies.silent_offers(at, kind=rules.SUBJECT_KIND):
        done += _tried(partial(accept_by_silence, offer_id=offer_id), f"offer:{offer_id}", at)
    for opinion_id in custodies.silent_opinions(at, kind=rules.SUBJECT_KIND):
        ended = partial(end_opinion_in_silence, opinion_id=opinion_id)
        done += _tried(ended, f"opinion:{opinion_id}", at)
    return done


@bookkeeping("each loop that it puts before another superior is an act of its own with its entry")
def pass_disputes_on(*, at: datetime) -> int:
    """Put each loop whose superior may not decide any more before the one that may; how many.

    Each in a transaction of its own. Repeating it changes nothing.
    """
    done = 0
    for dispute_id in custodies.disputes_to_pass_on(local_date(at), kind=rules.SUBJECT_KIND):
        try:
            pass_dispute_on(dispute_id=dispute_id, at=at)
        except Refused:
            continue
        done += 1
    return done


def _tried(act_of_silence: Callable[..., object], name: str, at: datetime) -> bool:
    """Return whether it was done; answered, recalled or ended in the meantime, it was not.

    Whatever else refuses it keeps this one waiting, and no other.
    """
    try:
        act_of_silence(at=at, key=f"silence:{name}")
    except Refused:
        return False
    return True
