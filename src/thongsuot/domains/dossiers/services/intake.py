"""At the desk: receive, or refuse in writing."""

from datetime import date, datetime

from django.db import transaction

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.custody import services as custody
from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Dossier, Ending
from thongsuot.domains.dossiers.services import act, notices, process_steps
from thongsuot.domains.dossiers.services.bases import named_basis
from thongsuot.domains.dossiers.services.clock import set_due_date
from thongsuot.domains.dossiers.services.papers import signed_notice, spoken_for
from thongsuot.domains.dossiers.terms import (
    REGISTER,
    Act,
    DueReason,
    NotCompetent,
    SentToAnotherDesk,
    Step,
)
from thongsuot.domains.dossiers.terms.refusing import RefusalGround, check_ground
from thongsuot.domains.ledger import settled
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Desk, Role
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.terms import CollectedAt
from thongsuot.kernel.clock import local_date


@settled.looking()
@transaction.atomic
def receive(*, code: str, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    """Receive a complete dossier: the clock starts and the desk officer is its first holder.

    It gets the next line of the desk's register, without a gap.

    From now on it keeps the version of the procedure that is in force that day, though another
    was when it was submitted; and the version of its process, where one was published.
    Raises:  ActNotAllowed; RoleMissing; SentToAnotherDesk; NotCompetent; ProcedureNotInForce;
             LimitNotSettled; CalendarGap; FeeUnpaid; RegisterClosed.
    Source:  NĐ 61/2018 Art. 17; NĐ 118/2025 Art. 17.
    """
    dossier, at, done = act.begin(code, Act.RECEIVE, by, at, key)
    if done:
        return dossier
    on = local_date(at)
    desk = check_desk(dossier, by, on)
    payments.check_paid(dossier.subject, CollectedAt.RECEIPT)
    version = catalogue.receivable(dossier.procedure_code, dossier.channel, on)
    competent = organisation.competent_for(dossier.procedure_code, desk, on)
    if competent is None:
        raise NotCompetent("no agency is competent that day", procedure=dossier.procedure_code)
    dossier.competent_agency_id, dossier.received_at = competent.agency_id, at
    dossier.version_id = version.version_id
    bound = process_steps.bind(dossier, competent.code, on, at)
    due = set_due_date(
        dossier, limit=version.limit, counted_from=at, reason=DueReason.RECEIPT,
        agency=competent.code,
    )  # fmt: skip
    custody.open_custody(subject=dossier.subject, by=by, at=at, step=Step.INTAKE)
    line = documents.next_number(
        agency_code=desk.code, book=REGISTER, year=on.year, subject=dossier.subject
    )
    return act.finish(
        dossier, Act.RECEIVE, by=by, at=at, key=key,
        detail={"competent": competent.code, "version": version.number, "line": line, **bound,
                **due},
    )  # fmt: skip


@transaction.atomic
def refuse(
    *, code: str, ground: RefusalGround, reason: str, legal_basis: str, signer: Signer, by: Actor,
    at: datetime, key: str | None = None,
) -> Dossier:  # fmt: skip
    """Refuse to receive, signed, with ground, reason in words and legal basis; final.

    Whoever was guided has until the end of his window to answer.
    Raises:  ActNotAllowed; RefusalForbidden for where the applicant lives or how it came;
             RoleMissing; SentToAnotherDesk; ReasonMissing; GroundsMissing and
             BasisNamesNothing for a basis that is no document's number; SignatureUnavailable.
    Source:  NĐ 61/2018 Art. 17(1)(b); TT 03/2025 Form 03.
    """
    dossier, at, done = act.begin(code, Act.REFUSE, by, at, key)
    if done:
        return dossier
    check_desk(dossier, by, local_date(at))
    check_ground(ground)
    guided = dossier.supplements.filter(before_receipt=True, answered_at=None).first()
    rules.check_refusable(dossier.national_state, guided.window_ended_at if guided else None)
    written = Ending.objects.create(
        dossier=dossier,
        reason=rules.check_reason(reason),
        legal_basis=named_basis(legal_basis, local_date(at)),
        ground=ground,
        at=at,
        by_id=by.officer_id,
    )
    dossier.refused_at = at
    values = notices.refusal_by(by, dossier, spoken_for(dossier))
    paper = signed_notice(dossier, Kind.REFUSAL_TO_RECEIVE, values, signer=signer, by=by, at=at)
    return act.finish(
        dossier, Act.REFUSE, by=by, at=at, key=key,
        detail={"ground": ground.value, "reason": commitment(written.reason, written.salt),
                "paper": paper.commitment},
    )  # fmt: skip


def check_desk(dossier: Dossier, by: Actor, on: date) -> Desk:
    """Return the desk of the dossier, where ``by`` receives.

    Raises:  RoleMissing; SentToAnotherDesk.
    """
    organisation.require_role(by, Role.RECEIVE, on)
    desk = organisation.desk_by_id(dossier.receiving_agency_id)
    if by.agency != desk.code:
        raise SentToAnotherDesk("the dossier was sent to another desk", agency=by.agency)
    return desk
