"""How desks answered what was sent to them: in time, late, waiting."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.dossiers.answering.facts import AnswerFact
from thongsuot.entrypoints.shared.figures.sections import Name, Section, days
from thongsuot.entrypoints.shared.figures.tables import Table
from thongsuot.kernel import formats


def answer_section(answers: Sequence[AnswerFact], name: Name, period: Period) -> Section:
    """Which desk answered how much of what was due, the latest first."""
    ordered = sorted(answers, key=lambda one: (-one.late, -one.in_time, name(one.desk)))
    in_time, late = sum(one.in_time for one in answers), sum(one.late for one in answers)
    return Section(
        title=_sentence(in_time, late),
        subtitle=_(
            "Hồ sơ gửi trực tuyến, qua bưu chính phải trả lời trong {days}; chậm gồm cả hồ sơ chưa "
            "trả lời; đang chờ: tính đến nay. Giờ trả lời là thiết lập, không phải luật."
        ).format(days=days(period)),
        table=Table(
            name="tra-loi-ho-so",
            caption=_("Trả lời hồ sơ gửi đến"),
            head=[
                _("Nơi tiếp nhận"), _("Trả lời đúng giờ"), _("Chậm trả lời"),
                _("Đang chờ, còn giờ"), _("Chờ nộp phí, dừng giờ"),
            ],
            rows=[
                [name(one.desk), one.in_time, one.late, one.waiting, one.standing]
                for one in ordered
            ],
            numbers=frozenset({1, 2, 3, 4}),
        ),
        n=_("n = {n} hồ sơ phải trả lời trong kỳ").format(n=formats.number(in_time + late)),
    )  # fmt: skip


def _sentence(in_time: int, late: int) -> str:
    if not in_time and not late:
        return _("Không hồ sơ gửi đến nào phải trả lời trong kỳ")
    if not late:
        return _("Mọi hồ sơ gửi đến được trả lời đúng giờ ({n})").format(n=formats.number(in_time))
    return _("Chậm trả lời {late} trong {n} hồ sơ gửi đến").format(
        late=formats.number(late), n=formats.number(in_time + late)
    )
