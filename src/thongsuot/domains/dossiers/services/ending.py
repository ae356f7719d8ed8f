"""Ends before a decision: the citizen withdraws, or the agency stops on a legal ground."""

from collections.abc import Mapping
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from thongsuot.domains.custody import services as custody
from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier, Ending
from thongsuot.domains.dossiers.services import act, counter, intake, notices, telling_officers
from thongsuot.domains.dossiers.services.bases import named_basis
from thongsuot.domains.dossiers.services.papers import signed_notice, spoken_for
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.terms.counter import AtCounter, Brought
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor, DetailValue
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
    return _withdraw(dossier, reason, {}, by=by, at=at, key=key)


def enter_withdrawal(
    *, code: str, reason: str, brought: Brought, name: str, stream: BinaryIO, by: Actor,
    at: datetime, key: str | None = None,
) -> Dossier:  # fmt: skip
    """End it at the applicant's request that came to the counter or by post, before a decision.

    ``stream`` is the request as a file, ``name`` what that file is called: without it an officer
    could end what runs late. ``brought`` says who came.
    Raises:  ActNotAllowed; DecisionExists; RoleMissing; SentToAnotherDesk; BringerMissing;
             ReasonMissing; FileRefused in one of its kinds. Nothing is kept then.
    Source:  NĐ 118/2025 Art. 21; TT 03/2025 Art. 7(1).
    """
    request = documents.read_upload(stream)
    with transaction.atomic():
        dossier, at, done = act.begin(code, Act.WITHDRAW, by, at, key)
        if done:
            return dossier
        intake.check_desk(dossier, by, local_date(at))
        rules.check_reason(reason)
        paper = documents.attach_notice(
            subject=dossier.subject, name=name, upload=request, at=at, kind=Kind.WITHDRAWAL_REQUEST
        )
        came = counter.keep_visit(dossier, AtCounter.WITHDRAWAL, brought, by, at)
        said = {**came, "paper": paper.commitment}
        return _withdraw(dossier, reason, said, by=by, at=at, key=key)


def _withdraw(
    dossier: Dossier, reason: str, said: Mapping[str, DetailValue], *, by: Actor, at: datetime,
    key: str | None,
) -> Dossier:  # fmt: skip
    """Refuse it once a decision exists, else end the dossier.  Raises: DecisionExists."""
    policy.check_unsigned(dossier)
    dossier.withdrawn_at = at
    written = _ending(dossier, reason, "", by, at)
    return _end(dossier, Act.WITHDRAW, written, said, by=by, at=at, key=key)


@transaction.atomic
def stop(
    *, code: str, reason: str, legal_basis: str, signer: Signer, by: Actor, at: datetime,
    key: str | None = None,
) -> Dossier:  # fmt: skip
    """Stop the settlement on a legal ground, in a signed notice, before a decision exists.

    Raises:  ActNotAllowed; DecisionExists; NotTheHolder; RoleMissing; ReasonMissing;
             GroundsMissing and BasisNamesNothing for a basis that is no document's number;
             SignatureUnavailable.
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
    dossier.stopped_at = at
    written = _ending(dossier, reason, basis, by, at)
    values = notices.stop_by(by, dossier, spoken_for(dossier))
    paper = signed_notice(dossier, Kind.STOP_NOTICE, values, signer=signer, by=by, at=at)
    return _end(dossier, Act.STOP, written, {"paper": paper.commitment}, by=by, at=at, key=key)


def _ending(dossier: Dossier, reason: str, legal_basis: str, by: Actor, at: datetime) -> Ending:
    return Ending.objects.create(
        dossier=dossier, reason=reason.strip(), legal_basis=legal_basis, at=at,
        by_id=by.officer_id,
    )  # fmt: skip


def _end(
    dossier: Dossier, what: Act, written: Ending, said: Mapping[str, DetailValue], *,
    by: Actor, at: datetime, key: str | None,
) -> Dossier:  # fmt: skip
    """Close the custody of what was received, and write the entry."""
    if dossier.received_at is not None:
        lapsed = custody.close(subject=dossier.subject, at=at)
        telling_officers.tell_not_needed(dossier.subject, lapsed, at=at)
    return act.finish(
        dossier, what, by=by, at=at, key=key,
        detail={"reason": commitment(written.reason, written.salt), **said},
    )  # fmt: skip
