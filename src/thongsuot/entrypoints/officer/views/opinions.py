"""Opinions of other agencies: ask, answer, take a question back."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import Opinion, Silence
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.terms import Act
from thongsuot.entrypoints.officer import clocks, prescribed
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.forms.opinions import AskForm, OpinionForm, RecallQuestionForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import do
from thongsuot.entrypoints.officer.prescribed import OWN
from thongsuot.entrypoints.officer.views.acting import act_page, filled, ready
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.kernel.clock import local_date

OPINION = "y-kien"


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def ask(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Ask for whom, what and on which basis; who holds goes on holding.

    What the process wants at this step and nobody has asked for yet is filled in.
    """
    frame = Frame(code, visitor)
    wanted = dossiers.opinions_wanted(frame.view)
    chosen = prescribed.chosen_of(wanted.to_ask, request.GET.get(OPINION))
    form = AskForm(
        **filled(request, **prescribed.initial_of(chosen, frame.view, visitor)),
        posts=prescribed.posts_for(chosen, frame.view, visitor),
        bases=custodies.opinion_bases_for(
            frame.view.procedure_code, visitor.by.agency, local_date(visitor.at)
        ),
    )
    if ready(request, form):
        given = form.cleaned_data
        return do(
            request, code,
            lambda: services.ask_opinion(
                code=code, to_post=int(given["to"]), question=given["question"],
                basis=given["basis"], process_opinion=given["process_opinion"], by=visitor.by,
                at=visitor.at, key=form.act_key,
            ),
            "asked",
        )  # fmt: skip
    context = {
        "form": form,
        "wanted": prescribed.lines_of(
            wanted, clocks.minutes_of_a_day(frame.calendar, visitor.at), local_date(visitor.at)
        ),
        "chosen": chosen,
        "own": OWN,
    }
    return act_page(request, visitor, frame, Act.ASK, "ask.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def opine(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show the question and take the opinion."""
    frame = Frame(code, visitor)
    asked = frame.situation.opinion
    is_part = asked is not None and asked.silence is Silence.OWED
    form = OpinionForm(**filled(request), is_part=is_part)
    if asked is not None and ready(request, form):
        return do(
            request, code,
            lambda: services.give_opinion(
                opinion_id=asked.id, answer=Opinion(form.cleaned_data["answer"]),
                text=form.cleaned_data["text"], by=visitor.by, at=visitor.at, key=form.act_key,
            ),
            "opined",
        )  # fmt: skip
    context = {"form": form, "asked": asked}
    return act_page(request, visitor, frame, Act.OPINE, "opine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def recall(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Take back a question that nobody has answered."""
    frame = Frame(code, visitor)
    waiting = [asked for asked in frame.view.opinions if asked.is_open]
    form = RecallQuestionForm(**filled(request), waiting=waiting)
    if ready(request, form):
        return do(
            request, code,
            lambda: services.recall_opinion(
                opinion_id=int(form.cleaned_data["question"]), by=visitor.by, at=visitor.at,
                key=form.act_key,
            ),
            "question-recalled",
        )  # fmt: skip
    return act_page(request, visitor, frame, Act.RECALL_OPINION, "act.html", {"form": form})
