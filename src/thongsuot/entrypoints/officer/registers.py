"""The register of a desk in words: on the page, as CSV, on paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from thongsuot.domains.documents.sheets import RegisterPaper, RegisterRow
from thongsuot.domains.documents.terms import ClosedRegister, Letterhead
from thongsuot.domains.dossiers.queries.register import RegisterEntry
from thongsuot.entrypoints.officer.words import RECIPIENTS
from thongsuot.entrypoints.shared.sentences import state_name
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

CSV_HEAD: Final = (
    "number", "dossier", "procedure", "applicant", "settled_by", "received_at", "due_at",
    "returned_at", "returned_to", "state",
)  # fmt: skip


def rows_of(entries: Sequence[RegisterEntry]) -> tuple[RegisterRow, ...]:
    """Return the lines as they are printed."""
    return tuple(
        RegisterRow(
            number=one.number,
            code=one.code,
            procedure=one.procedure_name,
            applicant=one.applicant,
            settler=one.settler,
            received=_moment(one.received_at),
            due=_moment(one.due_at),
            returned=_moment(one.returned_at),
            how=str(RECIPIENTS.get(one.returned_to, "")),
            note=state_name(one.state),
        )
        for one in entries
    )


def csv_row(one: RegisterEntry) -> tuple[str | int | None, ...]:
    """Return one line for programs: instants as ISO 8601."""
    instants = [at.isoformat() if at else "" for at in (one.received_at, one.due_at)]
    returned = one.returned_at.isoformat() if one.returned_at else ""
    return (
        one.number, one.code, one.procedure_name, one.applicant, one.settler, *instants, returned,
        one.returned_to, int(one.state),
    )  # fmt: skip


def paper_of(
    head: Letterhead, year: int, entries: Sequence[RegisterEntry], closed: ClosedRegister | None,
    is_last: bool,
) -> RegisterPaper:  # fmt: skip
    """Return a part of the register as paper; its last part bears the closing line."""
    return RegisterPaper(
        letterhead=head,
        year=year,
        span=_("số {first} đến {last}").format(first=entries[0].number, last=entries[-1].number)
        if entries
        else "",
        rows=rows_of(entries),
        closing=closing_line(closed) if closed and is_last else "",
    )


def closing_line(closed: ClosedRegister) -> str:
    """Return what is written under the last line of a closed register."""
    return _("Khóa sổ năm {year} ở số thứ tự {last}, lúc {when}. Không ghi thêm dòng nào.").format(
        year=closed.year, last=closed.last, when=formats.moment(closed.closed_at)
    )


def _moment(at: datetime | None) -> str:
    return f"{formats.time(at)} {formats.date(local_date(at))}" if at else ""
