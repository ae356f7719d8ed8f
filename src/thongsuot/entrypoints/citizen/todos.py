"""What the applicant has to do next; what is to be paid, and where."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from thongsuot.domains.dossiers.answering import queries as desk_answers
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.queries.views import ObligationView
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.payments import queries as payments
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

WAITING = frozenset({NationalState.REGISTERED, NationalState.RESOLVED})
"""States in which an act of the desk waits for the fee."""


@dataclass(frozen=True, slots=True)
class Todo:
    """What the applicant has to do; ``act`` when there is something."""

    title: str
    note: str = ""
    act: bool = False
    address: str = ""
    button: str = ""


def whom_to_ask(view: DossierView) -> str:
    """Return whom to call about a dossier, or where to ask when no telephone is known."""
    agency, phone = view.receiving_agency, view.receiving_phone
    if phone:
        return _("gọi {agency}, {phone}").format(agency=agency, phone=phone)
    if settings.HOTLINE:
        return _("gọi tổng đài {phone}").format(phone=settings.HOTLINE)
    return _("hỏi tại {agency}").format(agency=agency)


@dataclass(frozen=True, slots=True)
class Answering:
    """What the desk owes to whoever sent something: an answer by an hour, or after it was due."""

    sentence: str
    is_late: bool = False


def answering(view: DossierView, at: datetime) -> Answering | None:
    """Return by when the desk answers, or that it has not.

    None where no calendar says, and while a fee is unpaid that receipt waits for.
    """
    owed = desk_answers.answer_due(view.code)
    by = owed.answer_by if owed else None
    if by is None:
        return None
    day = local_date(by)
    facts = {
        "time": formats.time(by), "day": f"{formats.weekday(day)} {formats.date(day)}",
        "agency": view.receiving_agency,
    }  # fmt: skip
    if at <= by:
        sentence = _(
            "Trước {time} {day}, {agency} sẽ trả lời đã đủ giấy tờ hay cần bổ sung. Ông/bà không "
            "cần đến cơ quan."
        )
        return Answering(sentence.format(**facts))
    sentence = _(
        "Đã quá giờ trả lời: {agency} phải trả lời trước {time} {day} đã đủ giấy tờ hay cần bổ "
        "sung, nay chưa trả lời. Ông/bà {ask}. Hồ sơ vẫn còn đó, không phải nộp lại."
    )
    return Answering(sentence.format(ask=whom_to_ask(view), **facts), is_late=True)


def registered_todo(view: DossierView, at: datetime) -> Todo:
    """Return what whoever waits for the desk's answer does: nothing, or call once it is late."""
    told = answering(view, at)
    if told is None:
        return Todo(_("Hiện ông/bà chưa phải làm gì."))
    if told.is_late:
        return Todo(_("Nơi tiếp nhận chậm trả lời."), told.sentence, act=True)
    return Todo(_("Hiện ông/bà chưa phải làm gì."), told.sentence)


def refused_todo(view: DossierView, ground: str) -> Todo:
    """Return what to do after a refusal at the desk; without ``ground`` only where that stands."""
    note = (
        _("{ground} Sửa theo đó rồi nộp hồ sơ mới; cần hỏi thì {ask}.")
        if ground
        else _("Lý do ghi trong phiếu từ chối; cần mã PIN để xem. Cần hỏi thì {ask}.")
    )
    return Todo(
        title=_("Hồ sơ không được tiếp nhận."),
        note=note.format(ground=ground, ask=whom_to_ask(view)),
        act=True,
        address=reverse("citizen:procedure", args=[view.procedure_code]),
        button=_("Xem lại thủ tục"),
    )


def stopped_todo(view: DossierView, ground: str) -> Todo:
    """Return whom to ask after a stop; without ``ground`` only where that stands."""
    why = ground or _("Lý do ghi trong thông báo dừng; cần mã PIN để xem.")
    note = _("{ground} Cần hỏi thì {ask}.").format(ground=why, ask=whom_to_ask(view))
    return Todo(_("Cơ quan đã dừng giải quyết hồ sơ này."), note)


def fee_todo(
    view: DossierView, due_vnd: int, *, follows_only: bool, on_its_way: bool = False
) -> Todo:
    """Return what to do about the fee; who ``follows_only`` learns that, not how much."""
    if on_its_way:
        return sent_todo(view)
    note = (
        _("Nộp xong thì hồ sơ được tiếp nhận và có ngày hẹn.")
        if view.state is NationalState.REGISTERED
        else _("Nộp xong thì nhận được kết quả.")
    )
    title = (
        _("Cần ông/bà nộp phí, lệ phí")
        if follows_only
        else _("Cần ông/bà nộp {sum} phí, lệ phí").format(sum=formats.dong(due_vnd))
    )
    return Todo(title, note, True, reverse("citizen:fees", args=[view.code]), _("Xem và nộp"))


def money_on_its_way(subject: str) -> bool:
    """Whether the applicant says to have sent it, with a proof the desk has not answered yet."""
    return payments.open_claim(subject) is not None


def sent_todo(view: DossierView) -> Todo:
    """Ask for nothing while the money is looked for, least of all to pay again."""
    return Todo(
        title=_("Hiện ông/bà chưa phải làm gì."),
        note=_("Nơi tiếp nhận đang tìm khoản tiền ông/bà báo đã chuyển; không nộp lần nữa."),
        address=reverse("citizen:fees", args=[view.code]),
        button=_("Xem khoản nộp"),
    )


def notice_todo(view: DossierView, owed: ObligationView) -> Todo:
    """Return what to do about a notice that can be paid online."""
    notice = owed.notice
    note = _(
        "Theo thông báo {number} ngày {day}. Căn cứ: {basis}. Nộp trực tuyến thì không phải gửi "
        "biên lai; thời gian giải quyết chạy tiếp ngay khi nhận được tiền."
    ).format(
        number=notice.number, day=formats.date(notice.issued_on), basis=notice.legal_basis
    )  # fmt: skip
    return Todo(
        title=_("Cần ông/bà nộp {sum}").format(sum=formats.dong(notice.amount_vnd)),
        note=note,
        act=True,
        address=reverse("citizen:fees", args=[view.code]),
        button=_("Xem và nộp"),
    )
