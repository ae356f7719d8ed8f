"""The route tab: the dossier's way from step to step as a picture, and the same as a table."""

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from thongsuot.domains.catalogue import processes
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.route import Route, route_of
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.routes import route_picture

WIDE: Final = 700.0
NARROW: Final = 330.0


@require_safe
@for_officers
def route(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show where it is, what it passed, how long, and what came back."""
    frame = Frame(code, visitor)
    way = frame.view.way
    follows = processes.process_by_id(way.version_id) if way else None
    found = route_of(
        frame.view, frame.charges, at=visitor.at, calendar=frame.calendar,
        process=follows.process if follows else None, named=dossiers.step_names(frame.view),
    )  # fmt: skip
    context = {
        "frame": frame,
        "view": frame.view,
        "route": found,
        "follows": follows,
        "pictures": [
            _picture(found, code, WIDE, "ts-route ts-route--wide"),
            _picture(found, code, NARROW, "ts-route ts-route--narrow"),
        ],
        "tabs": frame.tabs("officer:route"),
        "crumbs": frame.crumbs(),
    }
    return page(request, visitor, "route.html", context)


def _picture(found: Route, code: str, width: float, name: str) -> str:
    title = _("Lộ trình hồ sơ {code}").format(code=code)
    return route_picture(
        found.stops, found.links, width=width, title=title, finding=found.finding, name=name
    )
