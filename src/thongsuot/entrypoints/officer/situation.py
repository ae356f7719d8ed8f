"""What decides which acts are open to a visitor: the dossier's standing and his powers."""

from dataclasses import dataclass, field
from datetime import datetime

from thongsuot.domains.custody.terms import DisputeTerms, OfferTerms, OpinionTerms, Span
from thongsuot.domains.dossiers.lateness.terms import ExtensionView
from thongsuot.domains.dossiers.queries.asked import SupplementView
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.dossiers.terms.supplements import SupplementPolicy
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation.terms import Role
from thongsuot.domains.payments.queries import Standing
from thongsuot.kernel.errors import Refused


@dataclass(frozen=True, slots=True)
class Powers:
    """What the visitor may do at all that day: roles for the own agency."""

    by: Actor
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True)
class Situation:
    """What decides which acts are open; ``competent`` is the visitor's agency for the procedure."""

    code: str
    state: NationalState
    holder: Span | None
    offer: OfferTerms | None
    receiving_agency: str
    competent: bool
    powers: Powers
    policy: SupplementPolicy
    supplements: int = 0
    guidances: int = 0
    """How often the desk said what is missing before it received anything."""
    window_ended_at: datetime | None = None
    """When it was put on record that whoever was guided so let his time for answering pass."""
    drafted_by: int | None = None
    signed_at: datetime | None = None
    issued_at: datetime | None = None
    dispute: DisputeTerms | None = None
    opinion: OpinionTerms | None = None
    """What the visitor's post is asked about it."""
    questions: int = 0
    """How many questions to other agencies wait."""
    money: Standing = field(default_factory=Standing)
    """What was assessed, paid and receipted."""
    approves: bool = False
    """The visitor may decide over a refund that is proposed."""
    decides: bool = False
    """The visitor may decide the dispute that is open."""
    asked: SupplementView | None = None
    """The open request for papers, where the page has read it."""
    answers_objection: bool = False
    """The visitor is to answer the citizen who disagrees with the request that is open."""
    extension: ExtensionView | None = None
    apologises: bool = False
    """The visitor may sign apology and request: head of the competent agency, or in his stead."""
    request_drafted_by: int | None = None
    """Who drafted the request for papers that waits for its signature."""
    signer: Refused | None = None
    """Why the dossier's process does not let the visitor sign."""

    @property
    def is_held_by_visitor(self) -> bool:
        """Whether the visitor is the holder."""
        return bool(self.holder and self.holder.holder.officer_id in self.powers.by.persons)

    @property
    def drafts(self) -> dict[DraftKind, int]:
        """What waits for a signature, each with who wrote it."""
        found: dict[DraftKind, int] = {}
        if self.request_drafted_by is not None:
            found[DraftKind.REQUEST] = self.request_drafted_by
        apology = self.extension
        if apology is not None and apology.signed_at is None and apology.drafted_by_id is not None:
            found[DraftKind.APOLOGY] = apology.drafted_by_id
        if self.drafted_by is not None and self.signed_at is None:
            found[DraftKind.DECISION] = self.drafted_by
        return found

    @property
    def to_take_back(self) -> list[DraftKind]:
        """What the visitor wrote, or handles now, and may take back before it is signed."""
        handles = Role.HANDLE in self.powers.roles
        persons = self.powers.by.persons
        return [
            draft
            for draft, by in self.drafts.items()
            if (handles and (self.is_held_by_visitor or by in persons))
            or (by in persons and draft is DraftKind.APOLOGY and self.apologises)
        ]

    @property
    def to_send_back(self) -> list[DraftKind]:
        """What another wrote and the visitor would sign."""
        signs = self.competent and Role.SIGN in self.powers.roles
        decides = signs and self.is_held_by_visitor
        persons = self.powers.by.persons
        return [
            draft
            for draft, by in self.drafts.items()
            if by not in persons and (decides if draft is DraftKind.DECISION else self.apologises)
        ]
