"""What may follow what, and which state follows from what happened."""

import secrets
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from thongsuot.domains.dossiers.terms import (
    FINAL,
    Act,
    ActNotAllowed,
    DecisionExists,
    DossierUnknown,
    DraftChanged,
    HandedTo,
    Milestones,
    MissingPaper,
    NationalState,
    NoticeIncomplete,
    NotSigned,
    Outcome,
    OwnDraft,
    PaymentNotice,
    ReasonMissing,
    RecipientMissing,
    SupplementExhausted,
)
from thongsuot.domains.dossiers.terms.counter import Bringer, BringerMissing, Brought
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicy
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import NotDelegated
from thongsuot.domains.organisation.terms.delegations import (
    DelegatedAct,
)

FIRST_WAIT = timedelta(minutes=15)
GUESSES_COUNT_FOR = timedelta(days=1)
"""Wrong secrets older than this close no door."""
MOST_DOUBLINGS = 7
NO_WAIT = timedelta(0)

_S = NationalState

_UNDECIDED = frozenset(
    {_S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT_REQUESTED, _S.OBLIGATION_REQUESTED}
)
_HELD = frozenset(
    {_S.RECEIVED, _S.PROCESSING, _S.SUPPLEMENT_REQUESTED, _S.OBLIGATION_REQUESTED, _S.RESOLVED}
)
"""Somebody holds it."""
ALLOWED: dict[Act, frozenset[NationalState]] = {
    Act.RECEIVE: frozenset({_S.REGISTERED}),
    Act.REFUSE: frozenset({_S.REGISTERED, _S.SUPPLEMENT_REQUESTED}),
    Act.FORWARD: frozenset({_S.REGISTERED}),
    Act.GUIDE: frozenset({_S.REGISTERED}),
    Act.OFFER: frozenset({_S.RECEIVED, _S.PROCESSING, _S.RESOLVED}),
    Act.ACCEPT: frozenset({_S.RECEIVED, _S.PROCESSING, _S.RESOLVED}),
    Act.ACCEPT_SILENTLY: frozenset({_S.RECEIVED, _S.PROCESSING, _S.RESOLVED}),
    Act.SEND_BACK: frozenset({_S.RECEIVED, _S.PROCESSING, _S.RESOLVED}),
    Act.RECALL: frozenset({_S.RECEIVED, _S.PROCESSING, _S.RESOLVED}),
    Act.DECIDE: _HELD,
    Act.PASS_ON: _HELD,
    Act.ASK: frozenset({_S.PROCESSING}),
    Act.OPINE: _HELD,
    Act.RECALL_OPINION: _HELD,
    Act.OPINION_UNANSWERED: _HELD,
    Act.DRAFT_SUPPLEMENT: frozenset({_S.PROCESSING}),
    Act.REQUEST_SUPPLEMENT: frozenset({_S.PROCESSING}),
    Act.TAKE_BACK_DRAFT: frozenset({_S.RECEIVED, _S.PROCESSING}),
    Act.SEND_BACK_DRAFT: frozenset({_S.RECEIVED, _S.PROCESSING}),
    Act.SUPPLY: frozenset({_S.SUPPLEMENT_REQUESTED}),
    Act.END_WINDOW: frozenset({_S.SUPPLEMENT_REQUESTED}),
    Act.OBJECT: frozenset({_S.SUPPLEMENT_REQUESTED}),
    Act.UPHOLD_OBJECTION: frozenset({_S.SUPPLEMENT_REQUESTED}),
    Act.REJECT_OBJECTION: frozenset({_S.SUPPLEMENT_REQUESTED}),
    Act.DRAFT: frozenset({_S.PROCESSING}),
    Act.SIGN: frozenset({_S.PROCESSING}),
    Act.ISSUE: frozenset({_S.PROCESSING}),
    Act.RETURN_RESULT: frozenset({_S.RESOLVED}),
    Act.REQUEST_PAYMENT: frozenset({_S.PROCESSING}),
    Act.CONFIRM_PAYMENT: frozenset({_S.OBLIGATION_REQUESTED}),
    Act.PROPOSE_EXTENSION: frozenset({_S.RECEIVED, _S.PROCESSING}),
    Act.SIGN_EXTENSION: frozenset({_S.RECEIVED, _S.PROCESSING}),
    Act.ESCALATE: frozenset({_S.RECEIVED, _S.PROCESSING}),
    Act.ANSWER_LATE: frozenset({_S.REGISTERED}),
    Act.TIME_PASSED: frozenset({_S.RECEIVED, _S.PROCESSING, _S.RESOLVED}),
    Act.CORRECT_FEE: frozenset({_S.REGISTERED, *_HELD}),
    Act.COLLECT_FEE: frozenset({_S.REGISTERED, *_HELD}),
    Act.CLAIM_TRANSFER: frozenset({_S.REGISTERED, *_HELD}),
    Act.ANSWER_CLAIM: frozenset(_S),
    Act.PROPOSE_REFUND: frozenset(_S),
    Act.DECLINE_REFUND: frozenset(_S),
    Act.REFUND: frozenset(_S),
    Act.REPLACE_RECEIPT: frozenset(_S),
    Act.WITHDRAW: frozenset({_S.REGISTERED, *_UNDECIDED}),
    Act.STOP: _UNDECIDED,
}
"""In which states each act may happen (NĐ 61/2018 Art. 16-20, NĐ 118/2025 Art. 21)."""

_CAME_TO: dict[Act, tuple[str, ...]] = {
    Act.OFFER: ("handover_referred",),
    Act.SUPPLY: (Act.COMPLETE,),
    Act.ACCEPT_SILENTLY: ("handover_unserved",),
    Act.TIME_PASSED: ("handover_offered",),
}
"""What an act may come to instead: a loop goes to the superior; nobody was there to be silent;
papers that the desk asked for before it received anything."""

DELEGATED: dict[Act, DelegatedAct] = {
    Act.RECEIVE: DelegatedAct.RECEIVE,
    Act.REFUSE: DelegatedAct.RECEIVE,
    Act.FORWARD: DelegatedAct.RECEIVE,
    Act.GUIDE: DelegatedAct.RECEIVE,
    Act.SUPPLY: DelegatedAct.RECEIVE,
    Act.OBJECT: DelegatedAct.RECEIVE,
    Act.WITHDRAW: DelegatedAct.RECEIVE,
    Act.RETURN_RESULT: DelegatedAct.RECEIVE,
    Act.CORRECT_FEE: DelegatedAct.RECEIVE,
    Act.COLLECT_FEE: DelegatedAct.RECEIVE,
    Act.ANSWER_CLAIM: DelegatedAct.RECEIVE,
    Act.PROPOSE_REFUND: DelegatedAct.RECEIVE,
    Act.DECLINE_REFUND: DelegatedAct.RECEIVE,
    Act.REFUND: DelegatedAct.RECEIVE,
    Act.REPLACE_RECEIPT: DelegatedAct.RECEIVE,
    Act.OFFER: DelegatedAct.HAND_OVER,
    Act.ACCEPT: DelegatedAct.HAND_OVER,
    Act.SEND_BACK: DelegatedAct.HAND_OVER,
    Act.RECALL: DelegatedAct.HAND_OVER,
    Act.DRAFT_SUPPLEMENT: DelegatedAct.HANDLE,
    Act.TAKE_BACK_DRAFT: DelegatedAct.HANDLE,
    Act.DRAFT: DelegatedAct.HANDLE,
    Act.REQUEST_PAYMENT: DelegatedAct.HANDLE,
    Act.CONFIRM_PAYMENT: DelegatedAct.HANDLE,
    Act.ASK: DelegatedAct.HANDLE,
    Act.RECALL_OPINION: DelegatedAct.HANDLE,
    Act.OPINE: DelegatedAct.HANDLE,
    Act.STOP: DelegatedAct.HANDLE,
    Act.PROPOSE_EXTENSION: DelegatedAct.HANDLE,
    Act.SIGN: DelegatedAct.SIGN,
    Act.SEND_BACK_DRAFT: DelegatedAct.SIGN,
    Act.REQUEST_SUPPLEMENT: DelegatedAct.SIGN,
    Act.UPHOLD_OBJECTION: DelegatedAct.SIGN,
    Act.REJECT_OBJECTION: DelegatedAct.SIGN,
    Act.SIGN_EXTENSION: DelegatedAct.SIGN,
    Act.ISSUE: DelegatedAct.ISSUE,
}
"""What a delegation must cover for each act; what is not here nobody does in another's stead."""

SUBJECT_KIND = "dossier"
"""How record, custody and papers begin the names of dossiers."""
PIN_DIGITS = 6
MIN_REASON_LETTERS = 10


def national_state(m: Milestones) -> NationalState:
    """Return the national state that follows from what has happened.

    The database derives the same in a generated column; a test holds the two together.
    """
    ends = (
        (m.refused_at, _S.NOT_RECEIVED),
        (m.withdrawn_at, _S.WITHDRAWN),
        (m.stopped_at, _S.STOPPED),
        (m.returned_at, _S.RETURNED),
        (m.decided_at, _S.RESOLVED),
        (m.supplement_since, _S.SUPPLEMENT_REQUESTED),
        (m.obligation_since, _S.OBLIGATION_REQUESTED),
        (m.processing_at, _S.PROCESSING),
        (m.received_at, _S.RECEIVED),
    )
    return next((state for happened, state in ends if happened), _S.REGISTERED)


def recorded_as(act: Act) -> tuple[str, ...]:
    """Return under which names the record may hold an act that was asked for as ``act``."""
    return (act.value, *_CAME_TO.get(act, ()))


def check_allowed(act: Act, state: int) -> None:
    """Refuse an act that is out of its order.  Raises: ActNotAllowed."""
    if NationalState(state) not in ALLOWED[act]:
        raise ActNotAllowed(f"{act} is not possible in state {state}", act=act.value, state=state)


def may_begin_again(state: int, outcome: str) -> bool:
    """Return whether a dossier ended without what was applied for, so that it may be filed anew."""
    refused = state == NationalState.RETURNED and outcome == Outcome.REFUSED
    return refused or (state in FINAL and state != NationalState.RETURNED)


def check_delegated(act: Act, procedure: str, by: Actor) -> None:
    """Refuse an act in another's stead that the delegation does not cover.

    Raises:  NotDelegated.
    Source:  NĐ 30/2020 Art. 13: limited in content.
    """
    behalf = by.on_behalf_of
    if behalf is None:
        return
    covered = DELEGATED.get(act)
    if covered is None or not behalf.covers(covered.value, procedure):
        raise NotDelegated("the delegation does not reach so far", role=act.value)


def check_reason(text: str) -> str:
    """Return the reason without outer blanks.  Raises: ReasonMissing if it says nothing."""
    reason = text.strip()
    if len(reason) < MIN_REASON_LETTERS:
        raise ReasonMissing("the act needs its reason in words", least=MIN_REASON_LETTERS)
    return reason


def check_supplement(
    policy: SupplementPolicy, asked_before: int, papers: Sequence[MissingPaper], exception: str = ""
) -> None:
    """Refuse a further request, or one that names nothing.

    ``exception`` is why the head asks once more than is allowed.
    Raises:  SupplementExhausted; ReasonMissing.
    Source:  NĐ 61/2018 Art. 11(2)(c), 15(3): once, complete and exact; NĐ 63/2010 Art. 20(4).
    """
    allowed = policy.max_supplements + (policy.exceptions if exception.strip() else 0)
    if asked_before >= allowed:
        raise SupplementExhausted(
            "papers were asked for as often as allowed", most=policy.max_supplements
        )
    if asked_before >= policy.max_supplements:
        check_reason(exception)
    _check_named(papers)


def check_guidance(
    policy: SupplementPolicy, asked_before: int, papers: Sequence[MissingPaper]
) -> None:
    """Refuse to guide a sender more often than allowed, or with nothing named.

    Raises:  SupplementExhausted; ReasonMissing.
    Source:  NĐ 61/2018 Art. 15(3), 17(1)(a), 17(2)(a): once, complete and exact, before receipt.
    """
    if asked_before >= policy.guidances:
        raise SupplementExhausted("guided as often as allowed", most=policy.guidances)
    _check_named(papers)


def _check_named(papers: Sequence[MissingPaper]) -> None:
    if not papers:
        raise ReasonMissing("a request names every missing paper", least=1)
    for paper in papers:
        check_reason(paper.problem)


def check_refusable(state: int, window_ended_at: datetime | None) -> None:
    """Refuse to turn away a sender who was guided and still has time to answer.

    ``window_ended_at`` is when the end of that time was put on record.
    Raises:  ActNotAllowed; of a request after receipt always, it has no such instant here.
    Source:  practice, our reading; docs/law/dossier-life.md.
    """
    if state == _S.SUPPLEMENT_REQUESTED and window_ended_at is None:
        raise ActNotAllowed("the sender was guided and may answer", act=Act.REFUSE, state=state)


def check_notice(notice: PaymentNotice, on: date) -> None:
    """Refuse a financial obligation whose notice does not say who asks for how much, and why.

    ``on`` is the day of the act; a notice is not of a later day.
    Raises:  NoticeIncomplete.
    Source:  docs/law/dossier-life.md: no obligation without a notice with amount and basis.
    """
    faults = {
        "number": not notice.number.strip(),
        "issued_on": notice.issued_on > on,
        "amount": notice.amount_vnd < 1,
        "legal_basis": not notice.legal_basis.strip(),
    }
    wrong = next((field for field, is_wrong in faults.items() if is_wrong), None)
    if wrong:
        raise NoticeIncomplete("a notice names number, day, amount and basis", field=wrong)


def check_receipt(number: str) -> str:
    """Return the number of a receipt without outer blanks.  Raises: NoticeIncomplete."""
    if not number.strip():
        raise NoticeIncomplete("a payment is confirmed by its receipt", field="receipt")
    return number.strip()


def check_recipient(to: HandedTo, named: str) -> str:
    """Return who took the result for the applicant; refuse one who has no name.

    ``named`` is the representative's name and authority, or the postal item's number.
    Raises:  RecipientMissing.
    """
    if to in {HandedTo.REPRESENTATIVE, HandedTo.POST} and not named.strip():
        raise RecipientMissing("say who took it for the applicant", to=to.value)
    return named.strip()


def check_signer(*, drafters: Collection[int], signers: Collection[int]) -> None:
    """Refuse the drafter's signature on his own draft, also through a delegation.

    ``drafters`` and ``signers`` are those who acted and those in whose stead they did.
    Raises:  OwnDraft.
    """
    if set(drafters) & set(signers):
        raise OwnDraft("the drafter does not sign his own draft")


def check_brought(brought: Brought | None) -> Brought:
    """Return who brought something to the counter; refuse a representative or an item unnamed.

    Raises:  BringerMissing.
    """
    if brought is None:
        raise BringerMissing("say who brought it")
    named = brought.named.strip()
    if brought.bringer is Bringer.APPLICANT:
        return Brought(brought.bringer)
    if not named:
        raise BringerMissing("say who brought it for the applicant", to=brought.bringer.value)
    return Brought(brought.bringer, named)


def check_issuable(*, signed_at: datetime | None, number: str) -> None:
    """Refuse to issue what is unsigned or unnumbered.  Raises: NotSigned."""
    if signed_at is None or not number:
        raise NotSigned("only a signed and numbered text is issued")


def check_seen(*, drafted_at: datetime, seen_at: datetime | None) -> None:
    """Refuse to sign another text than the one shown.  Raises: DraftChanged."""
    if seen_at is not None and seen_at != drafted_at:
        raise DraftChanged("it was drafted anew since", at=drafted_at.isoformat())


def check_undecided(signed_at: datetime | None) -> None:
    """Refuse what only an open case allows, once a decision exists.

    Raises:  DecisionExists.
    Source:  TT 03/2025 Art. 7(1) on withdrawing and stopping.
    """
    if signed_at is not None:
        raise DecisionExists("a decision exists")


def subject_of(code: str) -> str:
    """Return the name under which record and custody know the dossier."""
    return f"{SUBJECT_KIND}:{code}"


def code_of(subject: str) -> str:
    """Return the dossier code in a subject's name.  Raises: DossierUnknown."""
    kind, _, code = subject.partition(":")
    if kind != SUBJECT_KIND:
        raise DossierUnknown("the subject is no dossier")
    return code


def dossier_code(agency: str, day: date, counter: int) -> str:
    """Return a code as systems write it since QĐ 20/2020: agency, day, counter of the day.

    Source:  practice of 2026; see docs/law/dossier-life.md on the older forms.
    """
    return f"{agency}-{day:%Y%m%d}-{counter:07d}"


def new_pin() -> str:
    """Return a fresh PIN for the citizen's slip."""
    return "".join(secrets.choice("0123456789") for _ in range(PIN_DIGITS))


def wait_here(failures: Sequence[datetime], allowed: int, at: datetime) -> timedelta:
    """Return how long an address waits that gave these wrong secrets for one code.

    The first wait is a quarter of an hour, and each further wrong secret doubles it up to a day:
    who mistypes comes in soon, who guesses gets about a dozen tries a day.
    """
    over = len(failures) - allowed
    if over < 0:
        return NO_WAIT
    wait = min(FIRST_WAIT * (1 << min(over, MOST_DOUBLINGS)), GUESSES_COUNT_FOR)
    return max(max(failures) + wait - at, NO_WAIT)


def wait_everywhere(failures: Sequence[datetime], allowed: int, at: datetime) -> timedelta:
    """Return how long everybody waits at a code at which so many guessed from anywhere.

    Then one secret is heard in a quarter of an hour: with 100 before, at most 196 a day of the
    1,000,000 PINs.
    """
    if len(failures) < allowed:
        return NO_WAIT
    return max(max(failures) + FIRST_WAIT - at, NO_WAIT)
