"""Accounts of officers: their password, and taking authority away at once."""

from datetime import date, datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor, ActorKind, DetailValue
from thongsuot.domains.organisation import policy, queries
from thongsuot.domains.organisation.models import Appointment, Officer
from thongsuot.domains.organisation.terms import (
    AppointmentUnknown,
    DaysWrong,
    DisablingReason,
    OfficerUnknown,
    PasswordTooWeak,
    SourceMissing,
)
from thongsuot.kernel.clock import local_date


@transaction.atomic
def set_password(
    *, officer_id: int, password: str, by: Actor, at: datetime, keeps_tokens: bool = False
) -> None:
    """Give an account a password: one's own, or anyone's by an administrator.

    Whoever came in by the old one is out: sessions end, and tokens issued so far too unless
    ``keeps_tokens``, for programs that nobody but their owner can have known of.
    Raises:  NotYours; OfficerUnknown; PasswordTooWeak.
    """
    if by.kind is not ActorKind.OFFICER or by.officer_id != officer_id:
        policy.check_may_change(by, local_date(at))
    officer = _locked(officer_id)
    try:
        validate_password(password, officer)
    except ValidationError as error:
        raise PasswordTooWeak("the password does not meet the rules") from error
    officer.set_password(password)
    officer.tokens_from = officer.tokens_from if keeps_tokens else at
    officer.save(update_fields=["password", "tokens_from"])
    _record("password_set", officer_id, by, at, tokens="kept" if keeps_tokens else "ended")


@transaction.atomic
def disable_account(*, officer_id: int, reason: DisablingReason, by: Actor, at: datetime) -> None:
    """Take all authority from an account from ``at`` on; an earlier disabling stays as it is.

    What somebody else may know of a compromised one, password and tokens, opens nothing when it
    is enabled again.
    Raises:  NotYours; OfficerUnknown.
    """
    policy.check_may_change(by, local_date(at))
    officer = _locked(officer_id)
    if officer.disabled_at is not None:
        return
    officer.disabled_at = at
    if reason is DisablingReason.COMPROMISED:
        officer.set_unusable_password()
        officer.tokens_from = at
    officer.save(update_fields=["disabled_at", "password", "tokens_from"])
    _record("account_disabled", officer_id, by, at, reason=reason.value)


@transaction.atomic
def enable_account(*, officer_id: int, by: Actor, at: datetime) -> None:
    """Let a disabled account act again, within its appointments and roles.

    Raises:  NotYours; OfficerUnknown.
    """
    policy.check_may_change(by, local_date(at))
    officer = _locked(officer_id)
    if officer.disabled_at is None:
        return
    officer.disabled_at = None
    officer.save(update_fields=["disabled_at"])
    _record("account_enabled", officer_id, by, at)


@transaction.atomic
def end_appointment(
    *, officer_id: int, post_id: int, last_day: date, source: str, by: Actor, at: datetime
) -> None:
    """End an appointment after ``last_day``; what is still held is the business of who calls.

    Raises:  NotYours; AppointmentUnknown; SourceMissing; DaysWrong before its first day.
    """
    policy.check_may_change(by, local_date(at))
    if not source.strip():
        raise SourceMissing("the end of an appointment names its document")
    after = last_day + timedelta(days=1)
    held = Appointment.objects.select_for_update().filter(officer_id=officer_id, post_id=post_id)
    row = held.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=after)).first()
    if row is None:
        raise AppointmentUnknown("no appointment to this post lasts longer", post=post_id)
    if after <= row.valid_from:
        raise DaysWrong("the last day comes before the first")
    row.valid_to, row.end_source = after, source.strip()
    row.save(update_fields=["valid_to", "end_source"])
    _record("appointment_ended", officer_id, by, at, post=post_id, last_day=last_day.isoformat())


@transaction.atomic
def issue_token(*, officer_id: int, post_id: int, until: datetime, by: Actor, at: datetime) -> None:
    """Let a program act for an officer on a post until an instant; the door writes the token.

    Raises:  NotYours; OfficerUnknown; NotOnThisPost.
    """
    policy.check_may_change(by, local_date(at))
    _locked(officer_id)
    queries.actor_of(officer_id, post_id, at)
    _record("token_issued", officer_id, by, at, post=post_id, until=until.isoformat())


@transaction.atomic
def revoke_tokens(*, officer_id: int, by: Actor, at: datetime) -> None:
    """End every token issued so far with which programs act for an officer.

    Raises:  NotYours; OfficerUnknown.
    """
    policy.check_may_change(by, local_date(at))
    officer = _locked(officer_id)
    officer.tokens_from = at
    officer.save(update_fields=["tokens_from"])
    _record("tokens_revoked", officer_id, by, at)


def _locked(officer_id: int) -> Officer:
    officer = Officer.objects.select_for_update().filter(pk=officer_id).first()
    if officer is None:
        raise OfficerUnknown("there is no such account", officer=officer_id)
    return officer


def _record(act: str, officer_id: int, by: Actor, at: datetime, **more: DetailValue) -> None:
    detail: dict[str, DetailValue] = {"officer": officer_id, **more}
    record(subject=f"officer:{officer_id}", act=act, by=by, at=at, detail=detail)
