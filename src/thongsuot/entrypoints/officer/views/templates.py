"""The forms of the law and the templates that print them, for administrators."""

from dataclasses import dataclass
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.documents import forms, policy, printing, services, templates
from thongsuot.domains.documents.terms import LegalForm, TemplateBackDated, TemplateBroken
from thongsuot.entrypoints.officer import keeping, notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.template_sentences import in_words
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import posted
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

SHIPPED = "kem-he-thong"


@dataclass(frozen=True, slots=True)
class Stretch:
    """From when to when a published template prints a form; no last day while none follows."""

    sha256: str
    first: date
    last: date | None
    is_now: bool


@require_safe
@for_officers
def legal_forms(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List the forms of the law with their days and what prints them today."""
    on = local_date(visitor.at)
    policy.check_may_publish(visitor.by, on)
    standing = templates.standing_on(on)
    rows = [(form, standing.get((form.circular, form.number))) for form in forms.replaceable()]
    return page(
        request, visitor, "legal_forms.html",
        {"rows": rows, "today": on, "crumbs": [(_("Mẫu giấy tờ"), "")]},
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def template(request: HttpRequest, visitor: Visitor, place: int) -> HttpResponse:
    """Show the template that prints a form, and put another in its place from a day on."""
    on = local_date(visitor.at)
    policy.check_may_publish(visitor.by, on)
    chosen = forms.get_form(_key(place))
    source = posted.source(request, "source")
    newest, now = _newest(chosen)
    tried = request.method == "POST" and not keeping.is_shown_again(request)
    seen = posted.line(request, "seen") if "seen" in request.POST else newest
    stale = tried and seen != newest
    problem = ""
    if tried:
        problem = _overtaken() if stale else _changed(request, visitor, chosen, source)
    if tried and not problem:
        notices.put(request, "template-published")
        return redirect("officer:legal_forms")
    context: dict[str, Any] = {
        "form": chosen,
        "source": source or _standing(chosen, visitor),
        "now": now if stale else "",
        "seen": newest if tried else seen,
        "first": posted.line(request, "first") or formats.date(on),
        "published": _stretches(chosen, on),
        "is_shipped": templates.find_template(chosen, on) is None,
        "shipped": SHIPPED,
        "problem": problem,
        "crumbs": [
            (_("Mẫu giấy tờ"), reverse("officer:legal_forms")),
            (chosen.title, ""),
        ],
    }
    status = HTTPStatus.CONFLICT if stale else HTTPStatus.UNPROCESSABLE_ENTITY
    return page(request, visitor, "template.html", context, status=status if problem else 200)


def _newest(form: LegalForm) -> tuple[str, str]:
    """Return mark and words of what was published last for a form; its page carries the mark."""
    last = max(templates.published_for(form), key=lambda one: one.pk, default=None)
    return (f"{last.pk}", last.source) if last else ("", "")


def _overtaken() -> str:
    return _(
        "Có người vừa công bố bản khác cho mẫu này. Nội dung đã nhập còn nguyên dưới đây, bản vừa "
        "công bố ở cuối trang: so hai bản rồi bấm lại nếu vẫn thay."
    )


def _changed(request: HttpRequest, visitor: Visitor, form: LegalForm, source: str) -> str:
    """Publish what was sent, or go back to what was; return what is wrong, or nothing."""
    if "back" not in request.POST:
        return _published(request, visitor, form, source)
    back = posted.line(request, "back")
    try:
        to = "" if back == SHIPPED else back
        services.roll_back(form=form.key, to=to, by=visitor.by, at=visitor.at)
    except TemplateBroken as broken:
        return _fault(broken)
    return ""


def _published(request: HttpRequest, visitor: Visitor, form: LegalForm, source: str) -> str:
    """Publish what was sent; return what is wrong with it, or nothing."""
    try:
        first = formats.parse_date(posted.line(request, "first"))
        services.publish_template(
            form=form.key, source=source, valid_from=first, by=visitor.by, at=visitor.at
        )
    except formats.Unreadable:
        return _("Ghi ngày bắt đầu dùng mẫu theo dạng ngày/tháng/năm.")
    except TemplateBackDated:
        return _("Mẫu chỉ dùng được từ hôm nay trở đi; giấy tờ đã lập giữ nguyên.")
    except TemplateBroken as broken:
        return _fault(broken)
    return ""


def _fault(broken: TemplateBroken) -> str:
    said = broken.facts | {"problem": in_words(str(broken.facts.get("problem", "")))}
    return _("Dòng {line}, cột {column}: {problem}").format(**said)


def _stretches(form: LegalForm, on: date) -> list[Stretch]:
    """Return what was published for a form with its first and last day, the newest first."""
    found: list[Stretch] = []
    last: date | None = None
    standing = templates.find_template(form, on)
    for one in templates.published_for(form):
        if last is None or last >= one.valid_from:
            found.append(Stretch(one.sha256, one.valid_from, last, is_now=one == standing))
            last = one.valid_from - timedelta(days=1)
    return found


def _standing(form: LegalForm, visitor: Visitor) -> str:
    """Return the template that prints a form today."""
    found = templates.find_template(form, local_date(visitor.at))
    shipped = printing.FOLDER / f"{form.paper}.typ"
    return found.source if found else shipped.read_text("utf-8")


def _key(place: int) -> str:
    """Return the name of a form by its place in the list, from 1."""
    known = forms.replaceable()
    return known[place - 1].key if 1 <= place <= len(known) else ""
