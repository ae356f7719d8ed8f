"""Through whose hands a dossier went: the custody thread, newest first."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from thongsuot.domains.accountability import queries as accountability
from thongsuot.domains.custody.terms import (
    Answer,
    DisputeTerms,
    OfferTerms,
    Opinion,
    OpinionTerms,
    ReturnReason,
    Silence,
    Span,
)
from thongsuot.domains.deadlines import rules
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView, calendar_of
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.entrypoints.citizen.clocks import in_words
from thongsuot.entrypoints.shared.charges import Charge, charges_of
from thongsuot.entrypoints.shared.threads import Mark, Stop, StopKind
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

Words = str | Promise

WORTH_TELLING: Final = 60
"""Minutes of working time for which others were waited: less happens whenever a dossier moves."""
REASONS: Final[Mapping[ReturnReason, Words]] = {
    ReturnReason.WRONG_COMPETENCE: gettext_lazy("sai thẩm quyền"),
    ReturnReason.MISSING_COMPONENT: gettext_lazy("thiếu thành phần hồ sơ"),
    ReturnReason.DUPLICATE: gettext_lazy("trùng với hồ sơ khác"),
    ReturnReason.OTHER: gettext_lazy("lý do khác"),
}
ENDS: Final[Mapping[NationalState, Words]] = {
    NationalState.RETURNED: gettext_lazy("Đã trả kết quả"),
    NationalState.WITHDRAWN: gettext_lazy("Ông/bà đã rút hồ sơ"),
    NationalState.STOPPED: gettext_lazy("Cơ quan đã dừng giải quyết"),
}


def stops_of(view: DossierView, *, at: datetime) -> list[Stop]:
    """Return the thread of a dossier: its end, holders, and those who would not take it."""
    calendar = _calendar(view, at)
    silently = {o.answered_at for o in view.offers if o.answer is Answer.SILENT}
    charges = _charges(view, at, calendar)
    points = [
        (span.started_at, _held(view, span, at, charges.get(span.started_at),
                                silently=span.started_at in silently))
        for span in view.spans
    ]  # fmt: skip
    points += [
        (offer.answered_at, _refused(offer, calendar))
        for offer in view.offers
        if offer.answer is Answer.RETURNED and offer.answered_at
    ]
    points += [point for dispute in view.disputes for point in _disputed(dispute)]
    points += [(asked.asked_at, _asked(asked)) for asked in view.opinions]
    if view.state in ENDS and view.ended_at:
        points.append((view.ended_at, _end(view)))
    return [stop for _at, stop in sorted(points, key=lambda point: point[0], reverse=True)]


def _calendar(view: DossierView, at: datetime) -> WorkingCalendar | None:
    try:
        return calendar_of(view, at)
    except CalendarGap:
        return None


def _minutes(since: datetime, until: datetime, calendar: WorkingCalendar | None) -> int:
    """Return working minutes between two instants, within one that was counted."""
    return rules.working_minutes(since, until, calendar) if calendar and since < until else 0


def _charges(
    view: DossierView, at: datetime, calendar: WorkingCalendar | None
) -> dict[datetime, Charge]:
    """Return what each span counts for, by its beginning; none that no calendar counts to its end.

    It is the reckoning that officers read, too: nobody is told to have taken what others took.
    """
    if calendar is None or not view.spans:
        return {}
    split = accountability.split_dossier(view.code, at=at, calendar=calendar.for_telling)
    charges = charges_of(view, split)
    return {
        charge.span.started_at: charge for charge in charges if charge.until <= calendar.ends_at
    }


def _held(
    view: DossierView, span: Span, at: datetime, charge: Charge | None, *, silently: bool
) -> Stop:
    until = span.ended_at or at
    whole = charge.used + charge.paused if charge else 0
    holds = span.ended_at is None
    name = span.holder.agency_name
    return Stop(
        who=_("{agency} · đang giữ").format(agency=name) if holds else name,
        when=_when(span, charge.used if charge else None),
        kind=StopKind.HOLDER if holds else StopKind.PAST,
        marks=[
            *_taken(silently),
            *_pauses(view, span, until),
            *(_charged(charge) if charge else []),
            *_waiting(view, holds=holds),
        ],
        late=charge.over / whole if charge and whole else 0.0,
        paused=charge.paused / whole if charge and whole else 0.0,
    )


def _when(span: Span, used: int | None) -> str:
    start = _moment(span.started_at)
    if span.ended_at is None:
        times = _("từ {start}").format(start=start)
    else:
        times = _("{start} – {end}").format(start=start, end=_moment(span.ended_at))
    told = filter(None, (span.holder.officer_name, times, _share(span.limit_minutes, used)))
    return " · ".join(told)


def _share(limit: int | None, used: int | None) -> str:
    """Return what was given and what was used of it; nothing is said of what was not counted."""
    if limit and used is not None:
        facts = {"limit": in_words(limit), "used": in_words(used)}
        return _("được {limit}, đã dùng {used}").format(**facts)
    if limit:
        return _("được {limit}").format(limit=in_words(limit))
    return "" if used is None else _("đã dùng {used}").format(used=in_words(used))


def _taken(silently: bool) -> list[Mark]:
    return [Mark(_("chấp nhận do im lặng"), "waiting")] if silently else []


def _charged(charge: Charge) -> list[Mark]:
    """Return what others answer for of the time, and what the holder took beyond his share."""
    marks = []
    answers = charge.others - charge.taken_back
    if charge.share and answers >= WORTH_TELLING:
        text = _("trong đó {minutes} chờ người khác trả lời, không tính vào phần của người giữ")
        marks.append(Mark(text.format(minutes=in_words(answers)), "waiting"))
    if charge.share and charge.taken_back >= WORTH_TELLING:
        text = _(
            "trong đó {minutes} chờ theo yêu cầu bổ sung sau đó đã rút lại, không tính vào phần "
            "của người giữ"
        )
        marks.append(Mark(text.format(minutes=in_words(charge.taken_back)), "waiting"))
    if charge.over:
        text = _("vượt phần của mình {over}")
        marks.append(Mark(text.format(over=in_words(charge.over)), "late"))
    return marks


def _pauses(view: DossierView, span: Span, until: datetime) -> list[Mark]:
    marks = []
    for asked in view.supplements:
        if asked.overturned_at or not span.started_at <= asked.asked_at < until:
            continue
        count = len(asked.papers)
        since = _day(asked.asked_at)
        over_at = asked.answered_at or view.ended_at
        if over_at:
            text = _("Tạm dừng {span} để chờ ông/bà bổ sung {n} giấy tờ.")
            span_days = _days(asked.asked_at, over_at)
            marks.append(Mark(text.format(span=span_days, n=count), "paused"))
        else:
            text = _("Tạm dừng từ {since} để chờ ông/bà bổ sung {n} giấy tờ.")
            address = reverse("citizen:supplement", args=[view.code])
            marks.append(
                Mark(text.format(since=since, n=count), "paused", _("Xem yêu cầu"), address)
            )
    return [*marks, *_payments(view, span, until)]


def _payments(view: DossierView, span: Span, until: datetime) -> list[Mark]:
    """Return when the clock stood for a payment while this holder held."""
    marks = []
    for owed in view.obligations:
        if not span.started_at <= owed.requested_at < until:
            continue
        text = _("Tạm dừng từ {since} để chờ ông/bà nộp tiền.")
        said = text.format(since=_day(owed.requested_at))
        over_at = owed.met_at or view.ended_at
        if over_at:
            text = _("Tạm dừng {span} để chờ ông/bà nộp tiền.")
            said = text.format(span=_days(owed.requested_at, over_at))
        marks.append(Mark(said, "paused"))
    return marks


def _waiting(view: DossierView, *, holds: bool) -> list[Mark]:
    if not holds or view.open_offer is None:
        return []
    offer = view.open_offer
    text = _("Đã chuyển tới {agency} lúc {moment}, chờ bên đó nhận; đến lúc ấy vẫn là nơi này giữ.")
    facts = {"agency": offer.to_agency_name, "moment": _moment(offer.offered_at)}
    said = text.format(**facts)
    if offer.answer_by:
        limit = _("Bên đó phải trả lời trước {when}; im lặng thì coi như đã nhận.")
        said = f"{said} {limit.format(when=_moment(offer.answer_by))}"
    return [Mark(said, "waiting")]


def _refused(offer: OfferTerms, calendar: WorkingCalendar | None) -> Stop:
    answered = offer.answered_at or offer.offered_at
    waited = in_words(_minutes(offer.offered_at, answered, calendar))
    reason = str(REASONS[offer.grounds.reason]) if offer.grounds else ""
    text = _("Trả lại vì {reason}; nơi chuyển vẫn giữ hồ sơ và xử lý tiếp")
    if offer.grounds and offer.grounds.reason is ReturnReason.WRONG_COMPETENCE:
        text = _("Trả lại vì {reason}; chỉ rõ nơi đúng là {right}")
    return Stop(
        who=_("{agency} không nhận").format(agency=offer.to_agency_name),
        when=_("{moment}, sau {waited}").format(moment=_moment(answered), waited=waited),
        kind=StopKind.RETURN,
        marks=[Mark(text.format(reason=reason, right=offer.right_agency_name), "returned")],
        dotted=True,
    )


def _disputed(dispute: DisputeTerms) -> list[tuple[datetime, Stop]]:
    """Return that it went to the superior, and what the superior decided."""
    told = Stop(
        who=_("{superior} được hỏi nơi nào có thẩm quyền").format(superior=dispute.put_to),
        when=_moment(dispute.opened_at),
        kind=StopKind.RETURN,
        marks=[Mark(_("Hai cơ quan không thống nhất ai giải quyết; nơi đang giữ vẫn giữ hồ sơ."))],
        dotted=True,
    )
    points = [(dispute.opened_at, told)]
    for stretch in dispute.put_up[1:]:
        words = _("{superior} được hỏi thay, vì nơi trước không còn ai được phân định")
        passed = Stop(
            who=words.format(superior=stretch.name), when=_moment(stretch.since),
            kind=StopKind.RETURN, dotted=True,
        )  # fmt: skip
        points.append((stretch.since, passed))
    if ruling := dispute.ruling:
        words = _("{agency} có thẩm quyền giải quyết; các bên phải theo. Ông/bà không phải làm gì.")
        decided = Stop(
            who=_("{superior} đã phân định").format(superior=dispute.superior_name),
            when=_moment(ruling.decided_at),
            marks=[Mark(words.format(agency=ruling.agency_name))],
            dotted=True,
        )
        points.append((ruling.decided_at, decided))
    return points


_OF_PARTS: Final[Mapping[Opinion, Words]] = {
    Opinion.AGREE: gettext_lazy("Đã làm xong."),
    Opinion.CONDITIONS: gettext_lazy("Đã làm xong."),
    Opinion.DISAGREE: gettext_lazy("Không làm được phần việc."),
    Opinion.RECALLED: gettext_lazy("Phần việc đã được rút lại."),
    Opinion.LAPSED: gettext_lazy("Không cần làm nữa."),
}


def _asked(asked: OpinionTerms) -> Stop:
    """Return a question to another agency beside the way; who holds goes on holding."""
    waits = (
        _("Chưa làm xong; hạn của cơ quan này {when}.")
        if asked.silence is Silence.OWED
        else _("Chưa trả lời; hạn trả lời {when}.")
    )
    answers: Mapping[Opinion, Words] = {
        Opinion.WAITING: waits.format(when=_moment(asked.answer_by)),
        Opinion.SILENT: _("Không trả lời đúng hạn; im lặng không phải là đồng ý."),
        Opinion.CONSENT: _("Không trả lời đúng hạn; theo luật được coi là đồng ý."),
        Opinion.RECALLED: _("Câu hỏi đã được rút lại."),
        Opinion.LAPSED: _("Không cần trả lời nữa."),
    }
    if asked.silence is Silence.OWED:
        answers = {**answers, **_OF_PARTS}
    said = answers.get(asked.answer, _("Đã trả lời."))
    return Stop(
        who=_beside(asked).format(agency=asked.to_agency_name),
        when=_moment(asked.asked_at),
        marks=[Mark(str(said), "waiting" if asked.is_open else "")],
        dotted=True,
    )


def _beside(asked: OpinionTerms) -> str:
    if asked.silence is Silence.OWED:
        return _("{agency} làm phần việc liên thông")
    return _("{agency} được hỏi ý kiến")


def _end(view: DossierView) -> Stop:
    when = _moment(view.ended_at) if view.ended_at else ""
    return Stop(who=str(ENDS[view.state]), when=when, kind=StopKind.OK, dotted=True)


def _moment(at: datetime) -> str:
    return f"{formats.time(at)} {_day(at)}"


def _day(at: datetime) -> str:
    return formats.date(local_date(at))[:5]


def _days(since: datetime, until: datetime) -> str:
    """Return the days of a stretch; one day once."""
    first, last = _day(since), _day(until)
    return _("ngày {day}").format(day=first) if first == last else f"{first}–{last}"
