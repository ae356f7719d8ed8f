"""What waits for an officer, by due time: block by block, each a list page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import DisputeTerms, OfferTerms, OpinionTerms, Span
from thongsuot.domains.deadlines.terms import Unit
from thongsuot.domains.dossiers.lateness import queries as lateness
from thongsuot.domains.dossiers.lateness.finding import RUNNING
from thongsuot.domains.dossiers.lateness.terms import ExtensionView
from thongsuot.domains.dossiers.models import (
    Decision,
    Dossier,
    DueDateSet,
    SupplementDraft,
)
from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.queries.applicants import masked_applicants
from thongsuot.domains.dossiers.queries.extending import speaks_as_head
from thongsuot.domains.dossiers.queries.inbox_places import Place, part_of
from thongsuot.domains.dossiers.queries.turned import EVER_TURNED, turned_of_rows, without_turned
from thongsuot.domains.dossiers.rules import SUBJECT_KIND, code_of
from thongsuot.domains.dossiers.terms import NationalState, Step
from thongsuot.domains.dossiers.terms.drafts import DraftKind, Turned
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation import successors, superiors
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel.clock import local_date

PAGE = 50


class Block(StrEnum):
    """The blocks of the inbox."""

    INTAKE = "cho-tiep-nhan"
    OFFERED = "cho-nhan-chuyen"
    DISPUTED = "cho-phan-dinh"
    OBJECTION = "cho-tra-loi-nguoi-nop"
    """Citizens who disagree with a request for papers, and whom one is to answer."""
    OPINION = "cho-y-kien"
    HELD = "dang-xu-ly"
    SIGN = "cho-ky-ket-qua"
    """Of what is held, the drafted decisions that one is to sign; counted in ``HELD`` too."""
    APOLOGY = "cho-ky-xin-loi"
    REQUEST = "cho-ky-bo-sung"
    PAPERS = "cho-bo-sung"
    """Of what the desk received, where the citizen is waited for with papers."""
    ISSUE = "cho-phat-hanh"
    RESULT = "cho-tra-ket-qua"


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One line of the inbox; the applicant's name is masked."""

    code: str
    procedure_code: str
    procedure_name: str
    applicant: str
    state: NationalState
    channel: str
    submitted_at: datetime
    received_at: datetime | None
    due_at: datetime | None
    due_by_hour: bool
    paused_since: datetime | None
    decided_at: datetime | None
    holder: Span | None
    offer: OfferTerms | None
    dispute: DisputeTerms | None
    objection_by: datetime | None = None
    """By when a citizen's objection is to be answered, in that block."""
    opinion: OpinionTerms | None = None
    """What the visitor's post is asked, in that block."""
    sent_anew_at: datetime | None = None
    settles: str = ""
    """Code of the agency by whose hours it is counted."""
    extension: ExtensionView | None = None
    """The apology that waits for its signature, in that block."""
    request_drafted_by: int | None = None
    """Who drafted the request for papers that waits for its signature, in that block."""
    turned: tuple[Turned, ...] = ()
    """Drafts that were taken or sent back and wait to be written anew, of what one holds."""

    @property
    def sent_at(self) -> datetime:
        """When what the desk has to answer was sent: at first, or what it had asked for."""
        return self.sent_anew_at or self.submitted_at


@dataclass(frozen=True, slots=True)
class InboxPage:
    """One page of a block: its rows, how many come before, whether more come, and its ends."""

    rows: list[InboxRow]
    before: int
    goes_on: bool
    ends: tuple[Place, Place] | None


def block_counts(*, by: Actor, at: datetime) -> dict[Block, int]:
    """Return how much waits in each block but the part that is of another; nothing is read."""
    on = local_date(at)
    held = _held(by)
    resolved = _named(held).filter(decided_at__isnull=False).count()
    signs, receives = _signs_as_head(by, on), _may(by, Role.RECEIVE, on)
    return {
        **(_count_at_the_desk(by) if receives else dict.fromkeys(_AT_THE_DESK, 0)),
        Block.OFFERED: custodies.offered_subjects(by, on, kind=SUBJECT_KIND).count(),
        Block.DISPUTED: custodies.disputed_subjects(by, on, kind=SUBJECT_KIND).count(),
        Block.OBJECTION: len(_objected(by, at)),
        Block.OPINION: custodies.asked_subjects(by, on, kind=SUBJECT_KIND).count(),
        Block.HELD: len(held) - resolved,
        **{
            block: _waiting_for_signature(block, by, on).count() if signs else 0
            for block in _TO_SIGN
        },
        Block.ISSUE: _rows_of(Block.ISSUE, by, at).count(),
        Block.RESULT: resolved,
    }


def count_in(block: Block, *, by: Actor, at: datetime) -> int:
    """Return how much waits in one block."""
    return _rows_of(block, by, at).count()


def unreceived_by_desk() -> dict[str, int]:
    """Return how much waits to be taken in at each desk, by its code, in one query."""
    waiting = Dossier.objects.filter(_UNRECEIVED).values_list("receiving_agency__code")
    return dict(waiting.annotate(Count("pk")))


def inbox(block: Block, *, by: Actor, at: datetime) -> list[InboxRow]:
    """Return the first page of a block."""
    return inbox_page(block, by=by, at=at).rows


def inbox_page(
    block: Block, *, by: Actor, at: datetime, after: Place | None = None,
    before: Place | None = None,
) -> InboxPage:  # fmt: skip
    """Return one page of a block: overdue first, then by due time, paused last.

    At most ``PAGE`` rows and a fixed number of queries, however much waits.
    """
    unit = DueDateSet.objects.filter(dossier=OuterRef("pk")).order_by("-set_at").values("unit")[:1]
    found = _rows_of(block, by, at).annotate(due_unit=Subquery(unit), was_turned=EVER_TURNED)
    beside = _READ_BESIDE.get(block, ())
    found = found.select_related("version__procedure", "competent_agency", *beside)
    part = part_of(found, PAGE, after=after, before=before)
    rows = _with_people(part.rows, block, by=by, at=at)
    return InboxPage(rows, part.before, part.goes_on, part.ends)


def _with_people(
    rows: Sequence[Dossier], block: Block, *, by: Actor, at: datetime
) -> list[InboxRow]:
    """Return the rows with whose they are, and what custody says of them."""
    names = masked_applicants(rows)
    subjects = [row.subject for row in rows]
    holders, offers = custodies.holders_of(subjects), custodies.open_offers_of(subjects)
    disputes = custodies.open_disputes_of(subjects, local_date(at))
    asked = subjects if block is Block.OPINION else ()
    opinions = custodies.opinions_asked_of(by.place, asked) if asked else {}
    turned = turned_of_rows(rows) if block is Block.HELD else {}
    return [
        InboxRow(
            code=row.code,
            procedure_code=row.procedure_code,
            procedure_name=row.version.plain_name or row.version.name,
            applicant=names[row.pk].full_name,
            state=NationalState(row.national_state),
            channel=row.channel,
            submitted_at=row.submitted_at,
            received_at=row.received_at,
            due_at=row.due_at,
            due_by_hour=getattr(row, "due_unit", None) == Unit.WORKING_HOUR,
            paused_since=row.supplement_since or row.obligation_since,
            decided_at=row.decided_at,
            holder=holders.get(row.subject),
            offer=offers.get(row.subject),
            dispute=disputes.get(row.subject),
            opinion=opinions.get(row.subject),
            objection_by=getattr(row, "objection_by", None),
            sent_anew_at=row.sent_anew_at,
            settles=row.competent_agency_code,
            extension=lateness.extension_of(row) if block is Block.APOLOGY else None,
            request_drafted_by=(
                row.supplement_draft.drafted_by_id if block is Block.REQUEST else None
            ),
            turned=turned.get(row.pk, ()),
        )
        for row in rows
    ]


def _rows_of(block: Block, by: Actor, at: datetime) -> QuerySet[Dossier]:
    on = local_date(at)
    if block in _AT_THE_DESK:
        return _at_the_desk(block, by) if _may(by, Role.RECEIVE, on) else Dossier.objects.none()
    if block is Block.ISSUE:
        if not _may(by, Role.ISSUE, on):
            return Dossier.objects.none()
        signed = Decision.objects.filter(signed_at__isnull=False, issued_at__isnull=True)
        unissued = Dossier.objects.filter(pk__in=signed.values("dossier"))
        return unissued.filter(Q(competent_agency__code=by.agency) | _left_to(by.agency, on))
    if block is Block.SIGN:
        unsigned = without_turned(Decision.objects.filter(signed_at=None), DraftKind.DECISION)
        to_sign = _named(_held(by, step=Step.SIGN)).filter(national_state__in=RUNNING)
        return to_sign.filter(pk__in=unsigned.values("dossier"))
    if block in _TO_SIGN:
        return _to_sign(block, by, on)
    if block is Block.OBJECTION:
        waits = Dossier.objects.filter(code__in=_objected(by, at))
        return waits.annotate(objection_by=objections.answer_by_of(OuterRef("pk")))
    put_to = _PUT_TO.get(block)
    if put_to is not None:
        return _named(put_to(by, on, kind=SUBJECT_KIND))
    return _named(_held(by)).filter(decided_at__isnull=block is Block.HELD)


def _objected(by: Actor, at: datetime) -> list[str]:
    """Return the codes of what waits for the visitor as the head, or in his stead."""
    if not objections.waiting().exists() or not speaks_as_head(by=by, at=at):
        return []
    return objections.codes_put_to(by, local_date(at))


_UNRECEIVED: Final = Q(national_state=NationalState.REGISTERED) | Q(
    national_state=NationalState.SUPPLEMENT_REQUESTED, received_at=None
)
"""Sent and not received: it waits for the desk, or for papers that the desk asked for first."""
_AT_THE_DESK: Final = {
    Block.INTAKE: _UNRECEIVED,
    Block.PAPERS: Q(national_state=NationalState.SUPPLEMENT_REQUESTED, received_at__isnull=False),
}
"""What a desk has to do with, whoever holds it."""


def _at_the_desk(block: Block, by: Actor) -> QuerySet[Dossier]:
    return Dossier.objects.filter(_AT_THE_DESK[block], receiving_agency__code=by.agency)


def _count_at_the_desk(by: Actor) -> dict[Block, int]:
    """Return how much each block of a desk holds, in one query."""
    states = [NationalState.REGISTERED.value, NationalState.SUPPLEMENT_REQUESTED.value]
    waiting = Dossier.objects.filter(national_state__in=states, receiving_agency__code=by.agency)
    counted = waiting.aggregate(
        **{block.name: Count("pk", filter=_AT_THE_DESK[block]) for block in _AT_THE_DESK}
    )
    return {block: counted[block.name] for block in _AT_THE_DESK}


_PUT_TO: Final[Mapping[Block, Callable[..., Iterable[str]]]] = {
    Block.OFFERED: custodies.offered_subjects,
    Block.OPINION: custodies.asked_subjects,
    Block.DISPUTED: custodies.disputed_subjects,
}
"""What custody puts to the visitor's post, by block."""


_TO_SIGN: Final = {
    Block.APOLOGY: lambda: Dossier.objects.filter(
        pk__in=without_turned(lateness.unsigned(), DraftKind.APOLOGY), national_state__in=RUNNING
    ),
    Block.REQUEST: lambda: Dossier.objects.filter(
        pk__in=without_turned(
            SupplementDraft.objects.filter(sent_at=None), DraftKind.REQUEST
        ).values("dossier"),
        national_state=NationalState.PROCESSING,
    ),
}
"""What a head signs himself, before it goes out to the citizen."""
_READ_BESIDE: Final[Mapping[Block, tuple[str, ...]]] = {
    Block.APOLOGY: ("extension__drafted_by", "extension__signed_by"),
    Block.REQUEST: ("supplement_draft",),
}
"""What is read in one question with the rows, so that a list tells what may be done."""


def _to_sign(block: Block, by: Actor, on: date) -> QuerySet[Dossier]:
    """Return what waits for the visitor's signature as the head, or in his stead."""
    if not _signs_as_head(by, on):
        return Dossier.objects.none()
    return _waiting_for_signature(block, by, on)


def _signs_as_head(by: Actor, on: date) -> bool:
    return _may(by, Role.SIGN, on) and bool(by.on_behalf_of or superiors.heads_agency(by, on))


def _waiting_for_signature(block: Block, by: Actor, on: date) -> QuerySet[Dossier]:
    drafted = _TO_SIGN[block]()
    return drafted.filter(Q(competent_agency__code=by.agency) | _left_to(by.agency, on))


def _held(by: Actor, step: Step | None = None) -> list[str]:
    """Return what the visitor holds, and what those hold in whose stead the visitor acts."""
    return [
        subject
        for officer in sorted(by.persons)
        for subject in custodies.held_subjects(officer, kind=SUBJECT_KIND, step=step)
    ]


def _may(by: Actor, role: Role, on: date) -> bool:
    behalf = by.on_behalf_of
    if behalf is not None and role.value not in behalf.acts:
        return False
    return organisation.has_role(by.powers_of or 0, by.agency, role, on)


def _left_to(agency: str, on: date) -> Q:
    """Return the condition that an agency that has ended left a dossier to this one.

    A reorganisation moves what is open; where agencies were ended without one, whoever settles
    the procedure now in the area that the other's went into goes on with it.
    """
    areas, procedures = successors.inherits(agency, on)
    ended = Q(competent_agency__valid_to__isnull=False, competent_agency__valid_to__lte=on)
    return ended & Q(competent_agency__area__in=areas, procedure_code__in=procedures)


def _named(subjects: Iterable[str]) -> QuerySet[Dossier]:
    return Dossier.objects.filter(code__in=[code_of(subject) for subject in subjects])
