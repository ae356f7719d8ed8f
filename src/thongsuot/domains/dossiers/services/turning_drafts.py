"""A draft that waits for a signature, taken back by who wrote it or sent back by who would sign it.

Nothing of it went out. It is signed only after it was written anew, and the reason stays.
Source:  practice, our reading: who signs answers for the text (NĐ 30/2020/NĐ-CP Art. 13), so he
         may refuse it; docs/law/dossier-life.md.
"""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet

from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.models import Decision, Dossier, SupplementDraft, TurnedDraft
from thongsuot.domains.dossiers.queries.turned import without_turned
from thongsuot.domains.dossiers.services import act
from thongsuot.domains.dossiers.terms import Act, ActNotAllowed
from thongsuot.domains.dossiers.terms.drafts import DraftKind, NothingWaits
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role, RoleMissing
from thongsuot.kernel.clock import local_date


@transaction.atomic
def take_back_draft(
    *, code: str, draft: DraftKind, reason: str, by: Actor, at: datetime, key: str | None = None,
    seen_at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Take back what waits for a signature: by who wrote it, or who handles the dossier now.

    ``seen_at`` is when the draft that the visitor was shown had been written.
    Raises:  ActNotAllowed; NothingWaits; NotTheHolder; RoleMissing; ReasonMissing; DraftChanged;
             DossierUnknown.
    """
    dossier, at, done = act.begin(code, Act.TAKE_BACK_DRAFT, by, at, key)
    if done:
        return dossier
    drafted = _waiting(dossier, draft, seen_at)
    if drafted.drafted_by_id in by.persons:
        _check_still_writes(dossier, draft, by, local_date(at))
    else:
        policy.check_handles(dossier, by, local_date(at))
    return _turn(dossier, drafted, Act.TAKE_BACK_DRAFT, draft, reason, by=by, at=at, key=key)


@transaction.atomic
def send_back_draft(
    *, code: str, draft: DraftKind, reason: str, by: Actor, at: datetime, key: str | None = None,
    seen_at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Send back to its writer what one would sign; who holds the dossier goes on holding it.

    Raises:  ActNotAllowed, also for one's own; NothingWaits; NotTheHolder; RoleMissing;
             NotCompetent; NotTheHead; ReasonMissing; DraftChanged.
    """
    dossier, at, done = act.begin(code, Act.SEND_BACK_DRAFT, by, at, key)
    if done:
        return dossier
    _check_signs(dossier, draft, by, at)
    drafted = _waiting(dossier, draft, seen_at)
    if drafted.drafted_by_id in by.persons:
        raise ActNotAllowed("one's own is taken back", act=Act.SEND_BACK_DRAFT.value)
    return _turn(dossier, drafted, Act.SEND_BACK_DRAFT, draft, reason, by=by, at=at, key=key)


def _check_still_writes(dossier: Dossier, draft: DraftKind, by: Actor, on: date) -> None:
    """Refuse its writer once the dossier, or such writing, is his no more.

    An apology is also written by who signs it, and he need not handle.
    """
    policy.check_may_see(dossier, by, on)
    try:
        organisation.require_role(by, Role.HANDLE, on)
    except RoleMissing:
        if draft is not DraftKind.APOLOGY:
            raise
        policy.check_may_apologise(dossier, by, on)


def _check_signs(dossier: Dossier, draft: DraftKind, by: Actor, at: datetime) -> None:
    """Refuse whoever would not be asked to sign the draft."""
    if draft is DraftKind.DECISION:
        policy.check_holder(dossier, by)
        policy.check_power(dossier, by, Role.SIGN, local_date(at))
    else:
        policy.check_may_apologise(dossier, by, local_date(at))


_KEPT: Final[Mapping[DraftKind, Callable[[Dossier], QuerySet[Any, Any]]]] = {
    DraftKind.REQUEST: lambda of: SupplementDraft.objects.filter(dossier=of, sent_at=None),
    DraftKind.APOLOGY: lambda of: Extension.objects.filter(
        dossier=of, signed_at=None, drafted_by__isnull=False
    ),
    DraftKind.DECISION: lambda of: Decision.objects.filter(dossier=of, signed_at=None),
}
"""Where each kind waits; an apology that the system drafted waits for a reason, not a signature."""


def _waiting(dossier: Dossier, draft: DraftKind, seen_at: datetime | None) -> Any:
    """Return the draft that waits; a row of one of three tables, each with who wrote it when."""
    drafted = without_turned(_KEPT[draft](dossier), draft).first()
    if drafted is None:
        raise NothingWaits("no such draft waits for a signature", draft=draft.value)
    rules.check_seen(drafted_at=drafted.drafted_at, seen_at=seen_at)
    return drafted


def _turn(
    dossier: Dossier, drafted: Any, named: Act, draft: DraftKind, reason: str, *,
    by: Actor, at: datetime, key: str | None,
) -> Dossier:  # fmt: skip
    turned = TurnedDraft.objects.create(
        dossier=dossier, draft=draft, drafted_at=drafted.drafted_at,
        sent_back=named is Act.SEND_BACK_DRAFT, why=rules.check_reason(reason),
        by_id=by.acting_officer, at=at,
    )  # fmt: skip
    return act.finish(
        dossier, named, by=by, at=at, key=key,
        detail={"draft": draft.value, "reason": commitment(turned.why, turned.salt)},
    )  # fmt: skip
