"""The texts of messages for administrators: read, previewed, worded anew from a day on."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from thongsuot.domains.exchange import policy, queries, rules, services
from thongsuot.domains.exchange.terms import Template, WordingBackDated, WordingWrong
from thongsuot.entrypoints.officer import keeping, notices
from thongsuot.entrypoints.officer.entering import for_officers, shows_again
from thongsuot.entrypoints.officer.pages import page
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared import messages, posted
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

_NAMED: Final = re.compile(r"\{(?P<name>[^{}:]*)(?::(?P<style>[^{}]*))?\}")
FIELDS: Final = ("sms", "title", "body", "source", "first")


@dataclass(frozen=True, slots=True)
class Measured:
    """A text as an SMS: filled with its sample, its letters, its parts."""

    text: str
    letters: int
    parts: int
    each: int


@dataclass(frozen=True, slots=True)
class Row:
    """One occasion of the list."""

    template: Template
    what: str
    sms: Measured | None


@require_safe
@for_officers
def wordings(request: HttpRequest, visitor: Visitor) -> HttpResponse:
    """List every occasion with its text in force and how long it is as an SMS."""
    on = local_date(visitor.at)
    policy.check_may_tend(visitor.by, on)
    said = queries.said_on(on)
    rows = [
        Row(one, messages.occasion(code), _measured(one, accents=said.policy.sms_accents))
        for code, one in said.templates.items()
    ]
    crumbs = [(_("Lời tin nhắn"), "")]
    context = {"rows": rows, "policy": said.policy, "crumbs": crumbs}
    return page(request, visitor, "wordings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_officers
@shows_again
def wording(request: HttpRequest, visitor: Visitor, occasion: str) -> HttpResponse:
    """Show one text, filled with its sample, and word it anew from a day on."""
    on = local_date(visitor.at)
    policy.check_may_tend(visitor.by, on)
    said = queries.said_on(on)
    standing = said.templates.get(occasion)
    if standing is None:
        raise Http404
    sent = _sent(request) if request.method == "POST" else _of(standing, formats.date(on))
    tried = request.method == "POST" and not keeping.is_shown_again(request)
    problem = _published(visitor, standing, sent) if tried else ""
    if tried and not problem:
        notices.put(request, "wording-published")
        return redirect("officer:wordings")
    what = messages.occasion(occasion)
    context: dict[str, Any] = {
        "template": standing,
        "what": what,
        "sent": sent,
        "problem": problem,
        "names": _names(standing),
        "sms": _measured(standing, accents=said.policy.sms_accents),
        "title": rules.filled(standing.title, rules.sample_values(standing)),
        "body": [rules.filled(part, rules.sample_values(standing)) for part in standing.body],
        "history": queries.wordings_of(occasion),
        "crumbs": [(_("Lời tin nhắn"), reverse("officer:wordings")), (what, "")],
    }
    return page(request, visitor, "wording.html", context, status=422 if problem else 200)


def _measured(template: Template, *, accents: bool) -> Measured | None:
    """Return the text as an SMS of usual length, accented or not as the setting has it."""
    if not template.sms:
        return None
    text = rules.sample_sms(template)
    text = text if accents else rules.without_marks(text)
    return Measured(text, len(text), rules.sms_parts(text), 160 if text.isascii() else 70)


def _sent(request: HttpRequest) -> dict[str, str]:
    return {name: posted.words(request, name) for name in FIELDS}


def _of(template: Template, first: str) -> dict[str, str]:
    body = "\n\n".join(template.body)
    return {
        "sms": template.sms, "title": template.title, "body": body, "source": "", "first": first,
    }  # fmt: skip


def _published(visitor: Visitor, standing: Template, sent: dict[str, str]) -> str:
    """Publish what was sent; return what is wrong with it and where, or nothing."""
    try:
        services.publish_text(
            code=standing.code, sms=sent["sms"], title=sent["title"], body=_paragraphs(sent),
            source=sent["source"], valid_from=formats.parse_date(sent["first"]),
            by=visitor.by, at=visitor.at,
        )  # fmt: skip
    except formats.Unreadable:
        return _("Ghi ngày bắt đầu dùng theo dạng ngày/tháng/năm.")
    except WordingBackDated:
        return _("Lời mới chỉ dùng được từ hôm nay trở đi; tin đã gửi giữ nguyên.")
    except WordingWrong as wrong:
        return _what_is_wrong(wrong, standing, sent)
    return ""


def _what_is_wrong(wrong: WordingWrong, standing: Template, sent: dict[str, str]) -> str:
    code, known = standing.code, frozenset(_names(standing))
    field = str(wrong.facts.get("field", ""))
    named = field.removeprefix(f"{code}.") if field != code else ""
    if field == "letter":
        return _too_long(rules.letters_of(_paragraphs(sent)))
    if named in _MISSING:
        return str(_MISSING[named]())
    if named:
        return _("{place}: ô trống {name} không có trong tin này hoặc sai kiểu.").format(
            place=_place(sent, lambda line: _unknown(line, named, known)), name=f"{{{named}}}"
        )
    if str(wrong) == "a brace without its partner":
        return _("{place}: dấu ngoặc nhọn mở mà không đóng, hoặc đóng mà không mở.").format(
            place=_place(sent, _unpaired)
        )
    return _("Tin SMS quá dài so với số phần cho phép, hoặc thiếu lời cho mọi đường gửi.")


def _paragraphs(sent: dict[str, str]) -> list[str]:
    return [part.strip() for part in sent["body"].split("\n\n") if part.strip()]


def _too_long(letters: int) -> str:
    return _("Nội dung thư có {letters} chữ, dài nhất được {most} chữ: hãy bớt đi.").format(
        letters=formats.number(letters), most=formats.number(rules.MOST_IN_A_LETTER)
    )


_MISSING: Final = {
    "source": lambda: _("Ghi căn cứ thay lời tin, như số quyết định; dài nhất 400 chữ."),
    "title": lambda: _("Thư điện tử cần tiêu đề, dài nhất 120 chữ."),
    "body": lambda: _("Thư điện tử cần nội dung."),
    "sms": lambda: _("Tin SMS dài nhất 600 chữ."),
}


def _names(template: Template) -> list[str]:
    """Return what a text may name."""
    return sorted({*rules.ALWAYS, *dict(template.sample)})


def _place(sent: dict[str, str], fault_in: Callable[[str], int]) -> str:
    """Return in words where the first fault is: field, line and column."""
    where = {"sms": _("Tin SMS"), "title": _("Tiêu đề thư"), "body": _("Nội dung thư")}
    for field, label in where.items():
        for number, line in enumerate(sent[field].split("\n"), start=1):
            column = fault_in(line)
            if column >= 0:
                return _("{field}, dòng {line}, cột {column}").format(
                    field=label, line=number, column=column + 1
                )
    return _("Lời tin")


def _unknown(line: str, name: str, known: Collection[str]) -> int:
    """Return where a line names what it is not given, or in a style that there is not; or -1."""
    for found in _NAMED.finditer(line):
        is_known = found["name"] in known and (found["style"] or "") in rules.STYLES
        if found["name"] == name and not is_known:
            return found.start()
    return -1


def _unpaired(line: str) -> int:
    """Return where a brace has no partner in a line, or -1."""
    opened = -1
    for place, letter in enumerate(line):
        if letter == "{":
            if opened >= 0:
                return opened
            opened = place
        elif letter == "}":
            if opened < 0:
                return place
            opened = -1
    return opened
