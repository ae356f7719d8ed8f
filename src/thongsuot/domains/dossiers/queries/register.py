"""The register of what a desk received: a line a dossier, in order of its number.

Source:  TT 01/2018/TT-VPCP form 06; TT 03/2025/TT-VPCP form 07.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from thongsuot.domains.documents import policy as documents_policy
from thongsuot.domains.documents import queries as documents
from thongsuot.domains.documents.terms import RegisterLine
from thongsuot.domains.dossiers.models import Dossier, DueDateSet
from thongsuot.domains.dossiers.queries.applicants import masked_applicants
from thongsuot.domains.dossiers.rules import code_of, subject_of
from thongsuot.domains.dossiers.terms import REGISTER, NationalState
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

LINES: Final = 100
"""Lines of one page, of one printed part."""
BATCH: Final = 1_000
_UNUSED: Final = ("answers", "pin", "phone_end", "version__content", "version__source")


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """One line with its dossier; the applicant's name is masked.

    ``due_at`` is what was promised at receipt; a later promise never takes its place.
    """

    number: int
    code: str
    procedure_name: str
    applicant: str
    settler: str
    channel: str
    state: NationalState
    received_at: datetime
    due_at: datetime | None
    returned_at: datetime | None
    returned_to: str


def register_page(
    desk: str, year: int, *, by: Actor, at: datetime, after: int = 0
) -> list[RegisterEntry]:
    """Return the ``LINES`` lines behind number ``after``, in a fixed number of queries.

    Raises:  RegisterNotYours.
    """
    documents_policy.check_may_read(desk, by, local_date(at))
    return _entries(documents.register_lines(desk, REGISTER, year, after=after, most=LINES))


def whole_register(desk: str, year: int, *, by: Actor, at: datetime) -> Iterator[RegisterEntry]:
    """Yield every line of a register, read in batches.  Raises: RegisterNotYours."""
    documents_policy.check_may_read(desk, by, local_date(at))
    after = 0
    while lines := documents.register_lines(desk, REGISTER, year, after=after, most=BATCH):
        yield from _entries(lines)
        after = lines[-1].number


def _entries(lines: list[RegisterLine]) -> list[RegisterEntry]:
    codes = [code_of(line.subject) for line in lines]
    rows = Dossier.objects.filter(code__in=codes).select_related(
        "version__procedure", "competent_agency"
    )
    found = {row.subject: row for row in rows.defer(*_UNUSED)}
    names = masked_applicants(found.values())
    promised = _promised([row.pk for row in found.values()])
    return [
        RegisterEntry(
            number=line.number,
            code=row.code,
            procedure_name=row.version.plain_name or row.version.name,
            applicant=names[row.pk].full_name,
            settler=row.competent_agency.name if row.competent_agency else "",
            channel=row.channel,
            state=NationalState(row.national_state),
            received_at=row.received_at or row.submitted_at,
            due_at=promised.get(row.pk),
            returned_at=row.returned_at,
            returned_to=row.returned_to,
        )
        for line in lines
        for row in [found[subject_of(code_of(line.subject))]]
    ]


def _promised(ids: list[int]) -> dict[int, datetime]:
    """Return what was promised at first, by dossier."""
    rows = DueDateSet.objects.filter(dossier__in=ids).order_by("dossier_id", "id")
    first = rows.distinct("dossier_id").values_list("dossier_id", "due_at")
    return dict(first)
