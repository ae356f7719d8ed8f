"""Waiting for the citizen where nobody asks for papers after receipt: before it, and for money."""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.accountability.terms import CitizenWait, Period
from thongsuot.domains.dossiers.terms.supplements import Wait
from thongsuot.entrypoints.shared.figures.names import Names, WorkingTime
from thongsuot.entrypoints.shared.figures.sections import Section, days
from thongsuot.entrypoints.shared.figures.tables import Table
from thongsuot.kernel import formats

WAITS: Final[Mapping[Wait, str | Promise]] = {
    Wait.GUIDED: later("Hướng dẫn bổ sung trước khi tiếp nhận"),
    Wait.PAYMENT: later("Nộp nghĩa vụ tài chính"),
}


def waiting_section(
    waits: Sequence[CitizenWait], names: Names, time: WorkingTime, period: Period
) -> Section:
    """How often dossiers waited for the citizen before receipt, and for a payment."""
    return Section(
        title=_waiting_sentence(waits),
        subtitle=_(
            "Hướng dẫn và thông báo nộp tiền gửi trong {days}. Trước khi tiếp nhận chưa có đồng hồ "
            "nào chạy; trong lúc chờ nộp tiền, đồng hồ dừng. Yêu cầu bổ sung sau khi tiếp nhận có "
            "bảng riêng."
        ).format(days=days(period)),
        table=Table(
            name="cho-nguoi-nop-khac",
            caption=_("Chờ người nộp trước khi tiếp nhận và chờ nộp tiền"),
            head=[
                _("Cơ quan"), _("Chờ việc gì"), _("Số lần"), _("Đã trả lời, đã nộp"),
                _("Còn đang chờ"), _("Chờ trung bình (ngày)"), _("Chờ lâu nhất (ngày)"),
            ],
            rows=[
                [
                    names.agency(wait.agency), str(WAITS[wait.kind]), wait.asked, wait.answered,
                    wait.open, time.days(wait.minutes // wait.asked), time.days(wait.longest),
                ]
                for wait in waits
            ],
            numbers=frozenset(range(2, 7)),
        ),
        n=_("n = {n} lần").format(n=formats.number(sum(wait.asked for wait in waits))),
    )  # fmt: skip


def _waiting_sentence(waits: Sequence[CitizenWait]) -> str:
    guided, paying = (
        sum(wait.asked for wait in waits if wait.kind is kind)
        for kind in (Wait.GUIDED, Wait.PAYMENT)
    )
    if not guided and not paying:
        return _("Không lần nào hướng dẫn bổ sung trước khi tiếp nhận hay chờ nộp tiền")
    return _(
        "{guided} lần hướng dẫn bổ sung trước khi tiếp nhận, {paying} lần chờ nộp tiền"
    ).format(guided=formats.number(guided), paying=formats.number(paying))
