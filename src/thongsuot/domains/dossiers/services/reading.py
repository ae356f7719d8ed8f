"""Opening a paper of a dossier: whoever works for the agencies leaves a trace of having read it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import FiledPaper, Kind, PaperUnknown
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.models import CounterVisit, Dossier
from thongsuot.domains.dossiers.queries.applicants import applicant_of, name_on_papers
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.dossiers.reading_policy import work_in_hand
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import PurposeNeeded
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.people import policy as people_policy
from thongsuot.domains.people import queries as people_queries
from thongsuot.domains.people import rules as people_rules
from thongsuot.domains.people import services as people
from thongsuot.domains.people.terms import Identity, Purpose
from thongsuot.kernel.clock import local_date


class BroughtBy(NamedTuple):
    """The words of who brought something, and the salt of their commitment in the record."""

    named: str
    salt: str

    def __repr__(self) -> str:
        return "BroughtBy()"


@dataclass(frozen=True, slots=True)
class DisclosedApplicant:
    """Who applies, and the other names under which that number is on file; ``repr`` is empty.

    ``brought``: who brought something to the counter in the applicant's place, with his authority,
    or the number of the postal item; by the instant of the act.
    """

    identity: Identity
    other_names: Mapping[UUID, str]
    brought: Mapping[datetime, BroughtBy]

    def __repr__(self) -> str:
        return "DisclosedApplicant()"


@dataclass(frozen=True, slots=True)
class OpenedPaper:
    """One paper and its PDF; ``repr`` shows nothing of what it says."""

    filed: FiledPaper
    pdf: bytes

    def __repr__(self) -> str:
        return "OpenedPaper()"


def open_paper(
    *, code: str, paper: UUID, by: Actor, at: datetime, purpose: Purpose | str | None = None
) -> OpenedPaper:
    """Return a paper for an officer to read; that it was read is recorded once a day.

    Who has work on the dossier reads for that work and is asked nothing; whoever else may see it
    says why, and must be one who may see people in full.

    Raises:  PaperUnknown, also where ``by`` may not read it; PurposeNeeded; DisclosureRefused;
             ValueError for a purpose that is none of ``Purpose``.
    Source:  docs/law/personal-data.md, "who read it is known".
    """
    may_read = policy.may_read(at)
    filed = documents.get_paper(paper, by=by, may_read=may_read)
    if filed.subject != subject_of(code):
        raise PaperUnknown("the paper belongs to another dossier")
    dossier = Dossier.objects.select_related("receiving_agency").get(code=code)
    pdf = documents.read_pdf(paper, by=by, may_read=may_read)
    note_read(dossier, filed, purpose=purpose, by=by, at=at)
    return OpenedPaper(filed, pdf)


def note_read(
    dossier: Dossier, filed: FiledPaper, *, purpose: Purpose | str | None, by: Actor, at: datetime
) -> None:
    """Record that a paper is read, on a screen or in print, or refuse whoever may not.

    Raises:  PurposeNeeded; DisclosureRefused; ValueError for a purpose that is none of ``Purpose``.
    """
    why = work_in_hand(dossier, filed.kind, by, at) or _stated(purpose, by, at)
    people.note_paper_read(
        person_id=dossier.applicant_id, paper=str(filed.id), purpose=why, dossier=dossier.code,
        by=by, at=at,
    )  # fmt: skip


def note_draft_read(
    dossier: Dossier, kind: Kind, *, purpose: Purpose | str | None, by: Actor, at: datetime
) -> None:
    """Record that a text not signed yet is read: it names people in full, as its paper will.

    Raises:  PurposeNeeded; DisclosureRefused; ValueError for a purpose that is none of ``Purpose``.
    """
    why = work_in_hand(dossier, kind, by, at) or _stated(purpose, by, at)
    people.note_paper_read(
        person_id=dossier.applicant_id, paper=f"draft-{kind.value}:{dossier.code}", purpose=why,
        dossier=dossier.code, by=by, at=at,
    )  # fmt: skip


def payer_named(*, code: str, receipt: str, by: Actor, at: datetime) -> str:
    """Return the payer's name for a receipt that an officer opens.

    In full for the desk that hands it out, which is recorded once a day like any paper read; in
    part for whoever else may see the dossier.  ``receipt`` is its kind and number.
    Raises:  DossierUnknown.
    """
    dossier = get_dossier(code, by=by, at=at)
    if not _hands_out(dossier, by, at):
        return people_rules.mask(applicant_of(dossier)).full_name
    people.note_paper_read(
        person_id=dossier.applicant_id, paper=receipt, dossier=code, by=by, at=at,
        purpose=Purpose.RETURN if dossier.received_at else Purpose.INTAKE,
    )  # fmt: skip
    return name_on_papers(dossier)


@transaction.atomic
def disclose_applicant(
    *, code: str, by: Actor, at: datetime, purpose: Purpose | str
) -> DisclosedApplicant:
    """Return who applies in full, as declared with this dossier; who looked, and why, is recorded.

    So is it for everybody else under whose name the number is on file: they are named too, as is
    whoever brought something in the applicant's place.

    Raises:  DossierUnknown; ValueError for a purpose that is none of ``Purpose``;
             DisclosureRefused.
    """
    dossier = get_dossier(code, by=by, at=at)
    identity = applicant_of(dossier)

    def disclosed(person_id: UUID) -> Identity:
        return people.disclose(
            person_id=person_id, by=by, at=at, purpose=purpose, dossier=dossier.code
        )

    on_file = disclosed(dossier.applicant_id)
    others = {
        claim.person_id: on_file if claim.by_tones_alone else disclosed(claim.person_id)
        for claim in people_queries.claims_beside(dossier.applicant_id, identity.full_name)
    }
    visits = CounterVisit.objects.filter(dossier=dossier).order_by("pk")
    return DisclosedApplicant(
        identity,
        {pk: other.full_name for pk, other in others.items()},
        {v.at: BroughtBy(v.named, bytes(v.salt).hex()) for v in visits if v.named},
    )


def _hands_out(dossier: Dossier, by: Actor, at: datetime) -> bool:
    who, desk = by.powers_of, dossier.receiving_agency.code
    if who is None or by.agency != desk:
        return False
    return organisation.has_role(who, desk, Role.RECEIVE, local_date(at))


def _stated(purpose: Purpose | str | None, by: Actor, at: datetime) -> Purpose:
    people_policy.check_may_see(by, local_date(at))
    if not purpose:
        raise PurposeNeeded("who has no work on the dossier says what the paper is read for")
    return Purpose(purpose)
