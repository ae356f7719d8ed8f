"""Many decisions to sign: each is looked at, some are chosen, one press signs the chosen ones.

Nothing is chosen but on the page that shows its text, and nothing is signed that was drafted anew
since: there is no way to choose all.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from thongsuot import bootstrap
from thongsuot.domains.dossiers import queries as dossiers
from thongsuot.domains.dossiers import services
from thongsuot.domains.dossiers.queries import Block, ToSign
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.terms.signing import Shown, Signed
from thongsuot.entrypoints.officer import rows
from thongsuot.entrypoints.officer.entering import for_officers
from thongsuot.entrypoints.officer.forms.acts import SignForm
from thongsuot.entrypoints.officer.forms.base import ActForm
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.rows import Row
from thongsuot.entrypoints.officer.sentences import DOOR
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import MARKS, OUTCOMES
from thongsuot.entrypoints.shared import posted
from thongsuot.entrypoints.shared.sentences import sentence_for

LOOKED: Final = "officer-looked-at"
"""In the session: of each text that was shown, when it had been written, and if it was chosen."""
RESULTS: Final = "officer-signed"
CHOICE, CHOSEN = "chon", "ky"


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


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def sign_many(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List what waits with what matters; one press signs what was looked at and is chosen."""
    form = ActForm(request.POST if request.method == "POST" else None)
    items = _items(request, visitor)
    if request.method == "POST" and form.is_valid() and (chosen := _chosen(request, items)):
        signed = services.sign_decisions(
            chosen=chosen, signer=bootstrap.signer(), by=visitor.by, at=visitor.at,
            key=form.act_key,
        )  # fmt: skip
        request.session[RESULTS] = [_in_words(one) for one in signed]
        return redirect("officer:sign_many")
    results = request.session.pop(RESULTS, None)
    context = {
        "form": ActForm(),
        "items": items,
        "nothing_chosen": request.method == "POST" and not results,
        "results": results,
        "next": _next(items),
        "looked": sum(item.is_looked_at for item in items),
        "chosen": sum(item.is_chosen for item in items),
        "marked": sum(bool(item.marks) for item in items if item.is_chosen),
        "total": dossiers.count_in(Block.SIGN, by=visitor.by, at=visitor.at),
        "crumbs": [(_("Hồ sơ"), reverse("officer:inbox")), (_("Ký nhiều quyết định"), "")],
    }
    is_wrong = context["nothing_chosen"]
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return page(request, visitor, "sign_many.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
def look(request: HttpRequest, visitor: Visitor, code: str) -> HttpResponse:
    """Show one text with what matters; choose it or leave it, and go on with the next one."""
    items = _items(request, visitor)
    here = next((n for n, item in enumerate(items) if item.row.code == code), None)
    if here is None:
        return redirect("officer:sign_many")
    item = items[here]
    form = SignForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _remember(request, item, form.seen_at, chosen=posted.line(request, CHOICE) == "1")
        onward = _next(_items(request, visitor), after=here)
        return redirect("officer:look", onward) if onward else redirect("officer:sign_many")
    context: dict[str, Any] = {
        "form": SignForm(initial={"seen": item.waits.drafted_at.isoformat()}),
        "item": item,
        "place": here + 1,
        "count": len(items),
        "preview": reverse("officer:preview", args=[code]),
        "send_back": f"{reverse('officer:send_back_draft', args=[code])}?du-thao=decision",
        "crumbs": [
            (_("Hồ sơ"), reverse("officer:inbox")),
            (_("Ký nhiều quyết định"), reverse("officer:sign_many")),
            (code, ""),
        ],
    }
    return page(request, visitor, "look.html", context)


def _items(request: HttpRequest, visitor: Visitor) -> list[Item]:
    """Return what waits, with what the session says was looked at since it was drafted."""
    waiting = dossiers.decisions_to_sign(by=visitor.by, at=visitor.at)
    powers = rows.powers_of(visitor)
    groups = rows.groups_of([one.row for one in waiting], visitor, Block.SIGN, powers)
    drawn = {row.code: row for group in groups for row in group.rows}
    looked = _looked_at(request, drawn)
    return [_item(one, drawn[one.row.code], looked.get(one.row.code)) for one in waiting]


def _looked_at(request: HttpRequest, waiting: Collection[str]) -> dict[str, Any]:
    """Return what the session says of what still waits; of the rest nothing is kept."""
    known: dict[str, Any] = request.session.get(LOOKED, {})
    kept = {code: said for code, said in known.items() if code in waiting}
    if kept != known:
        request.session[LOOKED] = kept
    return kept


def _item(waits: ToSign, row: Row, kept: Sequence[Any] | None) -> Item:
    is_looked_at = kept is not None and kept[0] == waits.drafted_at.isoformat()
    can_sign = any(button.act is Act.SIGN for button in row.bar.buttons)
    why = next((one.why for one in row.bar.closed if one.name == _("ký quyết định")), "")
    return Item(
        waits=waits,
        row=row,
        outcome=str(OUTCOMES[waits.outcome]),
        marks=[str(MARKS[mark]) for mark in waits.marks],
        is_looked_at=is_looked_at,
        is_chosen=is_looked_at and can_sign and bool(kept and kept[1]),
        closed="" if can_sign else why or _("vị trí này không ký được văn bản này"),
    )


def _remember(request: HttpRequest, item: Item, seen_at: datetime, *, chosen: bool) -> None:
    """Keep that a text was shown, and whether it was chosen."""
    kept = [seen_at.isoformat(), chosen and not item.closed]
    request.session[LOOKED] = request.session.get(LOOKED, {}) | {item.row.code: kept}


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


def _in_words(one: Signed) -> dict[str, str]:
    """Return what became of one, as the next page tells it once."""
    if one.refused is None:
        return {"code": one.code, "number": one.number, "why": "", "what": ""}
    said = sentence_for(one.refused, DOOR)
    return {"code": one.code, "number": "", "why": str(said.title), "what": str(said.what_to_do)}
