"""A submission to the wrong desk goes on to the right one: neither refused nor begun anew."""

from datetime import date, datetime

from django.db import transaction

from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import AgencyMove, Dossier, Forwarding
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.intake import check_desk
from thongsuot.domains.dossiers.terms import Act, ForwardedAlready, NotCompetent, Part
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.terms import Desk
from thongsuot.kernel.clock import local_date


@transaction.atomic
def forward_submission(
    *, code: str, to_desk: str, why: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Send what was submitted to the wrong desk on to the one that receives it.

    The code and the instant of submission stay, and no clock was started that could start anew.
    What was received already is handed over instead, and its clock goes on.
    Raises:  ActNotAllowed; RoleMissing; SentToAnotherDesk; ReasonMissing; AgencyUnknown;
             ForwardedAlready for a desk that has sent it on itself;
             NotCompetent for one's own desk, for what is no desk, and for one for which nobody
             settles the procedure.
    Source:  NĐ 61/2018 Art. 17(2)(a), 18(3): guide or transfer; a forward is no refusal.
    """
    dossier, at, done = act.begin(code, Act.FORWARD, by, at, key)
    if done:
        return dossier
    on = local_date(at)
    own, desk = check_desk(dossier, by, on), organisation.get_desk(to_desk, on)
    settles = organisation.competent_for(dossier.procedure_code, desk, on)
    if not desk.is_desk or desk.agency_id == own.agency_id or settles is None:
        raise NotCompetent("not another desk that receives this procedure", agency=to_desk)
    _check_not_sent_back(dossier, desk, on)
    moves = AgencyMove.objects.filter(dossier=dossier, part=Part.DESK)
    moved = AgencyMove.objects.create(
        dossier=dossier, part=Part.DESK, was_id=own.agency_id, now_id=desk.agency_id,
        plan=f"forward-{moves.count() + 1}", at=at,
    )  # fmt: skip
    written = Forwarding.objects.create(
        move=moved, why=rules.check_reason(why), by_id=by.acting_officer
    )
    dossier.receiving_agency_id = desk.agency_id
    return act.finish(
        dossier, Act.FORWARD, by=by, at=at, key=key,
        detail={"from": own.code, "to": desk.code, "why": commitment(written.why, written.salt)},
    )  # fmt: skip


def _check_not_sent_back(dossier: Dossier, desk: Desk, on: date) -> None:
    """Refuse a desk that sent it on before, itself or by one into it.  Raises: ForwardedAlready."""
    before = {desk.agency_id} | successors.left_to(desk.code, on)
    sent_on = AgencyMove.objects.filter(dossier=dossier, was__in=before, forwarding__isnull=False)
    if sent_on.exists():
        raise ForwardedAlready("that desk has sent it on already", agency=desk.code)
