"""The papers of a draft: added, listed as the server keeps them, taken out again.

One form holds them all, so that no button loses files chosen for another paper.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import BinaryIO
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from thongsuot.domains.catalogue.terms import Needed, Paper
from thongsuot.domains.documents.terms import FiledPaper, NotWithdrawable, PaperUnknown
from thongsuot.domains.dossiers import queries, services
from thongsuot.entrypoints.citizen import bounds, journey, visitor
from thongsuot.entrypoints.citizen.views.drafts import context_of, next_page
from thongsuot.entrypoints.citizen.views.entering import DraftVisit, of_draft, page
from thongsuot.entrypoints.shared import posted, uploads
from thongsuot.entrypoints.shared.uploads import Problem

STAYING = frozenset({"tai", "bo", "dung"})
"""Buttons that do not go on to the next page: send now, take out, stop for today."""


@dataclass(frozen=True, slots=True)
class Row:
    """One paper on a page: what it is, what was sent for it, what went wrong."""

    code: str
    name: str
    hint: str
    required: bool
    files: Sequence[FiledPaper]
    problems: Sequence[str]
    former: Sequence[FiledPaper] = ()
    """Files that were filed for it before and were found wrong."""
    refused: str = ""
    """The file just refused, for the next page to speak of; see ``uploads.missing``."""


@of_draft
def papers(request: HttpRequest, visit: DraftVisit) -> HttpResponseBase:
    """List what is to be sent, paper by paper, and take in what comes."""
    wanted = journey.papers_to_send(visit.journey.questions)
    if request.method != "POST":
        return _show(request, visit, wanted, visit.papers, [])
    keep = bounds.counted(request, partial(_keep, visit))
    problems = uploads.take_in(request, [paper.component_code for paper in wanted], keep)
    if "bo" in request.POST:
        _remove(request, visit)
    kept = queries.draft_papers(visit.draft.pk)
    if not STAYING & request.POST.keys():
        problems += _missing(request, visit, kept, problems)
    if problems:
        return _show(request, visit, wanted, kept, problems)
    return redirect(_where_to(request, visit))


def _keep(visit: DraftVisit, component: str, name: str, content: BinaryIO) -> None:
    services.attach_paper(
        draft_id=visit.draft.pk, component_code=component, name=name, stream=content,
        by=visitor.APPLICANT, at=visit.at,
    )  # fmt: skip


def _remove(request: HttpRequest, visit: DraftVisit) -> None:
    """Take one file out; taken out before, it is simply gone."""
    try:
        services.withdraw_paper(
            draft_id=visit.draft.pk, attachment_id=UUID(posted.line(request, "bo")),
            by=visitor.APPLICANT, at=visit.at,
        )  # fmt: skip
    except (NotWithdrawable, PaperUnknown, ValueError):
        return
    visitor.tell_next(request, _("Đã bỏ một tệp khỏi hồ sơ."))


def _missing(
    request: HttpRequest,
    visit: DraftVisit,
    kept: Sequence[FiledPaper],
    problems: Sequence[Problem],
) -> list[Problem]:
    """Name each required paper without any file, unless its file has a problem already."""
    told = {problem.component for problem in problems}
    given = {paper.component_code for paper in kept}
    wanted = journey.missing(visit.journey.questions, given | told)
    return uploads.missing(request, [(paper.component_code, paper.name) for paper in wanted])


def _where_to(request: HttpRequest, visit: DraftVisit) -> str:
    if "dung" in request.POST:
        return "citizen:mine"
    if STAYING & request.POST.keys():
        return request.get_full_path()
    return next_page(request, visit, journey.PAPERS)


def _show(
    request: HttpRequest,
    visit: DraftVisit,
    wanted: Sequence[Paper],
    kept: Sequence[FiledPaper],
    problems: Sequence[Problem],
) -> HttpResponseBase:
    rows = _rows(visit, wanted, kept, problems)
    context = context_of(request, visit, journey.PAPERS) | {
        "rows": [row for row, special in rows if not special],
        "special": [row for row, special in rows if special],
        "held": _held(visit),
        "problems": problems,
        "accept": uploads.ACCEPT,
        "most_bytes": settings.MAX_UPLOAD_BYTES,
    }
    status = uploads.status_of(problems) if problems else 200
    return page(request, "papers", context, status=status)


def _held(visit: DraftVisit) -> list[Paper]:
    """Return what the state holds of these people, as far as their answers tell."""
    questions = visit.journey.questions
    return [
        paper
        for paper in questions.papers
        if paper.needed is Needed.HELD_BY_STATE
        and journey.is_not_ruled_out(questions, paper, visit.draft)
    ]


def _rows(
    visit: DraftVisit,
    wanted: Sequence[Paper],
    kept: Sequence[FiledPaper],
    problems: Sequence[Problem],
) -> list[tuple[Row, bool]]:
    """Return the papers not excluded by an answer; true for those of rare cases only.

    A paper that was sent stays in sight, whatever was answered since.
    """
    found = []
    for paper in wanted:
        row = _row(paper, kept, problems)
        touched = bool(row.files or row.problems)
        if touched or journey.is_not_ruled_out(visit.journey.questions, paper, visit.draft):
            is_rare = not (row.required or paper.shown_when or touched)
            found.append((row, is_rare))
    return found


def _row(paper: Paper, kept: Sequence[FiledPaper], problems: Sequence[Problem]) -> Row:
    code = paper.component_code
    return Row(
        code=code,
        name=paper.name,
        hint=paper.hint,
        required=paper.needed is Needed.REQUIRED,
        files=[file for file in kept if file.component_code == code],
        problems=[problem.sentence for problem in problems if problem.component == code],
        refused=next((p.refused for p in problems if p.component == code), ""),
    )
