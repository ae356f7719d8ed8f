"""What citizens are asked for: requests that went out, and the one that waits for its signer."""

from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.deadlines.terms.limits import NOT_KEPT, Counting
from thongsuot.domains.dossiers.models import Dossier, SupplementDraft, SupplementRequest
from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.terms import MissingPaper
from thongsuot.domains.dossiers.terms.objections import ObjectionView, WindowAfter


@dataclass(frozen=True, slots=True)
class SupplementDraftView:
    """A request for papers that its signer has not sent yet."""

    papers: list[MissingPaper]
    special_base: str
    drafted_by: str
    drafted_by_id: int
    drafted_at: datetime


@dataclass(frozen=True, slots=True)
class SupplementView:
    """One request for missing papers."""

    papers: list[MissingPaper]
    asked_at: datetime
    asked_by: str
    asked_phone: str
    answered_at: datetime | None
    answer_by: datetime | None = None
    expiry_basis: str = ""
    window_ended_at: datetime | None = None
    legal_base: str = ""
    exception: str = ""
    before_receipt: bool = False
    id: int = 0
    counting: Counting = NOT_KEPT
    objection: ObjectionView | None = None
    overturned_at: datetime | None = None
    counted_from: datetime | None = None
    """Since when the window is counted, where that is not when it was asked."""
    agency_code: str = ""
    agency_name: str = ""
    """In whose name it was asked, whichever is competent since."""
    may_be_objected_to: bool = False
    """Not once its time is over, which the worker puts on record only at its next turn."""

    @property
    def is_put_off(self) -> bool:
        """Whether the window does not end yet because an objection waits for its answer."""
        waits = self.objection
        return waits is not None and waits.is_open and waits.window is not WindowAfter.RUNS


def supplements(row: Dossier, at: datetime) -> list[SupplementView]:
    """Return the requests of a dossier, oldest first, each with the objection to it."""
    asked = SupplementRequest.objects.filter(dossier=row).select_related(
        "agency", "asked_by", "drafted_by", "objection__agency", "objection__answered_by"
    )
    return [
        SupplementView(
            papers=[MissingPaper(**paper) for paper in request.papers],
            asked_at=request.asked_at, asked_by=request.asked_by.full_name,
            asked_phone=(request.drafted_by or request.asked_by).phone
            or row.receiving_agency.phone,
            answered_at=request.answered_at, answer_by=request.answer_by,
            expiry_basis=request.expiry_basis, window_ended_at=request.window_ended_at,
            legal_base=request.legal_base, exception=request.exception,
            before_receipt=request.before_receipt, id=request.pk, counting=request.counting(),
            objection=objections.viewed(request, at), overturned_at=request.overturned_at,
            counted_from=request.window_from,
            agency_code=request.agency.code, agency_name=request.agency.name,
            may_be_objected_to=_may_be_objected_to(request, at),
        )
        for request in asked.order_by("id")
    ]  # fmt: skip


def _may_be_objected_to(request: SupplementRequest, at: datetime) -> bool:
    if request.window_ended_at or hasattr(request, "objection"):
        return False
    return request.answer_by is None or at <= request.answer_by


def supplement_draft(row: Dossier) -> SupplementDraftView | None:
    """Return the request for papers that waits for its signature."""
    drafted: SupplementDraft | None = getattr(row, "supplement_draft", None)
    if drafted is None or drafted.sent_at:
        return None
    return SupplementDraftView(
        papers=[MissingPaper(**paper) for paper in drafted.papers],
        special_base=drafted.special_base,
        drafted_by=drafted.drafted_by.full_name,
        drafted_by_id=drafted.drafted_by_id,
        drafted_at=drafted.drafted_at,
    )
