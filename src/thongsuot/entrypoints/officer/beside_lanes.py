"""Lanes of those who were asked beside a dossier's way and never hold it.

To give an opinion, to rule, to answer who disagrees with a request for papers.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.custody.terms import DisputeTerms, OpinionTerms, PutUp
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.dossiers.terms.objections import ObjectionOutcome, ObjectionView
from thongsuot.entrypoints.officer.axis import Scale
from thongsuot.entrypoints.officer.lanes import BAR, Labels, Pitch, cut, lane_head
from thongsuot.entrypoints.officer.words import OPINIONS
from thongsuot.entrypoints.shared import shapes
from thongsuot.kernel.clock import to_local

NARROWEST: Final = 6.0


@dataclass(frozen=True, slots=True)
class Beside:
    """One question: who was asked what, from when to when, in time until ``answer_by`` if that."""

    agency: str
    post: str
    kind: str
    since: datetime
    until: datetime | None
    answer_by: datetime | None
    answer: str


def besides_of(view: DossierView) -> list[Beside]:
    """Return who was asked beside the way: opinions, rulings, objections; each oldest first.

    An objection to what a desk asked before receipt is beside no way that anybody held.
    """
    rulings = [_ruling(stretch, dispute) for dispute in view.disputes for stretch in dispute.put_up]
    objected = [
        _objection(asked.objection)
        for asked in view.supplements
        if asked.objection and not asked.before_receipt
    ]
    return [*map(_opinion, view.opinions), *rulings, *objected]


def _opinion(one: OpinionTerms) -> Beside:
    words = str(OPINIONS[one.answer])
    if one.is_open:
        words = _("chờ trả lời đến {when}").format(when=f"{to_local(one.answer_by):%H:%M %d/%m}")
    return Beside(
        one.to_agency_name, one.to_post_title, _("được hỏi ý kiến, không giữ"), one.asked_at,
        one.settled_at, one.answer_by, words,
    )  # fmt: skip


def _ruling(stretch: PutUp, dispute: DisputeTerms) -> Beside:
    return Beside(
        stretch.name, _("Người đứng đầu"), _("được hỏi phân định, không giữ"), stretch.since,
        stretch.until, stretch.decide_by, _ruled(stretch, dispute),
    )  # fmt: skip


def _ruled(stretch: PutUp, dispute: DisputeTerms) -> str:
    """Return what became of a loop before one superior."""
    if stretch.until is None and stretch.decide_by:
        when = f"{to_local(stretch.decide_by):%H:%M %d/%m}"
        return _("chờ phân định đến {when}").format(when=when)
    if stretch.until is None:
        return _("chờ phân định")
    if dispute.ruling and stretch.until == dispute.ruling.decided_at:
        return _("đã phân định")
    if stretch.until == dispute.lapsed_at:
        return _("hồ sơ kết thúc trước khi phân định")
    return _("chuyển nơi khác phân định")


def _objection(one: ObjectionView) -> Beside:
    words = str(_OBJECTED[one.outcome]) if one.outcome else _("chờ trả lời")
    if one.is_open and one.answer_by:
        words = _("chờ trả lời đến {when}").format(when=f"{to_local(one.answer_by):%H:%M %d/%m}")
    return Beside(
        one.agency_name, _("Người đứng đầu"), _("được hỏi về yêu cầu bổ sung, không giữ"),
        one.made_at, one.answered_at, one.answer_by, words,
    )  # fmt: skip


_OBJECTED: Final[Mapping[ObjectionOutcome, str | Promise]] = {
    ObjectionOutcome.UPHELD: later("rút yêu cầu bổ sung"),
    ObjectionOutcome.REJECTED: later("giữ nguyên yêu cầu bổ sung"),
    ObjectionOutcome.DROPPED: later("không cần trả lời nữa"),
}


def beside_lanes(
    asked: Sequence[Beside],
    scale: Scale,
    until: datetime,
    top: float,
    pitch: Pitch,
    labels: Labels,
) -> Iterable[str]:
    """Draw a lane for each question, from ``top`` down: when it was put, by when it was answered.

    What was still open after the time for answering is drawn late from there on.
    """
    for place, one in enumerate(asked):
        yield from _lane(one, scale, until, top + pitch.lane * place, pitch, labels)


def _lane(
    one: Beside, scale: Scale, until: datetime, top: float, pitch: Pitch, labels: Labels
) -> Iterable[str]:
    yield shapes.line(0, top, scale.end, top, "var(--ts-line)", 1)
    yield from lane_head(
        pitch, top,
        (cut(one.agency), "of-lane__strong"),
        (cut(one.post), "of-lane__soft"),
        (one.kind, "of-lane__soft"),
    )  # fmt: skip
    yield from _bar(one, scale, until, top + pitch.bar, labels)


def _bar(one: Beside, scale: Scale, until: datetime, bar: float, labels: Labels) -> Iterable[str]:
    ended = one.until or until
    start, end = scale.x(one.since), scale.x(ended)
    in_time = scale.x(min(ended, one.answer_by or ended))
    yield shapes.dotted(start, bar, max(in_time - start, NARROWEST), BAR)
    if one.answer_by and ended > one.answer_by and end > in_time:
        late = max(in_time, start)
        yield shapes.rect(late, bar, end - late, BAR, "url(#ts-late)", "var(--ts-late)")
    ends = max(end, start + NARROWEST)
    yield labels.beside(one.answer, start, ends, bar + 18, "of-lane__soft ts-halo")
