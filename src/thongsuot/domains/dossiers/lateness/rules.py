"""When an apology is in time, what new date it may bring, who is reminded when; the policy."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final, TypeVar

from thongsuot.domains.deadlines import rules as deadlines
from thongsuot.domains.deadlines.terms import (
    CalendarGap,
    TimeLimit,
    Unit,
    WorkingCalendar,
    instant,
    since_midnight,
)
from thongsuot.domains.dossiers.lateness.terms import (
    Addressee,
    AfterNotice,
    ExtensionRule,
    ExtensionTooLate,
    ExtensionWrong,
    LatenessPolicy,
    LatenessPolicyWrong,
    Promise,
    Rung,
    Timing,
)
from thongsuot.domains.dossiers.terms import OwnDraft, ReasonMissing
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.packaged import packaged_json
from thongsuot.kernel.rows import Row

T = TypeVar("T")
FORMAT: Final = "thongsuot-lateness-policy/1"
ONE_DAY: Final = timedelta(days=1)
_CODE_LETTERS: Final = 20
_MOST: Final = 1_000
_LADDERS: Final = ("ladder", "opinion_ladder", "objection_ladder")


# --- the extension --------------------------------------------------------------------------


def notice_by(due_at: datetime, notice_days: int, calendar: WorkingCalendar) -> datetime:
    """Return until when an apology is in time: the offices' close so many working days before.

    Raises:  CalendarGap.
    Source:  NĐ 61/2018/NĐ-CP Art. 19(9): at the latest one day before expiry; that a working
             day is meant is our reading.
    """
    day = _working_days_before(local_date(due_at), notice_days, calendar)
    return instant(day, calendar.sessions_on(day)[-1][1]).astimezone(UTC)


def _working_days_before(due_on: date, days: int, calendar: WorkingCalendar) -> date:
    return calendar.nth_working_day(calendar.working_days_until(due_on - ONE_DAY) - days + 1)


def promise(due_at: datetime, days: int, rule: ExtensionRule, calendar: WorkingCalendar) -> Promise:
    """Return the new date, so many working days after what was promised at first.

    Raises:  ExtensionWrong; CalendarGap.
    """
    if not 1 <= days <= rule.most_days:
        raise ExtensionWrong("not a number of days", field="days", most=rule.most_days)
    new = deadlines.due_after(due_at, TimeLimit(days, Unit.WORKING_DAY), calendar)
    return Promise(
        due_at, new.due_at, new.due_on, notice_by(due_at, rule.notice_days, calendar),
        calendar.version, new.hours_of, new.rule_version,
    )  # fmt: skip


def check_ahead(promised: Promise, at: datetime) -> None:
    """Refuse a new date that is past already.  Raises: ExtensionWrong."""
    if promised.new_due_at <= at:
        raise ExtensionWrong("the new date is past", field="new_due_at")


def timing_of(promised: Promise, at: datetime) -> Timing:
    """Return how an apology of the instant ``at`` stands; nothing makes a late one earlier."""
    if at <= promised.notice_by:
        return Timing.IN_TIME
    return Timing.LATE_NOTICE if at <= promised.original_due_at else Timing.AFTER_EXPIRY


def check_timing(timing: Timing, rule: ExtensionRule) -> None:
    """Refuse an apology after its last instant where the policy takes none.

    Raises:  ExtensionTooLate.
    """
    if timing is not Timing.IN_TIME and rule.after_notice is AfterNotice.REFUSED:
        raise ExtensionTooLate("the apology comes too late", days=rule.notice_days)


def check_apology(*, reason: str, drafter: int | None, signer: int, heads: bool) -> None:
    """Refuse an apology without a person's reason, or signed by its drafter unless he is the head.

    Raises:  ReasonMissing; OwnDraft.
    """
    if drafter is None or not reason.strip():
        raise ReasonMissing("a person writes the reason", least=1)
    check_head_signs(drafter=drafter, signer=signer, heads=heads)


def check_head_signs(*, drafter: int, signer: int, heads: bool) -> None:
    """Refuse the signature of a draft's own writer, unless he is the head.  Raises: OwnDraft."""
    if drafter == signer and not heads:
        raise OwnDraft("the drafter does not sign his own draft")


# --- the ladder -----------------------------------------------------------------------------


def bands(
    ladder: Iterable[Rung], at: datetime, calendar: WorkingCalendar
) -> list[tuple[Rung, datetime | None, datetime]]:
    """Return for each rung which promises stand on it at ``at``: from an instant, before another.

    What has reached several rungs stands on the last of them; the last rung has no beginning. A
    rung whose days the calendar does not hold yet is left out: nobody guesses them.
    """
    reached: list[tuple[Rung, datetime]] = []
    for rung in sorted(ladder, key=lambda rung: rung.working_days):
        before = _reached_before(rung, at, calendar)
        if before is not None:
            reached.append((rung, before))
    nexts = [before for _rung, before in reached[1:]]
    return [
        (rung, start, before) for (rung, before), start in zip(reached, [*nexts, None], strict=True)
    ]


def _reached_before(rung: Rung, at: datetime, calendar: WorkingCalendar) -> datetime | None:
    """Return before which instant a promise must be due to have reached the rung at ``at``."""
    try:
        open_days = opened_days(at, calendar)
        first_not = calendar.nth_working_day(open_days - rung.working_days + 1)
    except CalendarGap:
        return None
    return instant(first_not, 0).astimezone(UTC)


def opened_days(at: datetime, calendar: WorkingCalendar) -> int:
    """Return the number of the last working day on which the offices had opened by ``at``.

    Raises:  CalendarGap.
    """
    today = local_date(at)
    number = calendar.working_days_until(today)
    sessions = calendar.sessions_on(today)
    has_opened = not sessions or at >= instant(today, sessions[0][0])
    return number if has_opened else number - 1


def opened_at(at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return when the offices opened last.  Raises: CalendarGap."""
    day = calendar.nth_working_day(opened_days(at, calendar))
    return instant(day, calendar.sessions_on(day)[0][0]).astimezone(UTC)


def is_before_promise(rung: Rung) -> bool:
    """Whether the rung is climbed before the promise is broken."""
    return rung.working_days <= 0


Stage = tuple[Rung, datetime | None, datetime, datetime]
"""A rung; from when until before when what stands on it is due; before when it was received."""


def stages(ladder: Iterable[Rung], at: datetime, calendar: WorkingCalendar) -> list[Stage]:
    """Return the bands of the ladder, each with before when what it is told of was received.

    Nobody is reminded of what came since the offices opened; of a broken promise at once.
    Raises:  CalendarGap.
    """
    opened = opened_at(at, calendar)
    return [
        (rung, start, before, opened if is_before_promise(rung) else at)
        for rung, start, before in bands(ladder, at, calendar)
    ]


def by_hours(calendar: WorkingCalendar, ask: Callable[[WorkingCalendar], T]) -> dict[str, T]:
    """Return what ``ask`` says by the hours of each agency with its own; under '' for all others.

    Raises:  CalendarGap.
    """
    return {whose: ask(calendar.of(whose)) for whose in ("", *sorted(calendar.facts.agencies()))}


def days_due(at: datetime, calendar: WorkingCalendar) -> tuple[datetime, datetime, datetime]:
    """Return when today begins and ends, and when the next working day ends.

    Raises:  CalendarGap.
    """
    today = local_date(at)
    tomorrow = calendar.working_day_from(today + ONE_DAY)
    days = (today, today + ONE_DAY, tomorrow + ONE_DAY)
    begins, ends, next_ends = (instant(day, 0).astimezone(UTC) for day in days)
    return begins, ends, next_ends


def clock_has_struck(clock: time, at: datetime, calendar: WorkingCalendar) -> bool:
    """Return whether the hour of the day is come, on a day that is worked.

    Raises:  CalendarGap.
    """
    today = local_date(at)
    since = timedelta(hours=clock.hour, minutes=clock.minute)
    return calendar.is_working(today) and at >= instant(today, 0) + since


def drafted_on(
    rule: ExtensionRule, at: datetime, calendar: WorkingCalendar
) -> list[tuple[date, date]]:
    """Return due on which days the system drafts apologies for, each with the day for doing so.

    The last days for it that the hour has struck on, the oldest first: what a worker that stood
    still has missed is made up for as long as the due day is not over.
    Raises:  CalendarGap.
    """
    if rule.system_draft_at is None:
        return []
    today = local_date(at)
    last = calendar.working_days_until(today)
    if calendar.is_working(today) and at < _draft_from(rule.system_draft_at, today, calendar):
        last -= 1
    first_due = calendar.working_days_until(today - ONE_DAY) + 1
    days = range(first_due - rule.notice_days, last + 1)
    return [
        (calendar.nth_working_day(n + rule.notice_days), calendar.nth_working_day(n)) for n in days
    ]


def _draft_from(clock: time, day: date, calendar: WorkingCalendar) -> datetime:
    """Return from when the system drafts on a day: where it closes before, from its last opening.

    A draft made after the close would be too late by itself.
    """
    begins, ends = calendar.sessions_on(day)[-1]
    struck = since_midnight(clock)
    return instant(day, begins if ends <= struck else struck)


# --- the policy -----------------------------------------------------------------------------


def parse_policy(document: object) -> LatenessPolicy:
    """Return the policy that a document states, every value checked.

    Raises:  LatenessPolicyWrong, naming the field.
    """
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        raise LatenessPolicyWrong("not a lateness policy", field="format")
    row = Row(document, LatenessPolicyWrong)
    ladder, opinions, objections = (_ladder(row, name) for name in _LADDERS)
    return LatenessPolicy(
        version=row.text("version", most=_CODE_LETTERS),
        valid_from=row.day("valid_from"),
        source=row.text("source"),
        extension=_extension(row.row("extension")),
        ladder=ladder,
        digest_at=row.clock("digest_at"),
        opinions=opinions,
        objections=objections,
    )


def _ladder(row: Row, name: str) -> tuple[Rung, ...]:
    """Return one ladder; those of what is asked may be left out, and are messages alone."""
    is_shown = name == _LADDERS[0]
    if not is_shown and not row.has(name):
        return ()
    ladder = tuple(_rung(rung) for rung in row.rows(name))
    if len({rung.code for rung in ladder}) < len(ladder):
        raise LatenessPolicyWrong("two rungs of one name", field=name)
    if not is_shown and not all(rung.by_message for rung in ladder):
        raise LatenessPolicyWrong("nothing shows it but its message", field=name)
    return ladder


def _extension(row: Row) -> ExtensionRule:
    return ExtensionRule(
        notice_days=row.number("notice_days", most=_MOST),
        after_notice=row.choice(AfterNotice, "after_notice"),
        most_days=row.number("most_days", most=_MOST),
        legal_basis=row.text("legal_basis", most=200),
        system_draft_at=row.clock("system_draft_at") if row.has("system_draft_at") else None,
        system_draft_days=row.number("system_draft_days", most=_MOST),
    )


def _rung(row: Row) -> Rung:
    return Rung(
        code=row.text("code", most=_CODE_LETTERS),
        working_days=row.number("working_days", least=-_MOST, most=_MOST),
        to=row.choice(Addressee, "to"),
        by_message=row.values.get("message") is True,
    )


def policy_on(on: date, published: Iterable[LatenessPolicy]) -> LatenessPolicy:
    """Return the policy in force on a day: the one that began last, the newest of equals.

    ``published`` come oldest first; the shipped policy is the oldest of all.
    """
    begun = [p for p in (shipped_policy(), *published) if p.valid_from <= on]
    return max(reversed(begun), key=lambda p: p.valid_from, default=shipped_policy())


@cache
def shipped_policy() -> LatenessPolicy:
    """Return the policy that comes with the package."""
    return parse_policy(shipped_document())


def shipped_document() -> dict[str, Any]:
    """Return the document of the policy that comes with the package."""
    return dict(packaged_json("thongsuot.domains.dossiers.lateness", "policy.json"))


def promised_at(due_at: datetime, new_due_at: datetime | None) -> datetime:
    """Return what the citizen waits for: the new date of a signed apology, else the due date.

    A due date that was counted anew since and lies later than that promise is the promise.
    """
    return max(due_at, new_due_at) if new_due_at else due_at
