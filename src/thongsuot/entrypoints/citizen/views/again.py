"""Filing anew what has ended, with what was said and sent before."""

from functools import partial

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from thongsuot.domains.dossiers import queries, services
from thongsuot.entrypoints.citizen import tracking
from thongsuot.entrypoints.citizen.forms import ActForm
from thongsuot.entrypoints.citizen.story import story_of
from thongsuot.entrypoints.citizen.views.drafts import begin_once
from thongsuot.entrypoints.citizen.views.entering import DossierVisit, of_dossier, page


@of_dossier
def again(request: HttpRequest, visit: DossierVisit) -> HttpResponseBase:
    """Say what is taken over and why it ended; begin the new draft on request."""
    view = queries.view_for(visit.code, by=visit.by, at=visit.at)
    if not tracking.may_be_filed_again(view, visit.at):
        return redirect("citizen:dossier", visit.code)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begin = partial(services.begin_again, code=visit.code, by=visit.by, at=visit.at)
        return begin_once(request, form, begin, "citizen:check")
    story = story_of(queries.timeline_of(visit.code, by=visit.by, at=visit.at))
    context = {"form": form, "view": view, "ground": tracking.ground_of(story)}
    return page(request, "again", context)
