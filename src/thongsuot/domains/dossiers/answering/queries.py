"""Which answering policy counts; by when desks answer what waits for them."""

from collections.abc import Collection
from datetime import date, datetime

from django.db.models import Count, F

from thongsuot.domains.dossiers.answering import rules
from thongsuot.domains.dossiers.answering.models import AnsweringPolicyVersion, DeskAnswer
from thongsuot.domains.dossiers.answering.terms import AnswerDue, AnsweringPolicy, WaitsFor
from thongsuot.domains.ledger.publishing import Published
from thongsuot.domains.ledger.settled import while_settled

_PUBLISHED = Published(AnsweringPolicyVersion, rules.parse_policy)


@while_settled
def policy_in_force(on: date) -> AnsweringPolicy:
    """Return the policy in force on a day: published here, else the one that is shipped."""
    return _PUBLISHED.find_on(on) or rules.shipped_policy()


def find_policy(version: str) -> AnsweringPolicy | None:
    """Return the policy of a version, as an answer's row names it."""
    shipped = rules.shipped_policy()
    return _PUBLISHED.find_version(version) or (shipped if shipped.version == version else None)


def answers_due(codes: Collection[str]) -> dict[str, AnswerDue]:
    """Return by when the desk answers each of these dossiers that still waits, in one query."""
    if not codes:
        return {}
    rows = DeskAnswer.objects.filter(dossier__code__in=codes, answered_at=None)
    asked = rows.annotate(code=F("dossier__code"), procedure=F("dossier__procedure_code"))
    return {row.code: _due(row, row.procedure) for row in asked}


def answer_due(code: str) -> AnswerDue | None:
    """Return by when the desk answers one submission; None once it has, or before it is set."""
    return answers_due([code]).get(code)


def late_by_desk(at: datetime) -> dict[str, int]:
    """Return how many answers are late at each desk, by its code, in one query."""
    late = DeskAnswer.objects.filter(answered_at=None, answer_by__lt=at)
    return dict(late.values_list("dossier__receiving_agency__code").annotate(Count("pk")))


def late_at(desk: str, at: datetime) -> int:
    """Return how many answers are late at one desk."""
    late = DeskAnswer.objects.filter(answered_at=None, answer_by__lt=at)
    return late.filter(dossier__receiving_agency__code=desk).count()


def _due(row: DeskAnswer, procedure: str) -> AnswerDue:
    return AnswerDue(
        counted_from=row.counted_from, minutes=row.minutes, answer_by=row.answer_by,
        waits_for=WaitsFor(row.waits_for), policy=row.policy,
        calendar_version=row.calendar_version, hours_of=row.hours_of,
        stood=rules.read_stretches(row.stood), procedure=procedure,
    )  # fmt: skip
