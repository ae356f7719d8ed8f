"""Registers: numbered without a gap, closed each year.

Source:  TT 01/2018/TT-VPCP Art. 10(2): pages numbered, closed each year, no gaps.
"""

from datetime import datetime
from typing import Final

from django.db import IntegrityError, transaction

from thongsuot.domains.documents import policy, queries
from thongsuot.domains.documents.models import RegisterClosing, RegisterCounter
from thongsuot.domains.documents.terms import (
    REGISTER_CLOSED,
    ClosedRegister,
    RegisterClosed,
    RegisterForm,
    YearNotOver,
)
from thongsuot.domains.ledger import rows
from thongsuot.domains.ledger import services as ledger
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.domains.ledger.terms import Actor
from thongsuot.kernel.clock import local_date

_NEXT: Final = """
    WITH counted AS (
      INSERT INTO documents_registercounter AS c (agency_code, book, year, last)
      VALUES (%s, %s, %s, 1)
      ON CONFLICT (agency_code, book, year) DO UPDATE SET last = c.last + 1
      RETURNING agency_code, book, year, last)
    INSERT INTO documents_registernumber (agency_code, book, year, number, subject)
    SELECT agency_code, book, year, last, %s FROM counted RETURNING number
"""
"""One statement: it is part of every receipt."""
_CLOSED: Final = "register_is_closed"


@bookkeeping("the act that takes the line records the number")
def next_number(*, agency_code: str, book: str, year: int, subject: str = "") -> int:
    """Take the next line of an agency's register: 1, 2, 3 … a year, without gap or reuse.

    Part of the caller's transaction: others who want a line of the same register wait until it
    ends; if it is rolled back, the number goes to the next. A named ``subject`` has one line in
    a book.

    Raises:  RegisterClosed for a year that was closed.
    """
    try:
        taken = rows.first(_NEXT, [agency_code, book, year, subject])
    except IntegrityError as error:
        if _CLOSED in str(error):
            raise RegisterClosed("the year is closed", book=book, year=year) from error
        raise
    assert taken is not None  # noqa: S101 - an INSERT without condition returns its row
    return int(taken[0])


@transaction.atomic
def close_register(
    *, agency_code: str, book: str, year: int, by: Actor, at: datetime
) -> ClosedRegister:
    """Close a register of a year that is over; no later line is written in it.

    Raises:  YearNotOver; RegisterClosed when it was closed before; RegisterNotYours.
    """
    policy.check_may_close(agency_code, by, local_date(at))
    if year >= local_date(at).year:
        raise YearNotOver("a register is closed when its year is over", year=year)
    last = _held_counter(agency_code, book, year).last
    closing, is_new = RegisterClosing.objects.get_or_create(
        agency_code=agency_code, book=book, year=year,
        defaults={"last": last, "closed_at": at, "closed_by_id": by.officer_id},
    )  # fmt: skip
    if not is_new:
        raise RegisterClosed("the year is closed", book=book, year=year)
    ledger.record(
        subject=f"register:{agency_code}:{book}:{year}",
        act=REGISTER_CLOSED,
        by=by,
        at=at,
        detail={"agency": agency_code, "book": book, "year": year, "last": last},
    )
    return closing.stated()


@transaction.atomic
def take_register(
    *, agency_code: str, book: str, year: int, form: RegisterForm, by: Actor, at: datetime,
    after: int = 0, upto: int | None = None,
) -> None:  # fmt: skip
    """Put on record who takes a register of people out of the house, in which form, how much of it.

    Each time: what was taken lies elsewhere from then on. ``after`` is the number behind which it
    begins, ``upto`` its last one; None: as far as it goes now.

    Raises:  RegisterNotYours.
    """
    policy.check_may_read(agency_code, by, local_date(at))
    last = queries.last_line(agency_code, book, year) if upto is None else upto
    ledger.record(
        subject=f"register:{agency_code}:{book}:{year}", act="register_taken", by=by, at=at,
        detail={"agency": agency_code, "book": book, "year": year, "form": form.value,
                "after": after, "last": last},
    )  # fmt: skip


def _held_counter(agency_code: str, book: str, year: int) -> RegisterCounter:
    """Return the counter, held until the transaction ends: no line is written meanwhile."""
    RegisterCounter.objects.bulk_create(
        [RegisterCounter(agency_code=agency_code, book=book, year=year, last=0)],
        ignore_conflicts=True,
    )
    return RegisterCounter.objects.select_for_update().get(
        agency_code=agency_code, book=book, year=year
    )
