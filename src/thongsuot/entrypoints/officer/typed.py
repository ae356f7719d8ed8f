"""What was typed on the page of an act and not sent waits there until it is sent.

It is kept by page, that is by dossier and act, sealed, in the session: it is gone with the log-out,
and nothing of it stays in the browser.
"""

from base64 import b64decode, b64encode
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, QueryDict

from thongsuot.entrypoints.officer import keeping
from thongsuot.entrypoints.officer.forms.base import ActForm
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel.sealing import KeyMissing, SealBroken

KEY: Final = "officer-typed"
MOST_PAGES: Final = 10
_CONTEXT: Final = b"officer.typed"
_OF_ONE_PAGE: Final = ("key", "offer", "seen")
"""Fields of one showing of a page; the next showing brings its own."""


def is_closing(request: HttpRequest) -> bool:
    """Whether the page was left without doing its act."""
    return request.method == "POST" and keeping.CLOSE in request.POST


def keep(request: HttpRequest, form: ActForm) -> bool:
    """Keep what was typed until the page is opened again; return whether anything was."""
    changed = [name for name in form.changed_data if name not in _OF_ONE_PAGE]
    if not changed:
        return bool(waiting(request))
    if not any(posted.line(request, name) for name in changed):
        forget(request)
        return False
    kept = dict(request.session.get(KEY, {}))
    kept.pop(request.path, None)
    sealed = settings.KEYRING.seal(keeping.kept_fields(request.POST).encode(), _CONTEXT)
    kept[request.path] = b64encode(sealed).decode()
    request.session[KEY] = dict(list(kept.items())[-MOST_PAGES:])
    return True


def waiting(request: HttpRequest) -> dict[str, Any]:
    """Return what was typed on this page and not sent, by field."""
    sealed = request.session.get(KEY, {}).get(request.path)
    if sealed is None:
        return {}
    try:
        text = settings.KEYRING.open(b64decode(sealed), _CONTEXT).decode()
    except (KeyMissing, SealBroken):
        return {}
    fields = QueryDict(text).dict()
    return {name: value for name, value in fields.items() if name not in _OF_ONE_PAGE}


def forget(request: HttpRequest) -> None:
    """Drop what was typed on this page: it was sent."""
    kept = dict(request.session.get(KEY, {}))
    if kept.pop(request.path, None) is not None:
        request.session[KEY] = kept
