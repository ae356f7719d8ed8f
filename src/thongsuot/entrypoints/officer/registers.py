"""The register of a desk in words: on the page, as CSV, on paper."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from thongsuot.domains.documents.sheets import RegisterPaper, RegisterRow
from thongsuot.domains.documents.terms import ClosedRegister, Letterhead, Signatory, Trace
from thongsuot.domains.dossiers.queries.register import RegisterEntry
from thongsuot.domains.organisation import queries as organisation
from thongsuot.entrypoints.officer.words import RECIPIENTS
from thongsuot.entrypoints.shared.evidence import LOG_PAGE
from thongsuot.entrypoints.shared.sentences import state_name
from thongsuot.kernel import formats
from thongsuot.kernel.clock import local_date

CSV_HEAD: Final = (
    "number", "dossier", "procedure", "applicant", "settled_by", "received_at", "due_at",
    "returned_at", "returned_to", "state",
)  # fmt: skip


XLSX_WIDTHS: Final = (8, 26, 50, 24, 32, 18, 18, 18, 20, 22)


def xlsx_head() -> tuple[str, ...]:
    """Return the heads of the columns as the form names them."""
    return (
        _("Số thứ tự"), _("Mã hồ sơ"), _("Tên thủ tục hành chính"), _("Người nộp"),
        _("Cơ quan giải quyết"), _("Nhận hồ sơ"), _("Hẹn trả kết quả"), _("Trả kết quả"),
        _("Cách nhận kết quả"), _("Ghi chú"),
    )  # fmt: skip


def xlsx_row(one: RegisterEntry) -> tuple[str | int | None, ...]:
    """Return one line for people: as it is printed."""
    row = rows_of([one])[0]
    return (
        row.number, row.code, row.procedure, row.applicant, row.settler, row.received, row.due,
        row.returned, row.how, row.note,
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
    head: Letterhead, year: int, entries: Sequence[RegisterEntry], closed: ClosedRegister | None
) -> RegisterPaper:
    """Return a part of the register as paper; ``closed`` only with its last part."""
    return RegisterPaper(
        letterhead=head,
        year=year,
        span=_("số {first} đến {last}").format(first=entries[0].number, last=entries[-1].number)
        if entries
        else "",
        rows=rows_of(entries),
        closing=closing_line(closed) if closed else "",
        signatory=_signatory(closed) if closed else None,
        check_url=f"{settings.PUBLIC_URL}{LOG_PAGE}",
        record=Trace(hash=closed.hash, line=closed.line) if closed else None,
    )


def _signatory(closed: ClosedRegister) -> Signatory | None:
    """Return who closed it, under the post he did it from; none where the system did."""
    if closed.closed_by is None or closed.closed_on_post is None:
        return None
    post = organisation.posts_by_id([closed.closed_on_post])[closed.closed_on_post]
    officer = organisation.get_officer(closed.closed_by)
    return Signatory(title=post.title, name=officer.full_name)


def closing_line(closed: ClosedRegister) -> str:
    """Return what is written under the last line of a closed register."""
    return _("Khóa sổ năm {year} ở số thứ tự {last}, lúc {when}. Không ghi thêm dòng nào.").format(
        year=closed.year, last=closed.last, when=formats.moment(closed.closed_at)
    )


def _moment(at: datetime | None) -> str:
    return f"{formats.time(at)} {formats.date(local_date(at))}" if at else ""
