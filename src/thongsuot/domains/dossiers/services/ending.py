"""Ends before a decision: the citizen withdraws, or the agency stops on a legal ground."""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.custody import services as custody
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier, Ending
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.bases import named_basis
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel.clock import local_date


@transaction.atomic
def withdraw(*, code: str, reason: str, by: Actor, at: datetime, key: str | None = None) -> Dossier:
    """End the dossier at the citizen's own request, before a decision exists.

    Raises:  ActNotAllowed; DecisionExists; DossierUnknown for another visitor.
    Source:  NĐ 118/2025 Art. 21; TT 03/2025 Art. 7(1).
    """
    dossier, at, done = act.begin(code, Act.WITHDRAW, by, at, key)
    if done:
        return dossier
    policy.check_citizen(dossier, by)
    policy.check_unsigned(dossier)
    return _end(dossier, Act.WITHDRAW, reason=reason, legal_basis="", by=by, at=at, key=key)


@transaction.atomic
def stop(
    *, code: str, reason: str, legal_basis: str, by: Actor, at: datetime, key: str | None = None
) -> Dossier:
    """Stop the settlement on a legal ground, before a decision exists.

    Raises:  ActNotAllowed; DecisionExists; NotTheHolder; RoleMissing; ReasonMissing;
             GroundsMissing and BasisNamesNothing for a basis that is no document's number.
    Source:  NĐ 118/2025 Art. 21; TT 03/2025 Form 05.
    """
    dossier, at, done = act.begin(code, Act.STOP, by, at, key)
    if done:
        return dossier
    policy.check_holder(dossier, by)
    organisation.require_role(by, Role.HANDLE, local_date(at))
    policy.check_unsigned(dossier)
    rules.check_reason(reason)
    basis = named_basis(legal_basis, local_date(at))
    return _end(dossier, Act.STOP, reason=reason, legal_basis=basis, by=by, at=at, key=key)


def _end(
    dossier: Dossier, what: Act, *, reason: str, legal_basis: str, by: Actor, at: datetime,
    key: str | None,
) -> Dossier:  # fmt: skip
    was_held = dossier.received_at is not None
    written = Ending.objects.create(
        dossier=dossier, reason=reason.strip(), legal_basis=legal_basis, at=at,
        by_id=by.officer_id,
    )  # fmt: skip
    if what is Act.WITHDRAW:
        dossier.withdrawn_at = at
    else:
        dossier.stopped_at = at
        exchange.prepare_papers(code=dossier.code)
    if was_held:
        custody.close(subject=dossier.subject, at=at)
    return act.finish(
        dossier, what, by=by, at=at, key=key,
        detail={"reason": commitment(written.reason, written.salt)},
    )  # fmt: skip
