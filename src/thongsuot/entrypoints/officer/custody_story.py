"""Who held a dossier, how long, and at whose charge: thread, table of charges, one sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later
from django.utils.translation import ngettext

from thongsuot.domains.accountability.terms import Use
from thongsuot.domains.custody.terms import TAKEN_OVER, Answer, OfferTerms
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.officer import beside_story, clocks
from thongsuot.entrypoints.officer.words import OVERRUNS, STEPS, return_reason
from thongsuot.entrypoints.shared.charges import Charge
from thongsuot.entrypoints.shared.figures.names import WorkingTime
from thongsuot.entrypoints.shared.threads import Mark, Stop, StopKind
from thongsuot.kernel.clock import to_local

SILENCE: Final = frozenset({Answer.SILENT, Answer.UNSERVED})


@dataclass(frozen=True, slots=True)
class ChargeRow:
    """One line of the table under the thread, in words."""

    who: str
    agency: str
    step: str
    start: str
    end: str
    share: str
    used: str
    over: str
    waited: str


@dataclass(frozen=True, slots=True)
class Story:
    """The custody tab."""

    sentence: str
    stops: list[Stop]
    rows: list[ChargeRow]
    day_minutes: int


def story_of(
    view: DossierView, charges: Sequence[Charge], *, at: datetime, calendar: WorkingCalendar
) -> Story:
    """Return what the custody tab shows at ``at``."""
    day = clocks.minutes_of_a_day(calendar, at)
    return Story(
        sentence=_sentence(view, charges, day),
        stops=_stops(view, charges, at, day, calendar),
        rows=[_row(charge, day) for charge in charges],
        day_minutes=day,
    )


def pauses_of(view: DossierView, at: datetime) -> list[tuple[datetime, datetime]]:
    """Return the stretches in which the clock stood, up to ``at`` or the end of the dossier."""
    end = view.ended_at or at
    return [(pause.started_at, pause.ended_at or end) for pause in view.pauses]


# --- the sentence ---------------------------------------------------------------------------


def _sentence(view: DossierView, charges: Sequence[Charge], day: int) -> str:
    if not charges:
        return _("Chưa ai giữ: hồ sơ chưa được tiếp nhận.")
    total = sum(charge.used for charge in charges)
    counted = _("Tổng {n} ngày làm việc").format(n=clocks.days_in_words(total, day))
    parts = [counted if total else _untimed(view)]
    late = [charge for charge in charges if charge.late]
    if late:
        parts.append(_late_in_words(late, day))
    returned = sum(1 for offer in view.offers if offer.answer is Answer.RETURNED)
    if returned:
        text = ngettext("bị trả lại {n} lần", "bị trả lại {n} lần", returned)
        parts.append(text.format(n=returned))
    silent = sum(1 for offer in view.offers if offer.answer in SILENCE)
    if silent:
        text = ngettext("{n} lần bên nhận im lặng", "{n} lần bên nhận im lặng", silent)
        parts.append(text.format(n=silent))
    if not late and view.decided_at:
        parts.append(_("đúng hạn"))
    if not late and not returned:
        parts.append(_("mỗi lúc đúng một người giữ"))
    return _("{first}, {rest}.").format(first=parts[0], rest="; ".join(parts[1:]))


def _untimed(view: DossierView) -> str:
    """Return why no working time was counted."""
    if view.ended_at or view.decided_at:
        return _("Xong ngay, chưa mất một phút làm việc")
    return _("Ngoài giờ làm việc, chưa tính thời gian")


def _late_in_words(late: Sequence[Charge], day: int) -> str:
    days = clocks.days_in_words(sum(charge.late for charge in late), day)
    agencies = list(dict.fromkeys(charge.span.holder.agency_name for charge in late))
    if len(agencies) == 1:
        return _("quá hạn {n} ngày, khi đang ở {agency}").format(n=days, agency=agencies[0])
    return _("quá hạn {n} ngày, khi đang ở {agencies}").format(n=days, agencies=", ".join(agencies))


# --- the thread -----------------------------------------------------------------------------


def _stops(
    view: DossierView,
    charges: Sequence[Charge],
    at: datetime,
    day: int,
    calendar: WorkingCalendar,
) -> list[Stop]:
    taken = {offer.answered_at: offer for offer in view.offers if offer.answer in TAKEN_OVER}
    dated = [
        (c.span.started_at, 0, _holder_stop(c, day, taken.get(c.span.started_at))) for c in charges
    ]
    for offer in view.offers:
        stop = _offer_stop(offer, at, calendar, day)
        if stop is not None:
            dated.append((offer.answered_at or at, 1, stop))
    dated += [(when, 2, stop) for when, stop in beside_story.stops_of(view, at)]
    dated.append((view.submitted_at, 0, _submitted(view)))
    dated.sort(key=lambda pair: (pair[0], pair[1]), reverse=True)
    return [stop for _when, _rank, stop in dated]


def _submitted(view: DossierView) -> Stop:
    who = _("Gửi tới {agency}").format(agency=view.receiving_agency)
    return Stop(who=who, when=_moment(view.submitted_at))


def _holder_stop(charge: Charge, day: int, taken: OfferTerms | None) -> Stop:
    span = charge.span
    whole = max(charge.used + charge.paused, 1)
    return Stop(
        who=_("{agency} · {officer}").format(
            agency=span.holder.agency_name, officer=span.holder.officer_name
        ),
        when=_holder_times(charge, day),
        kind=StopKind.PAST if span.ended_at else StopKind.HOLDER,
        marks=[*_taken_marks(taken), *_holder_marks(charge, day)],
        late=min(charge.over / whole, 1.0),
        paused=min(charge.paused / whole, 1.0),
    )


def _taken_marks(taken: OfferTerms | None) -> list[Mark]:
    """Return how it came to the holder where that was not quite as usual."""
    if taken is None:
        return []
    silently = Mark(_("chấp nhận do im lặng: quá hạn trả lời"), "waiting")
    return [*([silently] if taken.answer is Answer.SILENT else []), *_overrun(taken)]


def _overrun(offer: OfferTerms) -> list[Mark]:
    return [Mark(str(OVERRUNS), "soon")] if offer.overruns else []


def _holder_times(charge: Charge, day: int) -> str:
    span = charge.span
    times = _("{step}: {start} – {end} · dùng {used}").format(
        step=STEPS.get(span.step, span.step),
        start=_moment(span.started_at),
        end=_moment(span.ended_at) if span.ended_at else _("nay"),
        used=WorkingTime(day).words(charge.used),
    )
    if span.limit_minutes is None:
        return times
    share = WorkingTime(day).words(span.limit_minutes)
    return _("{times}, được {share}").format(times=times, share=share)


def _holder_marks(charge: Charge, day: int) -> list[Mark]:
    marks, time = [], WorkingTime(day)
    if charge.over:
        text = _("vượt phần được chia {time}").format(time=time.words(charge.over))
        marks.append(Mark(text, "late"))
    if charge.paused:
        text = _("đồng hồ dừng {time} chờ người nộp").format(time=time.words(charge.paused))
        marks.append(Mark(text, "paused"))
    for minutes, words in _others(charge):
        if minutes:
            marks.append(Mark(words.format(time=time.words(minutes)), "waiting"))
    return marks


def _others(charge: Charge) -> Sequence[tuple[int, str]]:
    """Return what of a span others answer for, or no count that is in force, each in words."""
    return (
        (charge.waited, _("chờ bên kia trả lời {time}, vẫn giữ")),
        (charge.put_up, _("chờ cấp trên phân định {time}, vẫn giữ")),
        (charge.silent, _("chờ ý kiến đã quá hạn trả lời {time}, vẫn giữ")),
        (charge.taken_back, _("chờ vì yêu cầu bổ sung đã bị rút lại {time}, vẫn giữ")),
        (charge.spent.on(Use.EARLIER), _("{time} trước khi thời hạn tính lại")),
        (charge.spent.on(Use.AFTER), _("{time} sau khi có quyết định")),
    )


def _offer_stop(
    offer: OfferTerms, at: datetime, calendar: WorkingCalendar, day: int
) -> Stop | None:
    """Return the stop of an offer that did not become a custody: waiting, or ended otherwise."""
    if offer.answer is Answer.WAITING:
        return _waiting_stop(offer, at, calendar, day)
    if offer.answer not in _ENDED_OTHERWISE:
        return None
    who, verb, kind = _ENDED_OTHERWISE[offer.answer]
    return Stop(
        who=str(who).format(to=_receiver(offer), name=offer.giver.officer_name),
        when=_("chuyển {start} – {verb} {end}").format(
            start=_moment(offer.offered_at), verb=verb, end=_moment(offer.answered_at)
        ),
        kind=kind,
        marks=_end_marks(offer),
        dotted=True,
    )


_ENDED_OTHERWISE: Final[Mapping[Answer, tuple[str | Promise, str | Promise, StopKind]]] = {
    Answer.RECALLED: (
        later("{name} thu hồi lời chuyển tới {to}"), later("thu hồi"), StopKind.SILENT,
    ),
    Answer.UNSERVED: (
        later("{to} im lặng, không có người ở vị trí"), later("hết hạn"), StopKind.SILENT,
    ),
    Answer.RETURNED: (later("{to} trả lại, không nhận"), later("trả lại"), StopKind.RETURN),
}  # fmt: skip


def _waiting_stop(offer: OfferTerms, at: datetime, calendar: WorkingCalendar, day: int) -> Stop:
    waited = clocks.minutes_between(offer.offered_at, at, calendar) or 0
    times = _("chuyển lúc {when} · đã chờ {n}").format(
        when=_moment(offer.offered_at), n=clocks.share_in_words(waited, day)
    )
    return Stop(
        who=_("Đang chờ {to} trả lời").format(to=_receiver(offer)),
        when=f"{times} · {clocks.answer_in_words(offer, at)}",
        kind=StopKind.SILENT,
        marks=[_still_holds(offer), *_overrun(offer)],
        dotted=True,
    )


def _end_marks(offer: OfferTerms) -> list[Mark]:
    if offer.answer is Answer.RETURNED:
        return [Mark(return_in_words(offer), "returned"), *_overrun(offer)]
    held = [_still_holds(offer)] if offer.answer is Answer.UNSERVED else []
    return [*held, *_overrun(offer)]


def _still_holds(offer: OfferTerms) -> Mark:
    return Mark(_("{name} vẫn giữ").format(name=offer.giver.officer_name), "waiting")


def _receiver(offer: OfferTerms) -> str:
    return _("{agency} · {post}").format(agency=offer.to_agency_name, post=offer.to_post_title)


def return_in_words(offer: OfferTerms) -> str:
    """Return a return with its three grounds."""
    return _("Trả lại: {reason}. Căn cứ: {basis}. Nơi đúng thẩm quyền: {agency}.").format(
        reason=return_reason(offer.grounds) if offer.grounds else "",
        basis=offer.grounds.legal_basis if offer.grounds else "",
        agency=offer.right_agency_name,
    )


def _row(charge: Charge, day: int) -> ChargeRow:
    span, elsewhere = charge.span, charge.others
    return ChargeRow(
        who=span.holder.officer_name,
        agency=span.holder.agency_name,
        step=str(STEPS.get(span.step, span.step)),
        start=_moment(span.started_at),
        end=_moment(span.ended_at) if span.ended_at else _("nay"),
        share=clocks.days_in_words(span.limit_minutes, day) if span.limit_minutes else "–",
        used=clocks.days_in_words(charge.used, day),
        over=clocks.days_in_words(charge.over, day) if charge.over else "–",
        waited=clocks.days_in_words(elsewhere, day) if elsewhere else "–",
    )


def _moment(at: datetime | None) -> str:
    return f"{to_local(at):%d/%m %H:%M}" if at else ""
