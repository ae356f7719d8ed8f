"""Questions to processes: which holds, what is wrong with one, who staffs its steps."""

import operator
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from thongsuot.domains.catalogue import queries, shipped
from thongsuot.domains.catalogue.models import ProcessPolicy, ProcessVersion
from thongsuot.domains.catalogue.rules.process_checks import check_process, unsigned
from thongsuot.domains.catalogue.rules.process_content import process_of
from thongsuot.domains.catalogue.rules.process_parts import check_parts
from thongsuot.domains.catalogue.rules.process_policy import parse_policy, policy_on
from thongsuot.domains.catalogue.rules.process_staffing import check_staffing
from thongsuot.domains.catalogue.terms import (
    PART_WORKERS,
    Fault,
    OutsidePolicy,
    ProcedureNotInForce,
    ProcedureUnknown,
    Process,
    ProcessUnknown,
    Seatings,
)
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.rules import QUESTION_LETTERS
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines import rules as deadline_rules
from thongsuot.domains.deadlines.terms import CalendarGap, TimeLimit, Unit, WorkingCalendar
from thongsuot.domains.ledger.publishing import Published
from thongsuot.domains.ledger.rows import Question
from thongsuot.domains.ledger.settled import while_settled
from thongsuot.domains.organisation import desks
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import AgencyKind, PostKind
from thongsuot.kernel.clock import local_date

MINUTES_OF_AN_HOUR: Final = 60
_NOT_COMPARED: Final = Fault(
    "", "limit_minutes", "limit-not-compared",
    "the published calendar is too short for the procedure's limit in days or months",
    refuses=False,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class InForce:
    """The process under which dossiers of a procedure come in."""

    version_id: int
    process_code: str
    number: int
    process: Process

    @property
    def name(self) -> str:
        """The version as the record names it."""
        return f"{self.process_code}/{self.number}"


_PUBLISHED = Question(
    lambda procedure, on: (
        ProcessVersion.objects.filter(
            procedure_code=procedure, valid_from__lte=on, published_at__isnull=False
        )
        .order_by("-valid_from", "-published_at", "-pk")
        .values_list("level", "pk", "digest", "process_code", "number")
    ),
    procedure="code", on=date.min,
)  # fmt: skip


def process_in_force(
    procedure_code: str, level: str | Callable[[], str], on: date
) -> InForce | None:
    """Return the process of a procedure that holds on a day at a level, if one was published.

    It is the one that began last; of those that began on one day, the one published last.
    ``level`` may be a question that is put only where a process is for one level.
    """
    for only, pk, digest, code, number in _published(procedure_code, on):
        if not only or only == (level if isinstance(level, str) else level()):
            return InForce(pk, code, number, _process(pk, digest))
    return None


@while_settled
def _published(procedure_code: str, on: date) -> Sequence[tuple[Any, ...]]:
    return tuple(_PUBLISHED.every(procedure=procedure_code, on=on))


def process_by_id(version_id: int) -> InForce:
    """Return a version by its id.  Raises: ProcessUnknown."""
    found = (
        ProcessVersion.objects.filter(pk=version_id)
        .values_list("digest", "process_code", "number")
        .first()
    )
    if found is None:
        raise ProcessUnknown("no process has this id")
    digest, code, number = found
    return InForce(version_id, code, number, _process(version_id, digest))


@lru_cache(maxsize=256)
def _process(pk: int, _digest: str) -> Process:
    """Return one version's process; a draft that changes has another digest."""
    return process_of(ProcessVersion.objects.values_list("content", flat=True).get(pk=pk))


def process_versions(code: str) -> list[ProcessVersion]:
    """Return the versions of a process, the newest first.  Raises: ProcessUnknown."""
    found = list(ProcessVersion.objects.filter(process_code=code).order_by("-number"))
    if not found:
        raise ProcessUnknown("no process has this code")
    return found


def get_process_version(code: str, number: int | None = None) -> ProcessVersion:
    """Return one version, the newest without a number.  Raises: ProcessUnknown."""
    versions = [row for row in process_versions(code) if number in (None, row.number)]
    if not versions:
        raise ProcessUnknown("the process has no such version")
    return versions[0]


def published_version(code: str, number: int) -> InForce:
    """Return a version that was published.  Raises: ProcessUnknown, also for a draft."""
    version = get_process_version(code, number)
    if version.is_draft:
        raise ProcessUnknown("this version was not published", version=number)
    return InForce(version.pk, code, number, read_process(version))


def find_draft(code: str) -> ProcessVersion | None:
    """Return the draft of a process, if there is one."""
    return ProcessVersion.objects.filter(process_code=code, published_at=None).first()


def edited_version(code: str) -> ProcessVersion:
    """Return what an editor of a process opens: its draft, else the newest version.

    Raises:  ProcessUnknown.
    """
    return find_draft(code) or get_process_version(code)


def find_seen(code: str) -> str:
    """Return the digest of what an editor opens, '' where no process has this code."""
    try:
        return edited_version(code).digest
    except ProcessUnknown:
        return ""


def holding(versions: Iterable[ProcessVersion], on: date) -> ProcessVersion | None:
    """Return the version that holds on a day: the last to begin, of one day the last published."""
    begun = [row for row in versions if row.valid_from and row.valid_from <= on]
    key = operator.attrgetter("valid_from", "published_at", "pk")
    return max(begun, key=key, default=None)


def read_process(version: ProcessVersion) -> Process:
    """Return what a version says."""
    return process_of(version.content)


@dataclass(frozen=True, slots=True)
class ProcessLine:
    """One process in a list: its newest version, the one that holds, and its draft."""

    code: str
    name: str
    procedure_code: str
    level: str
    versions: int
    holds: int | None
    holds_from: date | None
    coming: int | None
    coming_from: date | None
    draft: int | None


def process_lines(on: date) -> list[ProcessLine]:
    """Return every process by code, in one query."""
    rows: defaultdict[str, list[ProcessVersion]] = defaultdict(list)
    for row in ProcessVersion.objects.defer("content").order_by("process_code", "-number"):
        rows[row.process_code].append(row)
    return [_line(code, versions, on) for code, versions in rows.items()]


def _line(code: str, versions: Sequence[ProcessVersion], on: date) -> ProcessLine:
    newest = versions[0]
    published = [row for row in versions if row.valid_from is not None]
    holds = holding(published, on)
    coming = [row.valid_from for row in published if row.valid_from and row.valid_from > on]
    later = holding(published, min(coming)) if coming else None
    return ProcessLine(
        code=code,
        name=newest.name,
        procedure_code=newest.procedure_code,
        level=newest.level,
        versions=len(versions),
        holds=holds.number if holds else None,
        holds_from=holds.valid_from if holds else None,
        coming=later.number if later else None,
        coming_from=later.valid_from if later else None,
        draft=next((row.number for row in versions if row.is_draft), None),
    )


# --- checks --------------------------------------------------------------------------------


def faults_of(process: Process, on: date, at: datetime) -> list[Fault]:
    """Return everything wrong with a process if it held from a day on.

    The table itself, the limit of the law, the legal bases of its opinions, and who is there on
    the day for every agency that settles the procedure.
    """
    calendar = deadlines.calendar_at(at)
    day = calendar.minutes_of_a_day(local_date(at))
    of_the_law = limits_in_minutes(process.procedure, on, calendar, day)
    known = [minutes for minutes in of_the_law if minutes is not None]
    faults = check_process(process, law_minutes=min(known, default=None))
    if len(known) < len(of_the_law):
        faults.append(_NOT_COMPARED)
    faults += [*unsigned(process), *_unknown_bases(process, on)]
    if not process.procedure:
        faults.append(Fault("", "procedure", "procedure-missing", "no procedure is named"))
    elif not queries.known_codes([process.procedure]):
        faults.append(Fault("", "procedure", "procedure-unknown", "no procedure has this code"))
    else:
        faults += check_staffing(process, seatings_of(process, on))
    return faults


def _unknown_bases(process: Process, on: date) -> list[Fault]:
    known = {basis.code: basis for basis in custodies.opinion_bases(on)}
    return [
        Fault(step.code, "opinions", "basis-unknown", f"{one.basis} is no legal basis that day")
        for step in process.steps
        for one in step.opinions
        if one.basis not in known
    ] + [
        Fault(step.code, "opinions", "basis-elsewhere",
              f"{one.basis} does not cover {process.procedure}")
        for step in process.steps
        for one in step.opinions
        if one.basis in known and not known[one.basis].may_cover(process.procedure)
    ] + _parts(process, on)  # fmt: skip


def _parts(process: Process, on: date) -> list[Fault]:
    owed = custodies.owed_bases(on)
    if not any(one.basis in owed for step in process.steps for one in step.opinions):
        return []
    workers: defaultdict[AgencyKind, set[str]] = defaultdict(set)
    for post in organisation.staffed_posts(on):
        if PostKind(post.kind) in PART_WORKERS:
            workers[AgencyKind(post.agency.kind)].add(post.agency.code)
    settlers = {row.agency.code for row in organisation.competent_agencies(process.procedure, on)}
    return list(
        check_parts(
            process, owed=owed, workers=workers, settlers=settlers, letters=QUESTION_LETTERS
        )
    )


def limits_in_minutes(
    procedure_code: str, on: date, calendar: WorkingCalendar, day: int
) -> list[int | None]:
    """Return the most working time that the limit of each channel gives; None where unknown.

    Plain days and months give at most the working days that the published calendar can have in
    so many of them; unknown where it is too short for that.
    Units:   minutes of working time; ``day`` has so many.
    """
    try:
        version = queries.current_version(procedure_code, on)
    except (ProcedureUnknown, ProcedureNotInForce):
        return []
    limits = {row.limit for row in version.limits.all() if row.limit is not None}
    return [_most_minutes(limit, calendar, day) for limit in limits]


def _most_minutes(limit: TimeLimit, calendar: WorkingCalendar, day: int) -> int | None:
    if limit.unit is Unit.WORKING_HOUR:
        return limit.quantity * MINUTES_OF_AN_HOUR
    if limit.unit not in {Unit.DAY, Unit.MONTH}:
        return limit.quantity * day
    days = deadline_rules.most_working_days(limit, calendar)
    return None if days is None else days * day


def settlers_of(process: Process, on: date) -> dict[str, str]:
    """Return the agencies that settle the procedure on a day: their names by code."""
    rows = organisation.competent_agencies(process.procedure, on)
    of_level = process.level.value if process.level else None
    return {r.agency.code: r.agency.name for r in rows if of_level in {None, r.level}}


def seatings_of(process: Process, on: date) -> list[Seatings]:
    """Return who is there for each agency that settles the procedure on a day."""
    agencies = settlers_of(process, on)
    staffed = organisation.staffed_posts(on)
    own: defaultdict[str, list[Any]] = defaultdict(list)
    kinds: defaultdict[AgencyKind, list[Any]] = defaultdict(list)
    for post in staffed:
        own[post.agency.code].append(post)
        kinds[AgencyKind(post.agency.kind)].append(post)
    by_kind = {kind: _officers(posts) for kind, posts in kinds.items()}
    at_desk = desks.desks_of(agencies, on)
    return [
        Seatings(code, _officers(own[at_desk.get(code, "")]), _officers(own[code]), by_kind)
        for code in sorted(agencies)
    ]


def _officers(posts: Sequence[Any]) -> Mapping[PostKind, frozenset[int]]:
    found: defaultdict[PostKind, set[int]] = defaultdict(set)
    for post in posts:
        found[PostKind(post.kind)] |= {held.officer_id for held in post.held}
    return {kind: frozenset(ids) for kind, ids in found.items()}


# --- what happens outside a process -----------------------------------------------------------

_POLICIES = Published(ProcessPolicy, parse_policy)


def outside_policy(on: date) -> OutsidePolicy:
    """Return what happens to a hand-over outside the process on a day."""
    found = _POLICIES.find_on(on)
    return policy_on(on, [shipped.process_policy(), *([found] if found else [])])


def import_minutes(at: datetime) -> int:
    """Return how many minutes a day has in tables that count in days.

    A day as the shipped calendar has it where none was published here: a table can be looked at
    before the installation is complete.
    """
    try:
        calendar = deadlines.calendar_at(at)
    except CalendarGap:
        calendar = deadlines.shipped_calendar()
    return calendar.minutes_of_a_day(local_date(at))
