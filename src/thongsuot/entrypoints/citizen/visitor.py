"""What this browser has begun and opened: kept in its session, never in an address.

Lists in a session may be added to by two tabs at the same time (``shared.sessions``).
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from thongsuot.domains.dossiers.terms import DRAFT_KEPT, DossierUnknown, DraftUnknown
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.shared.sessions import SessionStore
from thongsuot.kernel.clock import utc_now

MOST_KEPT: Final = 50
MOST_UNSENT: Final = 20
"""Drafts one browser may hold at a time: more than any family or helper needs."""

_DRAFTS: Final = "citizen-drafts"
_DOSSIERS: Final = "citizen-dossiers"
_OWN: Final = "citizen-own-dossiers"
"""Those of them whose PIN was shown, or which this browser has sent."""
_DONE: Final = "citizen-done"
_NOTE: Final = "citizen-note"

APPLICANT: Final = Actor.citizen()
"""Somebody who has not sent anything yet."""


def now() -> datetime:
    """Return the instant at which the visitor stands at the door; nobody else here reads it."""
    return utc_now()


def arrive(request: HttpRequest) -> None:
    """Give the browser a key that nobody knew before it begins anything.

    Two tabs that both came without one would be given two, and the browser keeps the last.
    """
    request.session.setdefault(_DRAFTS, [])
    _renew(request)


def begin_draft(request: HttpRequest, draft_id: UUID) -> None:
    """Let this browser, and no other, come back to the draft."""
    _append(request, _DRAFTS, str(draft_id))
    _stay(request)


def drafts_of(request: HttpRequest) -> list[UUID]:
    """Return the drafts this browser has begun, newest first."""
    return [UUID(kept) for kept in reversed(request.session.get(_DRAFTS, []))]


def check_draft(request: HttpRequest, draft_id: UUID) -> None:
    """Refuse a draft that another browser has begun.  Raises: DraftUnknown."""
    if str(draft_id) not in request.session.get(_DRAFTS, []):
        raise DraftUnknown("this browser has not begun such a draft")


def open_dossier(request: HttpRequest, actor: Actor) -> None:
    """Let this browser come to the actor's dossier as the actor may, until its session ends.

    Under a new key, so that whoever sat here before does not come to it with theirs.
    """
    _renew(request)
    _append(request, _DOSSIERS, actor.dossier)
    if not actor.follows_only:
        _append(request, _OWN, actor.dossier)


def dossiers_of(request: HttpRequest) -> list[str]:
    """Return the codes of the dossiers this browser has opened, newest first."""
    return list(reversed(request.session.get(_DOSSIERS, [])))


def find_actor(request: HttpRequest, code: str) -> Actor | None:
    """Return the citizen as a visitor of the dossier, or None while it was not opened here."""
    if code not in request.session.get(_DOSSIERS, []):
        return None
    return Actor.citizen(dossier=code, follows_only=code not in request.session.get(_OWN, []))


def get_actor(request: HttpRequest, code: str) -> Actor:
    """Return the citizen as a visitor of the dossier.  Raises: DossierUnknown."""
    actor = find_actor(request, code)
    if actor is None:
        raise DossierUnknown("this browser has not opened such a dossier")
    return actor


def find_done(request: HttpRequest, key: UUID) -> str | None:
    """Return where the form with this key led, when it was sent before."""
    done: dict[str, str] = request.session.get(_DONE, {})
    return done.get(str(key))


def keep_done(request: HttpRequest, key: UUID, where: str) -> None:
    """Remember where the form with this key led: sent again, it leads there again."""
    done: dict[str, str] = request.session.get(_DONE, {})
    newest = dict(list(done.items())[1 - MOST_KEPT :])
    request.session[_DONE] = {**newest, str(key): where}


def tell_next(request: HttpRequest, note: str) -> None:
    """Have the next page say ``note`` once."""
    request.session[_NOTE] = note


def told(request: HttpRequest) -> str:
    """Return what this page has to say once, if anything."""
    return str(request.session.pop(_NOTE, "")) if _NOTE in request.session else ""


def leave(request: HttpRequest) -> None:
    """Forget everything this browser has begun and opened."""
    request.session.flush()


def privately(response: HttpResponseBase) -> HttpResponseBase:
    """Return an answer that nobody on the way, and no browser, keeps."""
    response.headers["Cache-Control"] = "no-store, private"
    return response


def _renew(request: HttpRequest) -> None:
    # An officer's key was renewed at the log-in, and must not be left behind logged in.
    if isinstance(request.session, SessionStore) and not request.user.is_authenticated:
        request.session.renew()


def _append(request: HttpRequest, name: str, value: str) -> None:
    others = [kept for kept in request.session.get(name, []) if kept != value]
    request.session[name] = [*others, value][-MOST_KEPT:]


def _stay(request: HttpRequest) -> None:
    # An officer's session stays as short as officers' sessions are.
    if not request.user.is_authenticated:
        request.session.set_expiry(int(DRAFT_KEPT.total_seconds()))
