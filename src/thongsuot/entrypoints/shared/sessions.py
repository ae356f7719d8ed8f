"""Sessions that two tabs of one browser may change at the same time without losing anything.

Django writes a session back whole: of two requests that both read it, the last one to answer
undoes what the other wrote. Here a request writes what it changed itself onto what stands there.

A session also goes on under a new key when it gains something (``renew``), so that nobody who knew
the key before comes to it. The old key keeps what it led to, and no more: a second tab that is
answered just then, and a browser that never got the new key, go on with what they had.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import transaction
from django.http import HttpRequest, HttpResponse

_NONE: Final = object()
_LEFT: Final = "left-for-another-key"
_LEFT_KEPT_S: Final = 24 * 60 * 60
"""How long an old key leads to what it led to, at most, where nobody goes on with it."""


class SessionStore(db.SessionStore):
    """A session in the database, of which only what a request changed is written."""

    begun_more = False
    """Whether this request added to a list: that is not to be lost with its key."""

    def load(self) -> dict[str, Any]:
        """Return what stands there, and remember it as what this request began with."""
        found: dict[str, Any] = super().load()
        self._begun_with = deepcopy(found)
        return found

    def save(self, must_create: bool = False) -> None:
        """Write what was changed since it was read.  Raises: UpdateError when it is gone."""
        if must_create or self.session_key is None:
            super().save(must_create=must_create)
        else:
            own = self._get_session()  # type: ignore[attr-defined]  # django-stubs leaves it out
            with transaction.atomic():
                self.begun_more = _has_more(own, self._begun_with)
                self._session_cache = merged(self._begun_with, own, self._standing())
                super().save()
        self._begun_with = deepcopy(self._session_cache)

    def renew(self) -> None:
        """Go on under a new key; what is gained from now on is nothing to the old one."""
        kept = dict(self._get_session())  # type: ignore[attr-defined]  # as above
        old = self.session_key
        kept.pop(_LEFT, None)
        self._session_cache = kept
        self.create()
        if old:
            self._leave(old)

    def cycle_key(self) -> None:
        """Go on under a new key that nobody has left, as who logs in does."""
        self.pop(_LEFT, None)
        super().cycle_key()

    @property
    def is_left(self) -> bool:
        """Whether the browser has been given another key meanwhile."""
        return _LEFT in getattr(self, "_session_cache", {})

    def _leave(self, key: str) -> None:
        with transaction.atomic():
            row = self.model.objects.select_for_update().filter(session_key=key).first()
            if row is None:
                return
            row.session_data = self.encode({**self.decode(row.session_data), _LEFT: True})
            row.expire_date = min(row.expire_date, self.get_expiry_date(expiry=_LEFT_KEPT_S))
            row.save(update_fields=["session_data", "expire_date"])

    def _standing(self) -> dict[str, Any]:
        """Return what stands there now, and hold it until the transaction ends."""
        row = self.model.objects.select_for_update().filter(session_key=self.session_key).first()
        if row is None:
            raise UpdateError
        return self.decode(row.session_data)


class Middleware(SessionMiddleware):
    """Sessions as Django has them, but that no old key is given out over a newer one."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Answer with the session's key, unless the browser has been given a newer one."""
        answer = super().process_response(request, response)
        session = request.session
        if isinstance(session, SessionStore) and session.is_left and not session.begun_more:
            answer.cookies.pop(settings.SESSION_COOKIE_NAME, None)
        return answer


def _has_more(own: Mapping[str, Any], before: Mapping[str, Any]) -> bool:
    """Return whether a list of ``own`` holds an item that it did not hold before."""
    lists = ((said, before.get(name) or []) for name, said in own.items() if type(said) is list)
    return any(item not in known for said, known in lists for item in said)


def merged(before: Any, own: Any, standing: Any) -> Any:
    """Return ``standing`` with what led from ``before`` to ``own`` done to it.

    Of mappings each value is looked at by itself, of lists each item; of all else the own
    value counts where it is a new one.
    """
    if own == before:
        return standing
    if standing == before:
        return own
    if isinstance(own, Mapping) and isinstance(standing, Mapping):
        return _merged_mappings(before if isinstance(before, Mapping) else {}, own, standing)
    if isinstance(own, list) and isinstance(standing, list):
        known = before if isinstance(before, list) else []
        kept = [item for item in standing if item in own or item not in known]
        return kept + [item for item in own if item not in known and item not in kept]
    return own


def _merged_mappings(
    before: Mapping[str, Any], own: Mapping[str, Any], standing: Mapping[str, Any]
) -> dict[str, Any]:
    sides = (before, own, standing)
    found = {
        name: merged(*(side.get(name, _NONE) for side in sides))
        for name in dict.fromkeys((*standing, *own))
    }
    return {name: value for name, value in found.items() if value is not _NONE}
