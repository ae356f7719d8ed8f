"""For what work an officer reads the papers of a dossier, where the work itself says it."""

from datetime import datetime

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Span
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import Decision, Dossier, SupplementDraft
from thongsuot.domains.dossiers.queries.turned import without_turned
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import superiors
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.people import policy as people
from thongsuot.domains.people.terms import Purpose
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused


def work_in_hand(dossier: Dossier, kind: Kind, by: Actor, at: datetime) -> Purpose | None:
    """Return what the visitor is reading for: none for whom no work on this dossier waits.

    Work waits for the holder, for the desk that must answer a submission, for whom a hand-over,
    an opinion or a ruling is asked of, for who signs or issues a drafted decision, and, where an
    apology or a request for papers is read, for who signs it; not of a draft that was taken or
    sent back. A hand-over is work for those of
    the agency who settle dossiers, a ruling for its head alone. The intake slip is the desk's own:
    it hands it out again whenever it is asked to.
    """
    if kind is Kind.INTAKE_SLIP:
        return Purpose.INTAKE
    held = custodies.holder_of(dossier.subject)
    if held and by.speaking_as(held.holder.officer_id) == held.holder.officer_id:
        return _purpose_of_holder(dossier, held)
    if dossier.received_at is None and by.agency == dossier.receiving_agency.code:
        return Purpose.INTAKE if _has(by, Role.RECEIVE, at) else None
    if _is_asked(dossier.subject, by, at):
        return Purpose.HANDLING
    signs = _is_to_sign(dossier, by, at)
    if kind is Kind.APOLOGY:
        unsigned = Extension.objects.filter(dossier=dossier, signed_at=None)
        waits = without_turned(unsigned, DraftKind.APOLOGY)
        signs = signs or (waits.exists() and _signs_as_head(dossier, by, at))
    if kind is Kind.SUPPLEMENT_REQUEST:
        unsent = SupplementDraft.objects.filter(dossier=dossier, sent_at=None)
        waits = without_turned(unsent, DraftKind.REQUEST)
        signs = signs or (waits.exists() and _signs_as_head(dossier, by, at))
    return Purpose.DECISION if signs else None


def _purpose_of_holder(dossier: Dossier, held: Span) -> Purpose:
    if dossier.decided_at:
        return Purpose.RETURN
    if without_turned(Decision.objects.filter(dossier=dossier), DraftKind.DECISION).exists():
        return Purpose.DECISION
    at_the_desk = held.holder.agency_code == dossier.receiving_agency.code
    return Purpose.INTAKE if at_the_desk and not dossier.processing_at else Purpose.HANDLING


def _is_asked(subject: str, by: Actor, at: datetime) -> bool:
    offer, on = custodies.open_offers_of([subject]).get(subject), local_date(at)
    if offer and offer.to_agency_code == by.agency and people.may_see(by, on):
        return True
    if by.agency in custodies.superiors_asked(subject, on) and superiors.heads_agency(by, on):
        return True
    return subject in custodies.opinions_asked_of(by.place, [subject])


def _is_to_sign(dossier: Dossier, by: Actor, at: datetime) -> bool:
    unissued = Decision.objects.filter(dossier=dossier, issued_at=None)
    if not without_turned(unissued, DraftKind.DECISION).exists():
        return False
    signs = _has(by, Role.SIGN, at) or _has(by, Role.ISSUE, at)
    return signs and policy.is_competent(dossier, by.agency, local_date(at))


def _signs_as_head(dossier: Dossier, by: Actor, at: datetime) -> bool:
    try:
        policy.check_may_apologise(dossier, by, local_date(at))
    except Refused:
        return False
    return True


def _has(by: Actor, role: Role, at: datetime) -> bool:
    who = by.powers_of
    return who is not None and organisation.has_role(who, by.agency, role, local_date(at))
