"""How the time of one dossier is split among those who answer for it: the twin of its picture."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.accountability.terms import Account, Holder, Reckoning
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.domains.organisation import facts as organisation
from thongsuot.entrypoints.shared.evidence_words import head_waited_for, waited_for
from thongsuot.entrypoints.shared.figures.names import WorkingTime
from thongsuot.entrypoints.shared.figures.tables import Cell, Table

TOLD: Final = 2
"""How many who bear lateness the sentence names."""


def split_sentence(found: Reckoning, view: DossierView, time: WorkingTime) -> str:
    """Return who bears the lateness, in one sentence."""
    if not found.late:
        return _("Không quá hạn: không ai phải chịu phần trễ nào")
    names = _names(found, view)
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
    names = _names(found, view)
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


def _names(found: Reckoning, view: DossierView) -> Mapping[Holder, str]:
    """Return what those are called who answer for some of the time."""
    held, asked = _held(view), _asked(view)
    heads = {a.holder.agency for a in found.accounts if not a.holder.post}
    agencies = organisation.agencies_of(heads) if heads else {}
    names = {}
    for holder in (account.holder for account in found.accounts):
        if holder.officer:
            names[holder] = held.get((holder.post, holder.officer), "")
        elif holder.post:
            names[holder] = asked.get(holder.post, "")
        elif holder.agency in agencies:
            agency = agencies[holder.agency]
            names[holder] = head_waited_for(agency.name, agency.code, view)
    return names


def _held(view: DossierView) -> dict[tuple[int, int], str]:
    plates = (span.holder for span in view.spans)
    return {
        (plate.post_id, plate.officer_id): _("{name}, {agency}").format(
            name=plate.officer_name, agency=plate.agency_name
        )
        for plate in plates
    }


def _asked(view: DossierView) -> dict[int, str]:
    """Return what posts are called that were asked to take it over, or for an opinion."""
    names = {
        one.to_post_id: waited_for(one.to_post_title, one.to_agency_name, offered=False)
        for one in view.opinions
    }
    return names | {
        one.to_post_id: waited_for(one.to_post_title, one.to_agency_name, offered=True)
        for one in view.offers
    }
