"""What this visitor may do to a dossier just now, what that does to holder and clock, and what
is not possible and why.

Pages show it so that nobody starts in vain; the services refuse all the same. The answers come
from the rooms' own rules, asked one by one with the values a page has read anyway.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

from thongsuot.domains.custody import rules as custody_rules
from thongsuot.domains.custody.terms import (
    AlreadyOffered,
    NotTheSuperior,
    OfferNotOpen,
    OpinionNotOpen,
)
from thongsuot.domains.dossiers import rules
from thongsuot.domains.dossiers.lateness import rules as lateness
from thongsuot.domains.dossiers.lateness.terms import (
    ExtendedAlready,
    NoExtensionDrafted,
    NotTheHead,
)
from thongsuot.domains.dossiers.terms import (
    Act,
    ActNotAllowed,
    NoDraftDecision,
    NotCompetent,
    SentToAnotherDesk,
    SupplementExhausted,
)
from thongsuot.domains.dossiers.terms.drafts import NothingWaits
from thongsuot.domains.dossiers.terms.supplements import SignedBy
from thongsuot.domains.organisation.terms import Role, RoleMissing
from thongsuot.domains.payments.terms import (
    ClaimUnknown,
    CollectedAt,
    FeeUnpaid,
    NothingDue,
    NotRefundable,
    PaymentsNotYours,
    ReceiptUnknown,
    RefundNeedsAnother,
    RefundNotProposed,
    RefundWaits,
)
from thongsuot.entrypoints.officer import objection_checks
from thongsuot.entrypoints.officer.situation import Situation
from thongsuot.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Possibilities:
    """The acts open to the visitor, first the one that moves the dossier on; and the others."""

    open: tuple[Act, ...]
    refused: Mapping[Act, Refused] = field(default_factory=dict)


Check = Callable[[Situation], None]


def _order(act: Act) -> Check:
    def check(s: Situation) -> None:
        rules.check_allowed(act, s.state)

    return check


def _role(role: Role) -> Check:
    def check(s: Situation) -> None:
        if role not in s.powers.roles:
            raise RoleMissing(
                "the actor lacks the role", role=role.value, agency=s.powers.by.agency
            )

    return check


def _own_desk(s: Situation) -> None:
    if s.powers.by.agency != s.receiving_agency:
        raise SentToAnotherDesk("the dossier was sent to another desk", agency=s.powers.by.agency)


def _holds(s: Situation) -> None:
    held_by = s.holder.holder.officer_id if s.holder else None
    custody_rules.check_holder(holder_id=held_by, visitor_id=s.powers.by.speaking_as(held_by))


def _nothing_offered(s: Situation) -> None:
    if s.offer is not None:
        raise AlreadyOffered("an earlier offer still waits")


def _not_with_the_superior(s: Situation) -> None:
    custody_rules.check_free(s.dispute)


def _superior(s: Situation) -> None:
    custody_rules.check_open(s.dispute)
    if not s.decides:
        raise NotTheSuperior("another has to decide")


def _asked_for_an_opinion(s: Situation) -> None:
    if s.opinion is None or not s.opinion.is_open:
        raise OpinionNotOpen("nothing is asked of this post")


def _has_asked(s: Situation) -> None:
    if not s.questions:
        raise OpinionNotOpen("no question waits")


def _offered_and_unanswered(s: Situation) -> None:
    if s.offer is None:
        raise OfferNotOpen("no question waits for an answer")


def _asked(s: Situation) -> None:
    if s.offer is None or not s.offer.waits_at(s.powers.by.place):
        raise OfferNotOpen("nothing is offered to this post")
    custody_rules.check_may_answer(
        answer=s.offer.answer,
        giver=s.offer.giver.officer_id,
        visitor=s.powers.by.powers_of or 0,
        serving=[s.powers.by.powers_of or 0],
    )


def _competent(s: Situation) -> None:
    if not s.competent:
        raise NotCompetent("the agency is not competent", agency=s.powers.by.agency)


def _undecided(s: Situation) -> None:
    rules.check_undecided(s.signed_at)


def _signs_by_process(s: Situation) -> None:
    if s.signer is not None:
        raise s.signer


def _drafted(s: Situation) -> None:
    if s.drafted_by is None:
        raise NoDraftDecision("nothing was drafted yet")


def _by_another(s: Situation) -> None:
    rules.check_signer(drafters=[s.drafted_by or 0], signers=s.powers.by.persons)


def _issuable(s: Situation) -> None:
    if s.issued_at is not None:
        raise ActNotAllowed("issued already", act=Act.ISSUE.value, state=s.state)
    rules.check_issuable(signed_at=s.signed_at, number="signed" if s.signed_at else "")


def _holds_or_apologises(s: Situation) -> None:
    if not s.apologises:
        _holds(s)
        _role(Role.HANDLE)(s)


def _apologises(s: Situation) -> None:
    if not s.apologises:
        raise NotTheHead("the head of the competent agency signs", agency=s.powers.by.agency)


def _not_extended(s: Situation) -> None:
    if s.extension is not None and s.extension.signed_at is not None:
        raise ExtendedAlready(
            "the due date was put off once", to=s.extension.new_due_on.isoformat()
        )


def _takes_back(s: Situation) -> None:
    if not s.to_take_back:
        raise NothingWaits("nothing of the visitor's waits for a signature")


def _sends_back(s: Situation) -> None:
    if not s.to_send_back:
        raise NothingWaits("nothing waits for the visitor's signature")


def _apology_drafted(s: Situation) -> None:
    if s.extension is None:
        raise NoExtensionDrafted("nothing was drafted yet")
    lateness.check_apology(
        reason=s.extension.reason,
        drafter=s.extension.drafted_by_id,
        signer=s.powers.by.officer_id or 0,
        heads=s.powers.by.on_behalf_of is None,
    )


def _owes(s: Situation) -> None:
    if not s.money.due_vnd:
        raise NothingDue("nothing waits to be paid")


def _correctable(s: Situation) -> None:
    if not s.money.correctable:
        raise NothingDue("no fee waits to be corrected")


def _claimed(s: Situation) -> None:
    if not s.money.claimed:
        raise ClaimUnknown("nothing waits for an answer")


def _refundable(s: Situation) -> None:
    if not s.money.refundable:
        raise NotRefundable("there is no money to give back")
    if s.money.refund_asked_by:
        raise RefundWaits("a proposal of this dossier waits already")


def _refund_waits(s: Situation) -> None:
    if not s.money.refund_asked_by:
        raise RefundNotProposed("nothing waits for a decision")
    if not s.approves:
        raise PaymentsNotYours("neither of the desk nor above it", agency=s.powers.by.agency)


def _asked_by_another(s: Situation) -> None:
    if s.money.refund_asked_by in s.powers.by.persons:
        raise RefundNeedsAnother("another has to approve it")


def _receipted(s: Situation) -> None:
    if not s.money.receipted:
        raise ReceiptUnknown("no receipt in force")


def _fee_paid(*gates: CollectedAt) -> Check:
    def check(s: Situation) -> None:
        if s.money.due_vnd and s.money.gate in gates:
            raise FeeUnpaid("the fee is not paid", due_vnd=s.money.due_vnd)

    return check


def _asks(s: Situation) -> None:
    """By whom the policy lets sign, as often as allowed; beyond, as an exception, by the head.

    Without a draft the head is offered it where he holds the dossier.
    """
    most, by_head = s.policy.max_supplements, s.policy.signed_by is SignedBy.HEAD
    if s.supplements < most and not by_head:
        _holds(s)
        _role(Role.HANDLE)(s)
    elif s.supplements < most:
        _apologises(s)
        if s.request_drafted_by is None:
            _holds(s)
    elif not s.apologises or s.supplements >= most + s.policy.exceptions:
        _holds(s)
        raise SupplementExhausted("asked as often as allowed", most=s.policy.max_supplements)


def _signs_the_draft(s: Situation) -> None:
    if s.request_drafted_by is not None:
        lateness.check_head_signs(
            drafter=s.request_drafted_by, signer=s.powers.by.officer_id or 0,
            heads=s.powers.by.on_behalf_of is None,
        )  # fmt: skip


def _drafts_a_request(s: Situation) -> None:
    """By whoever handles it, where another signs and a request is left."""
    if s.policy.signed_by is not SignedBy.HEAD or s.apologises:
        raise ActNotAllowed("no draft is needed", act=Act.DRAFT_SUPPLEMENT.value, state=s.state)
    if s.supplements >= s.policy.max_supplements:
        raise ActNotAllowed("none is left", act=Act.DRAFT_SUPPLEMENT.value, state=s.state)


def _guidance_left(s: Situation) -> None:
    if s.guidances >= s.policy.guidances:
        raise SupplementExhausted("guided as often as allowed", most=s.policy.guidances)


def _not_waited_for(s: Situation) -> None:
    rules.check_refusable(s.state, s.window_ended_at)


_CHECKS: Final[Mapping[Act, tuple[Check, ...]]] = {
    Act.RECEIVE: (
        _order(Act.RECEIVE), _own_desk, _role(Role.RECEIVE), _fee_paid(CollectedAt.RECEIPT),
    ),
    Act.GUIDE: (_order(Act.GUIDE), _own_desk, _role(Role.RECEIVE), _guidance_left),
    Act.REFUSE: (_order(Act.REFUSE), _not_waited_for, _own_desk, _role(Role.RECEIVE)),
    Act.FORWARD: (_order(Act.FORWARD), _own_desk, _role(Role.RECEIVE)),
    Act.SUPPLY: (_order(Act.SUPPLY), _own_desk, _role(Role.RECEIVE)),
    Act.OBJECT: (
        _order(Act.OBJECT), _own_desk, _role(Role.RECEIVE), objection_checks.may_be_entered,
    ),
    Act.ACCEPT: (_order(Act.ACCEPT), _asked),
    Act.SEND_BACK: (_order(Act.SEND_BACK), _asked),
    Act.SIGN: (
        _order(Act.SIGN), _holds, _role(Role.SIGN), _competent, _drafted, _undecided, _by_another,
        _signs_by_process,
    ),
    Act.DRAFT: (_order(Act.DRAFT), _holds, _role(Role.HANDLE), _undecided),
    Act.ISSUE: (_order(Act.ISSUE), _role(Role.ISSUE), _competent, _drafted, _issuable),
    Act.RETURN_RESULT: (
        _order(Act.RETURN_RESULT), _holds, _role(Role.RECEIVE), _fee_paid(*CollectedAt),
    ),
    Act.REQUEST_SUPPLEMENT: (
        _order(Act.REQUEST_SUPPLEMENT), _undecided, _nothing_offered, _asks, _signs_the_draft,
    ),
    Act.DRAFT_SUPPLEMENT: (
        _order(Act.DRAFT_SUPPLEMENT), _holds, _role(Role.HANDLE), _undecided, _nothing_offered,
        _drafts_a_request,
    ),
    Act.CONFIRM_PAYMENT: (_order(Act.CONFIRM_PAYMENT), _holds, _role(Role.HANDLE)),
    Act.OFFER: (_order(Act.OFFER), _holds, _nothing_offered, _not_with_the_superior),
    Act.DECIDE: (_order(Act.DECIDE), _superior),
    Act.UPHOLD_OBJECTION: (_order(Act.UPHOLD_OBJECTION), objection_checks.answers),
    Act.REJECT_OBJECTION: (_order(Act.REJECT_OBJECTION), objection_checks.answers),
    Act.OPINE: (_order(Act.OPINE), _asked_for_an_opinion),
    Act.ASK: (_order(Act.ASK), _holds, _role(Role.HANDLE), _undecided),
    Act.RECALL_OPINION: (_order(Act.RECALL_OPINION), _holds, _has_asked),
    Act.RECALL: (_order(Act.RECALL), _holds, _offered_and_unanswered),
    Act.REQUEST_PAYMENT: (
        _order(Act.REQUEST_PAYMENT), _holds, _role(Role.HANDLE), _undecided, _nothing_offered,
    ),
    Act.SIGN_EXTENSION: (
        _order(Act.SIGN_EXTENSION), _apologises, _undecided, _not_extended, _apology_drafted,
    ),
    Act.PROPOSE_EXTENSION: (
        _order(Act.PROPOSE_EXTENSION), _holds_or_apologises, _undecided, _not_extended,
    ),
    Act.COLLECT_FEE: (_order(Act.COLLECT_FEE), _own_desk, _role(Role.RECEIVE), _owes),
    Act.CORRECT_FEE: (_order(Act.CORRECT_FEE), _own_desk, _role(Role.RECEIVE), _correctable),
    Act.ANSWER_CLAIM: (_order(Act.ANSWER_CLAIM), _own_desk, _role(Role.RECEIVE), _claimed),
    Act.REFUND: (_order(Act.REFUND), _refund_waits, _asked_by_another),
    Act.DECLINE_REFUND: (_order(Act.DECLINE_REFUND), _refund_waits),
    Act.PROPOSE_REFUND: (
        _order(Act.PROPOSE_REFUND), _own_desk, _role(Role.RECEIVE), _refundable,
    ),
    Act.REPLACE_RECEIPT: (
        _order(Act.REPLACE_RECEIPT), _own_desk, _role(Role.RECEIVE), _receipted,
    ),
    Act.SEND_BACK_DRAFT: (_order(Act.SEND_BACK_DRAFT), _sends_back),
    Act.TAKE_BACK_DRAFT: (_order(Act.TAKE_BACK_DRAFT), _takes_back),
    Act.WITHDRAW: (_order(Act.WITHDRAW), _own_desk, _role(Role.RECEIVE), _undecided),
    Act.STOP: (_order(Act.STOP), _holds, _role(Role.HANDLE), _undecided),
}  # fmt: skip

SPOKEN: Final = frozenset({
    "supplement-exhausted", "already-offered", "with-the-superior", "own-draft", "decision-exists",
    "no-draft-decision", "not-signed", "extended-already", "fee-unpaid", "refund-needs-another",
    "objection-made", "objection-too-late",
})  # fmt: skip
"""Refusals worth saying; the rest (another state, another role, another holder) goes without."""


def possibilities(situation: Situation) -> Possibilities:
    """Return what is open to the visitor, and what is not though it might be expected."""
    answers = {act: refusal_of(situation, act) for act in _CHECKS}
    return Possibilities(
        open=_ordered(situation, [act for act, refusal in answers.items() if refusal is None]),
        refused={
            act: refusal
            for act, refusal in answers.items()
            if refusal is not None and refusal.code in SPOKEN
        },
    )


def refusal_of(situation: Situation, act: Act) -> Refused | None:
    """Return why an act is not open, or None when it is."""
    try:
        for check in _CHECKS[act]:
            check(situation)
    except Refused as refusal:
        return refusal
    return None


def _ordered(situation: Situation, acts: list[Act]) -> tuple[Act, ...]:
    """Put first what moves the dossier on: where a fee keeps it from being received, taking that;
    after drafting, handing it over to be signed. Whoever signs does not draft anew at first."""
    leading = {Act.COLLECT_FEE} if Act.REFUSE in acts and Act.RECEIVE not in acts else set()
    if Act.DRAFT in acts and situation.drafted_by == situation.powers.by.officer_id:
        leading.add(Act.OFFER)
    trailing = {Act.DRAFT} if Act.SIGN in acts else set()
    return tuple(sorted(acts, key=lambda act: (act not in leading, act in trailing)))
