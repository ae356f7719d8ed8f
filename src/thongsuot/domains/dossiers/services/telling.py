"""What an applicant is told: every act is either told or has its reason not to be.

Source:  NĐ 61/2018 Art. 17-20; NĐ 224/2026 Art. 15(1)(g): a change is notified at once.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from thongsuot.domains.deadlines.terms.limits import LimitKind
from thongsuot.domains.dossiers.lateness import queries as lateness
from thongsuot.domains.dossiers.lateness import rules as lateness_rules
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.rules import subject_of
from thongsuot.domains.dossiers.terms import Act, Channel, Outcome
from thongsuot.domains.dossiers.terms.recounts import Recounted
from thongsuot.domains.exchange import services as exchange
from thongsuot.domains.exchange.terms import Value, to_applicant
from thongsuot.domains.ledger.terms import DetailValue
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.payments import queries as payments
from thongsuot.domains.payments.terms import CollectedAt, Means

TOLD: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.SUBMIT: "submitted",
        Act.RECEIVE: "received",
        Act.REFUSE: "refused",
        Act.FORWARD: "forwarded",
        Act.GUIDE: "guided",
        Act.COMPLETE: "completed",
        Act.ACCEPT: "processing",
        Act.ACCEPT_SILENTLY: "processing",
        Act.REQUEST_SUPPLEMENT: "supplement",
        Act.SUPPLY: "supplied",
        Act.END_WINDOW: "window-ended",
        Act.OBJECT: "objected",
        Act.UPHOLD_OBJECTION: "objection-upheld",
        Act.REJECT_OBJECTION: "objection-rejected",
        Act.REQUEST_PAYMENT: "payment-asked",
        Act.CONFIRM_PAYMENT: "payment-met",
        Act.SIGN_EXTENSION: "apology",
        Act.CORRECT_FEE: "fee-corrected",
        Act.COLLECT_FEE: "fee-paid",
        Act.PAY_FEE: "fee-paid",
        Act.MISMATCH: "payment-mismatched",
        Act.ANSWER_CLAIM: "transfer-not-found",
        Act.REFUND: "payment-refunded",
        Act.ISSUE: "result-ready",
        Act.RETURN_RESULT: "returned",
        Act.WITHDRAW: "withdrawn",
        Act.STOP: "stopped",
        Act.RECOUNT: "due-changed",
        Act.RECOUNT_LIMIT: "window-changed",
    }
)
"""Which text tells of an act (exchange/data/messages.json). Of the acceptances, the first for
verification: it begins the processing."""

OWING: Final[Mapping[Act, tuple[str, CollectedAt]]] = MappingProxyType(
    {
        Act.SUBMIT: ("submitted-owing", CollectedAt.RECEIPT),
        Act.ISSUE: ("result-owing", CollectedAt.RESULT),
    }
)
"""Which text tells of an act after which the applicant has to pay before the next one."""

_INSIDE = "between officers; the tracking page names the holder at every instant"
_NO_TEXT_YET = "a text of the house; the citizen is told when it is issued"
NOT_TOLD: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.OFFER: _INSIDE,
        Act.SEND_BACK: _INSIDE,
        Act.RECALL: _INSIDE,
        Act.DECIDE: _INSIDE,
        Act.PASS_ON: _INSIDE,
        Act.ASK: "the clock goes on and the holder stays; the tracking page shows the question",
        Act.OPINE: _INSIDE,
        Act.RECALL_OPINION: _INSIDE,
        Act.OPINION_UNANSWERED: _INSIDE,
        Act.DRAFT: _NO_TEXT_YET,
        Act.SIGN: _NO_TEXT_YET,
        Act.DRAFT_SUPPLEMENT: "a draft; the request is told when it is signed",
        Act.TAKE_BACK_DRAFT: _INSIDE,
        Act.SEND_BACK_DRAFT: _INSIDE,
        Act.PROPOSE_EXTENSION: "a draft; the apology is told when it is signed",
        Act.ESCALATE: "between officers; the applicant reads it on the tracking page",
        Act.ANSWER_LATE: "between officers; the tracking page says that the desk is late",
        Act.CHANGE_PROCESS: _INSIDE,
        Act.TIME_PASSED: _INSIDE,
        Act.CLAIM_TRANSFER: "the applicant's own act; its page says that it waits for the desk",
        Act.PROPOSE_REFUND: "between officers; the citizen is told when the money goes back",
        Act.DECLINE_REFUND: "between officers; nothing went back",
        Act.REPLACE_RECEIPT: "the receipts stand on the tracking page",
        Act.SUCCEED: "made public for all dossiers of an agency at once; due dates stay",
    }
)
"""Why an act is not told."""


def tell(
    dossier: Dossier, act: Act, *, cause: int | str, detail: Mapping[str, DetailValue], at: datetime
) -> None:
    """Have the applicant told of an act, in its transaction; ``cause`` numbers the occasion."""
    if act not in TOLD or _is_face_to_face(dossier, act, detail) or _is_of_officers(act, detail):
        return
    due_vnd = _due_next(dossier, act, detail)
    said = {**detail, "amount_vnd": due_vnd} if due_vnd else detail
    exchange.tell(
        subject=dossier.subject, template=OWING[act][0] if due_vnd else TOLD[act],
        to=to_applicant(dossier.code), cause=str(cause), values=_values(dossier, act, said), at=at,
    )  # fmt: skip


def tell_recounted(rows: Sequence[Recounted], calendar: str, at: datetime) -> None:
    """Have the applicants told of the new dates that a calendar gave, in its transaction."""
    desks = {desk: organisation.desk_by_id(desk).code for desk in {row.desk_id for row in rows}}
    told: list[tuple[str, str, Mapping[str, Value]]] = [
        (
            subject_of(row.code),
            to_applicant(row.code),
            {"agency": desks[row.desk_id], "due_at": row.due_at},
        )
        for row in rows
        if row.due_at is not None
    ]
    exchange.tell_each(template=TOLD[Act.RECOUNT], cause=f"calendar-{calendar}", told=told, at=at)


def _is_face_to_face(dossier: Dossier, act: Act, detail: Mapping[str, DetailValue]) -> bool:
    """Whether the applicant stands at the counter, or a receipt of the dossier follows at once."""
    if act is Act.COLLECT_FEE:
        return detail.get("means") == Means.CASH
    if act is Act.SUBMIT and dossier.channel == Channel.POSTAL:
        return not detail.get("fee_vnd")
    return act in {Act.SUBMIT, Act.CORRECT_FEE} and dossier.channel == Channel.DIRECT


def _is_of_officers(act: Act, detail: Mapping[str, DetailValue]) -> bool:
    """Whether a limit was counted anew that somebody else than the applicant has to keep."""
    return act is Act.RECOUNT_LIMIT and detail.get("of") != LimitKind.WINDOW


def _due_next(dossier: Dossier, act: Act, detail: Mapping[str, DetailValue]) -> int:
    """Return what must be paid before the act that comes next, in whole đồng."""
    if act is Act.SUBMIT and not detail.get("fee_vnd"):
        return 0
    if act not in OWING or dossier.outcome == Outcome.REFUSED:
        return 0
    return payments.due_before(dossier.subject, OWING[act][1])


def _new_date_of(dossier: Dossier, act: Act) -> datetime | None:
    """Return the new date of a signed apology; at intake there is none, and nothing is asked."""
    if act in {Act.SUBMIT, Act.RECEIVE}:
        return None
    return lateness.new_dates_of([dossier.pk]).get(dossier.pk)


def _values(dossier: Dossier, act: Act, detail: Mapping[str, DetailValue]) -> dict[str, Value]:
    """Return what the texts may say: the agency's code, dates, numbers."""
    said: dict[str, Value] = {"agency": dossier.receiving_agency_id}
    if dossier.due_at:
        said["due_at"] = lateness_rules.promised_at(dossier.due_at, _new_date_of(dossier, act))
    if isinstance(put_off := detail.get("new_due_at"), str):
        said["due_at"] = datetime.fromisoformat(put_off)
    components, amount = detail.get("components"), detail.get("amount_vnd")
    if act is Act.CORRECT_FEE:
        amount = detail["fee_vnd"]
    if act is Act.RECOUNT_LIMIT:
        said["answer_by"] = datetime.fromisoformat(str(detail["until"]))
    if isinstance(components, list):
        said["papers"] = len(components)
    if isinstance(amount, int):
        said["amount_vnd"] = amount
    return said
