"""The way in to every page of this door: logged in, on a post; refusals answered with the bar."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from thongsuot.entrypoints.officer import keeping, pages, visitors
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.kernel.errors import Refused

P = ParamSpec("P")
OfficerView = Callable[Concatenate[HttpRequest, Visitor, P], HttpResponseBase]
PlainView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


_SHOWING_AGAIN: set[Callable[..., object]] = set()


def shows_again(view: OfficerView[P]) -> OfficerView[P]:
    """Mark a view that does nothing but show its form filled when a post brings its fields back.

    Where a view is not marked, what was typed is shown to be copied, and the view is not asked.
    """
    _SHOWING_AGAIN.add(view)
    return view


def for_officers(view: OfficerView[P]) -> PlainView[P]:
    """Let in whoever is logged in and acts on a post; send others where they can become so."""

    @wraps(view)
    def entered(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return keeping.ask_to_log_in(request)
        visitor = visitors.find_visitor(request, visitors.now())
        if visitor is None:
            return _choose_post(request)
        if keeping.is_shown_again(request) and view not in _SHOWING_AGAIN:
            return pages.brought_back(request, visitor)
        try:
            return view(request, visitor, *args, **kwargs)
        except Refused as refusal:
            return pages.refused(request, visitor, str(kwargs.get("code", "")), refusal)

    return entered


def _choose_post(request: HttpRequest) -> HttpResponse:
    """Have a post chosen first; what a form had carried stays in that page."""
    visitors.leave_seat(request)
    if request.method == "POST":
        return posts_page(
            request, request.get_full_path(), keeping.kept_fields(request.POST), status=403
        )
    answer = redirect("officer:posts")
    answer["Location"] += keeping.way_back(request.get_full_path())
    return answer


def posts_page(
    request: HttpRequest, going: str, kept: str = "", *, status: int = 200
) -> HttpResponse:
    """Return the page on which a post is chosen; it carries on to ``going`` what was typed."""
    context = {
        "seats": visitors.seats_of(visitors.account_of(request), visitors.now()),
        "name": visitors.name_of(request),
        "next": going,
        "kept": kept,
    }
    return render(request, "officer/posts.html", context, status=status)
