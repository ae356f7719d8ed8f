"""Tariffs for who keeps them: what applies on a day, which files came, what each changed."""

from datetime import date
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongsuot.domains.ledger.terms import Act
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import policy
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.queries import PAGE_ROWS, Section, Sought
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.places import AFTER, number_asked
from thongsuot.entrypoints.officer.tariff_words import SECTIONS, changed_lines, lines_of
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import CHANNELS
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.text import single_line

MOST_LETTERS: Final = 60
PLACES: Final = {
    "muc-thu": Section.TARIFFS,
    "mien-giam": Section.EXEMPTIONS,
    "tai-khoan": Section.PAYEES,
}
"""The sections as addresses name them."""


def let_in(visitor: Visitor) -> date:
    """Return today, for who keeps tariffs.  Raises: TariffsNotYours."""
    on = local_date(visitor.at)
    policy.check_may_import(visitor.by, on)
    return on


def section_at(place: str) -> Section:
    """Return the section that an address names.  Raises: Http404."""
    if place not in PLACES:
        raise Http404
    return PLACES[place]


@require_safe
@for_officers
def tariffs(request: HttpRequest, visitor: Visitor, place: str = "muc-thu") -> HttpResponse:
    """List what applies on a day, today unless asked otherwise, or the rows of any day."""
    today, section = let_in(visitor), section_at(place)
    typed = {
        name.replace("-", "_"): single_line(request.GET.get(name, ""))[:MOST_LETTERS]
        for name in FIELDS
    }
    on, wrong = _day(typed["ngay"], today)
    sought = Sought(
        typed["q"], typed["kenh"], typed["nhom"], typed["dia_ban"], None if typed["ca"] else on
    )
    found = payments.rows_found(section, sought, after=number_asked(request) or 0)
    count = payments.count_found(section, sought)
    groups = payments.groups_on(on)
    context: dict[str, Any] = {
        "tabs": [
            (name, address, is_current, count if is_current else None)
            for name, address, is_current in _tabs("officer:tariffs_of", section, request)
        ],
        "section": section,
        "title": SECTIONS[section],
        "typed": typed,
        "wrong": wrong,
        "on": on,
        "lines": lines_of(section, found[:PAGE_ROWS], groups),
        "next": _next(request, found[PAGE_ROWS - 1].pk if len(found) > PAGE_ROWS else 0),
        "channels": CHANNELS.items(),
        "groups": groups,
        "is_narrowed": any(typed.values()),
        "crumbs": [(_("Biểu phí"), "")],
    }
    return page(request, visitor, "tariffs.html", context, status=422 if wrong else 200)


FIELDS: Final = ("q", "kenh", "nhom", "dia-ban", "ngay", "ca")


def _day(text: str, today: date) -> tuple[date, str]:
    """Return the day that was asked for, and what is wrong with how it was written."""
    try:
        return (formats.parse_date(text) if text else today), ""
    except formats.Unreadable:
        return today, _("Ghi ngày theo dạng ngày/tháng/năm; đang hiện biểu phí của hôm nay.")


def _next(request: HttpRequest, after: int) -> str:
    """Return the query of the next page; none where there is none."""
    if not after:
        return ""
    asked = request.GET.copy()
    asked[AFTER] = str(after)
    return asked.urlencode()


def _tabs(
    name: str, section: Section, request: HttpRequest, *more: object
) -> list[tuple[str, str, bool]]:
    asked = request.GET.copy()
    asked.pop(AFTER, None)
    query = f"?{asked.urlencode()}" if asked else ""
    return [
        (str(SECTIONS[of]), reverse(name, args=[*more, place]) + query, of is section)
        for place, of in PLACES.items()
    ]


@require_safe
@for_officers
def history(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the files that were taken over, the newest first: when, by whom, how much."""
    let_in(visitor)
    found = payments.imports(before=number_asked(request) or None)
    shown = found[:PAGE_ROWS]
    officers = organisation.officers_by_id(
        act.actor.officer_id for act in shown if act.actor.officer_id
    )
    versions = payments.versions_at([act.at for act in shown])
    context = {
        "rows": [
            {
                "act": act,
                "version": versions.get(act.at, ""),
                "who": _who(act, officers),
            }
            for act in shown
        ],
        "next": shown[-1].seq if len(found) > PAGE_ROWS else 0,
        "crumbs": [(_("Biểu phí"), reverse("officer:tariffs")), (_("Các lần nhập"), "")],
    }
    return page(request, visitor, "tariff_history.html", context)


def _who(act: Act, officers: Any) -> str:
    officer = officers.get(act.actor.officer_id)
    return officer.full_name if officer else _("lệnh của hệ thống")


@require_safe
@for_officers
def changes(
    request: HttpRequest, visitor: Visitor, number: int, place: str = "muc-thu"
) -> HttpResponse:
    """Show what one file changed: each row it brought, beside what held before."""
    on, section = let_in(visitor), section_at(place)
    act = next((one for one in payments.imports(before=number + 1) if one.seq == number), None)
    if act is None:
        raise Http404
    found = payments.brought_at(section, act.at, after=number_asked(request) or 0)
    lines = changed_lines(section, found[:PAGE_ROWS], payments.groups_on(on))
    counts = payments.counts_at(act.at)
    context = {
        "act": act,
        "who": _who(act, organisation.officers_by_id([act.actor.officer_id or 0])),
        "version": payments.versions_at([act.at]).get(act.at, ""),
        "tabs": [
            (name, address, is_current, counts[of])
            for (name, address, is_current), of in zip(
                _tabs("officer:tariff_changes_of", section, request, number),
                PLACES.values(), strict=True,
            )
        ],
        "section": section,
        "title": SECTIONS[section],
        "lines": lines,
        "next": _next(request, found[PAGE_ROWS - 1].now.pk if len(found) > PAGE_ROWS else 0),
        "crumbs": [
            (_("Biểu phí"), reverse("officer:tariffs")),
            (_("Các lần nhập"), reverse("officer:tariff_history")),
            (_("Lần {n}").format(n=number), ""),
        ],
    }  # fmt: skip
    return page(request, visitor, "tariff_changes.html", context)
