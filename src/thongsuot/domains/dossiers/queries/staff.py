"""What a head asks of his staff: who holds how much, what it is, who would take it over."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from thongsuot.domains.custody import policy as custody_policy
from thongsuot.domains.custody import queries as custodies
from thongsuot.domains.custody.terms import MoveReason, NotTheHolder, Receiver, Span
from thongsuot.domains.dossiers.models import Dossier
from thongsuot.domains.dossiers.rules import SUBJECT_KIND, code_of
from thongsuot.domains.dossiers.terms import NationalState
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import superiors
from thongsuot.kernel.clock import local_date
from thongsuot.kernel.parts import in_parts

MOST_SHOWN = 500
AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Colleague:
    """One officer on one post under a head, and how much the officer holds on it."""

    officer_id: int
    name: str
    post_id: int
    post_title: str
    agency_code: str
    agency_name: str
    phone: str
    held: int


@dataclass(frozen=True, slots=True)
class Holding:
    """One dossier that an officer holds; nothing of its applicant."""

    code: str
    procedure_name: str
    state: NationalState
    step: str
    since: datetime
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Share:
    """What one colleague would take over."""

    to: Receiver
    codes: tuple[str, ...]


def staff_of(*, by: Actor, at: datetime) -> list[Colleague]:
    """Return who serves in the agencies that the visitor heads.  Raises: NotYoursToMove."""
    on = local_date(at)
    custody_policy.check_may_move(by, MoveReason.WORKLOAD, {by.agency}, on)
    found = [
        (post, row.officer)
        for post in superiors.posts_under(by.agency, on)
        for row in post.held  # type: ignore[attr-defined]  # who holds it that day
    ]
    counts = custodies.held_by_post({officer.pk for _post, officer in found})
    return [
        Colleague(
            officer.pk, officer.full_name, post.pk, post.title, post.agency.code,
            post.agency.name, officer.phone or post.agency.phone,
            counts.get((officer.pk, post.pk), 0),
        )
        for post, officer in found
    ]  # fmt: skip


def holdings_of(officer_id: int, *, by: Actor, at: datetime) -> list[Holding]:
    """Return what an officer holds under the visitor, most urgent first, at most 500.

    What he holds in an agency that the visitor does not head is left out.
    Raises:  NotYoursToMove for whoever heads nothing.
    """
    on = local_date(at)
    custody_policy.check_may_move(by, MoveReason.WORKLOAD, {by.agency}, on)
    held = _held(officer_id)
    lines = superiors.agencies_above({span.holder.agency_code for span in held.values()}, on)
    held = {c: span for c, span in held.items() if by.agency in lines[span.holder.agency_code]}
    first = _in_order(held)[:MOST_SHOWN]
    rows = Dossier.objects.filter(code__in=first).select_related("version__procedure")
    return [
        Holding(
            row.code, row.version.plain_name or row.version.name,
            NationalState(row.national_state), held[row.code].step, held[row.code].started_at,
            row.due_at,
        )
        for row in sorted(rows, key=lambda row: first.index(row.code))
    ]  # fmt: skip


def shares_of(
    *, from_officer: int, to: Sequence[Receiver], codes: Collection[str] | None = None
) -> list[Share]:
    """Return who would take over what: dealt out one by one, most urgent first.

    ``codes`` None is everything the officer holds.  Raises: NotTheHolder.
    """
    held = _held(from_officer)
    if codes is not None and set(codes) - set(held):
        raise NotTheHolder("somebody else holds one of the dossiers by now")
    wanted = held.keys() if codes is None else codes
    dealt = _in_order(wanted)
    shares = [Share(one, tuple(dealt[place :: len(to)])) for place, one in enumerate(to)]
    return [share for share in shares if share.codes]


def _held(officer_id: int) -> Mapping[str, Span]:
    subjects = list(custodies.held_subjects(officer_id, kind=SUBJECT_KIND))
    return {code_of(name): span for name, span in custodies.holders_of(subjects).items()}


def _in_order(codes: Collection[str]) -> list[str]:
    """Return the codes of those that are there, most urgent first, without a due date last."""
    rows = Dossier.objects.values_list("due_at", "id", "code")
    found = [row for some in in_parts(list(codes), AT_ONCE) for row in rows.filter(code__in=some)]
    return [code for _due, _id, code in sorted(found, key=_urgency)]


def _urgency(row: tuple[datetime | None, int, str]) -> tuple[bool, datetime | int, int]:
    due_at, number, _code = row
    return due_at is None, due_at or 0, number
