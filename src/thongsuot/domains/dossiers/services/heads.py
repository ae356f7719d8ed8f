"""Who writes a paper, its number, where the record holds it: as NĐ 30/2020 wants them named.

Source:  NĐ 30/2020/NĐ-CP, Phụ lục I, Phần I, mục II.2, II.3, II.9.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any, Final, TypeVar

from thongsuot.domains.documents import services as documents
from thongsuot.domains.documents.terms import (
    Kind,
    Letterhead,
    Notice,
    RefusalToReceivePaper,
    StopNoticePaper,
    SupplementRequestPaper,
    Trace,
)
from thongsuot.domains.dossiers.terms import Act
from thongsuot.domains.dossiers.wording import paper_words
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.terms import Act as Recorded
from thongsuot.domains.organisation.terms import AgencyKind
from thongsuot.kernel.clock import local_date

P = TypeVar("P", bound=Notice)
BOOKS: Final = {
    Kind.SUPPLEMENT_REQUEST: "PBS",
    Kind.REFUSAL_TO_RECEIVE: "PTC",
    Kind.STOP_NOTICE: "TB",
}
"""Registers of papers that leave the house; the abbreviations are ours, a head may set his."""
_ALONE: Final = frozenset(
    {
        AgencyKind.PROVINCE_COMMITTEE,
        AgencyKind.DISTRICT_COMMITTEE,
        AgencyKind.COMMUNE_COMMITTEE,
        AgencyKind.MINISTRY,
    }
)


def head_of(agency: Any, number: str = "") -> Letterhead:
    """Return who writes: a committee or ministry alone, any other under the agency above it.

    ``agency`` is a row of the organisation room.
    """
    above = None if agency.kind in _ALONE else agency.parent
    return Letterhead(
        agency=agency.name,
        superior=above.name.replace(*paper_words().committee) if above else "",
        place=agency.area.name,
        number=number,
        agency_code=agency.code,
    )


def numbered(number: int, book: str) -> str:
    """Return a number as papers bear it: at least two digits, then the book."""
    return f"{number:02d}/{book}"


def trace_of(entry: Recorded) -> Trace:
    """Return where the record holds an act."""
    return Trace(hash=entry.hash, line=entry.seq)


def newest_trace(subject: str) -> Trace | None:
    """Return where the record stands now: what is signed next names the entry before it."""
    entries = record.acts_of(subject)
    return trace_of(entries[-1]) if entries else None


def trace_of_first(subject: str, act: str) -> Trace | None:
    """Return where the record holds the first such act of a subject."""
    return next((trace_of(one) for one in record.acts_of(subject) if one.act == act), None)


def trace_of_receipt(subject: str, issued_at: datetime) -> Trace | None:
    """Return where the record holds the act that gave out a receipt at that instant."""
    found = (one for one in record.acts_of(subject) if one.act in _RECEIPTED)
    return next((trace_of(one) for one in found if one.at >= issued_at), None)


def with_number(paper: P, kind: Kind, at: datetime) -> P:
    """Return a notice with the next number of its agency's register; other papers as they are."""
    if not isinstance(paper, _NUMBERED) or kind not in BOOKS:
        return paper
    head, book = paper.letterhead, BOOKS[kind]
    number = documents.next_number(
        agency_code=head.agency_code, book=book, year=local_date(at).year
    )
    return replace(paper, letterhead=replace(head, number=numbered(number, book)))


_RECEIPTED: Final = frozenset(
    {Act.COLLECT_FEE, Act.PAY_FEE, Act.CONFIRM_PAYMENT, Act.REPLACE_RECEIPT, Act.REFUND}
)
_NUMBERED: Final = (
    RefusalToReceivePaper, StopNoticePaper, SupplementRequestPaper,
)  # fmt: skip
