"""The request for papers as a draft: written by the handler, signed by the head, then it goes out.

Source:  NĐ 61/2018/NĐ-CP Art. 19(4): the head of the competent agency returns, through the desk,
         what is not yet complete; TT 01/2018 and TT 03/2025 Form 02.
"""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from thongsuot.domains.documents import queries as document_queries
from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.lateness.rules import check_head_signs
from thongsuot.domains.dossiers.models import Dossier, SupplementDraft
from thongsuot.domains.dossiers.queries.turned import without_turned
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.dossiers.services import act, notices, supplement
from thongsuot.domains.dossiers.services.papers import spoken_for
from thongsuot.domains.dossiers.services.reading import note_draft_read
from thongsuot.domains.dossiers.supplements import queries as supplement_policies
from thongsuot.domains.dossiers.terms import Act, MissingPaper, NoRequestDrafted
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.ledger.fields import new_salt
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import policy as people
from thongsuot.domains.people.terms import Purpose
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import local_date


@transaction.atomic
def draft_supplement(
    *, code: str, papers: Sequence[MissingPaper], special_base: str = "", by: Actor, at: datetime,
    key: str | None = None,
) -> Dossier:  # fmt: skip
    """Write what the citizen is to be asked for; nothing goes out and the clock runs on.

    The handler who holds the dossier drafts, anew as often as he likes until it is signed. A
    request beyond those allowed has no draft: the head asks for it in his own words.
    Raises:  ActNotAllowed; NotTheHolder; RoleMissing; SupplementExhausted; SupplementTooLate;
             ReasonMissing; AlreadyOffered; DecisionExists; GroundsMissing, BasisNamesNothing.
    """
    dossier, at, done = act.begin(code, Act.DRAFT_SUPPLEMENT, by, at, key)
    if done:
        return dossier
    policy.check_handles(dossier, by, local_date(at))
    special_base = supplement.check_request(dossier, papers, special_base, "", at)
    drafted, _first = SupplementDraft.objects.update_or_create(
        dossier=dossier,
        defaults={
            "salt": new_salt(), "papers": [asdict(paper) for paper in papers],
            "special_base": special_base, "drafted_by_id": by.acting_officer, "drafted_at": at,
            "sent_at": None,
        },
    )  # fmt: skip
    words = commitment(canonical_json(drafted.papers).decode(), drafted.salt)
    return act.finish(
        dossier, Act.DRAFT_SUPPLEMENT, by=by, at=at, key=key,
        detail={"components": [paper.component for paper in papers], "request": words},
    )  # fmt: skip


@transaction.atomic
def sign_supplement(
    *, code: str, signer: Signer, by: Actor, at: datetime, key: str | None = None,
    seen_at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Sign the drafted request: number, paper and signature come into being, and it goes out.

    By the head of the competent agency or his delegate, within the law's days after receipt.
    ``seen_at`` is when the draft that the signer was shown had been written.
    Raises:  NoRequestDrafted; DraftChanged; OwnDraft; whatever ``request_supplement`` raises.
    """
    dossier, at, done = act.begin(code, Act.REQUEST_SUPPLEMENT, by, at, key)
    if done:
        return dossier
    heads = policy.check_may_apologise(dossier, by, local_date(at))
    drafted = _waiting(dossier)
    rules.check_seen(drafted_at=drafted.drafted_at, seen_at=seen_at)
    check_head_signs(drafter=drafted.drafted_by_id, signer=by.acting_officer, heads=heads)
    papers = [MissingPaper(**paper) for paper in drafted.papers]
    special_base = supplement.check_request(dossier, papers, drafted.special_base, "", at)
    return supplement.send_request(
        dossier,
        papers,
        special_base,
        "",
        signer=signer,
        by=by,
        at=at,
        key=key,
        drafted_by=drafted.drafted_by_id,
    )


def preview_supplement(
    *, code: str, by: Actor, at: datetime, purpose: Purpose | str | None = None
) -> bytes:
    """Return the drafted request as ``by`` would sign it, without number; none of it is kept.

    That it was read is recorded, and ``purpose`` asked for, as ``open_paper`` does.
    Raises:  DossierUnknown; DisclosureRefused; NoRequestDrafted; PurposeNeeded.
    """
    dossier = get_dossier(code, by=by, at=at)
    people.check_may_see(by, local_date(at))
    drafted = _waiting(dossier)
    note_draft_read(dossier, Kind.SUPPLEMENT_REQUEST, purpose=purpose, by=by, at=at)
    allowed = supplement_policies.policy_of(dossier.procedure_code, local_date(at))
    values = notices.request_by(
        by, dossier, drafted.papers, spoken_for(dossier), answers=drafted.drafted_by_id,
        reply_by=supplement.end_of_window(dossier, allowed, at),
    )  # fmt: skip
    return document_queries.preview(values, at=at)


def _waiting(dossier: Dossier) -> SupplementDraft:
    unsent = SupplementDraft.objects.filter(dossier=dossier, sent_at=None)
    drafted = without_turned(unsent, DraftKind.REQUEST).first()
    if drafted is None:
        raise NoRequestDrafted("nothing was drafted yet")
    return drafted
