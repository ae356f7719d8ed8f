"""Filling in: the start page, the desk, and one topic a page."""

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from uuid import uuid4

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from thongsuot.domains.catalogue import queries as catalogue
from thongsuot.domains.catalogue.terms import Topic
from thongsuot.domains.dossiers import queries as dossier_queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.dossiers.queries.drafts import Draft
from thongsuot.domains.dossiers.terms import DraftSent
from thongsuot.domains.payments import queries as payments
from thongsuot.entrypoints.citizen import bounds, visitor
from thongsuot.entrypoints.citizen.answers import TopicForm, as_typed, kept_where_blank, mark_of
from thongsuot.entrypoints.citizen.cards import card_of
from thongsuot.entrypoints.citizen.desks import SHOWN, Desk, desks_for, matching
from thongsuot.entrypoints.citizen.forms import ActForm, DeskChoice, line
from thongsuot.entrypoints.citizen.journey import CHECK, DESK, kept_until
from thongsuot.entrypoints.citizen.views.entering import DraftVisit, came_late, of_draft, page
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.forms import Choice
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

BACK_TO_CHECK = "sua"
"""Query that brings a corrected answer back to the check page."""
SAVED_ELSEWHERE = gettext_noop(
    "Phần này vừa được lưu ở một trang khác. Chỗ để trống ở đây đã lấy theo lần lưu đó, không mất "
    "gì. Xin xem lại rồi bấm Lưu và tiếp tục."
)
WRONG = "loi"
"""Query that has a page say what is wrong with what was sent."""


def apply(request: HttpRequest, code: str) -> HttpResponseBase:
    """Say what is needed and how long it takes; begin a draft on request."""
    at = visitor.now()
    on = local_date(at)
    version = catalogue.current_version(code, on)
    questions = catalogue.form_of(code, on)
    card = card_of(version, questions, tariffs=payments.tariffs_of([code], on))
    if questions is None or not card.online:
        return redirect("citizen:procedure", code)
    form = ActForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begin = partial(dossiers.begin_draft, procedure_code=code, at=at)
        return begin_once(request, form, begin, "citizen:desk")
    visitor.arrive(request)
    context = {"form": form, "card": card, "questions": questions, "kept_until": kept_until(at)}
    return page(request, "apply", context)


def begin_once(
    request: HttpRequest, form: ActForm, begin: Callable[[], Draft], then: str
) -> HttpResponseBase:
    """Begin a draft by ``begin`` and lead to its page ``then``; sent again, to the same draft."""
    key = form.cleaned_data["key"]
    begun = visitor.find_done(request, key)
    if begun is None:
        if dossier_queries.unsent_drafts(visitor.drafts_of(request)) >= visitor.MOST_UNSENT:
            return _too_many(request)
        bounds.count_draft(request)
        draft = begin()
        visitor.begin_draft(request, draft.pk)
        begun = str(draft.pk)
        visitor.keep_done(request, key, begun)
    return redirect(then, begun)


def _too_many(request: HttpRequest) -> HttpResponseBase:
    words = _(
        "Trình duyệt này đang giữ {most} hồ sơ nhập dở, là mức cao nhất. Hãy làm tiếp và gửi một "
        "hồ sơ dưới đây; nếu không cần hồ sơ nào nữa, bấm Xóa dấu vết trên máy này."
    )
    visitor.tell_next(request, words.format(most=visitor.MOST_UNSENT))
    return redirect("citizen:mine")


@of_draft
def resume(request: HttpRequest, visit: DraftVisit) -> HttpResponseBase:  # noqa: ARG001 - a view takes its request
    """Go on where the applicant stopped."""
    return redirect(visit.journey.first_open)


@of_draft
def desk(request: HttpRequest, visit: DraftVisit) -> HttpResponseBase:
    """Find the receiving desk by the name of its commune, and choose it."""
    typed = line(request.GET.get("xa", ""))
    standing = desks_for(visit.draft.procedure_code, visit.on)
    known = [one for one in standing if one.is_served]
    shown = _shown(known, typed, visit.draft.receiving_agency, everything="tat-ca" in request.GET)
    nothing = {"key": str(uuid4())} if WRONG in request.GET else None
    form = DeskChoice(
        request.POST if request.method == "POST" else nothing,
        initial={"desk": visit.draft.receiving_agency, "key": uuid4()},
        choices=[(one.code, _tile(one)) for one in shown],
    )
    if request.method == "POST" and not form.is_valid():
        return to_its_errors(request)
    if request.method == "POST":
        return _chosen(request, visit, form.cleaned_data["desk"])
    context = context_of(request, visit, DESK) | {
        "form": form,
        "typed": typed,
        "shown": shown,
        "known": len(known),
        "unserved": [one for one in matching(standing, typed)[:SHOWN] if not one.is_served]
        if typed else [],
    }  # fmt: skip
    return page(request, "desk", context)


def _chosen(request: HttpRequest, visit: DraftVisit, desk: str) -> HttpResponseBase:
    try:
        dossiers.choose_agency(draft_id=visit.draft.pk, agency=desk, at=visit.at)
    except DraftSent:
        return came_late(request, dossier_queries.draft_of(visit.draft.pk))
    return redirect(next_page(request, visit, DESK))


def _shown(known: list[Desk], typed: str, chosen: str, *, everything: bool) -> list[Desk]:
    """Return the desks to choose from: few enough to read, the chosen one among them."""
    if typed:
        return matching(known, typed)[:SHOWN]
    if everything or len(known) <= SHOWN:
        return known
    return [one for one in known if one.code == chosen]


def _tile(one: Desk) -> Choice:
    phone = one.phone.replace(" ", formats.NBSP)
    hints = [_("Điện thoại {phone}").format(phone=phone) if phone else ""]
    if one.former:
        hints.append(_("trước là {names}").format(names=", ".join(one.former)))
    return Choice(one.name, " · ".join(filter(None, hints)))


@of_draft
def topic(request: HttpRequest, visit: DraftVisit, slug: str) -> HttpResponseBase:
    """Ask one topic; what was typed is kept, right or wrong."""
    try:
        asked = visit.journey.questions.topic(slug)
    except KeyError:
        raise Http404 from None
    kept = visit.draft.answers
    before = kept.get(slug, {})
    if request.method == "POST":
        missed = _missed(request, asked, before)
        sent = posted.raw(request) | missed
        form = TopicForm(visit.journey.questions, asked, sent, kept=kept, on=visit.on)
        return _answered(request, visit, form, looks_again=bool(missed))
    typed = as_typed(asked, before) if WRONG in request.GET else None
    form = TopicForm(visit.journey.questions, asked, typed, kept=kept, on=visit.on)
    own = {"form": form, "topic": asked, "mark": mark_of(before)}
    return page(request, "topic", context_of(request, visit, slug) | own)


def _missed(request: HttpRequest, asked: Topic, before: Mapping[str, str]) -> dict[str, str]:
    """Return what another page saved since this one was shown, where this one is blank."""
    if "dau" not in request.POST or posted.line(request, "dau") == mark_of(before):
        return {}
    return kept_where_blank(asked, posted.raw(request), before)


def _answered(
    request: HttpRequest, visit: DraftVisit, form: TopicForm, *, looks_again: bool
) -> HttpResponseBase:
    slug = form.topic.slug
    right = form.is_valid()
    try:
        dossiers.save_answers(
            draft_id=visit.draft.pk,
            topic=slug,
            answers=form.answers if right else form.typed(),
            done=right,
            at=visit.at,
        )
    except DraftSent:
        return came_late(request, dossier_queries.draft_of(visit.draft.pk), slug)
    if "dung" in request.POST:
        return redirect("citizen:mine")
    if looks_again:
        visitor.tell_next(request, _(SAVED_ELSEWHERE))
        return redirect(request.get_full_path())
    if right:
        return redirect(next_page(request, visit, slug))
    return to_its_errors(request)


def to_its_errors(request: HttpRequest) -> HttpResponseBase:
    """Lead back to the page itself, which then says what is wrong.

    A page that answers the sending itself makes "Back" ask whether to send it again. What was
    typed waits in the draft; the address says no more than that something is wrong.
    """
    query = request.GET.copy()
    query[WRONG] = "1"
    return HttpResponse(
        status=HTTPStatus.SEE_OTHER, headers={"Location": f"{request.path}?{query.urlencode()}"}
    )


def next_page(request: HttpRequest, visit: DraftVisit, slug: str) -> str:
    if BACK_TO_CHECK in request.GET:
        return visit.journey.address(CHECK)
    return visit.journey.after(slug)


def context_of(request: HttpRequest, visit: DraftVisit, slug: str) -> dict[str, object]:
    """Return what every page on the way shows: where one is, and the way back."""
    journey = visit.journey
    place = journey.place(slug)
    correcting = BACK_TO_CHECK in request.GET
    return {
        "journey": journey,
        "draft": visit.draft,
        "part": journey.parts[place],
        "place": place,
        "number": place + 1,
        "total": len(journey.parts),
        "back": journey.address(CHECK) if correcting else journey.before(slug),
        "correcting": correcting,
    }
