"""Check everything on one page, declare, send: once."""

from http import HTTPStatus
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from thongsuot.domains.catalogue.terms import Needed
from thongsuot.domains.dossiers import queries as dossier_queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import AnswersIncomplete
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people.terms import PeopleError
from thongsuot.entrypoints.citizen import journey, money, review, visitor
from thongsuot.entrypoints.citizen.forms import Declaration
from thongsuot.entrypoints.citizen.views.drafts import WRONG, context_of, to_its_errors
from thongsuot.entrypoints.citizen.views.entering import (
    DraftVisit,
    of_draft,
    page,
    sent_before,
)
from thongsuot.entrypoints.shared.forms import error_items
from thongsuot.entrypoints.shared.sentences import Text, sentence_for


@of_draft
def check(request: HttpRequest, visit: DraftVisit) -> HttpResponseBase:
    """Show everything that will be sent, and send it on the declaration."""
    if request.method == "POST":
        form = Declaration(request.POST)
        return _send(request, visit, form) if form.is_valid() else to_its_errors(request)
    return _show(request, visit, Declaration())


def _send(request: HttpRequest, visit: DraftVisit, form: Declaration) -> HttpResponseBase:
    try:
        sent = dossiers.submit(draft_id=visit.draft.pk, by=visitor.APPLICANT, at=visit.at)
    except AnswersIncomplete:
        return to_its_errors(request)
    except PeopleError as refused:
        form.add_error(None, " ".join(str(t) for t in _words(refused)))
        return _show(request, visit, form)
    if sent.submitted_at != visit.at:
        return sent_before(request, sent.code, sent.submitted_at)
    visitor.open_dossier(request, Actor.citizen(dossier=sent.code))
    return redirect("citizen:confirmation", sent.code)


def _words(refused: PeopleError) -> tuple[Text, Text]:
    sentence = sentence_for(refused, door="citizen")
    return sentence.why, sentence.what_to_do


def _show(request: HttpRequest, visit: DraftVisit, form: Declaration) -> HttpResponseBase:
    """Show the page; what is wrong is said once sending was tried, the declaration last."""
    sections = review.sections_of(visit.journey, visit.on)
    given = {paper.component_code for paper in visit.papers}
    faults = review.faults_of(sections, visit.journey, given)
    asked_for = WRONG in request.GET and request.method != "POST"
    if asked_for and not faults:
        form = Declaration({"key": str(uuid4())})
    context = context_of(request, visit, journey.CHECK) | {
        "form": form,
        "errors": faults if asked_for and faults else error_items(form),
        "sections": sections,
        "fees": dossier_queries.quote_for(visit.draft, visit.on),
        "bill": money.bill_of(visit.journey.questions, visit.draft.answers),
        "papers": _papers(visit),
        "papers_address": _papers_address(visit),
        "unfinished": [part for part in visit.journey.parts[:-1] if not part.done],
        "promise": visit.journey.questions.promise,
    }
    refused = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return page(request, "check", context, status=status)


def _papers(visit: DraftVisit) -> list[tuple[str, list[object], str]]:
    """Return each paper that must be or was sent, its files, where to add what is missing."""
    given = {paper.component_code for paper in visit.papers}
    lacking = journey.missing(visit.journey.questions, given)
    to = f"{_papers_address(visit)}{review.MENDING}#giay-"
    return [
        (
            paper.name,
            [file for file in visit.papers if file.component_code == paper.component_code],
            to + paper.component_code if paper in lacking else "",
        )
        for paper in journey.papers_to_send(visit.journey.questions)
        if paper.needed is Needed.REQUIRED or paper.component_code in given
    ]


def _papers_address(visit: DraftVisit) -> str:
    wanted = journey.papers_to_send(visit.journey.questions)
    return visit.journey.address(journey.PAPERS) if wanted else ""
