"""The rows of the inbox as they are drawn: clock, thread, flags, dock, in groups of urgency."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as later

from thongsuot.domains.custody.terms import Span
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap, WorkingCalendar
from thongsuot.domains.dossiers.answering import queries as answering
from thongsuot.domains.dossiers.answering.terms import AnswerDue, WaitsFor
from thongsuot.domains.dossiers.queries import Block, InboxRow
from thongsuot.domains.dossiers.queries.threads import Thread, threads_of
from thongsuot.domains.dossiers.supplements import queries as supplements
from thongsuot.domains.dossiers.terms import Act, NationalState, Step
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicy
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer import clocks
from thongsuot.entrypoints.officer.bar import Bar, bar_of
from thongsuot.entrypoints.officer.clocks import Times, Urgency
from thongsuot.entrypoints.officer.situation import Powers, Situation
from thongsuot.entrypoints.officer.visitors import Visitor
from thongsuot.entrypoints.officer.words import (
    CAUSES,
    CHANNELS,
    STEPS,
    return_reason,
    turned_in_words,
)
from thongsuot.entrypoints.shared.svg import Holding, Stretch, mini_thread
from thongsuot.entrypoints.shared.threads import Clock
from thongsuot.kernel.clock import local_date, to_local

GROUPS: Final[Mapping[Urgency, str | Promise]] = {
    Urgency.LATE: later("Quá hạn"),
    Urgency.UNANSWERED: later("Quá hạn trả lời"),
    Urgency.PAST: later("Đã qua giờ hẹn, còn trong ngày hẹn"),
    Urgency.NOW: later("Hôm nay và ngày mai"),
    Urgency.ROOM: later("Còn thời gian"),
    Urgency.PAUSED: later("Đồng hồ tạm dừng"),
    Urgency.YESTERDAY: later("Gửi từ hôm trước"),
    Urgency.TODAY: later("Gửi hôm nay"),
    Urgency.COLLECT: later("Chờ người nộp đến nhận"),
    Urgency.BRING: later("Đã có kết quả, chờ chuyển về nơi tiếp nhận"),
}
_AT_THE_DESK: Final = (Block.INTAKE, Block.PAPERS)
_IN_HAND: Final = (Block.HELD, Block.SIGN, Block.RESULT)
_TO_SIGN: Final[Mapping[Block, tuple[Act, ...]]] = {
    Block.APOLOGY: (Act.SIGN_EXTENSION, Act.PROPOSE_EXTENSION),
    Block.REQUEST: (Act.REQUEST_SUPPLEMENT,),
}
"""What a row of the block waits for; an apology that the system drafted first wants its reason."""
_PLACES: Final = {urgency: place for place, urgency in enumerate(Urgency)}


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier in the list."""

    code: str
    address: str
    clock: Clock
    urgency: Urgency
    applicant: str
    procedure: str
    step: str
    thread: SafeString | None
    source: str
    returns: int
    returned: str
    turned: str
    offered_to: str
    pass_on: Clock | None
    disputed: str
    decide_by: Clock | None
    objection_by: Clock | None
    holder: Span | None
    held: str
    question: str
    bar: Bar


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one urgency."""

    title: str
    rows: list[Row]


def groups_of(
    rows: Sequence[InboxRow], visitor: Visitor, block: Block, powers: Powers
) -> list[Group]:
    """Return the rows of one page in their groups; a fixed number of queries."""
    if not rows:
        return []
    at, calendar = visitor.at, deadlines.calendar_at(visitor.at)
    threads = threads_of(rows)
    asking = supplements.policies_of({row.procedure_code for row in rows}, local_date(at))
    owed = answering.answers_due([row.code for row in rows]) if block is Block.INTAKE else {}
    drawn = [
        _row(
            row, threads[row.code], powers, block, asking[row.procedure_code], at, calendar,
            owed.get(row.code),
        )
        for row in rows
    ]  # fmt: skip
    drawn.sort(key=lambda row: _PLACES[row.urgency])  # stable: the order by due time stays
    return [
        Group(str(GROUPS[urgency]), list(members))
        for urgency, members in groupby(drawn, key=lambda row: row.urgency)
    ]


def powers_of(visitor: Visitor) -> Powers:
    """Return what the visitor may do for the agency of the seat taken."""
    by = visitor.by
    roles = organisation.roles_of(by.powers_of or 0, local_date(visitor.at))
    own = roles.get(by.agency, set())
    behalf = by.on_behalf_of
    return Powers(by, frozenset(own & behalf.acts if behalf else own))


def _row(
    row: InboxRow,
    thread: Thread,
    powers: Powers,
    block: Block,
    policy: SupplementPolicy,
    at: datetime,
    calendar: WorkingCalendar,
    owed: AnswerDue | None,
) -> Row:
    times = _times(row, owed)
    bar = bar_of(_situation(row, thread, powers, block, policy))
    hours = calendar.of(powers.by.agency if block is Block.INTAKE else row.settles)
    return Row(
        code=row.code,
        address=_address(row.code, bar, block),
        clock=clocks.chip(times, at=at, calendar=hours),
        urgency=_urgency(row, times, at, hours),
        applicant=row.applicant,
        procedure=row.procedure_name,
        step=_step(row, block),
        thread=_mini(row, thread, powers, row.decided_at or at, hours),
        source=str(CHANNELS.get(row.channel, row.channel)),
        returns=thread.returns,
        returned=_returned(thread) if block is Block.HELD else "",
        turned=_turned(row, powers),
        pass_on=_pass_on(row, block, at, calendar.of(powers.by.agency)),
        offered_to=row.offer.to_agency_name if row.offer and block in _IN_HAND else "",
        disputed=_disputed(row),
        decide_by=clocks.ruling(row.dispute, at) if row.dispute else None,
        objection_by=clocks.objection(row.objection_by, at) if row.objection_by else None,
        holder=row.holder,
        held=_held(row),
        question=_question(row, at, calendar) if block is Block.OFFERED else _asked(row, at),
        bar=bar,
    )


def _times(row: InboxRow, owed: AnswerDue | None) -> Times:
    return Times(
        row.state, row.sent_at, row.due_at, row.paused_since, row.decided_at,
        answer_by=owed.answer_by if owed else None,
        waits_for_fee=owed is not None and owed.waits_for is WaitsFor.FEE,
        by_hour=row.due_by_hour,
    )  # fmt: skip


def _address(code: str, bar: Bar, block: Block) -> str:
    """Return where a row leads: to the page that signs what waits for it, else to the dossier."""
    open_acts = {button.act: button.address for button in bar.buttons}
    waited_for = (open_acts[act] for act in _TO_SIGN.get(block, ()) if act in open_acts)
    return next(waited_for, reverse("officer:dossier", args=[code]))


def _asked(row: InboxRow, at: datetime) -> str:
    """Return what this post is asked, by whom, and until when."""
    if row.objection_by is not None:
        return _("Người nộp không đồng ý với yêu cầu bổ sung")
    if row.opinion is None:
        return ""
    return _("{agency} hỏi: {question} · {limit}").format(
        agency=row.opinion.asker.agency_name,
        question=row.opinion.question,
        limit=clocks.opinion_in_words(row.opinion, at),
    )


def _pass_on(row: InboxRow, block: Block, at: datetime, calendar: WorkingCalendar) -> Clock | None:
    """Return by when a desk passes on what it received and still keeps, told to nobody else."""
    waits = row.state == NationalState.RECEIVED and row.offer is None and row.dispute is None
    at_the_desk = row.holder is not None and row.holder.step == Step.INTAKE
    if block is not Block.HELD or not (waits and at_the_desk) or row.received_at is None:
        return None
    try:
        return clocks.pass_on(deadline_rules.pass_on_by(row.received_at, calendar), at)
    except CalendarGap:
        return None


def _disputed(row: InboxRow) -> str:
    """Return since when whose decision is waited for, and why."""
    if row.dispute is None:
        return ""
    return _("chờ {agency} phân định từ {when}: {why}").format(
        agency=row.dispute.superior_name,
        when=f"{to_local(row.dispute.waits_since):%H:%M %d/%m}",
        why=str(CAUSES[row.dispute.cause]).lower(),
    )


def _urgency(row: InboxRow, times: Times, at: datetime, calendar: WorkingCalendar) -> Urgency:
    found = clocks.urgency(times, at, calendar)
    at_the_desk = row.holder is not None and row.holder.step == Step.RETURN
    return Urgency.BRING if found is Urgency.COLLECT and not at_the_desk else found


def _returned(thread: Thread) -> str:
    """Return who returned the dossier and why, while it still waits for being handed on."""
    offer = thread.returned
    if offer is None or offer.grounds is None:
        return ""
    return _("{agency} trả lại: {why}").format(
        agency=offer.to_agency_name, why=return_reason(offer.grounds)
    )


def _turned(row: InboxRow, powers: Powers) -> str:
    """Return which draft another took or sent back, and why, while it waits to be written anew."""
    of_others = [turned for turned in row.turned if turned.by_id not in powers.by.persons]
    return turned_in_words(of_others[-1]) if of_others else ""


def _step(row: InboxRow, block: Block) -> str:
    """Return what is to be done: for an offer the step asked for, else the holder's."""
    if block is Block.OFFERED and row.offer:
        return str(STEPS.get(row.offer.step, row.offer.step))
    step = row.holder.step if row.holder else "intake"
    return str(STEPS.get(step, step))


def _held(row: InboxRow) -> str:
    if row.holder is None:
        return ""
    return f"{to_local(row.holder.started_at):%H:%M %d/%m}"


def _question(row: InboxRow, at: datetime, calendar: WorkingCalendar) -> str:
    """Return what the giver asks, since when it waits, and what is to be done."""
    if row.offer is None:
        return ""
    text = _("Chuyển lúc {when}, {waited}").format(
        when=f"{to_local(row.offer.offered_at):%H:%M %d/%m}",
        waited=clocks.waited_in_words(
            row.offer.offered_at, at, calendar.of(row.offer.to_agency_code)
        ),
    )
    text = _("{text} · {limit}").format(text=text, limit=clocks.answer_in_words(row.offer, at))
    return _("{text} · {why}").format(text=text, why=row.offer.why) if row.offer.why else text


def _situation(
    row: InboxRow, thread: Thread, powers: Powers, block: Block, policy: SupplementPolicy
) -> Situation:
    return Situation(
        code=row.code,
        state=row.state,
        holder=row.holder,
        offer=row.offer,
        dispute=row.dispute,
        opinion=row.opinion,
        decides=block is Block.DISPUTED,
        answers_objection=block is Block.OBJECTION,
        # The blocks say so: intake and papers list the own desk, issuing the own competence, what
        # waits for its signature whom the visitor speaks for as the head.
        receiving_agency=powers.by.agency if block in _AT_THE_DESK else "",
        competent=block in {Block.ISSUE, *_IN_HAND, *_TO_SIGN},
        powers=powers,
        policy=policy,
        supplements=thread.supplements,
        guidances=thread.guidances,
        window_ended_at=thread.window_ended_at,
        drafted_by=thread.drafted_by,
        signed_at=thread.signed_at,
        extension=row.extension,
        apologises=block in _TO_SIGN,
        request_drafted_by=row.request_drafted_by,
    )


# --- the mini-thread ------------------------------------------------------------------------


def _mini(
    row: InboxRow, thread: Thread, powers: Powers, at: datetime, calendar: WorkingCalendar
) -> SafeString | None:
    if row.received_at is None or row.due_at is None:
        return None
    limit = clocks.minutes_between(row.received_at, row.due_at, calendar)
    if limit is None:
        return None
    ended = [pause for pause in thread.pauses if pause.ended_at]
    before = sum(
        clocks.minutes_between(p.started_at, p.ended_at or at, calendar) or 0 for p in ended
    )
    stretches = list(_stretches(thread, powers.by.officer_id, at, calendar))
    words = _("Đường giữ: {n} người giữ, trả lại {m} lần").format(
        n=len(thread.spans), m=thread.returns
    )
    return mini_thread(stretches, max(limit - before, 1), words)


def _stretches(
    thread: Thread, visitor_id: int | None, at: datetime, calendar: WorkingCalendar
) -> Iterable[Stretch]:
    """Cut every span at the pauses inside it."""
    for span in thread.spans:
        own = span.holder.officer_id == visitor_id
        kind = Holding.OWN if own or span.ended_at is None else Holding.EARLIER
        for start, end, paused in _cut(span, thread, at):
            minutes = clocks.minutes_between(start, end, calendar) or 0
            if minutes:
                yield Stretch(Holding.PAUSED if paused else kind, minutes)


def _cut(span: Span, thread: Thread, at: datetime) -> Iterable[tuple[datetime, datetime, bool]]:
    here, end = span.started_at, span.ended_at or at
    for pause in thread.pauses:
        start, stop = max(pause.started_at, here), min(pause.ended_at or at, end)
        if start < stop:
            yield here, start, False
            yield start, stop, True
            here = stop
    yield here, end, False
