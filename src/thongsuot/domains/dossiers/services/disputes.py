"""A superior decides whose a dossier is; the decision becomes a precedent."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import policy as custody_policy
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody import services as custody
from thongsuot.domains.custody.terms import DisputeTerms
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Decision, Dossier
from thongsuot.domains.dossiers.services import act, telling_officers
from thongsuot.domains.dossiers.services.handover import touch
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.wording import paper_words
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import services as organisations
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

MOST_LETTERS = 140
"""Of a name inside the source of a competence."""


@transaction.atomic
def decide_dispute(
    *, dispute_id: int, agency: str, legal_basis: str, by: Actor, at: datetime,
    key: str | None = None,
) -> Dossier:  # fmt: skip
    """Say which agency settles the dossier; holder and clock stay, and the decision binds.

    It becomes a row of the competence table, for this procedure where this desk stands, and the
    next proposal comes from it. An unsigned dossier is that agency's from now on.
    Raises:  DisputeNotOpen; NotTheSuperior; NotToBeNamed; GroundsMissing; AgencyUnknown;
             ActNotAllowed.
    """
    code = rules.code_of(custodies.subject_of_dispute(dispute_id))
    dossier, at, done = act.begin(code, Act.DECIDE, by, at, key)
    if done:
        return dossier
    waiting = custody_policy.check_may_decide(
        custodies.last_dispute_of(dossier.subject, local_date(at)), by=by, at=at
    )
    named = organisation.get_agency(agency, local_date(at))
    precedent = organisations.add_precedent(
        procedure_code=dossier.procedure_code, agency_id=named.pk,
        area_id=organisation.desk_by_id(dossier.receiving_agency_id).areas[0],
        source=source_of(waiting, at), on=local_date(at),
    )  # fmt: skip
    custody.decide(
        dispute_id=dispute_id, agency=agency, legal_basis=legal_basis, precedent=precedent,
        by=by, at=at, key=key,
    )  # fmt: skip
    if not Decision.objects.filter(dossier=dossier, signed_at__isnull=False).exists():
        dossier.competent_agency_id = named.pk
    return touch(dossier, at=at)


@transaction.atomic
def pass_dispute_on(*, dispute_id: int, at: datetime, key: str | None = None) -> Dossier:
    """Put a loop before the superior that may decide it now, and tell whoever that is.

    Raises:  DisputeNotOpen; ActNotAllowed.
    """
    code = rules.code_of(custodies.subject_of_dispute(dispute_id))
    dossier, at, done = act.begin(code, Act.PASS_ON, Actor.system(), at, key)
    if done:
        return dossier
    custody.pass_on(dispute_id=dispute_id, at=at, key=key)
    telling_officers.tell_ruling_asked(dossier.subject, at=at)
    return touch(dossier, at=at)


def source_of(dispute: DisputeTerms, at: datetime) -> str:
    """Return how the competence table names the decision."""
    return paper_words().precedent.format(
        number=dispute.id,
        superior=dispute.superior_name[:MOST_LETTERS],
        day=formats.date(local_date(at)),
    )
