"""The control sheet (phiếu kiểm soát quá trình giải quyết hồ sơ): one line for each hand-over,
each answered, waiting or fruitless offer, each opinion asked for.

Source:  TT 01/2018/TT-VPCP, form 05; TT 03/2025/TT-VPCP, form 06: giver, receiver, hour and day,
         result of the step against its share, note, signatures.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.accountability.terms import Use
from thongsuot.domains.custody.terms import (
    GIVEN,
    TAKEN_OVER,
    Answer,
    NamePlate,
    OfferTerms,
    Opinion,
    OpinionTerms,
    Silence,
)
from thongsuot.domains.dossiers.queries import DossierView, Moment
from thongsuot.domains.organisation.terms.delegations import DelegationTerms
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.custody_story import return_in_words
from thongsuot.entrypoints.officer.words import OVERRUNS, in_whose_stead, opinion
from thongsuot.entrypoints.shared.charges import Charge
from thongsuot.kernel import formats


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One hand-over, or one that was returned, as the sheet has it."""

    giver: str
    receiver: str
    at: str
    result: str
    note: str
    signed: str = ""
    """How the receiver accepted; on the screen's own print both sign by hand."""


def sheet_of(
    view: DossierView, charges: Sequence[Charge], day: int, moments: Sequence[Moment] = ()
) -> list[SheetLine]:
    """Return the lines of the sheet, oldest first.

    ``moments`` say who acted in whose stead.  Units: ``day`` in minutes of working time.
    """
    if not charges or view.received_at is None:
        return []
    first = SheetLine(
        giver=_("Người nộp"),
        receiver=_plate(charges[0].span.holder),
        at=formats.moment(view.received_at),
        result="",
        note=_("Tiếp nhận hồ sơ"),
        signed=_("Nơi tiếp nhận đã nhận trên hệ thống"),
    )
    stood_in = {m.at: m.instead_of for m in moments if m.instead_of}
    lines = [
        *_lines(view.offers, charges, day, stood_in),
        *_moved(charges),
        *_otherwise(charges, view.offers),
        *_opinions(view.opinions),
    ]
    return [first, *(line for _at, line in sorted(lines, key=lambda dated: dated[0]))]


def _moved(charges: Sequence[Charge]) -> Iterable[tuple[datetime, SheetLine]]:
    """Yield the lines of reassignments: nobody asked, nobody answered."""
    for before, after in pairwise(charges):
        if after.span.move_id:
            yield (
                after.span.started_at,
                SheetLine(
                    giver=_plate(before.span.holder),
                    receiver=_plate(after.span.holder),
                    at=formats.moment(after.span.started_at),
                    result="",
                    note=_("Phân công lại; thời hạn không đổi"),
                    signed=_("Phân công, không hỏi người nhận"),
                ),
            )


def _otherwise(
    charges: Sequence[Charge], offers: Iterable[OfferTerms]
) -> Iterable[tuple[datetime, SheetLine]]:
    """Yield the lines of spans that began by a ruling or a reorganisation: no offer, no move."""
    accepted = {offer.answered_at for offer in offers if offer.answer in TAKEN_OVER}
    for before, after in pairwise(charges):
        began = after.span.started_at
        if not after.span.move_id and began not in accepted:
            yield (
                began,
                SheetLine(
                    giver=_plate(before.span.holder),
                    receiver=_plate(after.span.holder),
                    at=formats.moment(began),
                    result="",
                    note=_("Chuyển theo quyết định của cấp trên hoặc sắp xếp bộ máy"),
                    signed=_("Theo quyết định, không hỏi người nhận"),
                ),
            )


def _opinions(asked: Iterable[OpinionTerms]) -> Iterable[tuple[datetime, SheetLine]]:
    """Yield one line for each opinion that was asked for; who holds it does not change."""
    for one in asked:
        at = one.answered_at or one.asked_at
        yield (
            at,
            SheetLine(
                giver=_plate(one.asker),
                receiver=_("{post}, {agency}").format(
                    post=(one.answered_by if one.answer in GIVEN else "") or one.to_post_title,
                    agency=one.to_agency_name,
                ),
                at=formats.moment(at),
                result="",
                note=_beside(one),
                signed=_opined(one),
            ),
        )


def _lines(
    offers: Iterable[OfferTerms],
    charges: Sequence[Charge],
    day: int,
    stood_in: Mapping[datetime, DelegationTerms],
) -> Iterable[tuple[datetime, SheetLine]]:
    for offer in offers:
        at = offer.answered_at or offer.offered_at
        accepted = offer.answer in TAKEN_OVER
        answered = offer.answered_by if offer.answer in _BY_RECEIVER else ""
        receiver = in_whose_stead(answered or offer.to_post_title, stood_in.get(at))
        yield (
            at,
            SheetLine(
                giver=in_whose_stead(_plate(offer.giver), stood_in.get(offer.offered_at)),
                receiver=_("{post}, {agency}").format(post=receiver, agency=offer.to_agency_name),
                at=formats.moment(at),
                result=_result(offer, charges, day) if accepted else str(_REFUSED[offer.answer]),
                note=_note(offer),
                signed=str(_SIGNED.get(offer.answer, "")),
            ),
        )


def _beside(one: OpinionTerms) -> str:
    if one.silence is Silence.OWED:
        return _("Phần việc liên thông, người giữ không đổi: {question}").format(
            question=one.question
        )
    return _("Lấy ý kiến, người giữ không đổi: {question}").format(question=one.question)


def _opined(one: OpinionTerms) -> str:
    if one.silence is Silence.OWED and one.answer in GIVEN:
        return _("Trả lời điện tử: {answer}").format(answer=opinion(one.answer, one.silence))
    return str(_OPINED[one.answer])


_BY_RECEIVER: Final = TAKEN_OVER | {Answer.RETURNED}
"""Answers that somebody of the receiving side gave; any other names the post that was asked."""
_SIGNED: Final[Mapping[Answer, str | Promise]] = {
    Answer.ACCEPTED: later("Bên nhận xác nhận điện tử"),
    Answer.SILENT: later("Bên nhận im lặng, không ai xác nhận"),
    Answer.RETURNED: later("Bên nhận trả lại điện tử"),
    Answer.RECALLED: later("Bên giao thu hồi điện tử"),
}
_OPINED: Final[Mapping[Opinion, str | Promise]] = {
    Opinion.WAITING: later("Chưa có ý kiến"),
    Opinion.AGREE: later("Đồng ý, trả lời điện tử"),
    Opinion.DISAGREE: later("Không đồng ý, trả lời điện tử"),
    Opinion.CONDITIONS: later("Đồng ý có điều kiện, trả lời điện tử"),
    Opinion.RECALLED: later("Bên hỏi thu hồi câu hỏi"),
    Opinion.SILENT: later("Không trả lời trong hạn"),
    Opinion.CONSENT: later("Im lặng, luật coi là đồng ý"),
    Opinion.LAPSED: later("Không cần trả lời nữa: hồ sơ đã ký kết quả hoặc kết thúc"),
}
_REFUSED: Final[Mapping[Answer, str | Promise]] = {
    Answer.WAITING: later("chờ trả lời"),
    Answer.RETURNED: later("không nhận"),
    Answer.RECALLED: later("thu hồi"),
    Answer.UNSERVED: later("không nhận"),
    Answer.LAPSED: later("thôi giao"),
    Answer.REFERRED: later("chờ phân định"),
}


def _note(offer: OfferTerms) -> str:
    """Return the note of a hand-over; one beyond the legal time is told as such."""
    if not offer.overruns:
        return _said(offer)
    return _("{note} ({overruns})").format(note=_said(offer), overruns=OVERRUNS)


def _said(offer: OfferTerms) -> str:
    if offer.answer is Answer.RETURNED:
        return return_in_words(offer)
    if offer.answer in _MARKS:
        return str(_MARKS[offer.answer])
    return offer.why


_MARKS: Final[Mapping[Answer, str | Promise]] = {
    Answer.SILENT: later("Chấp nhận do im lặng: quá hạn trả lời"),
    Answer.UNSERVED: later("Quá hạn trả lời, vị trí không có người; bên giao vẫn giữ"),
    Answer.RECALLED: later("Bên giao thu hồi trước khi bên nhận trả lời"),
    Answer.LAPSED: later("Hồ sơ kết thúc trước khi bên nhận trả lời"),
    Answer.REFERRED: later("Không giao được, trình cấp trên phân định thẩm quyền"),
    Answer.WAITING: later("Chưa có trả lời; bên giao vẫn giữ"),
}


def _result(offer: OfferTerms, charges: Sequence[Charge], day: int) -> str:
    """Return how the giver's step compares with its share: before, within, or beyond."""
    given = [charge for charge in charges if charge.span.ended_at == offer.answered_at]
    if not given or given[0].share is None:
        return ""
    if given[0].over:
        return _("quá hạn {n} ngày").format(n=clocks.days_in_words(given[0].over, day))
    spent = given[0].spent
    if spent.share is None:
        return _("thời hạn đã tính lại") if spent.on(Use.EARLIER) else ""
    return _("trước hạn") if spent.held < spent.share else _("đúng hạn")


def _plate(holder: NamePlate) -> str:
    return _("{name}, {agency}").format(name=holder.officer_name, agency=holder.agency_name)
