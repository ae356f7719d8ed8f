"""Vì sao là giờ này: the limits beside the due date, each told as that is."""

from datetime import datetime

from django.utils.translation import gettext as _

from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.dossiers.answering import queries as answering
from thongsuot.domains.dossiers.answering.terms import AnswerDue
from thongsuot.entrypoints.shared.why_counted import Limited, length_in_words, limit_told
from thongsuot.kernel import formats


def why_answer(owed: AnswerDue | None) -> list[str]:
    """Return why a desk answers a submission by its hour; nothing where none is set."""
    if owed is None or owed.answer_by is None:
        return []
    found = deadlines.explain(
        owed.counted_from, owed.minutes, version=owed.calendar_version, hours_of=owed.hours_of
    )
    if found is None:
        return []
    begun = _("Hồ sơ gửi đến lúc {moment}; nơi tiếp nhận trả lời trong {limit}.")
    return limit_told(Limited(
        begun=begun.format(
            moment=formats.moment(owed.counted_from), limit=length_in_words(owed.minutes)
        ),
        counted=found[0], words=found[1], due_at=owed.answer_by,
        between=[_stood(*stretch) for stretch in owed.stood],
        rests_on=_rests_on_policy(owed.policy), ends=_("Vì vậy trả lời chậm nhất {moment}."),
        since=_("gửi đến"), whose=_("nơi tiếp nhận"),
    ))  # fmt: skip


def _stood(since: datetime, until: datetime | None) -> str:
    """Return one stretch in which the desk waited for the fee."""
    if until is None:
        return _("Từ {since} chờ nộp phí, thời gian dừng.").format(since=formats.moment(since))
    return _(
        "Từ {since} đến {until} chờ nộp phí rồi mới tiếp nhận được, thời gian đó không tính."
    ).format(since=formats.moment(since), until=formats.moment(until))


def _rests_on_policy(version: str) -> str:
    stated = answering.find_policy(version)
    if stated is None:
        return ""
    return _("Mức thời gian theo quy tắc {version}: {source}.").format(
        version=version, source=stated.source.rstrip(".")
    )
