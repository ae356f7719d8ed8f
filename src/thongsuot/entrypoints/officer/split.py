"""How the time of one dossier is split among those who answer for it: the twin of its picture."""

from collections.abc import Mapping
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.rules import (
    asked_of,
    consulted,
    is_waited_for,
    reckon,
    superior,
)
from thongsuot.domains.accountability.terms import (
    Account,
    Asked,
    Consulted,
    Held,
    Holder,
    Life,
    Reckoning,
    Run,
)
from thongsuot.domains.custody.terms import OfferTerms, OpinionTerms, PutUp
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.queries.views import DueView
from thongsuot.domains.dossiers.terms import DueReason
from thongsuot.entrypoints.shared.evidence_words import waited_for
from thongsuot.entrypoints.shared.figures.names import WorkingTime
from thongsuot.entrypoints.shared.figures.tables import Cell, Table

TOLD: Final = 2
"""How many who bear lateness the sentence names."""


def reckoning_of(view: DossierView, *, at: datetime, calendar: WorkingCalendar) -> Reckoning | None:
    """Return how the time is split up to ``at``; None where nobody held it yet.

    Raises:  CalendarGap.
    """
    due = view.due
    if due is None or not view.spans:
        return None
    stop = view.decided_at or view.ended_at
    run = _run(view, due, stop)
    before = tuple(
        _run(view, was, anew.set_at)
        for was, anew in pairwise(view.due_dates)
        if anew.reason == DueReason.SUPPLEMENT
    )
    spans = tuple(
        Held(_holder(span.holder.post_id, span.holder.officer_id), span.started_at,
             span.ended_at, span.limit_minutes, span.move_id is not None)
        for span in view.spans
    )  # fmt: skip
    put = (offer for offer in view.offers if is_waited_for(offer.answer))
    offers = tuple(_asked(offer, calendar) for offer in put)
    loops = (stretch for dispute in view.disputes for stretch in dispute.put_up)
    offers += tuple(_put_up(stretch, calendar) for stretch in loops)
    opinions = tuple(_consulted(one, stop) for one in view.opinions)
    return reckon(Life(run, spans, offers, opinions, before), at=at, calendar=calendar)


def _run(view: DossierView, due: DueView, stopped_at: datetime | None) -> Run:
    """Return the run of the clock that one of the due dates belongs to."""
    pauses = tuple((pause.started_at, pause.ended_at) for pause in view.pauses)
    return Run(due.counted_from, due.due_at, stopped_at, due.by_hour, pauses)


def _holder(post: int, officer: int = 0) -> Holder:
    """Return who answers; the post says which agency it is."""
    return Holder(0, post, officer)


def _consulted(opinion: OpinionTerms, stopped_at: datetime | None) -> Consulted:
    return consulted(
        _holder(opinion.to_post_id), opinion.asked_at, opinion.settled_at,
        answer_by=opinion.answer_by, silent=opinion.was_silent, stopped_at=stopped_at,
    )  # fmt: skip


def _asked(offer: OfferTerms, calendar: WorkingCalendar) -> Asked:
    return asked_of(
        _holder(offer.to_post_id), offer.offered_at, offer.answered_at,
        answer_by=offer.answer_by, calendar=calendar,
    )  # fmt: skip


def _put_up(stretch: PutUp, calendar: WorkingCalendar) -> Asked:
    return asked_of(
        superior(stretch.superior_id), stretch.since, stretch.until,
        answer_by=stretch.decide_by, calendar=calendar,
    )  # fmt: skip


def split_sentence(found: Reckoning, view: DossierView, time: WorkingTime) -> str:
    """Return who bears the lateness, in one sentence."""
    if not found.late:
        return _("Không quá hạn: không ai phải chịu phần trễ nào")
    names = _names(view)
    borne = sorted((a for a in found.accounts if a.late), key=lambda a: -a.late)
    parts = "; ".join(
        _("{who} chịu {part}").format(who=names.get(a.holder, ""), part=time.words(a.late))
        for a in borne[:TOLD]
    )
    if len(borne) > TOLD:
        rest = time.words(sum(a.late for a in borne[TOLD:]))
        parts = _("{parts}; {n} nơi khác chịu {rest}").format(
            parts=parts, n=len(borne) - TOLD, rest=rest
        )
    said = _("Quá hạn {late} làm việc: {parts}").format(late=time.words(found.late), parts=parts)
    if not found.late_before:
        return said
    return _("{said} (trong đó {before} đã quá hạn trước khi thời hạn tính lại)").format(
        said=said, before=time.words(found.late_before)
    )


def split_table(found: Reckoning, view: DossierView) -> Table:
    """Return everybody's account in minutes of working time."""
    names = _names(view)
    return Table(
        name="dong-giu",
        caption=_("Thời gian và phần trễ chia cho ai (phút làm việc)"),
        head=[
            _("Người giữ, hoặc nơi được hỏi"),
            _("Phần trễ phải chịu"), _("Giữ khi đồng hồ chạy"), _("Phần được dùng"),
            _("Vượt phần"), _("Để chờ trả lời hoặc phân định"), _("Trong đó quá hạn"),
            _("Im lặng, không cho ý kiến"),
            _("Đồng hồ dừng"), _("Trước khi tính lại"), _("Sau quyết định"),
        ],
        rows=[_row(account, names.get(account.holder, "")) for account in found.accounts],
        numbers=frozenset(range(1, 11)),
        late=frozenset({1}),
    )  # fmt: skip


def _row(account: Account, name: str) -> list[Cell]:
    over = account.over if account.was_given else None  # as the thread: none given, none overrun
    return [
        name, account.late, account.held, account.share or None, over, account.answering,
        account.answering_over, account.silent, account.paused, account.earlier, account.after,
    ]  # fmt: skip


def _names(view: DossierView) -> Mapping[Holder, str]:
    """Return what holders and asked posts are called."""
    names = {
        _holder(offer.to_post_id): waited_for(
            offer.to_post_title, offer.to_agency_name, offered=True
        )
        for offer in view.offers
    }
    for stretch in (one for dispute in view.disputes for one in dispute.put_up):
        names[superior(stretch.superior_id)] = _("{agency} (khi được hỏi phân định)").format(
            agency=stretch.name
        )
    for opinion in view.opinions:
        asked = waited_for(opinion.to_post_title, opinion.to_agency_name, offered=False)
        names.setdefault(_holder(opinion.to_post_id), asked)
    for span in view.spans:
        plate = span.holder
        names[_holder(plate.post_id, plate.officer_id)] = _("{name}, {agency}").format(
            name=plate.officer_name, agency=plate.agency_name
        )
    return names
