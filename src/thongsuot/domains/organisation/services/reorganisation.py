"""Applying the plan of a reorganisation: all of it, once, at its instant or soon after it."""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from django.db import transaction

from thongsuot.domains.ledger import locks
from thongsuot.domains.ledger.services import record
from thongsuot.domains.ledger.terms import Actor
from thongsuot.domains.organisation import memory, policy
from thongsuot.domains.organisation.delegations import lapsing_with
from thongsuot.domains.organisation.models import Appointment, Officer, Reorganisation
from thongsuot.domains.organisation.models.validity import in_force
from thongsuot.domains.organisation.rules.reorganisation import ReorganisationPlan, parse
from thongsuot.domains.organisation.rules.reorganised import (
    Decision,
    NewOrder,
    ReorganisationReport,
    Succession,
    Successor,
    WorkMoved,
)
from thongsuot.domains.organisation.services.areas import settle_succession
from thongsuot.domains.organisation.services.plan import SUBJECT
from thongsuot.domains.organisation.services.reorganise_agencies import Agencies
from thongsuot.domains.organisation.services.reorganise_areas import Areas
from thongsuot.domains.organisation.services.reorganise_competences import Competences
from thongsuot.domains.organisation.services.reorganise_posts import Posts
from thongsuot.domains.organisation.terms import (
    ReorganisationEarly,
    ReorganisationKnown,
    ReorganisationLate,
)
from thongsuot.kernel.canonical import canonical_json
from thongsuot.kernel.clock import LOCAL, local_date
from thongsuot.kernel.packaged import packaged_json

Carry = Callable[[NewOrder], WorkMoved]
"""Moves the work of the rooms above; told who goes on with what."""


def reorganise(
    *, document: object, carry: Carry, by: Actor, at: datetime, dry_run: bool = False
) -> ReorganisationReport:
    """Apply a plan whole, or refuse it whole; with ``dry_run`` all is tried out and undone.

    ``carry`` moves the work in the same transaction. A plan with faults, open decisions or
    orphans changes nothing: the report says which. Repeating a plan changes nothing.

    Raises:  NotYours; ReorganisationKnown; not in a dry run ReorganisationEarly and
             ReorganisationLate.
    """
    with transaction.atomic():
        policy.check_may_change(by, local_date(at))
        locks.hold(SUBJECT)
        plan, digest = parse(document), _digest(document)
        known = Reorganisation.objects.filter(code=plan.code).first()
        if known is not None:
            return _repeated(known, digest)
        if not plan.problems and not dry_run:
            _check_instant(plan, at)
        report, agencies = _carry_out(plan, carry, by, at)
        if dry_run or agencies is None or not report.may_be_applied:
            transaction.set_rollback(True)
            return report
        _finish(report, agencies, digest, by, at)
    memory.forget()
    return replace(report, applied_at=at)


def _digest(document: object) -> str:
    return hashlib.sha256(canonical_json(document)).hexdigest()


def _repeated(known: Reorganisation, digest: str) -> ReorganisationReport:
    if known.digest != digest:
        raise ReorganisationKnown("another plan was applied under this code", plan=known.code)
    counts = {name: value for name, value in known.report.items() if isinstance(value, int)}
    return ReorganisationReport(
        plan=known.code, source=known.source, effective_on=known.effective_on,
        applied_at=known.applied_at, repeated=True, counts=counts,
    )  # fmt: skip


def _check_instant(plan: ReorganisationPlan, at: datetime) -> None:
    """Refuse a plan before its day, and one whose day is longer ago than the policy allows."""
    on, most = local_date(at), applied_within(plan.day)
    if on < plan.day:
        raise ReorganisationEarly(
            "the plan's day has not come", plan=plan.code, day=plan.day.isoformat()
        )
    if on - plan.day > most:
        raise ReorganisationLate(
            "the plan's day is too long ago", plan=plan.code, day=plan.day.isoformat(),
            most=most.days,
        )  # fmt: skip


def applied_within(day: date) -> timedelta:
    """Return how long after its day a plan may be applied at the latest."""
    rows = packaged_json("thongsuot.domains.organisation", "reorganisation_policy.json")["policies"]
    held = [row for row in rows if date.fromisoformat(row["valid_from"]) <= day]
    return timedelta(days=held[-1]["applied_within_days"])


def _refused(plan: ReorganisationPlan) -> ReorganisationReport:
    return ReorganisationReport(
        plan=plan.code, source=plan.source, effective_on=plan.day if plan.code else None,
        problems=tuple(plan.problems),
    )  # fmt: skip


def _carry_out(
    plan: ReorganisationPlan, carry: Carry, by: Actor, at: datetime
) -> tuple[ReorganisationReport, Agencies | None]:
    """Write everything the plan says, unless it has faults; return what it comes to."""
    if plan.problems:
        return _refused(plan), None
    areas = Areas(plan)
    areas.take()
    if not plan.problems:
        _settle(plan, areas, by, at)
    agencies = Agencies(plan, areas)
    agencies.take()
    posts, competences = Posts(agencies), Competences(agencies)
    posts.take()
    competences.take()
    if plan.problems:
        return _refused(plan), None
    order = _new_order(plan, agencies, posts, max(at, _begins_at(plan.day)))
    decisions = tuple(_open_decisions(agencies))
    report = _report(order, agencies, posts, competences, decisions, carry(order))
    return report, agencies


def _settle(plan: ReorganisationPlan, areas: Areas, by: Actor, at: datetime) -> None:
    for row in plan.rows["areas.decided"]:
        old = areas.by_former_code(row.text("old"))
        settled = areas.successors.get(old.pk) if old is not None else None
        if settled is not None and settled.code == row.text("new"):
            continue
        if old is None or row.text("new") not in areas.open.get(old.pk, ()):
            plan.problems.append(row.problem("old", "leaves no such decision open"))
            continue
        settle_succession(
            old_code=row.text("old"), new_code=row.text("new"),
            source=row.text("source") or plan.source, by=by, at=at,
        )  # fmt: skip
        areas.open.pop(old.pk)
        areas.successors[old.pk] = areas.now[row.text("new")]


def _begins_at(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL)


def _new_order(
    plan: ReorganisationPlan, agencies: Agencies, posts: Posts, at: datetime
) -> NewOrder:
    involved = list(posts.becomes.values())
    involved += [post for post in posts.seats.values() if post is not None]
    return NewOrder(
        code=plan.code,
        source=plan.source,
        day=plan.day,
        at=at,
        successions={pk: _succession(pk, agencies) for pk in agencies.ended},
        posts={pk: post.pk for pk, post in posts.becomes.items()},
        ended_posts=frozenset(posts.past),
        post_agencies=posts.past | {post.pk: post.agency_id for post in involved},
        seats={seat: post.pk if post else None for seat, post in posts.seats.items()},
        decisions={
            row.text("dossier"): agencies.after[row.text("to")].code
            for row in plan.rows["decisions"]
            if row.text("to") in agencies.after
        },
    )


def _succession(pk: int, agencies: Agencies) -> Succession:
    ending, heir = agencies.endings[pk], agencies.heirs.get(pk)
    into = tuple(Successor(a.pk, a.code, a.area_id) for a in agencies.into[pk])
    return Succession(
        code=agencies.ended[pk].code, into=into, by=ending.by, settles=ending.settles,
        heir=next((s for s in into if heir is not None and s.id == heir.pk), None),
    )  # fmt: skip


def _open_decisions(agencies: Agencies) -> Iterator[Decision]:
    """Yield what a person has still to say about agencies and areas."""
    for pk, ending in agencies.endings.items():
        if pk not in agencies.heirs:
            choices = tuple(agency.code for agency in agencies.into[pk])
            yield Decision("heir", agencies.ended[pk].code, choices)
        elif len(agencies.into[pk]) > 1 and not ending.by:
            yield Decision("by", agencies.ended[pk].code, ("area", "procedure", "dossier", "heir"))
    for agency in {id(a): a for a in agencies.after.values()}.values():
        if agency.area_id in agencies.areas.open:
            yield Decision("area", agency.area.code, tuple(agencies.areas.open[agency.area_id]))


def _report(
    order: NewOrder, agencies: Agencies, posts: Posts, competences: Competences,
    decisions: tuple[Decision, ...], work: WorkMoved,
) -> ReorganisationReport:  # fmt: skip
    without, with_two = _officers(posts, order.day)
    return ReorganisationReport(
        plan=order.code, source=order.source, effective_on=order.day,
        counts={
            "agencies_ended": len(agencies.ended), "agencies_begun": len(agencies.began),
            "agencies_changed": len(agencies.former), "posts_ended": len(posts.ended),
            "posts_begun": len(posts.began), "officers_moved": len({o for o, _p in posts.seats}),
            "roles_moved": posts.moved_roles, "competences_ended": len(competences.ended),
            "competences_begun": len(competences.new), "areas_ended": len(agencies.areas.ended),
        },
        officers_without_post=without, officers_with_two_posts=with_two,
        competences_orphaned=tuple(competences.orphaned),
        competences_doubled=tuple(competences.doubled),
        delegations_lapsed=lapsing_with(order.ended_posts, order.at),
        desks=tuple(sorted(a.code for a in agencies.ended.values() if a.is_desk)),
        procedures=tuple(sorted({row.procedure_code for row in competences.ended})),
        work=work, decisions=(*decisions, *work.decisions), problems=work.problems,
    )  # fmt: skip


def _officers(posts: Posts, day: date) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the accounts left without a post, and those with two of one kind in one agency."""
    moved = {officer for officer, _old in posts.seats}
    sits: dict[int, list[tuple[int, str]]] = defaultdict(list)
    held = Appointment.objects.filter(in_force(day), in_force(day, "post__"), officer__in=moved)
    for officer, agency, kind in held.values_list("officer_id", "post__agency_id", "post__kind"):
        sits[officer].append((agency, kind))
    names = dict(Officer.objects.filter(pk__in=moved).values_list("pk", "username"))
    without = (names[pk] for pk in moved if not sits[pk])
    twice = (names[pk] for pk in moved if len(set(sits[pk])) < len(sits[pk]))
    return tuple(sorted(without)), tuple(sorted(twice))


def _finish(
    report: ReorganisationReport, agencies: Agencies, digest: str, by: Actor, at: datetime
) -> None:
    """Keep the plan under its code, what became of every agency, and the act's entry."""
    made = Reorganisation.objects.create(
        code=report.plan, digest=digest, effective_on=agencies.plan.day, source=report.source,
        applied_at=at, report=report.as_kept(),
    )  # fmt: skip
    agencies.keep(made)
    record(
        subject=SUBJECT,
        act="organisation_reorganised",
        by=by,
        at=at,
        detail={
            "plan": report.plan, "plan_sha256": digest, "on": agencies.plan.day.isoformat(),
            "delegations": [lapsed.id for lapsed in report.delegations_lapsed],
            **report.as_kept(),
        },
    )  # fmt: skip
