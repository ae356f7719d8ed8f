"""Sessions that two tabs of one browser may change at the same time without losing anything.

Django writes a session back whole: of two requests that both read it, the last one to answer
undoes what the other wrote. Here a request writes what it changed itself onto what stands there.
"""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any, Final

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.db import transaction

_NONE: Final = object()


class SessionStore(db.SessionStore):
    """A session in the database, of which only what a request changed is written."""

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
                self._session_cache = merged(self._begun_with, own, self._standing())
                super().save()
        self._begun_with = deepcopy(self._session_cache)

    def _standing(self) -> dict[str, Any]:
        """Return what stands there now, and hold it until the transaction ends."""
        row = self.model.objects.select_for_update().filter(session_key=self.session_key).first()
        if row is None:
            raise UpdateError
        return self.decode(row.session_data)


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
