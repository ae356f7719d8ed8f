"""The decision: drafted, signed by another, numbered, issued; then the result is handed out."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import services as custody
from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.dossiers import policy, process_signing, rules
from thongsuot.domains.dossiers.models import Decision, Dossier, Ending
from thongsuot.domains.dossiers.queries.turned import is_turned
from thongsuot.domains.dossiers.services import act, papers, telling_officers
from thongsuot.domains.dossiers.services.heads import numbered
from thongsuot.domains.dossiers.terms import (
    Act,
    HandedTo,
    NoDraftDecision,
    NotCompetent,
    Outcome,
    RecipientMissing,
)
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.terms import CollectedAt
from thongsuot.kernel.clock import local_date

RESULTS = "KQ"
"""The register of results; its lines are numbered without gap within agency and year."""


@transaction.atomic
def draft_decision(
    *, code: str, outcome: Outcome, grounds: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Draft the decision with its grounds; a draft may be drafted anew until it is signed.

    Raises:  ActNotAllowed; NotTheHolder; RoleMissing; ReasonMissing; DecisionExists.
    Source:  NĐ 61/2018 Art. 19(2), 19(3), 19(8).
    """
    dossier, at, done = act.begin(code, Act.DRAFT, by, at, key)
    if done:
        return dossier
    policy.check_holder(dossier, by)
    organisation.require_role(by, Role.HANDLE, local_date(at))
    earlier = Decision.objects.filter(dossier=dossier).first()
    rules.check_undecided(earlier.signed_at if earlier else None)
    drafted = earlier or Decision(dossier=dossier)
    drafted.outcome, drafted.grounds = outcome, rules.check_reason(grounds)
    drafted.drafted_by_id, drafted.drafted_at = by.acting_officer, at
    drafted.save()
    return act.finish(
        dossier, Act.DRAFT, by=by, at=at, key=key,
        detail={"outcome": outcome.value, "grounds": commitment(drafted.grounds, drafted.salt)},
    )  # fmt: skip


@transaction.atomic
def sign_decision(
    *, code: str, signer: Signer, by: Actor, at: datetime, key: str | None = None,
    seen_at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Sign what another drafted: number, final text and signature come into being together.

    Opinions that were asked for and still have time are needed no more: they lapse, and are
    nobody's silence.
    ``seen_at`` is when the draft that the signer was shown had been written.
    Raises:  ActNotAllowed; NotTheHolder; RoleMissing; NotCompetent; NoDraftDecision; OwnDraft;
             DraftChanged; by the process StepNotInProcess; SignerNotOfStep; OpinionMissing.
    Source:  NĐ 61/2018 Art. 19(2); NĐ 30/2020.
    """
    dossier, at, done = act.begin(code, Act.SIGN, by, at, key)
    if done:
        return dossier
    policy.check_holder(dossier, by)
    policy.check_power(dossier, by, Role.SIGN, local_date(at))
    decision = _decision(dossier)
    rules.check_undecided(decision.signed_at)
    if is_turned(dossier.pk, DraftKind.DECISION):
        raise NoDraftDecision("it was taken or sent back")
    rules.check_seen(drafted_at=decision.drafted_at, seen_at=seen_at)
    rules.check_signer(drafters=_drafters(dossier, decision), signers=by.persons)
    by_process = process_signing.check_signing(dossier, by, local_date(at))
    decision.number = _number(by.agency, local_date(at).year)
    paper = papers.make_signed_result(dossier, decision, signer=signer, by=by, at=at)
    decision.signed_by_id, decision.signed_at, decision.paper = by.officer_id, at, paper.id
    decision.save()
    no_longer = _needed_no_more(dossier, at)
    return act.finish(
        dossier, Act.SIGN, by=by, at=at, key=key,
        detail={"number": decision.number, "outcome": decision.outcome,
                "paper": paper.commitment, **by_process, **no_longer},
    )  # fmt: skip


@transaction.atomic
def issue_decision(*, code: str, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    """Issue the signed and numbered decision: the dossier is resolved.

    The clerk issues beside the holder; custody stays where it is. Opinions that were still asked
    for after the signature lapse as those before it did.
    Raises:  ActNotAllowed; DossierUnknown; RoleMissing; NotCompetent, also for an agency that
             did not sign while the one that did still stands; NoDraftDecision; NotSigned.
    Source:  NĐ 61/2018 Art. 19(2); NĐ 30/2020 (văn thư).
    """
    dossier, at, done = act.begin(code, Act.ISSUE, by, at, key)
    if done:
        return dossier
    policy.check_may_see(dossier, by, local_date(at))
    policy.check_power(dossier, by, Role.ISSUE, local_date(at))
    decision = _decision(dossier)
    rules.check_issuable(signed_at=decision.signed_at, number=decision.number)
    _check_register(dossier, by, at)
    decision.issued_by_id, decision.issued_at = by.officer_id, at
    decision.save()
    dossier.decided_at, dossier.outcome = at, decision.outcome
    no_longer = _needed_no_more(dossier, at)
    return act.finish(
        dossier, Act.ISSUE, by=by, at=at, key=key,
        detail={"number": decision.number, "outcome": decision.outcome, **no_longer},
    )  # fmt: skip


def _needed_no_more(dossier: Dossier, at: datetime) -> dict[str, DetailValue]:
    """Let opinions that have time lapse, and tell who was asked; return what the record says."""
    lapsed = custody.lapse_opinions(subject=dossier.subject, at=at)
    telling_officers.tell_not_needed(dossier.subject, lapsed, at=at)
    return {"lapsed_opinions": [*lapsed]} if lapsed else {}


@transaction.atomic
def return_result(
    *, code: str, to: HandedTo | None, named: str = "", by: Actor, at: datetime,
    key: str | None = None,
) -> Dossier:  # fmt: skip
    """Hand the result to someone; custody ends and the dossier is closed.

    ``named`` says who took it where that is not the applicant: the representative and his
    authority, or the number of the postal item.
    Raises:  ActNotAllowed; NotTheHolder; RoleMissing; RecipientMissing; FeeUnpaid.
    Source:  NĐ 61/2018 Art. 20.
    """
    dossier, at, done = act.begin(code, Act.RETURN_RESULT, by, at, key)
    if done:
        return dossier
    policy.check_holder(dossier, by)
    organisation.require_role(by, Role.RECEIVE, local_date(at))
    if to is None:
        raise RecipientMissing("say who takes the result")
    if dossier.outcome == Outcome.GRANTED:
        payments.check_paid(dossier.subject, CollectedAt.RESULT)
    named = rules.check_recipient(to, named)
    dossier.returned_at, dossier.returned_to = at, to
    lapsed = custody.close(subject=dossier.subject, at=at, decided_at=dossier.decided_at)
    telling_officers.tell_not_needed(dossier.subject, lapsed, at=at)
    return act.finish(
        dossier, Act.RETURN_RESULT, by=by, at=at, key=key,
        detail={"to": to.value, **_taken_by(dossier, named, by, at)},
    )  # fmt: skip


def _taken_by(dossier: Dossier, named: str, by: Actor, at: datetime) -> dict[str, DetailValue]:
    """Keep who took the result for the applicant; return what the record says of it."""
    if not named:
        return {}
    written = Ending.objects.create(dossier=dossier, reason=named, at=at, by_id=by.officer_id)
    return {"taken_by": commitment(named, written.salt)}


def _decision(dossier: Dossier) -> Decision:
    decision = Decision.objects.select_for_update().filter(dossier=dossier).first()
    if decision is None:
        raise NoDraftDecision("nothing was drafted yet")
    return decision


def _drafters(dossier: Dossier, decision: Decision) -> set[int]:
    """Return who drafted what is to be signed, and in whose stead."""
    drafted = [a for a in record.acts_of(dossier.subject) if a.act == Act.DRAFT]
    return {decision.drafted_by_id, *(drafted[-1].actor.persons if drafted else ())}


def _number(agency: str, year: int) -> str:
    """Return the next number of the agency's register of results, as it is printed."""
    line = documents.next_number(agency_code=agency, book=RESULTS, year=year)
    return numbered(line, f"{year}/{RESULTS}")


def _check_register(dossier: Dossier, by: Actor, at: datetime) -> None:
    """Refuse to issue what stands in another agency's register, unless that agency has ended."""
    signed = [act for act in record.acts_of(dossier.subject) if act.act == Act.SIGN]
    numbered_by = signed[-1].actor.agency if signed else ""
    if by.agency != numbered_by and organisation.find_agency(numbered_by, local_date(at)):
        raise NotCompetent("another agency signed and numbered it", agency=by.agency)
