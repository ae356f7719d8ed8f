"""Before receipt: the desk tells whoever sent something, once and completely, what is missing."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Dossier, SupplementRequest
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.services.intake import check_desk
from thongsuot.domains.dossiers.services.papers import make_owed_requests, signed_request
from thongsuot.domains.dossiers.services.supplement import who_asks, window_of
from thongsuot.domains.dossiers.supplements import queries as supplement_policies
from thongsuot.domains.dossiers.terms import Act, MissingPaper
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date


@transaction.atomic
def guide_submission(
    *, code: str, papers: Sequence[MissingPaper], signer: Signer, by: Actor, at: datetime,
    key: str | None = None,
) -> Dossier:  # fmt: skip
    """Tell the applicant all that is missing before anything is received.

    Nobody holds it and no clock runs; the time in which the desk answers stands until what was
    asked for is sent (``supply``), and is then counted anew. It is no request after receipt.
    Raises:  ActNotAllowed; RoleMissing; SentToAnotherDesk; SupplementExhausted; ReasonMissing;
             SignatureUnavailable.
    Source:  NĐ 61/2018 Art. 15(3), 17(1)(a), 17(2)(a); TT 03/2025 Form 02.
    """
    dossier, at, done = act.begin(code, Act.GUIDE, by, at, key)
    if done:
        return dossier
    on = local_date(at)
    check_desk(dossier, by, on)
    allowed = supplement_policies.policy_of(dossier.procedure_code, on)
    rules.check_guidance(allowed, dossier.supplements.filter(overturned_at=None).count(), papers)
    make_owed_requests(dossier, at=at)
    asked = SupplementRequest.objects.create(
        dossier=dossier, before_receipt=True, **window_of(dossier, allowed, at),
        policy=allowed.version, legal_base=allowed.source, restarts_clock=False,
        papers=[asdict(paper) for paper in papers], **who_asks(by, at),
    )  # fmt: skip
    dossier.supplement_since = at
    paper = signed_request(dossier, asked, signer=signer, by=by, at=at)
    words = canonical_json(asked.papers).decode()
    return act.finish(
        dossier, Act.GUIDE, by=by, at=at, key=key,
        detail={"components": [missing.component for missing in papers],
                "request": commitment(words, asked.salt), "paper": paper.commitment},
    )  # fmt: skip
