"""Vì sao là giờ này: the limits beside the due date, each told as that is."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.custody.terms import DisputeTerms, OfferTerms, OpinionTerms, Silence
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import Unit
from thongsuot.domains.deadlines.terms.limits import (
    WORKING_MINUTE,
    Counting,
    LimitChange,
    LimitKind,
)
from thongsuot.domains.dossiers.answering import queries as answering
from thongsuot.domains.dossiers.answering.terms import AnswerDue
from thongsuot.domains.dossiers.queries.asked import SupplementView
from thongsuot.domains.dossiers.terms.objections import ObjectionView, WindowAfter
from thongsuot.entrypoints.shared.why_counted import (
    Limited,
    day_in_words,
    length_in_words,
    limit_told,
)
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class _Read:
    """Whence an explanation has what a calendar said, and what one changed since."""

    changes: Callable[[LimitKind, int], list[LimitChange]]
    published: deadlines.Publications
    source_of: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class _Words:
    """How one kind of limit is told; what each is for is said at ``Limited``."""

    begun: str | Promise
    since: str | Promise
    whose: str | Promise
    ends: str | Promise


_ANSWER: Final = later("Vì vậy trả lời chậm nhất {moment}.")
_SEND: Final = later("Vì vậy gửi chậm nhất {moment}.")
_OFFERED: Final = _Words(
    later("Lời chuyển gửi lúc {moment}; bên nhận trả lời trong {limit}."),
    later("chuyển"), later("bên nhận"), _ANSWER,
)  # fmt: skip
_ASKED: Final = _Words(
    later("Hỏi ý kiến lúc {moment}; cơ quan được hỏi trả lời trong {limit}."),
    later("hỏi"), later("cơ quan được hỏi"), _ANSWER,
)  # fmt: skip
_PART: Final = _Words(
    later("Giao phần việc liên thông lúc {moment}; nơi được giao làm xong trong {limit}."),
    later("giao"), later("nơi được giao"), later("Vì vậy làm xong chậm nhất {moment}."),
)  # fmt: skip
_BROUGHT_UP: Final = _Words(
    later("Trình cấp trên lúc {moment}; cấp trên phân định trong {limit}."),
    later("trình"), later("cấp trên"), later("Vì vậy phân định chậm nhất {moment}."),
)  # fmt: skip
_WINDOW: Final = _Words(
    later("Yêu cầu bổ sung lúc {moment}; người nộp có {limit} để gửi."),
    later("yêu cầu"), later("cơ quan yêu cầu"), _SEND,
)  # fmt: skip
_WINDOW_ANEW: Final = _Words(
    later(
        "Ý kiến không đồng ý được trả lời lúc {moment}; từ lúc đó người nộp lại có {limit} để gửi."
    ),
    later("trả lời"), later("cơ quan yêu cầu"), _SEND,
)  # fmt: skip
_OBJECTED: Final = _Words(
    later("Người nộp nêu ý kiến lúc {moment}; ý kiến được trả lời trong {limit}."),
    later("nêu ý kiến"), later("cơ quan trả lời"), _ANSWER,
)  # fmt: skip

_READ: Final = _Read(deadlines.changes_of_limit, deadlines.get_published, deadlines.source_of)


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
        rests_on=_rests_on_policy(owed), ends=_("Vì vậy trả lời chậm nhất {moment}."),
        since=_("gửi đến"), whose=_("nơi tiếp nhận"),
    ))  # fmt: skip


def why_offer(offer: OfferTerms | None) -> list[str]:
    """Return why a hand-over is to be answered by its instant."""
    if offer is None or offer.answer_by is None:
        return []
    return _told(
        LimitKind.OFFER, offer.id, offer.offered_at, offer.counting, offer.answer_by, _OFFERED,
        rests_on=_by_handover_policy(offer.policy),
    )  # fmt: skip


def why_opinion(asked: OpinionTerms | None) -> list[str]:
    """Return why an opinion is to be given, or a part done, by its instant."""
    return _why_opinion(asked, _READ) if asked else []


def with_why(opinions: Sequence[OpinionTerms]) -> list[tuple[OpinionTerms, list[str]]]:
    """Return each with why it is to be given by its instant, if it still is.

    What explains them is read once, however many wait.
    """
    waiting = [asked.id for asked in opinions if asked.is_open]
    changes = deadlines.changes_of_limits(LimitKind.OPINION, waiting) if waiting else {}
    read = _Read(
        lambda _kind, row: changes.get(row, []),
        cache(deadlines.get_published),
        cache(deadlines.source_of),
    )
    return [(asked, _why_opinion(asked, read) if asked.is_open else []) for asked in opinions]


def _why_opinion(asked: OpinionTerms, read: _Read) -> list[str]:
    """Return why an answer, or a part of a linked procedure, is due by its instant."""
    return _told(
        LimitKind.OPINION, asked.id, asked.asked_at, asked.counting, asked.answer_by,
        _PART if asked.silence is Silence.OWED else _ASKED,
        rests_on=_("Căn cứ: {source}.").format(source=asked.basis_source.rstrip(".")), read=read,
    )  # fmt: skip


def counts_days(asked: OpinionTerms) -> bool:
    """Whether it ends with a day and not at an hour."""
    return asked.counting.unit not in {WORKING_MINUTE, Unit.WORKING_HOUR}


def why_ruling(dispute: DisputeTerms | None) -> list[str]:
    """Return why a superior rules on a loop by its instant."""
    if dispute is None or dispute.decide_by is None:
        return []
    return _told(
        LimitKind.RULING, dispute.id, dispute.limit_since, dispute.counting, dispute.decide_by,
        _BROUGHT_UP,
    )  # fmt: skip


def why_window(asked: SupplementView | None) -> list[str]:
    """Return why a citizen may send papers until that instant; nothing while that is put off.

    Once his objection was rejected it may be counted from the answer; where it stood until then,
    what was left is no whole length that could be told.
    """
    if asked is None or asked.answer_by is None or asked.is_put_off:
        return []
    anew, objection = asked.counted_from, asked.objection
    if anew and objection and objection.window is WindowAfter.STANDS:
        return []
    return _told(
        LimitKind.WINDOW, asked.id, anew or asked.asked_at, asked.counting, asked.answer_by,
        _WINDOW_ANEW if anew else _WINDOW,
        rests_on=_("Căn cứ: {source}.").format(source=asked.legal_base.rstrip(".")),
        read=_READ if anew is None else _read_since(anew),
    )  # fmt: skip


def why_objection(objection: ObjectionView | None) -> list[str]:
    """Return why a citizen's objection is to be answered by its instant, while it waits."""
    if objection is None or objection.answer_by is None or not objection.is_open:
        return []
    return _told(
        LimitKind.OBJECTION, objection.id, objection.made_at, objection.counting,
        objection.answer_by, _OBJECTED,
        rests_on=_("Mức thời gian theo quy tắc yêu cầu bổ sung {version}.").format(
            version=objection.policy
        ),
    )  # fmt: skip


_MEANWHILE: Final[Mapping[WindowAfter, str | Promise]] = {
    WindowAfter.ANEW: later(
        "Thời gian bổ sung không kết thúc trong lúc chờ trả lời. Nếu yêu cầu được giữ nguyên, "
        "toàn bộ thời gian bổ sung được tính lại từ lúc trả lời."
    ),
    WindowAfter.STANDS: later(
        "Thời gian bổ sung dừng trong lúc chờ trả lời. Nếu yêu cầu được giữ nguyên, ông/bà còn "
        "đúng phần thời gian chưa dùng, kể từ lúc trả lời."
    ),
    WindowAfter.RUNS: later("Thời gian bổ sung vẫn tính tiếp trong lúc chờ trả lời."),
}


def meanwhile(window: WindowAfter) -> str:
    """Return what becomes of a citizen's time for papers while his objection waits, and after."""
    return str(_MEANWHILE[window])


def _read_since(since: datetime) -> _Read:
    """Return the same of what calendars changed from then on: what was before counts no more."""
    return _Read(
        lambda kind, row: [
            change for change in deadlines.changes_of_limit(kind, row) if change.set_at >= since
        ],
        _READ.published,
        _READ.source_of,
    )


def _told(
    kind: LimitKind, row: int, start_at: datetime, counting: Counting, until: datetime,
    words: _Words, *, rests_on: str = "", read: _Read = _READ,
) -> list[str]:  # fmt: skip
    """Return the sentences of one limit; nothing where it was not kept how it was counted."""
    length = deadline_rules.length_of(counting)
    found = length and deadlines.explain(
        start_at,
        length,
        version=counting.calendar_version,
        hours_of=counting.hours_of,
        read=read.published,
    )
    if not found or length is None:
        return []
    said = str(words.begun).format(moment=formats.moment(start_at), limit=length_in_words(length))
    changes = [_changed(change, read) for change in read.changes(kind, row)]
    return limit_told(Limited(
        begun=said, counted=found[0], words=found[1], due_at=until, rests_on=rests_on,
        ends=str(words.ends), since=str(words.since), whose=str(words.whose), between=changes,
    ))  # fmt: skip


def _changed(change: LimitChange, read: _Read) -> str:
    if change.was_at is None:
        return _(
            "Khi đó chưa có lịch làm việc đến ngày phải xong; ngày {on} tính theo lịch công bố "
            "sau. Căn cứ: {source}."
        ).format(
            on=day_in_words(local_date(change.set_at)),
            source=read.source_of(change.calendar_version),
        )  # fmt: skip
    return _(
        "Trước đây đến {was}; ngày {on} tính lại theo lịch nghỉ, làm bù công bố sau. "
        "Căn cứ: {source}."
    ).format(
        was=formats.moment(change.was_at), on=day_in_words(local_date(change.set_at)),
        source=read.source_of(change.calendar_version),
    )  # fmt: skip


def _by_handover_policy(version: str) -> str:
    return _("Mức thời gian theo quy tắc chuyển hồ sơ {version}.").format(version=version)


def _stood(since: datetime, until: datetime | None) -> str:
    """Return one stretch in which the desk waited for the fee."""
    if until is None:
        return _("Từ {since} chờ nộp phí, thời gian dừng.").format(since=formats.moment(since))
    return _(
        "Từ {since} đến {until} chờ nộp phí rồi mới tiếp nhận được, thời gian đó không tính."
    ).format(since=formats.moment(since), until=formats.moment(until))


def _rests_on_policy(owed: AnswerDue) -> str:
    stated = answering.find_policy(owed.policy)
    if stated is None:
        return ""
    row = stated.row_of(owed.procedure, local_date(owed.counted_from))
    return _("Mức thời gian theo quy tắc {version}: {source}.").format(
        version=owed.policy, source=row.source.rstrip(".")
    )
