"""What happened beside the way of a dossier: loops before a superior, opinions of others."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from thongsuot.domains.custody.terms import DisputeTerms, Opinion, OpinionTerms, PutUp
from thongsuot.domains.dossiers.queries import DossierView
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.words import CAUSES, OPINIONS
from thongsuot.entrypoints.shared.threads import Mark, Stop, StopKind
from thongsuot.kernel.clock import to_local


def stops_of(view: DossierView, at: datetime) -> Iterator[tuple[datetime, Stop]]:
    """Yield the stops of the custody thread that are no custody, with their instants."""
    for dispute in view.disputes:
        yield from _dispute_stops(dispute, at)
    for asked in view.opinions:
        yield asked.settled_at or at, _opinion_stop(asked, at)


def _opinion_stop(asked: OpinionTerms, at: datetime) -> Stop:
    until = _moment(asked.settled_at) if asked.settled_at else clocks.opinion_in_words(asked, at)
    silent = asked.answer in {Opinion.WAITING, Opinion.SILENT, Opinion.CONSENT}
    return Stop(
        who=_("Ý kiến của {agency}: {answer}").format(
            agency=asked.to_agency_name, answer=OPINIONS[asked.answer]
        ),
        when=_("hỏi {start} – {end}").format(start=_moment(asked.asked_at), end=until),
        kind=StopKind.SILENT if silent else StopKind.OK,
        marks=[Mark(_("{name} vẫn giữ").format(name=asked.asker.officer_name), "waiting")],
        dotted=True,
    )


def _dispute_stops(dispute: DisputeTerms, at: datetime) -> Iterator[tuple[datetime, Stop]]:
    """Yield when a loop went to the superior, and what he decided."""
    why = Mark(str(CAUSES[dispute.cause]), "returned")
    limit = clocks.ruling_in_words(dispute, at)
    for place, stretch in enumerate(dispute.put_up):
        asked = _("Tự trình {agency} phân định") if place == 0 else _("Chuyển {agency} phân định")
        when, is_last = _moment(stretch.since), stretch is dispute.put_up[-1]
        yield (
            stretch.since,
            Stop(
                who=asked.format(agency=stretch.name),
                when=f"{when} · {limit}" if limit and is_last else when,
                kind=StopKind.RETURN,
                marks=[
                    _moved_on(dispute.put_up[place - 1]) if place else why,
                    _still_holds(dispute),
                ],
                dotted=True,
            ),
        )
    if dispute.ruling is None:
        return
    text = _("{agency} có thẩm quyền. Căn cứ: {basis}").format(
        agency=dispute.ruling.agency_name, basis=dispute.ruling.legal_basis
    )
    decided = Stop(
        who=_("{agency} · {name} phân định").format(
            agency=dispute.superior_name, name=dispute.ruling.decided_by
        ),
        when=_moment(dispute.ruling.decided_at),
        kind=StopKind.OK,
        marks=[Mark(text, "done")],
        dotted=True,
    )
    yield dispute.ruling.decided_at, decided


def _moved_on(before: PutUp) -> Mark:
    return Mark(_("{agency} không còn ai được phân định").format(agency=before.name))


def _still_holds(dispute: DisputeTerms) -> Mark:
    return Mark(_("{name} vẫn giữ").format(name=dispute.offer.giver.officer_name), "waiting")


def _moment(at: datetime) -> str:
    return f"{to_local(at):%d/%m %H:%M}"
