"""Lanes of the agencies that were asked beside a dossier's way: they answer and never hold."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.custody.terms import OpinionTerms
from thongsuot.entrypoints.officer.axis import Scale
from thongsuot.entrypoints.officer.lanes import BAR, Labels, Pitch, cut, lane_head
from thongsuot.entrypoints.officer.words import OPINIONS
from thongsuot.entrypoints.shared import shapes
from thongsuot.kernel.clock import to_local

NARROWEST: Final = 6.0


def opinion_lanes(
    asked: Sequence[OpinionTerms],
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
    one: OpinionTerms, scale: Scale, until: datetime, top: float, pitch: Pitch, labels: Labels
) -> Iterable[str]:
    yield shapes.line(0, top, scale.end, top, "var(--ts-line)", 1)
    yield from lane_head(
        pitch, top,
        (cut(one.to_agency_name), "of-lane__strong"),
        (cut(one.to_post_title), "of-lane__soft"),
        (_("được hỏi ý kiến, không giữ"), "of-lane__soft"),
    )  # fmt: skip
    yield from _bar(one, scale, until, top + pitch.bar, labels)


def _bar(
    one: OpinionTerms, scale: Scale, until: datetime, bar: float, labels: Labels
) -> Iterable[str]:
    ended = one.settled_at or until
    start, end = scale.x(one.asked_at), scale.x(ended)
    in_time = scale.x(min(ended, one.answer_by))
    yield shapes.dotted(start, bar, max(in_time - start, NARROWEST), BAR)
    if ended > one.answer_by and end > in_time:
        yield shapes.rect(in_time, bar, end - in_time, BAR, "url(#ts-late)", "var(--ts-late)")
    words = str(OPINIONS[one.answer])
    if one.is_open:
        words = _("chờ trả lời đến {when}").format(when=f"{to_local(one.answer_by):%H:%M %d/%m}")
    ends = max(end, start + NARROWEST)
    yield labels.beside(words, start, ends, bar + 18, "of-lane__soft ts-halo")
