"""Check everything on one page, declare, send: once."""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.rules.telling import Told, told
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.terms import AnswersIncomplete
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.people.terms import PeopleError
from thongsuot.entrypoints.citizen import journey, visitor
from thongsuot.entrypoints.citizen.forms import Declaration
from thongsuot.entrypoints.citizen.views.drafts import WRONG, context_of, to_its_errors
from thongsuot.entrypoints.citizen.views.entering import (
    DraftVisit,
    of_draft,
    page,
    sent_before,
)
from thongsuot.entrypoints.shared.sentences import Text, sentence_for


@dataclass(frozen=True, slots=True)
class Section:
    """One part of the dossier as it will be sent, and where to correct it."""

    name: str
    address: str
    answers: Sequence[Told]


@of_draft
def check(request: HttpRequest, visit: DraftVisit) -> HttpResponseBase:
    """Show everything that will be sent, and send it on the declaration."""
    if request.method == "POST":
        form = Declaration(request.POST)
        return _send(request, visit, form) if form.is_valid() else to_its_errors(request)
    nothing = {"key": str(uuid4())} if WRONG in request.GET else None
    return _show(request, visit, Declaration(nothing))


def _send(request: HttpRequest, visit: DraftVisit, form: Declaration) -> HttpResponseBase:
    try:
        sent = dossiers.submit(draft_id=visit.draft.pk, by=visitor.APPLICANT, at=visit.at)
    except AnswersIncomplete as refused:
        form.add_error(None, _missing(visit, str(refused.facts.get("topic", ""))))
        return _show(request, visit, form)
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


def _missing(visit: DraftVisit, slug: str) -> str:
    """Return which part still lacks something."""
    names = {part.slug: part.name for part in visit.journey.parts}
    sentence = _("Phần “{part}” còn thiếu. Bấm Sửa ở phần đó, trả lời rồi gửi lại.")
    return sentence.format(part=names.get(slug, _("thông tin")))


def _show(request: HttpRequest, visit: DraftVisit, form: Declaration) -> HttpResponseBase:
    context = context_of(request, visit, journey.CHECK) | {
        "form": form,
        "sections": _sections(visit),
        "papers": _papers(visit),
        "papers_address": _papers_address(visit),
        "unfinished": [part for part in visit.journey.parts[:-1] if not part.done],
        "promise": visit.journey.questions.promise,
    }
    refused = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if refused else HTTPStatus.OK
    return page(request, "check", context, status=status)


def _sections(visit: DraftVisit) -> list[Section]:
    way, kept = visit.journey, visit.draft.answers
    desk = organisation.find_agency(visit.draft.receiving_agency, visit.on)
    chosen = Told(_("Nơi tiếp nhận"), desk.name if desk else "")
    return [Section(_("Nơi nộp"), way.address(journey.DESK), [chosen])] + [
        Section(topic.title, way.address(topic.slug), told(topic, kept.get(topic.slug, {})))
        for topic in way.questions.topics
    ]


def _papers(visit: DraftVisit) -> list[tuple[str, list[object]]]:
    """Return each paper that may be sent with the files given for it."""
    return [
        (paper.name, [file for file in visit.papers if file.component_code == paper.component_code])
        for paper in journey.papers_to_send(visit.journey.questions)
    ]


def _papers_address(visit: DraftVisit) -> str:
    wanted = journey.papers_to_send(visit.journey.questions)
    return visit.journey.address(journey.PAPERS) if wanted else ""
