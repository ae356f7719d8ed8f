"""The three things that need a head: what is worst now, with the person and what can be done."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from thongsuot.domains.accountability.terms import Loop
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.facts import OfferFact
from thongsuot.domains.custody.terms import DisputeTerms
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers import open_facts
from thongsuot.domains.dossiers import rules as dossier_rules
from thongsuot.domains.dossiers.open_facts import OpenFact
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.figures import Figures
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.shared.figures.names import names_of
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date, to_local

THINGS: Final = 3
READ: Final = 100
"""How many waiting questions are looked through for the one that waits longest."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that needs the head: state, what it is, facts with the person, two acts."""

    sign: str
    tone: str
    state: str
    title: str
    facts: str
    acts: list[tuple[str, str]]


def things_of(figures: Figures, visitor: Visitor) -> list[Thing]:
    """Return at most three things, the gravest first."""
    return list(islice(_candidates(figures, visitor), THINGS))


def _candidates(figures: Figures, visitor: Visitor) -> Iterator[Thing]:
    at = visitor.at
    before_him = list(custodies.disputed_subjects(visitor.by, local_date(at), kind="dossier"))
    if before_him:
        yield _dispute(custodies.open_disputes_of(before_him, local_date(at)).values(), at)
    agencies = figures.scope.agencies
    due = open_facts.due_first(at=at, due_by=_end_of_tomorrow(at), agencies=agencies, most=READ)
    late = [row for row in due if row.late and not row.paused]
    if late:
        yield _late(figures, late[0], at)
    waiting = custody.unanswered(agencies=agencies, most=READ)
    overdue = [offer for offer in waiting if offer.answer_by and offer.answer_by <= at]
    if overdue or waiting:
        yield _unanswered((overdue or waiting)[0], len(waiting), len(overdue))
    if loop := _undecided(figures):
        yield _loop(loop, figures)
    soon = [row for row in due if not row.late and not row.paused]
    if soon:
        yield _soon(soon)


def _end_of_tomorrow(at: datetime) -> datetime:
    """Return the instant by which what is due on the next working day is due."""
    calendar = deadlines.calendar_at(at)
    try:
        return deadline_rules.end_of_next_working_day(at, calendar)
    except CalendarGap:
        return at


def _dispute(disputes: Iterable[DisputeTerms], at: datetime) -> Thing:
    """Return what is before the head, the one to be decided first."""
    by_limit = sorted(disputes, key=lambda one: (one.decide_by or one.opened_at, one.id))
    first, overdue = by_limit[0], sum(one.is_overdue(at) for one in by_limit)
    code = dossier_rules.code_of(first.subject)
    state = _("{n} vòng lặp chờ ông/bà phân định").format(n=len(by_limit))
    if overdue:
        state = _("{state}, {n} quá hạn phân định").format(state=state, n=overdue)
    facts = _("Hai bên đã nêu ý kiến; quyết định thành tiền lệ trong bảng thẩm quyền.")
    if limit := clocks.ruling_in_words(first, at):
        facts = _("{facts} Hồ sơ này {limit}.").format(facts=facts, limit=limit)
    return Thing(
        sign="returned",
        tone="ts-return-text",
        state=state,
        title=_("Nơi nào có thẩm quyền với hồ sơ {code}?").format(code=code),
        facts=facts,
        acts=[(_("Đọc hai ý kiến, quyết định"), reverse("officer:decide", args=[code]))],
    )


def _late(figures: Figures, row: OpenFact, at: datetime) -> Thing:
    names = names_of([row.agency], [row.post], [row.officer])
    calendar = deadlines.calendar_at(at).for_telling
    minutes = deadline_rules.working_minutes(row.due_at, at, calendar)
    return Thing(
        sign="late",
        tone="ts-late-text",
        state=_("{n} hồ sơ quá hạn, lâu nhất {late}").format(
            n=formats.number(figures.late), late=figures.time.words(minutes)
        ),
        title=_("{who} đang giữ hồ sơ quá hạn lâu nhất").format(who=names.officers[row.officer]),
        facts=_("{code}, {post} · {agency}, giữ từ {since}.").format(
            code=row.code, post=names.post(row.post), agency=names.agency(row.agency),
            since=f"{to_local(row.held_since):%d/%m %H:%M}",
        ),
        acts=[
            (_("Xem hồ sơ quá hạn"), figures.scope.address("late")),
            (_("Mở hồ sơ này"), reverse("officer:dossier", args=[row.code])),
        ],
    )  # fmt: skip


def _unanswered(offer: OfferFact, waiting: int, overdue: int) -> Thing:
    names = names_of([offer.agency, offer.to_agency], [offer.to_post], [offer.officer])
    code = dossier_rules.code_of(offer.subject)
    state = _("{n} lần chuyển chờ trả lời").format(n=waiting)
    if overdue:
        state = _("{state}, {n} quá hạn trả lời").format(state=state, n=overdue)
    return Thing(
        sign="waiting",
        tone="",
        state=state,
        title=_("{post}, {agency} chưa trả lời nhận hay không").format(
            post=names.post(offer.to_post), agency=names.agency(offer.to_agency)
        ),
        facts=_("{code} do {giver}, {agency} chuyển lúc {when}; người giao vẫn giữ.").format(
            code=code, giver=names.officers.get(offer.officer, ""),
            agency=names.agency(offer.agency), when=f"{to_local(offer.offered_at):%d/%m %H:%M}",
        ),
        acts=[(_("Mở hồ sơ"), reverse("officer:custody", args=[code]))],
    )  # fmt: skip


def _undecided(figures: Figures) -> Loop | None:
    """Return the worst loop between two on whom no superior has decided since it last occurred."""
    apart = [loop for loop in figures.recorded.loops if not _is_one_today(loop, figures.heirs)]
    if not apart:
        return None
    ruled = custody.ruled_pairs(figures.report.period.first)
    return next((loop for loop in apart if not is_decided(loop, ruled)), None)


def _is_one_today(loop: Loop, heirs: Mapping[int, int]) -> bool:
    return heirs.get(loop.one, loop.one) == heirs.get(loop.other, loop.other)


def is_decided(loop: Loop, ruled: Mapping[frozenset[int], datetime]) -> bool:
    """Return whether a superior decided on the two, and it did not occur again since."""
    decided_at = ruled.get(frozenset({loop.one, loop.other}))
    return decided_at is not None and (loop.last_at is None or loop.last_at <= decided_at)


def _loop(loop: Loop, figures: Figures) -> Thing:
    name = figures.names.agency
    acts = [(_("Xem mọi vòng lặp"), "#vong-lap")]
    if loop.codes:
        acts.append((_("Mở một hồ sơ"), reverse("officer:custody", args=[loop.codes[0]])))
    return Thing(
        sign="returned",
        tone="ts-return-text",
        state=_("{n} lần qua lại").format(n=formats.number(loop.bounces + loop.returned)),
        title=_("Hồ sơ qua lại giữa {one} và {other}").format(
            one=name(loop.one), other=name(loop.other)
        ),
        facts=_("Mất {lost} làm việc trong kỳ; cần rõ nơi nào có thẩm quyền.").format(
            lost=figures.time.words(loop.minutes)
        )
        if loop.minutes
        else _("Cần rõ nơi nào có thẩm quyền."),
        acts=acts,
    )


def _soon(rows: list[OpenFact]) -> Thing:
    first = rows[0]
    names = names_of([first.agency], [], [first.officer])
    return Thing(
        sign="soon",
        tone="ts-soon-text",
        state=_("{n} hồ sơ sắp đến hẹn").format(n=len(rows)),
        title=_("Sớm nhất: {when}").format(when=formats.moment(first.due_at)),
        facts=_("{code}, {who} · {agency} đang giữ.").format(
            code=first.code, who=names.officers[first.officer], agency=names.agency(first.agency)
        ),
        acts=[(_("Mở hồ sơ"), reverse("officer:dossier", args=[first.code]))],
    )
