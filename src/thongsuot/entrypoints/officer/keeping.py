"""What was typed survives the end of a session: it goes back to its page after the log-in.

Nothing is stored on the server: the fields travel in the log-in page and come back with it.
"""

from collections.abc import Iterable
from typing import Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from thongsuot.entrypoints.officer.forms.entrance import LogInForm
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.unsent import AGAIN, MOST_KEPT, NEVER

NEXT: Final = "tiep"
KEPT: Final = "da-nhap"
MOST_ADDRESS: Final = 2000
CLOSE: Final = "dong"
"""Marks a post that only leaves the page; see ``typed``."""
_NOT_KEPT: Final = NEVER | {NEXT, KEPT, CLOSE}


def ask_to_log_in(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the log-in; what a form had carried stays in the page."""
    if request.method != "POST":
        return redirect(reverse("officer:login") + way_back(request.get_full_path()))
    context = {
        "form": LogInForm(),
        "next": request.get_full_path(),
        "kept": kept_fields(request.POST),
        "expired": True,
    }
    return render(request, "officer/login.html", context, status=403)


def way_back(path: str) -> str:
    """Return the query that brings the visitor back to ``path``; none for the first page."""
    return "" if path == reverse("officer:inbox") else "?" + urlencode({NEXT: path})


def safe_next(request: HttpRequest, given: str) -> str:
    """Return where to go after the log-in: a page of this door, else the inbox."""
    inbox = reverse("officer:inbox")
    allowed = url_has_allowed_host_and_scheme(given, {request.get_host()}, request.is_secure())
    return given if allowed and given.startswith(inbox) else inbox


def kept_fields(posted: QueryDict) -> str:
    """Return the fields of a form as one text; nothing when there is nothing worth keeping."""
    kept = QueryDict(mutable=True)
    for name, values in posted.lists():
        if name not in _NOT_KEPT:
            kept.setlist(name, values)
    text = kept.urlencode()
    return text if len(text) <= MOST_KEPT else ""


def fields_of(text: str) -> Iterable[tuple[str, str]]:
    """Return the kept fields, one pair a value."""
    kept = QueryDict(text[:MOST_KEPT])
    return [(name, value) for name, values in kept.lists() for value in values]


def sent_back(request: HttpRequest) -> str:
    """Return the kept fields as the log-in page sends them on; '' where nothing was kept."""
    return posted.line(request, KEPT, MOST_KEPT)


def is_shown_again(request: HttpRequest) -> bool:
    """Whether this post only brings kept fields back to their page."""
    return AGAIN in request.POST
