"""One dossier, as a visitor may see it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol
from uuid import UUID

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import DisputeTerms, OfferTerms, OpinionTerms, Span
from thongsuot.domains.deadlines.terms import Unit, Wait, WaitedIn
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import FiledPaper
from thongsuot.domains.dossiers import policy
from thongsuot.domains.dossiers.lateness import rules as lateness_rules
from thongsuot.domains.dossiers.lateness.queries import extension_of
from thongsuot.domains.dossiers.lateness.terms import ExtensionView
from thongsuot.domains.dossiers.models import Decision, Dossier
from thongsuot.domains.dossiers.queries.applicants import applicant_of
from thongsuot.domains.dossiers.queries.asked import (
    SupplementDraftView,
    SupplementView,
    supplement_draft,
    supplements,
)
from thongsuot.domains.dossiers.queries.turned import EVER_TURNED, turned_of_rows
from thongsuot.domains.dossiers.terms import (
    DossierUnknown,
    NationalState,
    Pause,
    PauseCause,
    PaymentNotice,
)
from thongsuot.domains.dossiers.terms.drafts import DraftKind, Turned
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.people import rules as people_rules
from thongsuot.domains.people.terms import MaskedIdentity
from thongsuot.kernel.clock import local_date


@dataclass(frozen=True, slots=True)
class DueView:
    """One due date that was promised, and why it was computed."""

    due_at: datetime
    due_on: date
    reason: str
    quantity: int
    unit: str
    counted_from: datetime
    set_at: datetime
    calendar_version: str
    rule_version: str
    hours_of: str
    wait: Wait | None = None
    """What was waited while the clock stood; it was not kept when office minutes moved it."""
    waiting_rule: str = ""

    @property
    def by_hour(self) -> bool:
        """Whether it ends at its hour; a limit in days lasts as long as its last day."""
        return self.unit == Unit.WORKING_HOUR


@dataclass(frozen=True, slots=True)
class ObligationView:
    """One financial obligation: what the notice says, and whether it is met."""

    notice: PaymentNotice
    paper: UUID
    requested_at: datetime
    met_at: datetime | None
    receipt: str


@dataclass(frozen=True, slots=True)
class Way:
    """Which version of a process a dossier follows, and the step where it is."""

    version_id: int
    step: str


@dataclass(frozen=True, slots=True)
class DossierView:
    """Everything a page of one dossier shows; personal data masked."""

    code: str
    subject: str
    state: NationalState
    procedure_code: str
    procedure_name: str
    plain_name: str
    version_number: int
    cited: tuple[str, ...]
    way: Way | None
    channel: str
    applicant_id: str
    applicant: MaskedIdentity
    receiving_agency: str
    receiving_agency_code: str
    receiving_area_id: int
    receiving_phone: str
    receiving_address: str
    competent_agency: str
    competent_agency_code: str
    submitted_at: datetime
    received_at: datetime | None
    decided_at: datetime | None
    ended_at: datetime | None
    outcome: str
    due_dates: list[DueView]
    holder: Span | None
    spans: list[Span]
    offers: list[OfferTerms]
    open_offer: OfferTerms | None
    disputes: list[DisputeTerms]
    opinions: list[OpinionTerms]
    supplements: list[SupplementView]
    obligations: list[ObligationView]
    extension: ExtensionView | None
    supplement_draft: SupplementDraftView | None
    decision: Decision | None
    papers: list[FiledPaper]
    head_hash: str
    sent_anew_at: datetime | None = None
    turned: tuple[Turned, ...] = ()
    """Drafts that were taken or sent back and not written anew since."""

    def turned_of(self, draft: DraftKind) -> Turned | None:
        """Return how a draft was taken or sent back, None for one that waits."""
        return next((turned for turned in self.turned if turned.draft is draft), None)

    @property
    def sent_at(self) -> datetime:
        """When what the desk has to answer was sent: at first, or what it had asked for."""
        return self.sent_anew_at or self.submitted_at

    @property
    def requests(self) -> list[SupplementView]:
        """The requests after receipt; what the desk said before it counts for itself.

        One that an objection overturned counts for nothing.
        """
        stands = (asked for asked in self.supplements if asked.overturned_at is None)
        return [asked for asked in stands if not asked.before_receipt]

    @property
    def guidances(self) -> list[SupplementView]:
        """What the desk said to be missing before receipt, but for what was overturned."""
        stands = (asked for asked in self.supplements if asked.overturned_at is None)
        return [asked for asked in stands if asked.before_receipt]

    @property
    def guided(self) -> SupplementView | None:
        """What the desk asked for before it receives anything, and still waits for."""
        asked = self.open_supplement
        return asked if asked and asked.before_receipt else None

    @property
    def due(self) -> DueView | None:
        """The due date in force: the newest computation."""
        return self.due_dates[-1] if self.due_dates else None

    @property
    def promised_at(self) -> datetime | None:
        """What the citizen waits for now; nothing before the receipt."""
        if self.due is None:
            return None
        anew = self.extension
        signed = anew.new_due_at if anew and anew.signed_at else None
        return lateness_rules.promised_at(self.due.due_at, signed)

    @property
    def dispute(self) -> DisputeTerms | None:
        """The newest question to a superior, unless it lapsed: open, or decided and binding."""
        last = self.disputes[-1] if self.disputes else None
        return None if last is None or last.lapsed_at else last

    @property
    def open_supplement(self) -> SupplementView | None:
        """The request that waits for the citizen, if one does; none does once it has ended."""
        waiting = (asked for asked in self.supplements if asked.answered_at is None)
        return None if self.ended_at else next(waiting, None)

    @property
    def open_obligation(self) -> ObligationView | None:
        """The payment that is waited for, if one is; none is once it has ended."""
        waiting = (owed for owed in self.obligations if owed.met_at is None)
        return None if self.ended_at else next(waiting, None)

    @property
    def pauses(self) -> list[Pause]:
        """When the clock stood and why, oldest first; the end of the dossier ends each."""
        supplements, owed, end = self.requests, self.obligations, self.ended_at
        waits = [
            *(Pause(s.asked_at, s.answered_at or end, PauseCause.SUPPLEMENT) for s in supplements),
            *(Pause(o.requested_at, o.met_at or end, PauseCause.OBLIGATION) for o in owed),
        ]
        return sorted(waits, key=lambda pause: pause.started_at)

    @property
    def open_pause(self) -> Pause | None:
        """The stretch in which the clock stands now, if it does."""
        return next((pause for pause in self.pauses if pause.ended_at is None), None)


def get_dossier(code: str, *, by: Actor, at: datetime) -> Dossier:
    """Return the row, for a visitor who may see it.  Raises: DossierUnknown."""
    found = (
        Dossier.objects.select_related(
            "version__procedure",
            "receiving_agency",
            "competent_agency",
            "extension__drafted_by",
            "extension__signed_by",
            "supplement_draft__drafted_by",
        )
        .annotate(was_turned=EVER_TURNED)
        .filter(code=code)
        .first()
    )
    if found is None:
        raise DossierUnknown("no dossier has this code")
    policy.check_may_see(found, by, local_date(at))
    return found


class DossierState(Protocol):
    """What other systems poll of a dossier: codes and instants, nobody's name."""

    code: str
    procedure_code: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    decided_at: datetime | None
    returned_at: datetime | None
    returned_to: str

    @property
    def subject(self) -> str:
        """The name under which record and custody know the dossier."""

    @property
    def national_state(self) -> int:
        """One to ten."""


_POLLED = [
    field.attname
    for field in Dossier._meta.local_concrete_fields
    if field.attname in {*DossierState.__annotations__, "id", "national_state"}
]
_STATE = rows.Question(
    lambda code: Dossier.objects.filter(code=code).values_list(
        "receiving_agency__code", "competent_agency__code", *_POLLED
    ),
    code="code",
)


def state_of(code: str, *, by: Actor, at: datetime) -> DossierState:
    """Return a dossier without its people and papers.  Raises: DossierUnknown."""
    found = _STATE.first(code=code)
    if found is None:
        raise DossierUnknown("no dossier has this code")
    receiving, competent, *columns = found
    dossier = rows.loaded(Dossier, _POLLED, columns)
    policy.check_eyes(code, at_the_door={receiving, competent}, by=by, on=local_date(at))
    return dossier


def pin_of(code: str, *, by: Actor) -> str:
    """Return the PIN for the applicant's own confirmation page.  Raises: DossierUnknown."""
    dossier = Dossier.objects.filter(code=code).first()
    if dossier is None:
        raise DossierUnknown("no dossier has this code")
    policy.check_citizen(dossier, by)
    return dossier.pin


def view_for(code: str, *, by: Actor, at: datetime) -> DossierView:
    """Return all that a page of this dossier shows.  Raises: DossierUnknown."""
    row = get_dossier(code, by=by, at=at)
    spans, offers = custodies.spans_of(row.subject), custodies.offers_of(row.subject)
    return DossierView(
        code=row.code, subject=row.subject, state=NationalState(row.national_state),
        way=_way(row), procedure_code=row.procedure_code,
        procedure_name=row.version.name,
        plain_name=row.version.plain_name or row.version.name,
        version_number=row.version.number,
        cited=tuple(row.version.content.get("legal_bases") or ()),
        channel=row.channel,
        applicant_id=str(row.applicant_id),
        applicant=people_rules.mask(applicant_of(row)),
        receiving_agency=row.receiving_agency.name,
        receiving_agency_code=row.receiving_agency.code,
        receiving_area_id=row.receiving_agency.area_id,
        receiving_phone=row.receiving_agency.phone, receiving_address=row.receiving_agency.address,
        competent_agency=row.competent_agency.name if row.competent_agency else "",
        competent_agency_code=row.competent_agency_code,
        submitted_at=row.submitted_at, received_at=row.received_at, decided_at=row.decided_at,
        ended_at=row.returned_at or row.refused_at or row.withdrawn_at or row.stopped_at,
        outcome=row.outcome,
        due_dates=_due_dates(row),
        holder=next((span for span in spans if span.ended_at is None), None),
        spans=spans,
        offers=offers,
        open_offer=next((offer for offer in offers if not offer.answer), None),
        disputes=custodies.disputes_of(row.subject, local_date(at)),
        opinions=custodies.opinions_of(row.subject),
        supplements=supplements(row, at),
        obligations=_obligations(row),
        extension=extension_of(row), supplement_draft=supplement_draft(row),
        decision=_decision(row),
        papers=documents.attachments_of(row.subject),
        head_hash=record.head_hash(row.subject),
        sent_anew_at=row.sent_anew_at, turned=turned_of_rows([row]).get(row.pk, ()),
    )  # fmt: skip


def _way(row: Dossier) -> Way | None:
    bound = row.process_version_id
    return Way(bound, row.process_step) if bound else None


def _decision(row: Dossier) -> Decision | None:
    named = Decision.objects.select_related("drafted_by", "signed_by", "issued_by")
    return named.filter(dossier=row).first()


def _due_dates(row: Dossier) -> list[DueView]:
    return [
        DueView(
            d.due_at, d.due_on, d.reason, d.quantity, d.unit, d.counted_from, d.set_at,
            d.calendar_version, d.rule_version, d.hours_of,
            None if d.waited is None else Wait(d.waited, WaitedIn(d.waited_in)), d.waiting_rule,
        )
        for d in row.due_dates.order_by("id")
    ]  # fmt: skip


def _obligations(row: Dossier) -> list[ObligationView]:
    return [
        ObligationView(
            notice=owed.notice(), paper=owed.paper, requested_at=owed.requested_at,
            met_at=owed.met_at, receipt=owed.receipt,
        )
        for owed in row.obligations.order_by("requested_at")
    ]  # fmt: skip
