"""What the applicant has to do next; what is to be paid, and where."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.queries.views import ObligationView
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.payments import queries as payments
from thongsuot.kernel import formats

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
