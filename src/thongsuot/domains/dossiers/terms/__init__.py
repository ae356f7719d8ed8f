"""Words of a dossier's life: states, acts, steps, refusals."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum, StrEnum

from thongsuot.kernel.errors import Refused

DRAFT_KEPT = timedelta(days=30)
"""How long a draft can be gone on with, counted from its last saving."""
REGISTER = "TNHS"
"""The book in which a desk enters what it receives: sổ theo dõi hồ sơ."""


class NationalState(IntEnum):
    """The ten states the national portal knows; derived from what happened, never written."""

    REGISTERED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    PROCESSING = 4
    SUPPLEMENT_REQUESTED = 5
    OBLIGATION_REQUESTED = 6
    WITHDRAWN = 7
    STOPPED = 8
    RESOLVED = 9
    RETURNED = 10


FINAL = frozenset(
    {
        NationalState.NOT_RECEIVED,
        NationalState.WITHDRAWN,
        NationalState.STOPPED,
        NationalState.RETURNED,
    }
)


class Act(StrEnum):
    """What may happen to a dossier; the names the record keeps."""

    SUBMIT = "submitted"
    RECEIVE = "received"
    REFUSE = "refused"
    FORWARD = "forwarded"
    GUIDE = "submission_guided"
    COMPLETE = "submission_completed"
    OFFER = "handover_offered"
    ACCEPT = "handover_accepted"
    ACCEPT_SILENTLY = "handover_accepted_by_silence"
    SEND_BACK = "handover_returned"
    RECALL = "handover_recalled"
    DECIDE = "dispute_decided"
    PASS_ON = "dispute_passed_on"  # noqa: S105 - an act, no password
    ASK = "opinion_asked"
    OPINE = "opinion_given"
    RECALL_OPINION = "opinion_recalled"
    OPINION_UNANSWERED = "opinion_unanswered"
    DRAFT_SUPPLEMENT = "supplement_drafted"
    REQUEST_SUPPLEMENT = "supplement_requested"
    TAKE_BACK_DRAFT = "draft_taken_back"
    SEND_BACK_DRAFT = "draft_sent_back"
    SUPPLY = "supplement_received"
    END_WINDOW = "supplement_window_ended"
    OBJECT = "supplement_objected"
    UPHOLD_OBJECTION = "objection_upheld"
    REJECT_OBJECTION = "objection_rejected"
    REQUEST_PAYMENT = "payment_requested"
    CONFIRM_PAYMENT = "payment_confirmed"
    PROPOSE_EXTENSION = "extension_proposed"
    SIGN_EXTENSION = "extension_signed"
    ESCALATE = "escalated"
    ANSWER_LATE = "answer_escalated"
    CORRECT_FEE = "fee_corrected"
    COLLECT_FEE = "fee_collected"
    PAY_FEE = "fee_paid"
    MISMATCH = "payment_mismatched"
    CLAIM_TRANSFER = "transfer_claimed"
    ANSWER_CLAIM = "transfer_not_found"
    PROPOSE_REFUND = "refund_proposed"
    DECLINE_REFUND = "refund_declined"
    REFUND = "payment_refunded"
    REPLACE_RECEIPT = "receipt_replaced"
    DRAFT = "decision_drafted"
    SIGN = "decision_signed"
    ISSUE = "decision_issued"
    RETURN_RESULT = "result_returned"
    WITHDRAW = "withdrawn"
    STOP = "stopped"
    SUCCEED = "agency_succeeded"
    RECOUNT = "due_date_recounted"
    RECOUNT_LIMIT = "limit_recounted"
    CHANGE_PROCESS = "process_changed"
    TIME_PASSED = "process_time_passed"


class Part(StrEnum):
    """What an agency is to a dossier."""

    DESK = "desk"
    SETTLER = "settler"


class Step(StrEnum):
    """What the holder is to do with the dossier."""

    INTAKE = "intake"
    VERIFY = "verify"
    SIGN = "sign"
    RETURN = "return-result"


class Outcome(StrEnum):
    """What was decided; both are state 9, each with its document."""

    GRANTED = "granted"
    REFUSED = "refused"


class Channel(StrEnum):
    """How the dossier came."""

    ONLINE = "online"
    DIRECT = "direct"
    POSTAL = "postal"


class DueReason(StrEnum):
    """Why a due date was computed; the only reasons there are."""

    RECEIPT = "receipt"
    SUPPLEMENT = "supplement"
    PAUSE = "pause"
    CALENDAR = "calendar"


class PauseCause(StrEnum):
    """What the citizen is waited for while the clock stands."""

    SUPPLEMENT = "supplement"
    OBLIGATION = "obligation"


@dataclass(frozen=True, slots=True)
class Pause:
    """One stretch in which the clock stood, waiting for the citizen; open without an end."""

    started_at: datetime
    ended_at: datetime | None
    cause: PauseCause


class PayeeSide(StrEnum):
    """Who set a financial obligation."""

    AGENCY = "agency"
    TAX_OFFICE = "tax-office"


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """What a notice of a financial obligation says.

    Units:   ``amount_vnd`` in whole đồng, 1 or more.
    """

    issuer: PayeeSide
    number: str
    issued_on: date
    amount_vnd: int
    legal_basis: str


class HandedTo(StrEnum):
    """Who took the result."""

    APPLICANT = "applicant"
    REPRESENTATIVE = "representative"
    ELECTRONIC = "electronic"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Milestones:
    """What has happened to a dossier, as instants; everything else follows from them."""

    received_at: datetime | None = None
    refused_at: datetime | None = None
    processing_at: datetime | None = None
    supplement_since: datetime | None = None
    obligation_since: datetime | None = None
    decided_at: datetime | None = None
    returned_at: datetime | None = None
    withdrawn_at: datetime | None = None
    stopped_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SpokenFor:
    """What every paper of a dossier says alike: to whom, where to look it up, whom to call."""

    applicant: str
    track_url: str
    hotline: str


@dataclass(frozen=True, slots=True)
class MissingPaper:
    """One paper asked for: the component's code, and what is missing or wrong, in words."""

    component: str
    name: str
    problem: str


class DossierError(Refused):
    """A dossier refuses.

    DossierError
    ├── DossierUnknown           no such dossier, or not for this visitor's eyes
    ├── DraftUnknown             no such draft, or not this visitor's
    ├── DraftSent                the draft has become a dossier
    ├── ActNotAllowed            the act is out of its order in the dossier's state
    ├── AnswersIncomplete        a required answer or paper is missing
    ├── NotCompetent             the agency is not competent that day for that procedure
    ├── SentToAnotherDesk        the dossier waits at another desk than the visitor's
    ├── ForwardedAlready         the desk it is to go to has sent it on already
    ├── ReasonMissing            a refusal, stop or unusual hand-over without its reason
    ├── SupplementExhausted      papers were asked for as often as the law allows
    ├── NoticeIncomplete         a financial obligation without number, day, amount or basis
    ├── SupplementTooLate        later than the law's days after receipt, without a special law
    ├── WindowOpen               the citizen's time for sending papers is not over
    ├── NoDraftDecision          nothing was drafted that could be signed
    ├── OwnDraft                 the drafter signs his own draft
    ├── NotSigned                an unsigned text was about to be issued
    ├── DecisionExists           too late to withdraw, stop, verify or ask for papers
    ├── RecipientMissing         a result handed out to nobody
    ├── …                        of the one extension: ``lateness.terms``
    ├── PinNeeded                the end of a telephone number opens no act and no paper
    └── TooManyAttempts          the secret was guessed wrong too often
    """

    code = "dossier-refused"


class DossierUnknown(DossierError):
    """No such dossier for this visitor."""

    code = "dossier-unknown"


class DraftUnknown(DossierError):
    """No such draft for this visitor."""

    code = "draft-unknown"


class DraftSent(DossierError):
    """The draft has become a dossier; nothing is added to it any more."""

    code = "draft-sent"


class ActNotAllowed(DossierError):
    """The act is out of its order."""

    code = "act-not-allowed"


class AnswersIncomplete(DossierError):
    """Something required is missing."""

    code = "answers-incomplete"


class NotCompetent(DossierError):
    """The agency is not competent."""

    code = "not-competent"


class SentToAnotherDesk(DossierError):
    """The dossier waits at another desk.  Facts: agency, the visitor's."""

    code = "sent-to-another-desk"


class ForwardedAlready(DossierError):
    """The desk it is to go to has sent it on already; it never goes to and fro.  Facts: agency."""

    code = "forwarded-already"


class ReasonMissing(DossierError):
    """The act needs a reason in words."""

    code = "reason-missing"


class SupplementExhausted(DossierError):
    """No further supplement may be asked for."""

    code = "supplement-exhausted"


class NoRequestDrafted(DossierError):
    """There is no request for papers to sign."""

    code = "no-request-drafted"


class NoticeIncomplete(DossierError):
    """A financial obligation names its notice, its amount and its legal basis.  Facts: field."""

    code = "notice-incomplete"


class SupplementTooLate(DossierError):
    """The days for asking are over."""

    code = "supplement-too-late"


class WindowOpen(DossierError):
    """The citizen's time for sending papers is not over."""

    code = "window-open"


class NoDraftDecision(DossierError):
    """There is no draft to sign."""

    code = "no-draft-decision"


class OwnDraft(DossierError):
    """Nobody signs his own draft."""

    code = "own-draft"


class NotSigned(DossierError):
    """Nothing unsigned leaves the house."""

    code = "not-signed"


class DecisionExists(DossierError):
    """A decision exists."""

    code = "decision-exists"


class RecipientMissing(DossierError):
    """A result is handed to somebody, a representative by name, the post by its number."""

    code = "recipient-missing"


class DraftChanged(DossierError):
    """The text to sign is no longer the one that the signer was shown."""

    code = "draft-changed"


class TextNotShown(DossierError):
    """A signature says which text the signer was shown."""

    code = "text-not-shown"


class PurposeNeeded(DossierError):
    """Who has no work on the dossier says what a paper of it is read for."""

    code = "purpose-needed"


class PinNeeded(DossierError):
    """The weak secret lets one follow the dossier, not act on it."""

    code = "pin-needed"


class TooManyAttempts(DossierError):
    """Wait before the next guess."""

    code = "too-many-attempts"
