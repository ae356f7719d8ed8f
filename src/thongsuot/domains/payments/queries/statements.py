"""Bank lines that wait or were explained, claims of applicants, differences that people settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import successors
from thongsuot.domains.payments import policy
from thongsuot.domains.payments.models import (
    BankLine,
    DifferenceSettled,
    Statement,
    StatementRun,
    TransferClaim,
)
from thongsuot.domains.payments.terms import Difference, LineState, PaymentsNotYours
from thongsuot.kernel.clock import local_date

MOST_LINES = 200
LINES_A_PAGE = 50
SHOWN_FOR = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class DeskLines:
    """The lines of a desk's statements: what waits, what was explained of late, the newest file.

    ``total`` counts all that wait; ``later`` is the line behind which the next page begins;
    ``begun`` are the runs that have not come to their end.
    """

    waiting: tuple[BankLine, ...]
    total: int
    later: int | None
    explained: tuple[BankLine, ...]
    newest: Statement | None
    begun: tuple[StatementRun, ...] = ()


def desk_lines(*, by: Actor, at: datetime, after: int = 0) -> DeskLines:
    """Return the lines of the visitor's desk, and of those that went into it, a page of them.

    ``after`` is the line behind which the page begins; they stand in the order they came in.
    Raises:  PaymentsNotYours.
    """
    policy.check_may_take_in(by, by.agency, local_date(at))
    codes = successors.codes_left_to(by.agency, local_date(at))
    own = BankLine.objects.filter(agency__in=codes)
    waiting = own.filter(state=LineState.OPEN)
    ahead = list(waiting.filter(pk__gt=after).order_by("pk")[: LINES_A_PAGE + 1])
    shown = ahead[:LINES_A_PAGE]
    explained = own.filter(state=LineState.EXPLAINED, ended_at__gte=at - SHOWN_FOR)
    return DeskLines(
        waiting=tuple(shown),
        total=waiting.count(),
        later=shown[-1].pk if len(ahead) > len(shown) else None,
        explained=tuple(explained.select_related("ended_by").order_by("-ended_at")[:MOST_LINES]),
        newest=Statement.objects.filter(agency__in=codes).order_by("-id").first(),
        begun=tuple(
            StatementRun.objects.filter(agency__in=codes, finished_at=None).order_by("id")[
                :MOST_LINES
            ]
        ),
    )


def get_run(run_id: int) -> StatementRun:
    """Return how far the lines of a statement are."""
    return StatementRun.objects.get(pk=run_id)


def desk_run(run_id: int, *, by: Actor, at: datetime) -> StatementRun:
    """Return how far the lines of a statement of the visitor's desk are.

    Raises:  PaymentsNotYours, also where there is no such run.
    """
    policy.check_may_take_in(by, by.agency, local_date(at))
    codes = successors.codes_left_to(by.agency, local_date(at))
    found = StatementRun.objects.filter(pk=run_id, agency__in=codes).first()
    if found is None:
        raise PaymentsNotYours("no such statement of this desk", agency=by.agency)
    return found


def open_claim(subject: str) -> TransferClaim | None:
    """Return the applicant's word that it was paid, while it waits for the desk."""
    return TransferClaim.objects.filter(subject=subject, ended_at=None).first()


def newest_claim(subject: str) -> TransferClaim | None:
    """Return the newest word of the applicant that it was paid, answered or not."""
    return TransferClaim.objects.filter(subject=subject).order_by("-id").first()


def claims_of_desk(*, by: Actor, at: datetime) -> list[TransferClaim]:
    """Return what applicants say they sent and the desk has not found, oldest first."""
    codes = successors.codes_left_to(by.agency, local_date(at))
    found = TransferClaim.objects.filter(agency__in=codes, ended_at=None)
    return list(found.order_by("told_at")[:MOST_LINES])


def settled_differences(
    on: date, differences: Iterable[Difference]
) -> dict[Difference, DifferenceSettled]:
    """Return which differences of a day a person has explained, with who and why."""
    rows = DifferenceSettled.objects.filter(on=on).select_related("by")
    known = {(r.reference, r.problem, r.ours_vnd, r.theirs_vnd): r for r in rows}
    keys = ((d, (d.reference, d.problem, d.ours_vnd, d.theirs_vnd)) for d in differences)
    return {d: known[key] for d, key in keys if key in known}
