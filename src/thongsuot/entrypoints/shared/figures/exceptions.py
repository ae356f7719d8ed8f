"""What should not have been needed: new dates with an apology, loops that went to superiors."""

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.terms import Period
from thongsuot.domains.custody.facts import RulingFact
from thongsuot.domains.dossiers.facts import RedatingFact
from thongsuot.entrypoints.shared.figures.few import told, told_parts
from thongsuot.entrypoints.shared.figures.sections import Section, days
from thongsuot.entrypoints.shared.figures.tables import Table
from thongsuot.kernel import formats


def exception_section(
    redatings: RedatingFact, rulings: RulingFact, period: Period, few: int = 0
) -> Section:
    """How often a date was put off, and how often agencies could not agree."""
    late = told_parts([redatings.late, redatings.signed - redatings.late], few)[0]
    is_told = 0 in {rulings.decided, rulings.opened - rulings.decided} or (
        abs(rulings.opened - rulings.decided) >= few
    )
    decided = told(rulings.decided, few) if is_told else None
    rows = [
        [_("Hẹn lại ngày trả, kèm văn bản xin lỗi"), told(redatings.signed, few)],
        [_("trong đó xin lỗi khi đã quá ngày phải báo"), late],
        [_("Vòng lặp phải đưa lên cấp trên"), told(rulings.opened, few)],
        [_("Cấp trên đã phân định"), decided],
        [_("Đang chờ cấp trên phân định"), told(rulings.waiting, few)],
    ]
    return Section(
        title=_sentence(redatings.signed, rulings.opened, few),
        subtitle=_("Văn bản ký và vòng lặp trong {days}; đang chờ: tính đến nay.").format(
            days=days(period)
        ),
        table=Table(
            name="hen-lai-phan-dinh",
            caption=_("Hẹn lại và phân định của cấp trên"),
            head=[_("Việc"), _("Số lần")],
            rows=[[name, number] for name, number in rows if number is not None],
            numbers=frozenset({1}),
        ),
        n=_("tính theo nơi giữ hồ sơ lúc ký"),
    )


def _sentence(signed: int, opened: int, few: int) -> str:
    if not signed and not opened:
        return _("Không lần nào phải hẹn lại hay nhờ cấp trên phân định")
    if min(signed, opened) < few:
        return _("Hẹn lại, phân định; số dưới {few} không nêu").format(few=few)
    return _("{signed} lần hẹn lại ngày trả, {opened} vòng lặp phải đưa lên cấp trên").format(
        signed=formats.number(signed), opened=formats.number(opened)
    )
