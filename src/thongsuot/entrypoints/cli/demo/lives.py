"""The life of a dossier as a sequence of acts and waits."""

from collections.abc import Generator
from datetime import datetime, timedelta
from itertools import pairwise

from thongsuot.domains.catalogue.terms import Channel
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import NationalState, Outcome
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import ActorKind
from thongsuot.entrypoints.cli.demo.case import Case
from thongsuot.entrypoints.cli.demo.clockwork import Life
from thongsuot.entrypoints.cli.demo.lateness import apologise_in_time
from thongsuot.entrypoints.cli.demo.stories import Fate
from thongsuot.entrypoints.cli.demo.world import NobodyThere
from thongsuot.kernel.errors import Refused

Part = Generator[datetime, datetime, datetime]
MOST_DETOURS = 2
"""The second return on the same ground goes to the common superior."""
LINKED = {"2.000986"}
"""Of which the sample's processes send parts to other agencies."""
A_MOMENT = timedelta(seconds=2)
S = NationalState


class Left(Exception):
    """The dossier stays in the state it has reached."""


def life(case: Case, until: datetime) -> Life:
    """Yield the instants at which something happens to the dossier, and do it then.

    The pages serve while lives are played, and nobody in the sample acts after ``until``: a
    dossier on which somebody did is left to whoever that was.
    """
    try:
        at = yield from _arrive(case)
        at = yield from _reach_the_settler(case, at)
        at = yield from _settle(case, at)
        yield from _go_home(case, at)
    except (Left, NobodyThere):
        return
    except Refused:
        if not _somebody_acted(case, until):
            raise


def _somebody_acted(case: Case, after: datetime) -> bool:
    """Whether the record knows a later act than those of the sample, and not the system's own."""
    acts = record.acts_of(subject_of(case.code)) if case.code else []
    return any(done.at > after and done.actor.kind is not ActorKind.SYSTEM for done in acts)


def _leave(case: Case, state: NationalState) -> None:
    if case.story.left_in is state:
        raise Left


def _leave_unanswered(case: Case, state: NationalState) -> Part:
    """Leave an offer without an answer: when its time is over, silence accepts it."""
    at = case.begun
    if case.story.left_in is state:
        at = yield case.answer_by() + A_MOMENT
        case.taken_in_silence(at)
        raise Left
    return at


def _arrive(case: Case) -> Part:
    """Filed; then received, refused, or taken back before anybody looked."""
    at = yield case.story.begins_at
    case.submit(at)
    if case.service.has_form:
        at = yield from _papers(case, at)
    _leave(case, S.REGISTERED)
    online = case.story.channel is Channel.ONLINE
    at = yield case.after(at, *((20, 420) if online else (4, 20)))
    if case.story.fate is Fate.REFUSED:
        case.refuse(at)
        yield from _papers(case, at)
        raise Left
    if case.story.fate is Fate.WITHDRAWN and case.story.number % 2:
        case.withdraw(at)
        raise Left
    at = yield from _fee(case, at)
    case.receive(at)
    return (yield from _papers(case, at))


def _fee(case: Case, at: datetime) -> Part:
    """What the tariff asks for is paid before the desk goes on."""
    if case.owes() and case.transfers():
        case.say_transferred(at)
        at = yield case.after(at, 60, 240)
        case.bring_statement(at)
        at = yield case.after(at, 2, 30)
    elif case.owes():
        case.pay_fee(at)
        at = yield case.after(at, 2, 30)
    return at


def _papers(case: Case, at: datetime) -> Part:
    """What the background worker does a moment after an act that owes a paper."""
    at = yield at + A_MOMENT
    case.make_papers(at)
    return at


def _reach_the_settler(case: Case, at: datetime) -> Part:
    """Offered to the competent agency, sometimes to others first, who return it."""
    settler = case.story.settler
    if case.story.number % 4:
        _leave(case, S.RECEIVED)  # in the desk's hands; the others wait for an answer
    at = yield case.after(at, 5, 60)
    for agency, right in pairwise((*case.story.detours[:MOST_DETOURS], settler)):
        case.desk_offers_to(agency, case.rng.choice(case.words["why_wrong"]), at)
        at = yield case.after(at, 40, 230)
        case.returned_by(agency, right if right != agency else settler, at)
        at = yield case.after(at, 10, 90)
    if len(case.story.detours) >= MOST_DETOURS:
        if case.story.left_in is S.PROCESSING:
            raise Left  # before the superior
        at = yield case.after(at, 60, 600)
        case.superior_decides(settler, at)
        at = yield case.after(at, 10, 90)
    case.desk_offers_to(settler, case.rng.choice(case.words["why_right"]), at)
    yield from _leave_unanswered(case, S.RECEIVED)
    if case.story.silent:
        at = yield case.answer_by() + A_MOMENT
        case.taken_in_silence(at)
        case.handler = case.held_by()
        return at
    at = yield case.after(at, 10, 150)
    case.handler_accepts(at)
    return at


def _settle(case: Case, at: datetime) -> Part:
    """Worked on: other agencies, supplements, withdrawal or stop; else decided."""
    if case.story.crosses:
        at = yield from _cross(case, at)
    if case.story.supplement:
        at = yield from _supplement(case, at)
    if case.story.pays:
        at = yield from _pay(case, at)
    if case.story.left_in is S.PROCESSING and case.story.number % 3 == 0:
        raise Left
    at = yield from apologise_in_time(case, at)
    at = yield from _linked(case, at)
    at = yield case.at_share(at, 0.7)
    if case.story.fate is Fate.WITHDRAWN:
        case.withdraw(at)
        if case.has_paid():
            at = yield case.after(at, 10, 60)
            case.proposes_refund(at)
        raise Left
    if case.story.fate is Fate.STOPPED:
        case.stop(at)
        yield from _papers(case, at)
        raise Left
    return (yield from _decide(case, at))


def _linked(case: Case, at: datetime) -> Part:
    """Other agencies do their parts of a linked procedure."""
    if case.story.procedure in LINKED:
        at = yield case.at_share(at, 0.5)
        case.does_linked_parts(at)
    return at


def _cross(case: Case, at: datetime) -> Part:
    at = yield case.after(at, 20, 120)
    case.crosses_to_other(at)
    at = yield case.after(at, 30, 200)
    case.other_accepts(at)
    at = yield case.after(at, 60, 500)
    case.other_gives_back(at)
    at = yield case.after(at, 10, 120)
    case.handler_takes_back(at)
    return at


def _supplement(case: Case, at: datetime) -> Part:
    """Asked for at once: the law gives three working days from receipt."""
    at = yield case.after(at, 10, 120)
    case.draft_request(at)
    at = yield case.after(at, 5, 40)
    case.sign_request(at)
    at = yield from _papers(case, at)
    _leave(case, S.SUPPLEMENT_REQUESTED)
    at = yield case.after(at, 300, 3000)
    case.supply(at)
    return (yield from _papers(case, at))


def _pay(case: Case, at: datetime) -> Part:
    """A notice came of what is to be paid; days later comes the receipt."""
    at = yield case.after(at, 60, 400)
    case.request_payment(at)
    _leave(case, S.OBLIGATION_REQUESTED)
    at = yield case.after(at, 200, 2400)
    case.confirm_payment(at)
    return (yield from _papers(case, at))


def _decide(case: Case, at: datetime) -> Part:
    turned_down = case.story.fate is Fate.TURNED_DOWN
    case.draft(Outcome.REFUSED if turned_down else Outcome.GRANTED, at)
    at = yield case.after(at, 5, 30)
    case.offer_for_signature(at)
    yield from _leave_unanswered(case, S.PROCESSING)
    at = yield case.after(at, 10, 230)
    case.head_accepts(at)
    at = yield case.at_share(at, 0.9)
    case.sign(at)
    at = yield case.at_share(at, 1.0)
    case.issue(at)
    return at


def _go_home(case: Case, at: datetime) -> Part:
    """The result goes back to the desk and from there to the citizen."""
    at = yield case.after(at, 5, 40)
    case.offer_to_desk(at)
    if case.story.number % 3:
        yield from _leave_unanswered(case, S.RESOLVED)
    at = yield case.after(at, 10, 60)
    case.desk_accepts(at)
    _leave(case, S.RESOLVED)
    online = case.story.channel is Channel.ONLINE
    at = yield case.after(at, *((2, 30) if online else (30, 2400)))
    if case.story.fate is not Fate.TURNED_DOWN:
        at = yield from _fee(case, at)
    case.return_result(at)
    return at
