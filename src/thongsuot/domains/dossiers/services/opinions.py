"""Asking another agency about a dossier: the clock goes on, and so does who holds it."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.terms import Opinion, Silence
from thongsuot.domains.dossiers import process_signing, rules
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.services import act, telling_officers
from thongsuot.domains.dossiers.services.handover import touch
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation


@transaction.atomic
def ask_opinion(
    *, code: str, to_post: int, question: str, basis: str, silence: Silence | None = None,
    process_opinion: str = "", by: Actor, at: datetime, key: str | None = None,
) -> Dossier:  # fmt: skip
    """Ask a post of another agency for its opinion; neither custody nor clock changes.

    What the dossier's process wants at this step is asked for with its own limit;
    ``process_opinion`` says which where several fit. Whoever may answer has a message.

    Raises:  ActNotAllowed; NotTheHolder; BasisUnknown; BasisElsewhere; ConsentNotByLaw;
             WordsMissing; NobodyOnPost; OfferedToOneself; AskedAlready; CalendarGap.
    Source:  NĐ 61/2018 Art. 19(5).
    """
    dossier, at, done = act.begin(code, Act.ASK, by, at, key)
    if done:
        return dossier
    meant = process_signing.opinion_meant(
        dossier, named=process_opinion, to_post=to_post, basis=basis
    )
    asked = custody.ask_opinion(
        subject=dossier.subject, procedure=dossier.procedure_code, to_post=to_post,
        question=question, basis=basis, silence=silence,
        limit_minutes=meant.limit_minutes if meant else None,
        said={"process_opinion": meant.code} if meant else {}, by=by, at=at, key=key,
    )  # fmt: skip
    process_signing.keep_opinion(dossier, meant, asked.pk)
    telling_officers.tell_asked(asked, at=at)
    return touch(dossier, at=at)


@transaction.atomic
def give_opinion(
    *, opinion_id: int, answer: Opinion, text: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Answer what was asked: agree, disagree, or agree with conditions, in words.

    Raises:  ActNotAllowed; OpinionNotOpen; NotAskedOfYou; OfferedToOneself; WordsMissing.
    """
    dossier, at, done = act.begin(_code_of(opinion_id), Act.OPINE, by, at, key)
    if done:
        return dossier
    custody.give_opinion(opinion_id=opinion_id, answer=answer, text=text, by=by, at=at, key=key)
    return touch(dossier, at=at)


@transaction.atomic
def recall_opinion(*, opinion_id: int, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    """Take back a question that nobody has answered.

    Raises:  ActNotAllowed; NotTheHolder; OpinionNotOpen.
    """
    dossier, at, done = act.begin(_code_of(opinion_id), Act.RECALL_OPINION, by, at, key)
    if done:
        return dossier
    custody.recall_opinion(opinion_id=opinion_id, by=by, at=at, key=key)
    telling_officers.tell_not_needed(dossier.subject, [opinion_id], at=at)
    return touch(dossier, at=at)


@transaction.atomic
def end_opinion_in_silence(*, opinion_id: int, at: datetime, key: str | None = None) -> Dossier:
    """Mark that nobody answered in time: the system's act, told to the holder and the desk's head.

    Raises:  ActNotAllowed; OpinionNotOpen; AnswerNotDue.
    Source:  NĐ 61/2018 Art. 19(5)(b).
    """
    system = Actor.system()
    dossier, at, done = act.begin(_code_of(opinion_id), Act.OPINION_UNANSWERED, system, at, key)
    if done:
        return dossier
    asked = custody.end_in_silence(opinion_id=opinion_id, at=at, key=key)
    desk = organisation.desk_by_id(dossier.receiving_agency_id).code
    telling_officers.tell_unanswered(asked, desk=desk, at=at)
    return touch(dossier, at=at)


def _code_of(opinion_id: int) -> str:
    return rules.code_of(custodies.subject_of_opinion(opinion_id))
