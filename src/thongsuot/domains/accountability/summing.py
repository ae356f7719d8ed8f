"""Keeping summaries of what is over: hand-overs by day, loops by day, lateness of what is decided.

A turn reads on where the last one ended, a part in a transaction of its own; broken off, it loses
nothing and counts nothing twice. Nothing here is a source: ``forget`` and read again.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from typing import Any, Final

from django.db import connection, transaction

from thongsuot.domains.accountability.models import (
    FlowDay,
    HoldingDay,
    LateShare,
    LongChain,
    LoopDay,
    Summary,
)
from thongsuot.domains.accountability.queries.chains import (
    BOUNCES,
    CHAINS,
    DOSSIER,
    EXAMPLES,
    LONG,
    THE_WAY_BACK,
    Bounce,
    Loops,
    count_bounces,
)
from thongsuot.domains.accountability.queries.charges import reckon_each
from thongsuot.domains.accountability.queries.holdings import Decided, add_decided
from thongsuot.domains.accountability.queries.kept import DECIDED, KEPT_LEVELS
from thongsuot.domains.accountability.terms import Holder, Holding, Level, Reckoning
from thongsuot.domains.accountability.terms.figures import MEASURED
from thongsuot.domains.custody import facts as custody
from thongsuot.domains.custody.facts import SPANS
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import WorkingCalendar
from thongsuot.domains.dossiers import decided_facts
from thongsuot.domains.dossiers import facts as dossiers
from thongsuot.domains.dossiers import rules as dossier_rules
from thongsuot.domains.ledger import queries as record
from thongsuot.domains.ledger.services import bookkeeping
from thongsuot.kernel.clock import local_date

SPANS_AT_ONCE: Final = 100_000
ENTRIES_AT_ONCE: Final = 5_000
DAYS_AT_ONCE: Final = timedelta(days=7)
CLOCKS_APART: Final = timedelta(hours=1)
"""So much after the beginning a dossier may be decided whose entry was there before it."""
FEW_OPEN: Final = 500
"""So many open late dossiers are reckoned while somebody waits; more are kept."""
_ALL: Final = 1_000_000_000
_EVER: Final = (datetime(1970, 1, 1, tzinfo=UTC), datetime(9000, 1, 1, tzinfo=UTC))
Tell = Callable[[str], None]

_FLOWS: Final = """
    INSERT INTO accountability_flowday AS kept
           (level, day, giver, taker, giver_agency, taker_agency, handovers, bounces)
    SELECT %(level)s, (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, giver, holder,
           min(giver_agency), min(agency), count(*), count(*) FILTER (WHERE again = holder)
    FROM events WHERE giver IS NOT NULL GROUP BY 2, 3, 4
    ON CONFLICT (level, day, giver, taker) DO UPDATE
       SET handovers = kept.handovers + excluded.handovers,
           bounces = kept.bounces + excluded.bounces
"""
_LONG: Final = """
    INSERT INTO accountability_longchain (day, subject, links, giver_agency, taker_agency)
    SELECT (started_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date, subject, place, giver_agency, agency
    FROM events WHERE place >= %(long)s
"""


@bookkeeping("a summary adds no act: it repeats what the record says")
def sum_up(*, at: datetime, with_open: bool = True, tell: Tell = lambda _done: None) -> bool:
    """Read on until everything recorded is in the summaries; False where that has to wait.

    ``with_open`` reckons what is open and late anew, too, where it is much.
    Raises:  CalendarGap.
    """
    calendar = deadlines.calendar_at(at)
    last = custody.settled_span(), record.settled_number()
    if last[0] is None or last[1] is None:
        return False
    _begin(calendar, last[1], at)
    _read_what_was_before(last[0], calendar, at, tell)
    if with_open:
        _keep_open(calendar, at)
    settled = record.settled_number()
    if settled is None:
        return False
    for name, goes_on in (("entries", _read_entries), ("decisions", _read_decisions)):
        while not goes_on(settled, calendar, at):
            tell(name)
    Summary.objects.update(as_of=at)
    return True


def _read_what_was_before(last: int, calendar: WorkingCalendar, at: datetime, tell: Tell) -> None:
    """Read the spans up to ``last``, and what was decided before the summary began."""
    while (spans := _read_spans(last, calendar)) < last:
        tell(f"spans {spans:,} of {last:,}")
    for name, read in (("decided", _read_decided), ("held", _read_held)):
        while (day := read(calendar, at)) is not None:
            tell(f"{name} until {day}")


@bookkeeping("what is removed is made anew from the record")
@transaction.atomic
def forget() -> None:
    """Remove all summaries; the figures are counted anew until they are there again."""
    for table in (Summary, FlowDay, LoopDay, LongChain, LateShare, HoldingDay):
        table.objects.all().delete()


def _begin(calendar: WorkingCalendar, entry: int, at: datetime) -> None:
    """Begin a summary where there is none, or another calendar counted it."""
    if Summary.objects.filter(calendar=calendar.version).exists():
        return
    with transaction.atomic():
        forget()
        Summary.objects.create(
            entries=entry, held_entries=entry, began_at=at + CLOCKS_APART,
            calendar=calendar.version,
        )  # fmt: skip


# --- hand-overs ---------------------------------------------------------------------------------


@transaction.atomic
def _read_spans(last: int, calendar: WorkingCalendar) -> int:
    """Count the next spans; return the id of the last one counted."""
    summary = Summary.objects.select_for_update().get()
    if summary.spans >= last:
        return summary.spans
    upto = min(last, summary.spans + SPANS_AT_ONCE)
    asked: dict[str, Any] = {
        "after": summary.spans, "upto": upto, "since": "-infinity", "until": "infinity",
        "kind": f"{DOSSIER}:%", "without": list(THE_WAY_BACK), "agencies": None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for level in sorted(KEPT_LEVELS):
            statement = CHAINS.format(spans=SPANS, key=level.value) + _FLOWS
            cursor.execute(statement, {**asked, "level": level.value})
        cursor.execute(CHAINS.format(spans=SPANS, key=Level.AGENCY.value) + BOUNCES, asked)
        _keep_loops(cursor.fetchall(), calendar)
        statement = CHAINS.format(spans=SPANS, key=Level.AGENCY.value) + _LONG
        cursor.execute(statement, {**asked, "long": LONG})
    summary.spans = upto
    summary.save(update_fields=["spans"])
    return upto


def _keep_loops(bounces: Iterable[Bounce], calendar: WorkingCalendar) -> None:
    days: dict[date, list[Bounce]] = {}
    for bounce in bounces:
        days.setdefault(local_date(bounce[-1]), []).append(bounce)
    for day, some in days.items():
        found: Loops = {}
        count_bounces(found, some, calendar)
        for loop in found.values():
            _keep_loop(day, loop.one, loop.other, {
                "bounces": loop.bounces, "minutes": loop.minutes, "last_at": loop.last_at,
                "subjects": [f"{DOSSIER}:{code}" for code in loop.codes],
            })  # fmt: skip


def _keep_loop(day: date, one: int, other: int, new: dict[str, Any]) -> None:
    kept, is_new = LoopDay.objects.get_or_create(day=day, one=one, other=other, defaults=new)
    if is_new:
        return
    kept.bounces += new["bounces"]
    kept.minutes += new["minutes"]
    kept.last_at = max(kept.last_at, new["last_at"])
    kept.subjects = sorted({*kept.subjects, *new["subjects"]})[:EXAMPLES]
    kept.save(update_fields=["bounces", "minutes", "last_at", "subjects"])


# --- lateness -----------------------------------------------------------------------------------


@transaction.atomic
def _read_decided(calendar: WorkingCalendar, at: datetime) -> datetime | None:
    """Reckon what was decided late in the next days before the summary began; None at the end."""
    summary = Summary.objects.select_for_update().get()
    since = summary.decided_until or dossiers.first_decision() or summary.began_at
    if since >= summary.began_at:
        return None
    until = min(since + DAYS_AT_ONCE, summary.began_at)
    for codes in dossiers.late_codes(since=since, until=until, at=since - DAYS_AT_ONCE):
        _reckon(codes, calendar, at)
    summary.decided_until = until
    summary.save(update_fields=["decided_until"])
    return until


@transaction.atomic
def _read_entries(last: int, calendar: WorkingCalendar, at: datetime) -> bool:
    """Reckon anew what the next entries touched; True once the last one was read."""
    summary = Summary.objects.select_for_update().get()
    upto = min(last, summary.entries + ENTRIES_AT_ONCE)
    touched = record.touched_since(summary.entries, upto, kind=DOSSIER, most=ENTRIES_AT_ONCE) or []
    LateShare.objects.filter(subject__in=touched).delete()
    codes = [dossier_rules.code_of(subject) for subject in touched]
    for page in dossiers.late_codes(since=_EVER[0], until=_EVER[1], at=at, codes=codes):
        _reckon(page, calendar, at, is_open_kept=summary.open_as_of is not None)
    summary.entries = max(summary.entries, upto)
    summary.save(update_fields=["entries"])
    return upto >= last


@transaction.atomic
def _keep_open(calendar: WorkingCalendar, at: datetime) -> None:
    """Reckon what is open and late, and keep it where it is much."""
    summary = Summary.objects.select_for_update().get()
    LateShare.objects.filter(decided_at=None).delete()
    pages = dossiers.late_codes(since=at, until=at, at=at, at_once=FEW_OPEN)
    some = list(islice(pages, 2))
    summary.open_as_of = at if len(some) > 1 else None
    if summary.open_as_of:
        for codes in _all_of(some, pages):
            _reckon(codes, calendar, at, is_open_kept=True)
    summary.save(update_fields=["open_as_of"])


def _all_of(some: Iterable[list[str]], rest: Iterable[list[str]]) -> Iterator[list[str]]:
    yield from some
    yield from rest


def _reckon(
    codes: Sequence[str], calendar: WorkingCalendar, at: datetime, *, is_open_kept: bool = False
) -> None:
    """Keep what each holder bears of these late dossiers; of open ones where they are kept."""
    decided = dossiers.decided_at_of(codes)
    parts = [(list(decided), max([at, *decided.values()]))]  # one may be of a moment after ``at``
    if is_open_kept:
        parts.append(([code for code in codes if code not in decided], at))
    rows: list[LateShare] = []
    for some, when in parts:
        for code, reckoning in reckon_each(some, at=when, calendar=calendar):
            rows += _shares(code, decided.get(code), reckoning)
    LateShare.objects.bulk_create(rows)


def _shares(code: str, decided_at: datetime | None, reckoning: Reckoning) -> Iterator[LateShare]:
    told: set[int] = set()
    for account in reckoning.accounts:
        if not account.late:
            continue
        holder = account.holder
        yield LateShare(
            subject=dossier_rules.subject_of(code), decided_at=decided_at,
            agency=holder.agency, post=holder.post, officer=holder.officer,
            first=holder.agency not in told, late=account.late,
            answering=account.answering_over, silent=account.silent,
        )  # fmt: skip
        told.add(holder.agency)


# --- holding ------------------------------------------------------------------------------------

_HELD: Final = f"""
    INSERT INTO accountability_holdingday AS kept
           (day, agency, post, officer, turns, {", ".join(MEASURED)})
    VALUES (%s, %s, %s, %s, %s, {", ".join("%s" for _one in MEASURED)})
    ON CONFLICT (day, agency, post, officer) DO UPDATE SET turns = kept.turns + excluded.turns,
           {", ".join(f"{name} = kept.{name} + excluded.{name}" for name in MEASURED)}
"""  # noqa: S608 - words of our own


@transaction.atomic
def _read_held(calendar: WorkingCalendar, _at: datetime) -> datetime | None:
    """Keep who held what was decided in the next days before the summary began; None at the end.

    Whatever has its decision among the entries after that waits for these.
    """
    summary = Summary.objects.select_for_update().get()
    since = summary.held_until or dossiers.first_decision() or summary.began_at
    if since >= summary.began_at:
        return None
    until = min(since + DAYS_AT_ONCE, summary.began_at)
    later = set(_decided_in(summary.held_entries, None))
    for page in decided_facts.decided(since=since, until=until):
        _keep_held([row for row in page if row[0] not in later], calendar)
    summary.held_until = until
    summary.save(update_fields=["held_until"])
    return until


@transaction.atomic
def _read_decisions(last: int, calendar: WorkingCalendar, _at: datetime) -> bool:
    """Keep who held what the next entries say was decided; True once the last one was read."""
    summary = Summary.objects.select_for_update().get()
    upto = min(last, summary.held_entries + ENTRIES_AT_ONCE)
    codes = _decided_in(summary.held_entries, upto)
    for page in decided_facts.decided(since=_EVER[0], until=_EVER[1], codes=codes):
        _keep_held(page, calendar)
    summary.held_entries = max(summary.held_entries, upto)
    summary.save(update_fields=["held_entries"])
    return upto >= last


def _decided_in(after: int, upto: int | None) -> list[str]:
    """Return the dossiers that were decided by the entries after a number; each has one."""
    found = record.touched_since(after, upto, kind=DOSSIER, act=DECIDED, most=_ALL) or []
    return [dossier_rules.code_of(subject) for subject in found]


def _keep_held(page: Decided, calendar: WorkingCalendar) -> None:
    days: dict[date, list[tuple[str, datetime]]] = {}
    for code, decided_at in page:
        days.setdefault(local_date(decided_at), []).append((code, decided_at))
    rows = []
    for day, some in days.items():
        found: dict[Holder, Holding] = {}
        add_decided(found, some, calendar=calendar)
        rows += [_held_row(day, holding) for holding in found.values()]
    with connection.cursor() as cursor:
        cursor.executemany(_HELD, rows)


def _held_row(day: date, row: Holding) -> list[Any]:
    holder = row.holder
    measured = (getattr(row, name) for name in MEASURED)
    return [day, holder.agency, holder.post, holder.officer, row.turns, *measured]
