"""The custody tab: who held it, how long, who returned it; on paper, the control sheet."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.officer.control_sheet import sheet_of
from thongsuot.entrypoints.officer.custody_story import charges_of
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.rows import powers_of
from thongsuot.entrypoints.officer.swimlane import swim_lane
from thongsuot.entrypoints.officer.visitors import Visitor


@require_safe
@for_officers
def custody(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the story of custody, and every recorded act with its hash."""
    frame = Frame(code, visitor)
    context = {
        "frame": frame,
        "view": frame.view,
        "story": frame.story,
        "lane": swim_lane(
            frame.view, at=visitor.at, calendar=frame.calendar, sentence=frame.story.sentence
        ),
        "sheet": sheet_of(
            frame.view,
            charges_of(frame.view, at=visitor.at, calendar=frame.calendar),
            frame.story.day_minutes,
            frame.moments,
        ),
        "moments": frame.moments,
        "may_take_evidence": Role.CONTROL in powers_of(visitor).roles,
        "clocks_apart": sum(1 for moment in frame.moments if moment.recorded_at),
        "tabs": frame.tabs("officer:custody"),
        "crumbs": frame.crumbs(),
    }
    return page(request, visitor, "custody.html", context)
