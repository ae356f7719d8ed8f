"""The one re-dating: drafted with its reason, signed by the head as an apology, never twice.

The dossier's own due date is not touched: what was promised at first is judged. The new date is
one more fact, told to the citizen with the apology.
"""

from datetime import datetime

from django.db import transaction

from thongsuot.domains.documents.ports import Signer
from thongsuot.domains.documents.terms import Kind
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers import rules as dossier_rules
from thongsuot.domains.dossiers.lateness import queries, rules
from thongsuot.domains.dossiers.lateness.models import Extension
from thongsuot.domains.dossiers.lateness.terms import (
    ExtendedAlready,
    LatenessPolicy,
    NoExtensionDrafted,
    Promise,
    Timing,
)
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.queries.calendars import calendar_of
from thongsuot.domains.dossiers.queries.turned import is_turned, without_turned
from thongsuot.domains.dossiers.queries.views import get_dossier
from thongsuot.domains.dossiers.services import act, apologies, telling_officers
from thongsuot.domains.dossiers.services.reading import note_draft_read
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.ledger.rules import commitment
from thongsuot.domains.ledger.terms import Actor, DetailValue
from thongsuot.domains.people import policy as people
from thongsuot.domains.people.terms import Purpose
from thongsuot.kernel.clock import local_date

BASIS_LETTERS = 200


@transaction.atomic
def propose_extension(
    *, code: str, days: int, reason: str, legal_basis: str = "", by: Actor, at: datetime,
    key: str | None = None,
) -> Dossier:  # fmt: skip
    """Draft the apology and the one new date; a draft may be written anew until it is signed.

    The holder drafts, or whoever may sign it. ``days`` are working days after the date that was
    promised at first.
    Raises:  ActNotAllowed; NotTheHolder; RoleMissing; ReasonMissing; ExtendedAlready;
             ExtensionWrong; ExtensionTooLate; DecisionExists; CalendarGap.
    Source:  NĐ 61/2018/NĐ-CP Art. 19(9).
    """
    dossier, at, done = act.begin(code, Act.PROPOSE_EXTENSION, by, at, key)
    if done:
        return dossier
    policy.check_may_draft_extension(dossier, by, local_date(at))
    policy.check_unsigned(dossier)
    drafted = _drafted(dossier, days, dossier_rules.check_reason(reason), legal_basis, at)
    drafted.drafted_by_id = by.acting_officer
    return _keep(dossier, drafted, by=by, at=at, key=key)


@transaction.atomic
def draft_extension_for(*, code: str, at: datetime, key: str | None = None) -> Dossier:
    """Draft an apology without a reason, for a person to write and the head to sign.

    The system's act on the last day on which an apology is in time, where nobody did anything, or
    where what somebody drafted was taken or sent back: his words then stay for who writes it anew.
    Raises:  ActNotAllowed; ExtendedAlready; DecisionExists; CalendarGap.
    """
    system = Actor.system()
    dossier, at, done = act.begin(code, Act.PROPOSE_EXTENSION, system, at, key)
    if done:
        return dossier
    policy.check_unsigned(dossier)
    turned = Extension.objects.filter(dossier=dossier).first()
    if turned is not None and not is_turned(dossier.pk, DraftKind.APOLOGY):
        raise ExtendedAlready("somebody was first")
    rule = queries.policy_in_force(local_date(at)).extension
    reason = turned.reason if turned else ""
    drafted = _drafted(dossier, rule.system_draft_days, reason, "", at)
    drafted.drafted_by_id = None
    return _keep(dossier, drafted, by=system, at=at, key=key)


@transaction.atomic
def sign_extension(
    *, code: str, signer: Signer, by: Actor, at: datetime, key: str | None = None,
    seen_at: datetime | None = None,
) -> Dossier:  # fmt: skip
    """Sign the apology: from now on the new date is promised, and the first one still judged.

    By the head of the competent agency or his delegate. Whether it comes in time is told by the
    act's own instant, and the apology of a late one says nothing else. ``seen_at`` is when the
    draft that the signer was shown had been written.
    Raises:  DraftChanged; ActNotAllowed; RoleMissing; NotCompetent; NotTheHead; NoExtensionDrafted;
             ExtendedAlready; ReasonMissing; OwnDraft; ExtensionWrong; ExtensionTooLate;
             DecisionExists; CalendarGap.
    Source:  NĐ 61/2018/NĐ-CP Art. 12(5), 19(9).
    """
    dossier, at, done = act.begin(code, Act.SIGN_EXTENSION, by, at, key)
    if done:
        return dossier
    as_head = policy.check_may_apologise(dossier, by, local_date(at))
    policy.check_unsigned(dossier)
    drafted = _to_sign(dossier)
    dossier_rules.check_seen(drafted_at=drafted.drafted_at, seen_at=seen_at)
    rules.check_apology(
        reason=drafted.reason, drafter=drafted.drafted_by_id, signer=by.acting_officer,
        heads=as_head,
    )  # fmt: skip
    timing = _promise_anew(drafted, dossier, at)
    drafted.timing, drafted.signed_as_head = timing, as_head
    drafted.signed_by_id, drafted.signed_at = by.acting_officer, at
    paper = apologies.make_signed(dossier, drafted, signer=signer, by=by, at=at)
    drafted.paper = paper.id
    drafted.save()
    telling_officers.tell_desk(
        dossier.subject, "apology-signed", values={"due_at": drafted.new_due_at},
        cause=f"apology-{drafted.pk}", by=by, at=at,
    )  # fmt: skip
    return act.finish(
        dossier, Act.SIGN_EXTENSION, by=by, at=at, key=key,
        detail={"timing": timing.value, "paper": paper.commitment, **_said(drafted)},
    )  # fmt: skip


def preview_apology(
    *, code: str, by: Actor, at: datetime, purpose: Purpose | str | None = None
) -> bytes:
    """Return the drafted apology as ``by`` would sign it, without number; none of it is kept.

    It names people in full: that it was read is recorded, and ``purpose`` asked for, as
    ``open_paper`` does.
    Raises:  DossierUnknown; DisclosureRefused; NoExtensionDrafted; PurposeNeeded.
    """
    dossier = get_dossier(code, by=by, at=at)
    people.check_may_see(by, local_date(at))
    drafted = without_turned(Extension.objects.filter(dossier=dossier), DraftKind.APOLOGY).first()
    if drafted is None:
        raise NoExtensionDrafted("nothing was drafted yet")
    note_draft_read(dossier, Kind.APOLOGY, purpose=purpose, by=by, at=at)
    return apologies.preview(dossier, drafted, by=by, at=at)


def _promise(dossier: Dossier, days: int, stated: LatenessPolicy, at: datetime) -> Promise:
    if dossier.due_at is None:
        raise NoExtensionDrafted("nothing was promised yet")
    return rules.promise(dossier.due_at, days, stated.extension, calendar_of(dossier, at))


def _drafted(dossier: Dossier, days: int, reason: str, legal_basis: str, at: datetime) -> Extension:
    """Return the draft, new or written anew, with what it would promise."""
    stated = queries.policy_in_force(local_date(at))
    promised = _promise(dossier, days, stated, at)
    rules.check_timing(rules.timing_of(promised, at), stated.extension)
    rules.check_ahead(promised, at)
    drafted = Extension.objects.select_for_update().filter(dossier=dossier).first()
    drafted = drafted or Extension(dossier=dossier)
    _check_first(drafted)
    _write(drafted, promised, stated)
    drafted.days, drafted.reason, drafted.drafted_at = days, reason, at
    drafted.legal_basis = legal_basis.strip()[:BASIS_LETTERS] or stated.extension.legal_basis
    return drafted


def _write(drafted: Extension, promised: Promise, stated: LatenessPolicy) -> None:
    drafted.original_due_at, drafted.new_due_at = promised.original_due_at, promised.new_due_at
    drafted.notice_by, drafted.calendar_version = promised.notice_by, promised.calendar_version
    drafted.hours_of, drafted.rule_version = promised.hours_of, promised.rule_version
    drafted.policy = stated.version


def _promise_anew(drafted: Extension, dossier: Dossier, at: datetime) -> Timing:
    """Count the new date from what is promised now; return how the signature stands in time."""
    stated = queries.policy_in_force(local_date(at))
    promised = _promise(dossier, drafted.days, stated, at)
    timing = rules.timing_of(promised, at)
    rules.check_timing(timing, stated.extension)
    rules.check_ahead(promised, at)
    _write(drafted, promised, stated)
    return timing


def _keep(
    dossier: Dossier, drafted: Extension, *, by: Actor, at: datetime, key: str | None
) -> Dossier:
    drafted.save()
    reason = commitment(drafted.reason, drafted.salt) if drafted.reason else ""
    return act.finish(
        dossier, Act.PROPOSE_EXTENSION, by=by, at=at, key=key,
        detail={"reason": reason, **_said(drafted)},
    )  # fmt: skip


def _said(drafted: Extension) -> dict[str, DetailValue]:
    return {
        "original_due_at": drafted.original_due_at.isoformat(),
        "new_due_at": drafted.new_due_at.isoformat(),
        "days": drafted.days,
        "calendar": drafted.calendar_version,
        "policy": drafted.policy,
    }


def _to_sign(dossier: Dossier) -> Extension:
    drafted = Extension.objects.select_for_update().filter(dossier=dossier).first()
    if drafted is None:
        raise NoExtensionDrafted("nothing was drafted yet")
    _check_first(drafted)
    if is_turned(dossier.pk, DraftKind.APOLOGY):
        raise NoExtensionDrafted("it was taken or sent back")
    return drafted


def _check_first(drafted: Extension) -> None:
    """Refuse a second extension.  Raises: ExtendedAlready."""
    if drafted.signed_at is not None:
        raise ExtendedAlready(
            "the due date was put off once", to=local_date(drafted.new_due_at).isoformat()
        )
