"""What every act on a dossier begins and ends with: lock, replay, order, record."""

from datetime import datetime, timedelta

from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.terms import Act, DossierUnknown
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.terms import Actor, DetailValue, KeyReused

AN_INSTANT = timedelta(microseconds=1)


def lock(code: str) -> Dossier:
    """Return the dossier, locked until the transaction ends.  Raises: DossierUnknown."""
    found = Dossier.objects.select_for_update(of=("self",)).filter(code=code).first()
    if found is None:
        raise DossierUnknown("no dossier has this code")
    return found


def after_last_act(dossier: Dossier, at: datetime) -> datetime:
    """Return ``at``, or the instant just after the last act when two came at once."""
    return max(at, dossier.last_act_at + AN_INSTANT)


def find_done(key: str | None, act: Act) -> str | None:
    """Return the subject on which ``act`` was done under this idempotency key, if it was.

    Raises:  KeyReused when the key belongs to another act.
    """
    done = record.find_by_key(key) if key else None
    if done is None:
        return None
    if done.act != act.value:
        raise KeyReused("this key belongs to another act", act=done.act)
    return done.subject


def already_done(key: str | None, *, subject: str, act: Act) -> bool:
    """Whether the act with this idempotency key has happened.

    Raises:  KeyReused when the key belongs to another act or subject.
    """
    done = find_done(key, act)
    if done is None:
        return False
    if done != subject:
        raise KeyReused("this key belongs to another subject", act=act.value)
    return True


def begin(code: str, act: Act, at: datetime, key: str | None) -> tuple[Dossier, datetime, bool]:
    """Lock the dossier for ``act``.

    Returns the dossier, the instant to use, and whether the act was done before under this key.
    Raises:  DossierUnknown; KeyReused; ActNotAllowed.
    """
    dossier = lock(code)
    if already_done(key, subject=dossier.subject, act=act):
        return dossier, at, True
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
    """Save the dossier and write the act's one entry."""
    dossier.last_act_at = at
    dossier.save()
    dossier.refresh_from_db(fields=["national_state"])
    ledger.record(subject=dossier.subject, act=act.value, by=by, at=at, key=key, detail=detail)
    return dossier
