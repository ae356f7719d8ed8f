"""Many decisions to sign: each is looked at, some are chosen, one press signs the chosen ones.

Nothing is chosen but on the page that shows its text, and nothing is signed that was drafted anew
since: there is no way to choose all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from http import HTTPStatus
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot import bootstrap
from thongsuot.domains.custody.terms import OpinionTerms
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.queries import Block, ToSign
from thongsuot.domains.dossiers.terms import Act, Outcome
from thongsuot.domains.dossiers.terms.signing import Shown, Signed
from thongsuot.domains.organisation.facts import officer_names
from thongsuot.domains.organisation.powers import officers_with
from thongsuot.domains.organisation.terms import Role
from thongsuot.entrypoints.officer import looking, notices, rows
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.forms.acts import SignForm
from thongsuot.entrypoints.officer.forms.base import ActForm
from thongsuot.entrypoints.officer.frame import Frame
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.prescribed import wanted_lines
from thongsuot.entrypoints.officer.rows import Row
from thongsuot.entrypoints.officer.sentences import DOOR
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import MARKS, OUTCOMES, opinion
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.references import reference_of
from thongsuot.entrypoints.shared.sentences import sentence_for
from thongsuot.kernel.clock import local_date

CHOICE, CHOSEN = "chon", "ky"
log = structlog.get_logger("thongsuot.signing")


@dataclass(frozen=True, slots=True)
class Item:
    """One decision of the list: what it is, and whether it was looked at and chosen."""

    waits: ToSign
    row: Row
    outcome: str
    marks: list[str]
    is_looked_at: bool
    is_chosen: bool
    closed: str
    """Why this visitor does not sign it; '' where he may."""

    @property
    def refuses(self) -> bool:
        """Whether the text prints what its drafter wrote: a grant is filled in from the form."""
        return self.waits.outcome is Outcome.REFUSED


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def sign_many(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List what waits with what matters; one press signs what was looked at and is chosen."""
    wrong = ActForm(request.POST if request.method == "POST" else None)
    items = _items(request, visitor)
    if request.method == "POST" and wrong.is_valid():
        if _press(request, visitor, items, wrong.act_key):
            return redirect("officer:sign_many")
        wrong.add_error(None, _("Chưa chọn văn bản nào đã xem. Lần bấm này không ký gì."))
    results, left = looking.take_news(request)
    context = {
        "form": ActForm(),
        "wrong": wrong,
        "items": items,
        "results": results,
        "left": left,
        "most": settings.SIGN_AT_ONCE,
        "next": _next(items),
        "looked": sum(item.is_looked_at for item in items),
        "chosen": sum(item.is_chosen for item in items),
        "marked": sum(bool(item.marks) for item in items if item.is_chosen),
        "total": dossiers.count_in(Block.SIGN, by=visitor.by, at=visitor.at),
        "crumbs": [(_("Hồ sơ"), reverse("officer:inbox")), (_("Ký nhiều quyết định"), "")],
        **(_denied(visitor) if not items else {}),
    }
    status = HTTPStatus.FORBIDDEN if context.get("denied") else HTTPStatus.OK
    status = HTTPStatus.UNPROCESSABLE_ENTITY if wrong.errors else status
    return page(request, visitor, "sign_many.html", context, status=status)


def _denied(visitor: Visitor) -> dict[str, Any]:
    """Return that the post signs nothing, with who does; nothing where it signs."""
    if Role.SIGN in rows.powers_of(visitor).roles:
        return {}
    signing = officers_with(Role.SIGN, local_date(visitor.at))
    here = {officer for agency, officer in signing if agency == visitor.by.agency}
    return {"denied": True, "signers": sorted(officer_names(here).values())}


def _press(request: HttpRequest, visitor: Visitor, items: Sequence[Item], key: str) -> bool:
    """Sign what is chosen, as much as one press signs; return whether there is news of the press.

    A key that was used before tells what came of it then; what it left unsigned is tried again.
    """
    chosen = _chosen(request, items)
    codes = {one.code for one in chosen}
    looking.choose(request, {i.row.code: i.row.code in codes for i in items if i.is_looked_at})
    services.sign_decisions(
        chosen=chosen[: settings.SIGN_AT_ONCE], signer=bootstrap.signer(), by=visitor.by,
        at=visitor.at, key=key, told=partial(_tell, request, key),
    )  # fmt: skip
    if not looking.results_of(request, key):
        return False
    looking.announce(request, key, left=max(0, len(chosen) - settings.SIGN_AT_ONCE))
    return True


def _tell(request: HttpRequest, key: str, one: Signed) -> None:
    """Keep what became of one; what broke goes to the log under the reference that is shown."""
    if one.fault is not None:
        log.error("signing_broke", dossier=one.code, exc_info=one.fault)
    looking.keep_result(request, key, one.code, _in_words(one, reference_of(request)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def look(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show one text with what matters; choose it or leave it, and go on with the next one."""
    items = _items(request, visitor)
    here = next((n for n, item in enumerate(items) if item.row.code == code), None)
    if here is None:
        notices.put(request, "not-waiting", code)
        return redirect("officer:sign_many")
    frame = Frame(code, visitor)
    item = replace(items[here], closed=items[here].closed or _refusal(frame))
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if not looking.was_shown(request, code, form.seen_at):
            return redirect("officer:look", code)
        is_chosen = posted.line(request, CHOICE) == "1" and not item.closed
        looking.choose(request, {code: is_chosen})
        onward = _next(_items(request, visitor), after=here)
        return redirect("officer:look", onward) if onward else redirect("officer:sign_many")
    looking.show(request, code, item.waits.drafted_at)
    context: dict[str, Any] = {
        "form": SignForm(initial={"seen": item.waits.drafted_at.isoformat()}),
        "item": item,
        "heard": [_heard(one) for one in item.waits.heard],
        "wanted": wanted_lines(frame),
        "place": here + 1,
        "count": len(items),
        **_ways_on(code),
    }
    return page(request, visitor, "look.html", context)


def _ways_on(code: str) -> dict[str, Any]:
    return {
        "preview": reverse("officer:preview", args=[code]),
        "send_back": f"{reverse('officer:send_back_draft', args=[code])}?du-thao=decision",
        "crumbs": [
            (_("Hồ sơ"), reverse("officer:inbox")),
            (_("Ký nhiều quyết định"), reverse("officer:sign_many")),
            (code, ""),
        ],
    }


def _refusal(frame: Frame) -> str:
    """Return why signing would be refused by the process now; '' where it would not be."""
    visitor = frame.visitor
    refusal = dossiers.signing_refused(frame.view, by=visitor.by, at=visitor.at)
    if refusal is None:
        return ""
    said = sentence_for(refusal, DOOR)
    return f"{said.title}. {said.what_to_do}"


def _heard(one: OpinionTerms) -> dict[str, str]:
    """Return one opinion, or part of the work, in words."""
    answer = opinion(one.answer, one.silence)
    return {"agency": one.to_agency_name, "answer": answer, "text": one.text}


def _items(request: HttpRequest, visitor: Visitor) -> list[Item]:
    """Return what waits, with what the session says was looked at since it was drafted."""
    waiting = dossiers.decisions_to_sign(by=visitor.by, at=visitor.at)
    powers = rows.powers_of(visitor)
    groups = rows.groups_of([one.row for one in waiting], visitor, Block.SIGN, powers)
    drawn = {row.code: row for group in groups for row in group.rows}
    looked = looking.standing(request, drawn)
    return [_item(one, drawn[one.row.code], looked.get(one.row.code)) for one in waiting]


def _item(waits: ToSign, row: Row, kept: Sequence[Any] | None) -> Item:
    shown, answered = kept or ("", None)
    is_looked_at = answered is not None and shown == waits.drafted_at.isoformat()
    can_sign = any(button.act is Act.SIGN for button in row.bar.buttons)
    why = next((one.why for one in row.bar.closed if one.name == _("ký quyết định")), "")
    return Item(
        waits=waits,
        row=row,
        outcome=str(OUTCOMES[waits.outcome]),
        marks=[str(MARKS[mark]) for mark in waits.marks],
        is_looked_at=is_looked_at,
        is_chosen=is_looked_at and can_sign and bool(answered),
        closed="" if can_sign else why or _("vị trí này không ký được văn bản này"),
    )


def _next(items: Sequence[Item], after: int = -1) -> str:
    """Return the next one that was not looked at, from a place on and then from the top."""
    rest = [*items[after + 1 :], *items[: after + 1]]
    return next((item.row.code for item in rest if not (item.is_looked_at or item.closed)), "")


def _chosen(request: HttpRequest, items: Iterable[Item]) -> list[Shown]:
    """Return what is ticked of what was looked at; whatever else is sent counts for nothing."""
    ticked = set(posted.several(request, CHOSEN))
    return [
        Shown(item.row.code, item.waits.drafted_at)
        for item in items
        if item.row.code in ticked and item.is_looked_at and not item.closed
    ]


def _in_words(one: Signed, reference: str) -> dict[str, str]:
    """Return what became of one, as the next page tells it once."""
    if one.fault is not None and not one.number:
        why = _("Máy chủ gặp lỗi khi ký văn bản này")
        what = _("Văn bản vẫn chờ ký; ký lại sau ít phút, còn lỗi thì báo mã {reference}.")
        return {
            "code": one.code, "number": "", "why": why, "what": what.format(reference=reference)
        }  # fmt: skip
    if one.refused is None:
        return {"code": one.code, "number": one.number, "why": "", "what": ""}
    said = sentence_for(one.refused, DOOR)
    return {"code": one.code, "number": "", "why": str(said.title), "what": str(said.what_to_do)}
