"""What every act on a dossier begins and ends with: lock, replay, order, record."""

from datetime import datetime, timedelta

from thongsuot.domains.dossiers import policy, rules
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.services import answering, objection_ends, telling
from thongsuot.domains.dossiers.terms import Act, DossierUnknown
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import rows, settled
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Act as Recorded
from thongsuot.domains.ledger.terms import Actor, DetailValue, KeyReused
from thongsuot.domains.people.fields import SealedField
from thongsuot.kernel.clock import local_date

AN_INSTANT = timedelta(microseconds=1)


OPEN_COLUMNS = rows.plain_names(Dossier, without=SealedField)
"""An act seldom reads what the citizen said: sealed words are opened when asked for."""
_LOCKED = rows.Question(
    lambda code: Dossier.objects.select_for_update().filter(code=code).values_list(*OPEN_COLUMNS),
    code="code",
)
CHANGING = (
    "version_id", "receiving_agency_id", "competent_agency_id", "received_at", "refused_at",
    "processing_at", "supplement_since", "obligation_since", "decided_at", "outcome",
    "returned_at", "returned_to", "withdrawn_at", "stopped_at", "due_at", "last_act_at",
    "process_version_id", "process_step", "sent_anew_at",
)  # fmt: skip
"""What acts write after the submission; the database refuses most of it a second time."""


def lock(code: str) -> Dossier:
    """Return the dossier, locked until the transaction ends.  Raises: DossierUnknown."""
    found = _LOCKED.first(code=code)
    settled.look_again()
    if found is None:
        raise DossierUnknown("no dossier has this code")
    dossier = rows.loaded(Dossier, OPEN_COLUMNS, found)
    dossier.as_locked = {name: getattr(dossier, name) for name in CHANGING}
    return dossier


def save(dossier: Dossier, *, at: datetime) -> None:
    """Write what an act changed since the lock; the national state follows in the database."""
    dossier.last_act_at = at
    rows.change(
        dossier, *(name for name in CHANGING if getattr(dossier, name) != dossier.as_locked[name])
    )


def after_last_act(dossier: Dossier, at: datetime) -> datetime:
    """Return ``at``, or the instant just after the last act when two came at once."""
    return max(at, dossier.last_act_at + AN_INSTANT)


def find_done(key: str | None, act: Act, by: Actor) -> Recorded | None:
    """Return what the record says of ``act`` done under this idempotency key, if it was.

    Raises:  KeyReused when the key belongs to another act or visitor.
    """
    done = record.find_by_key(key) if key else None
    if done is None:
        return None
    if done.act not in rules.recorded_as(act):
        raise KeyReused("this key belongs to another act", act=done.act)
    if not done.actor.is_same_visitor(by):
        raise KeyReused("this key belongs to another visitor", act=done.act)
    return done


def already_done(key: str | None, *, subject: str, act: Act, by: Actor) -> bool:
    """Whether the visitor did the act with this idempotency key before.

    Raises:  KeyReused when the key belongs to another act, subject or visitor.
    """
    done = find_done(key, act, by)
    if done is not None and done.subject != subject:
        raise KeyReused("this key belongs to another subject", act=done.act)
    return done is not None


def begin(
    code: str, act: Act, by: Actor, at: datetime, key: str | None
) -> tuple[Dossier, datetime, bool]:
    """Lock the dossier for ``act``.

    Returns the dossier, the instant to use, and whether the visitor did it before under this key;
    a second time is answered only to eyes that the dossier is for.
    Raises:  DossierUnknown; KeyReused; ActNotAllowed; NotDelegated.
    """
    dossier = lock(code)
    if already_done(key, subject=dossier.subject, act=act, by=by):
        policy.check_may_see(dossier, by, local_date(at))
        return dossier, at, True
    rules.check_delegated(act, dossier.procedure_code, by)
    rules.check_allowed(act, dossier.national_state)
    return dossier, after_last_act(dossier, at), False


def finish(
    dossier: Dossier,
    act: Act,
    *,
    by: Actor,
    at: datetime,
    key: str | None,
    detail: dict[str, DetailValue],
) -> Dossier:
    """Save the dossier, write the act's one entry and have the applicant told.

    Before receipt the entry says, too, by when the desk answers where the act changed that.
    """
    save(dossier, at=at)
    objection_ends.drop(dossier, act, at)
    detail = {**detail, **answering.follow(dossier, act, at)}
    entry = ledger.record(
        subject=dossier.subject, act=act.value, by=by, at=at, key=key, detail=detail
    )
    telling.tell(dossier, act, cause=entry.seq, detail=detail, at=at)
    return dossier
