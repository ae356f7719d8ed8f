"""The money of days and desks."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Upper

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.organisation.desks import desks_below
from thongsuot.domains.payments import policy
from thongsuot.domains.payments.models import (
    BankLine,
    DayAnswer,
    DayClosing,
    DifferenceSettled,
    Payment,
    RefundProposal,
    RefusedCall,
    RefusedDay,
    Statement,
    TransferClaim,
)
from thongsuot.domains.payments.queries.statements import claims_of_desk, settled_differences
from thongsuot.domains.payments.rules.closing import NOT_SHOWN
from thongsuot.domains.payments.terms import Difference, LineState, Means, PaymentState
from thongsuot.kernel.clock import LOCAL, local_date

BACK = (PaymentState.SHORT, PaymentState.SURPLUS)


def _day(on: date) -> tuple[datetime, datetime]:
    begins = datetime.combine(on, time(), LOCAL)
    return begins, begins + timedelta(days=1)


def online_payments_of(on: date) -> Sequence[Payment]:
    """Return the payments by the platform that were begun or ended on a day, oldest first."""
    begins, ends = _day(on)
    that_day = Q(created_at__gte=begins, created_at__lt=ends)
    that_day |= Q(ended_at__gte=begins, ended_at__lt=ends)
    rows = Payment.objects.filter(that_day, means=Means.PLATFORM)
    return list(rows.exclude(reference__contains="-").order_by("id"))


def extra_payments_of(on: date) -> Sequence[Payment]:
    """Return what the platform took a second time under one reference, told on a day."""
    begins, ends = _day(on)
    rows = Payment.objects.filter(ended_at__gte=begins, ended_at__lt=ends)
    return list(rows.filter(reference__contains="-").order_by("id"))


def noted_transfers(codes: Collection[str], numbers: Iterable[str]) -> QuerySet[Payment]:
    """Return what desks noted by hand under numbers of the bank, known by no line; oldest first.

    ``numbers`` are as the bank writes them; a desk may have written small letters.
    """
    spelt = {word for number in numbers for word in (number, number.upper(), number.lower())}
    return Payment.objects.filter(
        agency__in=codes, means=Means.TRANSFER, transaction__in=spelt, bank_line=None,
        state__in=[PaymentState.PAID, PaymentState.REFUNDED],
    ).order_by("id")  # fmt: skip


def transfers_not_shown(on: date, days: int) -> Sequence[Payment]:
    """Return the transfers noted by hand whose days for being seen ended on a day, unseen.

    Of those desks alone that took a statement in since that day: what no file could have shown
    is no difference.
    Units:  ``days`` are plain days; 0 looks for none.
    """
    if not days:
        return []
    begins, ends = _day(on - timedelta(days=days))
    brought = Statement.objects.filter(imported_at__gte=begins).values_list("agency", flat=True)
    desks = {code for desk in set(brought) for code in successors.codes_left_to(desk, on)}
    rows = Payment.objects.filter(
        agency__in=desks, means=Means.TRANSFER,
        state__in=[PaymentState.PAID, PaymentState.REFUNDED],
        bank_line=None, ended_at__gte=begins, ended_at__lt=ends,
    )  # fmt: skip
    shown = BankLine.objects.filter(
        agency__in=desks, state=LineState.TAKEN,
        number__in=[OuterRef("transaction"), Upper(OuterRef("transaction"))],
    )  # fmt: skip
    return list(rows.exclude(Exists(shown)).order_by("id"))


def answers_of(on: date) -> dict[int, DayAnswer]:
    """Return what a run of a day that is not over was answered, by payment."""
    return {row.payment_id: row for row in DayAnswer.objects.filter(on=on)}


def is_closed(on: date) -> bool:
    """Return whether the newest run of a day asked about everything."""
    last = DayClosing.objects.filter(on=on).order_by("-id").first()
    return last is not None and not last.left


def refused_calls(most: int) -> tuple[list[RefusedDay], list[RefusedCall]]:
    """Return how many calls changed nothing, by day, newest first, and the last ones."""
    days = RefusedDay.objects.order_by("-on", "news")[:most]
    return list(days), list(RefusedCall.objects.order_by("-at")[:most])


def unsettled_payments(before: datetime, *, after: int, most: int) -> Sequence[Payment]:
    """Return the next payments that have waited since before an instant, oldest first."""
    rows = Payment.objects.filter(state=PaymentState.PENDING, means=Means.PLATFORM)
    return list(rows.filter(created_at__lt=before, id__gt=after).order_by("id")[:most])


@dataclass(frozen=True, slots=True)
class Collected:
    """What came in by one means on one day.  Units: whole đồng."""

    means: Means
    count: int
    total_vnd: int


@dataclass(frozen=True, slots=True)
class DeskDay:
    """The money of a desk on a day, and what waits to be given back.

    ``proposed`` waits for its decision: of the desk, or of the desks of an agency.
    """

    on: date
    collected: tuple[Collected, ...]
    back: tuple[Payment, ...]
    proposed: tuple[RefundProposal, ...]
    closing: DayClosing | None
    differences: tuple[Difference, ...]
    settled: Mapping[Difference, DifferenceSettled]
    claims: tuple[TransferClaim, ...]
    takes_in: bool

    @property
    def unsettled(self) -> tuple[Difference, ...]:
        """The differences that nobody has explained yet."""
        return tuple(one for one in self.differences if one not in self.settled)

    @property
    def total_vnd(self) -> int:
        """All that came in, whole đồng."""
        return sum(part.total_vnd for part in self.collected)


def desk_day(*, on: date, by: Actor, at: datetime) -> DeskDay:
    """Return what the visitor's desk, or one that went into it, collected on a day.

    Raises:  PaymentsNotYours.
    """
    today = local_date(at)
    policy.check_may_look_over(by, today)
    begins, ends = _day(on)
    codes = successors.codes_left_to(by.agency, today)
    own = Payment.objects.filter(agency__in=codes)
    came = own.filter(state=PaymentState.PAID, ended_at__gte=begins, ended_at__lt=ends)
    sums = came.values("means").annotate(count=Count("id"), total=Sum("received_vnd"))
    rows = {row["means"]: row for row in sums}
    last = DayClosing.objects.filter(on=on).order_by("-id").first()
    own_named = _own_differences(last, own)
    return DeskDay(
        on=on,
        collected=tuple(
            Collected(means, rows[means]["count"], rows[means]["total"])
            for means in Means
            if means in rows
        ),
        back=tuple(own.filter(state__in=BACK).order_by("ended_at")),
        proposed=tuple(
            RefundProposal.objects.filter(
                payment__agency__in=[*codes, *desks_below(by.agency, today)],
                ended_at=None,
            )
            .select_related("payment", "proposed_by")
            .order_by("id")
        ),
        closing=last,
        differences=own_named,
        settled=settled_differences(on, own_named),
        claims=tuple(claims_of_desk(by=by, at=at)),
        takes_in=policy.may_take_in(by, by.agency, today),
    )


def _own_differences(last: DayClosing | None, own: QuerySet[Payment]) -> tuple[Difference, ...]:
    """Return those of a desk; a transfer that a statement has shown since is none any more."""
    named = [Difference(**row) for row in (last.differences if last else [])]
    mine = own.filter(reference__in=[difference.reference for difference in named])
    shown = dict(mine.values_list("reference", "bank_line"))
    return tuple(
        d
        for d in named
        if d.reference in shown and not (d.problem == NOT_SHOWN and shown[d.reference])
    )
