"""Sample dossiers that come late: the apology with its one new date, drafted and signed in time."""

from collections.abc import Generator
from datetime import datetime, timedelta
from typing import Final

from thongsuot.domains.deadlines.terms import CalendarGap
from thongsuot.domains.dossiers import queries
from thongsuot.domains.dossiers import services as dossiers
from thongsuot.domains.ledger.terms import Actor
from thongsuot.entrypoints.cli.demo.case import Case
from thongsuot.kernel.errors import Refused

LATE_PACE: Final = 1.05
"""Whoever works slower than this knows in time that the date will not be kept."""
EVERY: Final = 3
"""Of those who come late, one in so many forgets to apologise."""
SHORTEST_MINUTES: Final = 1_000
"""A limit of a day or two ends before anybody thinks of it."""
EARLIER: Final = timedelta(hours=5)
REASONS: Final = (
    "Phải chờ kết quả xác minh của cơ quan phối hợp",
    "Số lượng hồ sơ tăng đột biến, cán bộ thụ lý đang xử lý theo thứ tự tiếp nhận",
    "Cần kiểm tra lại thực địa do số liệu trong hồ sơ và bản đồ chưa khớp",
)


def apologise_in_time(case: Case, at: datetime) -> Generator[datetime, datetime, datetime]:
    """Draft and sign an apology on the last day on which it is in time, where it will be late."""
    notice_by = _notice_by(case, at)
    if notice_by is None or notice_by - EARLIER <= at:
        return at
    at = yield notice_by - EARLIER
    if not _propose(case, at) or case.story.number % 5 == 0:
        return at  # the draft waits for its signature
    at = yield case.after(at, 10, 60)
    _sign(case, at)
    return at


def _notice_by(case: Case, at: datetime) -> datetime | None:
    slow = case.story.pace > LATE_PACE or case.story.left_in is not None
    if not slow or case.story.number % EVERY == 0 or case.total < SHORTEST_MINUTES:
        return None
    try:
        found = queries.timing_now(queries.view_for(case.code, by=Actor.system(), at=at), at)
    except CalendarGap:
        return None
    return found[0] if found else None


def _propose(case: Case, at: datetime) -> bool:
    reason = REASONS[case.story.number % len(REASONS)]
    try:
        dossiers.propose_extension(
            code=case.code, days=3 + case.story.number % 6, reason=reason,
            by=case.handler_seat(at).actor(), at=at,
        )  # fmt: skip
    except Refused:
        return False  # it is in other hands, or its year has no calendar yet
    return True


def _sign(case: Case, at: datetime) -> None:
    dossiers.sign_extension(
        code=case.code, signer=case.signer, by=case.head_seat(at).actor(), at=at
    )
