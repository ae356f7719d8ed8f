"""Who may see and touch a dossier: asked by queries and services, never by templates."""

from collections.abc import Collection
from datetime import date, datetime

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import rules as custody_rules
from thongsuot.domains.documents.ports import MayRead
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers.lateness.terms import LatenessPolicyNotYours, NotTheHead
from thongsuot.domains.dossiers.models import AgencyMove, Decision, Dossier, Objection
from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.rules import check_undecided, subject_of
from thongsuot.domains.dossiers.terms import DossierUnknown, NotCompetent, PinNeeded
from thongsuot.domains.dossiers.terms.objections import ObjectionNotYours
from thongsuot.domains.ledger.terms import Actor, ActorKind
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors, superiors
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.policy import may_approve_refunds
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.errors import Refused


def check_may_see(dossier: Dossier, by: Actor, on: date) -> None:
    """Refuse a visitor whose eyes the dossier is not for.  Raises: DossierUnknown."""
    known = (dossier.receiving_agency, dossier.competent_agency)
    at_the_door = {agency.code for agency in known if agency}
    check_eyes(dossier.code, at_the_door=at_the_door, by=by, on=on)


def check_eyes(code: str, *, at_the_door: Collection[str], by: Actor, on: date) -> None:
    """Refuse a visitor whose eyes the dossier is not for, as if there were no such dossier.

    ``at_the_door`` names the agencies that receive and settle it. A citizen sees the dossier
    whose secret he has shown; an officer, what his agency received, is competent for, holds,
    held, was offered or has to decide or answer a citizen about, what an agency that has ended
    left to his, and one whose money he is asked to give back; who heads the desk, the settling
    agency or the holder's from above sees it too, for he answers for them (NĐ 61/2018 Art. 9);
    control sees everything.
    Raises:  DossierUnknown.
    """
    if by.kind is ActorKind.SYSTEM:
        return
    if by.kind is ActorKind.CITIZEN:
        _check_secret(code, by)
        return
    if by.agency in at_the_door or by.agency in _agencies_on_the_way(subject_of(code), on):
        return
    if by.officer_id and organisation.has_role(by.officer_id, by.agency, Role.CONTROL, on):
        return
    if _succeeds(code, by, on) or _forwarded(code, by) or _decides_over_money(code, by, on):
        return
    held = custodies.holder_of(subject_of(code))
    answered_for = {*at_the_door, held.holder.agency_code if held else ""} - {"", None}
    if superiors.heads_any(by, answered_for, on) or objections.was_put_to(code, by.agency, on):
        return
    raise DossierUnknown("not a dossier of this visitor's agency")


def _decides_over_money(code: str, by: Actor, on: date) -> bool:
    """Return whether a refund waits that the visitor may approve, above the desk that took it."""
    asked = payments.waiting_refund(subject_of(code))
    return asked is not None and may_approve_refunds(by, asked.payment.agency, on)


def _forwarded(code: str, by: Actor) -> bool:
    """Return whether the visitor's desk had it and sent it on to the right one."""
    moves = AgencyMove.objects.filter(dossier__code=code, was__code=by.agency)
    return moves.filter(forwarding__isnull=False).exists()


def _succeeds(code: str, by: Actor, on: date) -> bool:
    """Return whether the visitor's agency answers for what one that has ended left behind.

    It is the one that a reorganisation named, or settles what that one was competent for.
    """
    dossier = Dossier.objects.select_related("receiving_agency", "competent_agency").get(code=code)
    known = (dossier.receiving_agency, dossier.competent_agency)
    ended = {agency.pk for agency in known if agency and not agency.holds(on)}
    if ended & successors.left_to(by.agency, on):
        return True
    before = dossier.competent_agency
    return before is not None and not before.holds(on) and is_competent(dossier, by.agency, on)


def may_read(at: datetime) -> MayRead:
    """Return the decision, at this instant, on who may read the papers of a draft or dossier.

    A draft's papers are read by whoever knows its unguessable id; the door keeps that id to the
    session that began it. A dossier's are read by the citizen who has shown its PIN.
    """

    def decide(by: Actor, subject: str, kind: Kind) -> bool:
        owner, _, name = subject.partition(":")
        if owner == "draft":
            return by.kind is ActorKind.CITIZEN
        dossier = Dossier.objects.filter(code=name).first() if owner == "dossier" else None
        try:
            if dossier:
                check_may_see(dossier, by, local_date(at))
        except DossierUnknown:
            return False
        return dossier is not None and may_read_kind(dossier.receiving_agency.code, by, kind)

    return decide


def may_read_kind(receiving_agency: str, by: Actor, kind: Kind) -> bool:
    """Whether somebody who may see a dossier may read such papers of it.

    The intake slip bears the PIN with which one acts as the applicant: among officers only the
    desk that hands it out gets to read it.
    """
    if by.kind is ActorKind.OFFICER and kind is Kind.INTAKE_SLIP:
        return by.agency == receiving_agency
    return not by.follows_only


def check_citizen(dossier: Dossier, by: Actor) -> None:
    """Refuse a citizen who has not shown this dossier's PIN.  Raises: DossierUnknown; PinNeeded."""
    _check_secret(dossier.code, by)
    if by.follows_only:
        raise PinNeeded("the end of a telephone number lets nobody act")


def _check_secret(code: str, by: Actor) -> None:
    if by.kind is not ActorKind.CITIZEN or by.dossier != code:
        raise DossierUnknown("the visitor has not shown this dossier's secret")


def check_holder(dossier: Dossier, by: Actor) -> None:
    """Refuse anyone but the present holder.  Raises: NotTheHolder."""
    held = custodies.holder_of(dossier.subject)
    holder = held.holder.officer_id if held else None
    custody_rules.check_holder(holder_id=holder, visitor_id=by.speaking_as(holder))


def check_unsigned(dossier: Dossier) -> None:
    """Refuse what comes too late once the decision is signed.  Raises: DecisionExists."""
    signed = Decision.objects.filter(dossier=dossier).values_list("signed_at", flat=True)
    check_undecided(signed.first())


def is_competent(dossier: Dossier, agency: str, on: date) -> bool:
    """Return whether the agency settles this procedure that day in the area of the desk.

    Where the area has ended, its settled successor's agencies do.
    """
    desk = organisation.desk_by_id(dossier.receiving_agency_id)
    return organisation.is_competent(dossier.procedure_code, agency, on, desk.areas[0])


def check_power(dossier: Dossier, by: Actor, role: Role, on: date) -> None:
    """Refuse a visitor without the power that day, or in an agency that is not competent then.

    Raises:  RoleMissing; NotCompetent.
    Source:  the level, place and day of docs/law/dossier-life.md.
    """
    organisation.require_role(by, role, on)
    if not is_competent(dossier, by.agency, on):
        raise NotCompetent("the agency does not settle this procedure there", agency=by.agency)


def check_may_apologise(dossier: Dossier, by: Actor, on: date) -> bool:
    """Refuse whoever neither heads the competent agency nor stands in for its head.

    He signs what goes out to the citizen in its name: an apology, a request for papers.

    Returns whether he is the head himself; the delegate of one is not.
    Raises:  RoleMissing; NotCompetent; NotTheHead.
    Source:  NĐ 61/2018 Art. 12(5), 19(4), 19(9); docs/law/lateness-duties.md.
    """
    check_power(dossier, by, Role.SIGN, on)
    return check_speaks_as_head(by, on)


def check_speaks_as_head(by: Actor, on: date) -> bool:
    """Return whether the visitor heads his agency himself, not only as its head's delegate.

    Raises:  NotTheHead for whoever is neither.
    """
    if by.on_behalf_of is None and superiors.heads_agency(by, on):
        return True
    behalf = by.on_behalf_of
    if behalf is not None:
        giver = Actor.officer(
            officer_id=behalf.officer_id, post_id=behalf.post_id, agency=by.agency
        )
        if superiors.heads_agency(giver, on):
            return False
    raise NotTheHead("the head of the competent agency signs", agency=by.agency)


def check_may_answer(objection: Objection, by: Actor, on: date) -> None:
    """Refuse whoever does not head the agency that answers an objection, or asked for the papers.

    Raises:  ObjectionNotYours; NotTheHead.
    """
    answers, asked = objections.agency_now(objection, on), objections.who_asked(objection.request)
    if by.agency != answers.code or not asked.isdisjoint(by.persons):
        raise ObjectionNotYours("another has to answer it", agency=answers.code)
    check_speaks_as_head(by, on)


def check_handles(dossier: Dossier, by: Actor, on: date) -> None:
    """Refuse whoever does not hold the dossier as its handler.

    Raises:  NotTheHolder; RoleMissing.
    """
    check_holder(dossier, by)
    organisation.require_role(by, Role.HANDLE, on)


def check_may_draft_extension(dossier: Dossier, by: Actor, on: date) -> None:
    """Refuse whoever neither holds the dossier as its handler nor may sign the apology.

    Raises:  NotTheHolder; RoleMissing.
    """
    try:
        check_may_apologise(dossier, by, on)
    except Refused:
        check_handles(dossier, by, on)


def check_may_publish(by: Actor, on: date) -> None:
    """Refuse whoever is neither the installation itself nor an administrator that day.

    Raises:  LatenessPolicyNotYours.
    """
    if by.kind is ActorKind.SYSTEM:
        return
    administers = by.officer_id is not None and organisation.has_role(
        by.officer_id, by.agency, Role.ADMINISTER, on
    )
    if not administers:
        raise LatenessPolicyNotYours("administrators publish policies")


def _agencies_on_the_way(subject: str, on: date) -> set[str]:
    spans, offers = custodies.spans_of(subject), custodies.offers_of(subject)
    held_or_asked = {s.holder.agency_code for s in spans} | {o.to_agency_code for o in offers}
    above = custodies.superiors_asked(subject, on)
    return held_or_asked | above | custodies.agencies_consulted(subject)
