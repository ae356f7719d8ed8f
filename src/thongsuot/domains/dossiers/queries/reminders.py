"""What somebody is reminded of, and what waits for each officer today."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
    Window,
)
from django.db.models.functions import Concat, RowNumber

from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.deadlines import queries as deadlines
from thongsuot.domains.deadlines.terms import Unit
from thongsuot.domains.dossiers.answering import queries as answering
from thongsuot.domains.dossiers.answering.models import DeskAnswer
from thongsuot.domains.dossiers.lateness import finding, rules
from thongsuot.domains.dossiers.lateness import queries as lateness
from thongsuot.domains.dossiers.lateness.models import Digest, Reminder
from thongsuot.domains.dossiers.lateness.terms import Addressee, Counts, Reminded
from thongsuot.domains.dossiers.models import Dossier, DueDateSet, SupplementDraft
from thongsuot.domains.dossiers.objections import queries as objections
from thongsuot.domains.dossiers.queries.inbox import unreceived_by_desk
from thongsuot.domains.dossiers.queries.turned import without_turned
from thongsuot.domains.dossiers.rules import SUBJECT_KIND, code_of, subject_of
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.dossiers.terms.drafts import DraftKind
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import powers, superiors
from thongsuot.domains.organisation import queries as organisation
from thongsuot.domains.organisation.terms import Role
from thongsuot.kernel.clock import local_date

MOST = 50
"""Lines of each list at a time; the inbox has all that is held, reminders go on page by page."""


@dataclass(frozen=True, slots=True)
class DueLine:
    """One dossier in hand that is due or late; ``new_due_at`` where an apology put it off."""

    code: str
    procedure_name: str
    due_at: datetime
    new_due_at: datetime | None
    is_late: bool


@dataclass(frozen=True, slots=True)
class DueList:
    """What is due first, at most ``MOST`` lines; ``count`` tells how much there is in all."""

    lines: list[DueLine] = field(default_factory=list)
    count: int = 0


@dataclass(frozen=True, slots=True)
class DueLists:
    """What one officer holds that is late, due today, due on the next working day."""

    late: DueList
    today: DueList
    tomorrow: DueList


def waiting_for_everybody(*, at: datetime) -> dict[int, Counts]:
    """Return what waits for each officer for whom something does, in a few queries.

    Raises:  CalendarGap.
    """
    on, found = local_date(at), defaultdict[int, Counter[str]](Counter)
    for days, of in _days_due(at).items():
        for officer, late, today, tomorrow in finding.held_by_due(*days, of=of):
            found[officer].update(late=late, today=today, tomorrow=tomorrow)
    for officer, drafted in finding.decisions_by_signer().items():
        found[officer].update(decisions=drafted)
    _add_of_agencies(found, at)
    _add_of_posts(found, on)
    told = {officer: Counts(**counted) for officer, counted in found.items()}
    return {officer: counts for officer, counts in told.items() if counts != Counts()}


_Found = defaultdict[int, Counter[str]]
"""What was counted for each officer, by the names of ``Counts``."""


def _add_of_agencies(found: _Found, at: datetime) -> None:
    """Add what waits for whoever heads an agency, and for those who receive at a desk."""
    on = local_date(at)
    by_agency = {
        "apologies": finding.apologies_by_agency(),
        "requests": dict(_requests_by_agency()),
        "rulings": custodies.disputed_by_superior(on, kind=SUBJECT_KIND),
        "objections": objections.waiting_by_agency(on),
    }
    for name, counted in by_agency.items():
        for agency, waiting in counted.items():
            for head in superiors.heads_of(agency, on):
                found[head].update({name: waiting})
    intake = unreceived_by_desk()
    late = answering.late_by_desk(at) if intake else {}
    for desk, officer in powers.officers_with(Role.RECEIVE, on) if intake else ():
        found[officer].update(intake=intake.get(desk, 0), unanswered=late.get(desk, 0))


def _add_of_posts(found: _Found, on: date) -> None:
    """Add the hand-overs to answer and the opinions to give of whoever serves a post."""
    offered = custodies.offered_by_post(kind=SUBJECT_KIND)
    asked = custodies.asked_by_post(kind=SUBJECT_KIND)
    for post in organisation.staffed_posts(on) if offered or asked else ():
        for row in post.held:  # type: ignore[attr-defined]  # who holds it that day
            found[row.officer_id].update(
                waiting=offered.get(post.pk, 0), opinions=asked.get(post.pk, 0)
            )


_Days = tuple[datetime, datetime, datetime]
"""When today begins and ends, and when the next working day ends."""


def _days_due(at: datetime) -> dict[_Days, finding.Agencies]:
    """Return today and the next working day, each by whose hours it is so.  Raises: CalendarGap."""
    days = rules.by_hours(deadlines.calendar_at(at), lambda hours: [rules.days_due(at, hours)])
    return finding.agencies_by(days)


def _requests_by_agency() -> Iterable[tuple[str, int]]:
    """Return how many requests for papers wait for a signature, by code of the competent agency."""
    unsent = SupplementDraft.objects.filter(
        sent_at=None, dossier__national_state=NationalState.PROCESSING
    )
    waiting = without_turned(unsent, DraftKind.REQUEST)
    return waiting.values_list("dossier__competent_agency__code").annotate(Count("pk"))


def reminders_of(by: Actor, *, before: tuple[datetime, int] | None = None) -> list[Reminded]:
    """Return what the visitor was reminded of and is not done yet, the newest first.

    Of each dossier the last word alone, and none of a promise that was kept or moved since;
    ``before`` is instant and id of the last line that was shown.
    """
    told = _open_reminders(by).select_related("dossier__version")
    latest = told.order_by("dossier_id", "-at", "-pk").distinct("dossier_id")
    rows = Reminder.objects.filter(pk__in=latest.values("pk"))
    rows = rows.select_related(
        "dossier__version", "dossier__competent_agency", "dossier__receiving_agency"
    )
    if before is not None:
        rows = rows.filter(Q(at__lt=before[0]) | Q(at=before[0], pk__lt=before[1]))
    return [
        Reminded(
            id=row.pk,
            code=row.dossier.code,
            procedure_name=row.dossier.version.plain_name or row.dossier.version.name,
            rung=row.rung,
            to=Addressee(row.to),
            due_at=row.due_at,
            at=row.at,
            settles=row.dossier.competent_agency_code or row.dossier.receiving_agency.code,
            is_answer=row.dossier.received_at is None,
        )
        for row in rows.order_by("-at", "-pk")[:MOST]
    ]


def reminder_count(by: Actor) -> int:
    """Return of how many dossiers the visitor was reminded that are not done yet."""
    return _open_reminders(by).values("dossier_id").distinct().count()


def _open_reminders(by: Actor) -> QuerySet[Reminder]:
    """Return what was said of running dossiers, and of what waits for its desk's answer.

    To a holder, while he holds; of an answer, while it is owed by the hour of which he was told.
    """
    running = Q(dossier__national_state__in=finding.RUNNING, at__gte=F("dossier__received_at"))
    owed = DeskAnswer.objects.filter(
        dossier=OuterRef("dossier"), answer_by=OuterRef("due_at"), answered_at=None
    )
    waiting = Q(Exists(owed), dossier__national_state=NationalState.REGISTERED)
    told = Reminder.objects.filter(running | waiting, officer_id__in=by.persons)
    subject = Concat(Value(subject_of("")), "dossier__code", output_field=CharField())
    in_hand = Q()
    for officer in by.persons:
        held = custodies.held_subjects(officer, kind=SUBJECT_KIND)
        in_hand |= Q(subject__in=held)
    return told.annotate(subject=subject).filter(~Q(to=Addressee.HOLDER) | in_hand)


def due_lists(by: Actor, *, at: datetime) -> DueLists:
    """Return what the visitor holds that is due or late, longest overdue first, in two queries.

    Lateness is told at the instant of the question.  Raises: CalendarGap.
    """
    rows = list(_due_first(by, at))
    anew = lateness.new_dates_of([row.pk for row in rows])
    parts: dict[str, DueList] = defaultdict(DueList)
    for row in rows:
        lines = parts[row.part].lines
        lines.append(_line(row, at, anew.get(row.pk)))
        parts[row.part] = DueList(lines, row.total)
    return DueLists(parts[_LATE], parts[_TODAY], parts[_NEXT])


_LATE, _TODAY, _NEXT = "late", "today", "next"


def _due_first(by: Actor, at: datetime) -> Iterable[Any]:
    """Return the first rows of each part, with the part and how many rows it has."""
    days = _days_due(at)
    begins, ends, _next_ends = next(iter(days))
    unit = DueDateSet.objects.filter(dossier=OuterRef("pk")).order_by("-id").values("unit")[:1]
    is_late = Q(due_at__lt=begins) | Q(due_unit=Unit.WORKING_HOUR, due_at__lt=at)
    part = Case(
        When(is_late, then=Value(_LATE)),
        When(due_at__lt=ends, then=Value(_TODAY)),
        default=Value(_NEXT),
    )
    held = Dossier.objects.filter(
        code__in=[code_of(subject) for subject in _held(by)],
        national_state__in=finding.RUNNING,
    ).filter(_due_soon(days))
    ranked = held.annotate(due_unit=Subquery(unit)).annotate(part=part).annotate(
        rank=Window(RowNumber(), partition_by="part", order_by=("due_at", "id")),
        total=Window(Count("*"), partition_by="part"),
    )  # fmt: skip
    return (
        ranked.filter(rank__lte=MOST).select_related("version__procedure").order_by("due_at", "id")
    )


def _due_soon(days: Mapping[_Days, finding.Agencies]) -> Q:
    """Return the condition that a dossier is due by the end of its agency's next working day."""
    found = Q()
    for (_begins, _ends, next_ends), of in days.items():
        of_others = set(of.own) - set(of.begun)
        whose = Q(competent_agency__code__in=of.begun)
        if of.others:
            whose = ~Q(competent_agency__code__in=of_others) if of_others else Q()
        found |= whose & Q(due_at__lt=next_ends)
    return found


def _line(row: Any, at: datetime, anew: datetime | None) -> DueLine:
    return DueLine(
        code=row.code,
        procedure_name=row.version.plain_name or row.version.name,
        due_at=row.due_at or at,
        new_due_at=anew,
        is_late=row.part == _LATE,
    )


def _held(by: Actor) -> list[str]:
    return [
        subject
        for officer in sorted(by.persons)
        for subject in custodies.held_subjects(officer, kind=SUBJECT_KIND)
    ]


def digest_of(by: Actor, *, at: datetime) -> datetime | None:
    """Return when today's digest of the visitor was made, if it was."""
    made = Digest.objects.filter(officer_id__in=by.persons, day=local_date(at))
    return made.values_list("at", flat=True).first()
