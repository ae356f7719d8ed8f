"""At the desk: receive, or refuse in writing."""

from datetime import date, datetime

from django.db import transaction

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.custody import services as custody
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Dossier, Ending
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.clock import set_due_date
from thongsuot.domains.dossiers.terms import Act, DueReason, NotCompetent, Step
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel.clock import local_date


@transaction.atomic
def receive(*, code: str, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    """Receive a complete dossier: the clock starts and the desk officer is its first holder.

    Raises:  ActNotAllowed; RoleMissing; NotCompetent; ProcedureNotInForce; LimitNotSettled;
             CalendarGap.
    Source:  NĐ 61/2018 Art. 17; NĐ 118/2025 Art. 17.
    """
    dossier, at, done = act.begin(code, Act.RECEIVE, at, key)
    if done:
        return dossier
    on = local_date(at)
    _check_desk(dossier, by, on)
    catalogue.check_receivable(dossier.version, dossier.channel, on)
    dossier.competent_agency = _competent_agency(dossier, on)
    dossier.received_at = at
    due = set_due_date(dossier, counted_from=at, reason=DueReason.RECEIPT)
    custody.open_custody(subject=dossier.subject, by=by, at=at, step=Step.INTAKE)
    exchange.prepare_papers(code=code)
    competent = dossier.competent_agency.code if dossier.competent_agency else ""
    return act.finish(
        dossier, Act.RECEIVE, by=by, at=at, key=key, detail={"competent": competent, **due}
    )


@transaction.atomic
def refuse(
    *, code: str, reason: str, legal_basis: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Refuse to receive, with the reason in words and its legal basis; final.

    Raises:  ActNotAllowed; RoleMissing; ReasonMissing.
    Source:  NĐ 61/2018 Art. 17(1)(b); TT 03/2025 Form 03.
    """
    dossier, at, done = act.begin(code, Act.REFUSE, at, key)
    if done:
        return dossier
    _check_desk(dossier, by, local_date(at))
    written = Ending.objects.create(
        dossier=dossier,
        reason=rules.check_reason(reason),
        legal_basis=rules.check_reason(legal_basis),
        at=at,
        by_id=by.officer_id,
    )
    dossier.refused_at = at
    exchange.prepare_papers(code=code)
    return act.finish(
        dossier, Act.REFUSE, by=by, at=at, key=key,
        detail={"reason": commitment(written.reason, written.salt)},
    )  # fmt: skip


def _check_desk(dossier: Dossier, by: Actor, on: date) -> None:
    """Refuse a visitor who does not receive for the agency the dossier was sent to."""
    organisation.require_role(by, Role.RECEIVE, on)
    if by.agency != dossier.receiving_agency.code:
        raise NotCompetent("the dossier was sent to another desk", agency=by.agency)


def _competent_agency(dossier: Dossier, on: date) -> "organisation.Agency":
    """Return the one agency that is competent for this dossier; refuse when there is none.

    Where the table names several, the one whose desk received the dossier comes first.
    """
    rows = organisation.competent_agencies(
        dossier.procedure_code, on, area_id=dossier.receiving_agency.area_id
    )
    if not rows:
        raise NotCompetent("no agency is competent that day", procedure=dossier.procedure_code)
    nearest = [row for row in rows if row.agency_id == dossier.receiving_agency.parent_id]
    return (nearest or rows)[0].agency
